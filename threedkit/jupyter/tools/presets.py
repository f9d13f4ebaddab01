"""Light from around to choose from: radiance maps made by code."""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from threedkit.errors import FieldError
from threedkit.scene import Environment

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.scene import Scene

__all__ = ["PRESETS", "preset_name", "preset_radiance", "set_preset"]

_HEIGHT: Final = 256
STUDIO: Final = "studio"


class _Sky(NamedTuple):
    """Colours (linear RGB, cd/m2) overhead, at the horizon and underfoot, and a round light.

    `sun` is (azimuth, elevation, radius) in degrees, azimuth from +Z towards +X; its edge is soft.
    """

    zenith: tuple[float, float, float]
    horizon: tuple[float, float, float]
    ground: tuple[float, float, float]
    sun: tuple[float, float, float] = (0.0, 0.0, 0.0)
    glow: tuple[float, float, float] = (0.0, 0.0, 0.0)
    sharpness: float = 0.6


_SKIES: Final = {
    "white": _Sky((0.9, 0.9, 0.9), (0.9, 0.9, 0.9), (0.9, 0.9, 0.9)),
    "overcast": _Sky((1.0, 1.03, 1.08), (0.55, 0.57, 0.6), (0.16, 0.15, 0.14), sharpness=1.0),
    "clear sky": _Sky((0.16, 0.32, 0.75), (0.62, 0.72, 0.85), (0.2, 0.18, 0.15), (35, 50, 4), (160, 150, 130)),
    "sunset": _Sky((0.1, 0.13, 0.3), (0.95, 0.42, 0.16), (0.09, 0.06, 0.05), (60, 6, 6), (60, 26, 8), 0.35),
    "night": _Sky((0.012, 0.018, 0.04), (0.03, 0.04, 0.07), (0.006, 0.006, 0.008), (-40, 45, 6), (4.2, 4.6, 5.6)),
    "softbox": _Sky((0.05, 0.05, 0.05), (0.07, 0.07, 0.07), (0.03, 0.03, 0.03), (-30, 40, 26), (7.0, 7.0, 7.0)),
}
PRESETS: Final = (STUDIO, *_SKIES)
"""Names of the presets; the studio is what a scene has when nobody says otherwise."""


@functools.cache
def preset_radiance(name: str) -> NDArray[np.float32] | None:
    """The radiance of a preset, as `Environment.radiance` has it.

    Args:
        name: of `PRESETS`.

    Returns:
        (256, 512, 3) float32, linear, read-only; None for the studio, which every engine makes itself.

    Raises:
        FieldError: no such preset.

    Example:
        >>> preset_radiance("sunset").shape
        (256, 512, 3)
    """
    if name == STUDIO:
        return None
    if name not in _SKIES:
        raise FieldError(f"environment: preset must be one of {', '.join(PRESETS)}, not {name!r}")
    sky = _SKIES[name]
    azimuth, elevation = np.meshgrid(
        2 * math.pi * ((np.arange(2 * _HEIGHT) + 0.5) / (2 * _HEIGHT) - 0.5),
        math.pi * (0.5 - (np.arange(_HEIGHT) + 0.5) / _HEIGHT),
    )
    level = np.cos(elevation)
    towards = np.stack([np.sin(azimuth) * level, np.sin(elevation), -np.cos(azimuth) * level], axis=-1)
    up = towards[..., 1:2]
    high = np.clip(up, 0.0, 1.0) ** sky.sharpness
    low = np.clip(-up * 6.0, 0.0, 1.0)  # the ground begins at the horizon
    zenith, horizon, ground = (np.asarray(color) for color in (sky.zenith, sky.horizon, sky.ground))
    radiance = np.where(up >= 0, horizon + (zenith - horizon) * high, horizon + (ground - horizon) * low)
    radiance = radiance + _sun(towards, sky)[..., None] * np.asarray(sky.glow)
    made: NDArray[np.float32] = radiance.astype(np.float32)
    made.flags.writeable = False
    return made


def _sun(towards: NDArray[np.float64], sky: _Sky) -> NDArray[np.float64]:
    """How much of the round light is seen, 0 to 1, (h, w)."""
    side, above, radius = np.radians(sky.sun)
    if radius == 0:
        return np.zeros(towards.shape[:2])
    place = np.array([np.sin(side) * np.cos(above), np.sin(above), np.cos(side) * np.cos(above)])
    angle = np.arccos(np.clip(towards @ place, -1.0, 1.0))
    seen: NDArray[np.float64] = 1.0 - np.clip((angle - 0.75 * radius) / (0.5 * radius), 0.0, 1.0)
    return seen * seen * (3.0 - 2.0 * seen)


def preset_name(environment: Environment | None) -> str:
    """Which preset an environment is; empty for one of its own, and for none."""
    if environment is None:
        return ""
    if environment.radiance is None:
        return STUDIO
    return next((name for name in _SKIES if environment.radiance is preset_radiance(name)), "")


def set_preset(scene: Scene, name: str) -> None:
    """Light a scene by a preset; intensity, rotation and background stay.

    Raises:
        FieldError: no such preset.
    """
    radiance = preset_radiance(name)
    if scene.environment is None:
        scene.environment = Environment(radiance=radiance)
    else:
        scene.environment.radiance = radiance
        scene.environment.uri = ""
