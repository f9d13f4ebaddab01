"""A fast PNG encoder: row filters in NumPy and ISA-L's deflate, several bands of rows side by side.

The files are plain PNG (ISO/IEC 15948, W3C PNG 3): grey, grey + alpha, RGB or RGBA of 8 or 16 bits, not interlaced.
Each band is one IDAT chunk; its deflate blocks end on a byte (as pigz does it), so that their concatenation is one
zlib stream (RFC 1950, 1951).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from threedkit.errors import OutputError, require
from threedkit.io.cores import in_parts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["encode_png"]

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_COLOR_TYPES: Final = {1: 0, 2: 4, 3: 2, 4: 6}
_LEVEL = 1  # of ISA-L, 0 to 3: level 0 saves little time, 2 and 3 save little space
_BAND = 1 << 20
"""Bytes of a band, about. Fixed, so that a picture's bytes do not depend on the number of cores."""
_ZLIB_HEADER = b"\x78\x01"  # deflate, window of 32 KiB, fastest
_LAST_BLOCK = b"\x03\x00"  # final, fixed codes, nothing in it
_RAW = -15
_ADLER = 65521
_NONE, _SUB, _UP = 0, 1, 2
_FAVOUR: Final = {_UP: 0.97}
"""`png_decoding` reads these rows fast."""
_STRIPS, _STRIP_ROWS = 4, 6
"""Where the filters are tried: in so many places, on so many rows side by side, since deflate sees them so."""


class _Picture(NamedTuple):
    """The bytes of a picture (h, stride), and how many a pixel has."""

    rows: NDArray[np.uint8]
    step: int


class _Band(NamedTuple):
    """An IDAT chunk, with the Adler-32 and the length of what is packed in it."""

    chunk: bytes
    adler: int
    length: int


def encode_png(
    image: NDArray[np.uint8] | NDArray[np.uint16], text: Mapping[str, str] | None = None, *, srgb: bool = True
) -> bytes:
    """Encode a picture as PNG.

    Args:
        image: (h, w), or (h, w, 1 to 4): grey, grey + alpha, RGB, RGBA; uint8 or uint16; straight alpha, row 0 on top.
        text: keyword -> text, stored as iTXt; PNG asks for keywords of 1 to 79 Latin letters, such as ``Software``.
        srgb: the values are sRGB colours, and the file says so; False: they are data.

    Returns:
        The file's bytes; the same picture gives the same bytes, on any number of cores.

    Raises:
        OutputError: the array is no such picture.

    Example:
        >>> encode_png(np.zeros((1, 1, 4), np.uint8))[1:4]
        b'PNG'
    """
    deflate = require("isal.isal_zlib", extra="render")
    header, picture = _layout(image)
    kind = _best_filter(deflate, picture)
    height, stride = picture.rows.shape
    count = max(1, _BAND // stride)

    def pack(start: int, stop: int) -> list[_Band]:
        return [_band(deflate, picture, kind, slice(row, row + count)) for row in range(start, stop, count)]

    bands = [band for part in in_parts(pack, height, least=2 * count, unit=count) for band in part]
    chunks = [_SIGNATURE, _chunk(deflate, b"IHDR", header)]
    if srgb:
        chunks.append(_chunk(deflate, b"sRGB", b"\0"))
    chunks += [_chunk(deflate, b"iTXt", _text(*pair)) for pair in (text or {}).items()]
    chunks += [band.chunk for band in bands]
    chunks += [_chunk(deflate, b"IDAT", _LAST_BLOCK + struct.pack(">I", _adler(bands))), _chunk(deflate, b"IEND", b"")]
    return b"".join(chunks)


def _layout(image: NDArray[Any]) -> tuple[bytes, _Picture]:
    """The header's content, and the picture as rows of bytes; numbers of 16 bits have the high byte first."""
    if image.dtype not in {np.dtype(np.uint8), np.dtype(np.uint16)} or image.ndim not in {2, 3} or not image.size:
        raise OutputError(f"a PNG holds (h, w, 1 to 4) of uint8 or uint16, not {image.shape} {image.dtype.name}")
    height, width = image.shape[:2]
    channels = image.shape[2] if image.ndim == 3 else 1
    if channels not in _COLOR_TYPES:
        raise OutputError(f"a PNG holds 1 to 4 channels, not {channels}")
    size = image.dtype.itemsize
    header = struct.pack(">IIBBBBB", width, height, 8 * size, _COLOR_TYPES[channels], 0, 0, 0)
    rows = np.ascontiguousarray(image, image.dtype.newbyteorder(">")).reshape(height, width * channels)
    return header, _Picture(rows.view(np.uint8), channels * size)


def _best_filter(deflate: Any, picture: _Picture) -> int:
    """The filter that packs some rows of the picture smallest: `_NONE` for noise; `_UP` where there is little in it."""
    rows = picture.rows
    last = max(len(rows) - _STRIP_ROWS, 0)
    starts = {last * strip // (_STRIPS - 1) for strip in range(_STRIPS)}
    strips = [slice(start, start + _STRIP_ROWS) for start in sorted(starts)]

    def cost(kind: int) -> float:
        tried = np.concatenate([_filtered(picture, kind, strip) for strip in strips])
        return _FAVOUR.get(kind, 1.0) * len(deflate.compress(tried, _LEVEL))

    return min((_UP, _SUB, _NONE), key=cost)


def _filtered(picture: _Picture, kind: int, part: slice) -> NDArray[np.uint8]:
    """Rows (n, 1 + stride) with their filter byte: each byte less the one above it, or to the left, modulo 256."""
    rows, step = picture
    inside = rows[part]
    out = np.empty((len(inside), 1 + rows.shape[1]), np.uint8)
    out[:, 0] = kind
    if kind == _NONE:
        out[:, 1:] = inside
    elif kind == _SUB:
        out[:, 1 : 1 + step] = inside[:, :step]
        np.subtract(inside[:, step:], inside[:, :-step], out=out[:, 1 + step :])
    else:
        np.subtract(inside[1:], inside[:-1], out=out[1:, 1:])
        np.subtract(inside[0], rows[part.start - 1] if part.start else np.uint8(0), out=out[0, 1:])
    return out


def _band(deflate: Any, picture: _Picture, kind: int, part: slice) -> _Band:
    """Filter and pack some rows."""
    data = _filtered(picture, kind, part)
    packer = deflate.compressobj(_LEVEL, deflate.DEFLATED, _RAW)
    parts = (b"" if part.start else _ZLIB_HEADER, packer.compress(data), packer.flush(deflate.Z_FULL_FLUSH))
    return _Band(_chunk(deflate, b"IDAT", *parts), deflate.adler32(data), data.size)


def _adler(bands: list[_Band]) -> int:
    """Adler-32 of all bands one after the other, from those of each (as zlib's adler32_combine)."""
    low, high = 1, 0
    for _, adler, length in bands:
        more_low, more_high = adler & 0xFFFF, adler >> 16
        high = (high + more_high + length * (low - 1)) % _ADLER
        low = (low + more_low - 1) % _ADLER
    return high << 16 | low


def _text(keyword: str, text: str) -> bytes:
    """Content of an iTXt chunk: not compressed, no language."""
    return keyword.encode("latin-1") + b"\0\0\0\0\0" + text.encode()


def _chunk(deflate: Any, kind: bytes, *parts: bytes) -> bytes:
    checksum = deflate.crc32(kind)
    for part in parts:
        checksum = deflate.crc32(part, checksum)
    return b"".join((struct.pack(">I", sum(map(len, parts))), kind, *parts, struct.pack(">I", checksum)))
