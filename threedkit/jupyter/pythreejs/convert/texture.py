"""Textures: the encoded image as a data URI, read as glTF says."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import pythreejs as three

from threedkit.errors import AssetError
from threedkit.render.pictures import png_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from threedkit.scene import Image, Material, Sampler, Texture

__all__ = ["TextureBank", "pictures"]

_WRAPS = {
    "REPEAT": "RepeatWrapping",
    "CLAMP_TO_EDGE": "ClampToEdgeWrapping",
    "MIRRORED_REPEAT": "MirroredRepeatWrapping",
}
_FILTERS = {
    "NEAREST": "NearestFilter",
    "LINEAR": "LinearFilter",
    "NEAREST_MIPMAP_NEAREST": "NearestMipMapNearestFilter",
    "LINEAR_MIPMAP_NEAREST": "LinearMipMapNearestFilter",
    "NEAREST_MIPMAP_LINEAR": "NearestMipMapLinearFilter",
    "LINEAR_MIPMAP_LINEAR": "LinearMipMapLinearFilter",
}
_SHOWN = {"image/png", "image/jpeg", "image/webp"}


def _sampling(sampler: Sampler | None) -> dict[str, str]:
    if sampler is None:
        return {"wrapS": "RepeatWrapping", "wrapT": "RepeatWrapping"}
    return {
        "wrapS": _WRAPS[sampler.wrap_s],
        "wrapT": _WRAPS[sampler.wrap_t],
        "magFilter": _FILTERS[sampler.mag_filter or "LINEAR"],
        "minFilter": _FILTERS[sampler.min_filter or "LINEAR_MIPMAP_LINEAR"],
    }


def pictures(material: Material) -> Iterator[Texture | Image]:
    """The textures of a material and their images: what to watch beside its slots."""
    for info in material.slots().values():
        yield info.texture
        yield from info.texture.images


def data_uri(texture: Texture) -> str | None:
    """A picture of the texture as a data URI; None if it has none.

    The best of its images that a browser shows, as it is; a texture that has KTX 2 alone is sent as a PNG.

    Raises:
        AssetError: it has nothing but a KTX 2 that cannot be decoded.
    """
    for image in texture.images:
        if image.data is not None and image.media_type in _SHOWN:
            return _encoded(image.media_type, image.data)
    if texture.source is None or texture.source.data is None:
        return None
    return _encoded("image/png", png_of(texture.source))


def _encoded(media_type: str, data: bytes | memoryview) -> str:
    return f"data:{media_type};base64,{base64.b64encode(data).decode('ascii')}"


class TextureBank:
    """three.js textures of a view; a texture that several slots use is sent once an encoding."""

    def __init__(self, notes: list[str]) -> None:
        """Start empty; what cannot be shown is told in `notes`."""
        self._made: dict[tuple[int, bool], tuple[Texture, list[Any], three.ImageTexture | None]] = {}
        self._old: list[three.ImageTexture] = []
        self._notes = notes

    def get(self, texture: Texture, *, srgb: bool) -> three.ImageTexture | None:
        """The widget for a texture, its colours decoded from sRGB or read as they are; None if it has no picture."""
        key, files = (id(texture), srgb), [image.data for image in texture.images]
        made = self._made.get(key)
        if made is None or [id(file) for file in made[1]] != [id(file) for file in files]:
            if made is not None and made[2] is not None:
                self._old.append(made[2])  # materials may still have it
            made = self._made[key] = (texture, files, self._make(texture, srgb=srgb))
        return made[2]

    def _make(self, texture: Texture, *, srgb: bool) -> three.ImageTexture | None:
        try:
            uri = data_uri(texture)
        except AssetError as error:
            self._notes.append(f"texture {texture.name!r} is left out: {error}")
            return None
        if uri is None:
            self._notes.append(f"texture {texture.name!r} has no image and is left out")
            return None
        options: dict[str, Any] = _sampling(texture.sampler)
        encoding = "sRGBEncoding" if srgb else "LinearEncoding"
        return three.ImageTexture(imageUri=uri, flipY=False, encoding=encoding, anisotropy=4, **options)

    def close(self) -> None:
        """Free all widgets."""
        for widget in (*self._old, *(widget for _, _, widget in self._made.values())):
            if widget is not None:
                widget.close()
        self._made.clear()
        self._old.clear()
