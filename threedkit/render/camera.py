"""From whatever a caller calls a camera to the one view that engines draw."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.errors import RenderError
from threedkit.render.outline import DIRECTIONS, Outline, outline_of
from threedkit.render.shot import CameraView
from threedkit.scene import Camera, Node, OrthographicCamera
from threedkit.transforms import bounds, matrices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from threedkit.scene import Pose, Scene

    Animations = str | int | Sequence[str | int] | None

__all__ = ["fit_camera", "fitted_view", "middle", "resolve_camera", "view_of"]

_SAMPLES = 9
"""Moments of an animation at which its bounds are taken."""
_FAR = 100.0
_NEAR = 1e-3
_CLEARANCE = 0.4
_HALVINGS = 48


def fit_camera(
    scene: Scene,
    size: tuple[int, int] = (1280, 720),
    *,
    time: float | None = None,
    animation: Animations = None,
    pose: Pose | None = None,
    azimuth: float = math.radians(30),
    elevation: float = math.radians(18),
    yfov: float = math.radians(35),
    margin: float = 0.08,
) -> CameraView:
    """Place a perspective camera so that the whole scene fills the picture.

    Args:
        scene: what to look at; an empty one is looked at as if it were a unit cube.
        size: (width, height) of the picture; both directions are fitted.
        time: the moment to fit, seconds; None: the rest pose and the whole animation, so that all pictures of an
            animation get one camera.
        animation: whose motion counts; None: the first one.
        pose: the scene at the moment to fit, where it is at hand; `time` and `animation` do not count then.
        azimuth: radians about +Y from +Z towards +X.
        elevation: radians above the horizon.
        yfov: vertical field of view, radians.
        margin: part of the half picture that stays free on each side.

    Returns:
        The view; its near and far planes leave room on both sides.

    Example:
        >>> from threedkit.scene import Scene
        >>> fit_camera(Scene(), (640, 480)).kind
        'perspective'
    """
    moments = [] if pose is not None else _moments(scene, time, animation)
    outline = outline_of(scene, [pose] if pose is not None else (scene.pose(one, animation) for one in moments))
    return fitted_view(outline, size, azimuth=azimuth, elevation=elevation, yfov=yfov, margin=margin)


def fitted_view(
    points: NDArray[np.float64] | Outline,
    size: tuple[int, int],
    *,
    azimuth: float = math.radians(30),
    elevation: float = math.radians(18),
    yfov: float = math.radians(35),
    margin: float = 0.08,
) -> CameraView:
    """Place a perspective camera so that points (n, 3) fill the picture; see `fit_camera`."""
    outline = points if isinstance(points, Outline) else Outline(points)
    out = np.array(
        [math.sin(azimuth) * math.cos(elevation), math.sin(elevation), math.cos(azimuth) * math.cos(elevation)]
    )
    rotation = matrices.look_at(out, np.zeros(3))[:3, :3]
    tan_y = math.tan(yfov / 2) * (1 - margin)
    tan_x = tan_y * size[0] / size[1]
    x, y, z = rotation.T
    outline.reach(np.array([*np.eye(3), *-np.eye(3), z, tan_x * z + x, tan_x * z - x, tan_y * z + y, tan_y * z - y]))
    box = bounds.of_points(outline.points)
    center, radius = bounds.center(box), bounds.radius(box)
    if radius <= 0:
        radius = 0.5
        outline = Outline(center + DIRECTIONS * radius)
    local = (outline.points - center) @ rotation
    distance = max(_closest(local, tan_x, tan_y), float(local[:, 2].max()) + _CLEARANCE * radius)
    eye = _centered(outline, center, rotation, distance)
    world = np.eye(4)
    world[:3, :3] = rotation
    world[:3, 3] = center + rotation @ eye
    near = max(distance - 1.5 * radius, _NEAR * (distance + radius))
    return CameraView.from_matrix(world, yfov=yfov, znear=near, zfar=distance + _FAR * radius)


def _centered(
    outline: Outline, center: NDArray[np.float64], rotation: NDArray[np.float64], distance: float
) -> NDArray[np.float64]:
    """Where an eye at some distance stands, on the camera's own axes: as much is free on one side as on the other."""

    def seen(points: NDArray[np.float64], eye: NDArray[np.float64]) -> NDArray[np.float64]:
        local = (points - center) @ rotation - eye
        return np.asarray(local[..., :2] / -local[..., 2:])

    while True:
        local = (outline.points - center) @ rotation
        depth = distance - local[:, 2]
        eye = np.array([middle(local[:, 0], depth), middle(local[:, 1], depth), distance])
        inside = seen(outline.points, eye)
        low, high = inside.min(axis=0), inside.max(axis=0)
        beyond = seen(outline.corners, eye)
        outside = ((beyond < low) | (beyond > high)).any(axis=(1, 2))
        if not outside.any():
            return eye
        outline.look_into(outside)


def _moments(scene: Scene, time: float | None, animation: Animations) -> list[float | None]:
    """Times to fit: the one that was asked for, or the rest pose and some all through the animation."""
    if time is not None:
        return [time]
    keys = (animation,) if isinstance(animation, (str, int)) else animation
    chosen = scene.animations[:1] if keys is None else tuple(scene.animations[key] for key in keys)
    end = max((clip.duration for clip in chosen), default=0.0)
    return [None, *np.linspace(0.0, end, _SAMPLES).tolist()] if chosen else [None]


def _closest(local: NDArray[np.float64], tan_x: float, tan_y: float) -> float:
    """Find how near an eye can come, on the camera's own axes, with all points inside the frustum.

    In each direction the two tightest side planes meet in a line; the farther of the two lines sets the distance (the
    usual exact fit of a frustum to points).

    Args:
        local: (n, 3) points in camera axes about the centre of interest.
        tan_x: tangent of half the horizontal angle.
        tan_y: tangent of half the vertical angle.

    Returns:
        Distance along the camera's +Z, metres.
    """
    distance = -math.inf
    for axis, tangent in ((0, tan_x), (1, tan_y)):
        right = (local[:, axis] + local[:, 2] * tangent).max()
        left = (-local[:, axis] + local[:, 2] * tangent).max()
        distance = max(distance, float(right + left) / (2 * tangent))
    return distance


def middle(offsets: NDArray[np.float64], depths: NDArray[np.float64]) -> float:
    """Where an eye has to stand across the view, so that points reach equally far to both sides of the picture.

    Args:
        offsets: (n,) metres of the points across the view.
        depths: (n,) metres of the points before the eye, above 0.

    Returns:
        The offset e at which the largest and the smallest ``(offsets - e) / depths`` are opposite, by bisection.

    Example:
        >>> round(middle(np.array([-1.0, 3.0]), np.array([1.0, 1.0])), 6)
        1.0
    """
    low, high = float(offsets.min()), float(offsets.max())
    for _ in range(_HALVINGS):
        eye = 0.5 * (low + high)
        seen = (offsets - eye) / depths
        low, high = (eye, high) if seen.max() + seen.min() > 0 else (low, eye)
    return 0.5 * (low + high)


def resolve_camera(
    scene: Scene,
    camera: Node | Camera | CameraView | str | None,
    size: tuple[int, int],
    *,
    time: float | None = None,
    animation: Animations = None,
) -> CameraView:
    """Turn what a caller may pass as `camera` into the view to draw.

    Args:
        scene: where the camera stands.
        camera: a node that holds a camera (or its name), a Camera held by a node, a view, or None: the scene is
            fitted into the picture.
        size: (width, height) of the picture.
        time: moment at which an animated camera is taken; None is the rest pose.
        animation: as in `Scene.pose`.

    Raises:
        RenderError: no such camera; the message lists those of the scene.
    """
    if camera is None:
        return fit_camera(scene, size, time=time, animation=animation)
    if isinstance(camera, CameraView):
        return camera
    node = _camera_node(scene, camera)
    return view_of(node, scene.pose(time, animation), size)


def view_of(node: Node, pose: Pose, size: tuple[int, int]) -> CameraView:
    """Return the view of a camera node in a pose.

    The whole of the camera's own picture is shown: where its aspect differs from that of `size`, more is shown on two
    sides, nothing is stretched. The scale of the node does not count (glTF 2.0, 3.10).
    """
    camera: Any = None if node.camera is None else pose.posed(node.camera)
    world = _rigid(pose.world_from_node(node), node)
    aspect = size[0] / size[1]
    if isinstance(camera, OrthographicCamera):
        xmag, ymag = max(camera.xmag, camera.ymag * aspect), max(camera.ymag, camera.xmag / aspect)
        return CameraView.from_matrix(
            world, kind="orthographic", xmag=xmag, ymag=ymag, znear=camera.znear, zfar=camera.zfar
        )
    tangent = math.tan(camera.yfov / 2)
    if camera.aspect is not None and camera.aspect > aspect:
        tangent *= camera.aspect / aspect
    return CameraView.from_matrix(world, yfov=2 * math.atan(tangent), znear=camera.znear, zfar=camera.zfar)


def _camera_node(scene: Scene, camera: Node | Camera | str) -> Node:
    nodes = scene.camera_nodes
    found = [
        node
        for node in nodes
        if camera is node or camera is node.camera or (isinstance(camera, str) and node.name == camera)
    ]
    if found:
        return found[0]
    if isinstance(camera, Node) and camera.camera is not None:
        message = f"camera node {camera.name!r} is not in the scene"
        raise RenderError(message)
    names = ", ".join(repr(node.name) for node in nodes) or "none: pass camera=None to fit one to the scene"
    shown = repr(camera) if isinstance(camera, str) else f"{type(camera).__name__} {getattr(camera, 'name', '')!r}"
    message = f"no camera {shown} in the scene; its cameras are {names}"
    raise RenderError(message)


def _rigid(world: NDArray[np.float64], node: Node) -> NDArray[np.float64]:
    """Rotation and place only; the axes are straightened from -Z and +Y as they come out."""
    back, up = world[:3, 2], world[:3, 1]
    if not np.isfinite(world).all() or np.linalg.norm(back) == 0 or np.linalg.norm(np.cross(up, back)) == 0:
        message = f"camera node {node.name!r} has no usable transform (a scale of zero, or a value that is no number)"
        raise RenderError(message)
    return matrices.look_at(world[:3, 3], world[:3, 3] - back / np.linalg.norm(back), up)
