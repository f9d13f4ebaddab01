"""Numbers snapped to few bits, as glTF-Transform's `quantize` does it (packages/functions/src/quantize.ts)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.scene.formats import Format, to_float

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["form_of", "shares", "snapped", "units"]


def form_of(bits: int, *, signed: bool) -> Format:
    """The normalised format of the smallest integers that hold so many bits."""
    return Format(f"{'' if signed else 'u'}int{8 if bits <= 8 else 16}", normalized=True)


def units(array: NDArray[Any], bits: int, *, signed: bool) -> NDArray[Any]:
    """Numbers from 0 (or -1) to 1 as integers, 2^bits different ones at most, spread over the whole type.

    The upper bits are repeated in the lower ones, so that 1 stays 1.

    Example:
        >>> units(np.array([0.0, 0.5, 1.0]), 4, signed=False).tolist()
        [0, 136, 255]
    """
    form = form_of(bits, signed=signed)
    kept, room = bits - signed, np.iinfo(form.dtype).bits - signed
    steps = np.rint(np.minimum(np.abs(np.asarray(array, np.float64)), 1.0) * ((1 << kept) - 1)).astype(np.int64)
    whole, filled = steps << max(room - kept, 0), kept
    while filled < room:
        whole |= steps << (room - filled) >> kept
        filled += kept
    sign = np.where(np.asarray(array) < 0, -1, 1) if signed else 1
    return np.asarray(whole * sign).astype(form.dtype)


def snapped(array: NDArray[Any], bits: int, *, signed: bool = True) -> tuple[NDArray[np.float32], Format]:
    """Float32 numbers that a format holds exactly, and the format."""
    return to_float(units(array, bits, signed=signed), normalized=True), form_of(bits, signed=signed)


def shares(weights: NDArray[np.float64], bits: int) -> NDArray[Any]:
    """Rows (n, k) of numbers of at least 0 as integers in proportion, each row with the sum that stands for 1.

    A row of zeros stays one. What rounding down leaves over goes to the largest fractions (largest remainder).

    Example:
        >>> shares(np.array([[1.0, 1.0, 1.0, 0.0]]), 8).tolist()
        [[85, 85, 85, 0]]
    """
    dtype = form_of(bits, signed=False).dtype
    most = int(np.iinfo(dtype).max)
    total = weights.sum(axis=1, keepdims=True)
    exact = np.divide(weights * most, total, out=np.zeros_like(weights), where=total > 0)
    whole = np.floor(exact)
    missing = np.where(total[:, 0] > 0, most - whole.sum(axis=1), 0)
    rank = np.argsort(np.argsort(whole - exact, axis=1, kind="stable"), axis=1)
    return np.asarray(whole + (rank < missing[:, None])).astype(dtype)
