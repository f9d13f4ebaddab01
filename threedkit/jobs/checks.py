"""Checks of what callers pass in, with one-line messages."""

from __future__ import annotations

import math

from threedkit.errors import FieldError

__all__ = ["check_budget", "check_number", "check_whole"]


def check_whole(name: str, value: object, low: int, high: int) -> None:
    """Raise FieldError unless `value` is a whole number in the closed range.

    Example:
        >>> check_whole("frames", 3, 1, 10)
    """
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise FieldError(f"{name} must be a whole number from {low} to {high}, not {value!r}")


def check_number(name: str, value: object, low: float, high: float, wanted: str) -> None:
    """Raise FieldError unless `value` is a finite number in the closed range; `wanted` says what would be right.

    Example:
        >>> check_number("fps", 24.0, 0.01, 1000.0, "frames a second from 0.01 to 1000")
    """
    number = math.nan if isinstance(value, bool) or not isinstance(value, (int, float)) else float(value)
    if not low <= number <= high:  # NaN is in no range
        raise FieldError(f"{name} must be {wanted}, not {value!r}")


def check_budget(budget: object) -> None:
    """Raise FieldError unless it is None or a number of worker-seconds above 0.

    Example:
        >>> check_budget(3600.0)
    """
    if budget is not None:
        check_number("budget", budget, 1e-3, 1e12, "a number of worker-seconds above 0")
