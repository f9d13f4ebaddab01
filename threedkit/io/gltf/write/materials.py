"""Materials."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threedkit.io.gltf import schema
from threedkit.io.gltf.write.context import keep
from threedkit.io.gltf.write.layers import write_layers
from threedkit.io.gltf.write.texture_infos import write_info

if TYPE_CHECKING:
    from threedkit.io.gltf.write.context import Context
    from threedkit.scene import Material

__all__ = ["write_material", "write_materials"]


def write_materials(context: Context) -> list[schema.Material]:
    """All materials."""
    return [write_material(context, material) for material in context.parts.materials]


def write_material(context: Context, material: Material) -> schema.Material:
    """One material."""
    rough = keep(
        base_color_factor=(material.base_color, (1.0, 1.0, 1.0, 1.0)),
        metallic_factor=(material.metallic, 1.0),
        roughness_factor=(material.roughness, 1.0),
        base_color_texture=(write_info(context, material.base_color_texture, schema.TextureInfo), None),
        metallic_roughness_texture=(write_info(context, material.metallic_roughness_texture, schema.TextureInfo), None),
    )
    normal = write_info(context, material.normal_texture, schema.NormalTextureInfo)
    if normal is not None and material.normal_scale != 1.0:
        normal.scale = material.normal_scale
    occlusion = write_info(context, material.occlusion_texture, schema.OcclusionTextureInfo)
    if occlusion is not None and material.occlusion_strength != 1.0:
        occlusion.strength = material.occlusion_strength
    values = keep(
        normal_texture=(normal, None),
        occlusion_texture=(occlusion, None),
        emissive_texture=(write_info(context, material.emissive_texture, schema.TextureInfo), None),
        emissive_factor=(material.emissive, (0.0, 0.0, 0.0)),
        alpha_mode=(material.alpha_mode, "OPAQUE"),
        alpha_cutoff=(material.alpha_cutoff, 0.5),
        double_sided=(material.double_sided, False),
    )
    rough.update(context.nested(material, "pbrMetallicRoughness"))
    if rough:
        values["pbr_metallic_roughness"] = schema.MetallicRoughness(**rough)
    return schema.Material(**context.named(material, write_layers(context, material)), **values)
