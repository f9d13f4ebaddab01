"""Triangles that share no vertices, as STL files have them: vertices that are the same become one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from threedkit.geometry.welding import equal_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.scene import Primitive

__all__ = ["is_faceted", "is_soup", "weld"]

_WORTH: Final = 0.8
"""Part of the vertices that may remain for it to pay."""
_ANGLE: Final = 2e-5
"""1 - cosine of an angle between normals that is not seen (0.4 degrees)."""
_SLIVER: Final = 1e-4
"""Twice the area of a triangle, in squares of its longest edge, below which its normal is not exact."""
_BLOCK: Final = 1 << 16
_GRID: Final = {"NORMAL": 2047.0, "TANGENT": 2047.0, "TEXCOORD": 65536.0, "COLOR": 65535.0}
"""Steps of 1 to which an attribute is told apart: as finely as it is sent."""


def is_soup(primitive: Primitive, listed: NDArray[np.unsignedinteger] | None) -> bool:
    """Whether a list of triangles has three vertices or more for each of them.

    Args:
        primitive: whose triangles they are.
        listed: (k,) its indices; None: the vertices in order.
    """
    return listed is None or len(listed) <= primitive.vertex_count


def is_faceted(primitive: Primitive, listed: NDArray[np.unsignedinteger] | None) -> bool:
    """Whether the normals are those of the triangles, which a browser finds by itself.

    Example:
        >>> from threedkit.scene import Primitive
        >>> corners = np.float32([(0, 0, 0), (1, 0, 0), (0, 1, 0)])
        >>> is_faceted(Primitive(corners, normals=np.float32([(0, 0, 1)] * 3)), None)
        True
        >>> is_faceted(Primitive(corners, normals=np.float32([(0, 0, 1), (0, 0, 1), (0, 1, 0)])), None)
        False
    """
    positions, normals = primitive.positions, primitive.normals
    if normals is None or len(normals) != len(positions):
        return False
    count = (len(positions) if listed is None else len(listed)) // 3 * 3
    for start in range(0, count, 3 * _BLOCK):
        rows: Any = slice(start, min(start + 3 * _BLOCK, count))
        rows = rows if listed is None else listed[rows]
        a, b, c = positions[rows].reshape(-1, 3, 3).swapaxes(0, 1)
        own = np.cross(b - a, c - a)
        area = np.linalg.norm(own, axis=1)
        edges = np.stack([b - a, c - b, a - c])
        sliver = area <= _SLIVER * np.einsum("eij,eij->ei", edges, edges).max(axis=0)
        along = np.einsum("ij,ikj->ik", own, normals[rows].reshape(-1, 3, 3))
        if not (sliver | (along >= (1 - _ANGLE) * area[:, None]).all(axis=1)).all():
            return False
    return True


def weld(
    primitive: Primitive, listed: NDArray[np.unsignedinteger] | None, left_out: frozenset[str]
) -> tuple[NDArray[np.intp], NDArray[np.intp]] | None:
    """Make one of the vertices that differ in nothing that is sent.

    Args:
        primitive: of triangles.
        listed: (k,) its indices; None: the vertices in order.
        left_out: glTF names of attributes that are not sent.

    Returns:
        (n,) one vertex of the primitive for each that remains, and (k,) indices of these; None if nearly all remain.

    Example:
        >>> from threedkit.scene import Primitive
        >>> corners = np.float32([(0, 0, 0), (1, 0, 0), (0, 1, 0)] * 2)
        >>> [part.tolist() for part in weld(Primitive(corners), None, frozenset())]
        [[0, 1, 2], [0, 1, 2, 0, 1, 2]]
    """
    count = primitive.vertex_count
    sent = [(name, array) for name, array in primitive.attributes() if name not in left_out]
    sent += [pair for target in primitive.targets for pair in target.arrays()]
    first = equal_rows([_told_apart(name, array) for name, array in sent if len(array) == count])
    kept = first == np.arange(count)
    rows = np.flatnonzero(kept)
    if len(rows) > _WORTH * count:
        return None
    number = np.cumsum(kept) - 1
    return rows, number[first if listed is None else first[listed]]


def _told_apart(name: str, array: NDArray[Any]) -> NDArray[Any]:
    """What two vertices have to have in common."""
    grid = _GRID.get(name.split("_", maxsplit=1)[0])
    if array.dtype.kind != "f":
        return array
    if grid is None:
        return array + np.float32(0)  # of -0 and 0 the same
    with np.errstate(invalid="ignore"):
        return np.rint(array * np.float32(grid)).astype(np.int32 if grid > 2047 else np.int16)
