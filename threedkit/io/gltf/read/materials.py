"""Materials and the texture slots in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from threedkit.io.gltf import schema
from threedkit.io.gltf.extensions import TEXTURE_TRANSFORM, TextureTransform, parse
from threedkit.io.gltf.problems import pointer
from threedkit.io.gltf.read.common import named, unnamed
from threedkit.io.gltf.schema import ABSENT
from threedkit.scene import Material, Texture, TextureInfo

if TYPE_CHECKING:
    from collections.abc import Sequence

    from threedkit.io.gltf.document import Document

__all__ = ["read_materials"]

_PLAIN = schema.MetallicRoughness()


def read_materials(document: Document, textures: Sequence[Texture]) -> list[Material]:
    """All materials."""
    return [_material(document, i, material, textures) for i, material in enumerate(document.gltf.materials)]


def _material(document: Document, index: int, source: schema.Material, textures: Sequence[Texture]) -> Material:
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
            values[slot] = _info(document, info, textures, f"{where}/{member}")
    if source.normal_texture is not None:
        values["normal_scale"] = source.normal_texture.scale
    if source.occlusion_texture is not None:
        values["occlusion_strength"] = source.occlusion_texture.strength
    return Material._trusted(**named(document, source, where), **values)


def _info(document: Document, source: schema.TextureInfo, textures: Sequence[Texture], where: str) -> TextureInfo:
    values = {"texture": textures[source.index], "texcoord": source.tex_coord, **unnamed(document, source, where)}
    transform = parse(document, source.extensions, TEXTURE_TRANSFORM, TextureTransform, where)
    if transform is not None:
        values.update(offset=transform.offset, rotation=transform.rotation, scale=transform.scale)
        if transform.tex_coord != ABSENT:
            values["texcoord"] = transform.tex_coord
    return TextureInfo._trusted(**values)
