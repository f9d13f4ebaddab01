"""Positions of meshes brought into the cube from -1 to 1, and what makes up for it in the scene."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from threedkit.ops._indices import hold_indices
from threedkit.scene import Instances, Node, TextureInfo
from threedkit.scene.materials.layer import Layer
from threedkit.scene.pointers import with_values
from threedkit.transforms import bounds, matrices, quaternions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from threedkit.scene import Channel, Material, Mesh, Primitive, Scene, Skin

__all__ = ["Volume", "make_up", "volumes_of"]

_MOVES = frozenset({"translation", "rotation", "scale", "position"})


class Volume(NamedTuple):
    """mesh_from_cube: first the scale, then the offset (3,), metres."""

    offset: NDArray[np.float64]
    scale: float

    @property
    def matrix(self) -> NDArray[np.float64]:
        """(4, 4)."""
        return matrices.compose(self.offset, (0.0, 0.0, 0.0, 1.0), (self.scale,) * 3)


def volumes_of(meshes: Iterable[Mesh], *, together: bool) -> list[tuple[list[Mesh], Volume]]:
    """Groups of meshes with the volume of each: a mesh alone, those that share a primitive, or all.

    The cube stands around all positions. Morph targets are not moved, only scaled: so the box reaches around the
    origin and twice the displacements (glTF-Transform, `getPositionQuantizationVolume`).
    """
    groups: list[list[Mesh]] = []
    for mesh in meshes:
        own = {id(primitive) for primitive in mesh.primitives}
        joined = [g for g in groups if together or any(id(p) in own for other in g for p in other.primitives)]
        groups = [group for group in groups if not any(group is one for one in joined)]
        groups.append([*(one for group in joined for one in group), mesh])
    return [(group, _volume(group)) for group in groups]


def _volume(meshes: list[Mesh]) -> Volume:
    primitives = [primitive for mesh in meshes for primitive in mesh.primitives]
    box = bounds.union(*(primitive.bounds for primitive in primitives))
    shifts = [target.positions for part in primitives for target in part.targets if target.positions is not None]
    if shifts:
        reach = bounds.union(*(bounds.of_points(shift) for shift in shifts))
        box = bounds.union(box, 2.0 * reach, np.zeros((2, 3)))
    scale = float(bounds.size(box).max()) / 2.0
    return Volume(bounds.center(box), scale if scale > 0.0 else 1.0)


def make_up(scene: Scene, meshes: list[Mesh], volume: Volume) -> None:
    """Let everything that places these meshes put them where they were before they shrank into the cube."""
    mine = {id(mesh) for mesh in meshes}
    moved = {id(c.element): c for one in scene.animations for c in one.channels if _moves(c)}
    users = [node for node in scene.nodes if node.mesh is not None and id(node.mesh) in mine]
    skins: dict[int, Skin] = {}
    for node in users:
        if node.skin is not None:
            node.skin = _skin(scene, node.skin, mine, volume, skins)
        elif node.instances is not None:
            node.instances = _instances(node.instances, volume)
        elif node.children or node.camera is not None or node.light is not None or id(node) in moved:
            _hand_down(scene, node, volume)
        else:
            _place(node, volume)
    _scale_glass([primitive for mesh in meshes for primitive in mesh.primitives], 1.0 / volume.scale)


def _moves(channel: Channel) -> bool:
    if not isinstance(channel.element, Node):
        return False
    return (channel.meaning.field if channel.meaning is not None else channel.path) in _MOVES


def _place(node: Node, volume: Volume) -> None:
    if node.matrix is not None:
        node.matrix = node.matrix @ volume.matrix
        return
    shift = quaternions.rotate(node.rotation, np.multiply(node.scale, volume.offset))
    node.position = tuple((shift + node.position).tolist())
    node.scale = tuple(part * volume.scale for part in node.scale)


def _hand_down(scene: Scene, node: Node, volume: Volume) -> None:
    """Give the mesh to a new first child, for the node's own transform means more than the mesh or is animated."""
    hold_indices(scene)
    child = Node(name=node.name, mesh=node.mesh, weights=node.weights)
    node.mesh = node.weights = None
    _place(child, volume)
    node.children = (child, *node.children)
    for animation in scene.animations:
        for channel in animation.channels:
            field = channel.meaning.field if channel.meaning is not None else channel.path
            if channel.element is node and field.partition("/")[0] == "weights":
                setattr(channel, "target" if channel.path == "pointer" else "node", child)


def _skin(scene: Scene, skin: Skin, meshes: set[int], volume: Volume, made: dict[int, Skin]) -> Skin:
    """The skin with matrices that begin in the cube: itself, or a copy where other meshes hang on it as they are."""
    if id(skin) not in made:
        resting = skin.inverse_bind_matrices
        inverse = np.tile(np.eye(4), (len(skin.joints), 1, 1)) if resting is None else np.asarray(resting, np.float64)
        others = any(node.skin is skin and id(node.mesh) not in meshes for node in scene.nodes)
        made[id(skin)] = with_values(skin, {}) if others else skin
        made[id(skin)].inverse_bind_matrices = (inverse @ volume.matrix).astype(np.float32)
    return made[id(skin)]


def _instances(instances: Instances, volume: Volume) -> Instances:
    count = instances.count
    size = np.ones((count, 3)) if instances.scale is None else np.asarray(instances.scale, np.float64)
    shift = size * volume.offset
    if instances.rotation is not None:
        shift = quaternions.rotate(quaternions.normalize(instances.rotation), shift)
    place = shift if instances.translation is None else shift + instances.translation
    fitted: Instances = with_values(
        instances, {"translation": place.astype(np.float32), "scale": (size * volume.scale).astype(np.float32)}
    )
    return fitted


def _own(element: Any) -> Any:
    """A copy with layers and texture infos of its own; textures are shared."""
    parts = {name: getattr(element, name) for name in element.trait_names()}
    inner = {name: _own(part) for name, part in parts.items() if isinstance(part, (Layer, TextureInfo))}
    return with_values(element, inner)


def _scale_glass(primitives: list[Primitive], factor: float) -> None:
    """Materials whose volume is measured in the mesh's own frame, for these primitives alone."""
    made: dict[int, Material | None] = {}

    def fitted(material: Material | None) -> Material | None:
        if material is None or material.volume is None or material.volume.thickness <= 0.0:
            return material
        if id(material) not in made:
            copy: Material = _own(material)
            copy.volume.thickness = material.volume.thickness * factor
            made[id(material)] = copy
        return made[id(material)]

    for primitive in {id(primitive): primitive for primitive in primitives}.values():
        if (material := fitted(primitive.material)) is not primitive.material:
            primitive.material = material
        if any(fitted(mapping.material) is not mapping.material for mapping in primitive.variants):
            primitive.variants = tuple(
                with_values(mapping, {"material": fitted(mapping.material)}) for mapping in primitive.variants
            )
