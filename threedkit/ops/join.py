"""Join: primitives that look alike become one, which is drawn at once."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from threedkit.ops._indices import hold_indices
from threedkit.ops._joining import join_primitives, kind_of
from threedkit.ops._nodes import anchors, remove_empty, root_sets
from threedkit.ops._options import flag
from threedkit.ops.flatten import flatten as flatten_nodes
from threedkit.scene import Mesh
from threedkit.transforms import matrices

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from numpy.typing import NDArray

    from threedkit.scene import Node, Primitive, Scene

__all__ = ["join"]


def join(scene: Scene, *, keep_meshes: bool = False, keep_named: bool = False, flatten: bool = False) -> Scene:
    """Join primitives with the same material, mode and attributes, of nodes under one parent: fewer draw calls.

    The first node of those that are joined holds the result in its own frame and keeps its name; what is left of the
    others goes if it is empty. Strips, fans and loops become lists. Skins, morph targets, instances, animated nodes,
    cameras, lights, and whatever has raw extensions stay as they are, and so do meshes and primitives with extras. A
    mesh that many nodes share is written out at each place: run `instance` before, where it is worth it.

    Args:
        scene: changed in place.
        keep_meshes: join only the primitives within a mesh.
        keep_named: leave nodes and meshes that have names.
        flatten: move nodes to the top first (see the operation of that name), so that more of them meet.

    Returns:
        The same scene.

    Raises:
        ParameterError: an option is neither True nor False.

    Example:
        >>> import threedkit as tk
        >>> scene = tk.Scene()
        >>> stone = tk.Material()
        >>> nodes = [scene.add(tk.Mesh(tk.box(), stone), position=(2 * i, 0, 0)) for i in range(3)]
        >>> len(join(scene).mesh_nodes), scene.meshes[0].triangle_count
        (1, 36)
    """
    keep_meshes, keep_named = flag("join", "keep_meshes", keep_meshes), flag("join", "keep_named", keep_named)
    if flag("join", "flatten", flatten):
        flatten_nodes(scene)
    kept = {id(part) for part in hold_indices(scene)}
    for mesh in scene.meshes:
        _join_within(mesh)
    if not keep_meshes:
        held, before = anchors(scene) | kept, scene.meshes
        owners = Counter(id(node.mesh) for node in scene.nodes)
        emptied: list[Node] = []
        for siblings in _families(scene):
            plain = [node for node in siblings if id(node) not in held and _is_plain(node, keep_named=keep_named)]
            emptied += _join_siblings(plain, owners)
        remove_empty(scene, emptied, kept)
        scene.forget(mesh for mesh in before if owners.get(id(mesh)) == 0 and id(mesh) not in kept)
    return scene


def _families(scene: Scene) -> Iterator[Sequence[Node]]:
    """Nodes that stand in one frame."""
    for one in root_sets(scene):
        yield one.roots
        yield from [node.children for root in one.roots for node in root.traverse() if len(node.children) > 1]


def _is_plain(node: Node, *, keep_named: bool) -> bool:
    """Whether a node holds a mesh whose primitives may go to another one."""
    mesh = node.mesh
    others = (node.skin, node.instances, node.camera, node.light, node.weights)
    if mesh is None or any(other is not None for other in others) or mesh.extras or mesh.extensions or mesh.nested:
        return False
    if keep_named and (node.name or mesh.name):
        return False
    return abs(float(np.linalg.det(node.local_matrix[:3, :3]))) > 0.0


def _join_within(mesh: Mesh) -> None:
    groups: dict[Hashable, list[Primitive]] = {}
    for number, primitive in enumerate(mesh.primitives):
        kind = kind_of(primitive)
        groups.setdefault(number if kind is None else kind, []).append(primitive)
    if len(groups) < len(mesh.primitives):
        mesh.primitives = tuple(
            join_primitives([(part, None) for part in group]) if len(group) > 1 else group[0]
            for group in groups.values()
        )


def _join_siblings(nodes: Sequence[Node], owners: Counter[int]) -> list[Node]:
    """Join what nodes in one frame hold; gives those that hold nothing any more."""
    groups: dict[Hashable, list[tuple[Node, Primitive]]] = {}
    for node in nodes:
        for primitive in node.mesh.primitives:
            kind = kind_of(primitive)
            if kind is not None:
                groups.setdefault((kind, node.visible), []).append((node, primitive))
    new: dict[tuple[int, int], Primitive | None] = {}
    for group in groups.values():
        if len(group) > 1:
            target = group[0][0]
            new.update(dict.fromkeys([(id(node), id(primitive)) for node, primitive in group]))
            new[id(target), id(group[0][1])] = join_primitives([(part, _into(target, node)) for node, part in group])
    changed = {key for key, _ in new}
    return [node for node in nodes if id(node) in changed and _assign(node, new, owners)]


def _into(target: Node, node: Node) -> NDArray[np.float64] | None:
    """(4, 4) target_from_node of nodes in one frame; None if that changes nothing."""
    ours, theirs = target.local_matrix, node.local_matrix
    return None if np.array_equal(ours, theirs) else matrices.inverse(ours) @ theirs


def _assign(node: Node, new: dict[tuple[int, int], Primitive | None], owners: Counter[int]) -> bool:
    """Give a node the primitives that it has now; whether none is left to it."""
    mesh = node.mesh
    parts = [new.get((id(node), id(part)), part) for part in mesh.primitives]
    left = tuple(part for part in parts if part is not None)
    if left and owners[id(mesh)] == 1:
        mesh.primitives = left
        return False
    owners[id(mesh)] -= 1
    node.mesh = Mesh(left, name=mesh.name, weights=mesh.weights, target_names=mesh.target_names) if left else None
    return not left
