"""Normals: for surfaces that have none."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from threedkit.geometry.indexing import narrow
from threedkit.geometry.normals import corner_normals
from threedkit.geometry.welding import split_vertices
from threedkit.ops._options import flag, number
from threedkit.ops._vertices import Rows, drawn, editable

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.scene import Primitive, Scene

__all__ = ["add_normals", "normals"]


def normals(scene: Scene, *, overwrite: bool = False, crease: float = math.pi / 6) -> Scene:
    """Compute normals: the mean of the faces around a vertex, weighted by their area.

    Faces whose normals differ by more than the crease meet at a sharp edge: their vertices are split, and all
    attributes go along. Strips and fans become single triangles; points and lines have no normals. Without normals,
    glTF has a surface drawn flat: that is ``crease=0``. Tangents of new normals are removed (see `tangents`).

    Args:
        scene: changed in place.
        overwrite: replace normals that are there, too.
        crease: radians from 0 (flat faces) to pi (smooth everywhere).

    Returns:
        The same scene.

    Raises:
        ParameterError: an option is out of its range.

    Example:
        >>> import threedkit as tk
        >>> scene = tk.Scene()
        >>> corner = tk.Primitive([(0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 0, 1)], indices=[0, 1, 2, 0, 3, 1])
        >>> node = scene.add(corner)
        >>> normals(scene).meshes[0].primitives[0].normals.tolist()[0]
        [0.0, 0.0, 1.0]
    """
    overwrite, crease = flag("normals", "overwrite", overwrite), number("normals", "crease", crease, 0.0, math.pi)
    rows = Rows()
    for primitive, label in drawn(scene):
        wanted = primitive.triangle_count and (overwrite or primitive.normals is None)
        if wanted and editable("normals", primitive, label):
            add_normals(primitive, rows, crease)
    return scene


def add_normals(primitive: Primitive, rows: Rows, crease: float) -> None:
    """Compute the normals of a primitive of triangles, and those of its morph targets that have any.

    Args:
        primitive: changed in place; its mode becomes TRIANGLES.
        rows: what takes the vertices.
        crease: radians.
    """
    triangles = primitive.triangles
    found = corner_normals(primitive.positions, triangles, crease)
    shifts = {
        place: _shifted(primitive, place, crease, found)
        for place, target in enumerate(primitive.targets)
        if target.normals is not None
    }
    corners, indices = split_vertices(triangles, found, *shifts.values())
    kept = triangles.reshape(-1)[corners].astype(np.int64)
    targets = tuple(
        rows.target(target, kept, tangents=None, **_rows_of(shifts, place, corners, "normals"))
        for place, target in enumerate(primitive.targets)
    )
    values = {"normals": found.reshape(-1, 3)[corners], "tangents": None, "targets": targets}
    rows.assign(primitive, kept, narrow(indices, len(kept)), mode="TRIANGLES", **values)


def _rows_of(
    shifts: dict[int, NDArray[np.float32]], place: int, corners: NDArray[np.int64], field: str
) -> dict[str, NDArray[np.float32]]:
    """The field of a morph target that was computed, if it was."""
    return {field: shifts[place].reshape(-1, 3)[corners]} if place in shifts else {}


def _shifted(primitive: Primitive, place: int, crease: float, found: NDArray[np.float32]) -> NDArray[np.float32]:
    """(m, 3, 3) displacements of the corners' normals by a morph target: those of its surface less the plain ones."""
    shift = primitive.targets[place].positions
    moved = primitive.positions if shift is None else primitive.positions + shift
    return np.asarray(corner_normals(moved, primitive.triangles, crease) - found)
