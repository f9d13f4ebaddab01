"""Checks of what users pass to the operations: a ParameterError names the operation, the option and what is right."""

from __future__ import annotations

import math
from collections.abc import Sequence
from numbers import Integral, Real
from typing import Any

import numpy as np

from threedkit.errors import ParameterError
from threedkit.scene.fields import brief

__all__ = ["choice", "flag", "integer", "number", "text", "vector"]


def number(
    operation: str,
    option: str,
    value: Any,
    minimum: float = -math.inf,
    maximum: float = math.inf,
    *,
    above: bool = False,
) -> float:
    """A finite float from `minimum` (excluded if `above`) to `maximum`.

    Raises:
        ParameterError: it is not.

    Example:
        >>> number("simplify", "ratio", 3, 0, 1)
        Traceback (most recent call last):
        threedkit.errors.ParameterError: simplify: ratio must be a number from 0 to 1, not 3
    """
    real = isinstance(value, Real) and not isinstance(value, (bool, np.bool_))
    found = float(value) if real else math.nan
    if not math.isfinite(found) or not minimum <= found <= maximum or (above and found == minimum):
        _refuse(
            operation,
            option,
            f"a {'number' if above or minimum > -math.inf else 'finite number'}{_range(minimum, maximum, above=above)}",
            value,
        )
    return found


def integer(operation: str, option: str, value: Any, minimum: int = 0, maximum: int = 2**31 - 1) -> int:
    """A whole number from `minimum` to `maximum`.

    Raises:
        ParameterError: it is not.
    """
    whole = isinstance(value, Integral) and not isinstance(value, (bool, np.bool_))
    if not whole or not minimum <= int(value) <= maximum:
        _refuse(operation, option, f"a whole number from {minimum} to {maximum}", value)
    return int(value)


def flag(operation: str, option: str, value: Any) -> bool:
    """True or False.

    Raises:
        ParameterError: it is neither.
    """
    if not isinstance(value, (bool, np.bool_)):
        _refuse(operation, option, "True or False", value)
    return bool(value)


def text(operation: str, option: str, value: Any) -> str:
    """Text.

    Raises:
        ParameterError: it is something else.
    """
    if not isinstance(value, str):
        _refuse(operation, option, "text", value)
    return str(value)


def choice(operation: str, option: str, value: Any, choices: Sequence[str]) -> str:
    """One of a few names.

    Raises:
        ParameterError: it is none of them.
    """
    if not isinstance(value, str) or value not in choices:
        _refuse(operation, option, "one of " + ", ".join(map(repr, choices)), value)
    return str(value)


def vector(operation: str, option: str, value: Any, size: int) -> tuple[float, ...]:
    """A tuple of `size` finite floats.

    Raises:
        ParameterError: it is not.
    """
    if isinstance(value, (str, bytes)) or not isinstance(value, (Sequence, np.ndarray)) or len(value) != size:
        _refuse(operation, option, f"{size} finite numbers", value)
    return tuple(number(operation, option, part) for part in value)


def _range(minimum: float, maximum: float, *, above: bool) -> str:
    if math.isinf(minimum) and math.isinf(maximum):
        return ""
    if math.isinf(maximum):
        return f" {'above' if above else 'of at least'} {minimum:g}"
    if math.isinf(minimum):
        return f" of at most {maximum:g}"
    return f" above {minimum:g} and at most {maximum:g}" if above else f" from {minimum:g} to {maximum:g}"


def _refuse(operation: str, option: str, expected: str, value: Any) -> None:
    raise ParameterError(f"{operation}: {option} must be {expected}, not {brief(value)}")
