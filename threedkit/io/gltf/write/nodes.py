"""Cameras, lights, skins and nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from threedkit.errors import FieldError
from threedkit.io.gltf import schema
from threedkit.io.gltf.extensions import LIGHTS, LightData, SpotData
from threedkit.io.gltf.schema import ABSENT
from threedkit.io.gltf.write.context import keep
from threedkit.scene import DirectionalLight, OrthographicCamera, PerspectiveCamera, PointLight, SpotLight

if TYPE_CHECKING:
    from threedkit.io.gltf.write.context import Context
    from threedkit.scene import Camera, Light, Node, Skin

__all__ = ["write_cameras", "write_lights", "write_nodes", "write_skins"]


def write_cameras(context: Context) -> list[schema.Camera]:
    """All cameras."""
    return [_camera(context, camera) for camera in context.parts.cameras]


def _camera(context: Context, camera: Camera) -> schema.Camera:
    values = context.named(camera)
    if isinstance(camera, OrthographicCamera):
        flat = schema.Orthographic(xmag=camera.xmag, ymag=camera.ymag, zfar=camera.zfar, znear=camera.znear)
        return schema.Camera(**values, type="orthographic", orthographic=flat)
    if not isinstance(camera, PerspectiveCamera):
        raise FieldError(f"{camera!r} cannot be saved: glTF has perspective and orthographic cameras")
    lens = schema.Perspective(
        yfov=camera.yfov, znear=camera.znear, **keep(aspect_ratio=(camera.aspect, None), zfar=(camera.zfar, None))
    )
    return schema.Camera(**values, type="perspective", perspective=lens)


def write_lights(context: Context) -> list[dict[str, Any]]:
    """All lights as KHR_lights_punctual has them."""
    return [_light(context, light) for light in context.parts.lights]


def _light(context: Context, light: Light) -> dict[str, Any]:
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
        values["inverse_bind_matrices"] = context.packer.accessor(matrices)
    return schema.Skin(**context.named(skin), **values)


def write_nodes(context: Context) -> list[schema.Node]:
    """All nodes."""
    return [_node(context, node) for node in context.parts.nodes]


def _node(context: Context, node: Node) -> schema.Node:
    light = context.lights.of(node.light)
    values = context.named(node, None if light == ABSENT else {LIGHTS: {"light": light}})
    if node.children:
        values["children"] = [context.nodes.of(child) for child in node.children]
    values.update(
        camera=context.cameras.of(node.camera), mesh=context.meshes.of(node.mesh), skin=context.skins.of(node.skin)
    )
    if node.matrix is not None:
        values["matrix"] = tuple(node.matrix.T.reshape(-1).tolist())
    if node.position != (0.0, 0.0, 0.0):
        values["translation"] = node.position
    if node.rotation != (0.0, 0.0, 0.0, 1.0):
        values["rotation"] = node.rotation
    if node.scale != (1.0, 1.0, 1.0):
        values["scale"] = node.scale
    if node.weights:
        values["weights"] = list(node.weights)
    return schema.Node(**values)
