"""The neutral studio that lights a scene when nobody says otherwise: softboxes in a grey room, made by code.

Its energy: the light is scaled so that a white Lambert sphere reads at most 0.92 (its brightest point) and about 0.65
on average from the front: bright, unclipped. Grey throughout (R = G = B), so that it tints nothing.
"""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["BRIGHTEST_WHITE", "studio_radiance", "studio_radiance_towards"]

BRIGHTEST_WHITE: Final = 0.92
"""What the brightest point of a white Lambert sphere reads, as linear radiance."""

_CEILING, _HORIZON, _FLOOR = 0.6, 0.55, 0.22
"""Radiance of the room before scaling: overhead, at eye level, underfoot."""


class _Softbox(NamedTuple):
    """A glowing rectangle seen from the middle of the room; angles in degrees, azimuth from +Z towards +X."""

    azimuth: float
    elevation: float
    width: float
    height: float
    radiance: float
    edge: float = 5.0


_SOFTBOXES: Final = (
    _Softbox(azimuth=-32, elevation=42, width=58, height=44, radiance=4.2),  # key: left of the front, high
    _Softbox(azimuth=68, elevation=14, width=40, height=62, radiance=2.2),  # fill: tall, to the right
    _Softbox(azimuth=158, elevation=36, width=34, height=50, radiance=4.0),  # rim: behind, right
    _Softbox(azimuth=-138, elevation=20, width=16, height=70, radiance=3.2),  # rim: a strip behind, left
)


@functools.cache
def studio_radiance(height: int = 256) -> NDArray[np.float32]:
    """Return the studio as an equirectangular map, (height, 2 height, 3) float32, linear cd/m2, read-only.

    Laid out as `threedkit.scene.Environment.radiance`: row 0 looks up, the middle column towards -Z.

    Example:
        >>> studio_radiance(16).shape
        (16, 32, 3)
    """
    column = (np.arange(2 * height) + 0.5) / (2 * height)
    row = (np.arange(height) + 0.5) / height
    azimuth, elevation = np.meshgrid(2 * math.pi * (column - 0.5), math.pi * (0.5 - row))
    directions = np.stack(
        [np.sin(azimuth) * np.cos(elevation), np.sin(elevation), -np.cos(azimuth) * np.cos(elevation)], axis=-1
    )
    radiance = np.repeat(studio_radiance_towards(directions)[..., None], 3, axis=-1).astype(np.float32)
    radiance.flags.writeable = False
    return radiance


def studio_radiance_towards(directions: Floats) -> Floats:
    """Return the studio's radiance (...,) seen in unit directions (..., 3)."""
    return _unscaled(directions) * _scale()


def _unscaled(directions: Floats) -> Floats:
    up = directions[..., 1]
    sky = _HORIZON + (_CEILING - _HORIZON) * _smooth(up / 0.9)
    floor = _HORIZON + (_FLOOR - _HORIZON) * _smooth(-up / 0.45)
    room = np.where(up >= 0, sky, floor)
    for box in _SOFTBOXES:
        cover = _coverage(box, directions)
        room = room * (1 - cover) + box.radiance * cover
    return np.asarray(room)


def _coverage(box: _Softbox, directions: Floats) -> Floats:
    """How much of a direction a softbox fills, 0 to 1: a rectangle on the tangent plane with soft edges."""
    azimuth, elevation = math.radians(box.azimuth), math.radians(box.elevation)
    out = np.array(
        [math.sin(azimuth) * math.cos(elevation), math.sin(elevation), math.cos(azimuth) * math.cos(elevation)]
    )
    right = np.array([math.cos(azimuth), 0.0, -math.sin(azimuth)])
    forward = directions @ out
    depth = np.where(forward > 1e-3, forward, 1.0)
    x = np.degrees(np.arctan(np.abs(directions @ right) / depth))
    y = np.degrees(np.arctan(np.abs(directions @ np.cross(out, right)) / depth))
    inside = _smooth((box.width / 2 - x) / box.edge + 0.5) * _smooth((box.height / 2 - y) / box.edge + 0.5)
    return np.asarray(np.where(forward > 1e-3, inside, 0.0))


def _smooth(x: Floats) -> Floats:
    x = np.clip(x, 0, 1)
    return np.asarray(x * x * (3 - 2 * x))


@functools.cache
def _scale() -> float:
    """Factor that makes the brightest white Lambert surface read BRIGHTEST_WHITE."""
    directions = _sphere(4096)
    radiance = _unscaled(directions)
    normals = _sphere(512)
    irradiance = np.maximum(normals @ directions.T, 0) @ radiance * (4 * math.pi / len(directions))
    return float(BRIGHTEST_WHITE / (irradiance.max() / math.pi))


def _sphere(count: int) -> Floats:
    """Evenly spread unit directions (count, 3): a Fibonacci lattice."""
    index = np.arange(count) + 0.5
    up = 1 - 2 * index / count
    turn = math.pi * (1 + math.sqrt(5)) * index
    ring = np.sqrt(1 - up * up)
    return np.stack([ring * np.sin(turn), up, ring * np.cos(turn)], axis=-1)
