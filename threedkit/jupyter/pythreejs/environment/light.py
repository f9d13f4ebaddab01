"""A scene's Environment as three.js r97 can use it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from threedkit.jupyter.pythreejs.environment import atlas, latlong, rgbm
from threedkit.render.studio import studio_radiance

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.scene import Environment

__all__ = ["Encoded", "backdrop", "light"]

_BRIGHTEST = 1024.0
"""cd/m2 above which a mirror image of the environment is clipped; its blurred levels are made before."""


class Encoded(NamedTuple):
    """A picture as an RGBM16 PNG in a data URI, and what its decoded values are multiplied by."""

    uri: str
    scale: float


def light(environment: Environment) -> Encoded:
    """The prefiltered atlas (see `atlas`), without `environment.intensity`."""
    return _encode(atlas.unfold(_levels(_key(environment)), environment.rotation))


def backdrop(environment: Environment, height: int = 512) -> Encoded:
    """The radiance itself, at most `height` rows, not rotated."""
    radiance = _key(environment).radiance
    return _encode(latlong.resize(radiance, min(height, radiance.shape[0])))


def _encode(picture: NDArray[np.float32]) -> Encoded:
    clipped = np.clip(picture, 0.0, _BRIGHTEST)
    scale = max(float(clipped.max()), 1e-6) / rgbm.RANGE
    return Encoded(rgbm.data_uri(rgbm.encode(clipped / np.float32(scale))), scale)


class _Key:
    """A radiance array that is hashed by identity: prefiltering the same one twice is a waste."""

    def __init__(self, radiance: NDArray[np.float32]) -> None:
        self.radiance = radiance

    def __hash__(self) -> int:
        return id(self.radiance)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.radiance is other.radiance


@lru_cache(maxsize=1)
def _studio() -> NDArray[np.float32]:
    return np.asarray(studio_radiance(), np.float32)


def _key(environment: Environment) -> _Key:
    radiance = environment.radiance
    return _Key(_studio() if radiance is None else np.asarray(radiance, np.float32))


@lru_cache(maxsize=4)
def _levels(key: _Key) -> tuple[NDArray[np.float32], ...]:
    return atlas.prefilter(key.radiance)
