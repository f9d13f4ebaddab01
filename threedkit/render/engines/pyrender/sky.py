"""Environments on the device: filtered once for each radiance map, shared by the scenes of an engine."""

from __future__ import annotations

import functools
import hashlib
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from threedkit.render.engines.pyrender.api import GL
from threedkit.render.prefilter import LEVELS, Filtered, filtered
from threedkit.render.studio import studio_radiance
from threedkit.transforms import quaternions

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.scene import Environment

    Floats = NDArray[np.float64]

__all__ = ["Skies", "Sky", "sky_from_world"]

_IDLE: Final = 4
"""Environments kept although no scene uses them."""
_LARGEST_HALF: Final = 6.0e4


class Sky:
    """One radiance map: a cube map blurred by roughness, the irradiance, and the map itself for the background."""

    def __init__(self, gl: Any, radiance: NDArray[np.float32], light: Filtered) -> None:
        """Upload."""
        self.irradiance = light.irradiance
        self.levels = LEVELS - 1
        height, width = radiance.shape[:2]
        half = np.minimum(radiance, _LARGEST_HALF).astype(np.float16)
        self.picture = gl.texture((width, height), 3, np.ascontiguousarray(half).tobytes(), alignment=1, dtype="f2")
        self.picture.repeat_x, self.picture.repeat_y = True, False
        self._cube: int | None = _cube(light)

    def bind(self, unit: int) -> None:
        """Put the cube map on a texture unit."""
        GL.glActiveTexture(GL.GL_TEXTURE0 + unit)
        GL.glBindTexture(GL.GL_TEXTURE_CUBE_MAP, self._cube)

    def release(self) -> None:
        """Free it, in the current context."""
        self.picture.release()
        GL.glDeleteTextures([self._cube])


class Skies:
    """The environments of one engine, by content."""

    def __init__(self) -> None:
        """Start empty."""
        self._held: dict[str, Sky] = {}
        self._uses: dict[str, int] = {}

    def take(self, gl: Any, environment: Environment) -> tuple[str, Sky]:
        """Return the key and the sky of an environment; filtering it takes time only once."""
        key = _key(environment.radiance)
        if key not in self._held:
            radiance = studio_radiance() if environment.radiance is None else environment.radiance
            light = _studio() if environment.radiance is None else filtered(radiance)
            self._held[key] = Sky(gl, radiance, light)
        self._uses[key] = self._uses.get(key, 0) + 1
        self._held[key] = self._held.pop(key)  # the newest comes last
        return key, self._held[key]

    def give_back(self, key: str) -> None:
        """Say that a scene no longer uses an environment; the oldest idle ones are freed, in the current context."""
        self._uses[key] -= 1
        idle = [name for name in self._held if not self._uses[name]]
        for name in idle[:-_IDLE]:
            self._held.pop(name).release()


def sky_from_world(environment: Environment) -> Floats:
    """The rotation (3, 3) that undoes the environment's own."""
    turn = quaternions.from_axis_angle((0.0, 1.0, 0.0), -environment.rotation)
    return np.asarray(quaternions.to_matrix(turn)[:3, :3])


def _cube(light: Filtered) -> int:
    name = int(GL.glGenTextures(1))
    target = GL.GL_TEXTURE_CUBE_MAP
    GL.glBindTexture(target, name)
    for number, level in enumerate(light.levels):
        size = level.shape[1]
        pixels = np.empty((6, size, size, 3), np.float32)
        pixels[:] = np.minimum(level, _LARGEST_HALF)
        for face in range(6):
            place = GL.GL_TEXTURE_CUBE_MAP_POSITIVE_X + face
            GL.glTexImage2D(place, number, GL.GL_RGB16F, size, size, 0, GL.GL_RGB, GL.GL_FLOAT, pixels[face])
    for parameter, value in (
        (GL.GL_TEXTURE_MAX_LEVEL, len(light.levels) - 1),
        (GL.GL_TEXTURE_MIN_FILTER, GL.GL_LINEAR_MIPMAP_LINEAR),
        (GL.GL_TEXTURE_MAG_FILTER, GL.GL_LINEAR),
    ):
        GL.glTexParameteri(target, parameter, value)
    GL.glBindTexture(target, 0)
    return name


@functools.cache
def _studio() -> Filtered:
    return filtered(studio_radiance())


def _key(radiance: NDArray[np.float32] | None) -> str:
    if radiance is None:
        return "studio"
    return hashlib.sha256(repr(radiance.shape).encode() + np.ascontiguousarray(radiance).tobytes()).hexdigest()
