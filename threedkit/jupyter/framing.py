"""A camera for a part of a scene."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from threedkit.render.camera import fitted_view
from threedkit.transforms import bounds

if TYPE_CHECKING:
    from threedkit.render import CameraView
    from threedkit.scene import Node, Scene

__all__ = ["fit_node"]

_STEEPEST = 1.5
_LEAST = 0.05


def fit_node(
    scene: Scene, node: Node, size: tuple[int, int], seen: CameraView, *, time: float | None, animation: int | None
) -> CameraView:
    """A view of a node and of all below it, from the direction of another view.

    Args:
        scene: where the node is.
        node: what to look at; one without meshes is looked at from near.
        size: (width, height) of the picture.
        seen: the view whose direction is kept.
        time: seconds on the animation's clock; None: the rest pose.
        animation: number of the animation; None: the first.
    """
    pose = scene.pose(time, animation)
    box = pose.bounds_of_all([each for each in node.traverse() if each.mesh is not None])
    if bounds.is_empty(box):
        place = pose.world_from_node(node)[:3, 3]
        box = np.stack([place - _LEAST, place + _LEAST])
    corners = np.stack(np.meshgrid(*box.T, indexing="ij"), axis=-1).reshape(-1, 3)
    back = seen.matrix[:3, 2]
    elevation = math.asin(max(-1.0, min(1.0, float(back[1]))))
    elevation = max(-_STEEPEST, min(_STEEPEST, elevation))
    return fitted_view(corners, size, azimuth=math.atan2(back[0], back[2]), elevation=elevation)
