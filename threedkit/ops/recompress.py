"""Recompress: the images of textures in another format."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Final, Literal

from threedkit.ops._encoding import MIME_TYPES, called, encode, pixels_of, put, read
from threedkit.ops._image_uses import ImageUse, image_uses
from threedkit.ops._options import choice, flag, integer
from threedkit.scene import Image

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from threedkit.scene import Scene

__all__ = ["recompress"]

_OPAQUE: Final = 255
_CORE: Final = frozenset({"image/png", "image/jpeg"})


def recompress(
    scene: Scene,
    *,
    to: Literal["webp", "jpeg", "png"] = "webp",
    quality: int = 85,
    lossless: bool = False,
    only_smaller: bool = True,
    keep_fallback: bool = False,
) -> Scene:
    """Encode images anew in one format; each once, however many textures share it.

    What is in that format already stays as it is (a PNG is packed again). A JPEG has no alpha: an image whose alpha is
    read (where the material is not opaque, or a layer has its factor there) and not 255 everywhere is left alone with
    a warning. WebP makes a document that needs EXT_texture_webp; PNG and JPEG need nothing, and their textures have no
    more use for fallbacks, which they lose. 16-bit PNGs become 8-bit.

    Args:
        scene: its images are changed in place; names and extras stay, and URIs but for their suffix.
        to: the format.
        quality: of JPEG and of lossy WebP, 1 to 100.
        lossless: of WebP: keep every pixel as it is.
        only_smaller: leave an image alone if its file would not become smaller.
        keep_fallback: with WebP, keep a PNG or JPEG as the texture's fallback, for readers without the extension.

    Returns:
        The same scene.

    Raises:
        ParameterError: an option is out of its range.

    Example:
        >>> import numpy as np
        >>> import threedkit as tk
        >>> image = tk.Image.from_array(np.zeros((64, 64, 3), np.uint8), name="night")
        >>> scene = tk.Scene().declare(textures=[tk.Texture(image)])
        >>> recompress(scene, to="webp", lossless=True).images["night"].mime_type
        'image/webp'
    """
    mime_type = MIME_TYPES[choice("recompress", "to", to, tuple(MIME_TYPES))]
    quality = integer("recompress", "quality", quality, 1, 100)
    lossless = flag("recompress", "lossless", lossless)
    only_smaller = flag("recompress", "only_smaller", only_smaller)
    keep_fallback = flag("recompress", "keep_fallback", keep_fallback) and mime_type not in _CORE
    uses = image_uses(scene)
    fallbacks = {id(image) for texture in scene.textures for image in texture.fallbacks}
    sources = {id(texture.source) for texture in scene.textures}
    made: dict[int, Image] = {}
    for image in scene.images:
        if id(image) in fallbacks - sources or image.data is None:
            continue
        data = _encoded(image, uses[id(image)], mime_type, quality=quality, lossless=lossless)
        if data is None or (only_smaller and len(data) >= len(image.data)):
            continue
        if keep_fallback and image.media_type in _CORE:
            made[id(image)] = _beside(image, data, mime_type)
        else:
            put(image, data, mime_type)
            made[id(image)] = image
    _exchange(scene, made)
    return scene


def _warn(image: Image, why: str) -> None:
    warnings.warn(f"recompress: image {called(image)} {why}: it is left alone", stacklevel=4)


def _encoded(image: Image, use: ImageUse, mime_type: str, *, quality: int, lossless: bool) -> bytes | None:
    """The new file; None if the image stays as it is."""
    header = read(image)
    if header is None:
        _warn(image, "cannot be read")
        return None
    if header.mime_type == mime_type != "image/png":
        return None
    pixels = pixels_of(image)
    if pixels is None:
        _warn(image, "cannot be decoded")
        return None
    if mime_type == "image/jpeg":
        if use.alpha and _is_transparent(pixels):
            _warn(image, "has an alpha channel that is read, which a JPEG cannot hold")
            return None
        pixels = pixels[:, :, : 1 if pixels.shape[2] <= 2 else 3]
    data = encode(pixels, mime_type, quality=quality, lossless=lossless, color=use.kind == "color")
    if data is None:
        _warn(image, f"is too large for {mime_type}")
    return data


def _is_transparent(pixels: NDArray[np.uint8]) -> bool:
    return pixels.shape[2] in {2, 4} and bool((pixels[:, :, -1] != _OPAQUE).any())


def _beside(image: Image, data: bytes, mime_type: str) -> Image:
    """A new image of the same name, for the old one to be its fallback."""
    new = Image(name=image.name, uri=image.uri)
    put(new, data, mime_type)
    return new


def _exchange(scene: Scene, made: dict[int, Image]) -> None:
    """Put new images into the textures, and take out the fallbacks that are of no more use."""
    for texture in scene.textures:
        old = texture.source
        if old is None or id(old) not in made:
            continue
        new = made[id(old)]
        fallbacks = texture.fallbacks if new is old else (old, *texture.fallbacks)
        if new.media_type in _CORE:
            fallbacks = ()
        kept = tuple(image for image in fallbacks if image.media_type != new.media_type)
        if new is not old:
            texture.source = new
        if kept != texture.fallbacks:
            texture.fallbacks = kept
