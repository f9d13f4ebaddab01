"""What a ray meets of a mesh: all of its triangles, or line segments, at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

__all__ = ["Crossings", "along_ray", "box_entries", "crossed_triangles", "near_segments"]

_BLOCK = 1 << 15
"""Rows at a time: they stay in the cache, and other threads get their turn."""


class Crossings(NamedTuple):
    """Triangles that a ray goes through.

    Attributes:
        rows: (k,) which ones.
        along: (k,) where, in lengths of the ray's direction.
        weights: (k, 3) barycentric coordinates of the places.
        front: (k,) whether the ray meets the side from which the corners go counter-clockwise.
    """

    rows: NDArray[np.intp]
    along: Floats
    weights: Floats
    front: NDArray[np.bool_]


def along_ray(positions: NDArray[np.floating], origin: ArrayLike, direction: ArrayLike) -> Floats:
    """Points as a ray sees them.

    Args:
        positions: (n, 3).
        origin: (3,) where the ray begins.
        direction: (3,) where it goes, of any length but 0.

    Returns:
        (n, 3) float64: across and up, in the unit of the positions, for one who looks along the ray, and how far along
        it, in lengths of the direction.

    Example:
        >>> along_ray(np.array([(0.5, 0.25, -4.0)]), (0, 0, 0), (0, 0, -2)).round(6).tolist()
        [[0.5, 0.25, 2.0]]
    """
    origin, direction = np.asarray(origin, np.float64), np.asarray(direction, np.float64)
    length = float(np.linalg.norm(direction))
    back = direction / -length
    side = np.cross((0.0, 1.0, 0.0) if abs(back[1]) < 0.9 else (0.0, 0.0, 1.0), back)
    side /= np.linalg.norm(side)
    axes = np.stack([side, np.cross(back, side), direction / length**2], axis=1)
    seen = np.empty((len(positions), 3))
    for start in range(0, len(positions), _BLOCK):
        rows = slice(start, start + _BLOCK)
        np.matmul(positions[rows] - origin, axes, out=seen[rows])
    return seen


def crossed_triangles(seen: Floats, triangles: NDArray[np.integer]) -> Crossings:
    """The triangles that a ray goes through, edges included; ones that it sees edge-on are not met.

    Args:
        seen: (n, 3) vertices, from `along_ray`.
        triangles: (m, 3) indices of them.

    Example:
        >>> corners = along_ray(np.array([(-1.0, -1, 0), (1, -1, 0), (0, 1, 0)]), (0, 0, 3), (0, 0, -1))
        >>> met = crossed_triangles(corners, np.array([(0, 1, 2), (0, 2, 1)]))
        >>> met.rows.tolist(), met.along.tolist(), met.front.tolist(), met.weights[0].tolist()
        ([0, 1], [3.0, 3.0], [True, False], [0.25, 0.25, 0.5])
    """
    beside = np.zeros(len(seen), np.uint8)  # on which sides of the ray a vertex lies
    for bit, (axis, sign) in enumerate(((0, 1), (0, -1), (1, 1), (1, -1))):
        beside |= (sign * seen[:, axis] > 0).astype(np.uint8) << np.uint8(bit)
    kept = []
    for start in range(0, len(triangles), _BLOCK):
        a, b, c = beside[triangles[start : start + _BLOCK]].T
        kept.append(np.flatnonzero((a & b & c) == 0) + start)
    rows = np.concatenate(kept) if kept else np.empty(0, np.intp)
    corners = seen[triangles[rows]]
    x, y = corners[..., 0], corners[..., 1]
    with np.errstate(invalid="ignore", over="ignore"):
        areas = np.roll(x, -1, axis=1) * np.roll(y, -2, axis=1) - np.roll(x, -2, axis=1) * np.roll(y, -1, axis=1)
        whole = areas.sum(axis=1)
        inside = ((areas >= 0).all(axis=1) | (areas <= 0).all(axis=1)) & (whole != 0)
    weights = areas[inside] / whole[inside, None]
    return Crossings(
        rows[inside], np.einsum("ij,ij->i", weights, corners[inside, :, 2]), weights, np.asarray(whole[inside] > 0)
    )


def near_segments(seen: Floats, segments: NDArray[np.integer]) -> tuple[Floats, Floats, Floats]:
    """How near a ray, taken as a line, comes to line segments.

    Args:
        seen: (n, 3) vertices, from `along_ray`.
        segments: (m, 2) indices of them.

    Returns:
        (m,) the distance across, in the unit of the positions, (m,) where along the ray, and (m,) where along the
        segment, from 0 to 1.

    Example:
        >>> ends = along_ray(np.array([(0.5, -1.0, -2), (0.5, 1, -2)]), (0, 0, 0), (0, 0, -1))
        >>> [part.tolist() for part in near_segments(ends, np.array([(0, 1)]))]
        [[0.5], [2.0], [0.5]]
    """
    start, way = seen[segments[:, 0]], seen[segments[:, 1]] - seen[segments[:, 0]]
    length = np.einsum("ij,ij->i", way[:, :2], way[:, :2])
    part = -np.einsum("ij,ij->i", start[:, :2], way[:, :2]) / np.where(length > 0, length, 1.0)
    part = np.clip(part, 0.0, 1.0)
    nearest = start + part[:, None] * way
    return np.hypot(nearest[:, 0], nearest[:, 1]), nearest[:, 2], part


def box_entries(boxes: ArrayLike, origins: ArrayLike, directions: ArrayLike) -> Floats:
    """Where rays enter boxes, in lengths of their directions: 0 from within, infinity where a box is missed.

    Args:
        boxes: (..., 2, 3) corners.
        origins: (..., 3).
        directions: (..., 3); leading dimensions broadcast.

    Example:
        >>> box_entries([(-1, -1, -1), (1, 1, 1)], [(0, 0, 5), (0, 0, 0), (3, 0, 5)], (0, 0, -1)).tolist()
        [4.0, 0.0, inf]
    """
    boxes, origins = np.asarray(boxes, np.float64), np.asarray(origins, np.float64)
    directions = np.asarray(directions, np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = ((boxes[..., side, :] - origins) / directions for side in (0, 1))
    beside = (directions == 0) & ((origins < boxes[..., 0, :]) | (origins > boxes[..., 1, :]))
    along = directions != 0
    near = np.where(along, np.minimum(low, high), -np.inf).max(axis=-1)
    far = np.where(along, np.maximum(low, high), np.inf).min(axis=-1)
    missed = (near > far) | (far < 0) | beside.any(axis=-1)
    return np.asarray(np.where(missed, np.inf, np.maximum(near, 0.0)))
