"""Index lists of the seven ways to draw vertices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["compact", "narrow", "separate"]

_LEAST_WIDE = 65535  # 65535 itself restarts a strip in 16 bits: glTF 2.0, 3.7.2.1, forbids it


def narrow(indices: NDArray[np.integer[Any]], count: int) -> NDArray[np.uint16] | NDArray[np.uint32]:
    """Indices as uint16 where `count` vertices allow it, else as uint32.

    uint8 is never used: graphics interfaces of today have no such indices (WebGPU, Metal) or widen them.

    Example:
        >>> narrow(np.array([0, 65534]), 65535).dtype, narrow(np.array([0, 65534]), 65536).dtype
        (dtype('uint16'), dtype('uint32'))
    """
    if count <= _LEAST_WIDE:
        return indices.astype(np.uint16, copy=False)
    return indices.astype(np.uint32, copy=False)


def compact(indices: NDArray[np.integer[Any]], count: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Leave out vertices that no index names.

    Args:
        indices: (k,).
        count: how many vertices there are.

    Returns:
        (m,) the vertices that are named, in their order, and (k,) indices into those.

    Example:
        >>> [part.tolist() for part in compact(np.array([5, 2, 5]), 6)]
        [[2, 5], [1, 0, 1]]
    """
    used = np.zeros(count, bool)
    used[indices] = True
    rows = np.flatnonzero(used)
    place = np.cumsum(used) - 1
    return rows, place[indices]


def separate(mode: str, indices: NDArray[np.integer[Any]]) -> NDArray[np.integer[Any]]:
    """Indices of a strip, fan or loop written out as single LINES or TRIANGLES; others stay as they are.

    The triangles of a strip turn the way that glTF 2.0, 3.7.2.1, says: (i, i + 1 + i % 2, i + 2 - i % 2).

    Args:
        mode: glTF's name of it.
        indices: (k,).

    Example:
        >>> separate("TRIANGLE_STRIP", np.array([0, 1, 2, 3])).tolist()
        [0, 1, 2, 1, 3, 2]
        >>> separate("LINE_LOOP", np.array([4, 5, 6])).tolist()
        [4, 5, 5, 6, 6, 4]
    """
    count = len(indices)
    if mode in {"LINE_STRIP", "LINE_LOOP"}:
        following = np.roll(indices, -1)
        pairs = np.stack([indices, following], axis=1)
        return np.asarray(pairs if mode == "LINE_LOOP" and count > 1 else pairs[:-1]).reshape(-1)
    if mode == "TRIANGLE_FAN":
        fan = [indices[1:-1], indices[2:], np.broadcast_to(indices[:1], (max(count - 2, 0),))]
        return np.stack(fan, axis=1).reshape(-1)
    if mode == "TRIANGLE_STRIP":
        first = np.arange(max(count - 2, 0))
        odd = first % 2
        return np.asarray(indices[np.stack([first, first + 1 + odd, first + 2 - odd], axis=1)]).reshape(-1)
    return indices
