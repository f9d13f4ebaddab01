"""KHR_materials_variants: other materials for the same primitives, by name."""

from __future__ import annotations

from typing import Annotated, Final

from msgspec import Meta

from threedkit.io.gltf.schema import Index, Items, Property

__all__ = ["VARIANTS", "MappingData", "VariantData", "VariantList", "VariantMappings"]

VARIANTS: Final = "KHR_materials_variants"


class VariantData(Property, rename="camel", omit_defaults=True, kw_only=True):
    """A variant."""

    name: str


class VariantList(Property, rename="camel", omit_defaults=True, kw_only=True):
    """The extension at the root."""

    variants: Items[VariantData]


class MappingData(Property, rename="camel", omit_defaults=True, kw_only=True):
    """The material of a primitive in some of the variants."""

    variants: Annotated[list[Index], Meta(min_length=1)]
    material: Index
    name: str = ""


class VariantMappings(Property, rename="camel", omit_defaults=True, kw_only=True):
    """The extension at a primitive."""

    mappings: Items[MappingData]
