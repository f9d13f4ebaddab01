"""EXT_mesh_gpu_instancing: a mesh drawn many times. It is kept as JSON, with arrays in the place of accessors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from threedkit.io.gltf.document import Document

__all__ = ["INSTANCING", "kept_instances"]

INSTANCING: Final = "EXT_mesh_gpu_instancing"


def kept_instances(document: Document, value: Any, where: str) -> Any:
    """The extension's JSON with arrays in the place of accessor indices."""
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
