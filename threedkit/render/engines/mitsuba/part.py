"""A posed mesh: one of Mitsuba's for each drawn primitive of a node, or of all nodes that show it and stand still."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from threedkit.errors import CapabilityError
from threedkit.render.engines.mitsuba.surface_data import paint_of
from threedkit.render.engines.mitsuba.triangles import area_vectors, texcoords, vertex_colors
from threedkit.scene import Material
from threedkit.transforms.matrices import transform_normals

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.render.engines.mitsuba.materials import Surface
    from threedkit.render.engines.mitsuba.surfaces import Surfaces
    from threedkit.scene import Node, Pose, Primitive

__all__ = ["Part", "User", "instance_count"]

_DEFAULT: Final = Material()
_MOST_VERTICES: Final = 1 << 26


class User(NamedTuple):
    """A node that shows a primitive; `object_id` is 1 + its place in ``scene.mesh_nodes``."""

    node: Node
    object_id: int


class Part:
    """Triangles of one primitive, once for each instance of each node, in world space but for a shift of the origin.

    Attributes:
        users: the nodes that carry it; several only where nothing moves, and of one visibility.
        primitive: where its arrays come from.
        material_id: 1 + place of the material in ``scene.materials``, or one more than there are.
        paint: the base colour.
        surface: the material.
        positions: (n, 3) float32 positions.
        normals: (n, 3) float32 normals, or None for flat shading.
        triangles: (m, 3) uint32, counter-clockwise from the front.
        texcoords: (n, 2) float32 or None.
        mesh: Mitsuba's mesh.
    """

    positions: NDArray[np.float32]
    normals: NDArray[np.float32] | None
    triangles: NDArray[np.uint32]

    def __init__(
        self,
        users: tuple[User, ...],
        primitive: Primitive,
        surface: Surface,
        triangles: NDArray[np.uint32],
        *,
        closed: bool,
        mirrored: bool = False,
    ) -> None:
        """Take what stays the same in every pose.

        Args:
            users: who shows it.
            primitive: what.
            surface: its material.
            triangles: (m, 3) those of the primitive that are meant.
            closed: these enclose a volume and face outwards.
            mirrored: their texture coordinates run against the surface.
        """
        material = primitive.material or _DEFAULT
        self.users, self.primitive, self.surface = users, primitive, surface
        self.material_id, self.paint = 0, paint_of(primitive, material)
        counts = [instance_count(user.node, primitive) for user in users]
        self._count = _checked(sum(counts), primitive, users[0].node)
        self._object_ids = np.repeat(np.array([user.object_id for user in users], np.uint32), counts)
        self.texcoords = _repeated(texcoords(primitive, surface.main), self._count)
        self.mesh: Any = None
        self.is_single_sided, self.is_closed = not material.double_sided, closed
        self._counter_clockwise = triangles
        self._areas: NDArray[np.float64] | None = None
        self._boxes = np.empty((0, 2, 3))
        self._shown: NDArray[np.bool_] | None = None
        self._hidden = False
        self._mirrored = mirrored

    def object_ids(self, triangles: NDArray[np.int64]) -> NDArray[np.uint32]:
        """Object ids (k,) of the nodes whose triangles these (k,) are."""
        return self._object_ids[triangles // len(self._counter_clockwise)]

    def dress(self, surfaces: Surfaces, material: Material) -> None:
        """Take on another material; the mesh is made anew when it is placed."""
        surface = surfaces.of(self.primitive, material, mirrored=self._mirrored)
        self.paint = paint_of(self.primitive, material)
        if surface is not None:
            self.surface, self.mesh = surface, None
            self.texcoords = _repeated(texcoords(self.primitive, surface.main), self._count)

    @property
    def cutout_texcoords(self) -> NDArray[np.float32] | None:
        """(n, 2) the coordinates that the cutout is read at; None without a cutout."""
        cutout = self.surface.cutout
        return None if cutout is None else _repeated(texcoords(self.primitive, cutout.texcoord), self._count)

    def positions_at(self, pose: Pose, origin: NDArray[np.float64]) -> NDArray[np.float32]:
        """(n, 3) where the vertices are in a pose, seen from `origin` (3,)."""
        primitive = self.primitive
        if len(self.users) == 1:
            node = self.users[0].node
            places = [(pose.positions(node, primitive, i) - origin).astype(np.float32) for i in range(self._count)]
            return np.concatenate(places)
        local, matrices = np.asarray(primitive.positions, np.float64), self._matrices(pose)
        matrices[:, :3, 3] -= origin
        found = np.empty((len(matrices), len(local), 3), np.float32)
        for copy, matrix in zip(found, matrices, strict=True):
            copy[:] = local @ matrix[:3, :3].T + matrix[:3, 3]
        return found.reshape(-1, 3)

    def place(self, mi: Any, pose: Pose, origin: NDArray[np.float64]) -> None:
        """Put the vertices where a pose has them, seen from `origin` (3,), and hand them to Mitsuba."""
        primitive, node = self.primitive, self.users[0].node
        self._hidden = not pose.visible(node)
        self.positions = self.positions_at(pose, origin)
        self.normals = self._normals_at(pose)
        # glTF 2.0, 3.7.4: a transform that mirrors turns the winding around.
        mirrors = (np.linalg.det(self._matrices(pose)[:, :3, :3]) < 0) & (node.skin is None)
        plain, step = self._counter_clockwise, np.uint32(primitive.vertex_count)
        self.triangles = np.concatenate(
            [(plain[:, ::-1] if mirrors[i] else plain) + step * np.uint32(i) for i in range(self._count)]
        )
        copies = self.positions.reshape(self._count, -1, 3)
        self._boxes = np.stack([copies.min(axis=1), copies.max(axis=1)], axis=1)
        self._shown = self._areas = None
        self._hand_over(mi)

    def _hand_over(self, mi: Any) -> None:
        """Give Mitsuba the vertices and all triangles; one of these must have an area if they glow."""
        if self.mesh is None:
            self.mesh = self._make(mi)
        params = mi.traverse(self.mesh)
        params["vertex_positions"] = np.ascontiguousarray(self.positions).ravel()
        if self.normals is not None and not self.surface.is_unlit:
            params["vertex_normals"] = np.ascontiguousarray(self.normals).ravel()
        params["faces"] = np.ascontiguousarray(self.triangles).ravel()
        params.update()

    def show_front(self, mi: Any, eye: NDArray[np.float64], forward: NDArray[np.float64] | None) -> bool:
        """Leave out the triangles that face away from the camera, where glTF culls them and it can be seen.

        A closed mesh looks the same either way from outside and keeps all its triangles, for its shadow's sake.
        Those of an unlit surface with two sides are turned around instead, for emission leaves the front only.

        Args:
            mi: Mitsuba with its variant set.
            eye: (3,) where the camera is.
            forward: (3,) where an orthographic camera looks; None for a perspective one.

        Returns:
            Whether a triangle came or went: the acceleration structure must then be built anew.
        """
        turns = not self.is_single_sided
        shown = None if turns and not self.surface.is_unlit else self._facing(eye, forward)
        if (shown is None and self._shown is None) or (
            shown is not None and self._shown is not None and np.array_equal(shown, self._shown)
        ):
            return False
        self._shown = shown
        if not self.is_visible:
            return True
        others = self.triangles[:, ::-1] if turns else np.uint32(0)
        faces = self.triangles if shown is None else np.where(shown[:, None], self.triangles, others)
        params = mi.traverse(self.mesh)
        params["faces"] = np.ascontiguousarray(faces, np.uint32).ravel()
        params.update()
        return True

    def _facing(self, eye: NDArray[np.float64], forward: NDArray[np.float64] | None) -> NDArray[np.bool_] | None:
        """Which triangles (m,) face the camera, closed copies that it is not inside of being whole; None: all."""
        around = np.all((self._boxes[:, 0] <= eye) & (eye <= self._boxes[:, 1]), axis=1)
        if self.is_closed and not around.any():
            return None
        if self._areas is None:
            self._areas = area_vectors(self.positions, self.triangles)
        to_eye = eye - self.positions[self.triangles[:, 0]] if forward is None else np.broadcast_to(-forward, (1, 3))
        shown = np.asarray(np.einsum("ij,ij->i", self._areas, to_eye * np.ones((1, 1))) > 0)
        if self.is_closed:
            shown |= ~np.repeat(around, len(self._counter_clockwise))
        return None if shown.all() else shown

    @property
    def rest(self) -> NDArray[np.float32]:
        """(n, 3) what `positions_at` gave when the part was placed."""
        return self.positions

    @property
    def is_visible(self) -> bool:
        """Whether any triangle is left."""
        return not self._hidden and (not self.is_single_sided or self._shown is None or bool(self._shown.any()))

    def _matrices(self, pose: Pose) -> NDArray[np.float64]:
        """(k, 4, 4) where each copy is."""
        return np.concatenate([pose.instances(user.node) for user in self.users])

    def _normals_at(self, pose: Pose) -> NDArray[np.float32] | None:
        """(n, 3) unit normals in a pose, or None for flat shading."""
        primitive = self.primitive
        if primitive.normals is None:
            return None
        if len(self.users) == 1:
            node = self.users[0].node
            return np.concatenate([pose.normals(node, primitive, i) for i in range(self._count)], dtype=np.float32)  # type: ignore[misc]  # there are normals
        local = np.asarray(primitive.normals, np.float64)
        return transform_normals(self._matrices(pose), local[None]).astype(np.float32).reshape(-1, 3)

    def _make(self, mi: Any) -> Any:
        properties = mi.Properties()
        properties["bsdf"] = self.surface.bsdf
        if self.surface.medium is not None:
            properties["interior"] = self.surface.medium
        if self.surface.radiance is not None:
            properties["emitter"] = mi.load_dict({"type": "area", "radiance": self.surface.radiance})
        mesh = mi.Mesh(
            self.users[0].node.name or "mesh",
            len(self.positions),
            len(self.triangles),
            props=properties,
            # Emission leaves on the side of the shading normal; that of an unlit surface turns to the camera.
            has_vertex_normals=self.normals is not None and not self.surface.is_unlit,
            has_vertex_texcoords=self.texcoords is not None,
        )
        if self.texcoords is not None:
            params = mi.traverse(mesh)
            turned = self.texcoords @ self.surface.turn.T.astype(np.float32)
            params["vertex_texcoords"] = np.ascontiguousarray(turned).ravel()
        for name, values in self._attributes().items():
            mesh.add_attribute(name, 1 if values.ndim == 1 else 3, np.ascontiguousarray(values).ravel())
        return mesh

    def _attributes(self) -> dict[str, NDArray[np.float32]]:
        """Vertex colours and further texture coordinates by the names that `make_surface` reads them with."""
        found: dict[str, NDArray[np.float32]] = {}
        for number in self.surface.others:
            at = _repeated(texcoords(self.primitive, number), self._count)
            if at is not None:
                found[f"vertex_uv{number}"] = np.pad(at, ((0, 0), (0, 1)))
        colors = _repeated(vertex_colors(self.primitive), self._count)
        if colors is None:
            return found
        found["vertex_color"] = self.surface.tint.of(colors[:, :3])
        if colors.shape[1] == 4:
            material = self.primitive.material or _DEFAULT
            cut = material.alpha_mode == "MASK"
            found["vertex_alpha"] = (colors[:, 3] >= material.alpha_cutoff).astype(np.float32) if cut else colors[:, 3]
        return found


def instance_count(node: Node, primitive: Primitive) -> int:
    """How often a node draws a primitive: all of that becomes one mesh, for Mitsuba's own instances are slow."""
    count = 1 if node.instances is None or node.skin is not None else node.instances.count
    return _checked(count, primitive, node)


def _checked(count: int, primitive: Primitive, node: Node) -> int:
    """Raise CapabilityError when so many copies would have too many vertices."""
    if count * primitive.vertex_count > _MOST_VERTICES:
        text = f"{count} instances of {primitive.vertex_count} vertices are more than {_MOST_VERTICES} vertices"
        raise CapabilityError(f"engine 'mitsuba' cannot load node {node.name!r}: {text}")
    return count


def _repeated(array: NDArray[np.float32] | None, count: int) -> NDArray[np.float32] | None:
    return array if array is None or count == 1 else np.tile(array, (count, 1))
