"""Radiance HDR pictures (.hdr, RGBE): three mantissas of 8 bits that share an exponent.

Format: G. Ward, "Real Pixels", Graphics Gems II (1991), and the file format's page in Radiance's manual.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["MAX_PIXELS", "HdrError", "decode"]

MAX_PIXELS = 1 << 26
"""The largest picture that is decoded: 8192 by 8192, 800 MB as float32."""

_RESOLUTION = re.compile(rb"([+-])Y (\d{1,6}) ([+-])X (\d{1,6})")
_SETTING = re.compile(rb"(?:FORMAT|EXPOSURE)\s*=\s*(\S+)")
_HEADER_LIMIT = 1 << 16
_RLE_WIDTHS = range(8, 1 << 15)


class HdrError(ValueError):
    """The bytes are no Radiance HDR picture that is read here."""


def decode(data: bytes | memoryview) -> NDArray[np.float32]:
    """Decode a picture.

    Args:
        data: the whole file.

    Returns:
        (h, w, 3) float32, linear RGB, row 0 on top, divided by the EXPOSURE that the header gives.

    Raises:
        HdrError: another format, a broken header, cut off, or more than MAX_PIXELS.
    """
    data = bytes(data)
    exposure, resolution, start = _header(data)
    vertical, height, horizontal, width = resolution
    if not 0 < width * height <= MAX_PIXELS:
        raise HdrError(f"{width} x {height} pixels: from 1 to {MAX_PIXELS} are read")
    rgbe = np.empty((height, width, 4), np.uint8)
    position = start
    for row in range(height):
        position = _read_row(data, position, rgbe[row])
    if vertical == b"+":
        rgbe = rgbe[::-1]
    if horizontal == b"-":
        rgbe = rgbe[:, ::-1]
    scale = np.ldexp(np.float32(1.0 / exposure), rgbe[..., 3].astype(np.int32) - (128 + 8))
    scale[rgbe[..., 3] == 0] = 0.0
    return np.asarray(rgbe[..., :3] * scale[..., np.newaxis], dtype=np.float32)


def _header(data: bytes) -> tuple[float, tuple[bytes, int, bytes, int], int]:
    """Exposure, (sign of Y, height, sign of X, width), and where the pixels begin."""
    if not data.startswith((b"#?RADIANCE", b"#?RGBE", b"#?")):
        raise HdrError("a Radiance HDR file begins with #?RADIANCE")
    end = data.find(b"\n\n", 0, _HEADER_LIMIT)
    if end < 0:
        raise HdrError("the header has no end")
    exposure = 1.0
    for line in data[:end].split(b"\n"):
        setting = _SETTING.fullmatch(line.strip())
        if setting is None:
            continue
        if line.startswith(b"FORMAT") and setting[1] != b"32-bit_rle_rgbe":
            raise HdrError(f"the format must be 32-bit_rle_rgbe, not {setting[1][:40]!r}")
        if line.startswith(b"EXPOSURE"):
            exposure *= _positive(setting[1])
    line_end = data.find(b"\n", end + 2, end + 100)
    match = _RESOLUTION.fullmatch(data[end + 2 : line_end].strip()) if line_end > 0 else None
    if match is None:
        raise HdrError("the resolution must be like '-Y 512 +X 1024'")
    return exposure, (match[1], int(match[2]), match[3], int(match[4])), line_end + 1


def _positive(text: bytes) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 1e-30 < value < 1e30:
        raise HdrError(f"EXPOSURE must be a positive number, not {text[:40]!r}")
    return value


def _read_row(data: bytes, position: int, row: NDArray[np.uint8]) -> int:
    """Decode one row (w, 4) in place; gives the position after it."""
    width = len(row)
    head = data[position : position + 4]
    if len(head) < 4:
        raise HdrError("the file is cut off")
    if width in _RLE_WIDTHS and head[0] == head[1] == 2 and (head[2] << 8 | head[3]) == width:
        return _read_planes(data, position + 4, row)
    return _read_pixels(data, position, row)


def _read_planes(data: bytes, position: int, row: NDArray[np.uint8]) -> int:
    """A row as four planes, each in runs and literals."""
    width = len(row)
    for channel in range(4):
        plane = bytearray()
        while len(plane) < width:
            if position + 1 >= len(data):
                raise HdrError("the file is cut off")
            count = data[position]
            if count > 128:
                plane += data[position + 1 : position + 2] * (count - 128)
                position += 2
            else:
                plane += data[position + 1 : position + 1 + count]
                position += 1 + count
            if count == 0 or position > len(data):
                raise HdrError("a run of the picture is broken or cut off")
        if len(plane) != width:
            raise HdrError("a run goes past the end of its row")
        row[:, channel] = np.frombuffer(plane, np.uint8)
    return position


def _read_pixels(data: bytes, position: int, row: NDArray[np.uint8]) -> int:
    """A row pixel by pixel; (1, 1, 1, n) repeats the pixel before, as in the oldest files."""
    width = len(row)
    flat = np.frombuffer(data, np.uint8, min(4 * width, (len(data) - position) // 4 * 4), position).reshape(-1, 4)
    if len(flat) == width and not (flat[:, :3] == 1).all(axis=1).any():
        row[:] = flat
        return position + 4 * width
    filled, shift = 0, 0
    while filled < width:
        pixel = data[position : position + 4]
        if len(pixel) < 4:
            raise HdrError("the file is cut off")
        position += 4
        if pixel[:3] != b"\x01\x01\x01":
            row[filled] = np.frombuffer(pixel, np.uint8)
            filled, shift = filled + 1, 0
            continue
        count = pixel[3] << shift
        if filled == 0 or count > width - filled or shift > 24:
            raise HdrError("a repetition goes past the end of its row")
        row[filled : filled + count] = row[filled - 1]
        filled, shift = filled + count, shift + 8
    return position
