"""Weld: equal vertices become one, and primitives get indices."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.geometry.indexing import compact, narrow
from threedkit.geometry.welding import equal_rows, near_rows
from threedkit.ops._options import number
from threedkit.ops._vertices import Rows, arrays, drawn, editable, indices_of

if TYPE_CHECKING:
    from collections.abc import Hashable

    from numpy.typing import NDArray

    from threedkit.scene import Primitive, Scene

    Change = tuple[NDArray[np.int64], NDArray[np.int64]]

__all__ = ["weld"]


def weld(scene: Scene, *, tolerance: float = 0.0) -> Scene:
    """Merge equal vertices, drop vertices that nothing draws, and give every primitive indices.

    Vertices are equal when all their attributes are, bit for bit: texture coordinates, colours, joints and weights,
    those of the application and the displacements of morph targets too. What is drawn stays the same. Points are left
    as they are; lines, strips and fans keep their mode. Indices are uint16 where that is enough, else uint32.

    Args:
        scene: changed in place.
        tolerance: metres in the mesh's own frame; above 0, positions that far apart count as equal when all other
            attributes are equal. No vertex moves farther than that; triangles that lose their area go.

    Returns:
        The same scene.

    Raises:
        ParameterError: the tolerance is not a number of at least 0.
        FieldError: the tolerance spans so many vertices that comparing them would not end.

    Example:
        >>> import threedkit as tk
        >>> scene = tk.Scene()
        >>> node = scene.add(tk.Mesh(tk.Primitive([(0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 1, 0), (1, 0, 0), (1, 1, 0)])))
        >>> weld(scene).meshes[0].vertex_count, node.mesh.primitives[0].indices.tolist()
        (4, [0, 1, 2, 2, 1, 3])
    """
    tolerance = number("weld", "tolerance", tolerance, 0.0)
    rows = Rows()
    found: dict[Hashable, Change] = {}
    for primitive, label in drawn(scene):
        if primitive.mode == "POINTS" or not editable("weld", primitive, label):
            continue
        key = rows.key(primitive)
        if key not in found:
            found[key] = _welded(primitive, tolerance)
        kept, indices = found[key]
        if not len(indices):
            warnings.warn(f"weld: {label} stays as it is: within {tolerance:g} m nothing is left of it", stacklevel=2)
        elif _differs(primitive, kept, indices):
            rows.assign(primitive, kept, narrow(indices, len(kept)))
    return scene


def _welded(primitive: Primitive, tolerance: float) -> Change:
    """Which vertices stay, and indices into those."""
    found = dict(arrays(primitive))
    first = equal_rows(list(found.values()))
    if tolerance > 0.0:
        kept = np.flatnonzero(first == np.arange(len(first)))
        others = [array[kept] for name, array in found.items() if name != "POSITION"]
        kinds = equal_rows(others) if others else np.zeros(len(kept), np.int64)
        first = kept[near_rows(found["POSITION"][kept], kinds, tolerance)][np.searchsorted(kept, first)]
    indices = first[indices_of(primitive)]
    if tolerance > 0.0 and primitive.mode == "TRIANGLES":
        indices = _with_area(indices)
    return compact(indices, len(first))


def _with_area(indices: NDArray[np.int64]) -> NDArray[np.int64]:
    corners = indices[: len(indices) // 3 * 3].reshape(-1, 3)
    a, b, c = corners.T
    return np.asarray(corners[(a != b) & (b != c) & (c != a)]).reshape(-1)


def _differs(primitive: Primitive, kept: NDArray[Any], indices: NDArray[np.int64]) -> bool:
    """Whether welding changes anything: arrays that several primitives share stay shared where it does not."""
    if len(kept) != primitive.vertex_count or primitive.indices is None or len(indices) != len(primitive.indices):
        return True
    return bool(narrow(indices, len(kept)).dtype.itemsize < primitive.indices.dtype.itemsize)
