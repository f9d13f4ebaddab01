"""KHR_materials_pbrSpecularGlossiness: another model of a surface, which is turned into metallic-roughness."""

from __future__ import annotations

from typing import Final

from threedkit.io.gltf.schema import Fraction, Property, TextureInfo

__all__ = ["SPECULAR_GLOSSINESS", "SpecularGlossiness"]

SPECULAR_GLOSSINESS: Final = "KHR_materials_pbrSpecularGlossiness"


class SpecularGlossiness(Property, rename="camel", omit_defaults=True, kw_only=True):
    """The extension at a material."""

    diffuse_factor: tuple[Fraction, Fraction, Fraction, Fraction] = (1.0, 1.0, 1.0, 1.0)
    diffuse_texture: TextureInfo | None = None
    specular_factor: tuple[Fraction, Fraction, Fraction] = (1.0, 1.0, 1.0)
    glossiness_factor: Fraction = 1.0
    specular_glossiness_texture: TextureInfo | None = None
