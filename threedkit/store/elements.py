"""Lights, cameras and environments of a stored graph as elements of a scene."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threedkit.scene import (
    DirectionalLight,
    Environment,
    OrthographicCamera,
    PerspectiveCamera,
    PointLight,
    SpotLight,
)

if TYPE_CHECKING:
    from threedkit.scene.camera import Camera
    from threedkit.scene.light import Light
    from threedkit.store.records import CameraSpec, EnvironmentSpec, LightSpec

__all__ = ["camera_of", "environment_of", "light_of"]


def light_of(spec: LightSpec) -> Light:
    """Return a light.

    Raises:
        FieldError: a value is out of its range.
    """
    shared = {"name": spec.name, "color": spec.color, "intensity": spec.intensity}
    if spec.type == "directional":
        return DirectionalLight(**shared)
    if spec.type == "point":
        return PointLight(**shared, range=spec.range)
    cone = {"inner_cone_angle": spec.inner_cone_angle, "outer_cone_angle": spec.outer_cone_angle}
    return SpotLight(**shared, range=spec.range, **cone)


def camera_of(spec: CameraSpec) -> Camera:
    """Return a camera.

    Raises:
        FieldError: a value is out of its range.
    """
    if spec.type == "perspective":
        lens = {"yfov": spec.yfov, "aspect": spec.aspect, "znear": spec.znear, "zfar": spec.zfar}
        return PerspectiveCamera(name=spec.name, **lens)
    far = 100.0 if spec.zfar is None else spec.zfar
    return OrthographicCamera(name=spec.name, xmag=spec.xmag, ymag=spec.ymag, znear=spec.znear, zfar=far)


def environment_of(spec: EnvironmentSpec) -> Environment:
    """Return an environment without its picture.

    Raises:
        FieldError: a value is out of its range.
    """
    return Environment(
        intensity=spec.intensity,
        rotation=spec.rotation,
        background=spec.background,
        background_color=spec.background_color,
    )
