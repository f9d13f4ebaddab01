"""KHR_texture_basisu: a texture whose image is a KTX 2 file of Basis Universal."""

from __future__ import annotations

from typing import Final

from threedkit.io.gltf.schema import ABSENT, Index, Property

__all__ = ["BASISU", "BasisuTexture"]

BASISU: Final = "KHR_texture_basisu"


class BasisuTexture(Property, rename="camel", omit_defaults=True, kw_only=True):
    """The extension at a texture."""

    source: Index = ABSENT
