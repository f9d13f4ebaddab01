"""Cut: what lies beyond a plane goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from threedkit.errors import ParameterError
from threedkit.ops._cut_primitives import Stand, baked, cut_primitive
from threedkit.ops._indices import hold_indices
from threedkit.ops._options import number, vector
from threedkit.ops._vertices import editable
from threedkit.scene import Instances, Mesh

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.scene import Node, Pose, Primitive, Scene

__all__ = ["cut"]

_INSTANCE = ("translation", "rotation", "scale")


def cut(
    scene: Scene,
    *,
    normal: tuple[float, float, float] = (1.0, 0.0, 0.0),
    offset: float = 0.0,
    time: float | None = None,
    animation: str | int | tuple[str | int, ...] | None = None,
) -> Scene:
    """Take away what lies beyond a plane; what it crosses is cut open there, without a lid.

    Triangles and lines that cross it get new vertices on it, with all attributes interpolated. A node of which nothing
    is left loses its mesh and stays, as lights, cameras and hidden nodes do. A mesh that many nodes draw is cut for
    each place by itself; instances that are cut hang below their node from then on. Where a skin or morph targets bend
    a mesh that the plane crosses, it is cut as it is at the time given, and moves no more.

    Args:
        scene: changed in place.
        normal: towards what goes, in the world's frame; of any length but 0.
        offset: metres from the origin along the normal.
        time: seconds on the clock of an animation, at which everything is where it is cut; None: at rest.
        animation: which one, by name or number, or several; None: all of them, where a time is given.

    Returns:
        The same scene.

    Raises:
        ParameterError: the normal or the offset is none.
        NotFoundError: there is no such animation.

    Example:
        >>> import threedkit as tk
        >>> scene = tk.Scene()
        >>> ball = scene.add(tk.Mesh(tk.sphere(radius=1)), position=(3, 0, 0))
        >>> cut(scene, normal=(0, 1, 0), offset=0.25).bounds().round(3).tolist()
        [[2.0, -1.0, -1.0], [4.0, 0.25, 1.0]]
    """
    towards = np.array(vector("cut", "normal", normal, 3))
    if not towards.any():
        raise ParameterError(f"cut: normal must point somewhere, not {normal!r}")
    towards /= np.abs(towards).max()
    plane = Stand(towards / np.linalg.norm(towards), number("cut", "offset", offset))
    hold_indices(scene)
    pose = scene.pose(time, animation)
    bent: list[tuple[Node, Mesh]] = []
    for node in scene.mesh_nodes:
        mesh = node.mesh
        if mesh is None or not pose.visible(node):
            continue
        if not _bends(pose, node, mesh):
            _cut_places(pose, node, mesh, plane)
        elif (made := _cut_bent(pose, node, mesh, plane)) is not mesh:
            bent.append((node, made))
    for node, mesh in bent:  # now: others are posed by the same bones
        _unbend(scene, node)
        if mesh.primitives:
            scene.add(mesh, name=node.name)
    return scene


def _bends(pose: Pose, node: Node, mesh: Mesh) -> bool:
    """Whether a skin or morph targets move the vertices of a node's mesh."""
    skinned = node.skin is not None and any(primitive.joints for primitive in mesh.primitives)
    return skinned or any(pose.weights(node)) or bool(mesh.target_count)


def _cut_bent(pose: Pose, node: Node, mesh: Mesh, plane: Stand) -> Mesh:
    """What is left of a mesh that bends, as it is now, in the world's frame; the mesh itself where that is all."""
    if not all(_may_be_cut(mesh, number) for number in range(len(mesh.primitives))):
        return mesh
    now = [baked(pose, node, primitive) for primitive in mesh.primitives]
    left = [cut_primitive(primitive, plane) for primitive in now]
    if all(one is other for one, other in zip(left, now, strict=True)):
        return mesh
    return _like(mesh, left)


def _unbend(scene: Scene, node: Node) -> None:
    """Take the mesh of a node away, with its skin, weights and what drives them."""
    node.mesh, node.skin, node.weights = None, None, None
    for one in scene.animations:
        kept = tuple(channel for channel in one.channels if channel.element is not node or channel.path != "weights")
        if len(kept) < len(one.channels):
            one.channels = kept


def _cut_places(pose: Pose, node: Node, mesh: Mesh, plane: Stand) -> None:
    """Cut the mesh of a node, wherever the node draws it."""
    meshes = [_cut_mesh(mesh, plane.seen_from(place)) for place in pose.instances(node)]
    if all(made is mesh for made in meshes):
        return
    if node.instances is None or node.skin is not None:
        node.mesh = meshes[0] if meshes[0].primitives else None
        return
    whole = np.array([made is mesh for made in meshes])
    for made, matrix in zip(meshes, node.instances.matrices, strict=True):
        if made is not mesh and made.primitives:
            node.add(made, matrix=matrix)
    node.instances = _some(node.instances, whole) if whole.any() else None
    if node.instances is None:
        node.mesh = None


def _some(instances: Instances, chosen: NDArray[np.bool_]) -> Instances:
    """Some of the instances of a node."""
    values = {name: getattr(instances, name) for name in _INSTANCE}
    return Instances(
        name=instances.name,
        extras=instances.extras,
        **{name: None if array is None else array[chosen] for name, array in values.items()},
        custom={name: array[chosen] for name, array in instances.custom.items()},
    )


def _cut_mesh(mesh: Mesh, plane: Stand) -> Mesh:
    """What is left of a mesh, in its own frame; itself if that is all of it."""
    left = [
        cut_primitive(primitive, plane) if _may_be_cut(mesh, number) else primitive
        for number, primitive in enumerate(mesh.primitives)
    ]
    if all(one is other for one, other in zip(left, mesh.primitives, strict=True)):
        return mesh
    return _like(mesh, left)


def _may_be_cut(mesh: Mesh, number: int) -> bool:
    return editable("cut", mesh.primitives[number], f"mesh {mesh.name!r}, primitive {number}")


def _like(mesh: Mesh, left: list[Primitive | None]) -> Mesh:
    primitives = [primitive for primitive in left if primitive is not None]
    return Mesh(primitives, name=mesh.name, extras=mesh.extras, extensions=mesh.extensions, nested=mesh.nested)
