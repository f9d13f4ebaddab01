"""Where nodes stand, which of them may be moved, and taking out those that are left empty."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from threedkit.ops._graph import everything, fields
from threedkit.scene import Node, RootSet, Scene
from threedkit.transforms import matrices

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Transform = tuple[Floats, Floats, Floats]

__all__ = [
    "Place",
    "anchors",
    "is_empty",
    "moving",
    "place",
    "places",
    "referred",
    "remove_empty",
    "root_sets",
    "transform_of",
]

_SHEAR = 1e-6  # of the largest axis: what rounding of single-precision transforms may look like


class Place(NamedTuple):
    """A node that nothing holds in its place, and where it stands."""

    node: Node
    anchor: Node | None
    """The nearest node above that must not be taken apart; None: the scene itself."""
    matrix: Floats
    """(4, 4) anchor_from_node."""
    visible: bool
    """Whether nothing between the anchor and the node, or the node itself, hides it."""


def root_sets(scene: Scene) -> list[Scene | RootSet]:
    """The scenes of the document: whatever holds roots."""
    return [scene, *scene.alternates]


def moving(scene: Scene) -> set[int]:
    """Nodes, by identity, that an animation moves, hides or changes in any way but by morph weights."""
    return {
        id(channel.element)
        for animation in scene.animations
        for channel in animation.channels
        if isinstance(channel.element, Node) and channel.path != "weights" and channel.pointer != "weights"
    }


def anchors(scene: Scene) -> set[int]:
    """Nodes, by identity, that must stay under their parents with all that is below them.

    These are animated nodes, joints and roots of skins, and nodes with raw extensions or levels of detail, which may
    mean the whole branch.
    """
    held = moving(scene)
    for skin in scene.skins:
        held.update(id(joint) for joint in skin.joints)
        held.add(id(skin.skeleton))
    held.update(id(node) for node in scene.nodes if node.extensions or node.nested or node.levels)
    return held


def places(roots: Iterable[Node], held: set[int]) -> Iterator[Place]:
    """Nodes that are no anchors, depth first, in order.

    Args:
        roots: where to begin.
        held: the anchors, by identity.
    """
    stack: list[tuple[Node, Node | None, Floats, bool]] = []
    stack += [(root, None, np.eye(4), True) for root in roots][::-1]
    while stack:
        node, anchor, above, visible = stack.pop()
        if id(node) in held:
            stack.extend((child, node, np.eye(4), True) for child in reversed(node.children))
            continue
        matrix, shown = above @ node.local_matrix, visible and node.visible
        yield Place(node, anchor, matrix, shown)
        stack.extend((child, anchor, matrix, shown) for child in reversed(node.children))


def transform_of(matrix: Floats) -> Transform | None:
    """Translation, rotation and scale of a matrix; None if it is sheared, which glTF's nodes cannot be."""
    found = matrices.decompose(matrix)
    size = float(np.abs(matrix[:3, :3]).max())
    off = np.abs(matrices.compose(*found) - matrix)[:3, :3].max()
    return found if np.isfinite(matrix).all() and off <= _SHEAR * size else None


def place(node: Node, transform: Transform) -> None:
    """Let a node stand somewhere."""
    position, rotation, scale = transform
    with node.hold_trait_notifications():
        if node.matrix is not None:
            node.matrix = None
        node.position, node.rotation, node.scale = position, rotation, scale


def referred(scene: Scene) -> set[int]:
    """Nodes, by identity, that something refers to other than as its child or root: joints, targets of channels ..."""
    found: set[int] = set()
    for element in everything(scene).values():
        for name, value in fields(element):
            if not (name in {"children", "roots"} and isinstance(element, (Node, Scene, RootSet))):
                items = value if isinstance(value, tuple) else (value,)
                found.update(id(item) for item in items if isinstance(item, Node))
    return found


def remove_empty(scene: Scene, nodes: Iterable[Node], kept: set[int], *, with_extras: bool = False) -> None:
    """Take out nodes that have become empty, and then those above them.

    Args:
        scene: that they are in.
        nodes: those that lost something.
        kept: nodes that stay, by identity.
        with_extras: those that have extras too.
    """
    kept = kept | referred(scene)
    gone: dict[int, Node] = {}
    stack = list({id(node): node for node in nodes}.values())
    while stack:
        node = stack.pop()
        empty = id(node) not in kept and id(node) not in gone and is_empty(node)
        empty = empty and (with_extras or not node.extras)
        if empty and all(id(child) in gone for child in node.children):
            gone[id(node)] = node
            stack += [] if node.parent is None else [node.parent]
    parents = {id(node.parent): node.parent for node in gone.values() if node.parent is not None}
    for parent in parents.values():
        if id(parent) not in gone:
            parent.children = tuple(child for child in parent.children if id(child) not in gone)
    for one in root_sets(scene):
        if any(id(root) in gone for root in one.roots):
            one.roots = tuple(root for root in one.roots if id(root) not in gone)
    scene.forget(gone.values())


def is_empty(node: Node) -> bool:
    """Whether a node holds nothing but extras, children not counted."""
    contents = (node.mesh, node.camera, node.light, node.skin, node.instances)
    others = node.extensions or node.nested or node.levels
    return all(content is None for content in contents) and not others
