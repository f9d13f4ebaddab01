"""PNG read fast, as far as this package writes it; a general reader takes the rest."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

import numpy as np

from threedkit.errors import require

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

__all__ = ["decode_png"]

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHANNELS: Final = {2: 3, 6: 4}
_STEP = 1 << 20
"""Bytes to begin with when inflating; it grows."""
_NEEDED: Final = (b"IHDR", b"IDAT", b"IEND")


def decode_png(data: bytes) -> NDArray[np.uint8] | None:
    """Decode 8-bit RGB or RGBA whose rows all have one simple filter (none or up), as `encode_png` mostly makes them.

    Args:
        data: the file.

    Returns:
        (h, w, 3) or (h, w, 4) uint8; None for any other PNG, and for one that is damaged: ask a general reader then.

    Example:
        >>> from threedkit.render.png import encode_png
        >>> decode_png(encode_png(np.full((1, 2, 3), 9, np.uint8))).shape
        (1, 2, 3)
    """
    deflate = require("isal.isal_zlib", extra="render")
    header, parts = b"", []
    try:
        for kind, content in _chunks(data):
            if kind == b"IHDR":
                header = content
            elif kind == b"IDAT":
                parts.append(content)
            elif not kind[0] & 0x20 and kind not in _NEEDED:  # critical: a palette
                return None
        width, height, depth, color, *others = struct.unpack(">IIBBBBB", header)
        channels = _CHANNELS.get(color)
        if depth != 8 or channels is None or any(others) or b"tRNS" in data[: data.find(b"IDAT")]:
            return None
        rows = np.frombuffer(deflate.decompress(b"".join(parts), bufsize=_STEP), np.uint8).reshape(
            height, 1 + width * channels
        )
    except (deflate.error, struct.error, ValueError):
        return None
    return _unfiltered(rows, channels)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    if data[:8] != _SIGNATURE:
        raise ValueError(data[:8])
    at = 8
    while at < len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        yield kind, data[at + 8 : at + 8 + length]
        at += length + 12


def _unfiltered(rows: NDArray[np.uint8], channels: int) -> NDArray[np.uint8] | None:
    """Pixels (h, w, channels) of rows with a filter byte before each."""
    filters: set[int] = set(rows[:, 0].tolist())
    content = rows[:, 1:]
    if filters == {0}:
        return content.copy().reshape(len(rows), -1, channels)
    if filters != {2}:
        return None
    pixels = np.empty_like(content)
    above = np.zeros(content.shape[1], np.uint8)
    for row, out in zip(content, pixels, strict=True):  # np.add.accumulate takes ten times as long
        above = np.add(above, row, out=out)
    return pixels.reshape(len(rows), -1, channels)
