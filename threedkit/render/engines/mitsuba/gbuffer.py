"""Data images: one ray through the middle of each pixel, the rest worked out in NumPy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.render.engines.mitsuba.sensor import camera_axes, make_sensor, sheet_range
from threedkit.render.engines.mitsuba.surface_data import (
    Hits,
    albedo,
    corners_and_weights,
    motion,
    texture_coordinates,
    wrapped,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from threedkit.render.engines.mitsuba.loaded import LoadedScene
    from threedkit.render.engines.mitsuba.materials import Cutout
    from threedkit.render.engines.mitsuba.part import Part
    from threedkit.render.shot import Shot

__all__ = ["trace_outputs"]

_LAYERS = 16  # cut-out surfaces that a ray passes at most


def trace_outputs(mi: Any, loaded: LoadedScene, shot: Shot, *, sheet: bool) -> dict[str, NDArray[Any]]:
    """Make the data images that the shot asks for.

    Args:
        mi: Mitsuba with its variant set.
        loaded: the scene, prepared for the shot; shape ``part<i>`` of Mitsuba's scene is ``loaded.parts[i]``.
        shot: what to draw.
        sheet: the invisible sheet hangs before the camera; rays start behind it.

    Returns:
        images by output name, laid out as `Frame` wants them.
    """
    scene, parts = loaded.scene, loaded.parts
    width, height = shot.size
    eye, axes = camera_axes(shot.camera)
    hits = _first_hits(mi, scene, parts, shot, sheet_range(shot.camera).end if sheet else None)
    hits = _pass_cutouts(mi, scene, parts, hits, eye, axes, shot)
    hit = hits.part >= 0
    images: dict[str, NDArray[Any]] = {}
    if "depth" in shot.outputs:
        depth = np.full(len(hit), np.inf, np.float32)
        depth[hit] = (hits.position[hit] - eye) @ -axes[:, 2]
        images["depth"] = depth.reshape(height, width)
    if "position" in shot.outputs:
        position = np.where(hit[:, None], hits.position, np.nan).astype(np.float32)
        images["position"] = position.reshape(height, width, 3)
    if "object_id" in shot.outputs:
        found = np.zeros(len(hit), np.uint32)
        for index, part in enumerate(parts):
            rows = np.flatnonzero(hits.part == index)
            found[rows] = part.object_ids(hits.triangle[rows])
        images["object_id"] = found.reshape(height, width)
    if "material_id" in shot.outputs:
        ids = np.array([part.material_id for part in parts] + [0], np.uint32)
        images["material_id"] = ids[hits.part].reshape(height, width)
    if "albedo" in shot.outputs:
        images["albedo"] = albedo(parts, hits).reshape(height, width, 3)
    if "uv" in shot.outputs:
        images["uv"] = texture_coordinates(parts, hits).reshape(height, width, 2)
    if "motion" in shot.outputs:
        cameras = shot.camera, shot.camera_after or shot.camera
        images["motion"] = motion(parts, hits, loaded.positions_after(shot), cameras, shot.size).reshape(
            height, width, 2
        )
    if "normal" in shot.outputs:
        toward = (
            eye - hits.position if shot.camera.kind == "perspective" else np.broadcast_to(axes[:, 2], (len(hit), 3))
        )
        images["normal"] = _normals(parts, hits, toward).reshape(height, width, 3)
    return images


def _first_hits(mi: Any, scene: Any, parts: Sequence[Part], shot: Shot, near: float | None) -> Hits:
    width, height = shot.size
    if not parts:
        return Hits(np.full(width * height, -1), np.zeros(width * height, np.int64), np.zeros((width * height, 3)))
    sensor = make_sensor(mi, shot.camera, shot.size, near=near)
    integrator = mi.load_dict({"type": "aov", "aovs": "position:position,triangle:prim_index,shape:shape_index"})
    image = np.array(mi.render(scene, sensor=sensor, integrator=integrator, spp=1, seed=0), np.float32)
    flat = image.reshape(-1, image.shape[2])[:, -5:]
    part = _part_of_shape(mi, scene)[flat[:, 4].astype(np.int64)]
    return Hits(part, flat[:, 3].astype(np.int64), flat[:, :3].astype(np.float64))


def _part_of_shape(mi: Any, scene: Any) -> NDArray[np.int64]:
    """Index of the part by the number that Mitsuba gives a shape; -1 for none and for shapes that are no parts."""
    shapes = scene.shapes()
    if mi.variant().startswith("scalar"):
        numbers = np.arange(1, len(shapes) + 1)
    else:
        import drjit

        numbers = np.array(drjit.reinterpret_array(mi.UInt32, scene.shapes_dr()), np.int64)
    found = np.full(int(numbers.max(initial=0)) + 1, -1, np.int64)
    for number, shape in zip(numbers, shapes, strict=True):
        name = shape.id()
        if name.startswith("part"):
            found[number] = int(name.removeprefix("part"))
    return found


def _pass_cutouts(
    mi: Any,
    scene: Any,
    parts: Sequence[Part],
    hits: Hits,
    eye: NDArray[np.float64],
    axes: NDArray[np.float64],
    shot: Shot,
) -> Hits:
    """Send the rays on that met a place which an alpha mask cuts out."""
    part, triangle, position = np.array(hits.part), np.array(hits.triangle), np.array(hits.position)
    for _ in range(_LAYERS):
        rows = np.flatnonzero(_cut_out(parts, Hits(part, triangle, position)))
        if not len(rows):
            break
        way = position[rows] - eye if shot.camera.kind == "perspective" else np.tile(-axes[:, 2], (len(rows), 1))
        way = way / np.linalg.norm(way, axis=1, keepdims=True)
        part[rows], triangle[rows], position[rows] = _trace(mi, scene, position[rows], way)
    return Hits(part, triangle, position)


def _cut_out(parts: Sequence[Part], hits: Hits) -> NDArray[np.bool_]:
    cut = np.zeros(len(hits.part), np.bool_)
    for index, part in enumerate(parts):
        texcoords = part.cutout_texcoords
        if part.surface.cutout is None or texcoords is None:
            continue
        rows = np.flatnonzero(hits.part == index)
        corners, weights = corners_and_weights(part, hits, rows)
        uv = np.einsum("nk,nkd->nd", weights, texcoords[corners])
        cut[rows] = ~_kept(part.surface.cutout, uv)
    return cut


def _kept(cutout: Cutout, uv: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Read the cutout at texture coordinates, with the sampler's repetition."""
    at = uv @ cutout.uv_matrix[:2, :2].T + cutout.uv_matrix[:2, 2]
    index = []
    for axis, wrap in enumerate(cutout.wraps):
        count = cutout.kept.shape[1 - axis]
        index.append(wrapped(np.floor(at[:, axis] * count).astype(np.int64), count, wrap))
    return np.asarray(cutout.kept[index[1], index[0]])


def _normals(parts: Sequence[Part], hits: Hits, toward: NDArray[np.float64]) -> NDArray[np.float32]:
    """(n, 3) interpolated vertex normals, on the side that is seen."""
    normals = np.zeros((len(hits.part), 3))
    for index, part in enumerate(parts):
        rows = np.flatnonzero(hits.part == index)
        corners, weights = corners_and_weights(part, hits, rows)
        a, b, c = (part.positions[corners[:, k]].astype(np.float64) for k in range(3))
        flat = np.cross(b - a, c - a)
        found = flat if part.normals is None else np.einsum("nk,nkd->nd", weights, part.normals[corners])
        behind = np.einsum("ij,ij->i", flat, toward[rows]) < 0
        normals[rows] = np.where(behind[:, None], -found, found)
    length = np.linalg.norm(normals, axis=1, keepdims=True)
    unit = np.divide(normals, length, out=np.zeros_like(normals), where=length > 0)
    return np.asarray(unit, np.float32)


def _trace(
    mi: Any, scene: Any, origins: NDArray[np.float64], directions: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Follow rays from surfaces to the next ones: part or -1, triangle, position."""
    step = 1e-4 * (1.0 + np.abs(origins).max(axis=1, keepdims=True))
    starts = origins + directions * step
    if mi.variant().startswith("scalar"):
        found = [_trace_one(mi, scene, start, way) for start, way in zip(starts, directions, strict=True)]
        part, triangle = (np.array([row[k] for row in found], np.int64) for k in (0, 1))
        return part, triangle, np.array([row[2] for row in found], np.float64).reshape(-1, 3)
    ray = mi.Ray3f(mi.Point3f(starts.T.astype(np.float32)), mi.Vector3f(directions.T.astype(np.float32)))
    hit = scene.ray_intersect(ray)
    import drjit

    number = np.array(drjit.reinterpret_array(mi.UInt32, hit.shape), np.int64)
    valid = np.array(hit.is_valid(), np.bool_)
    part = np.where(valid, _part_of_shape(mi, scene)[np.where(valid, number, 0)], -1)
    return part, np.array(hit.prim_index, np.int64), np.array(hit.p, np.float64).T.reshape(-1, 3)


def _trace_one(mi: Any, scene: Any, start: NDArray[np.float64], way: NDArray[np.float64]) -> tuple[int, int, Any]:
    hit = scene.ray_intersect(mi.Ray3f(start.tolist(), way.tolist()))
    if not hit.is_valid() or not hit.shape.id().startswith("part"):
        return -1, 0, (0.0, 0.0, 0.0)
    return int(hit.shape.id().removeprefix("part")), int(hit.prim_index), tuple(hit.p)
