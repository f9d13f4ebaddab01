"""Materials."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threedkit.io.gltf.checks.references import leads
from threedkit.io.gltf.extensions import TEXTURE_TRANSFORM, TextureTransform, parse
from threedkit.io.gltf.problems import pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from threedkit.io.gltf import schema
    from threedkit.io.gltf.document import Document

__all__ = ["check_materials", "texture_infos"]


def check_materials(document: Document) -> None:
    """Check that the slots of all materials lead to textures."""
    for index, material in enumerate(document.gltf.materials):
        for member, info in texture_infos(material):
            where = f"{pointer('materials', index)}/{member}"
            leads(document.problems, info.index, len(document.gltf.textures), "textures", f"{where}/index")
            parse(document, info.extensions, TEXTURE_TRANSFORM, TextureTransform, where)
        if document.thorough and material.alpha_cutoff != 0.5 and material.alpha_mode != "MASK":
            document.problems.warning(
                "MATERIAL_ALPHA_CUTOFF_INVALID_MODE", f"{pointer('materials', index)}/alphaCutoff", "only MASK uses it"
            )


def texture_infos(material: schema.Material) -> Iterator[tuple[str, schema.TextureInfo]]:
    """The texture slots in use, with their JSON pointers relative to the material."""
    rough = material.pbr_metallic_roughness
    slots: list[tuple[str, schema.TextureInfo | None]] = [
        ("normalTexture", material.normal_texture),
        ("occlusionTexture", material.occlusion_texture),
        ("emissiveTexture", material.emissive_texture),
    ]
    if rough is not None:
        slots.append(("pbrMetallicRoughness/baseColorTexture", rough.base_color_texture))
        slots.append(("pbrMetallicRoughness/metallicRoughnessTexture", rough.metallic_roughness_texture))
    return ((member, info) for member, info in slots if info is not None)
