"""KHR_texture_transform: coordinates moved, turned and scaled before a texture is read."""

from __future__ import annotations

from typing import Final

from threedkit.io.gltf.schema import ABSENT, Offset, Property

__all__ = ["TEXTURE_TRANSFORM", "TextureTransform"]

TEXTURE_TRANSFORM: Final = "KHR_texture_transform"


class TextureTransform(Property, rename="camel", omit_defaults=True, kw_only=True):
    """The extension at a texture info."""

    offset: tuple[float, float] = (0.0, 0.0)
    rotation: float = 0.0
    scale: tuple[float, float] = (1.0, 1.0)
    tex_coord: Offset = ABSENT
