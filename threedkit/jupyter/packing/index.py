"""Which part of a scene an index in the browser's document is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from threedkit.scene import Camera, Environment, Light, Material, Node

if TYPE_CHECKING:
    from threedkit.io.gltf.write.context import Context
    from threedkit.jupyter.packing.shapes import Shape
    from threedkit.jupyter.packing.textures import TexturePacker
    from threedkit.scene import Element, Primitive, Scene

__all__ = ["Index"]

_KINDS: Final[tuple[tuple[str, type[Element], str], ...]] = (
    ("node", Node, "nodes"),
    ("material", Material, "materials"),
    ("light", Light, "lights"),
    ("camera", Camera, "cameras"),
)


class Index:
    """Indices of one epoch and the scene's parts, both ways.

    Attributes:
        context: the writer's state: it writes single parts with the same indices.
        textures: identities of the textures whose images the browser has.
        sent: those and the ones that could not be read.
    """

    def __init__(
        self,
        scene: Scene,
        context: Context,
        shapes: dict[int, Shape | None],
        numbers: dict[int, list[int]],
        textures: TexturePacker,
    ) -> None:
        """Remember what an epoch's document was made of.

        Args:
            scene: whose environment is asked for.
            context: of the writing.
            shapes: what each primitive is drawn as, by identity.
            numbers: for each mesh, by identity, which of its primitives the document has.
            textures: what put the images in.
        """
        self._scene, self.context, self._shapes, self._numbers = scene, context, shapes, numbers
        self.textures, self.sent = textures.present, textures.used
        self._places: dict[int, list[tuple[int, int]]] | None = None
        self._lists = {kind: list(getattr(context.parts, name)) for kind, _, name in _KINDS}

    def element(self, kind: str, index: Any) -> Any:
        """The part of a kind ("node", "material", "light", "camera", "environment") with this index, or None."""
        if kind == "environment":
            return self._scene.environment
        items = self._lists.get(kind, [])
        valid = isinstance(index, int) and not isinstance(index, bool) and 0 <= index < len(items)
        return items[index] if valid else None

    def place(self, element: Element) -> tuple[str, int] | None:
        """Kind and index of a part; None if the document does not have it."""
        if isinstance(element, Environment):
            return ("environment", 0) if element is self._scene.environment else None
        for kind, of, name in _KINDS:
            if isinstance(element, of):
                index = getattr(self.context, name).of(element)
                return (kind, index) if index >= 0 else None
        return None

    def places(self, primitive: Primitive) -> list[tuple[int, int]]:
        """Mesh and number of a primitive as the document has it, for each mesh that holds it."""
        if self._places is None:
            self._places = {}
            for row, mesh in enumerate(self.context.parts.meshes):
                for at, number in enumerate(self._numbers.get(id(mesh), ())):
                    if number < len(mesh.primitives):
                        self._places.setdefault(id(mesh.primitives[number]), []).append((row, at))
        return self._places.get(id(primitive), [])

    def shape(self, primitive: Primitive) -> Shape | None:
        """How a primitive is drawn; None if it is not."""
        return self._shapes.get(id(primitive))

    def primitive(self, node: Node, number: Any) -> tuple[int, Primitive, Shape] | None:
        """What the browser calls primitive `number` of a node: its number in the mesh, itself and how it is drawn."""
        mesh = node.mesh
        if mesh is None or not isinstance(number, int) or isinstance(number, bool):
            return None
        numbers = self._numbers.get(id(mesh), [])
        if not 0 <= number < len(numbers) or numbers[number] >= len(mesh.primitives):
            return None
        primitive = mesh.primitives[numbers[number]]
        shape = self._shapes.get(id(primitive))
        return None if shape is None else (numbers[number], primitive, shape)
