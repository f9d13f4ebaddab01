"""Flat shading: triangles that share no vertex, each with its own normal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["facet_normals", "facets"]


def facets(triangles: NDArray[np.integer[Any]], *arrays: NDArray[Any] | None) -> list[Any]:
    """Vertex arrays with one row for each corner of each triangle.

    Args:
        triangles: (m, 3) vertex indices.
        arrays: (n, ...) each, or None.

    Returns:
        (3 m, ...) for each; None stays None.

    Example:
        >>> facets(np.array([(0, 1, 2), (0, 2, 3)]), np.array([5, 6, 7, 8]), None)
        [array([5, 6, 7, 5, 7, 8]), None]
    """
    corners = triangles.reshape(-1)
    return [None if array is None else np.asarray(array)[corners] for array in arrays]


def facet_normals(corners: NDArray[Any]) -> NDArray[np.float64]:
    """Unit normals towards the side from which a triangle runs counter-clockwise (glTF 2.0, 3.7.2.1).

    Args:
        corners: (3 m, 3) positions, three for each triangle.

    Returns:
        (3 m, 3): each triangle's normal three times; zero where it has no area.

    Example:
        >>> facet_normals(np.array([(0, 0, 0), (2, 0, 0), (0, 3, 0)]))[0].tolist()
        [0.0, 0.0, 1.0]
    """
    a, b, c = np.moveaxis(np.asarray(corners, np.float64).reshape(-1, 3, 3), 1, 0)
    normals = np.cross(b - a, c - a)
    norm = np.linalg.norm(normals, axis=1, keepdims=True)
    return np.repeat(np.divide(normals, norm, out=np.zeros_like(normals), where=norm > 0), 3, axis=0)
