"""The extensions that give a material one more value: unlit, emissive strength, index of refraction, dispersion."""

from __future__ import annotations

from threedkit.io.gltf.schema import NotNegative, Property

__all__ = ["DispersionData", "EmissiveStrengthData", "IorData", "UnlitData"]


class UnlitData(Property, rename="camel", omit_defaults=True, kw_only=True):
    """KHR_materials_unlit: that it is there says everything."""


class EmissiveStrengthData(Property, rename="camel", omit_defaults=True, kw_only=True):
    """KHR_materials_emissive_strength."""

    emissive_strength: NotNegative = 1.0


class IorData(Property, rename="camel", omit_defaults=True, kw_only=True):
    """KHR_materials_ior: 0, or from 1 (what lies between is refused by checks/materials.py)."""

    ior: NotNegative = 1.5


class DispersionData(Property, rename="camel", omit_defaults=True, kw_only=True):
    """KHR_materials_dispersion."""

    dispersion: NotNegative = 0.0
