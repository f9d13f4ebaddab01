"""Which keys of a curve must stay, so that interpolation gives the others within a tolerance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from threedkit.transforms import quaternions

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

__all__ = ["kept_linear", "kept_rotations", "kept_steps"]

_ROUNDS: Final = 64
_CHUNK: Final = 256

# Between two keys where two curves of slerp are both within d, they are within d / cos(arc / 2) of one another (a
# Jacobi field on the unit sphere: sin((1 - t) a) + sin(t a) over sin(a)), and the arc is a quarter turn at most.
_ON_THE_SPHERE: Final = 0.7
# Nearer to half a turn, the shorter arc is a matter of rounding.
_LEAST_COSINE: Final = 0.05


def kept_linear(times: Floats, values: Floats, tolerance: float) -> Flags:
    """(k,) whether a key of a piecewise linear curve stays.

    The difference of two such curves is the largest at a key, so a look at the keys is enough.

    Args:
        times: (k,) seconds, rising.
        values: (k, c).
        tolerance: the largest difference of a component.
    """

    def errors(left: NDArray[np.intp], right: NDArray[np.intp], inner: NDArray[np.intp]) -> Floats:
        u = ((times[inner] - times[left]) / (times[right] - times[left]))[:, None]
        found = (1.0 - u) * values[left] + u * values[right] - values[inner]
        return np.asarray(np.abs(found).max(axis=1, initial=0.0))

    return _split(len(times), errors, tolerance)


def kept_rotations(times: Floats, values: Floats, tolerance: float) -> Flags:
    """(k,) whether a key of a curve of unit quaternions, interpolated by slerp, stays.

    Args:
        times: (k,) seconds, rising.
        values: (k, 4) xyzw, unit.
        tolerance: the largest length of the difference of two quaternions, of either sign.
    """

    def errors(left: NDArray[np.intp], right: NDArray[np.intp], inner: NDArray[np.intp]) -> Floats:
        u = (times[inner] - times[left]) / (times[right] - times[left])
        found = quaternions.slerp(values[left], values[right], u)
        off = np.minimum(np.linalg.norm(found - values[inner], axis=1), np.linalg.norm(found + values[inner], axis=1))
        unclear = np.abs(np.sum(values[left] * values[right], axis=1)) < _LEAST_COSINE
        return np.asarray(off + 4.0 * unclear)

    return _split(len(times), errors, tolerance * _ON_THE_SPHERE)


def _split(
    count: int,
    errors: Callable[[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]], Floats],
    tolerance: float,
) -> Flags:
    """Keep the ends, and then, again and again, the worst key between two that are kept (Ramer, Douglas, Peucker).

    All intervals are split at once; after `_ROUNDS` rounds whatever is still not settled stays as it is.
    """
    kept = np.zeros(count, np.bool_)
    kept[[0, -1]] = True
    open_keys = np.arange(1, count - 1)
    for _ in range(_ROUNDS):
        ends = np.flatnonzero(kept)
        interval = np.searchsorted(ends, open_keys) - 1
        found = errors(ends[interval], ends[interval + 1], open_keys)
        starts = np.flatnonzero(np.diff(interval, prepend=-1))
        if not len(starts):
            return kept
        worst = np.maximum.reduceat(found, starts)
        sizes = np.diff(starts, append=len(open_keys))
        bad = np.repeat(worst > tolerance, sizes)
        if not bad.any():
            return kept
        peaks = np.flatnonzero(bad & (found == np.repeat(worst, sizes)))
        first = peaks[np.diff(interval[peaks], prepend=-1) != 0]  # one key of each interval
        kept[open_keys[first]] = True
        open_keys = open_keys[bad & ~kept[open_keys]]
    kept[open_keys] = True
    return kept


def kept_steps(values: Floats, tolerance: float) -> Flags:
    """(k,) whether a key of a curve of steps stays: where the value leaves the one that was kept last.

    Args:
        values: (k, c).
        tolerance: the largest difference of a component.
    """
    count = len(values)
    jumps = np.abs(np.diff(values, axis=0)).max(axis=1, initial=0.0)
    kept = np.ones(count, np.bool_)
    kept[1:] = jumps > 2.0 * tolerance  # such a key stays whichever was kept before it
    runs = np.flatnonzero(kept)
    for start, end in zip(runs, np.append(runs[1:], count), strict=True):
        if end - start > 1:
            _keep_in_run(values, kept, int(start), int(end), tolerance)
    kept[-1] = True
    return kept


def _keep_in_run(values: Floats, kept: Flags, start: int, end: int, tolerance: float) -> None:
    """Keep, between two keys, each that is too far from the one that was kept before it."""
    last, at = start, start + 1
    while at < end:
        block = values[at : at + _CHUNK][: end - at]
        far = np.flatnonzero(np.abs(block - values[last]).max(axis=1, initial=0.0) > tolerance)
        if len(far):
            last = at + int(far[0])
            kept[last] = True
            at = last + 1
        else:
            at += len(block)
