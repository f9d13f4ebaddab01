"""The properties of a PLY's vertices that glTF has no name for: they become application attributes."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["custom_attributes", "vertex_normals"]

_KNOWN = frozenset(
    {
        *("x", "y", "z", "nx", "ny", "nz"),
        *("red", "green", "blue", "alpha", "diffuse_red", "diffuse_green", "diffuse_blue", "r", "g", "b", "a"),
        *("s", "t", "u", "v", "texture_u", "texture_v"),
    }
)
_MOST = 256
_EXACT = 1 << 24


def custom_attributes(geometry: Any, count: int, source: str) -> dict[str, NDArray[Any]]:
    """By glTF name ("_INTENSITY" for `intensity`), the scalar properties of each vertex that have no other place.

    Args:
        geometry: what trimesh made of the file.
        count: how many vertices there are; trimesh may have split some, and then the properties fit no more.
        source: name of the file, for the warning about a property that cannot be kept.
    """
    found: dict[str, NDArray[Any]] = {}
    for name, column in _columns(geometry).items():
        if name.lower() in _KNOWN or len(found) >= _MOST:
            continue
        array = _storable(np.asarray(column)) if len(column) == count else None
        if array is None:
            warnings.warn(f"{source}: the vertex property {name!r} cannot be kept", stacklevel=2)
        else:
            found[f"_{name.upper()}"] = array
    return found


def vertex_normals(geometry: Any, count: int) -> NDArray[np.float64] | None:
    """(n, 3) the normals of a cloud of points, which trimesh leaves in the file's raw data; None if it has none."""
    columns = _columns(geometry)
    parts = [np.asarray(columns[name], dtype=np.float64) for name in ("nx", "ny", "nz") if name in columns]
    return np.column_stack(parts) if len(parts) == 3 and all(len(part) == count for part in parts) else None


def _columns(geometry: Any) -> Mapping[str, Any]:
    """Each scalar property of the element `vertex`, by name."""
    elements = geometry.metadata.get("_ply_raw") or {}
    vertex = elements.get("vertex") or {}
    data = vertex.get("data")
    if data is None:
        return {}
    names = data.dtype.names if isinstance(data, np.ndarray) else data.keys()
    columns = {str(name): np.asarray(data[name]) for name in names or ()}
    return {name: column.reshape(-1) for name, column in columns.items() if column.dtype.kind in "iuf"}


def _storable(column: NDArray[Any]) -> NDArray[Any] | None:
    """The column in a dtype that a vertex attribute may have; None if its values would change or are not finite."""
    if column.dtype.kind == "f":
        with np.errstate(over="ignore"):
            single = column.astype(np.float32)
        return single if np.isfinite(single).all() else None
    if column.dtype.itemsize <= 2:
        return column.astype(column.dtype.newbyteorder("="))
    low, high = int(column.min(initial=0)), int(column.max(initial=0))
    return column.astype(np.float32) if low >= -_EXACT and high <= _EXACT else None
