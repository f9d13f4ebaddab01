"""Materials."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from threedkit.io.gltf import schema
from threedkit.io.gltf.extensions import SPECULAR_GLOSSINESS
from threedkit.io.gltf.problems import pointer
from threedkit.io.gltf.read.common import named, nested
from threedkit.io.gltf.read.glossiness import GlossinessReader
from threedkit.io.gltf.read.layers import read_layers
from threedkit.io.gltf.read.texture_infos import read_info
from threedkit.scene import Material, Texture

if TYPE_CHECKING:
    from collections.abc import Sequence

    from threedkit.io.gltf.document import Document

__all__ = ["read_materials"]

_PLAIN = schema.MetallicRoughness()


def read_materials(document: Document, textures: Sequence[Texture]) -> list[Material]:
    """All materials."""
    glossiness = GlossinessReader(document, textures)
    materials = []
    for index, source in enumerate(document.gltf.materials):
        values = _material(document, index, source, textures)
        if source.extensions:
            more = read_layers(document, source.extensions, textures, pointer("materials", index))
            if SPECULAR_GLOSSINESS in source.extensions:
                glossy = glossiness.read(source.extensions, pointer("materials", index))
                more = {**more, **glossy, "nested": {**glossy.get("nested", {}), **more.get("nested", {})}}
            values = {**values, **more, "nested": {**more.get("nested", {}), **values.get("nested", {})}}
        materials.append(Material._trusted(**values))
    return materials


def _material(document: Document, index: int, source: schema.Material, textures: Sequence[Texture]) -> dict[str, Any]:
    """The values of a material's fields."""
    where = pointer("materials", index)
    rough = source.pbr_metallic_roughness or _PLAIN
    values: dict[str, Any] = {
        "base_color": rough.base_color_factor,
        "metallic": rough.metallic_factor,
        "roughness": rough.roughness_factor,
        "emissive": source.emissive_factor,
        "alpha_mode": source.alpha_mode,
        "alpha_cutoff": source.alpha_cutoff,
        "double_sided": source.double_sided,
    }
    slots = (
        ("base_color_texture", rough.base_color_texture, "pbrMetallicRoughness/baseColorTexture"),
        (
            "metallic_roughness_texture",
            rough.metallic_roughness_texture,
            "pbrMetallicRoughness/metallicRoughnessTexture",
        ),
        ("normal_texture", source.normal_texture, "normalTexture"),
        ("occlusion_texture", source.occlusion_texture, "occlusionTexture"),
        ("emissive_texture", source.emissive_texture, "emissiveTexture"),
    )
    for slot, info, member in slots:
        if info is not None:
            values[slot] = read_info(document, info, textures, f"{where}/{member}")
    if source.normal_texture is not None:
        values["normal_scale"] = source.normal_texture.scale
    if source.occlusion_texture is not None:
        values["occlusion_strength"] = source.occlusion_texture.strength
    within = nested(document, where, pbrMetallicRoughness=source.pbr_metallic_roughness)
    return {**values, **named(document, source, where), **within}
