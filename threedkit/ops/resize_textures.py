"""Resize textures: none larger than a limit, sides powers of two if asked for."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Final, Literal

from threedkit.ops._encoding import called, encode, pixels_of, put, read
from threedkit.ops._image_uses import image_uses
from threedkit.ops._ktx2_levels import drop_levels
from threedkit.ops._options import choice, flag, integer
from threedkit.ops._resampling import resample

if TYPE_CHECKING:
    from threedkit.ops._image_uses import ImageUse
    from threedkit.scene import Image, Scene
    from threedkit.scene.image_formats import ImageHeader

__all__ = ["resize_textures"]

_POWERS: Final = ("no", "down", "nearest", "up")
_KTX2: Final = "image/ktx2"


def resize_textures(
    scene: Scene,
    *,
    max_size: int = 2048,
    power_of_two: Literal["no", "down", "nearest", "up"] = "no",
    quality: int = 90,
    only_smaller: bool = False,
) -> Scene:
    """Make images smaller that have a side above a limit; each once, however many textures share it.

    Lanczos resampling. Colours (base colour, emission ...) are averaged as linear light, where alpha is read weighted
    by it; normals come out of unit length; other data is averaged as it is. Across a side, an image goes on as its
    sampler says. The format stays: PNG and lossless WebP lossless, JPEG and WebP with `quality`; 16-bit PNGs become
    8-bit. A KTX 2 loses its largest mipmap levels, and nothing of the others; one that has none small enough is left
    alone with a warning (`recompress` turns it into another format first).

    Args:
        scene: its images are changed in place; names, extras and URIs stay.
        max_size: the longest side that is allowed, in pixels; the proportions stay (to whole pixels).
        power_of_two: whether each side becomes a power of two: the next one "down" or "up", or the "nearest" (by
            ratio), though never above `max_size`.
        quality: of JPEG and of lossy WebP, 1 to 100.
        only_smaller: leave an image alone if its file would not become smaller.

    Returns:
        The same scene.

    Raises:
        ParameterError: an option is out of its range.

    Example:
        >>> import numpy as np
        >>> import threedkit as tk
        >>> image = tk.Image.from_array(np.zeros((300, 200, 3), np.uint8))
        >>> scene = tk.Scene().declare(images=[image])
        >>> resize_textures(scene, max_size=128, power_of_two="down").images[0].size
        (64, 128)
    """
    max_size = integer("resize_textures", "max_size", max_size, 1, 1 << 16)
    rule = choice("resize_textures", "power_of_two", power_of_two, _POWERS)
    quality = integer("resize_textures", "quality", quality, 1, 100)
    only_smaller = flag("resize_textures", "only_smaller", only_smaller)
    for image, use in _uses(scene):
        header = read(image)
        if header is None:
            _warn(image, "cannot be read")
            continue
        size = _target(header, max_size, rule)
        if size == (header.width, header.height):
            continue
        data = _smaller(image, header, size, use, quality)
        if data is not None and not (only_smaller and len(data) >= len(image.data)):
            put(image, data, header.mime_type)
    return scene


def _uses(scene: Scene) -> list[tuple[Image, ImageUse]]:
    uses = image_uses(scene)
    return [(image, uses[id(image)]) for image in scene.images if image.data is not None]


def _warn(image: Image, why: str) -> None:
    warnings.warn(f"resize_textures: image {called(image)} {why}: it is left alone", stacklevel=3)


def _target(header: ImageHeader, max_size: int, rule: str) -> tuple[int, int]:
    """(width, height) that an image should have."""
    longest = max(header.width, header.height)
    scale = min(1.0, max_size / longest) if longest else 1.0
    width, height = (max(1, round(side * scale)) for side in (header.width, header.height))
    return (width, height) if rule == "no" else (_power(width, max_size, rule), _power(height, max_size, rule))


def _power(side: int, limit: int, rule: str) -> int:
    below = 1 << (side.bit_length() - 1)
    above = below if below == side else 2 * below
    found = {"down": below, "up": above, "nearest": below if side * side <= below * above else above}[rule]
    return min(found, 1 << (limit.bit_length() - 1))


def _smaller(image: Image, header: ImageHeader, size: tuple[int, int], use: ImageUse, quality: int) -> bytes | None:
    """The file in the new size; None, after a warning, if that cannot be."""
    if header.mime_type == _KTX2:
        data = drop_levels(image.data, size)
        if data is None:
            _warn(image, f"is a KTX 2 without a mipmap level of {size[0]} x {size[1]} pixels")
        return data
    pixels = pixels_of(image)
    if pixels is None:
        _warn(image, "cannot be decoded")
        return None
    lossless = header.lossless and header.mime_type == "image/webp"
    made = resample(pixels, size, use)
    return encode(made, header.mime_type, quality=quality, lossless=lossless, color=use.kind == "color")
