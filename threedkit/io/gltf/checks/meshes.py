"""Meshes: the formats and lengths of attributes, indices in range, morph targets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from threedkit.io.gltf.checks.formats import INDICES, allowed_formats, describe, words
from threedkit.io.gltf.checks.references import leads
from threedkit.io.gltf.layout import DTYPES, layout_of
from threedkit.io.gltf.problems import pointer
from threedkit.io.gltf.schema import ABSENT

if TYPE_CHECKING:
    from threedkit.io.gltf import schema
    from threedkit.io.gltf.document import Document

__all__ = ["check_meshes"]

_SETS: Final = ("TEXCOORD", "COLOR", "JOINTS", "WEIGHTS")
_SINGLE: Final = frozenset({"POSITION", "NORMAL", "TANGENT"})


def check_meshes(document: Document) -> None:
    """Check all primitives of all meshes, and that the arrays they name are sound."""
    for index, mesh in enumerate(document.gltf.meshes):
        where = pointer("meshes", index)
        for number, primitive in enumerate(mesh.primitives):
            _check_primitive(document, primitive, f"{where}/primitives/{number}")
        targets = {len(primitive.targets or ()) for primitive in mesh.primitives}
        if len(targets) > 1:
            text = "all primitives of a mesh must have the same number of morph targets"
            document.problems.error("MESH_PRIMITIVES_UNEQUAL_TARGETS_COUNT", f"{where}/primitives", text)
        elif mesh.weights and targets and len(mesh.weights) not in targets:
            text = f"{len(mesh.weights)} weights for {targets.pop()} morph targets"
            document.problems.error("MESH_INVALID_WEIGHTS_COUNT", f"{where}/weights", text)


def _check_primitive(document: Document, primitive: schema.Primitive, where: str) -> None:
    counts = {}
    if not primitive.attributes:
        document.problems.error(
            "EMPTY_ENTITY", f"{where}/attributes", "a primitive needs attributes, POSITION at least"
        )
    for semantic, index in primitive.attributes.items():
        count = _check_attribute(document, semantic, index, f"{where}/attributes/{semantic}", morph=False)
        if count is not None:
            counts[semantic] = count
    _check_sets(document, primitive, where)
    vertices = counts.get("POSITION", next(iter(counts.values()), 0))
    for semantic in [semantic for semantic, count in counts.items() if count != vertices]:
        text = f"{counts[semantic]} elements where there are {vertices} vertices"
        document.problems.error("MESH_PRIMITIVE_UNEQUAL_ACCESSOR_COUNT", f"{where}/attributes/{semantic}", text)
    if "POSITION" not in primitive.attributes:
        document.problems.warning(
            "MESH_PRIMITIVE_NO_POSITION", f"{where}/attributes", "without POSITION nothing is drawn"
        )
    if primitive.indices != ABSENT:
        _check_indices(document, primitive.indices, vertices, f"{where}/indices")
    leads(document.problems, primitive.material, len(document.gltf.materials), "materials", f"{where}/material")
    _check_targets(document, primitive, vertices, where)


def _check_targets(document: Document, primitive: schema.Primitive, vertices: int, where: str) -> None:
    for number, target in enumerate(primitive.targets or ()):
        for semantic, index in target.items():
            at = f"{where}/targets/{number}/{semantic}"
            count = _check_attribute(document, semantic, index, at, morph=True)
            if count is not None and count != vertices:
                text = f"{count} elements where there are {vertices} vertices"
                document.problems.error("MESH_PRIMITIVE_MORPH_TARGET_INVALID_ATTRIBUTE_COUNT", at, text)
            if semantic not in primitive.attributes:
                text = f"the primitive has no {semantic} to displace"
                document.problems.error("MESH_PRIMITIVE_MORPH_TARGET_NO_BASE_ACCESSOR", at, text)


def _check_attribute(document: Document, semantic: str, index: int, where: str, *, morph: bool) -> int | None:
    """The attribute's length, or None if there is no such accessor."""
    problems = document.problems
    info = document.accessors.info(index, where)
    custom = semantic.startswith("_")
    kind, _, number = semantic.partition("_")
    formats = None
    if not custom:
        formats = allowed_formats(kind, morph=morph, quantized=document.quantized)
        plain = semantic in _SINGLE or (
            kind in _SETS and number.isascii() and number.isdigit() and str(int(number)) == number
        )
        if formats is None or not plain:
            text = f"{semantic[:60]} is no attribute of glTF; names of one's own begin with an underscore"
            problems.error("MESH_PRIMITIVE_INVALID_ATTRIBUTE", where, text)
            return None
    if info is None:
        return None
    if formats is not None and (info.type, info.component_type, info.normalized) not in formats:
        text = f"{semantic} must be {words(formats)}, not {describe(info)}"
        problems.error("MESH_PRIMITIVE_ATTRIBUTES_ACCESSOR_INVALID_FORMAT", where, text)
        return info.count
    document.accessors.array(index)
    if document.thorough:
        _report_attribute(document, semantic, info, where)
    return info.count


def _check_sets(document: Document, primitive: schema.Primitive, where: str) -> None:
    sizes = {}
    for kind in _SETS:
        numbers = sorted(
            int(number)
            for name in primitive.attributes
            if name.startswith(f"{kind}_") and (number := name[len(kind) + 1 :]).isdigit()
        )
        sizes[kind] = len(numbers)
        if numbers != list(range(len(numbers))):
            text = f"{kind} sets must be numbered from 0 without gaps, not {numbers[:8]}"
            document.problems.error("MESH_PRIMITIVE_INDEXED_SEMANTIC_CONTINUITY", f"{where}/attributes", text)
    if sizes["JOINTS"] != sizes["WEIGHTS"]:
        text = f"{sizes['JOINTS']} JOINTS sets and {sizes['WEIGHTS']} WEIGHTS sets: there must be as many"
        document.problems.error("MESH_PRIMITIVE_JOINTS_WEIGHTS_MISMATCH", f"{where}/attributes", text)


def _check_indices(document: Document, index: int, vertices: int, where: str) -> None:
    info = document.accessors.info(index, where)
    if info is None:
        return
    if (info.type, info.component_type, info.normalized) not in INDICES:
        text = f"indices must be {words(INDICES)}, not {describe(info)}"
        document.problems.error("MESH_PRIMITIVE_INDICES_ACCESSOR_INVALID_FORMAT", where, text)
        return
    highest = document.accessors.highest(index)
    if highest is not None and highest >= vertices:
        text = f"index {highest} is past the last of {vertices} vertices"
        document.problems.error("ACCESSOR_INDEX_OOB", where, text)


def _report_attribute(document: Document, semantic: str, info: schema.Accessor, where: str) -> None:
    """What does no harm in reading, but is an error in the validator's eyes."""
    problems = document.problems
    if semantic == "POSITION" and (info.min is None or info.max is None):
        problems.error("MESH_PRIMITIVE_POSITION_ACCESSOR_WITHOUT_BOUNDS", where, "POSITION needs min and max")
    if info.buffer_view == ABSENT or info.buffer_view >= len(document.gltf.buffer_views):
        return
    view = document.gltf.buffer_views[info.buffer_view]
    size = layout_of(info.type, info.component_type).size
    if (view.byte_offset + info.byte_offset) % 4 or (view.byte_stride or size) % 4:
        text = f"vertex attributes begin at multiples of 4 bytes; here every {view.byte_stride or size} bytes"
        problems.error("MESH_PRIMITIVE_ACCESSOR_UNALIGNED", where, text)
    if DTYPES[info.component_type].kind == "u" and info.component_type == 5125:
        problems.error("MESH_PRIMITIVE_ATTRIBUTES_ACCESSOR_INVALID_FORMAT", where, "UNSIGNED_INT is for indices only")
