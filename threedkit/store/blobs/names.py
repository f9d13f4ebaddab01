"""What objects and blobs are called, and which parts of them can be asked for."""

from __future__ import annotations

import hashlib
import re
from typing import Final

from threedkit.errors import FieldError, StoreError

__all__ = [
    "CHUNK",
    "MAX_PARTS",
    "PARTS",
    "STREAMS",
    "check_hash",
    "check_name",
    "check_part",
    "check_range",
    "check_upload",
    "clip_range",
    "digest",
    "is_name",
]

CHUNK: Final = 1 << 20
"""Bytes that a stream gives at a time."""

PARTS: Final = "parts"
"""Below this prefix are the parts of uploads that have not ended."""

MAX_PARTS: Final = 10_000
"""So many parts an upload has at most, as in S3."""

STREAMS: Final = "streams"
"""Below this prefix are blobs that came as streams, where objects cannot be renamed to their digest."""

_HASH = re.compile(r"[0-9a-f]{64}")
_PART: Final = re.compile(r"[^\x00-\x1f\x7f/\\]{1,200}")
_MAX_NAME = 800  # S3 takes 1024 bytes, a prefix included


def digest(data: bytes | memoryview) -> str:
    """Return the SHA-256 of bytes as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def check_hash(name: str) -> str:
    """Return the name of a blob.

    Raises:
        StoreError: it is no SHA-256.
    """
    if not _HASH.fullmatch(name):
        raise StoreError(f"a blob is named by 64 hexadecimal digits, not {name[:80]!r}")
    return name


def check_upload(upload: str) -> str:
    """Return what an upload is called.

    Raises:
        StoreError: it is no name of one.
    """
    if not re.fullmatch(r"[0-9a-f]{32}", upload):
        raise StoreError(f"an upload is named by 32 hexadecimal digits, not {upload[:60]!r}")
    return upload


def check_part(number: int) -> int:
    """Return the number of a part.

    Raises:
        FieldError: it is none.
    """
    if not 1 <= number <= MAX_PARTS:
        raise FieldError(f"the parts of an upload are numbered from 1 to {MAX_PARTS}, not {number}")
    return number


def check_range(start: int, stop: int) -> tuple[int, int]:
    """Return a range of bytes.

    Raises:
        FieldError: it is none.
    """
    if start < 0 or stop < start:
        raise FieldError(f"a range of bytes must ascend from 0 or later, not from {start} to {stop}")
    return start, stop


def clip_range(start: int, stop: int | None, size: int) -> tuple[int, int]:
    """Return the part of a range that an object of `size` bytes has; `stop` None: its end.

    Raises:
        FieldError: that is no range.

    Example:
        >>> clip_range(4, None, 10), clip_range(4, 99, 10), clip_range(40, 99, 10)
        ((4, 10), (4, 10), (10, 10))
    """
    start, stop = check_range(start, max(start, size) if stop is None else stop)
    return min(start, size), min(stop, size)


def check_name(name: str) -> str:
    """Return the name of an object.

    Raises:
        StoreError: it could lead out of the store, or not every store can keep it.

    Example:
        >>> check_name("frames/frame_0000.png")
        'frames/frame_0000.png'
        >>> check_name("../other/frame_0000.png")
        Traceback (most recent call last):
        threedkit.errors.StoreError: an object cannot be named '../other/frame_0000.png': parts divided by '/', ...
    """
    parts = name.split("/")
    hidden = any(part.startswith(".") and part.endswith(".part") for part in parts)  # files that are being written
    proper = all(_PART.fullmatch(part) and part not in {".", ".."} and _encodes(part) for part in parts)
    if hidden or not proper or len(name.encode("utf-8", "replace")) > _MAX_NAME:
        raise StoreError(
            f"an object cannot be named {name[:80]!r}: parts divided by '/', none of them '.', '..', '.*.part' or empty"
        )
    return name


def is_name(name: str) -> bool:
    """Whether an object can have this name; see `check_name`.

    Example:
        >>> is_name("report.html"), is_name("../report.html")
        (True, False)
    """
    try:
        check_name(name)
    except StoreError:
        return False
    return True


def _encodes(part: str) -> bool:
    """Whether a file system takes it: 255 bytes, and no half surrogates."""
    try:
        return len(part.encode("utf-8")) <= 240
    except UnicodeEncodeError:
        return False
