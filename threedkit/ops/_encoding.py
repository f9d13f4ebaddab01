"""Pixels to PNG, JPEG or WebP, and a new file into an Image."""

from __future__ import annotations

import io
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from threedkit.errors import require
from threedkit.scene.image_formats import ImageFormatError, decode, read_header

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.scene import Image
    from threedkit.scene.image_formats import ImageHeader

__all__ = ["MIME_TYPES", "called", "encode", "put", "read"]

MIME_TYPES: Final = {"png": "image/png", "jpeg": "image/jpeg", "webp": "image/webp"}
_SUFFIXES: Final = {"image/png": (".png",), "image/jpeg": (".jpg", ".jpeg"), "image/webp": (".webp",)}
_LARGEST: Final = {"image/jpeg": 65535, "image/webp": 16383, "image/png": 2**31 - 1}
_SMALL_PNG: Final = 9  # of zlib


def called(image: Image) -> str:
    """How a message names an image."""
    return repr(str(image.uri or image.name or "without a name"))


def read(image: Image) -> ImageHeader | None:
    """The head of an image's file; None if it has no bytes or no known format."""
    try:
        return None if image.data is None else read_header(image.data)
    except ImageFormatError:
        return None


def pixels_of(image: Image) -> NDArray[np.uint8] | None:
    """The pixels, which the image does not keep (a scene's images together may be large); None if it is broken."""
    try:
        return None if image.data is None else decode(image.data)
    except ImageFormatError:
        return None


def encode(
    pixels: NDArray[np.uint8], mime_type: str, *, quality: int, lossless: bool = False, color: bool = True
) -> bytes | None:
    """The pixels as a file.

    Args:
        pixels: (h, w, channels) uint8, channels 1 to 4; a JPEG takes no alpha: leave it out before.
        mime_type: "image/png", "image/jpeg" or "image/webp".
        quality: 1 to 100, of a JPEG or a lossy WebP.
        lossless: of a WebP.
        color: whether it shows colours; other data keeps its resolution in all channels of a JPEG.

    Returns:
        The bytes; None if the format has no place for so many pixels.
    """
    if max(pixels.shape[:2]) > _LARGEST[mime_type]:
        return None
    options: dict[str, Any] = {
        "image/png": {"format": "PNG", "compress_level": _SMALL_PNG},
        "image/jpeg": {"format": "JPEG", "quality": quality, "optimize": True, "subsampling": 2 if color else 0},
        "image/webp": {"format": "WEBP", "quality": quality, "lossless": lossless, "exact": True, "method": 4},
    }[mime_type]
    stream = io.BytesIO()
    plain = pixels[:, :, 0] if pixels.shape[2] == 1 else pixels
    require("PIL.Image", extra="textures").fromarray(np.ascontiguousarray(plain)).save(stream, **options)
    return stream.getvalue()


def put(image: Image, data: bytes, mime_type: str) -> None:
    """Give an image another file; its name and extras stay, and its URI but for the suffix."""
    path = PurePosixPath(image.uri)
    if image.uri and path.suffix.lower() not in _SUFFIXES[mime_type]:
        image.uri = str(path.with_suffix(_SUFFIXES[mime_type][0]))
    image.mime_type = mime_type
    image.data = data
