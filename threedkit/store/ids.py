"""Ids of records: UUIDs of version 7, which sort by the time at which they were made."""

from __future__ import annotations

import os
import threading
import time
import uuid
from typing import Final

from threedkit.errors import RecordNotFoundError

__all__ = ["check_id", "new_id"]

_RANDOM_BITS: Final = 74
_STEP_BITS: Final = 32


class _Last:
    """The last id of this process: the next one is larger."""

    lock = threading.Lock()
    millisecond = 0
    random = 0


def new_id() -> str:
    """Return a new UUID of version 7 (RFC 9562, 5.7) as text; larger than every one before in this process.

    Example:
        >>> first, second = new_id(), new_id()
        >>> first < second, uuid.UUID(first).version
        (True, 7)
    """
    now = time.time_ns() // 1_000_000
    with _Last.lock:
        if now > _Last.millisecond:
            _Last.millisecond = now
            _Last.random = int.from_bytes(os.urandom(10), "big") >> (80 - _RANDOM_BITS + 1)  # room above to count up
        else:
            _Last.random += 1 + (int.from_bytes(os.urandom(4), "big") >> (32 - _STEP_BITS))
        millisecond, random = _Last.millisecond, _Last.random
    value = (millisecond << 80) | (7 << 76) | ((random >> 62) << 64) | (2 << 62) | (random & ((1 << 62) - 1))
    return str(uuid.UUID(int=value))


def check_id(what: str, value: str) -> str:
    """Return an id in the spelling of the database.

    Raises:
        RecordNotFoundError: it is no UUID, so there is no such record.

    Example:
        >>> check_id("asset", "0198C2A1-0000-7000-8000-000000000000")
        '0198c2a1-0000-7000-8000-000000000000'
    """
    text = str(value).lower()
    try:
        known = str(uuid.UUID(text)) == text
    except ValueError:
        known = False
    if not known:
        raise RecordNotFoundError(f"there is no {what} {value!r:.80}")
    return text
