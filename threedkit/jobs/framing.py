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

__all__ = ["Cylinder", "enclosing_cylinder"]

_MOMENTS = 32
_WORK = 8_000_000
"""Vertices to pose in all; scenes with more are looked at in fewer moments."""

_EXACT = 20_000
_CELLS = 96


class Cylinder(NamedTuple):
    """An upright cylinder: (3,) centre, radius and half height in world metres."""

    center: tuple[float, float, float]
    radius: float
    half_height: float


def enclosing_cylinder(scene: Scene, animation: Animation, start: float | None, duration: float) -> Cylinder:
    """Return the upright cylinder that holds every mesh of the scene while the animation runs.

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
    radius = float(np.hypot(points[:, 0] - x, points[:, 2] - z).max())
    return Cylinder((x, y, z), radius, 0.5 * float(bounds.size(box)[1]))


def _primitives(node: Node) -> tuple[Primitive, ...]:
    return node.mesh.primitives if node.mesh is not None else ()


def _points(nodes: tuple[Node, ...], pose: Pose) -> NDArray[np.float64]:
    """World points (n, 3) whose hull holds the scene in this pose."""
    clouds = [np.zeros((0, 3))]
    for node in nodes:
        for primitive in _primitives(node):
            if node.skin is not None or primitive.targets:
                cloud = _thinned(np.asarray(pose.positions(node, primitive), np.float64))
            else:
                local = _thinned(np.asarray(primitive.positions, np.float64))
                cloud = matrices.transform_points(pose.world_from_node(node), local)
            clouds.append(cloud)
    points = np.concatenate(clouds)
    return points[np.isfinite(points).all(axis=1)]


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
