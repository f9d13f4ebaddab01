"""Instances of a node's mesh."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from threedkit.io.gltf.checks.formats import describe, words
from threedkit.io.gltf.extensions import INSTANCING, InstancingData, parse
from threedkit.io.gltf.problems import pointer
from threedkit.io.gltf.read.common import format_of, unnamed
from threedkit.scene import Instances

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from threedkit.io.gltf import schema
    from threedkit.io.gltf.document import Document

__all__ = ["read_instances"]

_FIELDS: Final = {"TRANSLATION": "translation", "ROTATION": "rotation", "SCALE": "scale"}
_FORMATS: Final = {
    "TRANSLATION": frozenset({("VEC3", 5126, False)}),
    "ROTATION": frozenset({("VEC4", 5126, False), ("VEC4", 5120, True), ("VEC4", 5122, True)}),
    "SCALE": frozenset({("VEC3", 5126, False)}),
}
_MATRIX: Final = 128
"""Bytes of a matrix: what an instance costs when the scene is posed."""


def read_instances(document: Document, extensions: Mapping[str, Any] | None, where: str) -> Instances | None:
    """The instances that a node's extensions tell of; None if there are none, or they are wrong.

    Formats and counts are those of EXT_mesh_gpu_instancing; Khronos' validator does not know the extension.
    """
    found = parse(document, extensions, INSTANCING, InstancingData, where)
    if found is None or not found.attributes:
        return None
    values: dict[str, Any] = unnamed(document, found, f"{where}/extensions/{INSTANCING}")
    counts = set()
    for semantic, index in found.attributes.items():
        at = f"{where}/extensions/{INSTANCING}/attributes{pointer(semantic)}"
        info = document.accessors.info(index, at)
        array = None if info is None else _array(document, semantic, info, index, at)
        if info is None or array is None:
            return None
        counts.add(info.count)
        if array is not document.accessors.array(index):
            values.setdefault("formats", {})[semantic] = format_of(info)
        if semantic in _FIELDS:
            values[_FIELDS[semantic]] = array
        else:
            values.setdefault("custom", {})[semantic] = array
    if len(counts) > 1:
        text = f"all attributes must have as many elements, not {sorted(counts)}"
        document.problems.error("MESH_PRIMITIVE_UNEQUAL_ACCESSOR_COUNT", f"{where}/extensions/{INSTANCING}", text)
        return None
    return Instances._trusted(**values)


def _array(document: Document, semantic: str, info: schema.Accessor, index: int, where: str) -> NDArray[Any] | None:
    allowed = _FORMATS.get(semantic)
    if allowed is not None and (info.type, info.component_type, info.normalized) not in allowed:
        text = f"{semantic} must be {words(allowed)}, not {describe(info)}"
        document.problems.error("MESH_PRIMITIVE_ATTRIBUTES_ACCESSOR_INVALID_FORMAT", where, text)
        return None
    if not document.accessors.reserve(index, info.count * _MATRIX):
        return None
    return document.accessors.floats(index) if allowed or info.normalized else document.accessors.array(index)
