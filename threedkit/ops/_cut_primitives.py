"""Primitives of which only a part is kept: their vertices, and those between them, at a plane."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from threedkit.geometry.cutting import Cut, cut_segments, cut_triangles
from threedkit.geometry.indexing import compact, narrow, separate
from threedkit.ops._vertices import indices_of
from threedkit.scene import Primitive

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.scene import Node, Pose

    Floats = NDArray[np.float64]

__all__ = ["Stand", "baked", "cut_primitive"]

_EDGE = 1e-6
"""Of a primitive's reach: what is so near the plane lies on it, whatever single precision makes of it."""
_KEPT = ("name", "extras", "nested", "material", "variants", "variant", "plain_material")


class Stand(NamedTuple):
    """What vertices are kept: those at ``dot(normal, point) <= offset`` in the primitive's own frame.

    Attributes:
        normal: (3,) of any length.
        offset: in that length.
    """

    normal: Floats
    offset: float

    def seen_from(self, place: Floats) -> Stand:
        """The same plane in the frame of what stands at `place`, (4, 4) world_from_mesh."""
        return Stand(place[:3, :3].T @ self.normal, self.offset - float(self.normal @ place[:3, 3]))

    def distances(self, points: Any) -> Floats:
        """(n,) how far points (n, 3) lie beyond it; 0 for those on it."""
        along = np.asarray(points, np.float64) @ self.normal
        found: Floats = along - self.offset
        reach = max(float(np.abs(along).max(initial=0.0)), abs(self.offset))
        found[np.abs(found) <= _EDGE * reach] = 0.0
        return found


def cut_primitive(primitive: Primitive, plane: Stand) -> Primitive | None:
    """What a plane leaves of a primitive at rest: itself if it is all of it, None if it is nothing.

    Between two vertices values are interpolated; numbers that count something, and skins, are those of the nearer one.
    """
    distances = plane.distances(primitive.positions)
    indices = indices_of(primitive)
    inside = distances[indices] <= 0
    if inside.all():
        return primitive
    if not inside.any():
        return None
    if primitive.mode == "POINTS":
        rows, elements = compact(np.asarray(indices)[inside], len(distances))
        cut = Cut(rows, rows, np.zeros(len(rows)), elements)
    elif primitive.triangle_count:
        cut = cut_triangles(primitive.triangles, distances)
    else:
        cut = cut_segments(separate(primitive.mode, indices).reshape(-1, 2), distances)
    return _made(primitive, cut) if cut.elements.size else None


def _made(primitive: Primitive, cut: Cut) -> Primitive:
    mode = "POINTS" if cut.elements.ndim == 1 else {2: "LINES", 3: "TRIANGLES"}[cut.elements.shape[1]]
    values: dict[str, Any] = {name: getattr(primitive, name) for name in _KEPT}
    values["positions"] = _between(primitive.positions, cut)
    if primitive.normals is not None:
        values["normals"] = _unit(_between(primitive.normals, cut))
    if primitive.tangents is not None:
        tangents = _between(primitive.tangents, cut)
        values["tangents"] = np.concatenate([_unit(tangents[:, :3]), primitive.tangents[cut.first, 3:]], axis=1)
    for field in ("texcoords", "colors"):
        values[field] = tuple(_between(array, cut) for array in getattr(primitive, field))
    for field in ("joints", "weights"):
        values[field] = tuple(array[_nearer(cut)] for array in getattr(primitive, field))
    values["custom"] = {
        name: _between(array, cut) if array.dtype.kind == "f" else array[_nearer(cut)]
        for name, array in primitive.custom.items()
    }
    indices = narrow(cut.elements.reshape(-1), len(cut.first))
    return Primitive(**values, mode=mode, indices=indices, extensions=primitive.extensions)


def _between(values: Any, cut: Cut) -> NDArray[Any]:
    """Interpolated rows, of the same dtype."""
    weight = cut.weight.reshape(-1, *([1] * (values.ndim - 1)))
    mixed = (1 - weight) * values[cut.first] + weight * values[cut.second]
    return np.asarray(np.rint(mixed) if values.dtype.kind in "iu" else mixed).astype(values.dtype)


def _nearer(cut: Cut) -> NDArray[np.int64]:
    return np.where(cut.weight < 0.5, cut.first, cut.second)


def _unit(vectors: NDArray[Any]) -> NDArray[Any]:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(length > 0, length, 1.0)).astype(vectors.dtype)


def baked(pose: Pose, node: Node, primitive: Primitive) -> Primitive:
    """A primitive as it is bent at a time, in the world's frame, without skin and morph targets."""
    values: dict[str, Any] = {name: getattr(primitive, name) for name in _KEPT}
    for field in ("texcoords", "colors", "custom", "indices", "mode", "extensions"):
        values[field] = getattr(primitive, field)
    for field in ("positions", "normals", "tangents"):
        found = getattr(pose, field)(node, primitive)
        values[field] = None if found is None else found.astype(np.float32)
    return Primitive(**values)
