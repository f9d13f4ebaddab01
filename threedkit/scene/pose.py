"""Pose: a scene evaluated at one time: animation, hierarchy, morph targets and skins."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.errors import FieldError, NotFoundError
from threedkit.transforms import bounds, matrices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from threedkit.scene.animation import Animation
    from threedkit.scene.node import Node
    from threedkit.scene.primitive import Primitive
    from threedkit.scene.scene import Scene

    Floats = NDArray[np.float64]

__all__ = ["Pose"]

_CHUNK = 1 << 16  # vertices skinned at a time: 64 Ki blended matrices are 8 MiB
_FIELDS = {"translation": "position", "rotation": "rotation", "scale": "scale", "weights": "weights"}


class Pose:
    """Where every node and vertex of a scene is at one time.

    Rules of glTF 2.0: a cubic spline's tangents are scaled by the key interval (appendix C.5), rotations are
    interpolated on the sphere (C.4), a skinned mesh ignores its own node's transform (3.7.3.3), morph displacements
    are added before skinning (3.7.2.2).
    """

    def __init__(self, scene: Scene, time: float | None, animations: Sequence[Animation]) -> None:
        """Evaluate; `Scene.pose` is the way to get one.

        Raises:
            FieldError: the time is not finite.
        """
        if time is not None and not math.isfinite(time):
            message = f"time must be finite seconds, or None for the rest pose, not {time}"
            raise FieldError(message)
        self.time = time
        self._nodes = scene.inventory.nodes
        self._row = {id(node): row for row, node in enumerate(self._nodes)}
        self._animated: dict[int, dict[str, Any]] = _sample(animations, 0.0 if time is None else time)
        self._world = self._place()
        self._boxes: dict[int, Floats] = {}  # of primitives in their own frame: many nodes share a mesh

    def _place(self) -> Floats:
        """(n, 4, 4) world_from_node of all nodes, parents first, one product per level of the hierarchy."""
        nodes = self._nodes
        positions = np.array([node.position for node in nodes], np.float64).reshape(-1, 3)
        rotations = np.array([node.rotation for node in nodes], np.float64).reshape(-1, 4)
        scales = np.array([node.scale for node in nodes], np.float64).reshape(-1, 3)
        for key, moved in self._animated.items():
            row = self._row.get(key)
            if row is not None:
                for field, array in (("position", positions), ("rotation", rotations), ("scale", scales)):
                    array[row] = moved.get(field, array[row])
        world = matrices.compose(positions, rotations, scales)
        for row, node in enumerate(nodes):
            if node.matrix is not None and not self.moves(node):
                world[row] = node.matrix
        level = [node for node in self._nodes if node.parent is None or id(node.parent) not in self._row]
        while level := [child for node in level for child in node.children]:
            rows = [self._row[id(node)] for node in level]
            parents = [self._row[id(node.parent)] for node in level]
            world[rows] = world[parents] @ world[rows]
        return world

    def _index(self, node: Node) -> int:
        try:
            return self._row[id(node)]
        except KeyError:
            message = f"{node!r} was not in the scene when it was posed"
            raise NotFoundError(message) from None

    def world_from_node(self, node: Node) -> Floats:
        """(4, 4) of a node."""
        return np.array(self._world[self._index(node)])

    def local(self, node: Node) -> tuple[Floats, Floats, Floats]:
        """Position (3,) in metres, rotation (4,) xyzw and scale (3,) of a node in its parent's frame."""
        moved = self._animated.get(id(node), {})
        if node.matrix is not None and not moved.keys() - {"weights"}:
            position, rotation, scale = matrices.decompose(node.matrix)
            return position, rotation, scale
        return tuple(np.array(moved.get(name, getattr(node, name))) for name in ("position", "rotation", "scale"))  # type: ignore[return-value]

    def moves(self, node: Node) -> bool:
        """Whether an animation of this pose drives the node's own transform."""
        return bool(self._animated.get(id(node), {}).keys() - {"weights"})

    def weights(self, node: Node) -> tuple[float, ...]:
        """Morph weights of a node's mesh, one a target: animated, else the node's, else the mesh's, else 0."""
        if node.mesh is None:
            return ()
        resting = node.weights if node.weights is not None else node.mesh.weights
        found = self._animated.get(id(node), {}).get("weights", resting)
        count = node.mesh.target_count
        return (*(float(weight) for weight in found), *([0.0] * count))[:count]

    def joint_matrices(self, node: Node) -> Floats:
        """(j, 4, 4) world_from_bindpose of the joints of a node's skin.

        Raises:
            NotFoundError: the node has no skin.
        """
        if node.skin is None:
            message = f"{node!r} has no skin"
            raise NotFoundError(message)
        world = self._world[[self._index(joint) for joint in node.skin.joints]]
        inverse = node.skin.inverse_bind_matrices
        return np.array(world) if inverse is None else world @ inverse[: len(world)]

    def positions(self, node: Node, primitive: Primitive) -> Floats:
        """(n, 3) world positions of a primitive's vertices, metres, morphed and skinned."""
        base = self._morphed(node, primitive, "positions")
        if not _is_skinned(node, primitive):
            return matrices.transform_points(self.world_from_node(node), base)
        blended = np.empty_like(base)
        for rows, matrix in self._blend(node, primitive):
            blended[rows] = np.einsum("nij,nj->ni", matrix[:, :3, :3], base[rows]) + matrix[:, :3, 3]
        return blended

    def normals(self, node: Node, primitive: Primitive) -> Floats | None:
        """(n, 3) unit world normals, morphed and skinned; None when the primitive has none."""
        if primitive.normals is None:
            return None
        base = self._morphed(node, primitive, "normals")
        if not _is_skinned(node, primitive):
            return matrices.transform_normals(self.world_from_node(node), base)
        turned = np.empty_like(base)
        for rows, matrix in self._blend(node, primitive):
            turned[rows] = matrices.transform_normals(matrix, base[rows][:, np.newaxis])[:, 0]
        return turned

    def tangents(self, node: Node, primitive: Primitive) -> Floats | None:
        """(n, 4) world tangents, unit xyz and the sign of the bitangent; None when the primitive has none."""
        if primitive.tangents is None:
            return None
        base = self._morphed(node, primitive, "tangents")
        sign = np.asarray(primitive.tangents[:, 3:], dtype=np.float64)
        if _is_skinned(node, primitive):
            turned = np.empty_like(base)
            for rows, matrix in self._blend(node, primitive):
                turned[rows] = np.einsum("nij,nj->ni", matrix[:, :3, :3], base[rows])
        else:
            world = self.world_from_node(node)
            turned = matrices.transform_vectors(world, base)
            sign = sign * np.sign(np.linalg.det(world[:3, :3]))
        return np.concatenate([_unit(turned), sign], axis=1)

    def bounds(self, node: Node) -> Floats:
        """(2, 3) world box around a node's mesh, metres; +inf and -inf when it has none."""
        if node.mesh is None:
            return bounds.union()
        parts = []
        for primitive in node.mesh.primitives:
            if _is_skinned(node, primitive) or (primitive.targets and any(self.weights(node))):
                parts.append(bounds.of_points(self.positions(node, primitive)))
            else:
                if id(primitive) not in self._boxes:
                    self._boxes[id(primitive)] = primitive.bounds
                parts.append(bounds.transform(self._world[self._index(node)], self._boxes[id(primitive)]))
        return bounds.union(*parts)

    def _morphed(self, node: Node, primitive: Primitive, field: str) -> Floats:
        base = np.array(getattr(primitive, field), dtype=np.float64)[:, :3]
        for weight, target in zip(self.weights(node), primitive.targets, strict=False):
            displacement = getattr(target, field)
            if weight and displacement is not None:
                base += weight * np.asarray(displacement, np.float64)
        return _unit(base) if field != "positions" and primitive.targets else base

    def _blend(self, node: Node, primitive: Primitive) -> Any:
        """World matrices blended for each vertex, a chunk at a time."""
        matrix = self.joint_matrices(node)
        sets = range(min(len(primitive.joints), len(primitive.weights)))
        weights = np.concatenate([primitive.as_float("weights", number) for number in sets], axis=1, dtype=np.float64)
        joints = np.concatenate([primitive.joints[number] for number in sets], axis=1)
        if joints.size and int(joints.max()) >= len(matrix):
            message = f"{node!r}: joint {int(joints.max())} is past the last of the skin's {len(matrix)}"
            raise FieldError(message)
        total = weights.sum(axis=1, keepdims=True)
        weights = np.divide(weights, total, out=np.zeros_like(weights), where=total != 0)
        for start in range(0, len(joints), _CHUNK):
            rows = slice(start, start + _CHUNK)
            yield rows, np.einsum("nk,nkij->nij", weights[rows], matrix[joints[rows]])


def _is_skinned(node: Node, primitive: Primitive) -> bool:
    return node.skin is not None and bool(primitive.joints) and bool(primitive.weights)


def _sample(animations: Sequence[Animation], time: float) -> dict[int, dict[str, Floats]]:
    """Values of all channels by id of the node and name of its field; of two that agree on both, the last holds."""
    values: dict[int, dict[str, Floats]] = {}
    for animation in animations:
        for channel in animation.channels:
            if channel.node is not None:
                values.setdefault(id(channel.node), {})[_FIELDS[channel.path]] = channel.sample(time)
    return values


def _unit(vectors: Floats) -> Floats:
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(np.divide(vectors, length, out=np.zeros_like(vectors), where=length > 0))
