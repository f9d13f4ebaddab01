"""Meshes: arrays into accessors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from threedkit.io.gltf import schema
from threedkit.io.gltf.checks.formats import allowed_formats
from threedkit.io.gltf.extensions import QUANTIZATION, VARIANTS
from threedkit.io.gltf.extensions.draco import DRACO
from threedkit.io.gltf.layout import COMPONENT_TYPES
from threedkit.io.gltf.write.context import Numbers, keep
from threedkit.io.gltf.write.packer import ARRAY_BUFFER, ELEMENT_ARRAY_BUFFER, storable
from threedkit.io.gltf.write.variants import write_mappings
from threedkit.scene import MODES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from threedkit.io.gltf.write.context import Context
    from threedkit.scene import Format, Mesh, Primitive
    from threedkit.scene.primitive import Vertices

__all__ = ["write_meshes"]

_NORMALIZED = ("TEXCOORD", "COLOR", "WEIGHTS")
_NEVER_ZERO = ("NORMAL", "TANGENT", "WEIGHTS")
_TARGET_NAMES = "targetNames"


def write_meshes(context: Context) -> list[schema.Mesh]:
    """All meshes that have anything to draw: glTF has no empty ones."""
    drawn = [mesh for mesh in context.parts.meshes if any(map(_is_drawn, mesh.primitives))]
    context.meshes = Numbers(drawn)
    return [_mesh(context, mesh) for mesh in drawn]


def _is_drawn(primitive: Primitive) -> bool:
    if primitive.indices is not None and not len(primitive.indices):
        return False
    return any(len(array) for _, array in primitive.attributes())


def _mesh(context: Context, mesh: Mesh) -> schema.Mesh:
    values = context.named(mesh)
    if mesh.target_names:
        extras = values.get("extras", {})
        values["extras"] = {**(extras if isinstance(extras, dict) else {}), _TARGET_NAMES: list(mesh.target_names)}
    primitives = [
        _primitive(context, primitive, mesh.name, i)
        for i, primitive in enumerate(mesh.primitives)
        if _is_drawn(primitive)
    ]
    return schema.Mesh(**values, primitives=primitives, weights=list(mesh.weights) or None)


def _primitive(context: Context, primitive: Primitive, name: str, number: int) -> schema.Primitive:
    values: dict[str, Any] = {"mode": MODES.index(primitive.mode), "material": context.materials.of(primitive.material)}
    formats, extensions = primitive.formats, {}
    unfolded = None
    if context.draco is not None:
        unfolded = context.draco.primitive(primitive, f"mesh {name!r}, primitive {number}")
    if unfolded is not None:
        extensions[DRACO] = unfolded.extension
        context.required.add(DRACO)
        values["indices"] = unfolded.indices
        rest = (vertices for vertices in primitive.attributes() if vertices.semantic in unfolded.rest)
        values["attributes"] = {**unfolded.attributes, **_attributes(context, rest, formats)}
    else:
        if primitive.indices is not None:
            values["indices"] = context.packer.accessor(primitive.indices, target=ELEMENT_ARRAY_BUFFER)
        values["attributes"] = _attributes(context, primitive.attributes(), formats)
    targets = [
        _attributes(context, target.arrays(), formats, f"targets/{i}/") for i, target in enumerate(primitive.targets)
    ]
    mappings = write_mappings(context, primitive) if primitive.variants else {}
    if mappings:
        extensions[VARIANTS] = mappings
    extended = context.unnamed(primitive, extensions)
    return schema.Primitive(**extended, **values, **keep(targets=(targets, [])))


def _attributes(
    context: Context, attributes: Iterable[Vertices], formats: Mapping[str, Format], place: str = ""
) -> dict[str, int]:
    found = {}
    for semantic, array in attributes:
        normalized = array.dtype.kind != "f" and semantic.startswith(_NORMALIZED)
        if semantic.startswith("_"):
            array = storable(array, f"Primitive.custom[{semantic!r}]")  # noqa: PLW2901 - what is stored of it
        if formats and place + semantic in formats and array.dtype.kind == "f":
            array, normalized = _quantized(context, semantic, array, formats[place + semantic], morph=bool(place))  # noqa: PLW2901 - the same
        found[semantic] = context.packer.accessor(
            array,
            normalized=normalized,
            target=ARRAY_BUFFER,
            bounds=semantic == "POSITION",
            blank=not place and semantic.startswith(_NEVER_ZERO),
        )
    return found


def _quantized(
    context: Context, semantic: str, array: NDArray[Any], form: Format, *, morph: bool
) -> tuple[NDArray[Any], bool]:
    """An array as its format stores it, if glTF allows that for the attribute and no value changes."""
    found, normalized = context.stored(array, form)
    kind = "SCALAR" if found.ndim == 1 else f"VEC{found.shape[1]}"
    stored = (kind, COMPONENT_TYPES[found.dtype], normalized)
    name = semantic.partition("_")[0]
    if semantic.startswith("_") or stored in (allowed_formats(name, morph=morph, quantized=False) or ()):
        return found, normalized
    if stored not in (allowed_formats(name, morph=morph, quantized=True) or ()):
        return array, False
    context.required.add(QUANTIZATION)
    context.used.add(QUANTIZATION)
    return found, normalized
