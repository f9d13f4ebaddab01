"""From light to picture: what path tracers have measured, over a background, exposed and encoded."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from threedkit.transforms.colors import linear_to_srgb

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.scene import Environment

__all__ = ["Backdrop", "encode", "over", "straight"]

_STEPS: Final = 1 << 18
"""Linear values told apart when they are encoded: 1/150 of an 8-bit step where sRGB is steepest."""


class Backdrop(NamedTuple):
    """What is shown behind the objects, by value: later edits of the environment are not seen.

    Attributes:
        shows_environment: the environment itself.
        color: (3,) linear; None where the environment shows, or nothing.
    """

    shows_environment: bool
    color: tuple[float, ...] | None

    @classmethod
    def of(cls, environment: Environment | None) -> Backdrop:
        """Read it from a scene's environment."""
        if environment is None:
            return cls(shows_environment=False, color=None)
        color = tuple(environment.background_color[:3]) if environment.background == "color" else None
        return cls(environment.background == "environment", color)


def over(light: NDArray[np.float32], backdrop: Backdrop) -> NDArray[np.float32]:
    """Put light (h, w, 4), linear radiance multiplied by alpha and alpha, over the backdrop's colour: (h, w, 3)."""
    if backdrop.color is None:
        return light[..., :3]
    return np.asarray(
        light[..., :3] + (1.0 - np.clip(light[..., 3:], 0.0, 1.0)) * np.asarray(backdrop.color, np.float32)
    )


def straight(light: NDArray[np.float32]) -> NDArray[np.float32]:
    """Divide the colour (h, w, 3) of light (h, w, 4) by its alpha; 0 where that is 0."""
    alpha = np.clip(light[..., 3:], 0.0, 1.0)
    return np.divide(light[..., :3], alpha, out=np.zeros_like(light[..., :3]), where=alpha > 0)


def encode(radiance: NDArray[Any], alpha: NDArray[Any] | None = None) -> NDArray[np.uint8]:
    """Encode exposed linear light as a picture.

    Args:
        radiance: (h, w, 3), straight alpha; clipped to 0 to 1.
        alpha: (h, w) 0 to 1; None: opaque.

    Returns:
        (h, w, 4) uint8 sRGB with straight alpha.

    Example:
        >>> encode(np.array([[[0.0, 0.5, 2.0]]])).tolist()
        [[[0, 188, 255, 255]]]
    """
    # What is no number, as an engine may make of values at the end of their range, is black.
    steps = np.minimum(np.fmax(radiance, 0.0, dtype=np.float32), np.float32(1.0))
    steps *= np.float32(_STEPS)
    picture = np.empty((*radiance.shape[:2], 4), np.uint8)
    picture[..., :3] = _table().take(np.rint(steps, out=steps).astype(np.int32))
    picture[..., 3] = 255 if alpha is None else np.rint(np.clip(alpha, 0.0, 1.0) * np.float32(255.0))
    return picture


@cache
def _table() -> NDArray[np.uint8]:
    """What an sRGB picture has for each linear value: 10 times as fast as the powers."""
    return np.asarray(np.rint(linear_to_srgb(np.arange(_STEPS + 1) / _STEPS) * 255.0), np.uint8)
