"""The extensions that are layers of a material, or nothing: clearcoat, specular, transmission, volume, sheen ...

The structs follow the JSON schemas of the extensions (KhronosGroup/glTF, extensions/2.0/Khronos).
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from threedkit.io.gltf.schema import Fraction, NormalTextureInfo, NotNegative, Positive, Property, TextureInfo

__all__ = [
    "AnisotropyData",
    "ClearcoatData",
    "DiffuseTransmissionData",
    "IridescenceData",
    "SheenData",
    "SpecularData",
    "TransmissionData",
    "VolumeData",
]

Rgb = tuple[Fraction, Fraction, Fraction]


class AnisotropyData(Property, rename="camel", omit_defaults=True, kw_only=True):
    """KHR_materials_anisotropy."""

    anisotropy_strength: Fraction = 0.0
    anisotropy_rotation: float = 0.0
    anisotropy_texture: TextureInfo | None = None


class ClearcoatData(Property, rename="camel", omit_defaults=True, kw_only=True):
    """KHR_materials_clearcoat."""

    clearcoat_factor: Fraction = 0.0
    clearcoat_texture: TextureInfo | None = None
    clearcoat_roughness_factor: Fraction = 0.0
    clearcoat_roughness_texture: TextureInfo | None = None
    clearcoat_normal_texture: NormalTextureInfo | None = None


class DiffuseTransmissionData(Property, rename="camel", omit_defaults=True, kw_only=True):
    """KHR_materials_diffuse_transmission."""

    diffuse_transmission_factor: Fraction = 0.0
    diffuse_transmission_texture: TextureInfo | None = None
    diffuse_transmission_color_factor: Rgb = (1.0, 1.0, 1.0)
    diffuse_transmission_color_texture: TextureInfo | None = None


class IridescenceData(Property, rename="camel", omit_defaults=True, kw_only=True):
    """KHR_materials_iridescence."""

    iridescence_factor: Fraction = 0.0
    iridescence_texture: TextureInfo | None = None
    iridescence_ior: Annotated[float, Meta(ge=1.0)] = 1.3
    iridescence_thickness_minimum: NotNegative = 100.0
    iridescence_thickness_maximum: NotNegative = 400.0
    iridescence_thickness_texture: TextureInfo | None = None


class SheenData(Property, rename="camel", omit_defaults=True, kw_only=True):
    """KHR_materials_sheen."""

    sheen_color_factor: Rgb = (0.0, 0.0, 0.0)
    sheen_color_texture: TextureInfo | None = None
    sheen_roughness_factor: Fraction = 0.0
    sheen_roughness_texture: TextureInfo | None = None


class SpecularData(Property, rename="camel", omit_defaults=True, kw_only=True):
    """KHR_materials_specular."""

    specular_factor: Fraction = 1.0
    specular_texture: TextureInfo | None = None
    specular_color_factor: tuple[NotNegative, NotNegative, NotNegative] = (1.0, 1.0, 1.0)
    specular_color_texture: TextureInfo | None = None


class TransmissionData(Property, rename="camel", omit_defaults=True, kw_only=True):
    """KHR_materials_transmission."""

    transmission_factor: Fraction = 0.0
    transmission_texture: TextureInfo | None = None


class VolumeData(Property, rename="camel", omit_defaults=True, kw_only=True):
    """KHR_materials_volume; an attenuation distance that is not given is infinite."""

    thickness_factor: NotNegative = 0.0
    thickness_texture: TextureInfo | None = None
    attenuation_distance: Positive | None = None
    attenuation_color: Rgb = (1.0, 1.0, 1.0)
