"""How much a browser is given."""

from __future__ import annotations

from typing import Final, NamedTuple

__all__ = ["LARGEST_TRIANGLES", "Limits"]

LARGEST_TRIANGLES: Final = 30_000_000
"""Triangles of one mesh beyond which it is not even simplified for a view: its box is shown."""


class Limits(NamedTuple):
    """What a view may hold before it is shown in a simpler form.

    Attributes:
        triangles: drawn in all, instances included.
        points: drawn in all, of point clouds.
        texture: pixels along the longer side of an image.
        environment: rows of the light map; it has twice as many columns.
    """

    triangles: int = 2_000_000
    points: int = 4_000_000
    texture: int = 2048
    environment: int = 256
