"""What is known of the places that rays have met: texture coordinates, base colour, and where they move to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from threedkit.render.engines.mitsuba.textures import uv_matrix
from threedkit.transforms.colors import srgb_to_linear

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from threedkit.render.engines.mitsuba.part import Part
    from threedkit.render.shot import CameraView
    from threedkit.scene import Image, Material, Primitive

    Floats = NDArray[np.float64]

__all__ = ["Hits", "Paint", "albedo", "corners_and_weights", "motion", "paint_of", "texture_coordinates", "wrapped"]

_LINEAR: Final = srgb_to_linear(np.arange(256) / 255.0)


class Hits(NamedTuple):
    """What each of n rays met: part (n,) or -1, triangle (n,), position (n, 3) metres."""

    part: NDArray[np.int64]
    triangle: NDArray[np.int64]
    position: Floats


class _Picture(NamedTuple):
    """A base colour texture and how a mesh reads it."""

    source: Image
    texcoords: NDArray[np.float32]
    uv_matrix: Floats
    wraps: tuple[str, str]
    nearest: bool


class Paint(NamedTuple):
    """The base colour of a primitive: factor (3,) linear, COLOR_0 (n, 3 or 4), texture; TEXCOORD_0 (n, 2) beside it."""

    color: tuple[float, ...]
    vertex_colors: NDArray[np.float32] | None
    picture: _Picture | None
    uv: NDArray[np.float32] | None


def paint_of(primitive: Primitive, material: Material) -> Paint:
    """Note what the base colour is made of; later edits are not seen."""
    info, sets = material.base_color_texture, len(primitive.texcoords)
    picture = None
    if info is not None and info.texture.source is not None:
        sampler = info.texture.sampler
        wraps = ("REPEAT", "REPEAT") if sampler is None else (sampler.wrap_s, sampler.wrap_t)
        nearest = sampler is not None and sampler.mag_filter == "NEAREST"
        read = primitive.as_float("texcoords", info.texcoord) if info.texcoord < sets else None
        texcoords = np.zeros((primitive.vertex_count, 2), np.float32) if read is None else read
        picture = _Picture(info.texture.source, texcoords, uv_matrix(info), wraps, nearest)
    colors = primitive.as_float("colors", 0) if primitive.colors else None
    return Paint(material.base_color[:3], colors, picture, primitive.as_float("texcoords", 0) if sets else None)


def corners_and_weights(part: Part, hits: Hits, rows: NDArray[np.int64]) -> tuple[NDArray[np.uint32], Floats]:
    """Vertex indices (n, 3) and barycentric weights (n, 3) of hits on one part."""
    corners = part.triangles[hits.triangle[rows]]
    a, b, c = (part.positions[corners[:, k]].astype(np.float64) for k in range(3))
    one, two, at = b - a, c - a, hits.position[rows] - a
    d11, d12, d22 = (np.einsum("ij,ij->i", x, y) for x, y in ((one, one), (one, two), (two, two)))
    d1, d2 = np.einsum("ij,ij->i", at, one), np.einsum("ij,ij->i", at, two)
    area = d11 * d22 - d12 * d12
    area = np.where(area == 0, 1.0, area)
    v, w = (d22 * d1 - d12 * d2) / area, (d11 * d2 - d12 * d1) / area
    return corners, np.stack([1.0 - v - w, v, w], axis=1)


def texture_coordinates(parts: Sequence[Part], hits: Hits) -> NDArray[np.float32]:
    """(n, 2) TEXCOORD_0, NaN where there is none."""
    found = np.full((len(hits.part), 2), np.nan, np.float32)
    for index, part in enumerate(parts):
        if part.paint.uv is not None:
            rows = np.flatnonzero(hits.part == index)
            corners, weights = corners_and_weights(part, hits, rows)
            found[rows] = _between(part.paint.uv, corners, weights)
    return found


def albedo(parts: Sequence[Part], hits: Hits) -> NDArray[np.float32]:
    """(n, 3) linear base colour, 0 where nothing was met."""
    found = np.zeros((len(hits.part), 3), np.float32)
    for index, part in enumerate(parts):
        paint, rows = part.paint, np.flatnonzero(hits.part == index)
        color = np.tile(np.asarray(paint.color, np.float64), (len(rows), 1))
        if len(rows) and (paint.vertex_colors is not None or paint.picture is not None):
            corners, weights = corners_and_weights(part, hits, rows)
            if paint.vertex_colors is not None:
                color *= _between(paint.vertex_colors[:, :3], corners, weights)
            if paint.picture is not None:
                color *= _texels(paint.picture, _between(paint.picture.texcoords, corners, weights))
        found[rows] = color
    return found


def motion(
    parts: Sequence[Part],
    hits: Hits,
    later: Sequence[NDArray[np.float32]],
    cameras: tuple[CameraView, CameraView],
    size: tuple[int, int],
) -> NDArray[np.float32]:
    """How far the places move in the picture, (n, 2) pixels to the right and down; NaN where behind the eye then.

    Args:
        parts: as they are now.
        hits: what rays have met now.
        later: (k, 3) positions of the parts' vertices at the other moment.
        cameras: now and then.
        size: (width, height) of the picture.
    """
    found = np.zeros((len(hits.part), 2), np.float32)
    for index, (part, positions) in enumerate(zip(parts, later, strict=True)):
        rows = np.flatnonzero(hits.part == index)
        corners, weights = corners_and_weights(part, hits, rows)
        now = _in_picture(cameras[0], np.einsum("nk,nkd->nd", weights, part.rest[corners]), size)
        then = _in_picture(cameras[1], np.einsum("nk,nkd->nd", weights, positions[corners]), size)
        found[rows] = then - now
    return found


def wrapped(cell: NDArray[np.int64], count: int, wrap: str) -> NDArray[np.int64]:
    """Places along an axis of an image, 0 to count - 1, as a sampler repeats them."""
    if wrap == "CLAMP_TO_EDGE":
        return np.clip(cell, 0, count - 1)
    if wrap == "MIRRORED_REPEAT":
        cell = cell % (2 * count)
        return np.where(cell < count, cell, 2 * count - 1 - cell)
    return cell % count


def _between(values: NDArray[np.float32], corners: NDArray[np.uint32], weights: Floats) -> Floats:
    """Interpolate values of the vertices; those of instances repeat."""
    return np.asarray(np.einsum("nk,nkd->nd", weights, values[corners % np.uint32(len(values))]))


def _texels(picture: _Picture, texcoords: Floats) -> Floats:
    """(n, 3) linear colour of an sRGB texture."""
    pixels = picture.source.pixels
    pixels = pixels[..., :3] if pixels.shape[2] >= 3 else pixels[..., :1]
    sizes = (pixels.shape[1], pixels.shape[0])
    at = (texcoords @ picture.uv_matrix[:2, :2].T + picture.uv_matrix[:2, 2]) * sizes
    if picture.nearest:
        column, row = (wrapped(np.floor(at[:, k]).astype(np.int64), sizes[k], picture.wraps[k]) for k in (0, 1))
        return np.asarray(_LINEAR[pixels[row, column]])
    low = np.floor(at - 0.5).astype(np.int64)
    part = at - 0.5 - low
    total = np.zeros((len(at), pixels.shape[2]))
    for right in (0, 1):
        for down in (0, 1):
            column = wrapped(low[:, 0] + right, sizes[0], picture.wraps[0])
            row = wrapped(low[:, 1] + down, sizes[1], picture.wraps[1])
            share = np.abs(1 - right - part[:, 0]) * np.abs(1 - down - part[:, 1])
            total += share[:, None] * _LINEAR[pixels[row, column]]
    return total


def _in_picture(camera: CameraView, points: Floats, size: tuple[int, int]) -> Floats:
    """(n, 2) pixels from the upper left corner; NaN behind the eye."""
    clip = (
        np.column_stack([points, np.ones(len(points))])
        @ (camera.clip_from_camera(size[0] / size[1]) @ camera.camera_from_world).T
    )
    ahead = np.where(clip[:, 3] > 0, clip[:, 3], np.nan)
    return np.asarray((clip[:, :2] / ahead[:, None] * (0.5, -0.5) + 0.5) * size)
