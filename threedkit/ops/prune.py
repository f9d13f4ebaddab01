"""Prune: what nothing refers to, and what changes no picture, taken out of the document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from threedkit.ops._graph import LISTS, elements
from threedkit.ops._indices import hold_indices
from threedkit.ops._nodes import remove_empty, root_sets
from threedkit.ops._options import flag
from threedkit.ops._unused_attributes import drop_unused_attributes
from threedkit.scene import Animation

if TYPE_CHECKING:
    from threedkit.scene import Channel, Element, Scene

__all__ = ["prune"]

# What a document does not need: the material that a primitive goes back to when no variant is selected is not saved.
_WEAK = frozenset({"plain_material"})


def prune(scene: Scene, *, keep_leaves: bool = False, keep_attributes: bool = False, keep_extras: bool = True) -> Scene:
    """Take out unused parts: nodes, meshes, materials, textures, images, samplers, skins, cameras, lights, animations.

    A part is used when the nodes of any of the document's scenes lead to it, or when a raw extension, which may count
    to it by number, would otherwise mean another part. Animation channels without effect (no target, a target that
    no scene holds, weights of a mesh without morph targets) go, and animations without channels.

    Args:
        scene: changed in place.
        keep_leaves: keep nodes that hold nothing and have no children. Joints, nodes that are animated and those with
            raw extensions are kept in any case.
        keep_attributes: keep the vertex attributes that the material has no use for: texture coordinates behind the
            last set that a texture reads, tangents without a normal texture, colours behind the first set, normals of
            unlit triangles. Attributes of primitives without a material are kept in any case.
        keep_extras: keep parts that have extras, used or not.

    Returns:
        The same scene.

    Example:
        >>> import threedkit as tk
        >>> scene = tk.Scene()
        >>> ball, locator = scene.add(tk.Mesh(tk.sphere())), scene.add(tk.Node(name="locator"))
        >>> len(prune(scene).nodes)
        1
    """
    leaves, attributes = flag("prune", "keep_leaves", keep_leaves), flag("prune", "keep_attributes", keep_attributes)
    kept = hold_indices(scene)
    if flag("prune", "keep_extras", keep_extras):
        kept += [part for part in _listed(scene) if part.extras]
    _prune_channels(scene, kept)
    _forget_unused(scene, kept)
    if not leaves:
        nodes = [node for one in root_sets(scene) for root in one.roots for node in root.traverse()]
        remove_empty(scene, nodes, {id(part) for part in kept}, with_extras=True)
    if not attributes:
        drop_unused_attributes(scene)
    return scene


def _listed(scene: Scene) -> list[Any]:
    parts = scene.inventory
    return [part for name in LISTS for part in getattr(parts, name)]


def _forget_unused(scene: Scene, kept: list[Any]) -> None:
    used = elements([scene, *scene.animations, *kept], enter=lambda _, name: name not in _WEAK)
    scene.forget(part for part in _listed(scene) if id(part) not in used)


def _prune_channels(scene: Scene, kept: list[Any]) -> None:
    """Drop channels without effect, and animations that have none left."""
    held = {id(part) for part in kept}
    alive = elements([scene, *(part for part in kept if not isinstance(part, Animation))])
    empty = []
    for animation in scene.animations:
        if id(animation) in held:
            continue
        channels = tuple(channel for channel in animation.channels if _has_effect(channel, alive))
        if len(channels) != len(animation.channels):
            animation.channels = channels
        if not channels:
            empty.append(animation)
    scene.forget(empty)


def _has_effect(channel: Channel, alive: dict[int, Element]) -> bool:
    element = channel.element
    if element is None:
        return bool(channel.pointer or channel.extensions or channel.nested or channel.extras)
    if id(element) not in alive:
        return False
    return channel.path != "weights" or bool(channel.node.mesh is not None and channel.node.mesh.target_count)
