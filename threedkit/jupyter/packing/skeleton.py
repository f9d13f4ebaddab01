"""A scene's document without what is drawn: for browsers that an engine draws for."""

from __future__ import annotations

from typing import Any, Final

__all__ = ["skeleton"]

_DROPPED: Final = {"buffers", "bufferViews", "images", "textures", "samplers", "skins", "extensionsRequired"}
_OF_NODES: Final = {"skin", "weights"}
_INSTANCES: Final = "EXT_mesh_gpu_instancing"


def skeleton(gltf: dict[str, Any]) -> dict[str, Any]:
    """Return the document with its names, hierarchy, materials, lights and cameras, and the lengths of its animations.

    Indices stay what they are; no blob is needed for it.

    Args:
        gltf: as `pack` makes it; it stays as it is.

    Example:
        >>> skeleton({"nodes": [{"mesh": 0, "skin": 0}], "meshes": [{"name": "a", "primitives": [{}]}], "skins": [{}]})
        {'nodes': [{'mesh': 0}], 'meshes': [{'name': 'a', 'primitives': []}]}
    """
    kept = {name: value for name, value in gltf.items() if name not in _DROPPED}
    if "nodes" in gltf:
        kept["nodes"] = [_node(node) for node in gltf["nodes"]]
    if "meshes" in gltf:
        kept["meshes"] = [_mesh(mesh) for mesh in gltf["meshes"]]
    if "materials" in gltf:
        kept["materials"] = [_without_textures(material) for material in gltf["materials"]]
    kept.pop("accessors", None)
    if gltf.get("animations"):
        ends = [_end(animation, gltf.get("accessors") or []) for animation in gltf["animations"]]
        kept["accessors"] = [{"componentType": 5126, "count": 1, "type": "SCALAR", "max": [end]} for end in ends]
        kept["animations"] = [
            {
                **{name: one[name] for name in ("name", "extras") if name in one},
                "channels": [],
                "samplers": [{"input": row}],
            }
            for row, one in enumerate(gltf["animations"])
        ]
    return kept


def _node(node: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in node.items() if name not in _OF_NODES}
    if _INSTANCES in (node.get("extensions") or {}):
        kept["extensions"] = {name: value for name, value in node["extensions"].items() if name != _INSTANCES}
    return kept


def _mesh(mesh: dict[str, Any]) -> dict[str, Any]:
    return {**_named(mesh), "primitives": []}


def _named(part: dict[str, Any]) -> dict[str, Any]:
    return {name: part[name] for name in ("name", "extras") if name in part}


def _without_textures(value: Any) -> Any:
    """A material's JSON without its uses of textures."""
    if not isinstance(value, dict):
        return value
    return {name: _without_textures(item) for name, item in value.items() if not name.endswith("Texture")}


def _end(animation: dict[str, Any], accessors: list[dict[str, Any]]) -> float:
    """Seconds of the last key."""
    inputs = [accessors[sampler["input"]] for sampler in animation["samplers"]]
    return max((float((one.get("max") or [0.0])[0]) for one in inputs), default=0.0)
