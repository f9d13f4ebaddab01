"""Extras: application data, a JSON object as a rule."""

from __future__ import annotations

from typing import Any, Final

__all__ = ["extras_of", "plain_extras"]

_VALUE: Final = "$value"
"""Key under which `Element.extras` keeps extras that are not a JSON object."""


def extras_of(extras: Any) -> dict[str, Any]:
    """Extras as the dict that an Element holds.

    Example:
        >>> extras_of(None), extras_of({"a": 1}), plain_extras(extras_of([1, 2]))
        ({}, {'a': 1}, [1, 2])
    """
    if extras is None:
        return {}
    return extras if isinstance(extras, dict) else {_VALUE: extras}


def plain_extras(extras: dict[str, Any]) -> Any:
    """Extras as JSON: an object, or what the document had instead of one."""
    return extras[_VALUE] if len(extras) == 1 and _VALUE in extras else extras
