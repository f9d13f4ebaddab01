"""Cameras, lights, skins and nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from threedkit.errors import FieldError
from threedkit.io.gltf import schema
from threedkit.io.gltf.extensions import INSTANCING, LIGHTS, LOD, VISIBILITY, LightData, SpotData
from threedkit.io.gltf.schema import ABSENT
from threedkit.io.gltf.write.context import keep
from threedkit.io.gltf.write.instances import write_instances
from threedkit.scene import DirectionalLight, OrthographicCamera, PerspectiveCamera, PointLight, SpotLight
from threedkit.scene.element import held

if TYPE_CHECKING:
    from threedkit.io.gltf.write.context import Context
    from threedkit.scene import Camera, Light, Node, Skin

__all__ = ["write_camera", "write_cameras", "write_light", "write_lights", "write_nodes", "write_skins"]


_ORIGIN = (0.0, 0.0, 0.0)
_UNTURNED = (0.0, 0.0, 0.0, 1.0)
_UNSCALED = (1.0, 1.0, 1.0)
_COMMON = frozenset({"name", "position", "rotation", "scale", "mesh", "children"})


def write_cameras(context: Context) -> list[schema.Camera]:
    """All cameras."""
    return [write_camera(context, camera) for camera in context.parts.cameras]


def write_camera(context: Context, camera: Camera) -> schema.Camera:
    """One camera."""
    values = context.named(camera)
    if isinstance(camera, OrthographicCamera):
        inner = context.nested(camera, "orthographic")
        flat = schema.Orthographic(**inner, xmag=camera.xmag, ymag=camera.ymag, zfar=camera.zfar, znear=camera.znear)
        return schema.Camera(**values, type="orthographic", orthographic=flat)
    if not isinstance(camera, PerspectiveCamera):
        raise FieldError(f"{camera!r} cannot be saved: glTF has perspective and orthographic cameras")
    lens = schema.Perspective(
        **context.nested(camera, "perspective"),
        yfov=camera.yfov,
        znear=camera.znear,
        **keep(aspect_ratio=(camera.aspect, None), zfar=(camera.zfar, None)),
    )
    return schema.Camera(**values, type="perspective", perspective=lens)


def write_lights(context: Context) -> list[dict[str, Any]]:
    """All lights as KHR_lights_punctual has them."""
    return [write_light(context, light) for light in context.parts.lights]


def write_light(context: Context, light: Light) -> dict[str, Any]:
    """One light as KHR_lights_punctual has it."""
    values = {
        **context.named(light),
        **keep(color=(light.color, (1.0, 1.0, 1.0)), intensity=(light.intensity, 1.0)),
    }
    if isinstance(light, DirectionalLight):
        return _plain(LightData(**values, type="directional"))
    if not isinstance(light, PointLight):
        raise FieldError(f"{light!r} cannot be saved: glTF has directional, point and spot lights")
    values.update(keep(range=(light.range, None)))
    if not isinstance(light, SpotLight):
        return _plain(LightData(**values, type="point"))
    cone = SpotData(inner_cone_angle=light.inner_cone_angle, outer_cone_angle=light.outer_cone_angle)
    return _plain(LightData(**values, type="spot", spot=cone))


def _plain(light: LightData) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(light)
    return plain


def write_skins(context: Context) -> list[schema.Skin]:
    """All skins that have joints: glTF has no others."""
    return [_skin(context, i, skin) for i, skin in enumerate(context.parts.skins) if skin.joints]


def _skin(context: Context, index: int, skin: Skin) -> schema.Skin:
    joints = [context.nodes.of(joint) for joint in skin.joints]
    if ABSENT in joints:
        lost = skin.joints[joints.index(ABSENT)]
        raise FieldError(f"skin {skin.name or index} cannot be saved: its joint {lost!r} is not in the scene")
    values: dict[str, Any] = {"joints": joints, "skeleton": context.nodes.of(skin.skeleton)}
    if skin.inverse_bind_matrices is not None:
        matrices = skin.inverse_bind_matrices.astype(np.float32, copy=False)
        values["inverse_bind_matrices"] = context.packer.accessor(matrices, blank=True)
    return schema.Skin(**context.named(skin), **values)


def write_nodes(context: Context) -> list[schema.Node]:
    """All nodes.

    What almost every node has goes straight from what the object holds into the struct; a field that is not held has
    its default. `_add_rare` looks at the others.
    """
    number, shape = context.nodes.of, context.meshes.of
    nodes = []
    for node in context.parts.nodes:
        values = held(node)
        get = values.get
        place, turn, size = get("position"), get("rotation"), get("scale")
        made = schema.Node(
            name=get("name", ""),
            mesh=shape(get("mesh")),
            translation=None if place == _ORIGIN else place,
            rotation=None if turn == _UNTURNED else turn,
            scale=None if size == _UNSCALED else size,
        )
        if family := get("children"):
            made.children = [number(child) for child in family]
        if not values.keys() <= _COMMON:
            _add_rare(context, node, made)
        nodes.append(made)
    return nodes


def _add_rare(context: Context, node: Node, made: schema.Node) -> None:
    made.camera, made.skin = context.cameras.of(node.camera), context.skins.of(node.skin)
    if node.matrix is not None:
        made.matrix = tuple(node.matrix.T.reshape(-1).tolist())
    if node.weights:
        made.weights = list(node.weights)
    for name, value in context.unnamed(node, _extensions(context, node)).items():
        setattr(made, name, value)


def _extensions(context: Context, node: Node) -> dict[str, Any] | None:
    more: dict[str, Any] = {}
    light = context.lights.of(node.light)
    if light != ABSENT:
        more[LIGHTS] = {"light": light, **context.nested(node, LIGHTS)}
    if node.instances is not None and node.instances.count:
        more[INSTANCING] = write_instances(context, node.instances)
    if node.levels:
        more[LOD] = {"ids": [context.nodes.of(level) for level in node.levels]}
    if not node.visible or VISIBILITY in node.nested:
        more[VISIBILITY] = {**keep(visible=(node.visible, True)), **context.nested(node, VISIBILITY)}
    return more or None
