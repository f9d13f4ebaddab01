"""Option values from text, typed by the annotation in the operation's signature."""

from __future__ import annotations

import math
import re
import types
from typing import Any, Final, Literal, Union, get_args, get_origin

from threedkit.errors import ParameterError
from threedkit.scene.fields import brief

__all__ = ["from_text", "is_plain", "words"]

_BOOLEANS: Final = {
    **dict.fromkeys(("true", "yes", "on", "1"), True),
    **dict.fromkeys(("false", "no", "off", "0"), False),
}
_NOTHING: Final = {"none": None}
_WHOLE: Final = re.compile(r"[+-]?[0-9]{1,18}")
_REAL: Final = re.compile(r"[+-]?([0-9]{1,40}\.?[0-9]{0,40}|\.[0-9]{1,40})([eE][+-]?[0-9]{1,3})?")
_PLAIN: Final = (bool, int, float, str)


def is_plain(kind: Any) -> bool:
    """Whether text can say a value of this type: bool, int, float, str, Literal, None, tuples and unions of them."""
    if kind in _PLAIN or kind is None or kind is type(None):
        return True
    if get_origin(kind) is Literal:
        return all(isinstance(choice, (str, int)) for choice in get_args(kind))
    if get_origin(kind) is tuple or _is_union(kind):
        return all(part is ... or is_plain(part) for part in get_args(kind))
    return False


def words(kind: Any) -> str:
    """A type as users read it: ``"whole number"``, ``"'center' | 'below' | 3 numbers"``."""
    if get_origin(kind) is Literal:
        return " | ".join(repr(choice) for choice in get_args(kind))
    if _is_union(kind):
        return " | ".join(words(part) for part in get_args(kind))
    if get_origin(kind) is tuple:
        parts = get_args(kind)
        return (
            f"{words(parts[0])}s with commas"
            if parts[-1:] == (...,)
            else f"{len(parts)} {words(parts[0])}s with commas"
        )
    names = {bool: "yes | no", int: "whole number", float: "number", str: "text", type(None): "none"}
    return names[kind]


def from_text(operation: str, option: str, kind: Any, given: str) -> Any:
    """The value that a text stands for.

    Args:
        operation: for the message.
        option: for the message.
        kind: the option's type; of a union, the first part that takes the text holds.
        given: such as ``"0.25"``, ``"yes"`` or ``"0,1,0"``.

    Raises:
        ParameterError: it is no value of that type.

    Example:
        >>> from_text("center", "pivot", tuple[float, float, float], "0,1,0")
        (0.0, 1.0, 0.0)
    """
    try:
        return _read(kind, given.strip())
    except ValueError as error:
        raise ParameterError(f"{operation}: {option} must be {words(kind)}, not {brief(given)}") from error


def _is_union(kind: Any) -> bool:
    return get_origin(kind) in {Union, types.UnionType}


def _read(kind: Any, given: str) -> Any:
    """The value, or ValueError."""
    if _is_union(kind):
        return _first(get_args(kind), given)
    if get_origin(kind) is tuple:
        return _tuple(get_args(kind), given)
    if kind is float:
        return _real(given)
    if kind is str:
        return given
    if kind is int:
        known: dict[str, Any] = {given: int(given)} if _WHOLE.fullmatch(given) else {}
    else:
        known = {str(choice): choice for choice in get_args(kind)} or (_BOOLEANS if kind is bool else _NOTHING)
    return known[given] if given in known else known[given.lower()] if given.lower() in known else _no()


def _no() -> Any:
    message = "no value of this type"
    raise ValueError(message)


def _real(given: str) -> float:
    value = float(given) if _REAL.fullmatch(given) else math.inf
    return value if math.isfinite(value) else _no()


def _first(kinds: tuple[Any, ...], given: str) -> Any:
    for kind in sorted(kinds, key=lambda kind: kind is str):  # text takes everything: it comes last
        try:
            return _read(kind, given)
        except ValueError:
            continue
    return _no()


def _tuple(kinds: tuple[Any, ...], given: str) -> tuple[Any, ...]:
    parts = [part.strip() for part in given.removeprefix("(").removesuffix(")").split(",")] if given else []
    if kinds[-1:] == (...,):
        kinds = kinds[:1] * len(parts)
    if len(kinds) != len(parts):
        return _no()  # type: ignore[no-any-return]
    return tuple(_read(kind, part) for kind, part in zip(kinds, parts, strict=True))
