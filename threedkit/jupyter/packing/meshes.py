"""The meshes of a scene within the budget."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from threedkit.io.gltf import schema
from threedkit.io.gltf.write.context import Numbers
from threedkit.jupyter.packing.accessors import AccessorPacker
from threedkit.jupyter.packing.shapes import shape_of

if TYPE_CHECKING:
    from threedkit.io.gltf.write.context import Context
    from threedkit.jupyter.packing.limits import Limits
    from threedkit.jupyter.packing.shapes import Shape
    from threedkit.scene import Mesh, Primitive, Scene

__all__ = ["MeshPacker"]

_SPARED: Final = 500
"""Triangles up to which a primitive is never simplified."""


class MeshPacker:
    """Packs what is under the roots of a scene.

    Attributes:
        shapes: what each primitive is drawn as, by identity.
        numbers: for each mesh, by identity, which of its primitives the document has.
        materials: identities of the materials that are drawn.
        accessors: what the shapes' numbers lie in.
        coarse: something is simpler than it is.
    """

    def __init__(self, context: Context, scene: Scene, limits: Limits, notes: list[str]) -> None:
        """Look at a scene, and see as what each of its primitives is drawn."""
        self._context, self._notes = context, notes
        self._drawn = _draws(scene)
        triangles, points = _totals(context, self._drawn)
        self._triangles = limits.triangles / triangles if triangles > limits.triangles else 1.0
        self._points = limits.points / points if points > limits.points else 1.0
        self.shapes: dict[int, Shape | None] = {}
        self.numbers: dict[int, list[int]] = {}
        self.materials: set[int] = set()
        self.coarse = False
        for mesh in context.parts.meshes:
            for primitive in mesh.primitives if id(mesh) in self._drawn else ():
                if id(primitive) not in self.shapes:
                    self.shapes[id(primitive)] = self._shape(primitive, mesh)
        different = {id(shape): shape for shape in self.shapes.values() if shape is not None}
        self.accessors = AccessorPacker(context.packer, different.values())

    def meshes(self) -> list[schema.Mesh]:
        """All meshes of the document; those that nothing draws are empty."""
        self._context.meshes = Numbers(self._context.parts.meshes)
        return [self._mesh(mesh) for mesh in self._context.parts.meshes]

    def _mesh(self, mesh: Mesh) -> schema.Mesh:
        made = schema.Mesh(name=mesh.name, primitives=[], weights=list(mesh.weights) or None)
        if mesh.target_names:
            made.extras = {"targetNames": list(mesh.target_names)}
        numbers = self.numbers[id(mesh)] = []
        if id(mesh) not in self._drawn:
            return made
        for number, primitive in enumerate(mesh.primitives):
            shape = self.shapes[id(primitive)]
            if shape is not None:
                numbers.append(number)
                material = self._context.materials.of(primitive.material)
                values = self.accessors.place(shape)
                made.primitives.append(schema.Primitive(**values, mode=shape.mode, material=material))
                self.materials.add(id(primitive.material))
        return made

    def _shape(self, primitive: Primitive, mesh: Mesh) -> Shape | None:
        if primitive.positions is None:
            return None
        count = primitive.triangle_count
        most = max(int(count * self._triangles), min(count, _SPARED))
        if primitive.mode == "POINTS":
            count = primitive.vertex_count if primitive.indices is None else primitive.indices.size
            most = max(int(count * self._points), 1)
        shape = shape_of(primitive, most)
        if shape is not None and shape.coarse:
            self.coarse = True
            kind = "points" if primitive.mode == "POINTS" else "triangles"
            self._notes.append(f"{shape.coarse} mesh {mesh.name!r} with its {count:,} {kind} is shown")
        if shape is not None and len(primitive.joints) > 1:
            self._notes.append(f"mesh {mesh.name!r}: the four strongest joints of each vertex count")
        return shape


def _draws(scene: Scene) -> dict[int, int]:
    """How often each mesh under the roots is drawn, by identity."""
    found: dict[int, int] = {}
    for node in scene.traverse():
        if node.mesh is not None:
            times = 1 if node.instances is None or node.skin is not None else node.instances.count
            found[id(node.mesh)] = found.get(id(node.mesh), 0) + times
    return found


def _totals(context: Context, drawn: dict[int, int]) -> tuple[int, int]:
    """Triangles and points that are drawn in all."""
    triangles = points = 0
    for mesh in context.parts.meshes:
        times = drawn.get(id(mesh), 0)
        for primitive in mesh.primitives if times else ():
            triangles += primitive.triangle_count * times
            if primitive.mode == "POINTS":
                points += (primitive.vertex_count if primitive.indices is None else primitive.indices.size) * times
    return triangles, points
