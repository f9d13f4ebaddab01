"""Sphere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from threedkit.geometry._parameters import count, length
from threedkit.geometry._surface import revolve, to_primitive

if TYPE_CHECKING:
    from threedkit.scene import Primitive

__all__ = ["sphere"]


def sphere(radius: float = 1.0, *, segments: int = 64, rings: int = 32) -> Primitive:
    """A closed sphere by longitude and latitude, its vertices on the true sphere.

    The image wraps around as a plate carree map: its middle faces +Z, its left and right edges meet at -Z.

    Args:
        radius: metres.
        segments: quads around +Y, at least 3.
        rings: quads from pole to pole, at least 2.

    Returns:
        A Primitive with ``2 segments (rings - 1)`` triangles.

    Raises:
        FieldError: a parameter is out of its range.

    Example:
        >>> sphere(radius=2, segments=8, rings=4).bounds.tolist()
        [[-2.0, -2.0, -2.0], [2.0, 2.0, 2.0]]
    """
    radius = length("sphere radius", radius)
    segments, rings = count("sphere segments", segments, 3), count("sphere rings", rings, 2)
    v = np.arange(rings + 1) / rings
    # Symmetric in both hemispheres, and exact at the poles and the equator.
    upper = np.pi * np.minimum(v, v[::-1])
    across, along = np.sin(upper), np.cos(upper)
    middle = 0.5 * (rings + 1)
    along = np.where(np.arange(rings + 1) < middle, along, -along)
    if rings % 2 == 0:
        across[rings // 2], along[rings // 2] = 1.0, 0.0
    normals = np.stack([across, along], axis=1)
    return to_primitive(revolve(radius * across, radius * along, normals, v, segments))
