"""Cameras, lights, skins and the hierarchy of nodes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.io.gltf.extensions import (
    INSTANCING,
    LIGHTS,
    LOD,
    VISIBILITY,
    LightData,
    LightList,
    NodeLight,
    NodeVisibility,
    level_ids,
    parse,
)
from threedkit.io.gltf.problems import pointer
from threedkit.io.gltf.read.common import inner, named, nested, unnamed
from threedkit.io.gltf.read.instances import read_instances
from threedkit.io.gltf.schema import ABSENT
from threedkit.scene import (
    Camera,
    DirectionalLight,
    Light,
    Mesh,
    Node,
    OrthographicCamera,
    PerspectiveCamera,
    PointLight,
    Skin,
    SpotLight,
)
from threedkit.scene.node import link_trusted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from threedkit.io.gltf import schema
    from threedkit.io.gltf.document import Document

__all__ = ["read_cameras", "read_lights", "read_nodes", "read_skins"]

_UNIT = 1e-6
_ORIGIN = (0.0, 0.0, 0.0)
_UNTURNED = (0.0, 0.0, 0.0, 1.0)
_UNSCALED = (1.0, 1.0, 1.0)


def read_cameras(document: Document) -> list[Camera]:
    """All cameras."""
    return [_camera(document, camera, pointer("cameras", i)) for i, camera in enumerate(document.gltf.cameras)]


def _camera(document: Document, source: schema.Camera, where: str) -> Camera:
    values, lens = named(document, source, where), source.perspective if source.type == "perspective" else None
    values |= nested(document, where, perspective=lens, orthographic=source.orthographic)
    if lens is not None:
        return PerspectiveCamera._trusted(
            **values, yfov=lens.yfov, aspect=lens.aspect_ratio, znear=lens.znear, zfar=lens.zfar
        )
    flat = source.orthographic if source.type == "orthographic" else None
    if flat is None:  # of a type that glTF does not have, which is no error
        return PerspectiveCamera._trusted(**values)
    return OrthographicCamera._trusted(**values, xmag=flat.xmag, ymag=flat.ymag, znear=flat.znear, zfar=flat.zfar)


def read_lights(document: Document) -> list[Light]:
    """All lights of KHR_lights_punctual."""
    found = parse(document, document.gltf.extensions, LIGHTS, LightList, "")
    lights = [] if found is None else found.lights
    return [_light(document, light, f"/extensions/{LIGHTS}/lights/{i}") for i, light in enumerate(lights)]


def _light(document: Document, source: LightData, where: str) -> Light:
    values = {"name": source.name, "color": source.color, "intensity": source.intensity}
    values.update(unnamed(document, source, where))
    if source.type == "directional":
        return DirectionalLight._trusted(**values)
    if source.type != "spot" or source.spot is None:
        return PointLight._trusted(**values, range=source.range)
    cone = source.spot
    inner, outer = min(cone.inner_cone_angle, math.pi / 2), min(cone.outer_cone_angle, math.pi / 2)
    return SpotLight._trusted(**values, range=source.range, inner_cone_angle=inner, outer_cone_angle=outer)


def read_skins(document: Document) -> list[Skin]:
    """All skins, without joints: `read_nodes` sets those."""
    skins = []
    for index, source in enumerate(document.gltf.skins):
        matrices = None
        if source.inverse_bind_matrices != ABSENT:
            found = document.accessors.array(source.inverse_bind_matrices)
            matrices = None if found is None else found[: len(source.joints)]
        skins.append(Skin._trusted(**named(document, source, pointer("skins", index)), inverse_bind_matrices=matrices))
    return skins


def read_nodes(
    document: Document,
    meshes: Sequence[Mesh],
    cameras: Sequence[Camera],
    lights: Sequence[Light],
    skins: Sequence[Skin],
) -> list[Node]:
    """All nodes, linked; the skins get their joints.

    What every node has is read in one expression; what few have is put in afterwards.
    """
    sources, shapes = document.gltf.nodes, [*meshes, None]
    values: list[dict[str, Any]] = [
        {
            "name": source.name,
            "position": source.translation or _ORIGIN,
            "rotation": source.rotation or _UNTURNED,
            "scale": source.scale or _UNSCALED,
            "mesh": shapes[source.mesh],  # ABSENT is -1: the last one
        }
        for source in sources
    ]
    for index, length in document.uneven_rotations().items():
        if abs(length - 1.0) > _UNIT and length > 0.0:
            values[index]["rotation"] = tuple(number / length for number in values[index]["rotation"])
    _add_rare(document, values, cameras, lights, skins)
    nodes = Node._adopt_all(values)
    _link(document, nodes, skins)
    return nodes


def _add_rare(
    document: Document,
    values: list[dict[str, Any]],
    cameras: Sequence[Camera],
    lights: Sequence[Light],
    skins: Sequence[Skin],
) -> None:
    for index in document.special_nodes():
        source, held = document.gltf.nodes[index], values[index]
        if source.camera != ABSENT:
            held["camera"] = cameras[source.camera]
        if source.skin != ABSENT:
            held["skin"] = skins[source.skin]
        if source.matrix is not None:
            held["matrix"] = _matrix(source.matrix)
        if source.weights:
            held["weights"] = tuple(source.weights)
        if source.extras is not None or source.extensions:
            held.update(_extended(document, index, source, lights))


def _link(document: Document, nodes: Sequence[Node], skins: Sequence[Skin]) -> None:
    for index, source in enumerate(document.gltf.nodes):
        if source.children:
            link_trusted(nodes[index], tuple([nodes[child] for child in source.children]))
    if any(LOD in (document.gltf.nodes[index].extensions or ()) for index in document.special_nodes()):
        for node in nodes:
            if node.levels:
                node.levels = tuple(nodes[number] for number in node.levels)
    for skin, bones in zip(skins, document.gltf.skins, strict=True):
        skin.joints = tuple(nodes[joint] for joint in bones.joints)
        if bones.skeleton != ABSENT:
            skin.skeleton = nodes[bones.skeleton]


def _extended(document: Document, index: int, source: schema.Node, lights: Sequence[Light]) -> dict[str, Any]:
    where = pointer("nodes", index)
    values = unnamed(document, source, where)
    extensions = source.extensions or {}
    if INSTANCING in extensions:
        values["instances"] = read_instances(document, extensions, where)
    if VISIBILITY in extensions:
        seen = parse(document, extensions, VISIBILITY, NodeVisibility, where)
        if seen is not None:
            values["visible"] = seen.visible
            values |= inner(document, VISIBILITY, seen, f"{where}/extensions/{VISIBILITY}", told=not seen.visible)
    if LOD in extensions and (ids := level_ids(extensions, len(document.gltf.nodes))):
        values["levels"] = tuple(ids)  # `_link` puts the nodes there
        values["extensions"] = {name: value for name, value in values["extensions"].items() if name != LOD}
    lamp = parse(document, source.extensions, LIGHTS, NodeLight, where)
    if lamp is not None and 0 <= lamp.light < len(lights):
        values["light"] = lights[lamp.light]
        more = inner(document, LIGHTS, lamp, f"{where}/extensions/{LIGHTS}", told=True)
        values["nested"] = {**values.get("nested", {}), **more.get("nested", {})}
    elif lamp is not None and lamp.light >= 0:
        text = f"there are {len(lights)} lights, none with index {lamp.light}"
        document.problems.error("UNRESOLVED_REFERENCE", f"{where}/extensions/{LIGHTS}/light", text)
    return values


def _matrix(columns: tuple[float, ...]) -> NDArray[np.float64]:
    """(4, 4) for column vectors, read-only, from glTF's column-major sixteen."""
    matrix = np.array(columns, dtype=np.float64).reshape(4, 4).T
    matrix.flags.writeable = False
    return matrix
