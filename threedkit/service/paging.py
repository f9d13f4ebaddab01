"""Pages of a list: a limit and an opaque cursor, which goes on where the last page ended whatever came between."""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import Annotated, Final

import msgspec
from fastapi import Query

from threedkit.service.problems import ProblemError

__all__ = ["Cursor", "Limit", "decode_cursor", "encode_cursor"]

Limit = Annotated[int, Query(ge=1, le=1000, description="Most items of the page.")]
Cursor = Annotated[str | None, Query(max_length=2000, description="`next` of the page before; without it the first.")]

_MARK: Final = 8
"""Bytes of the digest of the filters that a cursor is good for."""


def encode_cursor(after: str | None, *filters: object) -> str | None:
    """Make the cursor of the next page.

    Args:
        after: where the next page begins, in the store's words; None after the last page.
        filters: of the list: the cursor is good for these only.

    Example:
        >>> decode_cursor(encode_cursor("0193f5c0", "model"), "model")
        '0193f5c0'
    """
    if after is None:
        return None
    return base64.urlsafe_b64encode(_mark(filters) + after.encode()).decode().rstrip("=")


def decode_cursor(cursor: str | None, *filters: object) -> str | None:
    """Return where a page begins; None: at the start.

    Raises:
        ProblemError: 400, the cursor is none of ours, or belongs to a list with other filters.
    """
    if cursor is None:
        return None
    try:
        data = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        mark, after = data[:_MARK], data[_MARK:].decode()
    except (binascii.Error, ValueError) as error:
        raise ProblemError(400, "bad-cursor", "cursor is not the `next` of a page") from error
    if mark != _mark(filters) or not after:
        raise ProblemError(400, "bad-cursor", "cursor belongs to a list with other filters")
    return after


def _mark(filters: tuple[object, ...]) -> bytes:
    return hashlib.blake2b(msgspec.json.encode(filters), digest_size=_MARK).digest()
