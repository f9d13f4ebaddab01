"""A scene on the device: every primitive uploaded once, with the nodes that show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from threedkit.errors import RenderError
from threedkit.geometry.facets import facet_normals, facets
from threedkit.render.gbuffer.surface import Surface, Textures, material_ids, surface_of
from threedkit.transforms import bounds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.render.gbuffer.batch import Batch
    from threedkit.render.gbuffer.context import Context
    from threedkit.scene import Node, Pose, Primitive, Scene

__all__ = ["INSTANCE", "INSTANCE_ATTRIBUTES", "LoadedGeometry", "Part", "User"]

INSTANCE = np.dtype([("rows", "<f4", (3, 4)), ("id", "<u4"), ("material", "<u4")])
"""One instance: the three upper rows of view_from_node, the object id and the material id."""

INSTANCE_ATTRIBUTES = ("4f 4f 4f 1u 1u/i", "in_row0", "in_row1", "in_row2", "in_id", "in_material")
"""The same in moderngl's words."""
_AFTER_ATTRIBUTES = ("4f 4f 4f/i", "in_after0", "in_after1", "in_after2")
_AFTER_BYTES = 48
_TRIANGLES = ("TRIANGLES", "TRIANGLE_STRIP", "TRIANGLE_FAN")


class User(NamedTuple):
    """A node that shows a part; `row` is its place among the scene's mesh nodes, one less than its object id."""

    row: int
    node: Node

    @property
    def shows(self) -> int:
        """How often it shows the part."""
        instances = self.node.instances
        return 1 if instances is None or self.node.skin is not None else max(instances.count, 1)

    def deforms(self, primitive: Primitive, pose: Pose) -> bool:
        """Whether vertices move against the node, so that the primitive's own buffer does not serve."""
        return self.is_skinned(primitive) or (bool(primitive.targets) and any(pose.weights(self.node)))

    def is_skinned(self, primitive: Primitive) -> bool:
        """Whether joints move the vertices."""
        return self.node.skin is not None and bool(primitive.joints) and bool(primitive.weights)


class Part:
    """A primitive on the device: its arrays in the node's frame, and one more set for each user that deforms it."""

    def __init__(self, gl: Any, primitive: Primitive, users: tuple[User, ...], material_id: int) -> None:
        """Take a primitive; triangles without normals are taken apart, for they get flat ones (glTF 2.0, 3.7.2.1).

        What does not move goes up when it is first drawn by a call of its own.
        """
        self._gl = gl
        self.primitive, self.users = primitive, users
        self.center, self.half = bounds.center(primitive.bounds), 0.5 * bounds.size(primitive.bounds)
        self.surface: Surface = surface_of(primitive.material)
        self.material_id = material_id
        solid = primitive.mode in _TRIANGLES
        self._mode: int = getattr(gl, "TRIANGLES" if solid else primitive.mode)
        self._apart = primitive.triangles if solid and primitive.normals is None else None
        self._solid = solid
        self._indices: Any = None
        self._fixed: dict[str, tuple[Any, str, str]] = {}
        self._shows = sum(user.shows for user in users)
        self._instances = gl.buffer(reserve=INSTANCE.itemsize * self._shows, dynamic=True)
        self._after: Any = None
        self._shapes: dict[int | None, list[tuple[Any, str, str]]] = {}
        self._arrays: dict[tuple[int | None, int], Any] = {}

    def solid_shape(self) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]] | None:
        """Positions and normals (n, 3) at rest and triangles (m, 3); None for points and lines."""
        if not self._solid:
            return None
        positions, triangles = self.primitive.positions, self.primitive.triangles
        if self.primitive.normals is not None:
            return positions, self.primitive.normals, triangles
        (corners,) = facets(triangles, positions)
        return corners, facet_normals(corners), np.arange(len(corners)).reshape(-1, 3)

    def surface_at(self, pose: Pose) -> Surface:
        """The surface in a pose, whose animation may change the material."""
        material = self.primitive.material
        posed = material if material is None else pose.posed(material)
        return self.surface if posed is material else surface_of(posed)

    @property
    def has_color(self) -> bool:
        """Whether there is a COLOR_0."""
        return bool(self.primitive.colors)

    @property
    def has_uv(self) -> bool:
        """Whether there is a TEXCOORD_0."""
        return bool(self.primitive.texcoords)

    def shape(
        self,
        key: int | None,
        positions: NDArray[Any],
        normals: NDArray[Any] | None,
        *,
        after: NDArray[Any] | None = None,
        mirrored: bool = False,
    ) -> None:
        """Upload positions and normals (n, 3) under a key: None for those at rest, else the row of a user.

        Args:
            key: what `draw` is to be called with.
            positions: of the primitive's vertices.
            normals: of the same; None: flat ones for triangles, towards the viewer for points and lines.
            after: positions at the moment that motion looks ahead to; None: the same.
            mirrored: the positions are inside out, so flat normals are turned around.
        """
        if self._apart is not None:
            positions, after = facets(self._apart, positions, after)
            normals = facet_normals(positions) * (-1.0 if mirrored else 1.0)
        arrays = {"in_position": positions} | ({} if normals is None else {"in_normal": normals})
        if key is not None:
            arrays["in_after"] = positions if after is None else after
        data = {name: np.ascontiguousarray(array, "<f4").tobytes() for name, array in arrays.items()}
        if key not in self._shapes:
            dynamic = key is not None
            made = [(self._gl.buffer(raw, dynamic=dynamic), "3f", name) for name, raw in data.items()]
            self._shapes[key] = made if dynamic else [*made, (made[0][0], "3f", "in_after")]
            return
        for buffer, _, name in self._shapes[key]:
            buffer.orphan()
            buffer.write(data[name])

    def draw(
        self, program: Any, instances: NDArray[Any], key: int | None = None, after: NDArray[Any] | None = None
    ) -> None:
        """Draw the shape of a key, once for each of ``instances`` (k,) of dtype `INSTANCE`.

        Args:
            program: what draws; if it writes motion, it is always given `after`, and otherwise never.
            instances: where.
            key: which shape.
            after: (k, 3, 4) float32, rows of view_from_node at the moment that motion looks ahead to.
        """
        if not self._arrays:
            self._indices = self._upload_indices(solid=self._solid)
        if key is None and None not in self._shapes:
            self.shape(None, np.asarray(self.primitive.positions), self.primitive.normals)
        self._instances.orphan()
        self._instances.write(instances.tobytes())
        if after is not None:
            if self._after is None:
                self._after = self._gl.buffer(reserve=_AFTER_BYTES * self._shows, dynamic=True)
            self._after.orphan()
            self._after.write(after.tobytes())
        if (key, program.glo) not in self._arrays:
            content = [*self._shapes[key], *self._fixed_of(program), (self._instances, *INSTANCE_ATTRIBUTES)]
            if after is not None:
                content.append((self._after, *_AFTER_ATTRIBUTES))
            made = self._gl.vertex_array(program, content, index_buffer=self._indices, skip_errors=True)
            self._arrays[key, program.glo] = made
        self._arrays[key, program.glo].render(self._mode, instances=len(instances))

    def release(self) -> None:
        """Free everything on the device."""
        entries = (*self._fixed.values(), *(one for shape in self._shapes.values() for one in shape))
        buffers = {id(entry[0]): entry[0] for entry in entries}.values()
        for thing in (*self._arrays.values(), *buffers, self._indices, self._instances, self._after):
            if thing is not None:
                thing.release()
        self._arrays.clear()
        self._shapes.clear()
        self._fixed.clear()
        self._after = None

    def _upload_indices(self, *, solid: bool) -> Any:
        if self._apart is not None or (self.primitive.indices is None and self.primitive.mode not in _TRIANGLES[1:]):
            return None
        indices = self.primitive.triangles if solid else self.primitive.indices
        return self._gl.buffer(np.ascontiguousarray(indices, "<u4").tobytes())

    def _fixed_of(self, program: Any) -> list[tuple[Any, str, str]]:
        """Coordinates and colours that a program reads and the primitive has; uploaded when first read."""
        for name, found in (("in_texcoord", self._texcoords), ("in_uv", self._uv), ("in_color", self._colors)):
            if name not in self._fixed and program.get(name, None) is not None:
                array = found()
                if array is not None:
                    (whole,) = (array,) if self._apart is None else facets(self._apart, array)
                    whole = np.ascontiguousarray(whole, "<f4")
                    self._fixed[name] = (self._gl.buffer(whole.tobytes()), f"{whole.shape[1]}f", name)
        return list(self._fixed.values())

    def _texcoords(self) -> NDArray[np.float32] | None:
        info, primitive = self.surface.texture, self.primitive
        there = info is not None and info.texcoord < len(primitive.texcoords)
        return primitive.as_float("texcoords", info.texcoord) if info is not None and there else None

    def _uv(self) -> NDArray[np.float32] | None:
        return self.primitive.as_float("texcoords", 0) if self.primitive.texcoords else None

    def _colors(self) -> NDArray[np.float32] | None:
        """COLOR_0 (n, 4), opaque if it has no alpha."""
        if not self.primitive.colors:
            return None
        given = self.primitive.as_float("colors", 0)
        color = np.ones((len(given), 4), np.float32)
        color[:, : given.shape[1]] = given
        return color


class LoadedGeometry:
    """A scene in a G-buffer; made by `GBuffer.load`, freed by `close`.

    Attributes:
        nodes: the scene's mesh nodes in order: object id k is ``nodes[k - 1]``.
        parts: the primitives that they show, each once.
        batch: all of them in one pair of buffers, once they have been drawn so.
    """

    def __init__(self, context: Context, scene: Scene) -> None:
        """Upload the scene's primitives."""
        self._context = context
        self.is_closed = False
        self.nodes: tuple[Node, ...] = tuple(scene.mesh_nodes)
        users: dict[int, tuple[Primitive, list[User]]] = {}
        for row, node in enumerate(self.nodes):
            for primitive in node.mesh.primitives if node.mesh is not None else ():
                if primitive.vertex_count and (primitive.indices is None or primitive.indices.size):
                    users.setdefault(id(primitive), (primitive, []))[1].append(User(row, node))
        ids = material_ids(scene)
        with context.current() as gl:
            self.parts = [
                Part(gl, primitive, tuple(found), ids[id(primitive.material)]) for primitive, found in users.values()
            ]
            self.textures = Textures(gl)
        self.batch: Batch | None = None

    def refresh(self) -> None:
        """Read the colours and masks of the materials anew; their textures stay."""
        for part in self.parts:
            part.surface = surface_of(part.primitive.material)

    def close(self) -> None:
        """Free what the device holds; a second call does nothing."""
        if self.is_closed or self._context.is_closed:
            return
        with self._context.current():
            for part in self.parts:
                part.release()
            if self.batch is not None:
                self.batch.release()
                self.batch = None
            self.textures.release()
        self.parts = []
        self.is_closed = True

    def check(self, context: Context) -> None:
        """Raise RenderError unless the scene lies in this context."""
        if self._context is not context:
            raise RenderError("this scene was loaded by another G-buffer: call load(scene) of this one")
        if self.is_closed:
            raise RenderError("this scene was closed: call load(scene) again")
