"""Checks of what users pass to the primitives."""

from __future__ import annotations

import math
from collections.abc import Sequence
from numbers import Integral, Real
from typing import Any

import numpy as np

from threedkit.errors import FieldError

__all__ = ["Lengths", "count", "counts", "length", "lengths"]

Lengths = float | Sequence[float]

SHORTEST, LONGEST = 1e-30, 1e30
"""Lengths in metres that float32 positions, and the products of two of them in a shader, can hold."""

MOST_SEGMENTS = 4096


def length(name: str, value: Any) -> float:
    """A finite length above zero.

    Raises:
        FieldError: it is not; the message begins with ``name`` ("sphere radius").
    """
    real = isinstance(value, Real) and not isinstance(value, (bool, np.bool_))
    number = float(value) if real else math.nan
    if not (math.isfinite(number) and number > 0.0):
        raise FieldError(f"{name} must be a finite number above 0, not {value!r}")
    if not SHORTEST <= number <= LONGEST:
        raise FieldError(f"{name} must be a number from {SHORTEST:g} to {LONGEST:g} metres, not {value!r}")
    return number


def lengths(name: str, value: Any, size: int) -> tuple[float, ...]:
    """As many lengths as there are axes; one number stands for all.

    Raises:
        FieldError: a length is out of range, or there are too few or too many.
    """
    if isinstance(value, Real):
        return (length(name, value),) * size
    if isinstance(value, (str, bytes)) or not isinstance(value, (Sequence, np.ndarray)) or len(value) != size:
        raise FieldError(f"{name} must be {size} numbers above 0, or one for all, not {value!r}")
    return tuple(length(f"{name}[{axis}]", part) for axis, part in enumerate(value))


def count(name: str, value: Any, least: int) -> int:
    """A whole number from ``least`` to 4096.

    Raises:
        FieldError: it is not.
    """
    whole = isinstance(value, Integral) and not isinstance(value, (bool, np.bool_))
    number = int(value) if whole else -1
    if not least <= number <= MOST_SEGMENTS:
        raise FieldError(f"{name} must be a whole number from {least} to {MOST_SEGMENTS}, not {value!r}")
    return number


def counts(name: str, value: Any, size: int) -> tuple[int, ...]:
    """As many whole numbers from 1 to 4096 as there are axes; one number stands for all.

    Raises:
        FieldError: a number is out of range, or there are too few or too many.
    """
    if isinstance(value, Integral):
        return (count(name, int(value), 1),) * size
    if isinstance(value, (str, bytes)) or not isinstance(value, (Sequence, np.ndarray)) or len(value) != size:
        raise FieldError(f"{name} must be {size} whole numbers of at least 1, or one for all, not {value!r}")
    return tuple(count(f"{name}[{axis}]", part, 1) for axis, part in enumerate(value))
