"""Triangles and segments cut by a surface that is known by each vertex's distance from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from threedkit.geometry.indexing import compact

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Rows = NDArray[np.int64]

__all__ = ["Cut", "cut_segments", "cut_triangles"]


class Cut(NamedTuple):
    """What is left of some triangles or segments, made of new vertices.

    A new vertex is ``(1 - weight) * values[first] + weight * values[second]``; of one that was there already `first`
    is `second`. Elements that share an edge share the vertex that cuts it.

    Attributes:
        first: (k,) rows of the vertices that there were.
        second: (k,) rows.
        weight: (k,) from 0 to 1.
        elements: (m, 3) or (m, 2) into the k new vertices, turned as before.
    """

    first: Rows
    second: Rows
    weight: Floats
    elements: Rows


def cut_triangles(triangles: NDArray[np.integer], distances: Floats) -> Cut:
    """Keep what lies at a distance of at most 0.

    Args:
        triangles: (m, 3) vertex indices.
        distances: (n,) of the vertices, finite; linear along the edges.

    Example:
        >>> cut = cut_triangles(np.array([[0, 1, 2]]), np.array([-1.0, 1.0, 3.0]))
        >>> cut.first.tolist(), cut.second.tolist(), cut.weight.tolist(), cut.elements.tolist()
        ([0, 0, 0], [0, 1, 2], [0.0, 0.5, 0.25], [[0, 1, 2]])
    """
    corners = np.asarray(triangles, np.int64).reshape(-1, 3)
    inside = distances[corners] <= 0
    count = inside.sum(axis=1)
    whole = corners[count == 3]
    tips = _turned(corners[count == 1], inside[count == 1])
    stumps = _turned(corners[count == 2], ~inside[count == 2])
    edges = np.concatenate([tips[:, [0, 1]], tips[:, [0, 2]], stumps[:, [0, 1]], stumps[:, [0, 2]]])
    ends, place = _unique(edges)
    there = len(distances)
    tip_1, tip_2, stump_1, stump_2 = np.split(there + place, np.cumsum([len(tips), len(tips), len(stumps)]))
    elements = np.concatenate(
        [
            whole,
            np.stack([tips[:, 0], tip_1, tip_2], axis=1),
            np.stack([stump_1, stumps[:, 1], stumps[:, 2]], axis=1),
            np.stack([stump_1, stumps[:, 2], stump_2], axis=1),
        ]
    )
    return _cut(elements, ends, distances)


def cut_segments(segments: NDArray[np.integer], distances: Floats) -> Cut:
    """Keep what lies at a distance of at most 0.

    Args:
        segments: (m, 2) vertex indices.
        distances: (n,) of the vertices, finite; linear along the segments.

    Example:
        >>> cut = cut_segments(np.array([[0, 1]]), np.array([-1.0, 3.0]))
        >>> cut.second.tolist(), cut.weight.tolist(), cut.elements.tolist()
        ([0, 1], [0.0, 0.25], [[0, 1]])
    """
    pairs = np.asarray(segments, np.int64).reshape(-1, 2)
    inside = distances[pairs] <= 0
    whole, crossing = pairs[inside.all(axis=1)], inside.any(axis=1) & ~inside.all(axis=1)
    ends, place = _unique(pairs[crossing])
    met, kept = (len(distances) + place)[:, None], inside[crossing]
    return _cut(np.concatenate([whole, np.where(kept, pairs[crossing], met)]), ends, distances)


def _turned(corners: Rows, chosen: NDArray[np.bool_]) -> Rows:
    """Triangles turned so that the chosen corner, one of each, comes first."""
    first = chosen.argmax(axis=1)[:, None]
    return np.take_along_axis(corners, (first + np.arange(3)) % 3, axis=1)


def _unique(edges: Rows) -> tuple[Rows, Rows]:
    """Each edge once, its lower vertex first, and where each of the given ones is among them."""
    if not len(edges):
        return np.empty((0, 2), np.int64), np.empty(0, np.int64)
    ends, place = np.unique(np.sort(edges, axis=1), axis=0, return_inverse=True)
    return ends, place.reshape(-1)


def _cut(elements: Rows, ends: Rows, distances: Floats) -> Cut:
    """Elements of old vertices and, behind them, of crossed edges, with the vertices that they use."""
    there = np.arange(len(distances))
    low, high = distances[ends[:, 0]], distances[ends[:, 1]]
    first, second = np.concatenate([there, ends[:, 0]]), np.concatenate([there, ends[:, 1]])
    weight = np.concatenate([np.zeros(len(there)), low / (low - high)])
    used, indices = compact(elements.reshape(-1), len(first))
    return Cut(first[used], second[used], weight[used], indices.reshape(elements.shape))
