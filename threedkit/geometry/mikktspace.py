"""Tangents by the MikkTSpace algorithm, which glTF 2.0 (3.7.2.1) names as the one that normal maps are made for.

Morten Mikkelsen's algorithm (Simulation of Wrinkled Surfaces Revisited, 2008; its C code is the reference) on whole
arrays: triangles that meet at a vertex with the same position, normal and texture coordinates, and that the texture
faces with the same side, form a group; the tangent of the group is the mean of the directions of growing u, each
projected into the tangent plane and weighted by the triangle's angle at the vertex.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from threedkit.geometry.adjacency import NONE, connected, corner_links
from threedkit.geometry.welding import equal_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Indices = NDArray[np.int64]
    Flags = NDArray[np.bool_]

__all__ = ["corner_tangents"]

_SMALLEST = np.finfo(np.float32).tiny  # at or below it a length or area is none, as in the reference
_BLOCK = 1 << 16  # corners looked at together: they stay in the cache


class _Faces(NamedTuple):
    """Triangles with an area in space, m of them."""

    corners: Indices
    """(m, 3) vertices, equal ones under one number."""
    along_u: Floats
    """(m, 3) unit direction in which u grows, or zero."""
    forward: Flags
    """(m,) whether the image is seen from its front where v is taken to point up."""
    vague: Flags
    """(m,) no direction of u: the triangle goes with any group."""


def corner_tangents(
    positions: NDArray[Any], normals: NDArray[Any], texcoords: NDArray[Any], triangles: NDArray[np.integer[Any]]
) -> Floats:
    """Tangents of each corner of each triangle; corners of one vertex may have different ones (mirrored images).

    Args:
        positions: (n, 3), metres.
        normals: (n, 3), unit.
        texcoords: (n, 2), the origin at the image's upper left, as in glTF.
        triangles: (m, 3) vertex indices.

    Returns:
        (m, 3, 4) float32: unit vectors orthogonal to the normal, and w such that ``cross(normal, tangent) * w`` points
        up in the image. Where the texture coordinates give no direction, any orthogonal one with w = 1.

    Example:
        >>> half = np.float32([(0, 0, 0), (1, 0, 0), (1, 1, 0)])
        >>> corner_tangents(half, half * 0 + (0, 0, 1), half[:, :2] * (1, -1), np.array([(0, 1, 2)]))[0, 0].tolist()
        [1.0, 0.0, 0.0, 1.0]
    """
    p, n, t = (np.ascontiguousarray(a, np.float32) + np.float32(0.0) for a in (positions, normals, texcoords))
    corners = equal_rows([p, n, t])[np.asarray(triangles, np.int64).reshape(-1, 3)]
    a, b, c = (p[corners[:, i]] for i in range(3))
    flat = (a == b).all(axis=1) | (b == c).all(axis=1) | (c == a).all(axis=1)
    solid = np.flatnonzero(~flat)
    faces = _derive(corners[solid], p, t)
    groups, forward = _group(faces)
    found = np.zeros((len(corners), 3, 4), np.float32)
    found[solid] = _mean_tangents(faces, groups, forward, p, n).reshape(-1, 3, 4)
    return _complete(found, corners, n)


def _derive(corners: Indices, p: Floats, t: Floats) -> _Faces:
    """First derivatives of the position along u (equations 18 and 19 of the thesis)."""
    d1, d2 = p[corners[:, 1]] - p[corners[:, 0]], p[corners[:, 2]] - p[corners[:, 0]]
    t1, t2 = t[corners[:, 1]] - t[corners[:, 0]], t[corners[:, 2]] - t[corners[:, 0]]
    area = t1[:, 0] * t2[:, 1] - t1[:, 1] * t2[:, 0]
    along_u = t2[:, 1:] * d1 - t1[:, 1:] * d2
    along_v = t1[:, :1] * d2 - t2[:, :1] * d1
    forward = area > 0
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        length_u, length_v = np.linalg.norm(along_u, axis=1), np.linalg.norm(along_v, axis=1)
        size = np.abs(area)
        clear = (size > _SMALLEST) & (length_u / size > _SMALLEST) & (length_v / size > _SMALLEST)
        turned = along_u * (np.where(forward, 1, -1) / length_u)[:, None]
    return _Faces(corners, np.where(clear[:, None], turned, 0).astype(np.float32), forward, ~clear)


def _group(faces: _Faces) -> tuple[Indices, Flags]:
    """(3 m,) group of each corner, or NONE, and (m,) the side of each triangle's image, vague ones now included."""
    links = corner_links(faces.corners)
    forward, certain = faces.forward.copy(), ~faces.vague
    groups = np.where(np.repeat(certain, 3), connected(_alike(links, forward, certain)), NONE)
    if not certain.all():
        _include_vague(links, groups, forward, certain)
        groups = np.where(groups >= 0, connected(_alike(links, forward, groups >= 0)), NONE)
    return groups, forward


def _alike(links: Indices, forward: Flags, certain: Flags) -> Indices:
    """Links between corners whose triangles show the same side of the image and both have a part in it."""
    takes_part = certain if len(certain) == links.shape[1] else np.repeat(certain, 3)
    corner = np.arange(links.shape[1])
    there = np.where(links >= 0, links, corner)
    same = (forward[there // 3] == forward[corner // 3]) & takes_part[there] & takes_part
    return np.where(same, there, corner)


def _include_vague(links: Indices, groups: Indices, forward: Flags, certain: Flags) -> None:
    """Let vague triangles join the groups beside them: the first group to reach one settles its side.

    This is the one place where the reference's result depends on the order of triangles; groups come in the order of
    their first corner here too.
    """
    corners = np.flatnonzero(np.repeat(~certain, 3))
    settled = certain.copy()
    while True:
        corners = corners[groups[corners] < 0]
        beside = links[:, corners]
        offered = np.where(beside >= 0, groups[beside], NONE)
        fits = (offered >= 0) & (~settled[corners // 3] | (forward[beside // 3] == forward[corners // 3]))
        offered = np.where(fits, offered, np.iinfo(np.int64).max)
        best = offered.min(axis=0)
        reached = np.flatnonzero(best < np.iinfo(np.int64).max)
        if not len(reached):
            return
        new = reached[~settled[corners[reached] // 3]]
        order = new[np.argsort(best[new], kind="stable")[::-1]]  # the least comes last and stays
        forward[corners[order] // 3] = forward[best[order] // 3]
        settled[corners[order] // 3] = True
        takes = reached[forward[best[reached] // 3] == forward[corners[reached] // 3]]
        groups[corners[takes]] = best[takes]


def _mean_tangents(faces: _Faces, groups: Indices, forward: Flags, p: Floats, n: Floats) -> Floats:
    """(3 m, 4) of each corner its group's tangent and sign; zero where it has none."""
    clear = np.flatnonzero(np.repeat(~faces.vague, 3))
    pulls = np.empty((len(clear), 3), np.float32)
    for start in range(0, len(clear), _BLOCK):
        rows = slice(start, start + _BLOCK)
        pulls[rows] = _pull(faces, clear[rows], p, n)
    group = groups[clear]
    total = np.stack([np.bincount(group, pulls[:, axis], len(groups)) for axis in range(3)], axis=1, dtype=np.float64)
    found = np.zeros((len(groups), 4), np.float32)
    member = groups >= 0
    found[member, :3] = _unit(total)[groups[member]]
    found[member, 3] = np.where(np.repeat(forward, 3)[member], -1, 1)
    return found


def _pull(faces: _Faces, corner: Indices, p: Floats, n: Floats) -> Floats:
    """(k, 3) what corners add to their groups: the direction of u in the tangent plane, as long as their angle."""
    face, vertex = corner // 3, faces.corners.reshape(-1)[corner]
    normal, here = n[vertex], p[vertex]
    u = _unit(_flattened(faces.along_u[face], normal))
    ways = [
        _unit(_flattened(p[faces.corners.reshape(-1)[corner - corner % 3 + (corner + step) % 3]] - here, normal))
        for step in (2, 1)
    ]
    angle = np.arccos(np.clip(np.einsum("ij,ij->i", *ways), -1, 1))
    return np.asarray(angle[:, None] * u)


def _complete(found: Floats, corners: Indices, n: Floats) -> Floats:
    """Corners without a tangent take that of another corner of their vertex, else any orthogonal one."""
    flat, vertex = found.reshape(-1, 4), corners.reshape(-1)
    # What is left of the normal's direction is rounding of the mean.
    has = np.einsum("ij,ij->i", flat[:, :3], flat[:, :3]) > 0.5
    if has.all():
        return found
    donor = np.full(len(n), NONE)
    given = np.flatnonzero(has)[::-1]
    donor[vertex[given]] = given  # the first one is written last
    lacking = np.flatnonzero(~has)
    source = donor[vertex[lacking]]
    flat[lacking] = np.where((source >= 0)[:, None], flat[source], _any_tangent(n[vertex[lacking]]))
    return found


def _any_tangent(normal: Floats) -> Floats:
    """(n, 4) unit vectors orthogonal to normals, as near to the axis that is farthest from the normal as they can."""
    axis = np.zeros_like(normal)
    axis[np.arange(len(normal)), np.abs(normal).argmin(axis=1)] = 1
    return np.concatenate([_unit(_flattened(axis, normal)), np.ones((len(normal), 1))], axis=1).astype(np.float32)


def _flattened(vectors: NDArray[Any], normal: NDArray[Any]) -> NDArray[Any]:
    return np.asarray(vectors - np.einsum("ij,ij->i", vectors, normal)[:, None] * normal)


def _unit(vectors: NDArray[Any]) -> NDArray[Any]:
    length = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))[:, None]
    return np.asarray(np.divide(vectors, length, out=np.zeros_like(vectors), where=length > _SMALLEST))
