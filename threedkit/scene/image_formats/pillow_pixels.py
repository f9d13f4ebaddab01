"""Pixels of PNG, JPEG and WebP, by Pillow."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from threedkit.errors import require
from threedkit.scene.image_formats.header import ImageFormatError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.scene.image_formats.header import ImageHeader

__all__ = ["decode"]

_READERS: Final = {
    "image/png": ("PIL.PngImagePlugin", "PngImageFile"),
    "image/jpeg": ("PIL.JpegImagePlugin", "JpegImageFile"),
    "image/webp": ("PIL.WebPImagePlugin", "WebPImageFile"),
}
_RAISED: Final = (
    OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, OverflowError, struct.error, zlib.error
)  # fmt: skip
"""What Pillow's readers raise on broken files (its `Image.open` catches the same)."""

_BAND: Final = 1 << 20
"""Pixels that are copied at once."""

_KEPT: Final = frozenset({"L", "LA", "RGB", "RGBA"})
_SIXTEEN_BIT: Final = frozenset({"I;16", "I;16B", "I;16L", "I"})


def decode(data: memoryview, header: ImageHeader) -> NDArray[np.uint8]:
    """Decode the first picture of a file whose head has been read.

    The format's own reader is called, not `PIL.Image.open`: that would warn about, and refuse, large images by a
    global setting of its own (which the reader of WebP also minds: it stops at 178,956,970 pixels).

    Raises:
        ImageFormatError: the data is broken or ends early.
    """
    module, name = _READERS[header.mime_type]
    reader: Any = getattr(require(module, extra="textures"), name)
    try:
        with reader(io.BytesIO(data)) as opened:
            if opened.size != (header.width, header.height):
                text = f"{header.width} x {header.height} pixels in the head, {opened.width} x {opened.height} inside"
                raise ImageFormatError.invalid(text)
            pixels = _array(opened)
    except ImageFormatError:
        raise
    except (*_RAISED, require("PIL.Image", extra="textures").DecompressionBombError) as error:
        raise ImageFormatError.invalid(" ".join(str(error).split()) or type(error).__name__) from error
    pixels.flags.writeable = False
    return pixels[:, :, np.newaxis] if pixels.ndim == 2 else pixels


def _array(opened: Any) -> NDArray[np.uint8]:
    """(h, w) or (h, w, channels); band by band, so that beside Pillow's picture and ours there is no third."""
    width, height = opened.size
    rows = max(1, _BAND // width)
    if rows >= height:
        return _converted(opened)
    opened.load()
    result: NDArray[np.uint8] | None = None
    for top in range(0, height, rows):
        band = _converted(opened.crop((0, top, width, min(height, top + rows))))
        if result is None:
            result = np.empty((height, *band.shape[1:]), np.uint8)
        result[top : top + len(band)] = band
    return result if result is not None else _converted(opened)


def _converted(picture: Any) -> NDArray[np.uint8]:
    transparent = "transparency" in picture.info
    if picture.mode in _SIXTEEN_BIT:  # Pillow's own conversion would clip
        return np.asarray((np.asarray(picture).astype(np.uint32) >> 8).astype(np.uint8))
    if picture.mode in _KEPT and not transparent:
        return np.asarray(picture)
    if picture.mode in {"L", "1", "F"}:
        return np.asarray(picture.convert("LA" if transparent else "L"))
    alpha = transparent or "A" in picture.mode or "a" in picture.mode
    return np.asarray(picture.convert("RGBA" if alpha else "RGB"))
