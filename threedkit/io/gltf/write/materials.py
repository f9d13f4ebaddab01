"""Materials and the texture slots in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from threedkit.io.gltf import schema
from threedkit.io.gltf.extensions import TEXTURE_TRANSFORM
from threedkit.io.gltf.write.context import keep

if TYPE_CHECKING:
    from threedkit.io.gltf.write.context import Context
    from threedkit.scene import Material, TextureInfo

__all__ = ["write_materials"]

T = TypeVar("T", bound=schema.TextureInfo)


def write_materials(context: Context) -> list[schema.Material]:
    """All materials."""
    return [_material(context, material) for material in context.parts.materials]


def _material(context: Context, material: Material) -> schema.Material:
    rough = keep(
        base_color_factor=(material.base_color, (1.0, 1.0, 1.0, 1.0)),
        metallic_factor=(material.metallic, 1.0),
        roughness_factor=(material.roughness, 1.0),
        base_color_texture=(_info(context, material.base_color_texture, schema.TextureInfo), None),
        metallic_roughness_texture=(_info(context, material.metallic_roughness_texture, schema.TextureInfo), None),
    )
    normal = _info(context, material.normal_texture, schema.NormalTextureInfo)
    if normal is not None and material.normal_scale != 1.0:
        normal.scale = material.normal_scale
    occlusion = _info(context, material.occlusion_texture, schema.OcclusionTextureInfo)
    if occlusion is not None and material.occlusion_strength != 1.0:
        occlusion.strength = material.occlusion_strength
    values = keep(
        normal_texture=(normal, None),
        occlusion_texture=(occlusion, None),
        emissive_texture=(_info(context, material.emissive_texture, schema.TextureInfo), None),
        emissive_factor=(material.emissive, (0.0, 0.0, 0.0)),
        alpha_mode=(material.alpha_mode, "OPAQUE"),
        alpha_cutoff=(material.alpha_cutoff, 0.5),
        double_sided=(material.double_sided, False),
    )
    if rough:
        values["pbr_metallic_roughness"] = schema.MetallicRoughness(**rough)
    return schema.Material(**context.named(material), **values)


def _info(context: Context, info: TextureInfo | None, struct: type[T]) -> T | None:
    if info is None:
        return None
    more: dict[str, Any] = {}
    if info.is_transformed:
        transform = keep(
            offset=(info.offset, (0.0, 0.0)), rotation=(info.rotation, 0.0), scale=(info.scale, (1.0, 1.0))
        )
        more[TEXTURE_TRANSFORM] = transform
    values = {"index": context.textures.of(info.texture), **keep(tex_coord=(info.texcoord, 0))}
    return struct(**context.unnamed(info, more), **values)
