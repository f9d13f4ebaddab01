"""Posed meshes: one Mitsuba mesh for each drawn primitive of each node."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from threedkit.errors import CapabilityError
from threedkit.render.engines.mitsuba.maps import main_set
from threedkit.render.engines.mitsuba.materials import Surface, Use, make_surface
from threedkit.render.engines.mitsuba.plugins import register
from threedkit.render.engines.mitsuba.surface_data import paint_of
from threedkit.scene import Material

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from threedkit.scene import Node, Pose, Primitive

__all__ = ["Part", "Surfaces", "make_parts"]

_DEFAULT: Final = Material()
_MOST_VERTICES: Final = 1 << 26
_CLOSED: Final = 1e-4
"""Relative size of the boundary integral above which a mesh counts as open (float32 positions leave about 1e-6)."""


class Surfaces:
    """Translated materials, each made once for each way in which a mesh uses it."""

    def __init__(self, mi: Any) -> None:
        """Begin with none."""
        self._mi = mi
        register(mi)
        self._made: dict[tuple[int, Use], Surface | None] = {}
        self._kept: list[Material] = []

    def get(self, material: Material, use: Use) -> Surface | None:
        """Return the surface; see `make_surface`."""
        key = (id(material), use)
        if key not in self._made:
            self._made[key] = make_surface(self._mi, material, use)
            self._kept.append(material)  # ids are unique only among the living
        return self._made[key]


class Part:
    """Triangles of one primitive of one node, in world space but for a shift of the origin.

    Attributes:
        node: what carries it.
        primitive: where its arrays come from.
        object_id: 1 + place of the node in ``scene.mesh_nodes``.
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
        node: Node,
        primitive: Primitive,
        object_id: int,
        surface: Surface,
        triangles: NDArray[np.uint32],
        *,
        mirrored: bool = False,
    ) -> None:
        """Take what stays the same in every pose."""
        material = primitive.material or _DEFAULT
        self.node, self.primitive, self.object_id, self.surface = node, primitive, object_id, surface
        self.material_id, self.paint = 0, paint_of(primitive, material)
        self._count = _instance_count(node, primitive)
        self.texcoords = _repeated(_texcoords(primitive, surface.main), self._count)
        self.mesh: Any = None
        self.is_single_sided = not material.double_sided
        self._counter_clockwise = triangles
        self._closed: bool | None = None
        self._shown: NDArray[np.bool_] | None = None
        self._hidden = False
        self._mirrored = mirrored

    def dress(self, surfaces: Surfaces, material: Material) -> None:
        """Take on another material; the mesh is made anew when it is placed."""
        surface = _surface_of(surfaces, self.primitive, material, mirrored=self._mirrored)
        self.paint = paint_of(self.primitive, material)
        if surface is not None:
            self.surface, self.mesh = surface, None
            self.texcoords = _repeated(_texcoords(self.primitive, surface.main), self._count)

    @property
    def cutout_texcoords(self) -> NDArray[np.float32] | None:
        """(n, 2) the coordinates that the cutout is read at; None without a cutout."""
        cutout = self.surface.cutout
        return None if cutout is None else _repeated(_texcoords(self.primitive, cutout.texcoord), self._count)

    def positions_at(self, pose: Pose, origin: NDArray[np.float64]) -> NDArray[np.float32]:
        """(n, 3) where the vertices are in a pose, seen from `origin` (3,)."""
        node, primitive = self.node, self.primitive
        places = [(pose.positions(node, primitive, i) - origin).astype(np.float32) for i in range(self._count)]
        return np.concatenate(places)

    def place(self, mi: Any, pose: Pose, origin: NDArray[np.float64]) -> None:
        """Put the vertices where a pose has them, seen from `origin` (3,), and hand them to Mitsuba."""
        node, primitive, which = self.node, self.primitive, range(self._count)
        self._hidden = not pose.visible(node)
        normals: list[Any] = [pose.normals(node, primitive, i) for i in which] if primitive.normals is not None else []
        self.positions = self.positions_at(pose, origin)
        self.normals = np.concatenate(normals, dtype=np.float32) if normals else None
        # glTF 2.0, 3.7.4: a transform that mirrors turns the winding around.
        mirrors = (np.linalg.det(pose.instances(node)[:, :3, :3]) < 0) & (node.skin is None)
        plain, step = self._counter_clockwise, np.uint32(primitive.vertex_count)
        self.triangles = np.concatenate(
            [(plain[:, ::-1] if mirrors[i] else plain) + step * np.uint32(i) for i in which]
        )
        self._shown = None
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
        if (turns and not self.surface.is_unlit) or (self.is_closed and not self._surrounds(eye)):
            shown = None
        else:
            corner = self.positions[self.triangles[:, 0]].astype(np.float64)
            to_eye = eye - corner if forward is None else -forward[None, :]
            shown = np.einsum("ij,ij->i", _area_vectors(self.positions, self.triangles), to_eye * np.ones((1, 1))) > 0
            shown = None if shown.all() else shown
        if (shown is None and self._shown is None) or (
            shown is not None and self._shown is not None and np.array_equal(shown, self._shown)
        ):
            return False
        self._shown = shown
        others = self.triangles[:, ::-1] if turns else np.uint32(0)
        faces = self.triangles if shown is None else np.where(shown[:, None], self.triangles, others)
        params = mi.traverse(self.mesh)
        params["faces"] = np.ascontiguousarray(faces, np.uint32).ravel()
        params.update()
        return True

    @property
    def is_visible(self) -> bool:
        """Whether any triangle is left."""
        return not self._hidden and (not self.is_single_sided or self._shown is None or bool(self._shown.any()))

    @property
    def is_closed(self) -> bool:
        """Whether the triangles enclose a volume."""
        if self._closed is None:
            self._closed = encloses(self.positions, self.triangles)
        return self._closed

    def _surrounds(self, eye: NDArray[np.float64]) -> bool:
        return bool(np.all(eye >= self.positions.min(axis=0)) and np.all(eye <= self.positions.max(axis=0)))

    def _make(self, mi: Any) -> Any:
        properties = mi.Properties()
        properties["bsdf"] = self.surface.bsdf
        if self.surface.medium is not None:
            properties["interior"] = self.surface.medium
        if self.surface.radiance is not None:
            properties["emitter"] = mi.load_dict({"type": "area", "radiance": self.surface.radiance})
        mesh = mi.Mesh(
            self.node.name or "mesh",
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
            at = _repeated(_texcoords(self.primitive, number), self._count)
            if at is not None:
                found[f"vertex_uv{number}"] = np.pad(at, ((0, 0), (0, 1)))
        colors = _repeated(vertex_colors(self.primitive), self._count)
        if colors is None:
            return found
        found["vertex_color"] = colors[:, :3] * self.surface.tint
        if colors.shape[1] == 4:
            material = self.primitive.material or _DEFAULT
            cut = material.alpha_mode == "MASK"
            found["vertex_alpha"] = (colors[:, 3] >= material.alpha_cutoff).astype(np.float32) if cut else colors[:, 3]
        return found


def encloses(positions: NDArray[Any], triangles: NDArray[np.uint32]) -> bool:
    """Tell whether triangles enclose a volume.

    Over a closed surface the integral of the normal is 0, and that of position times normal is the volume times
    the identity (divergence theorem); an open one practically never meets both.
    """
    area = _area_vectors(positions, triangles)
    corners = positions[triangles].astype(np.float64)
    middle = corners.mean(axis=1) - corners.mean(axis=(0, 1))
    moment = np.einsum("ni,nj->ij", middle, area)
    sizes = np.linalg.norm(area, axis=1)
    reach = float(np.abs(middle).max(initial=0.0))
    residue = np.abs(moment - np.eye(3) * (np.trace(moment) / 3.0)).max()
    total = float(sizes.sum())
    return bool(np.abs(area.sum(axis=0)).max() <= _CLOSED * total and residue <= _CLOSED * total * reach)


def make_parts(surfaces: Surfaces, node: Node, object_id: int) -> Iterator[Part]:
    """Yield the parts of a node's mesh; points and lines have none."""
    for primitive in node.mesh.primitives if node.mesh is not None else ():
        triangles = primitive.triangles
        if not len(triangles) or not _instance_count(node, primitive):
            continue
        material = primitive.material or _DEFAULT
        for chosen, mirrored in _by_handedness(primitive, material, triangles):
            surface = _surface_of(surfaces, primitive, material, mirrored=mirrored)
            if surface is not None:
                yield Part(node, primitive, object_id, surface, chosen, mirrored=mirrored)


def _surface_of(surfaces: Surfaces, primitive: Primitive, material: Material, *, mirrored: bool) -> Surface | None:
    colors = vertex_colors(primitive)
    alphas = colors is not None and colors.shape[1] == 4
    volume = material.volume
    closed = volume is not None and volume.thickness > 0 and encloses(primitive.positions, primitive.triangles)
    sets = len(primitive.texcoords)
    use = Use(colors=colors is not None, alphas=alphas, mirrored=mirrored, sets=sets, closed=closed)
    return surfaces.get(material, use)


def _instance_count(node: Node, primitive: Primitive) -> int:
    """How often a node draws a primitive: all of that becomes one mesh, for Mitsuba's own instances are slow.

    Raises:
        CapabilityError: there would be too many vertices.
    """
    count = 1 if node.instances is None or node.skin is not None else node.instances.count
    if count * primitive.vertex_count > _MOST_VERTICES:
        text = f"{count} instances of {primitive.vertex_count} vertices are more than {_MOST_VERTICES} vertices"
        raise CapabilityError(f"engine 'mitsuba' cannot load node {node.name!r}: {text}")
    return count


def _repeated(array: NDArray[np.float32] | None, count: int) -> NDArray[np.float32] | None:
    return array if array is None or count == 1 else np.tile(array, (count, 1))


def vertex_colors(primitive: Primitive) -> NDArray[np.float32] | None:
    """COLOR_0 as (n, 3 or 4) float32 linear, or None when there is none or it is white throughout."""
    if not primitive.colors:
        return None
    colors = primitive.as_float("colors", 0)
    return None if np.all(colors == 1.0) else colors


def _texcoords(primitive: Primitive, number: int) -> NDArray[np.float32] | None:
    """A set of texture coordinates; the first one when it is missing, None when there are none."""
    count = len(primitive.texcoords)
    return primitive.as_float("texcoords", number if number < count else 0) if count else None


def _by_handedness(
    primitive: Primitive, material: Material, triangles: NDArray[np.uint32]
) -> Iterator[tuple[NDArray[np.uint32], bool]]:
    """Split off the triangles whose texture is mirrored: Mitsuba's `normalmap` takes v to run down everywhere."""
    coat = material.clearcoat
    bumps = material.normal_texture is not None or (coat is not None and coat.normal_texture is not None)
    texcoords = _texcoords(primitive, main_set(material, len(primitive.texcoords))) if bumps else None
    if texcoords is None:
        yield triangles, False
        return
    corners = texcoords[triangles].astype(np.float64)
    one, two = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    # v points down the image: an image that is not mirrored has negative area in (u, v).
    mirrored = one[:, 0] * two[:, 1] - one[:, 1] * two[:, 0] > 0
    for side in (False, True):
        chosen = triangles[mirrored == side]
        if len(chosen):
            yield chosen, side


def _area_vectors(positions: NDArray[np.float32], triangles: NDArray[np.uint32]) -> NDArray[np.float64]:
    """(m, 3) normals with twice the triangles' areas as length."""
    corners = positions[triangles].astype(np.float64)
    return np.asarray(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]))
