"""Normals of triangles and of their corners."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.geometry.adjacency import connected, corner_links
from threedkit.geometry.welding import equal_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["corner_normals", "face_normals"]


def face_normals(positions: NDArray[Any], triangles: NDArray[np.integer[Any]]) -> Floats:
    """(m, 3) float64 normals towards the side from which the corners run counter-clockwise; twice the area long."""
    a, b, c = (np.asarray(positions, np.float64)[triangles[:, i]] for i in range(3))
    return np.cross(b - a, c - a)


def corner_normals(
    positions: NDArray[Any], triangles: NDArray[np.integer[Any]], crease: float = math.pi
) -> NDArray[np.float32]:
    """Unit normals of each corner of each triangle: the mean, weighted by area, of the faces that it is smooth with.

    Around a vertex, faces are smooth with the next one unless the angle between their normals is more than the crease.
    Vertices at one place count as one, so that a seam of the texture is no crease.

    Args:
        positions: (n, 3), metres.
        triangles: (m, 3) vertex indices.
        crease: radians; 0 gives flat faces, pi a smooth surface.

    Returns:
        (m, 3, 3) float32; a corner of nothing but triangles without area gets +Z.

    Example:
        >>> fold = np.array([(0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 0, 1)])
        >>> corner_normals(fold, np.array([(0, 1, 2), (0, 3, 1)]), crease=0.1)[:, 0].tolist()
        [[0.0, 0.0, 1.0], [0.0, 1.0, 0.0]]
    """
    places = equal_rows([np.ascontiguousarray(positions, np.float32) + np.float32(0.0)])
    corners = places[np.asarray(triangles, np.int64).reshape(-1, 3)]
    faces = face_normals(positions, corners)
    if crease <= 0.0:
        total = np.repeat(faces, 3, axis=0)
    else:
        group = corners.reshape(-1) if crease >= math.pi else _smooth(corners, faces, math.cos(crease))
        total = _sums(group, faces)[group]
    return _unit(total, _sums(corners.reshape(-1), faces)[corners.reshape(-1)]).reshape(-1, 3, 3)


def _smooth(corners: NDArray[np.int64], faces: Floats, least: float) -> NDArray[np.int64]:
    """(3 m,) group of each corner: those that edges below the crease lead to around the vertex."""
    a, b, c = corners.T
    sound = np.flatnonzero((a != b) & (b != c) & (c != a))
    links = corner_links(corners[sound])
    here = np.arange(links.shape[1])
    there = np.where(links >= 0, links, here)
    normals = faces[sound]
    length = np.linalg.norm(normals, axis=1)
    for row in there:
        one, other = here // 3, row // 3
        close = np.einsum("ij,ij->i", normals[one], normals[other]) >= least * length[one] * length[other]
        row[~close] = here[~close]
    group = np.arange(corners.size)
    whole = (3 * sound[:, None] + np.arange(3)).reshape(-1)
    group[whole] = whole[connected(there)]
    return group


def _sums(group: NDArray[np.int64], faces: Floats) -> Floats:
    weights = np.repeat(faces, 3, axis=0)
    count = int(group.max(initial=-1)) + 1
    return np.stack([np.bincount(group, weights[:, axis], count) for axis in range(3)], axis=1, dtype=np.float64)


def _unit(vectors: Floats, others: Floats) -> NDArray[np.float32]:
    """Vectors of length 1: those given, where they are nothing the others, and else +Z."""
    for replacement in (others, np.broadcast_to((0.0, 0.0, 1.0), vectors.shape)):
        length = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors = np.where(
            length > 0.0, np.divide(vectors, length, out=np.zeros_like(vectors), where=length > 0), replacement
        )
    return vectors.astype(np.float32)
