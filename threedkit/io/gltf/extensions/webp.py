"""EXT_texture_webp: a texture whose image is a WebP file."""

from __future__ import annotations

from typing import Final

from threedkit.io.gltf.schema import ABSENT, Index, Property

__all__ = ["WEBP", "WebpTexture"]

WEBP: Final = "EXT_texture_webp"


class WebpTexture(Property, rename="camel", omit_defaults=True, kw_only=True):
    """The extension at a texture."""

    source: Index = ABSENT
