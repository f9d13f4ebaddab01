"""The extensions that threedkit models itself, one module for each or each family, and what it does with the others.

Modelled extensions become fields of scene objects when read, and are written from those. Any other extension stays as
plain JSON in `Element.extensions`; indices in it stay right because the writer keeps the order of every list.
Data that such an extension owns in the buffers travels along: where it refers to an accessor or a buffer view, the
reader puts the NumPy array or the bytes in the place of the index, and the writer an index in the place of those.
"""

from __future__ import annotations

from threedkit.io.gltf.extensions.animation_pointer import ANIMATION_POINTER, PointerTarget
from threedkit.io.gltf.extensions.basisu import BASISU, BasisuTexture
from threedkit.io.gltf.extensions.environment import ENVIRONMENT, EnvironmentData
from threedkit.io.gltf.extensions.instancing import INSTANCING, InstancingData
from threedkit.io.gltf.extensions.keeping import kept
from threedkit.io.gltf.extensions.lights import LIGHTS, LightData, LightList, NodeLight, SpotData
from threedkit.io.gltf.extensions.lod import LOD, level_ids
from threedkit.io.gltf.extensions.materials import (
    LAYER_FORMS,
    PLAIN_FORMS,
    SPECULAR_GLOSSINESS,
    LayerForm,
    PlainForm,
    SpecularGlossiness,
)
from threedkit.io.gltf.extensions.parsing import parse
from threedkit.io.gltf.extensions.quantization import QUANTIZATION
from threedkit.io.gltf.extensions.registry import is_readable, is_rewritten
from threedkit.io.gltf.extensions.texture_sources import CORE_TYPES, SOURCE_STRUCTS, SOURCE_TYPES, source_extension
from threedkit.io.gltf.extensions.texture_transform import TEXTURE_TRANSFORM, TextureTransform
from threedkit.io.gltf.extensions.variants import VARIANTS, MappingData, VariantData, VariantList, VariantMappings
from threedkit.io.gltf.extensions.visibility import VISIBILITY, NodeVisibility
from threedkit.io.gltf.extensions.webp import WEBP, WebpTexture

__all__ = [
    "ANIMATION_POINTER",
    "BASISU",
    "CORE_TYPES",
    "ENVIRONMENT",
    "INSTANCING",
    "LAYER_FORMS",
    "LIGHTS",
    "LOD",
    "PLAIN_FORMS",
    "QUANTIZATION",
    "SOURCE_STRUCTS",
    "SOURCE_TYPES",
    "SPECULAR_GLOSSINESS",
    "TEXTURE_TRANSFORM",
    "VARIANTS",
    "VISIBILITY",
    "WEBP",
    "BasisuTexture",
    "EnvironmentData",
    "InstancingData",
    "LayerForm",
    "LightData",
    "LightList",
    "MappingData",
    "NodeLight",
    "NodeVisibility",
    "PlainForm",
    "PointerTarget",
    "SpecularGlossiness",
    "SpotData",
    "TextureTransform",
    "VariantData",
    "VariantList",
    "VariantMappings",
    "WebpTexture",
    "is_readable",
    "is_rewritten",
    "kept",
    "level_ids",
    "parse",
    "source_extension",
]
