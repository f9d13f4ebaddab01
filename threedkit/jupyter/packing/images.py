"""Textures as a browser shows them: one image each, in a format it knows, no larger than is seen."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from threedkit.errors import AssetError, Problem, require
from threedkit.jupyter.packing.blobs import Blob
from threedkit.jupyter.packing.cache import Cache, digest
from threedkit.scene.image_formats import ImageFormatError, decode

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.scene import Image, Texture

__all__ = ["Picture", "picture_of"]

_SHOWN: Final = {"image/png", "image/jpeg", "image/webp"}
_QUALITY: Final = {"JPEG": 92, "WEBP": 92}
_OPAQUE: Final = 255


class Picture(NamedTuple):
    """An image ready to be sent."""

    blob: Blob
    mime_type: str


_PICTURES: Final[Cache[Picture]] = Cache(lambda picture: picture.blob.size)


def picture_of(texture: Texture, limit: int) -> Picture:
    """The picture of a texture.

    Args:
        texture: the best of its images that a browser shows is taken, else a KTX 2 is decoded.
        limit: pixels along its longer side.

    Raises:
        AssetError: it has no image, or one that cannot be read.
    """
    shown = [image for image in texture.images if image.data is not None and image.media_type in _SHOWN]
    others = [image for image in texture.images if image.data is not None]
    if not others:
        raise AssetError(texture.name or "texture", [Problem("error", "IO_ERROR", "", "the texture has no image")])
    image = (shown or others)[0]
    key = digest(image.data, str(limit))
    return _PICTURES.get(key, lambda: _made(image, limit))


def _made(image: Image, limit: int) -> Picture:
    header = image.header
    if header.mime_type in _SHOWN and max(header.width, header.height) <= limit:
        return Picture(Blob([bytes(image.data)]), header.mime_type)
    try:
        pixels = decode(image.data)
    except ImageFormatError as error:
        raise AssetError(image.name or image.uri or "image", [Problem("error", "IO_ERROR", "", str(error))]) from error
    return _encoded(_shrunk(pixels, limit))


def _shrunk(pixels: NDArray[np.uint8], limit: int) -> Any:
    """A Pillow image of at most `limit` pixels along its longer side."""
    flat = pixels[:, :, 0] if pixels.shape[2] == 1 else pixels
    if pixels.shape[2] == 2:  # grey with alpha
        flat = np.concatenate([np.repeat(pixels[:, :, :1], 3, axis=2), pixels[:, :, 1:]], axis=2)
    made = require("PIL.Image", extra="textures").fromarray(np.ascontiguousarray(flat))
    made.thumbnail((limit, limit), resample=5, reducing_gap=2.0)  # 5: HAMMING
    return made


def _encoded(made: Any) -> Picture:
    """JPEG with all its colours, or WebP where it is seen through."""
    stream = io.BytesIO()
    if made.mode == "RGBA" and made.getextrema()[3][0] < _OPAQUE:
        made.save(stream, "WEBP", quality=_QUALITY["WEBP"], exact=True, method=2)
        return Picture(Blob([stream.getvalue()]), "image/webp")
    plain = made.convert("RGB") if made.mode == "RGBA" else made
    plain.save(stream, "JPEG", quality=_QUALITY["JPEG"], subsampling=0)
    return Picture(Blob([stream.getvalue()]), "image/jpeg")
