"""Which triangles meet at an edge, and which corners of triangles belong together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Indices = NDArray[np.int64]

__all__ = ["NONE", "connected", "corner_links", "opposite_edges"]

NONE: Final = -1
"""No edge, no corner."""


def opposite_edges(corners: NDArray[np.integer[Any]]) -> Indices:
    """For each edge (from a corner to the next one of its triangle) the edge that runs the other way.

    Where more than two triangles share an edge, the first of each direction belong together, then the second, and
    so on.

    Args:
        corners: (m, 3) vertex indices; no triangle has a vertex twice.

    Returns:
        (3 m,) int64: edge 3 f + i runs from corner i of triangle f; NONE where nothing runs the other way.

    Example:
        >>> opposite_edges(np.array([(0, 1, 2), (2, 1, 3)])).tolist()
        [-1, 3, -1, 1, -1, -1]
    """
    start = corners.reshape(-1).astype(np.int64)
    end = np.roll(corners, -1, axis=1).reshape(-1).astype(np.int64)
    key = (np.minimum(start, end) * (int(start.max(initial=0)) + 1) + np.maximum(start, end)) * 2 + (start > end)
    order = np.argsort(key, kind="stable")
    key = key[order]
    begins = np.flatnonzero(np.diff(key, prepend=-1))
    run = np.repeat(np.arange(len(begins)), np.diff(begins, append=len(key)))
    place = np.append(begins, len(key))[run + 1] + np.arange(len(key)) - begins[run]
    partner = np.minimum(place, max(len(key) - 1, 0))
    meets = (key % 2 == 0) & (place < len(key)) & (key[partner] == key + 1)
    found = np.full(len(key), NONE)
    found[order[meets]] = order[partner[meets]]
    found[order[partner[meets]]] = order[meets]
    return found


def corner_links(corners: NDArray[np.integer[Any]]) -> Indices:
    """For each corner of a triangle the corners of the same vertex in the triangles on its two sides.

    Args:
        corners: (m, 3) as in `opposite_edges`.

    Returns:
        (2, 3 m) int64: in row 0 over the edge that begins at the corner, in row 1 over the one that ends there; NONE
        where there is none.
    """
    opposite = opposite_edges(corners)
    edge = np.arange(len(opposite))
    following = edge - edge % 3 + (edge + 1) % 3
    links = np.full((2, len(edge)), NONE)
    met = opposite >= 0
    links[0, met] = following[opposite[met]]
    links[1, following[met]] = opposite[met]
    return links


def connected(links: Indices) -> Indices:
    """(k,) for each element the least one that it is linked with, directly or through others.

    Args:
        links: (2, k) two elements for each, itself where there is none; links run both ways.

    Example:
        >>> connected(np.array([[1, 2, 2, 3], [0, 0, 1, 3]])).tolist()
        [0, 0, 0, 3]
    """
    label = np.arange(links.shape[1])
    while True:
        lower = np.minimum(label, np.minimum(label[links[0]], label[links[1]]))
        np.minimum.at(lower, label, lower)  # whoever led here learns of it
        lower = lower[lower]
        if np.array_equal(lower, label):
            return label
        label = lower
