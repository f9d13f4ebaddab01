"""A scene as a tree of three.js objects that follows every change of the scene."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pythreejs as three

from threedkit.jupyter.pythreejs.convert.geometry import uv_layout
from threedkit.jupyter.pythreejs.convert.instances import InstanceMaker
from threedkit.jupyter.pythreejs.convert.light import close_lights, light_traits, light_widgets
from threedkit.jupyter.pythreejs.convert.material import MaterialBank
from threedkit.jupyter.pythreejs.convert.parts import MeshMaker, MorphWeights, morph_weights, usage_of
from threedkit.jupyter.pythreejs.convert.skin import Rig, matrix_elements
from threedkit.jupyter.pythreejs.convert.surroundings import Surroundings
from threedkit.jupyter.pythreejs.convert.texture import TextureBank, pictures
from threedkit.jupyter.sync import Sync

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from threedkit.scene import Element, Light, Material, Mesh, Node, Pose, Primitive, Scene

__all__ = ["LiveScene"]

_UNSEEN = {"variants", "variant", "plain_material"}
"""Fields of Primitive that change nothing in the picture."""

_POSE = ("position", "rotation", "scale", "matrix")


def _pose_traits(node: Node, pose: Pose | None = None) -> dict[str, Any]:
    if pose is not None and pose.moves(node):
        position, rotation, scale = pose.local(node)
        return {
            "position": tuple(position.tolist()),
            "quaternion": tuple(rotation.tolist()),
            "scale": tuple(scale.tolist()),
        }
    if node.matrix is not None:
        return {"matrixAutoUpdate": False, "matrix": matrix_elements(node.matrix)}
    return {
        "matrixAutoUpdate": True,
        "position": node.position,
        "quaternion": node.rotation,
        "scale": node.scale,
    }


class _Place:
    """One node in the browser."""

    group: Any

    def __init__(self, node: Node, number: int) -> None:
        self.node = node
        self.name = f"n{number}"
        self.meshes: list[tuple[Any, int]] = []  # with the number of the primitive each stands for
        self.lamps: list[Any] = []  # the light, then what belongs to it
        self.holders: list[Any] = []  # of the bones that this node moves
        self.layouts: tuple[Any, ...] = ()

    @property
    def is_skinned(self) -> bool:
        return bool(self.meshes) and isinstance(self.meshes[0][0], three.SkinnedMesh)

    def shown(self) -> list[Any]:
        """What hangs under the node itself: a skinned mesh does not."""
        return [*([] if self.is_skinned else [mesh for mesh, _ in self.meshes]), *self.lamps, *self.holders]


class LiveScene:
    """The tree, its banks of shared widgets, and the observations that keep it equal to the scene.

    Attributes:
        three: the pythreejs Scene.
        content: the Group that holds the scene's nodes; what is picked and animated.
        notes: one line for everything that is shown otherwise than it is.
    """

    def __init__(self, scene: Scene, time: float | None = 0.0) -> None:
        """Convert the scene, posed at `time` of its first animation (None: at rest), and begin to follow it."""
        self.scene = scene
        self._pose = scene.pose(time)
        self.notes: list[str] = []
        self._sync = Sync()
        self._textures = TextureBank(self.notes)
        self._materials = MaterialBank(self._textures)
        self._maker = MeshMaker(self._materials, self.notes)
        self._instances = InstanceMaker(self._maker, self.notes)
        self._places: dict[int, _Place] = {}
        self._rigs: dict[int, Rig] = {}
        self._count = 0
        self._parts: dict[int, tuple[Element, list[Material]]] = {}  # layers and texture infos, and whose they are
        self._weights = MorphWeights()
        self.three = three.Scene(background="#000000")
        self._surroundings = Surroundings(scene, self.three, self._materials, self._sync)
        for root in scene.roots:
            self._add(root)
        self._make_skinned([place for place in self._places.values() if place.node.skin is not None])
        # Made with its children, not before them: an animation looks its objects up when it is made.
        self.content = three.Group(name="content", children=self._tops())
        self.three.children = (self.content, *self.three.children)
        self._sync.watch(scene, self._roots_changed, ("roots",))

    # -- looking up ---------------------------------------------------------------------------------------------

    def names(self, node: Node, path: str) -> list[str]:
        """Names of the three.js objects that an animation channel of this path moves for a node."""
        place = self._places.get(id(node))
        if place is None:
            return []
        if path != "weights":
            return [place.name]
        primitives = node.mesh.primitives if node.mesh is not None else ()
        return [mesh.name for mesh, number in place.meshes if primitives[number].targets]

    def origin(self, picked: Any) -> tuple[Node, int] | None:
        """The node, and the number of its primitive, that a three.js object stands for."""
        for place in self._places.values():
            for mesh, number in place.meshes:
                if mesh is picked:
                    return place.node, number
        return None

    def center(self, point: NDArray[np.float64], reach: float) -> None:
        """Move the whole scene so that this world point lies in the browser's origin; draw to `reach` metres."""
        self._surroundings.reach(0.9 * reach)
        x, y, z = map(float, point)
        self.content.position = (-x, -y, -z)

    # -- building -----------------------------------------------------------------------------------------------

    def _add(self, node: Node) -> _Place:
        for child in node.children:
            self._add(child)
        place = _Place(node, self._count)
        self._count += 1
        self._places[id(node)] = place
        self._fill(place)
        traits = {"visible": self._pose.shows(node), **_pose_traits(node, self._pose)}
        place.group = three.Group(name=place.name, children=self._below(place), **traits)
        self._sync.watch(node, self._pose_changed, _POSE)
        self._sync.watch(node, self._children_changed, ("children",))
        self._sync.watch(node, self._content_changed, ("mesh", "light", "skin", "instances"))
        self._sync.watch(node, self._visible_changed, ("visible",))
        self._sync.watch(node, self._weights_changed, ("weights",))
        return place

    def _fill(self, place: _Place) -> None:
        """Make the parts of a node, but for a mesh with a skin: its joints may not be there yet."""
        node = place.node
        if node.mesh is not None:
            self._watch_mesh(node.mesh)
            if node.instances is not None and not self._sync.watches(node.instances):
                self._sync.watch(node.instances, self._instances_changed)
            place.layouts = tuple(uv_layout(primitive.material) for primitive in node.mesh.primitives)
            if node.skin is None:
                for number, primitive in enumerate(node.mesh.primitives):
                    for mesh in self._instances.make(node, primitive, f"{place.name}p{number}"):
                        self._keep(place, mesh, number)
        if node.light is not None:
            place.lamps = light_widgets(node.light)
            if not self._sync.watches(node.light):
                self._sync.watch(node.light, self._light_changed)

    def _keep(self, place: _Place, mesh: Any, number: int) -> None:
        place.meshes.append((mesh, number))
        self._set_weights(place, mesh, number, self._pose)

    def _set_weights(self, place: _Place, mesh: Any, number: int, pose: Pose | None = None) -> None:
        targets = place.node.mesh.primitives[number].targets if place.node.mesh is not None else ()
        if targets:
            weights = morph_weights(place.node) if pose is None else pose.weights(place.node)
            self._weights.hold(mesh, weights[: len(targets)])

    def _make_skinned(self, places: list[_Place]) -> None:
        rigs: dict[int, Rig] = {}
        for skin in {id(place.node.skin) for place in places}:
            self._drop_rig(skin)
        for place in places:
            node = place.node
            if node.mesh is None:
                continue
            if id(node.skin) not in rigs:
                rigs[id(node.skin)] = Rig(node.skin)
            rig = rigs[id(node.skin)]
            for number, primitive in enumerate(node.mesh.primitives):
                geometry = self._maker.geometry(primitive) if primitive.positions is not None else None
                if geometry is None:
                    continue
                material = self._materials.get(primitive.material, usage_of(primitive, skinned=True))
                mesh = rig.bind(geometry, material, f"{place.name}p{number}")
                mesh.visible = self._pose.visible(node)
                self._keep(place, mesh, number)
        self._rigs |= rigs
        for rig in rigs.values():
            for joint, holder in rig.holders():
                above = self._places.get(id(joint))
                if above is not None:
                    above.holders.append(holder)
                    self._hang(above)

    def _drop_rig(self, skin: int) -> None:
        rig = self._rigs.pop(skin, None)
        if rig is None:
            return
        for joint, holder in rig.holders():
            above = self._places.get(id(joint))
            if above is not None and holder in above.holders:
                above.holders.remove(holder)
                self._hang(above)
        rig.close()

    def _below(self, place: _Place) -> tuple[Any, ...]:
        return (*place.shown(), *(self._places[id(child)].group for child in place.node.children))

    def _tops(self) -> tuple[Any, ...]:
        skinned = [mesh for place in self._places.values() if place.is_skinned for mesh, _ in place.meshes]
        return (*(self._places[id(root)].group for root in self.scene.roots), *skinned)

    def _hang(self, place: _Place | None) -> None:
        """Give the three.js object of a node (None: of the scene) its children."""
        if place is None:
            self.content.children = self._tops()
        else:
            place.group.children = self._below(place)

    # -- following ----------------------------------------------------------------------------------------------

    def _watch_mesh(self, mesh: Mesh) -> None:
        if not self._sync.watches(mesh):
            self._sync.watch(mesh, self._mesh_changed, ("primitives",))
            self._sync.watch(mesh, self._weights_changed, ("weights",))
        for primitive in mesh.primitives:
            if not self._sync.watches(primitive):
                self._sync.watch(primitive, self._primitive_changed)
            if primitive.material is not None:
                self._watch_material(primitive.material)

    def _watch_material(self, material: Material) -> None:
        if not self._sync.watches(material):
            self._sync.watch(material, self._material_changed)
        for part in (*material.layers().values(), *material.slots().values(), *pictures(material)):
            _, users = self._parts.setdefault(id(part), (part, []))
            if not any(user is material for user in users):
                users.append(material)
            if not self._sync.watches(part):
                self._sync.watch(part, self._part_changed)

    def _users(self, mesh: Mesh | None = None, primitive: Primitive | None = None) -> Iterator[_Place]:
        for place in list(self._places.values()):
            used = place.node.mesh
            if used is not None and (used is mesh or any(primitive is other for other in used.primitives)):
                yield place

    def _pose_changed(self, change: Any) -> None:
        place = self._places[id(change.owner)]
        with place.group.hold_sync():
            for name, value in _pose_traits(place.node).items():
                setattr(place.group, name, value)

    def _visible_changed(self, change: Any) -> None:
        node: Node = change.owner
        self._places[id(node)].group.visible = node.visible
        self._pose = self.scene.pose(self._pose.time)
        for place in [self._places[id(below)] for below in node.traverse()]:
            if place.is_skinned:  # hangs beside the node, not under it
                for mesh, _ in place.meshes:
                    mesh.visible = self._pose.visible(place.node)

    def _weights_changed(self, change: Any) -> None:
        for place in list(self._places.values()):
            if place.node is change.owner or place.node.mesh is change.owner:
                for mesh, number in place.meshes:
                    self._set_weights(place, mesh, number)

    def _light_changed(self, change: Any) -> None:
        light: Light = change.owner
        for place in self._places.values():
            if place.node.light is light and place.lamps:
                with place.lamps[0].hold_sync():
                    for name, value in light_traits(light).items():
                        setattr(place.lamps[0], name, value)

    def _material_changed(self, change: Any) -> None:
        self._remap(change.owner)

    def _part_changed(self, change: Any) -> None:
        _, users = self._parts[id(change.owner)]
        for material in users:
            self._remap(material)

    def _remap(self, material: Material) -> None:
        """Take over a change; where it needs other coordinates or a shader of another kind, meshes are made anew."""
        self._watch_material(material)
        other = self._materials.update(material)
        for place in list(self._places.values()):
            mesh = place.node.mesh
            if mesh is None:
                continue
            if place.layouts != tuple(uv_layout(primitive.material) for primitive in mesh.primitives) or (
                other and any(primitive.material is material for primitive in mesh.primitives)
            ):
                self._refill([place])
        self._materials.sweep()

    def _primitive_changed(self, change: Any) -> None:
        if change.name in _UNSEEN:
            return
        if change.name != "material":
            self._maker.forget(change.owner)
        self._refill(list(self._users(primitive=change.owner)))

    def _mesh_changed(self, change: Any) -> None:
        self._refill(list(self._users(mesh=change.owner)))

    def _instances_changed(self, change: Any) -> None:
        self._refill([place for place in self._places.values() if place.node.instances is change.owner])

    def _content_changed(self, change: Any) -> None:
        self._refill([self._places[id(change.owner)]])

    def _refill(self, places: list[_Place]) -> None:
        """Make the parts of nodes anew; the meshes of a skin are bound together, so all of them are."""
        skins = {id(place.node.skin) for place in places if place.node.skin is not None}
        bound = [
            place for place in self._places.values() if id(place.node.skin) in skins and place.node.skin is not None
        ]
        for place in {id(place): place for place in (*places, *bound)}.values():
            self._empty(place)
            self._fill(place)
            self._hang(place)
        self._make_skinned(bound)
        self._hang(None)

    def _empty(self, place: _Place) -> None:
        """Take a node's parts away; the holders of its bones stay."""
        meshes, lamps = [mesh for mesh, _ in place.meshes], place.lamps
        place.meshes, place.lamps = [], []
        gone = {id(widget) for widget in (*meshes, *lamps)}
        for parent in (place.group, self.content):
            parent.children = tuple(child for child in parent.children if id(child) not in gone)
        self._instances.forget(meshes)
        for mesh in meshes:
            self._weights.forget(mesh)
            mesh.close()
        close_lights(lamps)

    def _children_changed(self, change: Any) -> None:
        self._graft(change.old or (), change.new, self._places[id(change.owner)])

    def _roots_changed(self, change: Any) -> None:
        self._graft(change.old or (), change.new, None)

    def _graft(self, old: tuple[Node, ...], new: tuple[Node, ...], parent: _Place | None) -> None:
        for node in new:
            if id(node) not in self._places:
                self._add(node)
                grown = [self._places[id(below)] for below in node.traverse()]
                skins = {id(p.node.skin) for p in grown if p.node.skin is not None}
                self._refill([p for p in self._places.values() if id(p.node.skin) in skins])
        self._hang(parent)
        for node in old:
            if not any(node is other for other in new):
                self._prune(node)
        self._hang(None)

    def _prune(self, node: Node) -> None:
        for child in node.children:
            self._prune(child)
        place = self._places.pop(id(node), None)
        if place is not None:
            self._sync.release(node)
            self._empty(place)
            place.group.close()

    def close(self) -> None:
        """End following and free all widgets."""
        self._sync.close()
        for place in self._places.values():
            for widget in (*(mesh for mesh, _ in place.meshes), place.group):
                widget.close()
            close_lights(place.lamps)
        for rig in self._rigs.values():
            rig.close()
        self._places.clear()
        for bank in (self._surroundings, self._maker, self._materials, self._textures):
            bank.close()
        self.content.close()
        self.three.close()
