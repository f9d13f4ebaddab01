"""Variants of materials (KHR_materials_variants)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from threedkit.errors import FieldError
from threedkit.io.gltf.extensions import VARIANTS, MappingData, VariantData
from threedkit.io.gltf.schema import ABSENT

if TYPE_CHECKING:
    from threedkit.io.gltf.write.context import Context
    from threedkit.scene import Primitive, Scene

__all__ = ["write_mappings", "write_variants"]


def write_variants(context: Context, scene: Scene) -> dict[str, Any]:
    """The extension at the root, as plain JSON; only for scenes that have variants."""
    made = [VariantData(name=one.name, **context.unnamed(one)) for one in context.parts.variants]
    return {"variants": msgspec.to_builtins(made), **context.nested(scene, VARIANTS)}


def write_mappings(context: Context, primitive: Primitive) -> dict[str, Any]:
    """The extension at a primitive, as plain JSON; {} if it has the same material in all variants.

    Raises:
        FieldError: a mapping has no material, or a variant has two of them.
    """
    made = []
    seen: set[int] = set()
    for mapping in primitive.variants:
        variants = [context.variants.of(variant) for variant in mapping.variants]
        material = context.materials.of(mapping.material)
        if material == ABSENT:
            raise FieldError("a VariantMaterial cannot be saved without a material")
        if len(seen | set(variants)) != len(seen) + len(variants):
            raise FieldError("Primitive.variants cannot be saved: one variant has two materials")
        seen.update(variants)
        if variants:
            values = context.named(mapping)
            made.append(msgspec.to_builtins(MappingData(**values, variants=variants, material=material)))
    return {"mappings": made, **context.nested(primitive, VARIANTS)} if made else {}
