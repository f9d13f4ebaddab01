"""The head of a JPEG (ITU-T T.81): the segments before the start of the frame."""

from __future__ import annotations

import re
from typing import Final

from threedkit.scene.image_formats.header import ImageFormatError, ImageHeader

__all__ = ["MIME_TYPE", "MOST_SCANS", "is_cut_short", "read", "scans"]

MIME_TYPE: Final = "image/jpeg"

MOST_SCANS: Final = 100
"""Passes over the picture that are decoded: encoders make some ten, and a bomb thousands in a few kilobytes."""

_MOST_SEGMENTS: Final = 1 << 16
_SEGMENT: Final = re.compile(rb"[^\x01\xd0-\xd9\xff]")
"""A marker that a segment follows: not TEM, RST, SOI, EOI or fill bytes."""
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC} | {0xDE}


def read(data: memoryview) -> ImageHeader:
    """Read the head, segment by segment, as the Khronos validator does (image_decoder.dart).

    Raises:
        ImageFormatError: a segment is malformed, or the file ends before the frame's head.
    """
    at = 1
    for _ in range(_MOST_SEGMENTS):
        found = _SEGMENT.search(data, at)
        if found is None or found.end() + 2 > len(data):
            raise ImageFormatError.truncated()
        marker, at = data[found.start()], found.end()
        length = data[at] << 8 | data[at + 1]
        if length < 2:
            raise ImageFormatError.invalid(f"a JPEG segment of {length} bytes; its length has 2 already")
        if marker in _FRAMES:
            return _frame(data[at + 2 : at + length], length - 2)
        at += length
    raise ImageFormatError.invalid(f"more than {_MOST_SEGMENTS} JPEG segments before the frame")


def _frame(body: memoryview, length: int) -> ImageHeader:
    if length < 6:
        raise ImageFormatError.invalid("the JPEG's frame header is too short")
    if len(body) < length:
        raise ImageFormatError.truncated()
    height, width = body[1] << 8 | body[2], body[3] << 8 | body[4]
    return ImageHeader(MIME_TYPE, width, height, channels=body[5], bits=body[0])


def is_cut_short(data: memoryview) -> bool:
    """Whether there is no end-of-image marker."""
    tail = bytes(data[-4096:])
    return b"\xff\xd9" not in tail and b"\xff\xd9" not in bytes(data)


def scans(data: memoryview) -> int:
    """How many scans begin in the file, at most (a preview inside the metadata counts too)."""
    return bytes(data).count(b"\xff\xda")
