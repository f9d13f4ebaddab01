"""Flatten: what hangs in the hierarchy stands at its top, where nothing moves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threedkit.ops._indices import hold_indices
from threedkit.ops._nodes import anchors, is_empty, place, places, remove_empty, root_sets, transform_of

if TYPE_CHECKING:
    from threedkit.ops._nodes import Place
    from threedkit.scene import Node, RootSet, Scene

__all__ = ["flatten"]


def flatten(scene: Scene) -> Scene:
    """Make nodes that hold something roots of the scene, where they stand; groups that this leaves empty go.

    What must stay under its parents stays: nodes that are animated, joints, nodes with raw extensions, whatever is
    below these, and nodes whose place in the world is sheared, which no single node can be. Hidden branches stay
    hidden. Groups that have extras, or that an animation or a skin refers to, are kept.

    Args:
        scene: changed in place.

    Returns:
        The same scene.

    Example:
        >>> import threedkit as tk
        >>> scene = tk.Scene()
        >>> group = scene.add(tk.Node(name="group", position=(0, 1, 0)))
        >>> ball = group.add(tk.Mesh(tk.sphere()), name="ball", position=(2, 0, 0))
        >>> [(node.name, node.position) for node in flatten(scene).nodes]
        [('ball', (2.0, 1.0, 0.0))]
    """
    kept = {id(part) for part in hold_indices(scene)}
    held = anchors(scene)
    left: list[Node] = []
    for one in root_sets(scene):
        left += _flatten(one, held)
    remove_empty(scene, left, kept)
    return scene


def _flatten(one: Scene | RootSet, held: set[int]) -> list[Node]:
    """Move the nodes of one scene; gives those that were above them."""
    moved: dict[int, Place] = {}
    places_of = {}
    for found in places(one.roots, held):
        above = found.node.parent
        transform = transform_of(found.matrix) if above is not None and found.anchor is None else None
        if transform is not None and (found.node.extras or not is_empty(found.node)):
            moved[id(found.node)] = found
            places_of[id(found.node)] = transform
    parents = {id(found.node.parent): found.node.parent for found in moved.values() if found.node.parent is not None}
    roots = _in_order(one, moved)
    for parent in parents.values():
        parent.children = tuple(child for child in parent.children if id(child) not in moved)
    for key, found in moved.items():
        place(found.node, places_of[key])
        if found.node.visible != found.visible:
            found.node.visible = found.visible
    if moved:
        one.roots = roots
    return list(parents.values())


def _in_order(one: Scene | RootSet, moved: dict[int, Place]) -> tuple[Node, ...]:
    """The new roots as they come in the hierarchy, so that what is drawn keeps its order if all of it moves."""
    roots = []
    for root in one.roots:
        roots.append(root)
        roots += [node for node in root.traverse() if id(node) in moved]
    return tuple(roots)
