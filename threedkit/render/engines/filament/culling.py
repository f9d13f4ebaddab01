"""Keeps Filament from dropping skinned meshes that an animation has carried away from their rest pose.

Filament culls a skinned mesh by the box of its rest pose, placed by the mesh's own node. glTF lets that node's
transform have no effect on a skinned mesh (3.7.3.3), and the bones are relative to it: so the node is free to carry
the box to where the mesh is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from threedkit.transforms import bounds, matrices

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.scene import Node, Pose, Primitive

__all__ = ["CullingBox"]

_MARGIN = 1.02


class CullingBox:
    """The box of one skinned mesh node: where it must be for a pose."""

    def __init__(self, node: Node, rest: Pose) -> None:
        """Measure the node's mesh in the rest pose."""
        self.node = node
        mesh = node.mesh
        primitives = [] if mesh is None else [part for part in mesh.primitives if part.joints and part.weights]
        self._joints = [_joint_boxes(part, len(rest.joint_matrices(node))) for part in primitives]
        inverse = np.linalg.pinv(rest.world_from_node(node))
        points = [matrices.transform_points(inverse, rest.positions(node, part)) for part in primitives]
        self._box = bounds.union(*(bounds.of_points(part) for part in points))

    def world_from_node(self, pose: Pose) -> NDArray[np.float64] | None:
        """Place the rest box round the posed mesh, (4, 4); None when there is nothing to place."""
        world = pose.joint_matrices(self.node)
        posed = bounds.union(*(_moved(boxes, world) for boxes in self._joints))
        if bounds.is_empty(posed) or bounds.is_empty(self._box):
            return None
        size, wanted = bounds.size(self._box), bounds.size(posed)
        smallest = 1e-3 * max(size.max(), 1e-12)
        scale = _MARGIN * np.maximum(wanted, 1e-3 * wanted.max()) / np.maximum(size, smallest)
        scale = np.maximum(scale, 1e-9)
        placed = np.diag([*scale, 1.0])
        placed[:3, 3] = bounds.center(posed) - scale * bounds.center(self._box)
        return placed


def _joint_boxes(primitive: Primitive, count: int) -> NDArray[np.float64]:
    """Box (j, 2, 3) in bind space of the vertices that each joint moves, morph targets at full weight included."""
    positions = np.asarray(primitive.positions, np.float64)
    reach = [np.asarray(target.positions, np.float64) for target in primitive.targets if target.positions is not None]
    low = positions + sum((np.minimum(shift, 0) for shift in reach), np.zeros(3))
    high = positions + sum((np.maximum(shift, 0) for shift in reach), np.zeros(3))
    boxes = np.tile(bounds.empty(), (count, 1, 1))
    for number, joints in enumerate(primitive.joints[: len(primitive.weights)]):
        weights = primitive.as_float("weights", number)
        for column in range(4):
            used = weights[:, column] > 0
            np.minimum.at(boxes[:, 0], joints[used, column], low[used])
            np.maximum.at(boxes[:, 1], joints[used, column], high[used])
    return boxes


def _moved(boxes: NDArray[np.float64], world: NDArray[np.float64]) -> NDArray[np.float64]:
    """World box around boxes (j, 2, 3) moved by matrices (j, 4, 4); a blend of points lies within their hull."""
    used = (boxes[:, 0] <= boxes[:, 1]).all(axis=1)
    return bounds.union(*(bounds.transform(m, box) for m, box in zip(world[used], boxes[used], strict=True)))
