"""Which extensions threedkit knows, and what it does with each.

To model another one: write a module with its name and structs, and put the name into `_KNOWN`.
"""

from __future__ import annotations

from typing import Final, Literal

from threedkit.io.gltf.extensions.animation_pointer import ANIMATION_POINTER
from threedkit.io.gltf.extensions.basisu import BASISU
from threedkit.io.gltf.extensions.draco import DRACO
from threedkit.io.gltf.extensions.environment import ENVIRONMENT
from threedkit.io.gltf.extensions.instancing import INSTANCING
from threedkit.io.gltf.extensions.lights import LIGHTS
from threedkit.io.gltf.extensions.materials import LAYER_FORMS, PLAIN_FORMS, SPECULAR_GLOSSINESS
from threedkit.io.gltf.extensions.meshopt import EXT_MESHOPT, KHR_MESHOPT
from threedkit.io.gltf.extensions.quantization import QUANTIZATION
from threedkit.io.gltf.extensions.texture_transform import TEXTURE_TRANSFORM
from threedkit.io.gltf.extensions.variants import VARIANTS
from threedkit.io.gltf.extensions.visibility import VISIBILITY
from threedkit.io.gltf.extensions.webp import WEBP

__all__ = ["is_metadata", "is_readable", "is_rewritten"]

_KNOWN: Final[dict[str, Literal["modelled", "decoded", "kept"]]] = {
    DRACO: "decoded",
    EXT_MESHOPT: "decoded",
    KHR_MESHOPT: "decoded",
    "KHR_xmp": "kept",
    "KHR_xmp_json_ld": "kept",
    ANIMATION_POINTER: "modelled",
    BASISU: "modelled",
    ENVIRONMENT: "modelled",
    INSTANCING: "modelled",
    LIGHTS: "modelled",
    QUANTIZATION: "modelled",
    SPECULAR_GLOSSINESS: "modelled",
    TEXTURE_TRANSFORM: "modelled",
    VARIANTS: "modelled",
    VISIBILITY: "modelled",
    WEBP: "modelled",
    **dict.fromkeys((*LAYER_FORMS, *PLAIN_FORMS), "modelled"),
}
"""modelled: fields of scene objects; decoded: undone when read, its data is in arrays; kept: harmless plain JSON."""


def is_readable(name: str) -> bool:
    """Whether a document that requires an extension can be read."""
    return name in _KNOWN


def is_rewritten(name: str) -> bool:
    """Whether an extension's data is in fields and arrays: it is written where those need it, not where it was read."""
    return _KNOWN.get(name, "kept") != "kept"


def is_metadata(name: str) -> bool:
    """Whether an extension is known to own nothing in the buffers: its JSON is kept word by word."""
    return _KNOWN.get(name) == "kept"
