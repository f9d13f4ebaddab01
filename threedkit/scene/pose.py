"""Pose: a scene evaluated at one time: animation, hierarchy, morph targets and skins."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from threedkit.errors import FieldError, NotFoundError
from threedkit.scene.pointers import Property, with_values
from threedkit.transforms import bounds, matrices

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from threedkit.scene.animation import Animation, Channel
    from threedkit.scene.element import Element
    from threedkit.scene.node import Node
    from threedkit.scene.primitive import Primitive
    from threedkit.scene.scene import Scene

    Floats = NDArray[np.float64]

__all__ = ["Pose"]

_CHUNK = 1 << 16  # vertices skinned at a time: 64 Ki blended matrices are 8 MiB
_FIELDS = {"translation": "position", "rotation": "rotation", "scale": "scale", "weights": "weights"}
_TRANSFORM = frozenset({"position", "rotation", "scale"})

E = TypeVar("E", bound="Element")


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
        self._hidden = self._find_hidden()
        self._instances: dict[int, Floats] = {}
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
                if nodes[row].matrix is not None:
                    positions[row], rotations[row], scales[row] = matrices.decompose(nodes[row].matrix)
                for field, array in (("position", positions), ("rotation", rotations), ("scale", scales)):
                    array[row] = moved.get(field, array[row])
        world = matrices.compose(positions, rotations, scales)
        for row, node in enumerate(nodes):
            if node.matrix is not None and not self.moves(node):
                world[row] = node.matrix
        level = [node for node in nodes if node.parent is None or id(node.parent) not in self._row]
        while level := [child for node in level for child in node.children]:
            rows = [self._row[id(node)] for node in level]
            parents = [self._row[id(node.parent)] for node in level]
            world[rows] = world[parents] @ world[rows]
        return world

    def _find_hidden(self) -> set[int]:
        """Ids of the nodes that do not show: those that say so, and all below them."""
        hidden: set[int] = set()
        for top in [node for node in self._nodes if not self.shows(node)]:
            if id(top) not in hidden:
                hidden.update(id(node) for node in top.traverse())
        return hidden

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
        names = ("position", "rotation", "scale")
        resting: Any = matrices.decompose(node.matrix) if node.matrix is not None else None
        if resting is None:
            resting = [getattr(node, name) for name in names]
        moved = self._animated.get(id(node), {})
        return tuple(np.array(moved.get(name, value)) for name, value in zip(names, resting, strict=True))  # type: ignore[return-value]

    def moves(self, node: Node) -> bool:
        """Whether an animation of this pose drives the node's own transform."""
        return not _TRANSFORM.isdisjoint(self._animated.get(id(node), ()))

    def visible(self, node: Node) -> bool:
        """Whether a node and all above it show (KHR_node_visibility); one that does not draws and lights nothing."""
        return id(node) not in self._hidden

    def shows(self, node: Node) -> bool:
        """What a node's own `visible` is at this time, whatever those above it say."""
        return bool(self._animated.get(id(node), {}).get("visible", node.visible))

    def instances(self, node: Node) -> Floats:
        """(m, 4, 4) world_from_mesh: where a node draws its mesh: at its own place, or at each of its instances.

        A skin says where its mesh is: the instances of a node that has one do not count.
        """
        world = self._world[self._index(node)]
        if node.instances is None or node.skin is not None:
            return np.array(world[np.newaxis])
        key = id(node.instances)
        if key not in self._instances:
            self._instances[key] = node.instances.matrices
        return np.asarray(world @ self._instances[key])

    def animated(self, element: Element) -> dict[str, Any]:
        """Values that the animation gives to fields of an element, by name ("base_color", "clearcoat.factor").

        What no field models goes by its pointer. Numbers are floats, vectors tuples.
        """
        return {name: _plain(value) for name, value in self._animated.get(id(element), {}).items()}

    def posed(self, element: E) -> E:
        """An element as it is at this time: itself if no animation changes a field of it, else a copy.

        Raises:
            FieldError: an animated value is out of its field's range.
        """
        values = {name: value for name, value in self.animated(element).items() if "/" not in name}
        posed: E = with_values(element, values) if values else element
        return posed

    def weights(self, node: Node) -> tuple[float, ...]:
        """Morph weights of a node's mesh, one a target: animated, else the node's, else the mesh's, else 0."""
        if node.mesh is None:
            return ()
        resting = node.weights if node.weights is not None else node.mesh.weights
        moved = self._animated.get(id(node), {})
        found = moved.get("weights", resting)
        count = node.mesh.target_count
        weights = [*(float(weight) for weight in found), *([0.0] * count)][:count]
        for name, value in moved.items():
            if name.startswith("weights/") and int(name[8:]) < count:
                weights[int(name[8:])] = float(value[0])
        return tuple(weights)

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

    def positions(self, node: Node, primitive: Primitive, instance: int = 0) -> Floats:
        """(n, 3) world positions of a primitive's vertices, metres, morphed and skinned, of one of the instances."""
        base = self._morphed(node, primitive, "positions")
        if not _is_skinned(node, primitive):
            return matrices.transform_points(self.instances(node)[instance], base)
        blended = np.empty_like(base)
        for rows, matrix in self._blend(node, primitive):
            blended[rows] = np.einsum("nij,nj->ni", matrix[:, :3, :3], base[rows]) + matrix[:, :3, 3]
        return blended

    def normals(self, node: Node, primitive: Primitive, instance: int = 0) -> Floats | None:
        """(n, 3) unit world normals, morphed and skinned; None when the primitive has none."""
        if primitive.normals is None:
            return None
        base = self._morphed(node, primitive, "normals")
        if not _is_skinned(node, primitive):
            return matrices.transform_normals(self.instances(node)[instance], base)
        turned = np.empty_like(base)
        for rows, matrix in self._blend(node, primitive):
            turned[rows] = matrices.transform_normals(matrix, base[rows][:, np.newaxis])[:, 0]
        return turned

    def tangents(self, node: Node, primitive: Primitive, instance: int = 0) -> Floats | None:
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
            world = self.instances(node)[instance]
            turned = matrices.transform_vectors(world, base)
            sign = sign * np.sign(np.linalg.det(world[:3, :3]))
        return np.concatenate([_unit(turned), sign], axis=1)

    def box(self, primitive: Primitive) -> Floats:
        """(2, 3) box around a primitive's positions in its own frame, metres, as it was when this pose first saw it."""
        box = self._boxes.get(id(primitive))
        if box is None:
            box = self._boxes[id(primitive)] = primitive.bounds
        return box

    def bounds(self, node: Node) -> Floats:
        """(2, 3) world box around a node's mesh, metres; +inf and -inf when it has none or does not show."""
        if node.mesh is None or not self.visible(node):
            return bounds.union()
        places = self.instances(node)
        parts = []
        for primitive in node.mesh.primitives:
            if primitive.positions is None:
                continue
            if _is_skinned(node, primitive):
                parts.append(bounds.of_points(self.positions(node, primitive)))
            elif primitive.targets and any(self.weights(node)):
                base = self._morphed(node, primitive, "positions")
                parts += [bounds.of_points(matrices.transform_points(place, base)) for place in places]
            else:
                parts.append(bounds.transform_many(places, self.box(primitive)))
        return bounds.union(*parts)

    def bounds_of_all(self, nodes: Iterable[Node]) -> Floats:
        """(2, 3) world box around the meshes of many nodes, metres: the union of their `bounds`, at once."""
        rows: list[int] = []
        boxes: list[Floats] = []
        others = []
        for node in nodes:
            if node.mesh is None or not self.visible(node):
                continue
            if node.instances is not None or node.skin is not None or node.mesh.target_count:
                others.append(self.bounds(node))
                continue
            for primitive in node.mesh.primitives:
                if primitive.vertex_count:
                    rows.append(self._index(node))
                    boxes.append(self.box(primitive))
        return bounds.union(*others, bounds.transform_many(self._world[rows], np.array(boxes).reshape(-1, 2, 3)))

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


def _sample(animations: Sequence[Animation], time: float) -> dict[int, dict[str, Any]]:
    """Values of all channels by id of the element and name of its field; of two that agree on both, the last holds."""
    values: dict[int, dict[str, Any]] = {}
    for animation in animations:
        for channel in animation.channels:
            element = channel.element
            if element is not None:
                name, value = _value(channel, time)
                values.setdefault(id(element), {})[name] = value
    return values


def _value(channel: Channel, time: float) -> tuple[str, Any]:
    if channel.path != "pointer":
        return _FIELDS[channel.path], channel.sample(time)
    found = channel.meaning or Property(channel.pointer)
    value = channel.sample(time)
    return found.field, bool(value[0]) if found.kind == "bool" else value


def _plain(value: Any) -> Any:
    """A sampled value as a field takes it: a bool, a float, or a tuple of floats."""
    if isinstance(value, bool):
        return value
    return float(value[0]) if len(value) == 1 else tuple(value.tolist())


def _unit(vectors: Floats) -> Floats:
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(np.divide(vectors, length, out=np.zeros_like(vectors), where=length > 0))
