"""What of a primitive can be drawn: lists of triangles, lines or points without corners that are no numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.scene import Primitive

__all__ = ["finite", "finite_positions", "flat_indices"]

_CORNERS = {"POINTS": 1, "LINES": 2, "LINE_LOOP": 1, "LINE_STRIP": 1}


def finite(array: NDArray[Any]) -> NDArray[np.float32]:
    """The array as float32, 0 for what is no number; itself if it is that already.

    Example:
        >>> finite(np.array([1.0, np.nan, np.inf]))
        array([1., 0., 0.], dtype=float32)
    """
    floats = np.asarray(array, np.float32)
    return floats if np.isfinite(floats).all() else np.nan_to_num(floats, posinf=0, neginf=0)


def finite_positions(primitive: Primitive) -> NDArray[np.float32]:
    """(n, 3) float32 positions; what is no number is 0 and drawn by no index of `flat_indices`."""
    return finite(primitive.positions)


def flat_indices(primitive: Primitive) -> NDArray[np.unsignedinteger] | None:
    """(k,) uint16 or uint32 indices; strips and fans become lists. None: the vertices are taken in order.

    Triangles, lines and points with a corner that is not finite, or past the last vertex (arrays are assigned one
    after the other), are left out.
    """
    mode, positions = primitive.mode, primitive.positions
    if mode in {"TRIANGLE_STRIP", "TRIANGLE_FAN"}:
        indices: NDArray[np.unsignedinteger] | None = primitive.triangles.reshape(-1)
    else:
        indices = primitive.indices
    count = len(positions)
    corners = _CORNERS.get(mode, 3)
    outside = indices is not None and indices.size and int(indices.max()) >= count
    finite = np.isfinite(positions)
    if outside or not finite.all():
        indices = _without(indices, finite.all(axis=1), corners)
    elif indices is not None and len(indices) % corners:
        indices = indices[: len(indices) // corners * corners]
    elif indices is None and count % corners:
        indices = np.arange(count // corners * corners, dtype=np.uint32)
    if indices is None:
        return None
    wide = count > np.iinfo(np.uint16).max
    return np.ascontiguousarray(indices, np.uint32 if wide else np.uint16)


def _without(
    indices: NDArray[np.unsignedinteger] | None, finite: NDArray[np.bool_], corners: int
) -> NDArray[np.unsignedinteger]:
    if indices is None:
        indices = np.arange(len(finite), dtype=np.uint32)
    groups = indices[: len(indices) // corners * corners].reshape(-1, corners)
    groups = groups[(groups < len(finite)).all(axis=1)]
    return np.asarray(groups[finite[groups].all(axis=1)].reshape(-1), np.uint32)
