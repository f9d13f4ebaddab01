"""The room that a scene takes up while it turns and moves: what a turntable has to keep in view."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from threedkit.errors import FieldError
from threedkit.transforms import bounds, matrices

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.jobs.shots import Animation
    from threedkit.scene import Node, Pose, Primitive, Scene

__all__ = ["Outline", "swept_outline"]

_MOMENTS = 32
_WORK = 8_000_000
"""Vertices to pose in all; scenes with more are looked at in fewer moments."""

_EXACT = 20_000
_CELLS = 96
_SIDES = 17
_MOST_POINTS = 4_000_000
"""Points of all instances of a mesh together; with more, the corners of its box stand for it."""


class Outline(NamedTuple):
    """What a scene sweeps when it turns about an upright axis.

    Attributes:
        center: (3,) point on the axis, world metres.
        profile: corners (distance from the axis, height above the centre) in metres, of a convex polygon that holds
            every point of the scene at every angle and moment.
    """

    center: tuple[float, float, float]
    profile: tuple[tuple[float, float], ...]


def swept_outline(scene: Scene, animation: Animation, start: float | None, duration: float) -> Outline:
    """Return the outline that every mesh of the scene sweeps while it turns and the animation runs.

    Args:
        scene: what is shown.
        animation: which animation; None takes the first one.
        start: time in seconds at which it starts; None looks at the rest pose only.
        duration: seconds that are looked at, in up to 32 moments; 0 looks at `start` only.

    Raises:
        FieldError: there is nothing to frame.
    """
    nodes = tuple(scene.mesh_nodes)
    moments: list[float | None] = [start]
    if start is not None and duration > 0:
        vertices = sum(primitive.vertex_count for node in nodes for primitive in _primitives(node))
        count = max(4, min(_MOMENTS, _WORK // max(vertices, 1)))
        moments = [start + duration * step / count for step in range(count)]
    clouds = [_points(nodes, scene.pose(moment, animation)) for moment in moments]
    points = np.concatenate([cloud for cloud in clouds if len(cloud)] or [np.zeros((0, 3))])
    if len(points) == 0:
        raise FieldError(f"scene {scene.name!r} holds nothing that could be framed; add a mesh first")
    box = bounds.of_points(points)
    x, y, z = (float(value) for value in bounds.center(box))
    swept = np.stack([np.hypot(points[:, 0] - x, points[:, 2] - z), points[:, 1] - y], axis=1)
    return Outline((x, y, z), _profile(swept))


def _profile(points: NDArray[np.float64]) -> tuple[tuple[float, float], ...]:
    """Corners of the polygon whose sides touch points (n, 2) in directions from straight down to straight up.

    Each corner is where two neighbouring sides meet, so the polygon holds all points: at most half a per cent larger
    than their hull (1 / cos of half the angle between two directions).
    """
    angles = np.linspace(-math.pi / 2, math.pi / 2, _SIDES)
    normals = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    reach = (points @ normals.T).max(axis=0)
    sides = np.stack([normals[:-1], normals[1:]], axis=1)
    corners = np.linalg.solve(sides, np.stack([reach[:-1], reach[1:]], axis=1)[..., None])[..., 0]
    return tuple((max(float(radius), 0.0), float(height)) for radius, height in corners)


def _primitives(node: Node) -> tuple[Primitive, ...]:
    return node.mesh.primitives if node.mesh is not None else ()


def _points(nodes: tuple[Node, ...], pose: Pose) -> NDArray[np.float64]:
    """World points (n, 3) whose hull holds the scene in this pose."""
    clouds = [np.zeros((0, 3))]
    for node in filter(pose.visible, nodes):
        for primitive in _primitives(node):
            places = pose.instances(node)
            if node.skin is not None or primitive.targets:
                clouds += [_thinned(pose.positions(node, primitive, i)) for i in range(len(places))]
            else:
                local = _thinned(np.asarray(primitive.positions, np.float64))
                if len(places) * len(local) > _MOST_POINTS:
                    local = _corners(local)
                cloud = matrices.transform_points(places, local).reshape(-1, 3)
                clouds.append(cloud if len(places) == 1 else _thinned(cloud))
    points = np.concatenate(clouds)
    return points[np.isfinite(points).all(axis=1)]


def _corners(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """(8, 3) corners of the box around points (n, 3)."""
    box = bounds.of_points(points)
    return np.array([[box[corner[axis], axis] for axis in range(3)] for corner in np.ndindex(2, 2, 2)])


def _thinned(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Few points whose hull holds all of them: the corners of the cells of a grid in which there are any.

    Grows the outline by at most one cell, a hundredth of the box.
    """
    if len(points) <= _EXACT:
        return points
    low, high = bounds.of_points(points)
    cell = np.maximum((high - low) / _CELLS, math.ulp(1.0))
    index = np.clip(((points - low) / cell).astype(np.int64), 0, _CELLS - 1)
    taken = np.zeros((_CELLS + 1,) * 3, bool)
    for corner in np.ndindex(2, 2, 2):
        taken[tuple((index + corner).T)] = True
    corners: NDArray[np.float64] = np.minimum(low + np.argwhere(taken) * cell, high)
    return corners
