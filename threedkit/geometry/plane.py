"""Plane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threedkit.geometry._parameters import counts, lengths
from threedkit.geometry._surface import rectangle, steps, to_primitive

if TYPE_CHECKING:
    from collections.abc import Sequence

    from threedkit.geometry._parameters import Lengths
    from threedkit.scene import Primitive

__all__ = ["plane"]


def plane(size: Lengths = (1.0, 1.0), *, segments: int | Sequence[int] = 1) -> Primitive:
    """A rectangle in the XZ plane facing +Y, centred on the origin. Image right is +X, image up is -Z.

    Args:
        size: (x, z) edge lengths in metres, or one for a square.
        segments: quads along (x, z), or one number for both, at least 1.

    Raises:
        FieldError: a parameter is out of its range.

    Example:
        >>> plane(size=(4, 2)).bounds.tolist()
        [[-2.0, 0.0, -1.0], [2.0, 0.0, 1.0]]
    """
    width, depth = lengths("plane size", size, 2)
    columns, rows = counts("plane segments", segments, 2)
    down = steps(depth, rows)[::-1]
    return to_primitive(rectangle((1, 0, 0), (0, 0, -1), (0, 0, 0), steps(width, columns), down))
