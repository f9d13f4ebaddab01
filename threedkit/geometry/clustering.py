"""Vertex clustering: far fewer triangles, fast, for a first look at something large."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Words = NDArray[np.uint64]
    Rows = NDArray[np.int64]

__all__ = ["Clustered", "cluster_triangles", "first_equal"]

_MIX: Final = (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB)
_SAMPLE: Final = 200_000
_PER_CELL: Final = 3.0
"""Triangles that a surface of one square cell leaves, about."""
_TRIES: Final = 3
_BITS: Final = 21
_BLOCK: Final = 1 << 22
_NEAR: Final = (0.5, 1.05)


class Clustered(NamedTuple):
    """A coarser surface out of some of a surface's vertices."""

    rows: Rows
    """(k,) the vertices that it is made of."""
    triangles: Rows
    """(m, 3) indices into `rows`."""
    cell: float
    """Side of a cell: how far a vertex may have moved along each axis, metres."""


def cluster_triangles(positions: NDArray[np.floating], triangles: NDArray[np.integer], most: int) -> Clustered:
    """Make one vertex of all those in a cell of a grid, and drop the triangles that fall together.

    After Rossignac and Borrel, "Multi-resolution 3D approximations for rendering complex scenes" (1993). Each vertex
    of the result is the first of its cell, so that its other attributes are right. Time and memory grow with the
    number of triangles alone.

    Args:
        positions: (n, 3), finite.
        triangles: (m, 3) vertex indices.
        most: triangles to end up with, at most.

    Returns:
        The coarser surface; all there is where that is few enough.

    Example:
        >>> side = np.linspace(0, 1, 64, dtype=np.float32)
        >>> grid = np.stack([*map(np.ravel, np.meshgrid(side, side)), np.zeros(64 * 64, np.float32)], axis=1)
        >>> corner = (np.arange(63)[:, None] * 64 + np.arange(63)).ravel()
        >>> cells = np.stack([corner, corner + 1, corner + 65, corner, corner + 65, corner + 64], axis=1)
        >>> 100 < len(cluster_triangles(grid, cells.reshape(-1, 3), 500).triangles) <= 500
        True
    """
    if len(triangles) <= most:
        return Clustered(np.arange(len(positions)), np.asarray(triangles, np.int64), 0.0)
    low = positions.min(axis=0)
    extent = float((positions.max(axis=0) - low).max())
    cell = max(float(np.sqrt(_PER_CELL * _area(positions, triangles) / max(most, 1))), extent / (1 << _BITS), 1e-30)
    found = _clustered(positions, triangles, low, cell)
    for _ in range(_TRIES):
        part = len(found.triangles) / max(most, 1)
        if _NEAR[0] <= part <= 1.0 or (part < _NEAR[0] and cell <= extent / (1 << (_BITS - 1))):
            return found
        cell = max(cell * float(np.sqrt(max(part, 1e-3))) * _NEAR[1], extent / ((1 << _BITS) - 1))
        found = _clustered(positions, triangles, low, cell)
    while len(found.triangles) > most:
        cell *= 1.5
        found = _clustered(positions, triangles, low, cell)
    return found


def _area(positions: NDArray[np.floating], triangles: NDArray[np.integer]) -> float:
    """Square metres of the surface, from some of its triangles."""
    step = max(len(triangles) // _SAMPLE, 1)
    corners = np.asarray(positions[triangles[::step]], np.float64)
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    return float(np.sqrt((normals**2).sum(axis=1)).mean()) / 2 * len(triangles)


def _clustered(
    positions: NDArray[np.floating], triangles: NDArray[np.integer], low: NDArray[np.floating], cell: float
) -> Clustered:
    places = np.minimum(((positions - low) * (1.0 / cell)).astype(np.uint64), (1 << _BITS) - 1)
    keys = places[:, 0] | places[:, 1] << np.uint64(_BITS) | places[:, 2] << np.uint64(2 * _BITS)
    first = first_equal(keys)
    kept = np.zeros(len(positions), bool)
    kept[first] = True
    rows = np.flatnonzero(kept)
    number = np.cumsum(kept) - 1
    became = number[first]
    parts = []
    for start in range(0, len(triangles), _BLOCK):
        moved = became[triangles[start : start + _BLOCK]]
        a, b, c = moved.T
        parts.append(moved[(a != b) & (b != c) & (c != a)])
    return Clustered(rows, _once(np.concatenate(parts)), cell)


def _once(triangles: Rows) -> Rows:
    """Each triangle once, whichever corner it begins with."""
    if not len(triangles) or int(triangles.max()) >= 1 << _BITS:
        return triangles
    turn = triangles.argmin(axis=1)
    rows = np.arange(len(triangles))
    words = triangles.astype(np.uint64)
    keys = (
        words[rows, turn]
        | words[rows, (turn + 1) % 3] << np.uint64(_BITS)
        | words[rows, (turn + 2) % 3] << np.uint64(2 * _BITS)
    )
    kept: Rows = triangles[first_equal(keys) == rows]
    return kept


def first_equal(keys: Words) -> Rows:
    """For each key the first place that has the same; by hashing, without sorting.

    Args:
        keys: (n,) uint64.

    Returns:
        (n,) int64; place i is the first of its key where element i is i.

    Example:
        >>> first_equal(np.array([7, 3, 7, 3, 9], np.uint64)).tolist()
        [0, 1, 0, 1, 4]
    """
    first = np.full(len(keys), -1, np.int64)
    bits = max(len(keys).bit_length() + 1, 4)
    waiting = np.arange(len(keys))
    turn = 0
    while len(waiting):
        mixed = keys[waiting] ^ np.uint64(turn * 0x632BE59BD9B4E019 & (1 << 64) - 1)
        mixed = (mixed ^ mixed >> np.uint64(31)) * np.uint64(_MIX[turn % len(_MIX)])
        slots = (mixed ^ mixed >> np.uint64(29)) * np.uint64(_MIX[(turn + 1) % len(_MIX)]) >> np.uint64(64 - bits)
        table = np.empty(1 << bits, np.int64)
        table[slots[::-1]] = waiting[::-1]  # the first one is written last
        owners = table[slots]
        same = keys[owners] == keys[waiting]
        first[waiting[same]] = owners[same]
        waiting = waiting[~same]
        turn += 1
    return first
