"""Meshes: what their attributes, indices and morph targets refer to and how that must be stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threedkit.io.gltf.checks.formats import INDICES, allowed_formats, describe, words
from threedkit.io.gltf.checks.numbers import has_bytes
from threedkit.io.gltf.checks.semantics import check_morph_names, semantics_of
from threedkit.io.gltf.layout import DTYPES, layout_of
from threedkit.io.gltf.problems import pointer
from threedkit.io.gltf.schema import ABSENT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from threedkit.io.gltf import schema
    from threedkit.io.gltf.checks.materials import Surfaces
    from threedkit.io.gltf.checks.semantics import Finding, Semantics
    from threedkit.io.gltf.checks.uses import Uses
    from threedkit.io.gltf.document import Document

__all__ = ["check_meshes", "vertex_count"]

_RESTART = {5121: 0xFF, 5123: 0xFFFF, 5125: 0xFFFFFFFF}
_LEAST = {1: 2, 2: 2, 3: 2, 5: 3, 6: 3}
_WHOLE = {1: 2, 4: 3}


def check_meshes(document: Document, uses: Uses, surfaces: Surfaces) -> None:
    """Check all primitives of all meshes, and that the arrays they name are sound."""
    for index, mesh in enumerate(document.gltf.meshes):
        where, first = f"/meshes/{index}", None
        for number, primitive in enumerate(mesh.primitives):
            at = f"{where}/primitives/{number}"
            _check_primitive(document, uses, surfaces, primitive, at)
            targets = len(primitive.targets or ())
            if first is None:
                first = targets
            elif targets != first:
                text = f"all primitives of a mesh must have the same number of morph targets: {first}, not {targets}"
                at = f"{at}/targets" if targets else at
                document.problems.error("MESH_PRIMITIVES_UNEQUAL_TARGETS_COUNT", at, text)
        if mesh.weights and first is not None and len(mesh.weights) != first:
            text = f"{len(mesh.weights)} weights for {first} morph targets"
            document.problems.error("MESH_INVALID_WEIGHTS_COUNT", f"{where}/weights", text)


def vertex_count(document: Document, primitive: schema.Primitive) -> int:
    """Vertices of a primitive: the length of its first attribute; -1 if there is none."""
    accessors = document.gltf.accessors
    for index in primitive.attributes.values():
        if 0 <= index < len(accessors) and (count := accessors[index].count) != ABSENT:
            return count
    return ABSENT


def _tell(document: Document, findings: Iterable[Finding], where: str) -> None:
    for severity, code, below, message in findings:
        if severity == "error":
            document.problems.error(code, where + below, message)
        elif document.thorough:
            document.problems.add(severity, code, where + below, message)


def _check_primitive(
    document: Document, uses: Uses, surfaces: Surfaces, primitive: schema.Primitive, where: str
) -> None:
    semantics, at = semantics_of(tuple(primitive.attributes)), f"{where}/attributes"
    if primitive.attributes:
        _tell(document, semantics.findings, at)
    vertices, known = vertex_count(document, primitive), False
    for semantic, index in primitive.attributes.items():
        place = f"{at}/{semantic}" if "/" not in semantic and "~" not in semantic else at + pointer(semantic)
        info = document.accessors.info(index, place)
        if info is not None:
            _check_attribute(document, uses, semantic, index, info, place, morph=False)
            known = known or info.count == vertices
            if known and info.count != vertices:
                text = f"{info.count} elements where there are {vertices} vertices"
                document.problems.error("MESH_PRIMITIVE_UNEQUAL_ACCESSOR_COUNT", place, text)
    count = vertices
    if primitive.indices != ABSENT:
        count = _check_indices(document, uses, primitive.indices, vertices, f"{where}/indices")
    if document.thorough:
        _check_mode(document, primitive.mode, count, where)
    _check_material(document, uses, surfaces, primitive, semantics, where)
    for number, target in enumerate(primitive.targets or ()):
        _check_target(document, uses, primitive, target, f"{where}/targets/{number}")


def _check_attribute(
    document: Document, uses: Uses, semantic: str, index: int, info: schema.Accessor, where: str, *, morph: bool
) -> None:
    problems = document.problems
    uses.accessor(index, "VertexAttribute", where)
    if semantic == "POSITION" and (info.min is None or info.max is None):
        problems.error("MESH_PRIMITIVE_POSITION_ACCESSOR_WITHOUT_BOUNDS", where, "POSITION needs min and max")
    formats = allowed_formats(semantic.partition("_")[0], morph=morph, quantized=document.quantized)
    good = formats is None or (info.type, info.component_type, info.normalized) in formats
    if formats is not None and not good:
        text = f"{semantic} must be {words(formats)}, not {describe(info)}"
        problems.error("MESH_PRIMITIVE_ATTRIBUTES_ACCESSOR_INVALID_FORMAT", where, text)
    elif formats is None and info.component_type == 5125 and not morph:
        text = "UNSIGNED_INT is for indices only"
        problems.error("MESH_PRIMITIVE_ATTRIBUTES_ACCESSOR_UNSIGNED_INT", where, text)
    _check_place(document, uses, index, info, where)
    if good and not document.thorough:  # a report looks at all accessors
        document.accessors.array(index)


def _check_place(document: Document, uses: Uses, index: int, info: schema.Accessor, where: str) -> None:
    """Vertex data begins at multiples of 4 bytes, and several accessors on one view need a stride."""
    view, views = info.buffer_view, document.gltf.buffer_views
    packed = 0 <= view < len(views) and not views[view].byte_stride
    packed = packed and not document.problems.is_placeholder("bufferViews", view)
    if (info.byte_offset > 0 and info.byte_offset % 4) or (packed and _extent(info) % 4):
        text = "vertex attributes begin at multiples of 4 bytes"
        document.problems.error("MESH_PRIMITIVE_ACCESSOR_UNALIGNED", where, text)
    if packed and not uses.unstrided(view, index):
        text = f"several accessors share buffer view {view}: it needs a byteStride"
        document.problems.error("MESH_PRIMITIVE_ACCESSOR_WITHOUT_BYTESTRIDE", where, text)


def _extent(info: schema.Accessor) -> int:
    known = info.component_type in DTYPES and info.type
    return layout_of(info.type, info.component_type).extent if known else 0


def _check_indices(document: Document, uses: Uses, index: int, vertices: int, where: str) -> int:
    """How many indices there are."""
    problems = document.problems
    info = document.accessors.info(index, where)
    if info is None:
        return vertices
    uses.accessor(index, "PrimitiveIndices", where)
    views = document.gltf.buffer_views
    if 0 <= info.buffer_view < len(views) and views[info.buffer_view].byte_stride:
        text = "the buffer view of indices must have no stride"
        problems.error("MESH_PRIMITIVE_INDICES_ACCESSOR_WITH_BYTESTRIDE", where, text)
    if (info.type, info.component_type, info.normalized) not in INDICES:
        text = f"indices must be {words(INDICES)}, not {describe(info)}"
        problems.error("MESH_PRIMITIVE_INDICES_ACCESSOR_INVALID_FORMAT", where, text)
        return info.count
    if document.thorough and not has_bytes(document, index):
        return info.count
    highest = document.accessors.highest(index) if info.count > 0 else None
    if highest is not None and highest >= vertices:
        text = f"index {highest} is past the last of {max(vertices, 0)} vertices"
        problems.error("ACCESSOR_INDEX_OOB", where, text)
    if highest == _RESTART[info.component_type]:
        text = f"index {highest} is reserved for restarting a primitive, which glTF does not do"
        problems.error("ACCESSOR_INDEX_PRIMITIVE_RESTART", where, text)
    return info.count


def _check_mode(document: Document, mode: int, count: int, where: str) -> None:
    if count >= 0 and (count < _LEAST.get(mode, 0) or count % _WHOLE.get(mode, 1)):
        text = f"{count} vertices or indices do not make whole shapes in mode {mode}"
        document.problems.warning("MESH_PRIMITIVE_INCOMPATIBLE_MODE", where, text)


def _check_material(
    document: Document,
    uses: Uses,
    surfaces: Surfaces,
    primitive: schema.Primitive,
    semantics: Semantics,
    where: str,
) -> None:
    if surfaces.plain and not document.thorough:  # no material asks for anything
        uses.refer("materials", primitive.material, document.gltf.materials, f"{where}/material")
        return
    problems, unused = document.problems, set(range(semantics.texcoords))
    index, tangents = primitive.material, semantics.normal and semantics.tangent
    needed = False
    if uses.refer("materials", index, document.gltf.materials, f"{where}/material"):
        needed = index in surfaces.tangents
        if needed and not tangents:
            _check_tangents(document, index, where)
        unused -= surfaces.check_texcoords(index, semantics.texcoords, f"{where}/material")
    for material, place in surfaces.mapped.get(where, ()):
        unused -= surfaces.check_texcoords(material, semantics.texcoords, f"{place}/material")
    if not document.thorough:
        return
    if semantics.tangent and not needed:
        text = "nothing uses the tangents: the material has no normal texture"
        problems.info("UNUSED_MESH_TANGENT", f"{where}/attributes/TANGENT", text)
    for number in sorted(unused)[:1000]:
        problems.info("UNUSED_OBJECT", f"{where}/attributes/TEXCOORD_{number}", "no texture of the material uses it")


def _check_tangents(document: Document, material: int, where: str) -> None:
    """In reports only: renderers make do without, and Khronos' own sample ClearCoatTest has this error."""
    if not document.thorough:
        return
    if document.gltf.materials[material].normal_texture is None:
        text = f"material {material} needs tangents: the primitive has none, nor a normal texture to make them for"
        document.problems.error("MESH_PRIMITIVE_NO_TANGENT_SPACE", f"{where}/material", text)
    else:
        text = f"material {material} needs tangents: every renderer makes its own"
        document.problems.warning("MESH_PRIMITIVE_GENERATED_TANGENT_SPACE", f"{where}/material", text)


def _check_target(
    document: Document, uses: Uses, primitive: schema.Primitive, target: dict[str, int], where: str
) -> None:
    _tell(document, check_morph_names(tuple(target)), where)
    accessors = document.gltf.accessors
    for semantic, index in target.items():
        place = where + pointer(semantic)
        info = document.accessors.info(index, place)
        if info is None:
            continue
        _check_attribute(document, uses, semantic, index, info, place, morph=True)
        base = primitive.attributes.get(semantic, ABSENT)
        if not 0 <= base < len(accessors) or document.problems.is_placeholder("accessors", base):
            text = f"the primitive has no {semantic[:60]} to displace"
            document.problems.error("MESH_PRIMITIVE_MORPH_TARGET_NO_BASE_ACCESSOR", place, text)
        elif accessors[base].count != info.count:
            text = f"{info.count} elements where there are {accessors[base].count} vertices"
            document.problems.error("MESH_PRIMITIVE_MORPH_TARGET_INVALID_ATTRIBUTE_COUNT", place, text)
