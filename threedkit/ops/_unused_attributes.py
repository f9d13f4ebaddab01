"""Vertex attributes that no material makes use of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from threedkit.scene import Material, Primitive, Scene

__all__ = ["drop_unused_attributes"]

_SURFACES = ("TRIANGLES", "TRIANGLE_STRIP", "TRIANGLE_FAN")


class _Needs(NamedTuple):
    """How many sets of texture coordinates are read, and whether normals and tangents are."""

    texcoords: int
    normals: bool
    tangents: bool


def drop_unused_attributes(scene: Scene) -> None:
    """Take the attributes out of each primitive that all of its materials (those of variants too) do without.

    Sets are dropped from the end only, as glTF numbers them without gaps. A primitive without a material, or with raw
    extensions on it or on a material, keeps everything: what those read is not known.
    """
    for mesh in scene.meshes:
        for primitive in mesh.primitives:
            needs = _needs(primitive)
            if needs is not None:
                _drop(primitive, needs)


def _needs(primitive: Primitive) -> _Needs | None:
    materials = [primitive.material, *(mapping.material for mapping in primitive.variants)]
    if primitive.plain_material is not None:
        materials.append(primitive.plain_material)
    if None in materials or primitive.extensions or primitive.nested or any(map(_is_open, materials)):
        return None
    found = [_of_material(material) for material in materials]
    return _Needs(
        max(one.texcoords for one in found),
        any(one.normals for one in found) or primitive.mode not in _SURFACES,
        any(one.tangents for one in found),
    )


def _is_open(material: Material) -> bool:
    """Whether something in the material may read attributes that we do not know of."""
    return bool(material.extensions or material.nested or any(info.extensions for info in material.slots().values()))


def _of_material(material: Material) -> _Needs:
    slots = material.slots()
    sets = [1 + max(info.texcoord, info.fallback_texcoord or 0) for info in slots.values()]
    tangents = not material.unlit and (material.anisotropy is not None or any(map(_is_normal_map, slots)))
    return _Needs(max(sets, default=0), not material.unlit, tangents)


def _is_normal_map(slot: str) -> bool:
    return slot.rpartition(".")[2] == "normal_texture"


def _drop(primitive: Primitive, needs: _Needs) -> None:
    _trim(primitive, needs)
    for target in primitive.targets:
        _trim(target, needs)
    names = {name for name, _ in primitive.attributes()}
    for number, target in enumerate(primitive.targets):
        names.update(f"targets/{number}/{name}" for name, _ in target.arrays())
    formats = {name: form for name, form in primitive.formats.items() if name in names}
    if len(formats) != len(primitive.formats):
        primitive.formats = formats


def _trim(arrays: Any, needs: _Needs) -> None:
    """Drop what is not needed from a primitive or a morph target."""
    if len(arrays.texcoords) > needs.texcoords:
        arrays.texcoords = arrays.texcoords[: needs.texcoords]
    if len(arrays.colors) > 1:
        arrays.colors = arrays.colors[:1]
    if arrays.normals is not None and not needs.normals:
        arrays.normals = None
    if arrays.tangents is not None and not needs.tangents:
        arrays.tangents = None
