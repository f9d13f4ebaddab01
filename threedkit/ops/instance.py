"""Instance: nodes that share a mesh become one node that draws it at many places."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from threedkit.ops._indices import hold_indices
from threedkit.ops._nodes import anchors, places, remove_empty, root_sets, transform_of
from threedkit.ops._options import integer
from threedkit.scene import Instances, Node

if TYPE_CHECKING:
    from collections.abc import Hashable

    from threedkit.ops._nodes import Transform
    from threedkit.scene import Mesh, RootSet, Scene

__all__ = ["instance"]


class _Copy(NamedTuple):
    node: Node
    anchor: Node | None
    transform: Transform
    visible: bool


def instance(scene: Scene, *, minimum: int = 5) -> Scene:
    """Draw a mesh that many nodes share by one node with instances (EXT_mesh_gpu_instancing).

    The new node is named after the mesh. Nodes that are animated, below an animated node or a joint, draw from there,
    each such branch for itself. Skinned nodes, nodes whose place is sheared, and, since its thickness scales with the
    node, scaled nodes of a material with volume stay as they are. The nodes that held the mesh go if that leaves them
    empty; those with children, extras or a camera stay without it. `dedup` before finds equal meshes.

    Args:
        scene: changed in place.
        minimum: how many nodes must share a mesh for it to be worth it, at least 2.

    Returns:
        The same scene.

    Raises:
        ParameterError: the minimum is no whole number of at least 2.

    Example:
        >>> import threedkit as tk
        >>> scene, tree = tk.Scene(), tk.Mesh(tk.cone(), name="tree")
        >>> trees = [scene.add(tree, position=(i, 0, 0)) for i in range(9)]
        >>> [(node.name, node.instances.count) for node in instance(scene).mesh_nodes]
        [('tree', 9)]
    """
    minimum = integer("instance", "minimum", minimum, 2)
    kept = {id(part) for part in hold_indices(scene)}
    held = anchors(scene) | _weighted(scene)
    emptied: list[Node] = []
    for one in root_sets(scene):
        groups: dict[Hashable, list[_Copy]] = {}
        for key, copy in _copies(one, held, kept):
            groups.setdefault(key, []).append(copy)
        for group in groups.values():
            if len(group) >= minimum:
                _draw_at(one, group)
                emptied += [copy.node for copy in group]
    for node in emptied:
        node.mesh, node.weights = None, None
    remove_empty(scene, emptied, kept)
    return scene


def _weighted(scene: Scene) -> set[int]:
    """Nodes, by identity, whose morph weights an animation changes."""
    channels = [channel for animation in scene.animations for channel in animation.channels]
    return {id(channel.element) for channel in channels if isinstance(channel.element, Node)}


def _copies(one: Scene | RootSet, held: set[int], kept: set[int]) -> list[tuple[Hashable, _Copy]]:
    """Nodes that could be an instance, and what they must have in common for that."""
    found: list[tuple[Hashable, _Copy]] = []
    for spot in places(one.roots, held):
        node = spot.node
        if node.mesh is None or node.skin is not None or node.instances is not None or id(node) in kept:
            continue
        transform = transform_of(spot.matrix)
        if transform is not None and not (_is_scaled(transform) and _has_volume(node.mesh)):
            key = (id(node.mesh), id(spot.anchor), spot.visible, node.weights)
            found.append((key, _Copy(node, spot.anchor, transform, spot.visible)))
    return found


def _is_scaled(transform: Transform) -> bool:
    return not np.allclose(np.abs(transform[2]), 1.0, atol=1e-6)


def _has_volume(mesh: Mesh) -> bool:
    return any(part.material is not None and part.material.volume is not None for part in mesh.primitives)


def _draw_at(one: Scene | RootSet, group: list[_Copy]) -> None:
    """Add the node that draws the mesh at the places of all."""
    first = group[0]
    position, rotation, scale = (np.array(part, np.float32) for part in zip(*[c.transform for c in group], strict=True))
    instances = Instances(
        translation=position if position.any() else None,
        rotation=rotation if (rotation != (0, 0, 0, 1)).any() else None,
        scale=scale if (scale != 1).any() else None,
    )
    if not instances.count:  # all at one place
        instances.translation = position
    mesh = first.node.mesh
    made = Node(name=mesh.name, mesh=mesh, weights=first.node.weights, instances=instances, visible=first.visible)
    if first.anchor is not None:
        first.anchor.add(made)
    else:
        one.roots = (*one.roots, made)
