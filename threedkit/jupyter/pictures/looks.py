"""The variants of a scene for a page without a kernel: what a browser has to do to put each of them on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from threedkit.jupyter.tools.looks import variant_names, worn_variant

if TYPE_CHECKING:
    from threedkit.jupyter.packing.index import Index
    from threedkit.scene import Material, Primitive, Scene

__all__ = ["looks_of", "variant_materials"]


def variant_materials(scene: Scene) -> list[Material]:
    """Every material that a primitive may have on."""
    primitives = [primitive for mesh in scene.meshes for primitive in mesh.primitives if primitive.variants]
    mapped = [mapping.material for primitive in primitives for mapping in primitive.variants]
    return [one for one in (*mapped, *map(_plain, primitives)) if one is not None]


def _plain(primitive: Primitive) -> Material | None:
    """The material without any variant."""
    material: Material | None = primitive.material if primitive.variant is None else primitive.plain_material
    return material


def _worn(primitive: Primitive, name: str) -> Material | None:
    """What a primitive has on in a variant; empty: in none."""
    for mapping in primitive.variants if name else ():
        if any(variant.name == name for variant in mapping.variants):
            material: Material | None = mapping.material
            return material
    return _plain(primitive)


def looks_of(scene: Scene, index: Index) -> dict[str, Any]:
    """Traits of a page: the variants, the one that is on, and the edits by which each is put on.

    Args:
        scene: what was packed.
        index: of the document.
    """
    names = variant_names(scene)
    if not names:
        return {}
    looks: dict[str, list[dict[str, Any]]] = {name: [] for name in ("", *names)}
    for mesh in scene.meshes:
        for primitive in mesh.primitives:
            places = [list(place) for place in index.places(primitive)] if primitive.variants else []
            for name in looks if places else ():
                material = _worn(primitive, name)
                place = None if material is None else index.place(material)
                edit = {"target": "primitive", "places": places, "material": None if place is None else place[1]}
                looks[name].append(edit)
    return {"variants": names, "variant": worn_variant(scene), "looks": looks}
