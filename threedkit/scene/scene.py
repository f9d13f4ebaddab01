"""Scene: the one document that every surface of threedkit takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from traitlets import Bunch

from threedkit.errors import FieldError, NotFoundError
from threedkit.scene.collection import Collection
from threedkit.scene.element import Element
from threedkit.scene.environment import Environment
from threedkit.scene.fields import Choice, Dictionary, Integer
from threedkit.scene.inventory import Inventory
from threedkit.scene.node import Children, Content, Node, as_node
from threedkit.scene.ports import port
from threedkit.scene.pose import Pose
from threedkit.scene.references import Reference, References
from threedkit.scene.walking import holders, nodes_under

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from threedkit.scene.animation import Animation
    from threedkit.scene.camera import Camera
    from threedkit.scene.image import Image
    from threedkit.scene.light import Light
    from threedkit.scene.material import Material
    from threedkit.scene.mesh import Mesh
    from threedkit.scene.skin import Skin
    from threedkit.scene.texture import Sampler, Texture
    from threedkit.scene.variant import Variant

__all__ = ["RootSet", "Scene"]


class RootSet(Element):
    """Another scene of the same document: its roots, kept so that saving loses nothing."""

    roots = References(lambda: (Node,), "Nodes")


class Scene(Element):
    """Nodes, what hangs on them, animations and an environment.

    Metres, seconds, radians; right-handed, +Y up. `nodes`, `meshes`, `materials`, `textures`, `images`, `samplers`,
    `cameras`, `lights`, `skins`, `animations` and `variants` list what the document held when it was loaded, in its
    order, and then whatever has become reachable since; each is found by position or name.

    Example:
        >>> import threedkit as tk
        >>> scene = tk.Scene()
        >>> ball = scene.add(tk.Mesh(tk.sphere(radius=1)), name="ball", position=(0, 1, 0))
        >>> scene.nodes["ball"] is ball
        True
        >>> scene.bounds()[1].round(3).tolist()
        [1.0, 2.0, 1.0]
    """

    roots = Children(doc="the nodes that have no parent, in order")
    environment = Reference(lambda: (Environment,), "an Environment", doc="None: no light from around")
    asset = Dictionary(doc="glTF asset: generator, copyright ...")
    index = Integer(0, doc="which of the document's scenes this one is")
    alternates = References(lambda: (RootSet,), "RootSets", doc="the document's other scenes, in order")
    document_extras = Dictionary(doc="glTF extras of the document itself")
    document_extensions = Dictionary(doc="raw glTF extensions of the document itself")
    extensions_used = References(lambda: (str,), "extension names", doc="names kept although no field models them")
    extensions_required = References(lambda: (str,), "extension names", doc="the same, of those required")
    compression = Choice("", ("", "draco", "meshopt"), doc="how `save` compresses meshes; loading never sets it")
    compression_options = Dictionary(doc="its options, as `ops.compress` sets them")

    def __init__(self, **values: Any) -> None:
        """Build an empty scene in the neutral studio, or from keyword values."""
        values.setdefault("environment", Environment())
        super().__init__(**values)

    # -- contents -----------------------------------------------------------------------------------------------

    @property
    def inventory(self) -> Inventory:
        """All parts of the document at this moment; take it once when several lists are needed."""
        return Inventory(self)

    def declare(self, **lists: Sequence[Any]) -> Self:
        """Keep parts in the document even when nothing refers to them, and in this order (for loaders).

        Args:
            lists: `nodes`, `meshes`, `materials`, `textures`, `images`, `samplers`, `cameras`, `lights`, `skins`,
                `animations`, `variants`.
        """
        self.__dict__.setdefault("_declared", {}).update({name: tuple(items) for name, items in lists.items()})
        return self

    def forget(self, parts: Iterable[Element]) -> Self:
        """Drop parts from the document's lists if nothing refers to them; the order of the others stays.

        What is still referred to stays in the document: behind the declared parts then, so forget only what is not.

        Args:
            parts: nodes, meshes, materials, textures ... of this scene.
        """
        gone = {id(part) for part in parts}
        declared = self.__dict__.get("_declared", {})
        return self.declare(
            **{
                name: kept
                for name, items in declared.items()
                if len(kept := tuple(item for item in items if id(item) not in gone)) != len(items)
            }
        )

    @property
    def nodes(self) -> Collection[Node]:
        """All nodes."""
        return self.inventory.nodes

    @property
    def meshes(self) -> Collection[Mesh]:
        """All meshes."""
        return self.inventory.meshes

    @property
    def materials(self) -> Collection[Material]:
        """All materials."""
        return self.inventory.materials

    @property
    def textures(self) -> Collection[Texture]:
        """All textures."""
        return self.inventory.textures

    @property
    def images(self) -> Collection[Image]:
        """All images."""
        return self.inventory.images

    @property
    def samplers(self) -> Collection[Sampler]:
        """All samplers."""
        return self.inventory.samplers

    @property
    def cameras(self) -> Collection[Camera]:
        """All cameras (`camera_nodes` has the nodes that hold them)."""
        return self.inventory.cameras

    @property
    def lights(self) -> Collection[Light]:
        """All punctual lights."""
        return self.inventory.lights

    @property
    def skins(self) -> Collection[Skin]:
        """All skins."""
        return self.inventory.skins

    @property
    def animations(self) -> Collection[Animation]:
        """All animations; assign a sequence of Animations to replace them."""
        return self.inventory.animations

    @animations.setter
    def animations(self, value: Sequence[Animation]) -> None:
        from threedkit.scene.animation import Animation as Kind

        if not all(isinstance(item, Kind) for item in value):
            message = "Scene.animations must be Animations"
            raise FieldError(message)
        old = self.animations
        self.declare(animations=value)
        self.notify_change(Bunch(name="animations", old=old, new=self.animations, owner=self, type="change"))

    @property
    def variants(self) -> Collection[Variant]:
        """The looks that can be selected; assign a sequence of Variants to replace those that nothing uses."""
        return self.inventory.variants

    @variants.setter
    def variants(self, value: Sequence[Variant]) -> None:
        from threedkit.scene.variant import Variant as Kind

        if not all(isinstance(item, Kind) for item in value):
            message = "Scene.variants must be Variants"
            raise FieldError(message)
        self.declare(variants=value)

    @property
    def mesh_nodes(self) -> Collection[Node]:
        """Nodes under the roots that hold a mesh, hidden or not, depth first: object id k is `mesh_nodes[k - 1]`."""
        return Collection(holders(self.traverse(), "mesh"))

    @property
    def camera_nodes(self) -> Collection[Node]:
        """Nodes under the roots that hold a camera, depth first."""
        return Collection(holders(self.traverse(), "camera"))

    @property
    def light_nodes(self) -> Collection[Node]:
        """Nodes under the roots that hold a light, depth first."""
        return Collection(holders(self.traverse(), "light"))

    def traverse(self) -> list[Node]:
        """The nodes under the roots, depth first, in order."""
        return nodes_under(self.roots)

    def find(self, name: str) -> Node:
        """The first node of that name.

        Raises:
            NotFoundError: there is none (also a KeyError).
        """
        return self.nodes[name]

    # -- edits --------------------------------------------------------------------------------------------------

    def add(self, thing: Node | Content, *, parent: Node | None = None, **values: Any) -> Node:
        """Add a node, or a new node that holds a mesh, primitive, camera or light.

        Args:
            thing: Node, Mesh, Primitive, Camera or Light.
            parent: the node to hang it under; None: a root.
            values: fields of the node: name, position, rotation, scale ...

        Raises:
            FieldError: it is none of these, or a value does not fit.
        """
        if parent is not None:
            return self._hang(thing, parent, values)
        node = as_node(thing, values).remove()
        if node not in self.roots:
            type(self).roots.append(self, node)
        return node

    def _hang(self, thing: Node | Content, parent: Node, values: dict[str, Any]) -> Node:
        """Add under a parent; what was a root is one no longer."""
        roots = self.roots
        if not any(root is thing for root in roots):
            return parent.add(thing, **values)
        self.roots = tuple(root for root in roots if root is not thing)
        try:
            return parent.add(thing, **values)
        except FieldError:
            self.roots = roots
            raise

    def remove(self, node: Node) -> Node:
        """Take a node, with all below it, out of the scene; channels that moved them lose their target.

        Raises:
            NotFoundError: the node is not in this scene.
        """
        if not any(node is other for other in self.nodes):
            message = f"{node!r} is not in this scene"
            raise NotFoundError(message)
        node.remove()
        self.roots = tuple(root for root in self.roots if root is not node)
        gone = {id(other) for other in node.traverse()}
        declared = self.__dict__.get("_declared", {})
        if "nodes" in declared:
            declared["nodes"] = tuple(other for other in declared["nodes"] if id(other) not in gone)
        for animation in self.animations:
            kept = tuple(c for c in animation.channels if c.element is None or id(c.element) not in gone)
            if len(kept) != len(animation.channels):
                animation.channels = kept
        return node

    def copy(self) -> Scene:
        """A deep copy: every part anew; arrays and image bytes, which nothing writes into, are shared.

        Observers stay with the original. The copy has the same `to_glb()` and `content_hash`.

        Example:
            >>> import threedkit as tk
            >>> scene = tk.Scene()
            >>> ball = scene.add(tk.Mesh(tk.sphere(radius=1)), name="ball")
            >>> other = scene.copy()
            >>> other.nodes["ball"].position = (0, 1, 0)
            >>> ball.position
            (0.0, 0.0, 0.0)
        """
        from threedkit.scene.copying import copy_scene

        return copy_scene(self)

    # -- evaluation ---------------------------------------------------------------------------------------------

    def pose(self, time: float | None = 0.0, animation: str | int | Sequence[str | int] | None = None) -> Pose:
        """Where everything is at a time of an animation; the scene stays as it is.

        Args:
            time: seconds; None: the rest pose, as the nodes stand.
            animation: a name or position, or several that play together; None: the first animation, if any.

        Raises:
            NotFoundError: there is no such animation.
            FieldError: the time is not finite.
        """
        return Pose(self, time, self._chosen(time, animation))

    def _chosen(self, time: float | None, animation: str | int | Sequence[str | int] | None) -> tuple[Animation, ...]:
        if time is None:
            return ()
        animations = self.animations
        if animation is None:
            return animations[:1]
        keys = (animation,) if isinstance(animation, (str, int)) else tuple(animation)
        for key in keys:
            if not isinstance(key, str) and not -len(animations) <= key < len(animations):
                message = f"there is no animation {key}; the scene has {len(animations)}"
                raise NotFoundError(message)
        return tuple(animations[key] for key in keys)

    def bounds(
        self, time: float | None = None, animation: str | int | Sequence[str | int] | None = None
    ) -> NDArray[np.float64]:
        """(2, 3) corners of the world box around all visible meshes, metres; +inf and -inf when there is nothing.

        Args:
            time: seconds, as in `pose`; None: at rest.
            animation: as in `pose`.
        """
        return self.pose(time, animation).bounds_of_all(self.mesh_nodes)

    # -- other rooms (see ports.py) -----------------------------------------------------------------------------

    def to_glb(self) -> bytes:
        """The scene as canonical GLB bytes: the same scene gives the same bytes."""
        glb: bytes = port("to_glb")(self)
        return glb

    @property
    def content_hash(self) -> str:
        """SHA-256 of `to_glb()`, in hexadecimal."""
        digest: str = port("content_hash")(self)
        return digest

    def save(self, path: str | Path, *, compression: str | None = None) -> Path:
        """Write a file, whole or not at all; the suffix tells the format (.glb, .gltf, .obj, .stl, .ply).

        Args:
            path: where.
            compression: of the meshes in .glb and .gltf: "draco", "meshopt" or "" for none; None: what the field
                `compression` says.

        Raises:
            OutputError: the place cannot be written.
            FieldError: there is no such compression, or something in the scene has no form in the format.
        """
        written: Path = port("save")(self, path, compression=compression)
        return written

    def to_html(self, path: str | Path, **options: Any) -> Path:
        """Write one HTML file that shows the scene live by itself, offline and from disk.

        Args:
            path: ends in .html.
            options: `camera` (as in `tk.view`), `exposure`, `still`, `title`, `height`, `limit` and `texture` as in
                `View.to_html`.

        Returns:
            The path.

        Raises:
            OutputError: it would be larger than `limit`, or the place cannot be written.
        """
        written: Path = port("to_html")(self, path, **options)
        return written

    def to_pygltflib(self) -> Any:
        """The scene as a pygltflib.GLTF2 document."""
        return port("to_pygltflib")(self)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Any:
        """The live view with a still picture."""
        return port("mimebundle")(self, include, exclude)

    def _ipython_display_(self) -> None:
        """Show the live view as the output of a cell (called by Jupyter)."""
        port("show")(self)

    def __repr__(self) -> str:
        """Name and counts."""
        parts = self.inventory
        counts = f"{len(parts.nodes)} nodes, {len(parts.meshes)} meshes, {len(parts.materials)} materials"
        return f"<Scene {self.name!r}: {counts}, {len(parts.animations)} animations>"
