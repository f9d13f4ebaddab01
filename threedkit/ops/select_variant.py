"""Select variant: one of a scene's looks put on (KHR_materials_variants)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threedkit.errors import ParameterError
from threedkit.scene.fields import brief

if TYPE_CHECKING:
    from threedkit.scene import Primitive, Scene, Variant

__all__ = ["select_variant"]


def select_variant(scene: Scene, variant: str | None = None) -> Scene:
    """Give every primitive the material that it has in a variant.

    A primitive with no material for the variant gets back the one it had before any variant was selected. All
    variants stay in the scene, and in what is saved of it; a saved file shows the one that is selected.

    Args:
        scene: changed in place.
        variant: name of one of `scene.variants`; None: the materials without any variant.

    Returns:
        The same scene.

    Raises:
        ParameterError: the scene has no variant of that name; the message lists those it has.

    Example:
        >>> import threedkit as tk
        >>> shoe, night = tk.Primitive(material=tk.Material(name="red")), tk.Variant(name="night")
        >>> shoe.variants = tk.VariantMaterial(material=tk.Material(name="black"), variants=night)
        >>> scene = tk.Scene()
        >>> node = scene.add(shoe)
        >>> select_variant(scene, "night").meshes[0].primitives[0].material.name
        'black'
        >>> select_variant(scene, None).meshes[0].primitives[0].material.name
        'red'
    """
    chosen = None if variant is None else _find(scene, variant)
    scene.declare(materials=scene.materials)  # the list keeps its order, and what is taken off stays in the document
    for mesh in scene.meshes:
        for primitive in mesh.primitives:
            if primitive.variants or primitive.variant is not None:
                _dress(primitive, chosen)
    return scene


def _find(scene: Scene, name: str) -> Variant:
    variants = scene.variants
    if name not in variants.names:
        there = ", ".join(repr(known) for known in variants.names[:20])
        known = f"the scene has {there}" if there else "the scene has no variants"
        raise ParameterError(f"select_variant: there is no variant {brief(name)}; {known}")
    return variants[name]


def _dress(primitive: Primitive, chosen: Variant | None) -> None:
    plain = primitive.plain_material if primitive.variant is not None else primitive.material
    for mapping in primitive.variants:
        if any(variant is chosen for variant in mapping.variants):
            primitive.plain_material, primitive.variant = plain, chosen
            primitive.material = mapping.material
            return
    primitive.plain_material, primitive.variant = None, None
    primitive.material = plain
