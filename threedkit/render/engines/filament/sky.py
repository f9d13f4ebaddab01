"""Environments in Filament: filtered once for each radiance map, shared by the scenes of an engine."""

from __future__ import annotations

import functools
import hashlib
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from threedkit.render.engines.filament.prefilter import environment_ktx
from threedkit.render.studio import studio_radiance

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.scene import Environment

__all__ = ["Skies"]

_IDLE: Final = 4
"""Filtered environments kept although no scene uses them."""


class Skies:
    """The environments of one engine, by content."""

    def __init__(self, renderer: Any) -> None:
        """Start empty."""
        self._renderer = renderer
        self._held: dict[str, Any] = {}
        self._uses: dict[str, int] = {}

    def take(self, environment: Environment) -> tuple[str, Any]:
        """Return the key and Filament's environment for a radiance map; filtering it takes time only once."""
        key = _key(environment.radiance)
        if key not in self._held:
            ktx = _studio() if environment.radiance is None else environment_ktx(environment.radiance)
            self._held[key] = self._upload(ktx)
        self._uses[key] = self._uses.get(key, 0) + 1
        self._held[key] = self._held.pop(key)  # the newest comes last
        return key, self._held[key]

    def give_back(self, key: str) -> None:
        """Say that a scene no longer uses an environment; the oldest idle ones go."""
        self._uses[key] -= 1
        idle = [name for name in self._held if not self._uses[name]]
        for name in idle[:-_IDLE]:
            self._held.pop(name).close()

    def _upload(self, ktx: bytes) -> Any:
        with tempfile.TemporaryDirectory(prefix="threedkit-") as folder:
            path = Path(folder) / "environment.ktx"
            path.write_bytes(ktx)
            return self._renderer.load_environment_ktx(path)


@functools.cache
def _studio() -> bytes:
    return environment_ktx(studio_radiance())


def _key(radiance: NDArray[np.float32] | None) -> str:
    if radiance is None:
        return "studio"
    return hashlib.sha256(repr(radiance.shape).encode() + np.ascontiguousarray(radiance).tobytes()).hexdigest()
