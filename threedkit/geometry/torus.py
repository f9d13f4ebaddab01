"""Torus."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from threedkit.errors import FieldError
from threedkit.geometry._parameters import count, length
from threedkit.geometry._surface import revolve, ring, to_primitive

if TYPE_CHECKING:
    from threedkit.scene import Primitive

__all__ = ["torus"]

THINNEST = 1e-4
"""Least tube radius as a share of the radius: thinner, float32 positions lose the tube's shape."""


def torus(radius: float = 1.0, tube: float = 0.25, *, segments: int = 64, tube_segments: int = 32) -> Primitive:
    """A closed torus about +Y.

    The image wraps once around the axis, its middle facing +Z, and once around the tube, its upper edge at the inner
    equator, rising over the top.

    Args:
        radius: from the axis to the middle of the tube, metres.
        tube: radius of the tube, metres, less than ``radius``.
        segments: quads around the axis, at least 3.
        tube_segments: quads around the tube, at least 3.

    Raises:
        FieldError: a parameter is out of its range.

    Example:
        >>> torus(radius=1, tube=0.25).bounds.tolist()
        [[-1.25, -0.25, -1.25], [1.25, 0.25, 1.25]]
    """
    radius, tube = length("torus radius", radius), length("torus tube", tube)
    if not THINNEST * radius <= tube < radius:
        raise FieldError(
            f"torus tube must be a number from {THINNEST * radius:g} to below the radius {radius:g}, not {tube:g}"
        )
    segments, tube_segments = count("torus segments", segments, 3), count("torus tube_segments", tube_segments, 3)
    v = np.arange(tube_segments + 1) / tube_segments
    around = ring(v)  # v = 0 is -Z (taken as inwards), 0.25 is -X (taken as up)
    normals = np.stack([around[:, 2], -around[:, 0]], axis=1)
    return to_primitive(revolve(radius + tube * normals[:, 0], tube * normals[:, 1], normals, v, segments))
