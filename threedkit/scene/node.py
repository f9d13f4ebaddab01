"""Node: a place in the hierarchy that holds a mesh, camera, light or skin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from threedkit.errors import FieldError
from threedkit.scene.camera import Camera
from threedkit.scene.element import Element, held
from threedkit.scene.fields import Field, Flag, Matrix, Rotation, Vector, optional
from threedkit.scene.instances import Instances
from threedkit.scene.light import Light
from threedkit.scene.mesh import Mesh
from threedkit.scene.primitive import Primitive
from threedkit.scene.references import Reference, References
from threedkit.scene.skin import Skin
from threedkit.transforms import matrices

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from traitlets import HasTraits

__all__ = ["Content", "Node"]

Content = Mesh | Primitive | Camera | Light


class Children(Field[tuple["Node", ...], Any]):
    """A tuple of nodes that belong to one parent: assigning it keeps `Node.parent` right, or refuses."""

    expected = "Nodes that have no other parent and no cycle"

    def __init__(self, *, doc: str = "") -> None:
        """Declare the children; none by default."""
        super().__init__((), doc=doc)

    def accept(self, value: Any) -> tuple[Node, ...]:
        """A tuple of different nodes."""
        nodes = (value,) if isinstance(value, Node) else tuple(value) if isinstance(value, Iterable) else (None,)
        if not all(isinstance(node, Node) for node in nodes) or len({id(node) for node in nodes}) != len(nodes):
            message = "not different nodes"
            raise TypeError(message)
        return nodes

    def set(self, obj: HasTraits, value: Any) -> None:
        """Assign, and tell the nodes who their parent is."""
        nodes = self._validate(obj, value) or ()
        owner = obj if isinstance(obj, Node) else None
        before: tuple[Node, ...] = self.get(obj) or ()
        _refuse_foster(owner, nodes, before)
        for node in before:
            node._parent = None  # noqa: SLF001 - the hierarchy is kept here
        for node in nodes:
            node._parent = owner  # noqa: SLF001 - the hierarchy is kept here
        super().set(obj, nodes)

    def append(self, obj: HasTraits, node: Node) -> None:
        """Add one node behind the others; only that one is checked, so that adding n nodes stays cheap."""
        owner = obj if isinstance(obj, Node) else None
        _refuse_foster(owner, (node,), ())
        node._parent = owner  # noqa: SLF001 - the hierarchy is kept here
        name, before = str(self.name), self.get(obj) or ()
        values = obj._trait_values  # noqa: SLF001 - past the check of all the others
        values[name] = (*before, node)
        obj._notify_trait(name, before, values[name])  # noqa: SLF001 - the same


def _refuse_foster(owner: Node | None, nodes: Iterable[Node], before: Iterable[Node]) -> None:
    """Raise FieldError if a node has another parent, or is `owner` or above it."""
    kept = {id(node) for node in before}
    above = set()
    ancestor = owner
    while ancestor is not None:
        above.add(id(ancestor))
        ancestor = ancestor.parent
    for node in nodes:
        if node.parent is not None and id(node) not in kept:
            message = f"{node!r} already has the parent {node.parent!r}; remove it there first, or use add(node)"
            raise FieldError(message)
        if id(node) in above:
            message = f"{node!r} cannot be its own descendant"
            raise FieldError(message)


class Node(Element):
    """A transform in the hierarchy with what hangs on it (glTF 2.0, 3.5).

    The transform is `position` (metres), `rotation` (unit quaternion xyzw) and `scale`, applied scale first; or
    `matrix`, which goes before them when it is not None.

    Example:
        >>> arm = Node(name="arm", position=(0, 1, 0))
        >>> hand = arm.add(Node(name="hand", position=(1, 0, 0)))
        >>> hand.world_from_node[:3, 3].tolist()
        [1.0, 1.0, 0.0]
    """

    position = Vector((0.0, 0.0, 0.0), size=3, doc="metres, in the parent's frame")
    rotation = Rotation(doc="xyzw, unit")
    scale = Vector((1.0, 1.0, 1.0), size=3)
    matrix = Matrix(doc="parent_from_node; goes before position, rotation and scale")
    children = Children(doc="nodes whose frame is this one")
    mesh = Reference(lambda: (Mesh,), "a Mesh")
    camera = Reference(lambda: (Camera,), "a Camera")
    light = Reference(lambda: (Light,), "a Light")
    skin = Reference(lambda: (Skin,), "a Skin")
    weights = optional(Vector(None, doc="morph weights; None: the mesh's own"))
    instances = Reference(lambda: (Instances,), "Instances", doc="where the mesh is drawn; None: once, at the node")
    levels = References(
        lambda: (Node,), "Nodes", doc="simpler ones to draw in its place where it is small, finest first (MSFT_lod)"
    )
    visible = Flag(True, doc="False hides what this node and all below it draw and shine (KHR_node_visibility)")

    _parent: Node | None = None

    @property
    def parent(self) -> Node | None:
        """The node whose children hold this one."""
        return self._parent

    @property
    def local_matrix(self) -> NDArray[np.float64]:
        """(4, 4) parent_from_node."""
        if self.matrix is not None:
            return np.array(self.matrix)
        return matrices.compose(self.position, self.rotation, self.scale)

    @property
    def world_from_node(self) -> NDArray[np.float64]:
        """(4, 4) through all parents, at rest (Scene.pose gives it at a time of an animation)."""
        world = self.local_matrix
        node = self._parent
        while node is not None:
            world = node.local_matrix @ world
            node = node._parent  # noqa: SLF001 - another Node
        return world

    def add(self, thing: Node | Content, **values: Any) -> Node:
        """Hang a node, or a new node with a mesh, camera or light, under this one.

        Args:
            thing: a Node (taken from its parent if it has one), Mesh, Primitive, Camera or Light.
            values: fields of the node: name, position, rotation, scale ...

        Returns:
            the node.
        """
        node = as_node(thing, values)
        if node.parent is not None and node.parent is not self:
            _refuse_foster(self, (node,), (node,))
            node.remove()
        if node.parent is None:
            type(self).children.append(self, node)
        return node

    def remove(self) -> Self:
        """Take this node, with all below it, out of its parent's children."""
        if self._parent is not None:
            parent = self._parent
            parent.children = tuple(child for child in parent.children if child is not self)
        return self

    def traverse(self) -> Iterator[Node]:
        """This node and all below it, depth first, in order."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            children = held(node).get("children")
            if children:
                stack.extend(reversed(children))

    def look_at(self, eye: Any, target: Any, up: Any = (0.0, 1.0, 0.0)) -> Self:
        """Stand at `eye` and look down -Z at `target`.

        Args:
            eye: (3,) world point of the camera or light, metres.
            target: (3,) world point to look at, metres.
            up: (3,) world direction that is up in the picture.

        Raises:
            FieldError: a vector is not of 3 finite numbers, or eye and target are one point.
        """
        eye_, target_, up_ = (_point(name, value) for name, value in (("eye", eye), ("target", target), ("up", up)))
        world = matrices.look_at(eye_, target_, up_)
        local = world if self._parent is None else matrices.inverse(self._parent.world_from_node) @ world
        position, rotation, _ = matrices.decompose(local)
        with self.hold_trait_notifications():
            self.matrix = None
            self.position, self.rotation = position, rotation
        return self


def link_trusted(parent: Node, children: tuple[Node, ...]) -> None:
    """Hang nodes under one, unchecked and untold: for loaders that have refused cycles and second parents."""
    held(parent)["children"] = children
    for child in children:
        object.__setattr__(child, "_parent", parent)


def _point(name: str, value: Any) -> NDArray[np.float64]:
    point = np.asarray(value, dtype=np.float64)
    if point.shape != (3,) or not np.isfinite(point).all():
        message = f"look_at: {name} must be 3 finite numbers, not {value!r}"
        raise FieldError(message)
    return point


def as_node(thing: object, values: dict[str, Any]) -> Node:
    """A node that holds `thing`, or `thing` itself if it is one, with `values` assigned to its fields.

    Raises:
        FieldError: `thing` is nothing that a node can hold.
    """
    if isinstance(thing, Node):
        for name, value in values.items():
            setattr(thing, name, value)
        return thing
    if isinstance(thing, Primitive):
        thing = Mesh(thing)
    for kind, field in ((Mesh, "mesh"), (Camera, "camera"), (Light, "light")):
        if isinstance(thing, kind):
            return Node(**{field: thing, **values})
    message = f"a scene holds Node, Mesh, Primitive, Camera and Light, not {type(thing).__name__}"
    raise FieldError(message)
