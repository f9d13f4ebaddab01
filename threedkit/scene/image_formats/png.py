"""The head of a PNG (ISO/IEC 15948): the chunks before the first IDAT."""

from __future__ import annotations

import struct
from typing import Final

from threedkit.scene.image_formats.header import ImageFormatError, ImageHeader

__all__ = ["LARGEST_RATIO", "MIME_TYPE", "is_cut_short", "raw_size", "read"]

MIME_TYPE: Final = "image/png"
LARGEST_RATIO: Final = 1032
"""Deflate makes at most this many bytes of one (zlib's technical notes)."""

_CHUNK: Final = struct.Struct(">I4s")
_MOST_CHUNKS: Final = 1 << 16
_LENGTHS: Final = {b"IHDR": 13, b"cHRM": 32, b"sRGB": 1, b"pHYs": 9, b"gAMA": 4}
_CHANNELS: Final = {0: 1, 2: 3, 3: 3, 4: 2, 6: 4}
_SAMPLES: Final = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_SRGB_PRIMARIES: Final = (31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000)
_GAMMAS: Final = (45455, 100000)


def read(data: memoryview) -> ImageHeader:
    """Read the head, chunk by chunk, as the Khronos validator does (image_decoder.dart).

    Raises:
        ImageFormatError: a chunk has the wrong length, there is no IHDR, or the file ends before the image data.
    """
    chunks: dict[bytes, memoryview] = {}
    color, at = _Color(), 8
    for _ in range(_MOST_CHUNKS):
        if at + 8 > len(data):
            raise ImageFormatError.truncated()
        length, kind = _CHUNK.unpack_from(data, at)
        if _LENGTHS.get(kind, length) != length:
            raise ImageFormatError.invalid(f"the chunk {kind.decode('ascii')} has {length} bytes, not {_LENGTHS[kind]}")
        if kind == b"IDAT":
            return _header(chunks, color)
        body = data[at + 8 : at + 8 + length]
        color.see(kind, body)
        if kind in {b"IHDR", b"tRNS", b"pHYs"}:
            chunks[kind] = body
        at += length + 12
    raise ImageFormatError.invalid(f"more than {_MOST_CHUNKS} chunks before the image data")


class _Color:
    """Which colour space the chunks declare; the order of the chunks counts, as in the Khronos validator."""

    def __init__(self) -> None:
        self.transfer = self.primaries = ""

    def see(self, kind: bytes, body: memoryview) -> None:
        if kind == b"iCCP":
            self.transfer = self.primaries = "custom"
        elif kind == b"sRGB" and len(body) == 1:
            self.transfer = self.primaries = "srgb"
        elif kind == b"gAMA" and len(body) == 4 and not self.transfer:
            self.transfer = "known" if struct.unpack(">I", body)[0] in _GAMMAS else "custom"
        elif kind == b"cHRM" and len(body) == 32 and not self.primaries:
            self.primaries = "srgb" if struct.unpack(">8I", body) == _SRGB_PRIMARIES else "custom"

    @property
    def is_custom(self) -> bool:
        return "custom" in (self.transfer, self.primaries)


def _header(chunks: dict[bytes, memoryview], color: _Color) -> ImageHeader:
    if b"IHDR" not in chunks:
        raise ImageFormatError.invalid("the PNG has no IHDR chunk before its image data")
    width, height, bits, kind = struct.unpack_from(">IIBB", chunks[b"IHDR"])
    channels, transparent = _CHANNELS.get(kind, 3), b"tRNS" in chunks
    unsupported = []
    if color.is_custom:
        unsupported.append("an embedded colour profile")
    if b"pHYs" in chunks and len(set(struct.unpack_from(">II", chunks[b"pHYs"]))) == 2:
        unsupported.append("pixels that are not square")
    return ImageHeader(
        MIME_TYPE,
        width,
        height,
        channels + 1 if transparent and channels in {1, 3} else channels,
        bits,
        alpha=transparent or channels in {2, 4},
        lossless=True,
        unsupported=tuple(unsupported),
    )


def raw_size(data: memoryview) -> int:
    """Bytes of the image before compression, as IHDR declares it (which must be the first chunk, or 0 is told)."""
    if bytes(data[12:16]) != b"IHDR" or len(data) < 33:
        return 0
    width, height, bits, kind = struct.unpack_from(">IIBB", data, 16)
    return int(height * (1 + (width * bits * _SAMPLES.get(kind, 1) + 7) // 8))


def is_cut_short(data: memoryview) -> bool:
    """Whether there is no IEND chunk at the end of the chunks."""
    at = 8
    for _ in range(_MOST_CHUNKS):
        if at + 12 > len(data):
            return True
        length, kind = _CHUNK.unpack_from(data, at)
        if kind == b"IEND":
            return False
        at += length + 12
    return False
