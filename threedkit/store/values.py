"""What people write into records, checked: names, tags, metadata and other JSON that both databases keep alike."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, Final

import msgspec

from threedkit.errors import FieldError, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["as_line", "check_json", "check_labels", "check_name", "check_object", "check_text"]

_MAX_NAME: Final = 300
_MAX_LABELS: Final = 100
_MAX_DEPTH: Final = 32
_MAX_BYTES: Final = 8 << 20
_INTEGERS: Final = range(-(1 << 63), 1 << 63)
_MAX_LINE: Final = 4000
_COLOURS: Final = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")  # and other control sequences of terminals (ECMA-48)


def as_line(text: str) -> str:
    r"""Return text that was not written for a record, such as an error's, as one line of at most 4000 characters.

    Args:
        text: of any length; line breaks become spaces, colours of terminals go, other control characters are escaped.

    Example:
        >>> as_line("no light:\n  \x1b[31mlamp\x1b[0m is off\0")
        'no light: lamp is off\\x00'
    """
    return printable(" ".join(_COLOURS.sub("", text).split()))[:_MAX_LINE]


def check_text(field: str, value: str, most: int = _MAX_NAME) -> str:
    """Return a line of text.

    Raises:
        FieldError: it is none, is too long, or holds control characters or half surrogates.
    """
    if type(value) is not str or len(value) > most or not _keeps(value) or any(ord(c) < 32 for c in value):
        raise FieldError(f"{field} must be a line of at most {most} characters, not {str(value)!r:.100}")
    return value


def check_name(value: str) -> str:
    """Return the name of a record; see `check_text`."""
    return check_text("name", value)


def check_labels(field: str, values: Iterable[str]) -> list[str]:
    """Return tags or groups: each once, in order.

    Raises:
        FieldError: there are too many, or one is empty or no line of text.

    Example:
        >>> check_labels("tags", ["red", "fox", "red"])
        ['fox', 'red']
    """
    if isinstance(values, str):
        raise FieldError(f"{field} must be a list of words, not {values!r:.100}")
    found = sorted({check_text(field, value, 100) for value in values})
    if len(found) > _MAX_LABELS or "" in found:
        raise FieldError(f"{field} must be {_MAX_LABELS} words at most, none of them empty")
    return found


def check_object(field: str, value: Mapping[str, Any]) -> dict[str, Any]:
    """Return a JSON object of plain values that SQLite and PostgreSQL keep alike.

    Raises:
        FieldError: it is none: it holds NaN, NUL, whole numbers beyond 64 bits, or is too deep or too large.
    """
    plain = check_json(field, value)
    if not isinstance(plain, dict):
        raise FieldError(f"{field} must be a JSON object, not {type(value).__name__}")
    return plain


def check_json(field: str, value: Any) -> Any:
    """Return a JSON value; see `check_object`."""
    try:
        plain = msgspec.to_builtins(value, str_keys=True)
        _walk(field, plain, 0)
        size = len(msgspec.json.encode(plain))
    except FieldError:
        raise
    except (TypeError, ValueError, RecursionError) as error:
        raise FieldError(f"{field} must be JSON: {error}") from error
    if size > _MAX_BYTES:
        raise FieldError(f"{field} must be {_MAX_BYTES >> 20} MiB of JSON at most, not {size >> 20} MiB")
    return plain


def _walk(field: str, value: Any, depth: int) -> None:
    if depth > _MAX_DEPTH:
        raise FieldError(f"{field} must be nested at most {_MAX_DEPTH} deep")
    if isinstance(value, dict):
        for key, item in value.items():
            _check_word(field, key)
            _walk(field, item, depth + 1)
    elif isinstance(value, list | tuple):
        for item in value:
            _walk(field, item, depth + 1)
    elif isinstance(value, str):
        _check_word(field, value)
    elif isinstance(value, float) and not math.isfinite(value):
        raise FieldError(f"{field} must hold finite numbers, not {value}")
    elif isinstance(value, int) and value not in _INTEGERS:
        raise FieldError(f"{field} must hold whole numbers of 64 bits, not one of {value.bit_length()}")


def _check_word(field: str, text: str) -> None:
    if not _keeps(text):
        raise FieldError(f"{field} must hold text without NUL and half surrogates, not {text!r:.100}")


def _keeps(text: str) -> bool:
    """Whether every database takes it."""
    return "\0" not in text and not any("\ud800" <= c <= "\udfff" for c in text)
