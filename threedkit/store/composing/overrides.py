"""What a placement changes in its asset: materials, the light of its lamps, its variant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from threedkit.errors import FieldError
from threedkit.ops import select_variant

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from threedkit.scene import Material, Scene
    from threedkit.store.records import Placement

__all__ = ["override"]


def override(scene: Scene, name: str, placement: Placement, material: Callable[[str], Material]) -> None:
    """Change a scene as its placement says.

    Args:
        scene: changed in place.
        name: of the asset, for messages.
        placement: which materials, lights and variant.
        material: gives a stored material by its id.

    Raises:
        FieldError: the asset has no such material or light.
        ParameterError: it has no such variant.
    """
    if placement.variant:
        select_variant(scene, placement.variant)
    if placement.materials:
        _dress(scene, name, placement.materials, material)
    lamps = [node for node in scene.nodes if node.light is not None]
    for key, intensity in _by_breadth(placement.lights):
        names = [node.light.name or node.name for node in lamps if node.light is not None]
        for index in _chosen("light", key, names, name):
            light = lamps[index].light
            if light is not None:
                light.intensity = intensity


def _by_breadth(named: dict[str, Any]) -> list[tuple[str, Any]]:
    """What is for all first: what is for one of them goes over it."""
    return sorted(named.items(), key=lambda item: (item[0] != "*", item[0]))


def _chosen(what: str, key: str, names: Sequence[str], asset: str) -> list[int]:
    """Positions that a key means: ``*``, ``#2`` or a name."""
    if key == "*":
        return list(range(len(names)))
    if key.startswith("#") and key[1:].isdecimal() and int(key[1:]) < len(names):
        return [int(key[1:])]
    found = [index for index, name in enumerate(names) if name == key]
    if not found:
        there = ", ".join(repr(name) for name in dict.fromkeys(names) if name) or f"{len(names)} without a name"
        raise FieldError(f"asset {asset} has no {what} {key!r:.60}; it has {there:.300}")
    return found


def _dress(scene: Scene, asset: str, ids: dict[str, str], material: Callable[[str], Material]) -> None:
    old = scene.materials
    replaced: dict[int, Material] = {}
    for key, material_id in _by_breadth(ids):
        new = material(material_id)
        for index in _chosen("material", key, [one.name for one in old], asset):
            replaced[id(old[index])] = new
    bare = material(ids["*"]) if "*" in ids else None
    for mesh in scene.meshes:
        for primitive in mesh.primitives:
            new_one = bare if primitive.material is None else replaced.get(id(primitive.material))
            if new_one is not None:
                primitive.material = new_one
                primitive.variants = ()
