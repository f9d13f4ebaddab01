"""Environments in Filament: filtered once for each radiance map, shared by the scenes of an engine."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from threedkit.render.studio import studio_radiance

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.scene import Environment

__all__ = ["Skies", "panorama"]

_IDLE: Final = 4
"""Filtered environments kept although no scene uses them."""
_LARGEST_HALF: Final = 6.0e4
"""Radiance above this does not fit Filament's half floats."""
_HEIGHTS: Final = (16, 4096)


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
            radiance = studio_radiance() if environment.radiance is None else environment.radiance
            self._held[key] = self._renderer.create_environment(panorama(radiance))
        self._uses[key] = self._uses.get(key, 0) + 1
        self._held[key] = self._held.pop(key)  # the newest comes last
        return key, self._held[key]

    def give_back(self, key: str) -> None:
        """Say that a scene no longer uses an environment; the oldest idle ones go."""
        self._uses[key] -= 1
        idle = [name for name in self._held if not self._uses[name]]
        for name in idle[:-_IDLE]:
            self._held.pop(name).close()


def panorama(radiance: NDArray[np.float32]) -> NDArray[np.float32]:
    """Lay a radiance map out as filly wants it: (h, 2h, 3) float32, its middle column towards +Z instead of -Z."""
    height, width = radiance.shape[:2]
    rows = int(np.clip(max(height, (width + 1) // 2), *_HEIGHTS))
    image = np.asarray(radiance, np.float32)
    if (height, width) != (rows, 2 * rows):
        image = _resampled(image, rows)
    image = np.clip(np.roll(image, rows, axis=1), 0, _LARGEST_HALF)
    return np.ascontiguousarray(image, np.float32)


def _resampled(image: NDArray[np.float32], rows: int) -> NDArray[np.float32]:
    """Bilinear, round the horizon and clamped at the poles."""
    height, width = image.shape[:2]
    y = np.clip((np.arange(rows) + 0.5) * height / rows - 0.5, 0, height - 1)
    x = (np.arange(2 * rows) + 0.5) * width / (2 * rows) - 0.5
    y0, x0 = np.floor(y).astype(int), np.floor(x).astype(int)
    fy, fx = (y - y0).astype(np.float32)[:, None, None], (x - x0).astype(np.float32)[None, :, None]
    y1, x1 = np.minimum(y0 + 1, height - 1), (x0 + 1) % width
    x0 %= width
    top = image[y0][:, x0] * (1 - fx) + image[y0][:, x1] * fx
    bottom = image[y1][:, x0] * (1 - fx) + image[y1][:, x1] * fx
    return np.asarray(top * (1 - fy) + bottom * fy, np.float32)


def _key(radiance: NDArray[np.float32] | None) -> str:
    if radiance is None:
        return "studio"
    return hashlib.sha256(repr(radiance.shape).encode() + np.ascontiguousarray(radiance).tobytes()).hexdigest()
