"""The head of a WebP (RFC 9649)."""

from __future__ import annotations

import struct
from typing import Final

from threedkit.scene.image_formats.header import ImageFormatError, ImageHeader

__all__ = ["MIME_TYPE", "is_cut_short", "read"]

MIME_TYPE: Final = "image/webp"

_ANIMATION, _ALPHA, _PROFILE = 0x02, 0x10, 0x20
_MOST_CHUNKS: Final = 256


def read(data: memoryview) -> ImageHeader:
    """Read the first chunk's head, as the Khronos validator does (image_decoder.dart).

    Raises:
        ImageFormatError: the first chunk is of no known kind, or the file ends within it.
    """
    kind = bytes(data[12:16])
    if len(data) < (25 if kind[3:] == b"L" else 30):
        raise ImageFormatError.truncated()
    if kind == b"VP8 ":
        width, height = (side & 0x3FFF for side in struct.unpack_from("<HH", data, 26))
        return ImageHeader(MIME_TYPE, width, height, 3)
    if kind == b"VP8L":
        packed = int.from_bytes(data[21:25], "little")
        alpha = bool(packed >> 28 & 1)
        width, height = 1 + (packed & 0x3FFF), 1 + (packed >> 14 & 0x3FFF)
        return ImageHeader(MIME_TYPE, width, height, 4 if alpha else 3, alpha=alpha, lossless=True)
    if kind == b"VP8X":
        return _extended(data)
    raise ImageFormatError.invalid(f"a WebP begins with a chunk VP8, VP8L or VP8X, not {kind!r}")


def _extended(data: memoryview) -> ImageHeader:
    flags = data[20]
    width, height = (1 + int.from_bytes(data[at : at + 3], "little") for at in (24, 27))
    unsupported = []
    if flags & _PROFILE:
        unsupported.append("an embedded colour profile")
    if flags & _ANIMATION:
        unsupported.append("an animation")
    alpha = bool(flags & _ALPHA)
    return ImageHeader(
        MIME_TYPE,
        width,
        height,
        4 if alpha else 3,
        alpha=alpha,
        lossless=_has_chunk(data, b"VP8L"),
        unsupported=tuple(unsupported),
    )


def _has_chunk(data: memoryview, wanted: bytes) -> bool:
    at = 12
    for _ in range(_MOST_CHUNKS):
        if at + 8 > len(data):
            return False
        if bytes(data[at : at + 4]) == wanted:
            return True
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        at += 8 + length + length % 2
    return False


def is_cut_short(data: memoryview) -> bool:
    """Whether the file is shorter than its RIFF header says."""
    return len(data) < 8 + int.from_bytes(data[4:8], "little")
