"""What is under the pointer where an engine draws: the primitive's own triangle, found on the kernel's own arrays."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec
import numpy as np

from threedkit.geometry.rays import along_ray, box_entries, crossed_triangles, near_segments
from threedkit.scene import MorphTarget, Node, Primitive
from threedkit.transforms import matrices

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from threedkit.jupyter.remote.encoding import At
    from threedkit.jupyter.remote.frames import Look
    from threedkit.jupyter.tools.clipping import Clipping
    from threedkit.scene import Pose, Scene

    Floats = NDArray[np.float64]

__all__ = ["Caught", "Ray", "catch"]

_REACH: Final = 4.0
"""Pixels around a line or a point that count as hit, as in the browser."""
_FLAT: Final = 1e-12
"""A matrix whose volume is so small against its size has no use as an inverse."""


class Caught(msgspec.Struct, frozen=True):
    """What a ray has met; see `threedkit.jupyter.base.Picked`."""

    node: Node
    primitive: int
    instance: int | None
    triangle: int
    point: tuple[float, ...]
    normal: tuple[float, ...] | None
    uv: tuple[float, ...] | None
    distance: float


class Ray(NamedTuple):
    """Where one looks along through a place of a picture.

    Attributes:
        eye: (3,) world: where the camera is.
        origin: (3,) world: where the ray begins; the eye, unless `parallel`.
        direction: (3,) unit.
        forward: (3,) unit: the camera's own axis.
        near: metres along `forward` before which nothing is drawn.
        far: metres beyond which nothing is.
        pixel: metres that a pixel spans, at 1 m along the ray, or anywhere if `parallel`.
        parallel: the camera is orthographic.
    """

    eye: Floats
    origin: Floats
    direction: Floats
    forward: Floats
    near: float
    far: float
    pixel: float
    parallel: bool

    @classmethod
    def through(cls, look: Look, size: tuple[int, int], x: float, y: float) -> Ray:
        """The ray of a place in a view.

        Args:
            look: whose camera it is.
            size: (width, height) of the view.
            x: from the left, in the units of `size`.
            y: from the top.
        """
        camera = look.camera
        eye, rotation, _ = matrices.decompose(camera.matrix)
        axes = matrices.compose(eye, rotation, (1.0, 1.0, 1.0))[:3, :3]
        parallel = camera.kind == "orthographic"
        high = camera.ymag if parallel else math.tan(camera.yfov / 2)
        wide = camera.xmag if parallel else high * size[0] / size[1]
        across = np.array([wide * (2 * x / size[0] - 1), high * (1 - 2 * y / size[1]), 0.0])
        aside, ahead = axes @ across, -axes[:, 2]
        direction = ahead if parallel else (ahead + aside) / np.linalg.norm(ahead + aside)
        far = math.inf if camera.zfar is None else camera.zfar
        origin = eye + aside if parallel else eye
        return cls(eye, origin, direction, ahead, camera.znear, far, 2 * abs(high) / size[1], parallel)

    def reach(self, along: Floats) -> Floats:
        """Metres around the ray that count as hit, at places along it."""
        return np.asarray(_REACH * self.pixel * (np.ones_like(along) if self.parallel else along))


class _Hit(NamedTuple):
    """A place on the ray before it is described."""

    along: float
    part: _Part
    row: int
    vertices: NDArray[np.integer]
    weights: Floats


class _Part(NamedTuple):
    """A primitive at one of the places where a node draws it."""

    node: Node
    number: int
    primitive: Primitive
    instance: int
    place: Floats
    deformed: bool


class _Wanted(NamedTuple):
    """What may be met.

    Attributes:
        ray: along which.
        clipping: what lies on its far side is cut away.
        depth: metres along the camera's axis at which the surface is seen; None: the nearest counts.
    """

    ray: Ray
    clipping: Clipping | None
    depth: float | None = None

    def best(self, along: Floats) -> int | None:
        """Which of the places on the ray is seen; None: none of them."""
        ray = self.ray
        points = ray.origin + along[:, None] * ray.direction
        depth = (points - ray.eye) @ ray.forward
        seen = (along > 0) & (depth >= ray.near) & (depth <= ray.far)
        if self.clipping is not None:
            seen &= points @ np.asarray(self.clipping.normal) <= self.clipping.offset
        if not seen.any():
            return None
        order = depth if self.depth is None else np.abs(depth - self.depth)
        return int(np.where(seen, order, np.inf).argmin())


def catch(
    scene: Scene, look: Look, size: tuple[int, int], at: tuple[float, float], found: At, clipping: Clipping | None
) -> Caught | None:
    """What a place of a picture shows, to the triangle; takes long where meshes are large.

    Surfaces are sought at the node that the picture names, lines and points at all of them, as they are hit beside
    themselves too. A plane that cuts the scene open has them sought everywhere: what is drawn has other nodes then.

    Args:
        scene: what was drawn.
        look: how.
        size: (width, height) of the view.
        at: (x, y) in it, from the upper left.
        found: what the picture says.
        clipping: what lies on its far side is not met.

    Returns:
        What is nearest; None for nothing.
    """
    pose = scene.pose(look.time, look.animation)
    nodes = scene.mesh_nodes
    ray = Ray.through(look, size, *at)
    centre = Ray.through(look, size, math.floor(at[0]) + 0.5, math.floor(at[1]) + 0.5)
    hits = [_nearest(_parts(pose, node, ray, solid=False), pose, _Wanted(ray, clipping)) for node in nodes]
    if clipping is not None or found.object_id is None:
        hits += [_nearest(_parts(pose, node, ray), pose, _Wanted(ray, clipping)) for node in nodes]
    elif 0 < found.object_id <= len(nodes):
        node = nodes[found.object_id - 1]
        tries = [_Wanted(ray, None), _Wanted(centre, None)]
        if found.depth is not None and _has_holes(node):  # the ray may go through one
            tries = [_Wanted(centre, None, found.depth)]
        solid = (_nearest(_parts(pose, node, wanted.ray), pose, wanted) for wanted in tries)
        hits.append(next((hit for hit in solid if hit is not None), None))
    met = [hit for hit in hits if hit is not None]
    return _described(min(met, key=lambda hit: hit.along), pose, ray) if met else None


def _has_holes(node: Node) -> bool:
    primitives = () if node.mesh is None else node.mesh.primitives
    return any(one.material is not None and one.material.alpha_mode == "MASK" for one in primitives)


def _parts(pose: Pose, node: Node, ray: Ray, *, solid: bool = True) -> list[tuple[float, _Part]]:
    """A node's surfaces, or its lines and points, that the ray may meet, and from where on."""
    found: list[tuple[float, _Part]] = []
    if node.mesh is None or not pose.visible(node):
        return found
    for number, primitive in enumerate(node.mesh.primitives):
        if primitive.mode.startswith("TRIANGLE") is not solid or not primitive.vertex_count:
            continue
        places = pose.instances(node)
        skinned = node.skin is not None and bool(primitive.joints) and bool(primitive.weights)
        deformed = skinned or (bool(primitive.targets) and any(pose.weights(node)))
        entries = np.zeros(len(places)) if deformed or not solid else _entries(primitive, places, ray)
        found += [
            (float(entries[row]), _Part(node, number, primitive, row, places[row], deformed))
            for row in np.flatnonzero(np.isfinite(entries)).tolist()
        ]
    return sorted(found, key=lambda pair: pair[0])


def _entries(primitive: Primitive, places: Floats, ray: Ray) -> Floats:
    """Where the ray enters the boxes of a primitive at many places; 0 where a box is flat."""
    box = primitive.bounds
    usable = np.array([not _is_flat(place) for place in places])
    entries = np.zeros(len(places))
    inverses = np.linalg.inv(places[usable])
    origins = inverses[:, :3, :3] @ ray.origin + inverses[:, :3, 3]
    room = 1e-6 * np.abs(box).max()
    entries[usable] = box_entries(
        np.stack([box[0] - room, box[1] + room]), origins, inverses[:, :3, :3] @ ray.direction
    )
    return entries


def _is_flat(place: Floats) -> bool:
    sides = np.linalg.norm(place[:3, :3], axis=0)
    return bool(abs(np.linalg.det(place[:3, :3])) <= _FLAT * max(float(sides.max()), 1e-100) ** 3)


def _nearest(parts: list[tuple[float, _Part]], pose: Pose, wanted: _Wanted) -> _Hit | None:
    best: _Hit | None = None
    for entry, part in parts:
        if best is not None and wanted.depth is None and entry > best.along:
            break
        for hit in _met(part, pose, wanted):
            if best is None or _rank(hit, wanted) < _rank(best, wanted):
                best = hit
    return best


def _rank(hit: _Hit, wanted: _Wanted) -> float:
    """How far from what is wanted."""
    if wanted.depth is None:
        return hit.along
    return abs(hit.along * float(wanted.ray.direction @ wanted.ray.forward) - wanted.depth)


def _met(part: _Part, pose: Pose, wanted: _Wanted) -> Iterator[_Hit]:
    """The best place of a part, if there is one."""
    primitive = part.primitive
    positions, indices = primitive.positions, primitive.indices
    if positions is None or (indices is not None and indices.size and int(indices.max()) >= len(positions)):
        return  # arrays are assigned one after the other
    seen, mirrored, scale = _seen(part, pose, wanted.ray)
    if primitive.mode.startswith("TRIANGLE"):
        flat = primitive.mode == "TRIANGLES" and indices is not None
        triangles = indices[: len(indices) // 3 * 3].reshape(-1, 3) if flat else primitive.triangles
        met = crossed_triangles(seen, triangles)
        both = primitive.material is not None and primitive.material.double_sided
        kept = np.flatnonzero(both | (met.front ^ mirrored))
        row = wanted.best(met.along[kept])
        if row is not None:
            at = kept[row]
            yield _Hit(float(met.along[at]), part, int(met.rows[at]), triangles[met.rows[at]], met.weights[at])
        return
    lines = _segments(primitive)
    away, along, parts = near_segments(seen, lines)
    near = np.flatnonzero(away * scale <= wanted.ray.reach(along))
    row = wanted.best(along[near])
    if row is not None:
        at, share = near[row], parts[near[row]]
        number = lines[at, 0] if primitive.mode == "POINTS" else at
        yield _Hit(float(along[at]), part, int(number), lines[at], np.array([1 - share, share]))


def _seen(part: _Part, pose: Pose, ray: Ray) -> tuple[Floats, bool, float]:
    """Vertices as the ray sees them, whether its side is turned over, and metres of one of their units."""
    if part.deformed or _is_flat(part.place):
        positions = pose.positions(part.node, part.primitive, part.instance)
        skinned = part.node.skin is not None and bool(part.primitive.joints)
        turns = pose.joint_matrices(part.node) if skinned else part.place[None]
        mirrored = bool(np.median(np.linalg.det(turns[:, :3, :3])) < 0)
        return along_ray(positions, ray.origin, ray.direction), mirrored, 1.0
    inverse = np.linalg.inv(part.place)
    origin = inverse[:3, :3] @ ray.origin + inverse[:3, 3]
    scale = float(abs(np.linalg.det(part.place[:3, :3]))) ** (1 / 3)
    return along_ray(part.primitive.positions, origin, inverse[:3, :3] @ ray.direction), False, scale


def _segments(primitive: Primitive) -> NDArray[np.intp]:
    """(m, 2) vertices of the line segments of a primitive; of a point twice the same."""
    rows = np.arange(primitive.vertex_count) if primitive.indices is None else primitive.indices.astype(np.intp)
    if primitive.mode == "LINES":
        return rows[: len(rows) // 2 * 2].reshape(-1, 2)
    following = rows if primitive.mode == "POINTS" else np.roll(rows, -1)
    return np.stack([rows, following], axis=1)[: len(rows) - 1 if primitive.mode == "LINE_STRIP" else None]


def _described(hit: _Hit, pose: Pose, ray: Ray) -> Caught:
    part = hit.part
    corners = _corners(part.primitive, hit.vertices)
    point = hit.weights @ pose.positions(part.node, corners, part.instance)
    solid = part.primitive.mode.startswith("TRIANGLE")
    normal = _normal(part, corners, pose, hit.weights, ray) if solid else None
    uv = hit.weights @ corners.as_float("texcoords", 0) if solid and corners.texcoords else None
    instance = part.instance if part.node.instances is not None else None
    away = float(np.linalg.norm(point - ray.eye))
    return Caught(
        part.node, part.number, instance, hit.row, tuple(point.tolist()), normal,
        None if uv is None else tuple(uv.tolist()), away,
    )  # fmt: skip


def _corners(primitive: Primitive, rows: NDArray[Any]) -> Primitive:
    """A primitive of these vertices alone."""
    normals = primitive.normals
    return Primitive(
        positions=primitive.positions[rows],
        normals=None if normals is None else normals[rows],
        texcoords=[array[rows] for array in primitive.texcoords[:1]],
        joints=[array[rows] for array in primitive.joints],
        weights=[array[rows] for array in primitive.weights],
        targets=[
            MorphTarget(
                positions=None if target.positions is None else target.positions[rows],
                normals=None if target.normals is None else target.normals[rows],
            )
            for target in primitive.targets
        ],
    )


def _normal(part: _Part, corners: Primitive, pose: Pose, weights: Floats, ray: Ray) -> tuple[float, ...] | None:
    """Of the surface as it is shaded, else of the triangle; towards the one who looks."""
    smooth = pose.normals(part.node, corners, part.instance)
    normal = np.zeros(3) if smooth is None else weights @ smooth
    if not np.any(normal):
        a, b, c = pose.positions(part.node, corners, part.instance)
        normal = np.cross(b - a, c - a)
    length = float(np.linalg.norm(normal))
    if not math.isfinite(length) or length == 0:
        return None
    turned = normal if float(normal @ ray.direction) <= 0 else -normal
    return tuple((turned / length).tolist())
