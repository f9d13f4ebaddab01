"""Texture, Sampler and TextureInfo: an image, how it is read, and how a material slot uses it."""

from __future__ import annotations

from typing import Any

from threedkit.scene.element import Element
from threedkit.scene.fields import Choice, Integer, Number, Vector, optional
from threedkit.scene.image import Image
from threedkit.scene.references import Reference, References

__all__ = ["MAG_FILTERS", "MIN_FILTERS", "WRAPS", "Sampler", "Texture", "TextureInfo", "texture_slot"]

MAG_FILTERS = ("NEAREST", "LINEAR")
MIN_FILTERS = (
    "NEAREST",
    "LINEAR",
    "NEAREST_MIPMAP_NEAREST",
    "LINEAR_MIPMAP_NEAREST",
    "NEAREST_MIPMAP_LINEAR",
    "LINEAR_MIPMAP_LINEAR",
)
WRAPS = ("REPEAT", "CLAMP_TO_EDGE", "MIRRORED_REPEAT")


class Sampler(Element):
    """How a texture is filtered and repeated (glTF 2.0, 3.8.4)."""

    mag_filter = optional(Choice(None, MAG_FILTERS, doc="None: the engine's choice"))
    min_filter = optional(Choice(None, MIN_FILTERS, doc="None: the engine's choice"))
    wrap_s = Choice("REPEAT", WRAPS)
    wrap_t = Choice("REPEAT", WRAPS)


def _as_image(value: Any) -> Any:
    return Image.from_array(value) if hasattr(value, "__array_interface__") else value


class Texture(Element):
    """An image with a sampler. `Texture(image)` and `Texture(array)` work too.

    A source in KTX 2 or WebP needs an extension of glTF (KHR_texture_basisu, EXT_texture_webp), which a saved document
    then requires, unless there are `fallbacks`: the same picture in other formats, for readers without the extension.
    """

    source = Reference(lambda: (Image,), "an Image or an array of uint8", coerce=_as_image)
    fallbacks = References(
        lambda: (Image,),
        "Images",
        doc="for readers that cannot read the source, best first: at most one each of KTX 2, WebP, and PNG or JPEG",
    )
    sampler = Reference(lambda: (Sampler,), "a Sampler")

    def __init__(self, source: Any = None, **values: Any) -> None:
        """Build from an Image, or an array (h, w, channels) uint8, and keyword values."""
        super().__init__(source=source, **values)

    @property
    def images(self) -> tuple[Image, ...]:
        """The source, then the fallbacks."""
        return (*(() if self.source is None else (self.source,)), *self.fallbacks)


class TextureInfo(Element):
    """The use of a texture in a material slot, with KHR_texture_transform.

    A point (u, v) of set `texcoord` reads the texture at ``offset + R(rotation) @ (scale * (u, v))``, where
    R(a) = ((cos a, sin a), (-sin a, cos a)).
    """

    texture = Reference(lambda: (Texture,), "a Texture", optional=False)
    texcoord = Integer(0, maximum=255, doc="which TEXCOORD set")
    fallback_texcoord = optional(
        Integer(None, maximum=255, doc="the set for readers that know no KHR_texture_transform; None: the same")
    )
    offset = Vector((0.0, 0.0), size=2, doc="fractions of the texture")
    rotation = Number(0.0, doc="radians, counter-clockwise about the origin of uv")
    scale = Vector((1.0, 1.0), size=2)

    def __init__(self, texture: Any = None, **values: Any) -> None:
        """Build from a Texture (or what makes one) and keyword values."""
        super().__init__(texture=_as_texture(texture), **values)

    @property
    def is_transformed(self) -> bool:
        """Whether the coordinates are changed before the texture is read."""
        return (self.offset, self.rotation, self.scale) != ((0.0, 0.0), 0.0, (1.0, 1.0))


def _as_texture(value: Any) -> Any:
    value = _as_image(value)
    return Texture(value) if isinstance(value, Image) else value


def as_texture_info(value: Any) -> Any:
    """Wrap an array, an Image or a Texture into a TextureInfo; anything else is given back."""
    value = _as_texture(value)
    return TextureInfo(value) if isinstance(value, Texture) else value


def texture_slot(doc: str) -> Reference:
    """A field that holds a TextureInfo, made of an array, an Image or a Texture where one of these is assigned."""
    words = "a TextureInfo, Texture, Image or array of uint8"
    return Reference(lambda: (TextureInfo,), words, coerce=as_texture_info, doc=doc)
