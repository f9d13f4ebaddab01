"""Several primitives become one: their vertices moved into one frame and put behind one another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.geometry.indexing import compact, narrow, separate
from threedkit.ops._vertices import indices_of
from threedkit.scene import Primitive
from threedkit.transforms import matrices

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

__all__ = ["join_primitives", "kind_of"]

_LISTS = {
    **dict.fromkeys(("LINES", "LINE_STRIP", "LINE_LOOP"), "LINES"),
    **dict.fromkeys(("TRIANGLES", "TRIANGLE_STRIP", "TRIANGLE_FAN"), "TRIANGLES"),
    "POINTS": "POINTS",
}
_TURNED = frozenset({"POSITION", "NORMAL", "TANGENT"})
_SETS = ("texcoords", "colors", "joints", "weights")


def kind_of(primitive: Primitive) -> Hashable | None:
    """What primitives have in common that can be joined; None for those that cannot.

    Those are skinned or morphed ones, and those with extras or raw extensions, which one primitive has only once.
    """
    values = primitive.extras or primitive.extensions or primitive.nested or primitive.targets or primitive.joints
    if values or primitive.name or primitive.positions is None or not len(primitive.positions):
        return None
    layout = tuple((name, array.dtype.str, array.shape[1:]) for name, array in primitive.attributes())
    formats = tuple(sorted((name, form) for name, form in primitive.formats.items() if name not in _TURNED))
    variants = tuple((id(one.material), tuple(map(id, one.variants))) for one in primitive.variants)
    looks = (id(primitive.material), id(primitive.variant), id(primitive.plain_material), variants)
    return _LISTS[primitive.mode], layout, formats, looks


def join_primitives(parts: Sequence[tuple[Primitive, Matrix | None]]) -> Primitive:
    """One primitive that draws what several draw.

    Args:
        parts: primitives of one kind, and for each (4, 4) the matrix of its vertices, or None if they stay.
    """
    first = parts[0][0]
    mode = _LISTS[first.mode]
    pieces, indices, start = [], [], 0
    for part, matrix in parts:
        rows, order = compact(separate(part.mode, indices_of(part)), part.vertex_count)
        order = order[: len(order) // 3 * 3] if mode == "TRIANGLES" else order
        if matrix is not None and mode == "TRIANGLES" and np.linalg.det(matrix[:3, :3]) < 0:
            order = order.reshape(-1, 3)[:, ::-1].reshape(-1)  # a mirror image shows its back
        pieces.append(_moved(part, rows, matrix))
        indices.append(order + start)
        start += len(rows)
    values = {field: _joined([piece[field] for piece in pieces]) for field in pieces[0]}
    made = Primitive(
        **values,
        indices=narrow(np.concatenate(indices), start),
        mode=mode,
        material=first.material,
        variants=first.variants,
        formats=_formats(parts),
    )
    made.variant, made.plain_material = first.variant, first.plain_material
    return made


def _moved(part: Primitive, rows: NDArray[np.int64], matrix: Matrix | None) -> dict[str, Any]:
    """Some vertices of a primitive by field, in another frame."""
    values: dict[str, Any] = {field: [array[rows] for array in getattr(part, field)] for field in _SETS}
    values["custom"] = {name: array[rows] for name, array in part.custom.items()}
    for field in ("positions", "normals", "tangents"):
        array = getattr(part, field)
        values[field] = None if array is None else _turned(field, array[rows], matrix)
    return values


def _turned(field: str, array: NDArray[np.float32], matrix: Matrix | None) -> NDArray[np.float32]:
    if matrix is None:
        return array
    if field == "positions":
        return matrices.transform_points(matrix, array).astype(np.float32)
    if field == "normals":
        return matrices.transform_normals(matrix, array).astype(np.float32)
    turned = matrices.transform_vectors(matrix, array[:, :3])
    length = np.linalg.norm(turned, axis=1, keepdims=True)
    turned = np.divide(turned, length, out=np.zeros_like(turned), where=length > 0)
    sign = array[:, 3:] * np.sign(np.linalg.det(matrix[:3, :3]))
    return np.concatenate([turned, sign], axis=1).astype(np.float32)


def _joined(values: Sequence[Any]) -> Any:
    if isinstance(values[0], dict):
        return {name: np.concatenate([value[name] for value in values]) for name in values[0]}
    if isinstance(values[0], list):
        return tuple(np.concatenate(arrays) for arrays in zip(*values, strict=True))
    return None if values[0] is None else np.concatenate(values)


def _formats(parts: Sequence[tuple[Primitive, Matrix | None]]) -> dict[str, Any]:
    """How the arrays of all parts are stored; what moved, or is stored in several ways, is stored as float32."""
    still = all(matrix is None for _, matrix in parts)
    formats = dict(parts[0][0].formats)
    for name in _TURNED & formats.keys():
        if not still or any(part.formats.get(name) != formats[name] for part, _ in parts):
            del formats[name]
    return formats
