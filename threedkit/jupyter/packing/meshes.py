"""The meshes of a scene within the budget, their accessors, and the blobs that these lie in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from threedkit.io.gltf import schema
from threedkit.io.gltf.extensions import QUANTIZATION
from threedkit.io.gltf.extensions.meshopt import EXT_MESHOPT
from threedkit.io.gltf.write.context import Numbers
from threedkit.jupyter.packing.blobs import Blob
from threedkit.jupyter.packing.shapes import shape_of

if TYPE_CHECKING:
    from threedkit.io.gltf.write.context import Context
    from threedkit.jupyter.packing.limits import Limits
    from threedkit.jupyter.packing.shapes import Shape
    from threedkit.jupyter.packing.streams import Stream
    from threedkit.scene import Mesh, Primitive, Scene

__all__ = ["MeshPacker"]

_FALLBACK: Final = 1
_FIRST: Final = 2
_OWN: Final = 16 << 10
"""Bytes from which a primitive has a blob of its own."""
_GROUP: Final = 64 << 10
_CUTS: Final = 0x0F
_SPARED: Final = 500
"""Triangles up to which a primitive is never simplified."""


class MeshPacker:
    """Packs what is under the roots of a scene.

    Attributes:
        shapes: what each primitive is drawn as, by identity.
        numbers: for each mesh, by identity, which of its primitives the document has.
        materials: identities of the materials that are drawn.
        used: names of the extensions in use.
        coarse: something is simpler than it is.
    """

    def __init__(self, context: Context, scene: Scene, limits: Limits, notes: list[str]) -> None:
        """Look at a scene."""
        self._context, self._notes = context, notes
        self._drawn = _draws(scene)
        triangles, points = _totals(context, self._drawn)
        self._triangles = limits.triangles / triangles if triangles > limits.triangles else 1.0
        self._points = limits.points / points if points > limits.points else 1.0
        self.shapes: dict[int, Shape | None] = {}
        self.numbers: dict[int, list[int]] = {}
        self.materials: set[int] = set()
        self.used = {EXT_MESHOPT}
        self.coarse = False
        self._buffers: list[tuple[list[bytes | memoryview], int]] = []
        self._open = False
        self._unfolded = 0
        self._placed: dict[int, dict[str, Any]] = {}

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
            shape = self._shape(primitive, mesh)
            if shape is not None:
                numbers.append(number)
                material = self._context.materials.of(primitive.material)
                made.primitives.append(schema.Primitive(**self._place(shape), mode=shape.mode, material=material))
                self.materials.add(id(primitive.material))
        return made

    def _shape(self, primitive: Primitive, mesh: Mesh) -> Shape | None:
        if id(primitive) not in self.shapes:
            count = primitive.triangle_count
            most = max(int(count * self._triangles), min(count, _SPARED))
            if primitive.mode == "POINTS":
                count = primitive.vertex_count if primitive.indices is None else primitive.indices.size
                most = max(int(count * self._points), 1)
            shape = None if primitive.positions is None else shape_of(primitive, most)
            self.shapes[id(primitive)] = shape
            if shape is not None and shape.coarse:
                self.coarse = True
                kind = "points" if primitive.mode == "POINTS" else "triangles"
                self._notes.append(f"{shape.coarse} mesh {mesh.name!r} with its {count:,} {kind} is shown")
            if shape is not None and len(primitive.joints) > 1:
                self._notes.append(f"mesh {mesh.name!r}: the four strongest joints of each vertex count")
        return self.shapes[id(primitive)]

    def _place(self, shape: Shape) -> dict[str, Any]:
        """Accessors of a shape: `attributes`, `indices` and `targets` of a primitive."""
        if id(shape) not in self._placed:
            self._begin(shape)
            values: dict[str, Any] = {}
            if shape.indices is not None:
                values["indices"] = self._accessor(shape.indices, 34963)
            values["attributes"] = {name: self._accessor(stream, 34962) for name, stream in shape.attributes.items()}
            if shape.targets:
                values["targets"] = [
                    {name: self._accessor(stream, 34962) for name, stream in target.items()} for target in shape.targets
                ]
            self._open = self._open and shape.key[0] & _CUTS != 0  # where groups end depends on what is in them
            self._placed[id(shape)] = values
        return self._placed[id(shape)]

    def _begin(self, shape: Shape) -> None:
        """See that the last buffer is one for this shape: its own, or one for many small ones."""
        alone = shape.size >= _OWN
        if alone or not self._open or self._buffers[-1][1] > _GROUP:
            self._buffers.append(([], 0))
        self._open = not alone

    def _accessor(self, stream: Stream, target: Any) -> int:
        packer = self._context.packer
        parts, size = self._buffers[-1]
        number = _FIRST + len(self._buffers) - 1
        length = len(stream.data)
        parts.append(stream.data)
        if length % 4:
            parts.append(bytes(-length % 4))
        self._buffers[-1] = (parts, size + length + -length % 4)
        view = schema.BufferView(buffer=number, byte_length=length, byte_offset=size, target=target)
        if target == 34962:
            view.byte_stride = stream.stride
            if stream.component_type != 5126:
                self.used.add(QUANTIZATION)
        if stream.mode:
            view = self._compressed(view, stream)
        packer.views.append(view)
        accessor = schema.Accessor(
            component_type=stream.component_type,  # type: ignore[arg-type]
            count=stream.count,
            type=stream.type,  # type: ignore[arg-type]
            buffer_view=len(packer.views) - 1,
            normalized=stream.normalized,
            min=stream.low,
            max=stream.high,
        )
        packer.accessors.append(accessor)
        return len(packer.accessors) - 1

    def _compressed(self, view: schema.BufferView, stream: Stream) -> schema.BufferView:
        told = {
            "buffer": view.buffer, "byteOffset": view.byte_offset, "byteLength": view.byte_length,
            "byteStride": stream.stride, "count": stream.count, "mode": stream.mode, "filter": stream.filter,
        }  # fmt: skip
        length = stream.stride * stream.count
        made = schema.BufferView(
            buffer=_FALLBACK, byte_length=length, byte_offset=self._unfolded, byte_stride=view.byte_stride,
            target=view.target, extensions={EXT_MESHOPT: told},
        )  # fmt: skip
        self._unfolded += length + -length % 4
        return made

    def finish(self, gltf: schema.Gltf) -> list[Blob]:
        """Put accessors, views and buffers into the document; the blobs that the buffers are."""
        packer = self._context.packer
        gltf.accessors, gltf.buffer_views = packer.accessors, packer.views
        rest = [Blob(bytes(part) for part in packer.parts)] if packer.size else []
        blobs = [Blob(parts) for parts, _ in self._buffers]
        first = schema.Buffer(byte_length=max(packer.size, 1), uri=rest[0].uri if rest else "")
        unfolded = schema.Buffer(byte_length=max(self._unfolded, 1), extensions={EXT_MESHOPT: {"fallback": True}})
        gltf.buffers = [first, unfolded, *(schema.Buffer(byte_length=blob.size, uri=blob.uri) for blob in blobs)]
        return [*rest, *blobs]


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
