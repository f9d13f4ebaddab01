"""Pixels of any image file, within a bound that is checked before anything is decoded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from threedkit.scene.image_formats import jpeg, ktx2, ktx2_pixels, pillow_pixels, png
from threedkit.scene.image_formats.header import ImageFormatError
from threedkit.scene.image_formats.reading import read_header

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from threedkit.scene.image_formats.header import ImageHeader

__all__ = ["ALWAYS_DECODED", "MAX_PIXELS", "PIXELS_A_BYTE", "decode", "most_pixels"]

MAX_PIXELS: Final = 16384 * 16384
"""The largest image that is decoded, in pixels: 1 GiB as RGBA."""

ALWAYS_DECODED: Final = 4096 * 4096
"""An image of at most so many pixels is decoded however few bytes it has."""

PIXELS_A_BYTE: Final = 16384
"""A larger one needs a byte of file for so many pixels. What is packed tighter shows one colour, or is a bomb."""


def most_pixels(size: int) -> int:
    """The pixels that an image file of `size` bytes may have; decoding takes at most 20 bytes of memory for each.

    Example:
        >>> most_pixels(100) == 4096 * 4096, most_pixels(10_000_000) == 16384 * 16384
        (True, True)
    """
    return min(MAX_PIXELS, max(ALWAYS_DECODED, PIXELS_A_BYTE * size))


def decode(data: bytes | memoryview) -> NDArray[np.uint8]:
    """Decode a PNG, JPEG, WebP or KTX 2 (level 0).

    Returns:
        (h, w, channels) uint8, row 0 on top; 1 channel: grey, 2: grey and alpha, 3: RGB, 4: RGBA.

    Raises:
        ImageFormatError: not a whole image, of no known format, or of more than `most_pixels`.
        MissingPackageError: the decoder's package is not installed.
    """
    view = memoryview(data)
    header = read_header(view)
    _check_bounds(header, view)
    if header.mime_type == ktx2.MIME_TYPE:
        return ktx2_pixels.decode(view)
    return pillow_pixels.decode(view, header)


def _check_bounds(header: ImageHeader, data: memoryview) -> None:
    pixels, most = header.width * header.height, most_pixels(len(data))
    if not pixels:
        raise ImageFormatError.invalid(f"it says that it has {header.width} x {header.height} pixels")
    if pixels > most:
        text = f"{header.width} x {header.height} pixels are more than the {most} that {len(data)} bytes may hold"
        raise ImageFormatError.invalid(text)
    if header.mime_type == png.MIME_TYPE and png.raw_size(data) > png.LARGEST_RATIO * len(data):
        text = f"{len(data)} bytes cannot hold {header.width} x {header.height} pixels"
        raise ImageFormatError.truncated(text)
    if header.mime_type == jpeg.MIME_TYPE and (scans := jpeg.scans(data)) > jpeg.MOST_SCANS:
        raise ImageFormatError.invalid(f"a JPEG of {scans} scans; up to {jpeg.MOST_SCANS} are decoded")
