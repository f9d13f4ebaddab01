"""Which vertices are one: equal in every bit, or closer than a tolerance."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.errors import FieldError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Indices = NDArray[np.int64]
    Words = NDArray[np.uint32]

__all__ = ["equal_rows", "near_rows", "split_vertices"]

_MIX = (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9)  # odd multipliers of the splitmix64 generator
_BLOCK = 1 << 16  # rows hashed or compared at a time: they stay in the cache
_CELLS = 1 << 20  # along the longest side of the grid: three coordinates fit 63 bits
_CHUNK = 1 << 21  # pairs measured at a time
_MOST_PAIRS = 1 << 28
_AHEAD = ((0, 0), (0, 1), (1, -1), (1, 0), (1, 1))  # (x, y) of the columns of cells on one side of a cell, and its own


def equal_rows(arrays: Sequence[NDArray[Any]]) -> Indices:
    """For each row the first row that has the same bits in all arrays.

    The rows are hashed, the hashes are sorted, and neighbours are compared in full; the few rows that only share
    their hash are sorted by themselves.

    Args:
        arrays: any number of (n, ...) arrays of any dtypes.

    Returns:
        (n,) int64; row i is kept when element i is i.

    Example:
        >>> equal_rows([np.array([3, 1, 3, 1]), np.array([0.0, 1.0, 0.0, 2.0])]).tolist()
        [0, 1, 0, 3]
    """
    parts = [_words(array) for array in arrays]
    count = len(parts[0]) if parts else 0
    first = np.arange(count)
    if count < 2:
        return first
    bits = int(count - 1).bit_length()
    keys = np.empty(count, np.uint64)
    for start in range(0, count, _BLOCK):
        rows = slice(start, min(start + _BLOCK, count))
        keys[rows] = _hash([part[rows] for part in parts]) >> np.uint64(bits) << np.uint64(bits)
    keys |= first.astype(np.uint64)
    keys.sort()  # by hash, and by row where that is equal; sorting values is much faster than sorting indices
    order = (keys & np.uint64((1 << bits) - 1)).astype(np.int64)
    keys >>= np.uint64(bits)
    fresh = np.ones(count, bool)
    np.not_equal(keys[1:], keys[:-1], out=fresh[1:])
    first[order] = order[np.maximum.accumulate(np.where(fresh, first, 0))]
    clashes = _compare(parts, first)
    if len(clashes):
        _settle(parts, np.sort(order[np.isin(keys, keys[np.isin(order, clashes)])]), first)
    return first


def _compare(parts: Sequence[Words], first: Indices) -> Indices:
    """Rows that differ from the first one of their hash; that one is mostly near, and so in the cache."""
    clashes = []
    for start in range(0, len(first), _BLOCK):
        rows = slice(start, start + _BLOCK)
        differs = np.zeros(len(first[rows]), bool)
        for part in parts:
            differs |= (part[rows] != np.take(part, first[rows], axis=0)).any(axis=1)
        clashes.append(np.flatnonzero(differs) + start)
    return np.concatenate(clashes)


def _settle(parts: Sequence[Words], rows: Indices, first: Indices) -> None:
    """Sort in full those rows that share a hash with one that differs."""
    words = np.concatenate([part[rows] for part in parts], axis=1)
    _, index, inverse = np.unique(words, axis=0, return_index=True, return_inverse=True)
    first[rows] = rows[index[inverse.reshape(-1)]]


def _words(array: NDArray[Any]) -> Words:
    """(n, k) uint32: the rows' bytes, padded with zeros; a view where they need no padding."""
    flat = np.ascontiguousarray(array).reshape(len(array), math.prod(array.shape[1:]))
    size = flat.dtype.itemsize * flat.shape[1]
    if size % 4:
        padded = np.zeros((len(flat), -(-size // 4) * 4), np.uint8)
        padded[:, :size] = flat.view(np.uint8)
        flat = padded
    return flat.view(np.uint32)


def _hash(parts: Sequence[Words]) -> NDArray[np.uint64]:
    """(n,) of the rows of a block: a multiplicative hash of one word after the other."""
    found = np.full(len(parts[0]), _MIX[1], np.uint64)
    shifted = np.empty_like(found)
    for part in parts:
        for column in part.T:
            found ^= column
            found *= np.uint64(_MIX[0])
            found ^= np.right_shift(found, np.uint64(32), out=shifted)
    found *= np.uint64(_MIX[1])
    found ^= np.right_shift(found, np.uint64(29), out=shifted)
    found *= np.uint64(_MIX[0])
    return found


def split_vertices(triangles: NDArray[np.integer[Any]], *of_corners: NDArray[Any]) -> tuple[Indices, Indices]:
    """Vertices for data that belongs to corners: a vertex whose corners differ becomes several.

    Args:
        triangles: (m, 3) vertex indices.
        of_corners: arrays (m, 3, ...).

    Returns:
        (k,) of each new vertex one of its corners, counted 0 to 3 m - 1, in the order of the old vertices; and (3 m,)
        indices of the new vertices.

    Example:
        >>> colors = np.array([[1, 2, 3], [1, 5, 3]])
        >>> [part.tolist() for part in split_vertices(np.array([(0, 1, 2), (0, 1, 2)]), colors)]
        [[0, 1, 4, 2], [0, 1, 3, 0, 2, 3]]
    """
    vertex = triangles.reshape(-1)
    first = equal_rows([vertex, *(array.reshape(len(vertex), -1) for array in of_corners)])
    corners = np.flatnonzero(first == np.arange(len(first)))
    corners = corners[np.argsort(vertex[corners], kind="stable")]
    number = np.empty(len(first), np.int64)
    number[corners] = np.arange(len(corners))
    return corners, number[first]


def near_rows(positions: NDArray[np.float32], kinds: NDArray[np.integer[Any]], tolerance: float) -> Indices:
    """For each point a point of the same kind that stands for it, no farther away than the tolerance.

    No two points that stand for themselves are of one kind and within the tolerance, so that nothing is left to merge,
    and no point moves farther than the tolerance, however long a chain of near points is. Which points stay is
    settled by a fixed shuffle: the result is the same every time.

    Args:
        positions: (n, 3), metres.
        kinds: (n,) only points of equal kinds are merged.
        tolerance: metres.

    Returns:
        (n,) int64; point i stays when element i is i.

    Raises:
        FieldError: the tolerance spans so many points that comparing them would not end.

    Example:
        >>> line = np.float32([(0, 0, 0), (0.1, 0, 0), (1, 0, 0)])
        >>> near_rows(line, np.zeros(3, int), 0.2).tolist() in ([0, 0, 2], [1, 1, 2])
        True
    """
    stays = np.arange(len(positions))
    pairs = list(_near_pairs(positions.astype(np.float64), kinds, tolerance))
    if not pairs:
        return stays
    rank = np.random.default_rng(len(positions)).permutation(len(positions))
    low, high = np.concatenate(pairs, axis=1)
    low, high = np.where(rank[low] < rank[high], (low, high), (high, low))
    waiting = np.zeros(len(positions), bool)
    waiting[low] = waiting[high] = True
    while len(low):
        blocked = np.zeros(len(positions), bool)
        blocked[high] = True
        chosen = waiting & ~blocked
        taken = chosen[low]
        best = np.full(len(positions), len(positions))
        np.minimum.at(best, high[taken], rank[low[taken]])
        merged = np.flatnonzero(best < len(positions))
        stays[merged] = np.argsort(rank)[best[merged]]
        waiting &= ~chosen
        waiting[merged] = False
        both = waiting[low] & waiting[high]
        low, high = low[both], high[both]
    return stays


def _near_pairs(positions: NDArray[np.float64], kinds: NDArray[Any], tolerance: float) -> Iterator[Indices]:
    """Pairs (2, m) of points of one kind within the tolerance, each once: a grid whose cells are that large."""
    if len(positions) < 2 or tolerance <= 0:
        return
    low, high = positions.min(axis=0), positions.max(axis=0)
    cell = max(tolerance * (1 + 1e-9), float((high - low).max()) / _CELLS)
    at = ((positions - low) / cell).astype(np.int64)
    wide = at.max(axis=0) + 3  # an empty layer on both sides: columns beside the grid hold nothing
    key = ((at[:, 0] + 1) * wide[1] + at[:, 1] + 1) * wide[2] + at[:, 2] + 1
    order = np.argsort(key, kind="stable")
    key = key[order]
    ranges = []
    for dx, dy in _AHEAD:
        column = key + (dx * wide[1] + dy) * wide[2]
        before, after = (key, key + 1) if (dx, dy) == (0, 0) else (column - 1, column + 1)
        start = np.searchsorted(key, before, "left")
        if (dx, dy) == (0, 0):
            start = np.arange(1, len(key) + 1)  # of its own column, what comes after the point
        ranges.append((start, np.searchsorted(key, after, "right")))
    total = sum(int(np.maximum(stop - start, 0).sum()) for start, stop in ranges)
    if total > _MOST_PAIRS:
        raise FieldError(f"a tolerance of {tolerance:g} m brings {total} pairs of points together: take a smaller one")
    for start, stop in ranges:
        for left, right in _expanded(start, stop):
            a, b = order[left], order[right]
            near = kinds[a] == kinds[b]
            a, b = a[near], b[near]
            gap = positions[a] - positions[b]
            close = np.einsum("ij,ij->i", gap, gap) <= tolerance * tolerance
            yield np.stack([a[close], b[close]])


def _expanded(start: Indices, stop: Indices) -> Iterator[tuple[Indices, Indices]]:
    """For ranges [start, stop) the pairs (number of the range, element), a chunk at a time."""
    size = np.maximum(stop - start, 0)
    ends = np.cumsum(size)
    for begin in range(0, int(ends[-1]), _CHUNK):
        finish = min(begin + _CHUNK, int(ends[-1]))
        place = np.arange(begin, finish)
        owner = np.searchsorted(ends, place, "right")
        yield owner, start[owner] + place - (ends[owner] - size[owner])
