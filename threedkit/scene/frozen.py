"""Arrays that nobody can write into any more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["frozen", "is_frozen", "same_bytes"]

_BLOCK = 1 << 18
"""Bytes compared at a time: two blocks stay in a core's cache."""


def is_frozen(array: NDArray[Any]) -> bool:
    """Whether an array, and all that it is a view of, is read-only.

    Example:
        >>> is_frozen(np.frombuffer(b"abcd", np.uint8)), is_frozen(np.zeros(2))
        (True, False)
    """
    base: Any = array
    while isinstance(base, np.ndarray):
        if base.flags.writeable:
            return False
        base = base.base
    if base is None or isinstance(base, bytes):
        return True
    return isinstance(base, memoryview) and base.readonly and isinstance(base.obj, bytes)


def frozen(array: NDArray[Any]) -> NDArray[Any]:
    """The array itself if it is frozen, else a frozen copy.

    Example:
        >>> frozen(np.zeros(2)).flags.writeable
        False
    """
    if is_frozen(array):
        return array
    copy = array.copy()
    copy.flags.writeable = False
    return copy


def same_bytes(one: NDArray[Any], other: NDArray[Any]) -> bool:
    """Whether two arrays are of one dtype and shape and hold the same bytes, NaN and the sign of 0 included.

    Example:
        >>> same_bytes(np.array([0.0]), np.array([-0.0])), same_bytes(np.array([np.nan]), np.array([np.nan]))
        (False, True)
    """
    if one is other:
        return True
    if one.dtype != other.dtype or one.shape != other.shape:
        return False
    if one.nbytes <= _BLOCK:
        return one.tobytes() == other.tobytes()
    left, right = (np.ascontiguousarray(array).reshape(-1).view(np.uint8) for array in (one, other))
    return all(
        np.array_equal(left[start : start + _BLOCK], right[start : start + _BLOCK])
        for start in range(0, len(left), _BLOCK)
    )
