"""Cone."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from threedkit.geometry._parameters import count, length
from threedkit.geometry._surface import disc, revolve, to_primitive

if TYPE_CHECKING:
    from threedkit.scene import Primitive

__all__ = ["cone"]


def cone(
    radius: float = 1.0, height: float = 2.0, *, segments: int = 64, rings: int = 1, cap: bool = True
) -> Primitive:
    """A cone about +Y with its tip up, centred on the origin; closed unless ``cap`` is False.

    The image wraps once around the side, its middle facing +Z; the base carries the image's inscribed circle.

    Args:
        radius: of the base, metres.
        height: from base to tip, metres.
        segments: quads around, at least 3.
        rings: quads from the tip to the base, at least 1.
        cap: close the base.

    Raises:
        FieldError: a parameter is out of its range.

    Example:
        >>> cone(radius=1, height=3).bounds[:, 1].tolist()
        [-1.5, 1.5]
    """
    radius, height = length("cone radius", radius), length("cone height", height)
    segments, rings = count("cone segments", segments, 3), count("cone rings", rings, 1)
    v = np.arange(rings + 1) / rings
    slant = math.hypot(radius, height)
    normals = np.tile((height / slant, radius / slant), (rings + 1, 1))
    side = revolve(radius * v, height * (0.5 - v), normals, v, segments)
    if not cap:
        return to_primitive(side)
    return to_primitive(side, disc(radius, -0.5 * height, segments, upward=False))
