"""Box."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from threedkit.geometry._parameters import counts, lengths
from threedkit.geometry._surface import rectangle, steps, to_primitive

if TYPE_CHECKING:
    from collections.abc import Sequence

    from threedkit.geometry._parameters import Lengths
    from threedkit.scene import Primitive

__all__ = ["box"]

# Each side of the box by its directions of image right and image up; its front is their cross product.
_SIDES = (
    ((0, 0, -1), (0, 1, 0)),  # +X
    ((0, 0, 1), (0, 1, 0)),  # -X
    ((1, 0, 0), (0, 0, -1)),  # +Y
    ((1, 0, 0), (0, 0, 1)),  # -Y
    ((1, 0, 0), (0, 1, 0)),  # +Z
    ((-1, 0, 0), (0, 1, 0)),  # -Z
)


def box(size: Lengths = (1.0, 1.0, 1.0), *, segments: int | Sequence[int] = 1) -> Primitive:
    """A closed box centred on the origin, each side with its own flat normal and the whole image, upright.

    Args:
        size: (x, y, z) edge lengths in metres, or one for a cube.
        segments: quads along (x, y, z), or one number for all, at least 1.

    Raises:
        FieldError: a parameter is out of its range.

    Example:
        >>> box(size=(1, 2, 3)).triangle_count
        12
    """
    edges = [
        steps(edge, n)
        for edge, n in zip(lengths("box size", size, 3), counts("box segments", segments, 3), strict=True)
    ]
    patches = []
    for right, up in _SIDES:
        front = np.cross(right, up)
        across, down = (edges[int(np.flatnonzero(axis)[0])] for axis in (right, up))
        center = front * edges[int(np.flatnonzero(front)[0])][-1]
        patches.append(rectangle(right, up, center, across, down[::-1]))
    return to_primitive(*patches)
