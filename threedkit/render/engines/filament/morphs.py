"""Morph targets in Filament, whose loader uploads no normals for them.

Its shader then turns every normal towards the mesh's own +Z by the sum of the weights: n + w ((0, 0, 1) - n). So a mesh
whose weights no animation moves is morphed here, as glTF says, normals included. One that is animated gets one more
target that displaces nothing and has minus the sum of the other weights: its normals stay those of the mesh at rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.scene import Mesh, MorphTarget, Node
from threedkit.scene.element import twin

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from threedkit.scene import Primitive, Scene

__all__ = ["balanced", "live_meshes", "settle_morphs"]


def live_meshes(scene: Scene) -> dict[int, Mesh]:
    """Meshes with targets whose weights an animation moves, by identity."""
    channels = (channel for clip in scene.animations for channel in clip.channels)
    nodes = [channel.element for channel in channels if isinstance(channel.element, Node) and _weighs(channel)]
    return {id(node.mesh): node.mesh for node in nodes if node.mesh is not None and node.mesh.target_count}


def _weighs(channel: Any) -> bool:
    field = "" if channel.meaning is None else channel.meaning.field
    return channel.path == "weights" or field.partition("/")[0] == "weights"


def balanced(weights: Sequence[float]) -> tuple[float, ...]:
    """Weights of an animated mesh as Filament gets them, with that of the target that keeps the normals.

    Example:
        >>> balanced((0.5, 0.25))
        (0.5, 0.25, -0.75)
    """
    return (*weights, -sum(weights))


def settle_morphs(scene: Scene) -> None:
    """Morph what stays as it is, and balance what is animated.

    Args:
        scene: changed in place; arrays are not written into.
    """
    live = live_meshes(scene)
    pose = scene.pose(None)
    drawn: dict[tuple[int, tuple[float, ...]], Mesh] = {}
    for node in scene.nodes:
        mesh = node.mesh
        if mesh is None or not mesh.target_count:
            continue
        weights = pose.weights(node)
        if id(mesh) in live:
            node.weights = balanced(weights)
            continue
        key = (id(mesh), weights)
        if key not in drawn:
            drawn[key] = _morphed(mesh, weights)
        node.mesh, node.weights = drawn[key], None
    for mesh in live.values():
        count = mesh.target_count
        mesh.weights, mesh.target_names = (), ()
        for primitive in mesh.primitives:
            still = MorphTarget(positions=np.zeros_like(primitive.positions))
            moved = [MorphTarget(positions=target.positions) for target in primitive.targets]
            primitive.targets = (*moved, *[still] * (count + 1 - len(moved)))


def _morphed(mesh: Mesh, weights: Sequence[float]) -> Mesh:
    """A mesh of the same primitives, morphed for good."""
    return Mesh([_morphed_primitive(primitive, weights) for primitive in mesh.primitives], name=mesh.name)


def _morphed_primitive(primitive: Primitive, weights: Sequence[float]) -> Primitive:
    morphed = twin(primitive)
    moved = [(weight, target) for weight, target in zip(weights, primitive.targets, strict=False) if weight]
    for field in ("positions", "normals", "tangents"):
        base = getattr(primitive, field)
        shifts = [(weight, getattr(target, field)) for weight, target in moved]
        if base is not None and any(shift is not None for _, shift in shifts):
            setattr(morphed, field, _sum(base, shifts, unit=field != "positions"))
    for field in ("texcoords", "colors"):
        sets = getattr(primitive, field)
        for number in range(len(sets)):
            found = [(weight, getattr(target, field)) for weight, target in moved]
            shifts = [(weight, arrays[number]) for weight, arrays in found if number < len(arrays)]
            if shifts:
                sets = (*sets[:number], _sum(primitive.as_float(field, number), shifts), *sets[number + 1 :])
        setattr(morphed, field, sets)
    morphed.targets, morphed.formats = (), {}
    return morphed


def _sum(base: NDArray[Any], shifts: Iterable[tuple[float, Any]], *, unit: bool = False) -> NDArray[np.float32]:
    """Base and weighted shifts, the first three columns of length 1 if asked for."""
    total = np.array(base, np.float64)
    for weight, shift in shifts:
        if shift is not None:
            total[:, : shift.shape[1]] += weight * np.asarray(shift, np.float64)
    if unit:
        length = np.linalg.norm(total[:, :3], axis=1, keepdims=True)
        total[:, :3] = np.divide(total[:, :3], length, out=np.array(base[:, :3], np.float64), where=length > 0)
    return total.astype(np.float32)
