"""Cameras: a CameraView as a three.js camera, and back."""

from __future__ import annotations

import math
from typing import Any

import msgspec
import numpy as np
import pythreejs as three

from threedkit.render import CameraView
from threedkit.transforms import matrices

__all__ = ["FAR", "camera_view", "moved", "place", "three_camera"]

_NEAR, FAR = 2e-3, 1000.0
"""The depth that is drawn, as multiples of the distance to the far side of the scene: room to orbit and zoom within a
depth buffer of 24 bits. A camera with a nearer near plane or a farther far plane keeps its own."""


_LEVEL = 0.999


def moved(view: CameraView, by: Any) -> CameraView:
    """The view moved by (3,) metres."""
    world = view.matrix
    world[:3, 3] += np.asarray(by, np.float64)
    return msgspec.structs.replace(view, world_from_camera=tuple(world.ravel().tolist()))


def _pose(view: CameraView) -> dict[str, Any]:
    """Position, rotation, and the axis that orbiting keeps upright: +Y, unless the camera is rolled."""
    position, rotation, _ = matrices.decompose(view.matrix)
    right, up = view.matrix[:3, 0], view.matrix[:3, 1]
    level = abs(right[1]) < 1 - _LEVEL and up[1] > 0
    return {
        "position": tuple(map(float, position)),
        "quaternion": tuple(map(float, rotation)),
        "up": (0.0, 1.0, 0.0) if level else tuple(map(float, up)),
    }


def _depth(view: CameraView, distance: float) -> tuple[float, float]:
    if view.kind == "orthographic":
        return view.znear, view.zfar if view.zfar is not None else view.znear + 1.0
    return min(view.znear, _NEAR * distance), FAR * max(distance, view.znear)


def three_camera(view: CameraView, aspect: float, distance: float) -> Any:
    """The camera widget that sees what `view` sees, in a picture of this aspect."""
    near, far = _depth(view, distance)
    pose = _pose(view)
    if view.kind == "orthographic":
        return three.OrthographicCamera(
            left=-view.xmag, right=view.xmag, top=view.ymag, bottom=-view.ymag,
            near=near, far=far, **pose,
        )  # fmt: skip
    return three.PerspectiveCamera(fov=math.degrees(view.yfov), aspect=aspect, near=near, far=far, **pose)


def place(camera: Any, view: CameraView, distance: float) -> None:
    """Move a camera widget of the same kind to where `view` is."""
    near, far = _depth(view, distance)
    with camera.hold_sync():
        for name, value in _pose(view).items():
            setattr(camera, name, value)
        camera.near, camera.far, camera.zoom = near, far, 1.0
        if view.kind == "orthographic":
            camera.left, camera.right, camera.top, camera.bottom = -view.xmag, view.xmag, view.ymag, -view.ymag
        else:
            camera.fov = math.degrees(view.yfov)


def camera_view(camera: Any) -> CameraView:
    """What the camera widget sees now, as something to render from."""
    world = matrices.compose(camera.position, camera.quaternion, (1.0, 1.0, 1.0))
    if isinstance(camera, three.OrthographicCamera):
        return CameraView.from_matrix(
            world, kind="orthographic", xmag=camera.right / camera.zoom, ymag=camera.top / camera.zoom,
            znear=camera.near, zfar=camera.far,
        )  # fmt: skip
    yfov = 2 * math.atan(math.tan(math.radians(camera.fov) / 2) / camera.zoom)
    return CameraView.from_matrix(world, yfov=yfov, znear=camera.near, zfar=camera.far)
