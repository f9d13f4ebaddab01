"""Variants: other materials for the same surfaces, to be chosen by name (KHR_materials_variants)."""

from __future__ import annotations

from typing import Any

from threedkit.scene.element import Element
from threedkit.scene.material import Material
from threedkit.scene.references import Reference, References

__all__ = ["Variant", "VariantMaterial", "VariantMaterials"]


class Variant(Element):
    """A look that a whole scene can take on; `threedkit.ops.select_variant` puts it on."""


class VariantMaterial(Element):
    """The material that a primitive has in some of the variants.

    Example:
        >>> from threedkit.scene import Primitive
        >>> night = Variant(name="night")
        >>> primitive = Primitive(variants=[VariantMaterial(material=Material(), variants=night)])
    """

    material = Reference(lambda: (Material,), "a Material", optional=False)
    variants = References(lambda: (Variant,), "a Variant or several")


class VariantMaterials(References):
    """A primitive's materials for its variants: each variant has one at most."""

    def __init__(self, *, doc: str = "") -> None:
        """Declare the field; empty by default."""
        super().__init__(lambda: (VariantMaterial,), "VariantMaterials that have no variant in common", doc=doc)

    def accept(self, value: Any) -> tuple[Any, ...]:
        """A tuple of VariantMaterials."""
        mappings = super().accept(value)
        variants = [id(variant) for mapping in mappings for variant in mapping.variants]
        if len(set(variants)) != len(variants):
            message = "one variant has two materials"
            raise ValueError(message)
        return mappings
