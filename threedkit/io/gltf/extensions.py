"""The extensions that threedkit models itself, and what it does with the others.

Modelled extensions become fields of scene objects when read, and are written from those. Any other extension stays as
plain JSON in `Element.extensions`; indices in it stay right because the writer keeps the order of every list.
Data that such an extension owns in the buffers travels along: where it refers to an accessor or a buffer view, the
reader puts the NumPy array or the bytes in the place of the index, and the writer an index in the place of those.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TypeVar

import msgspec
import numpy as np
from msgspec import Meta

from threedkit.io.gltf.conform import conform
from threedkit.io.gltf.schema import ABSENT, Index, NotNegative, Positive, Property

if TYPE_CHECKING:
    from collections.abc import Mapping

    from threedkit.io.gltf.document import Document

__all__ = [
    "ENVIRONMENT",
    "INSTANCING",
    "LIGHTS",
    "QUANTIZATION",
    "TEXTURE_TRANSFORM",
    "WEBP",
    "EnvironmentData",
    "LightData",
    "LightList",
    "NodeLight",
    "SpotData",
    "TextureTransform",
    "WebpTexture",
    "is_readable",
    "is_rewritten",
    "kept",
    "parse",
]

LIGHTS: Final = "KHR_lights_punctual"
TEXTURE_TRANSFORM: Final = "KHR_texture_transform"
QUANTIZATION: Final = "KHR_mesh_quantization"
WEBP: Final = "EXT_texture_webp"
INSTANCING: Final = "EXT_mesh_gpu_instancing"
ENVIRONMENT: Final = "THREEDKIT_environment"

_MODELLED = frozenset({LIGHTS, TEXTURE_TRANSFORM, QUANTIZATION, WEBP, ENVIRONMENT})
_DECODED = frozenset({"KHR_draco_mesh_compression", "EXT_meshopt_compression", "KHR_meshopt_compression"})
_KEPT = frozenset({"KHR_xmp", "KHR_xmp_json_ld"})

S = TypeVar("S", bound=msgspec.Struct)
Unit = Annotated[float, Meta(ge=0.0, le=1.0)]
HalfTurn = Annotated[float, Meta(ge=0.0, le=1.5707963705062866)]  # pi / 2 rounded up to float32


class SpotData(Property, rename="camel", omit_defaults=True, kw_only=True):
    """KHR_lights_punctual: the cone of a spot light."""

    inner_cone_angle: HalfTurn = 0.0
    outer_cone_angle: HalfTurn = 0.7853981633974483


class LightData(Property, rename="camel", omit_defaults=True, kw_only=True):
    """KHR_lights_punctual: a light."""

    type: Literal["directional", "point", "spot"]
    name: str = ""
    color: tuple[Unit, Unit, Unit] = (1.0, 1.0, 1.0)
    intensity: NotNegative = 1.0
    range: Positive | None = None
    spot: SpotData | None = None


class LightList(Property, rename="camel", omit_defaults=True, kw_only=True):
    """KHR_lights_punctual at the root."""

    lights: list[LightData]


class NodeLight(Property, rename="camel", omit_defaults=True, kw_only=True):
    """KHR_lights_punctual at a node."""

    light: Index


class TextureTransform(Property, rename="camel", omit_defaults=True, kw_only=True):
    """KHR_texture_transform at a texture info."""

    offset: tuple[float, float] = (0.0, 0.0)
    rotation: float = 0.0
    scale: tuple[float, float] = (1.0, 1.0)
    tex_coord: Index = ABSENT


class WebpTexture(Property, rename="camel", omit_defaults=True, kw_only=True):
    """EXT_texture_webp at a texture."""

    source: Index = ABSENT


class EnvironmentData(Property, rename="camel", omit_defaults=True, kw_only=True):
    """THREEDKIT_environment at the root: threedkit's Environment. Without it, the scene has the default one."""

    none: bool = False
    name: str = ""
    intensity: NotNegative = 1.0
    rotation: float = 0.0
    background: Literal["color", "environment"] = "color"
    background_color: tuple[Unit, Unit, Unit] | None = None
    uri: str = ""
    radiance: Index = ABSENT
    width: Annotated[int, Meta(ge=0, le=1 << 16)] = 0
    height: Annotated[int, Meta(ge=0, le=1 << 16)] = 0


def is_readable(name: str) -> bool:
    """Whether a document that requires an extension can be read: it is modelled, or only says how a surface looks."""
    return name in _MODELLED or name in _KEPT or name.startswith("KHR_materials_")


def is_rewritten(name: str) -> bool:
    """Whether an extension's data is in fields and arrays: it is written where those need it, not where it was read."""
    return name in _MODELLED or name in _DECODED


def parse(document: Document, extensions: Mapping[str, Any] | None, name: str, struct: type[S], where: str) -> S | None:
    """One extension as a struct; None if it is not there, or is wrong (which goes into the list)."""
    if not extensions or name not in extensions:
        return None
    plain, where = extensions[name], f"{where}/extensions/{name}"
    try:
        return msgspec.convert(plain, struct)
    except msgspec.ValidationError as error:
        try:
            return msgspec.convert(conform(plain, struct, document.problems, where), struct)
        except msgspec.ValidationError:
            if not document.problems.has_errors:
                document.problems.error("TYPE_MISMATCH", where, str(error))
            return None


def kept(document: Document, extensions: Mapping[str, Any], where: str) -> dict[str, Any]:
    """The extensions that stay plain JSON, with the data that they own in the place of indices."""
    result = {}
    for name, value in extensions.items():
        if is_rewritten(name) and not (name == WEBP and _has_fallback(document, where)):
            continue
        at = f"{where}/extensions/{name}"
        result[name] = _instances(document, value, at) if name == INSTANCING else _adopt(document, value)
    return result


def _has_fallback(document: Document, where: str) -> bool:
    kind, _, index = where[1:].partition("/")
    return kind == "textures" and document.gltf.textures[int(index)].source != ABSENT


def _instances(document: Document, value: Any, where: str) -> Any:
    attributes = value.get("attributes") if isinstance(value, dict) else None
    if not isinstance(attributes, dict):
        document.problems.error("UNDEFINED_PROPERTY", where, "the property 'attributes' must be an object")
        return value
    arrays: dict[str, Any] = {}
    for semantic, index in attributes.items():
        at = f"{where}/attributes/{semantic}"
        if not isinstance(index, int) or document.accessors.info(index, at) is None:
            continue
        array = document.accessors.array(index)
        if array is not None:
            normalized = document.gltf.accessors[index].normalized
            arrays[semantic] = document.accessors.floats(index) if normalized else array
    return {**value, "attributes": arrays}


def _adopt(document: Document, value: Any) -> Any:
    """A copy in which each member `bufferView` holds the bytes themselves."""
    if isinstance(value, list):
        return [_adopt(document, item) for item in value]
    if not isinstance(value, dict):
        return value
    copy = {}
    for name, member in value.items():
        view = document.buffers.view(member) if name == "bufferView" and isinstance(member, int) else None
        copy[name] = np.frombuffer(view, np.uint8) if view is not None else _adopt(document, member)
    return copy
