"""Bringing arrays into the forms that the meshopt codec stores without loss."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.errors import require
from threedkit.scene import Format

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["ordered", "snapped_directions", "snapped_rotations"]

_ROUNDS = 16
_UNIT = 0.01


def snapped_directions(array: NDArray[np.float32], bits: int) -> tuple[NDArray[np.float32], Format] | None:
    """Unit vectors as the octahedral filter of EXT_meshopt_compression gives them back.

    Args:
        array: (n, 3), or (n, 4) with a sign last.
        bits: of each octahedral coordinate: 8 are stored in int8, more in int16.

    Returns:
        The vectors and how to store them, or None where the filter cannot be used: vectors that are not of unit
        length, or numbers that do not come to rest.
    """
    vectors = np.zeros((len(array), 4), np.float32)
    vectors[:, : array.shape[1]] = array
    lengths = np.linalg.norm(vectors[:, :3].astype(np.float64), axis=1)
    if not bool((np.abs(lengths - 1.0) < _UNIT).all()) or not bool((np.abs(array[:, 3:]) == 1.0).all()):
        return None
    form = Format("int8" if bits <= 8 else "int16", normalized=True)
    found = _at_rest(vectors, np.dtype(form.dtype), bits, "OCTAHEDRAL")
    return None if found is None else (np.ascontiguousarray(found[:, : array.shape[1]]), form)


def snapped_rotations(array: NDArray[np.float32], bits: int) -> tuple[NDArray[np.float32], Format] | None:
    """Unit quaternions as the quaternion filter of EXT_meshopt_compression gives them back.

    Args:
        array: (n, 4) xyzw; each may come back as its negative, which is the same rotation.
        bits: of each component but the largest, which the filter leaves out; they are stored in int16.

    Returns:
        As `snapped_directions`.
    """
    if not bool((np.abs(np.linalg.norm(array.astype(np.float64), axis=1) - 1.0) < _UNIT).all()):
        return None
    found = _at_rest(array, np.dtype(np.int16), bits, "QUATERNION")
    return None if found is None else (found, Format("int16", normalized=True))


def _at_rest(vectors: NDArray[np.float32], dtype: np.dtype[Any], bits: int, filter_: str) -> NDArray[np.float32] | None:
    """Apply a filter and undo it until nothing changes; None if something always does."""
    package, stride = require("meshopt", extra="io"), 4 * dtype.itemsize
    encode = package.encode_filter_quat if filter_ == "QUATERNION" else package.encode_filter_oct
    rows: NDArray[Any] | None = None
    for _ in range(_ROUNDS):
        data = package.encode_vertex_buffer_level(encode(vectors, stride, bits), 0, 0)
        back: NDArray[Any] = package.decode_vertex_buffer(data, len(vectors), stride, filter_).view(dtype)
        vectors = np.maximum(back.astype(np.float32) / np.float32(np.iinfo(dtype).max), np.float32(-1.0))
        if rows is not None and np.array_equal(rows, back):
            return vectors
        rows = back
    return None


def ordered(
    indices: NDArray[Any], count: int, *, triangles: bool, vertices: bool
) -> tuple[NDArray[np.int64], NDArray[Any]] | None:
    """An order of triangles and vertices that suits the codec and the caches of a graphics card.

    Args:
        indices: (3 m,) of a list of triangles.
        count: number of vertices.
        triangles: the triangles may change places.
        vertices: the vertices may.

    Returns:
        (count,) which vertex comes where, those that nothing draws last, and the new indices; None if all is in such
        an order already.
    """
    order = np.arange(count)
    old = np.ascontiguousarray(indices, np.uint32)
    new = _turned(old)
    if not np.array_equal(new, old) or (vertices and _moved(old, triangles=False)[1] is not None):
        new = old
        if triangles:
            new, places = _moved(old, triangles=True)
            if not vertices and places is not None:
                new = np.argsort(places).astype(np.uint32)[new]
            elif places is not None:
                order = _compose(order, places)
        for _ in range(_ROUNDS):
            new = _turned(new)
            moved, places = _moved(new, triangles=False) if vertices else (new, None)
            if places is None:
                break
            new, order = moved, _compose(order, places)
    dtype = np.dtype(np.uint16 if indices.dtype == np.uint8 else indices.dtype)
    if np.array_equal(new, old) and dtype == indices.dtype:
        return None
    return order, new.astype(dtype)


def _turned(indices: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The same triangles, each with its corners turned as the codec stores them."""
    package = require("meshopt", extra="io")
    found: NDArray[np.uint32] = package.decode_index_buffer(package.encode_index_buffer(indices), len(indices), 4)
    return found


def _moved(indices: NDArray[np.uint32], *, triangles: bool) -> tuple[NDArray[np.uint32], NDArray[np.int64] | None]:
    """Indices into vertices that come in the order of their use, and each vertex's new place; None: all stay."""
    new, remap, used = require("meshopt", extra="io").reorder_mesh(indices, triangles=triangles, optsize=False)
    places = remap.astype(np.int64)
    places[places >= used] = used + np.arange(int((places >= used).sum()))
    return new, None if np.array_equal(places, np.arange(len(places))) and np.array_equal(new, indices) else places


def _compose(order: NDArray[np.int64], places: NDArray[np.int64]) -> NDArray[np.int64]:
    """An order of vertices after some of the first ones have gone to other places."""
    moved = order.copy()
    moved[places] = order[: len(places)]
    return moved
