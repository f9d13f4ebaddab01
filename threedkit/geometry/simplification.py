"""Fewer triangles with nearly the same shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from threedkit.errors import FieldError, require
from threedkit.geometry.welding import equal_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["Simplified", "simplify_triangles"]


class Simplified(NamedTuple):
    """A simpler surface out of some of a surface's vertices."""

    rows: NDArray[np.int64]
    """(k,) the vertices that it is made of."""
    triangles: NDArray[np.int64]
    """(m, 3) indices into `rows`."""
    deviation: float
    """How far it is from the surface, metres: the estimate by which the edges were chosen, root mean square."""


def simplify_triangles(
    positions: NDArray[Any],
    triangles: NDArray[np.integer[Any]],
    attributes: Mapping[str, NDArray[Any]],
    *,
    ratio: float = 0.0,
    error: float = 0.01,
    lock_border: bool = False,
    locked: NDArray[np.integer[Any]] | None = None,
) -> Simplified:
    """Contract edges in the order of their quadric error (Garland and Heckbert, 1997), until enough is gone.

    Each vertex of the result is one of those given, at its place, so that whatever belongs to it may follow. Vertices
    at one place are moved together. Borders stay borders, and seams of the texture stay where they are: along them,
    edges are contracted only on both sides at once.

    Args:
        positions: (n, 3), metres.
        triangles: (m, 3) vertex indices.
        attributes: arrays (n, ...) by glTF name; TEXCOORD_n tell where seams are, and all of them which of several
            vertices at one place belong together.
        ratio: stop at this part of the triangles.
        error: stop at this deviation, as a part of the longest side of the positions' box.
        lock_border: do not touch the borders.
        locked: vertices to keep.

    Returns:
        The simpler surface.

    Raises:
        MissingPackageError: the package opengl-decimate is not installed.
        FieldError: the surface cannot be taken apart: a position is not finite, or an index is out of range.

    Example:
        >>> grid = np.array([(x, y, 0) for y in range(5) for x in range(5)], np.float32)
        >>> corner = np.array([5 * y + x for y in range(4) for x in range(4)])
        >>> cells = np.stack([corner, corner + 1, corner + 6, corner, corner + 6, corner + 5], axis=1).reshape(-1, 3)
        >>> simplify_triangles(grid, cells, {}).triangles.shape
        (2, 3)
    """
    package = require("opengl_decimate", extra="io")
    positions, triangles = np.ascontiguousarray(positions), np.asarray(triangles)
    given = {"POSITION": positions}
    seams = _has_seams(positions, triangles)
    if seams:  # else there is no choice between vertices at one place
        given.update(attributes)
    size = float(np.ptp(positions, axis=0).max(initial=0.0)) if len(positions) else 0.0
    options = package.SimplifyOptions(
        target_ratio=ratio or None,
        target_error=error * size,
        lock_boundary=lock_border,
        lock_seams=seams,
        locked=locked,
        placement="endpoint",
    )
    try:
        result = package.simplify(given, triangles.reshape(-1), options)
    except package.DecimateError as failure:
        raise FieldError(f"cannot simplify: {failure}") from failure
    rows = _sources(given, result)
    return Simplified(rows, result.indices.reshape(-1, 3).astype(np.int64), float(result.error))


def _has_seams(positions: NDArray[Any], triangles: NDArray[np.integer[Any]]) -> bool:
    """Whether triangles use several vertices at one place."""
    used = np.zeros(len(positions), bool)
    used[triangles] = True
    first = equal_rows([positions[used] + positions.dtype.type(0)])
    return bool((first != np.arange(len(first))).any())


def _sources(given: Mapping[str, NDArray[Any]], result: Any) -> NDArray[np.int64]:
    """(k,) for each vertex of the result the vertex that it was: it was led there, and has all its values."""
    led = np.flatnonzero(np.asarray(result.vertex_map) >= 0)
    became = np.asarray(result.vertex_map)[led]
    alike = np.ones(len(led), bool)
    for name, array in given.items():
        alike &= (result.attributes[name][became] == array[led]).all(axis=tuple(range(1, array.ndim)))
    rows = np.full(len(result.attributes["POSITION"]), -1)
    rows[became[alike][::-1]] = led[alike][::-1]  # the first one is written last
    if (rows < 0).any():
        raise FieldError(
            f"cannot simplify: {np.count_nonzero(rows < 0)} vertices of the result are none of those given"
        )
    return rows
