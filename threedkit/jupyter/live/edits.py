"""Values of a scene's parts as the edits that a browser is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from threedkit.io.gltf.extensions import LIGHTS, VISIBILITY
from threedkit.io.gltf.schema import ABSENT
from threedkit.io.gltf.write.materials import write_material
from threedkit.io.gltf.write.nodes import write_camera, write_light
from threedkit.jupyter.packing.shapes import serves
from threedkit.jupyter.packing.textures import drop_textures
from threedkit.scene import Camera, Light, Material, Node, Primitive

if TYPE_CHECKING:
    from collections.abc import Collection

    from threedkit.jupyter.packing.index import Index
    from threedkit.scene import Element

__all__ = ["edit_of", "is_structural", "patch"]


def is_structural(element: Element, index: Index) -> bool:
    """Whether a value needs more than the browser has: a texture that it was not sent, a material, an attribute."""
    material = element
    if isinstance(element, Primitive):
        shape, material = index.shape(element), element.material
        if shape is not None and not serves(shape, element):
            return True
        if material is not None and index.place(material) is None:
            return True
    if not isinstance(material, Material):
        return False
    return any(id(info.texture) not in index.sent for info in material.slots().values())


def edit_of(element: Element, fields: Collection[str], index: Index) -> dict[str, Any] | None:
    """The edit for a node, primitive, material, light or camera; None if the browser does not have it."""
    if isinstance(element, Primitive):
        return _of_primitive(element, index)
    place = index.place(element)
    values = None if place is None else _values(element, fields, index)
    return None if place is None or values is None else {"target": place[0], "index": place[1], **values}


def _values(element: Element, fields: Collection[str], index: Index) -> dict[str, Any] | None:
    """What of an edit says what a node, material, light or camera has become."""
    if isinstance(element, Node):
        return _of_node(element, fields)
    if isinstance(element, Material):
        written = write_material(index.context, element)
        textures = index.context.parts.textures
        drop_textures(written, lambda number: number == ABSENT or id(textures[number]) not in index.textures)
        return {"value": msgspec.to_builtins(written)}
    if isinstance(element, Light):
        return {"value": write_light(index.context, element)}
    if isinstance(element, Camera):
        return {"value": msgspec.to_builtins(write_camera(index.context, element))}
    return None


def _of_primitive(primitive: Primitive, index: Index) -> dict[str, Any] | None:
    places = index.places(primitive)
    place = None if primitive.material is None else index.place(primitive.material)
    if not places or (place is None and primitive.material is not None):
        return None
    return {"target": "primitive", "places": list(map(list, places)), "material": None if place is None else place[1]}


def _of_node(node: Node, fields: Collection[str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if "matrix" in fields:
        values["matrix"] = node.local_matrix.T.ravel().tolist()
    if "visible" in fields:
        values["visible"] = node.visible
    if "weights" in fields and node.mesh is not None:
        count = node.mesh.target_count
        weights = node.weights if node.weights is not None else node.mesh.weights
        values["weights"] = [*tuple(weights)[:count], *([0.0] * (count - len(weights)))]
    return values


def patch(gltf: dict[str, Any], edit: dict[str, Any]) -> None:
    """Do an edit to the document that a browser would be sent now."""
    target, number = edit["target"], edit.get("index")
    if target == "node":
        _patch_node(gltf["nodes"][number], edit)
    elif target == "primitive":
        for mesh, at in edit["places"]:
            told = gltf["meshes"][mesh]["primitives"][at]
            told.pop("material", None)
            told.update({} if edit["material"] is None else {"material": edit["material"]})
    elif target == "material":
        gltf["materials"][number] = edit["value"]
    elif target == "light":
        gltf["extensions"][LIGHTS]["lights"][number] = edit["value"]
    elif target == "camera":
        gltf["cameras"][number] = edit["value"]


def _patch_node(node: dict[str, Any], edit: dict[str, Any]) -> None:
    if "matrix" in edit:
        for name in ("translation", "rotation", "scale"):
            node.pop(name, None)
        node["matrix"] = edit["matrix"]
    if "visible" in edit:
        node.setdefault("extensions", {})[VISIBILITY] = {"visible": edit["visible"]}
    if "weights" in edit:
        node["weights"] = edit["weights"]
