"""Cylinder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from threedkit.geometry._parameters import count, length
from threedkit.geometry._surface import disc, revolve, to_primitive

if TYPE_CHECKING:
    from threedkit.scene import Primitive

__all__ = ["cylinder"]


def cylinder(
    radius: float = 1.0, height: float = 2.0, *, segments: int = 64, rings: int = 1, caps: bool = True
) -> Primitive:
    """A cylinder about +Y, centred on the origin; closed unless ``caps`` is False.

    The image wraps once around the side, its middle facing +Z; each cap carries the image's inscribed circle.

    Args:
        radius: metres.
        height: metres.
        segments: quads around, at least 3.
        rings: quads from top to bottom, at least 1.
        caps: close both ends.

    Raises:
        FieldError: a parameter is out of its range.

    Example:
        >>> cylinder(radius=1, height=3).bounds[:, 1].tolist()
        [-1.5, 1.5]
    """
    radius, height = length("cylinder radius", radius), length("cylinder height", height)
    segments, rings = count("cylinder segments", segments, 3), count("cylinder rings", rings, 1)
    v = np.arange(rings + 1) / rings
    normals = np.tile((1.0, 0.0), (rings + 1, 1))
    side = revolve(np.full(rings + 1, radius), height * (0.5 - v), normals, v, segments)
    if not caps:
        return to_primitive(side)
    top = disc(radius, 0.5 * height, segments, upward=True)
    bottom = disc(radius, -0.5 * height, segments, upward=False)
    return to_primitive(side, top, bottom)
