"""Small picture files: JPEG, WebP, AVIF and JPEG XL, through Pillow; JPEG XL loses nothing unless told to."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.errors import MissingPackageError, RenderError, require
from threedkit.render.provenance import as_xmp

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from threedkit.render.frame import Frame

__all__ = ["encode_avif", "encode_jpeg", "encode_jxl", "encode_webp", "on_white"]

_JPEG_QUALITY = 92
_WEBP_QUALITY = 92
_AVIF_QUALITY = 85
_JXL_LOSSLESS_EFFORT = 1  # 5 ms for 1080p; effort 2 takes 20 times as long and saves a tenth
_JXL_LOSSY_EFFORT = 3


def encode_jpeg(frame: Frame, about: Mapping[str, Any], quality: int | None) -> bytes:
    """JPEG, colour at full resolution. It has no alpha: transparent pixels are laid over white."""
    return _saved(on_white(frame.color), "JPEG", about, quality=quality or _JPEG_QUALITY, subsampling=0)


def encode_webp(frame: Frame, about: Mapping[str, Any], quality: int | None) -> bytes:
    """WebP with alpha."""
    return _saved(frame.color, "WEBP", about, quality=quality or _WEBP_QUALITY, method=2)


def encode_avif(frame: Frame, about: Mapping[str, Any], quality: int | None) -> bytes:
    """AVIF with alpha, colour at full resolution.

    Raises:
        MissingPackageError: this Pillow was built without AVIF.
    """
    if not require("PIL.features", extra="render").check("avif"):
        raise MissingPackageError("this Pillow was built without AVIF; run: pip install -U 'pillow>=11.3'", name="PIL")
    options = {"quality": quality or _AVIF_QUALITY, "speed": 9, "subsampling": "4:4:4", "max_threads": 1}
    return _saved(frame.color, "AVIF", about, **options)


def encode_jxl(frame: Frame, about: Mapping[str, Any], quality: int | None) -> bytes:
    """JPEG XL with alpha: lossless, or lossy when there is a quality."""
    require("pillow_jxl", extra="render")  # adds the format to Pillow
    if quality is None:
        return _saved(frame.color, "JXL", about, lossless=True, effort=_JXL_LOSSLESS_EFFORT, num_threads=0)
    return _saved(frame.color, "JXL", about, quality=quality, effort=_JXL_LOSSY_EFFORT, num_threads=0)


def on_white(color: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Straight-alpha sRGB (h, w, 4) laid over white: (h, w, 3)."""
    if color[..., 3].min() == 255:
        rgb = np.empty((*color.shape[:2], 3), np.uint8)
        for channel in range(3):  # four times as fast as one copy of all
            rgb[..., channel] = color[..., channel]
        return rgb
    alpha = color[..., 3:] / np.float32(255)
    return np.asarray((color[..., :3] * alpha + 255 * (1 - alpha)).round(), np.uint8)


def _saved(image: NDArray[np.uint8], kind: str, about: Mapping[str, Any], **options: Any) -> bytes:
    pictures = require("PIL.Image", extra="render")
    buffer = io.BytesIO()
    try:
        pictures.fromarray(image).save(buffer, kind, xmp=as_xmp(about), **options)
    except (OSError, ValueError) as error:
        raise RenderError(f"a picture of {image.shape[1]}x{image.shape[0]} cannot be {kind}: {error}") from error
    return buffer.getvalue()
