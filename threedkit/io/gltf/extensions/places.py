"""Which extension may extend which objects, and as what its JSON is read there."""

from __future__ import annotations

from typing import Final

from threedkit.io.gltf import schema
from threedkit.io.gltf.extensions.animation_pointer import ANIMATION_POINTER, PointerTarget
from threedkit.io.gltf.extensions.basisu import BASISU, BasisuTexture
from threedkit.io.gltf.extensions.draco import DRACO, DracoPrimitive
from threedkit.io.gltf.extensions.environment import ENVIRONMENT, EnvironmentData
from threedkit.io.gltf.extensions.instancing import INSTANCING, InstancingData
from threedkit.io.gltf.extensions.lights import LIGHTS, LightList, NodeLight
from threedkit.io.gltf.extensions.materials import (
    LAYER_FORMS,
    PLAIN_FORMS,
    SPECULAR_GLOSSINESS,
    SpecularGlossiness,
)
from threedkit.io.gltf.extensions.meshopt import EXT_MESHOPT, KHR_MESHOPT, MeshoptBuffer, MeshoptView
from threedkit.io.gltf.extensions.quantization import QUANTIZATION
from threedkit.io.gltf.extensions.texture_transform import TEXTURE_TRANSFORM, TextureTransform
from threedkit.io.gltf.extensions.variants import VARIANTS, VariantList, VariantMappings
from threedkit.io.gltf.extensions.visibility import VISIBILITY, NodeVisibility
from threedkit.io.gltf.extensions.webp import WEBP, WebpTexture

__all__ = ["PLACES", "STANDALONE", "STRICT"]

Places = dict[type[schema.Property], type[schema.Property]]

_MESHOPT: Final[Places] = {schema.Buffer: MeshoptBuffer, schema.BufferView: MeshoptView}

PLACES: Final[dict[str, Places]] = {
    ANIMATION_POINTER: {schema.ChannelTarget: PointerTarget},
    BASISU: {schema.Texture: BasisuTexture},
    DRACO: {schema.Primitive: DracoPrimitive},
    ENVIRONMENT: {schema.Gltf: EnvironmentData},
    EXT_MESHOPT: _MESHOPT,
    INSTANCING: {schema.Node: InstancingData},
    KHR_MESHOPT: _MESHOPT,
    LIGHTS: {schema.Gltf: LightList, schema.Node: NodeLight},
    QUANTIZATION: {},
    SPECULAR_GLOSSINESS: {schema.Material: SpecularGlossiness},
    TEXTURE_TRANSFORM: dict.fromkeys(
        (schema.TextureInfo, schema.NormalTextureInfo, schema.OcclusionTextureInfo), TextureTransform
    ),
    VARIANTS: {schema.Gltf: VariantList, schema.Primitive: VariantMappings},
    VISIBILITY: {schema.Node: NodeVisibility},
    WEBP: {schema.Texture: WebpTexture},
    **{name: {schema.Material: form.struct} for name, form in LAYER_FORMS.items()},
    **{name: {schema.Material: form.struct} for name, form in PLAIN_FORMS.items()},
}
"""By name of the extension: the objects that it extends, and the struct of its JSON there."""

STANDALONE: Final = frozenset({"KHR_materials_pbrSpecularGlossiness", "KHR_materials_unlit"})
"""Extensions that are best the only one of their object."""

STRICT: Final = frozenset(
    {
        "EXT_texture_webp",
        "KHR_animation_pointer",
        "KHR_lights_punctual",
        "KHR_materials_anisotropy",
        "KHR_materials_clearcoat",
        "KHR_materials_dispersion",
        "KHR_materials_emissive_strength",
        "KHR_materials_ior",
        "KHR_materials_iridescence",
        "KHR_materials_pbrSpecularGlossiness",
        "KHR_materials_sheen",
        "KHR_materials_specular",
        "KHR_materials_transmission",
        "KHR_materials_unlit",
        "KHR_materials_variants",
        "KHR_materials_volume",
        "KHR_mesh_quantization",
        "KHR_node_visibility",
        "KHR_texture_transform",
    }
)
"""Extensions that the Khronos validator knows: it refuses them in the wrong place."""
