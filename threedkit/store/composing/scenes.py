"""A stored scene as a `Scene`: assets under nodes of their own, overridden, lit, seen and moved as its graph says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np

from threedkit.scene import Node, Scene
from threedkit.store.composing.animations import animation_of
from threedkit.store.composing.overrides import override
from threedkit.store.elements import camera_of, environment_of, light_of
from threedkit.transforms import matrices

if TYPE_CHECKING:
    from threedkit.scene import Animation, Environment, Material
    from threedkit.store.records import AnimationRecord, EnvironmentSpec, Placement, SceneGraph

__all__ = ["Parts", "compose"]

_SAME: Final = 1e-12


class Parts(Protocol):
    """Where the parts of a scene come from."""

    def model(self, asset_id: str) -> tuple[str, Scene]:
        """Return the name of an asset, and its scene: the caller's own."""

    def material(self, material_id: str) -> Material:
        """Return a material."""

    def animation(self, animation_id: str) -> AnimationRecord:
        """Return an animation as it was written down."""

    def environment(self, spec: EnvironmentSpec) -> Environment:
        """Return an environment with its picture."""


def compose(name: str, graph: SceneGraph, parts: Parts) -> Scene:
    """Return the scene that a graph describes.

    Each asset hangs under one node of its own, which has the matrix of its placement. Placements of one asset share its
    meshes. The animations of the assets come first; where two have one name, the later is called after its placement.

    Args:
        name: of the scene.
        graph: checked.
        parts: where everything comes from.

    Raises:
        FieldError: it names a material, light or node that is not there.
        StoreError: something of it cannot be read.
    """
    scene = Scene(name=name, environment=_environment(graph, parts))
    animations: list[Animation] = []
    placed: list[_Placed] = []
    first: dict[str, Scene] = {}
    for placement in graph.assets:
        one = _place(placement, parts, first)
        scene.add(one.node)
        placed.append(one)
        for animation in one.source.animations:
            _name_apart(animation, one.node.name, animations)
            animations.append(animation)
    for spec in graph.lights:
        scene.add(Node(name=spec.name, light=light_of(spec), **_frame(spec.matrix)))
    for lens in graph.cameras:
        scene.add(Node(name=lens.name, camera=camera_of(lens), **_frame(lens.matrix)))
    scene.declare(animations=animations)
    for use in graph.animations:
        record = parts.animation(use.animation_id)
        nodes = list(scene.nodes) if use.placement is None else _below(placed[use.placement].node)
        animation = animation_of(record, use.name or record.name, nodes, parts)
        _name_apart(animation, record.animation_id, animations)
        animations.append(animation)
    return scene.declare(animations=animations)


class _Placed:
    """An asset in the scene: its node, and the scene from which its parts come."""

    def __init__(self, node: Node, source: Scene) -> None:
        self.node = node
        self.source = source


def _place(placement: Placement, parts: Parts, first: dict[str, Scene]) -> _Placed:
    changed = bool(placement.materials or placement.lights or placement.variant)
    name, loaded = parts.model(placement.asset_id)
    if changed:
        override(loaded, name, placement, parts.material)
    elif placement.asset_id in first:
        _share(first[placement.asset_id], loaded)
    else:
        first[placement.asset_id] = loaded
    node = Node(name=placement.name or name, visible=placement.visible, **_frame(placement.matrix))
    roots, loaded.roots = loaded.roots, ()
    for root in roots:
        node.add(root)
    return _Placed(node, loaded)


def _share(original: Scene, copy: Scene) -> None:
    """Let the nodes of a copy hold the meshes of the original."""
    if any(channel.path == "pointer" for animation in copy.animations for channel in animation.channels):
        return  # it moves what the nodes hold: each placement moves its own
    for theirs, ours in zip(original.nodes, copy.nodes, strict=True):
        ours.mesh, ours.camera, ours.light = theirs.mesh, theirs.camera, theirs.light


def _below(node: Node) -> list[Node]:
    """The nodes of an asset, and last the one that it hangs under: their names go before its name."""
    return [*list(node.traverse())[1:], node]


def _frame(matrix: tuple[float, ...]) -> dict[str, Any]:
    """Translation, rotation and scale, which can be animated; the matrix itself where they do not say the same."""
    world_from_node = np.array(matrix, np.float64).reshape(4, 4).T
    if np.array_equal(world_from_node, np.eye(4)):
        return {}
    position, rotation, scale = matrices.decompose(world_from_node)
    apart = np.abs(matrices.compose(position, rotation, scale) - world_from_node)
    if (apart <= _SAME * (1.0 + np.abs(world_from_node))).all():
        return {"position": position, "rotation": rotation, "scale": scale}
    return {"matrix": world_from_node}


def _environment(graph: SceneGraph, parts: Parts) -> Environment | None:
    if graph.environment is None:
        return None
    return parts.environment(graph.environment) if graph.environment.asset_id else environment_of(graph.environment)


def _name_apart(animation: Animation, by: str, others: list[Animation]) -> None:
    """Give an animation a name that no other one has."""
    names = {other.name for other in others}
    if animation.name and animation.name not in names:
        return
    base = f"{by}: {animation.name}" if animation.name else by
    name, count = base, 2
    while name in names:
        name, count = f"{base} {count}", count + 1
    animation.name = name
