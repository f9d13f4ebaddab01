"""Materials."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from threedkit.io.gltf import schema
from threedkit.io.gltf.write.context import keep
from threedkit.io.gltf.write.layers import write_layers
from threedkit.io.gltf.write.texture_infos import write_info
from threedkit.scene import TEXTURE_SLOTS
from threedkit.scene.element import held

if TYPE_CHECKING:
    from threedkit.io.gltf.write.context import Context
    from threedkit.scene import Material

__all__ = ["write_material", "write_materials"]

_ROUGH: Final = {
    "base_color": ("base_color_factor", (1.0, 1.0, 1.0, 1.0)),
    "metallic": ("metallic_factor", 1.0),
    "roughness": ("roughness_factor", 1.0),
}
_OWN: Final = {
    "emissive": ("emissive_factor", (0.0, 0.0, 0.0)),
    "alpha_mode": ("alpha_mode", "OPAQUE"),
    "alpha_cutoff": ("alpha_cutoff", 0.5),
    "double_sided": ("double_sided", False),
}
"""Fields that are written as they are: glTF's member, and its default, which is the field's too."""
_TEXTURES: Final = frozenset(TEXTURE_SLOTS)


def write_materials(context: Context) -> list[schema.Material]:
    """All materials."""
    return [write_material(context, material) for material in context.parts.materials]


def write_material(context: Context, material: Material) -> schema.Material:
    """One material."""
    rough, values = _held(material, _ROUGH), _held(material, _OWN)
    if not _TEXTURES.isdisjoint(held(material)):
        _write_textures(context, material, rough, values)
    rough.update(context.nested(material, "pbrMetallicRoughness"))
    if rough:
        values["pbr_metallic_roughness"] = schema.MetallicRoughness(**rough)
    return schema.Material(**context.named(material, write_layers(context, material)), **values)


def _held(material: Material, members: dict[str, tuple[str, Any]]) -> dict[str, Any]:
    """What a material holds of some fields, by glTF's member: most hold few, and what is not held is the default."""
    found = {}
    for name, value in held(material).items():
        if name in members:
            member, default = members[name]
            if value != default:
                found[member] = value
    return found


def _write_textures(context: Context, material: Material, rough: dict[str, Any], values: dict[str, Any]) -> None:
    """Add the uses of textures: `rough` are those of pbrMetallicRoughness, `values` the material's own."""
    rough.update(
        keep(
            base_color_texture=(write_info(context, material.base_color_texture, schema.TextureInfo), None),
            metallic_roughness_texture=(
                write_info(context, material.metallic_roughness_texture, schema.TextureInfo),
                None,
            ),
        )
    )
    normal = write_info(context, material.normal_texture, schema.NormalTextureInfo)
    if normal is not None and material.normal_scale != 1.0:
        normal.scale = material.normal_scale
    occlusion = write_info(context, material.occlusion_texture, schema.OcclusionTextureInfo)
    if occlusion is not None and material.occlusion_strength != 1.0:
        occlusion.strength = material.occlusion_strength
    emissive = write_info(context, material.emissive_texture, schema.TextureInfo)
    values.update(
        keep(normal_texture=(normal, None), occlusion_texture=(occlusion, None), emissive_texture=(emissive, None))
    )
