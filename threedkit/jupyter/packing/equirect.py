"""Equirectangular pictures in another size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

__all__ = ["resize"]


def resize(picture: Floats, height: int) -> Floats:
    """The picture averaged down to (height, 2 height, 3); a smaller one is interpolated up."""
    rows, columns = picture.shape[:2]
    return _average(_average(picture, rows, height, 0), columns, 2 * height, 1)


def _average(picture: Floats, size: int, wanted: int, axis: int) -> Floats:
    """Means over equal stretches of one axis, read off the running sum."""
    if size == wanted:
        return picture
    total = np.cumsum(picture, axis=axis, dtype=np.float64)
    total = np.concatenate([np.zeros_like(np.take(total, [0], axis)), total], axis=axis)
    edges = np.linspace(0, size, wanted + 1)
    low = np.minimum(edges.astype(np.intp), size - 1)
    shape = [1] * picture.ndim
    shape[axis] = -1
    part = (edges - low).reshape(shape)
    at = np.take(total, low, axis) * (1 - part) + np.take(total, low + 1, axis) * part
    return np.asarray(np.diff(at, axis=axis) * (wanted / size), np.float32)
