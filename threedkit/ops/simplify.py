"""Simplify: fewer triangles, nearly the same shape."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from threedkit.errors import FieldError
from threedkit.geometry.indexing import narrow
from threedkit.geometry.simplification import Simplified, simplify_triangles
from threedkit.geometry.welding import equal_rows
from threedkit.ops._options import flag, number
from threedkit.ops._vertices import Rows, arrays, drawn, editable

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from numpy.typing import NDArray

    from threedkit.scene import Mesh, Primitive, Scene

__all__ = ["Reduction", "meeting_places", "reduce", "simplify"]


class Reduction(NamedTuple):
    """How far to go; see `simplify`."""

    ratio: float
    error: float
    lock_border: bool


def simplify(scene: Scene, *, ratio: float = 0.0, error: float = 0.01, lock_border: bool = False) -> Scene:
    """Leave out triangles by contracting edges, the least visible first, until the ratio or the error is reached.

    What is left are vertices of the original with all their attributes: texture coordinates, skin weights, morph
    targets. Seams of textures and the borders between the primitives of a mesh stay closed. Equal vertices are merged
    first (see `weld`), strips and fans become single triangles. Points and lines stay as they are, with a warning.

    Args:
        scene: changed in place.
        ratio: the part of the triangles to keep, 0 to 1; 0 keeps as few as the error allows.
        error: the largest deviation, as a part of the longest side of each primitive's box; 1 sets no limit.
        lock_border: keep open borders exactly, for pieces that must meet, such as tiles of a terrain.

    Returns:
        The same scene.

    Raises:
        ParameterError: an option is out of its range.
        MissingPackageError: the package opengl-decimate is not installed.

    Example:
        >>> import threedkit as tk
        >>> scene = tk.Scene()
        >>> node = scene.add(tk.Mesh(tk.sphere(segments=48, rings=24)))
        >>> before = node.mesh.triangle_count
        >>> simplify(scene, ratio=0.25, error=1).meshes[0].triangle_count <= before // 4
        True
    """
    how = Reduction(
        number("simplify", "ratio", ratio, 0.0, 1.0),
        number("simplify", "error", error, 0.0, 1.0),
        flag("simplify", "lock_border", lock_border),
    )
    rows, left = Rows(), list[str]()
    found: dict[Hashable, Simplified] = {}
    borders = meeting_places(scene.meshes)
    for primitive, label in drawn(scene):
        if primitive.mode == "POINTS" or primitive.mode.startswith("LINE"):
            left.append(label)
        elif primitive.triangle_count and editable("simplify", primitive, label):
            reduce(primitive, rows, how, borders.get(id(primitive)), found, label)
    if left:
        more = f" and {len(left) - 1} more" if len(left) > 1 else ""
        warnings.warn(f"simplify: points and lines stay as they are: {left[0]}{more}", stacklevel=2)
    return scene


def reduce(
    primitive: Primitive,
    rows: Rows,
    how: Reduction,
    locked: NDArray[np.bool_] | None,
    found: dict[Hashable, Simplified],
    label: str,
) -> None:
    """Leave out triangles of a primitive.

    Args:
        primitive: of triangles, changed in place.
        rows: what takes the vertices.
        how: how far to go.
        locked: (n,) vertices to keep, if any.
        found: what has been worked out: primitives with the same arrays stay alike.
        label: the primitive's name for messages.

    Raises:
        FieldError: its positions are not finite.
    """
    key = (rows.key(primitive), how, None if locked is None else locked.tobytes())
    if key not in found:
        try:
            found[key] = _reduced(primitive, how, locked)
        except FieldError as error:
            raise FieldError(f"simplify: {label}: {error}") from error
    made = found[key]
    if not len(made.triangles):
        warnings.warn(f"simplify: {label} stays as it is: nothing would be left of it", stacklevel=3)
    elif len(made.triangles) < primitive.triangle_count:
        rows.assign(primitive, made.rows, narrow(made.triangles.reshape(-1), len(made.rows)), mode="TRIANGLES")


def _reduced(primitive: Primitive, how: Reduction, locked: NDArray[np.bool_] | None) -> Simplified:
    first = equal_rows([array for _, array in arrays(primitive)])
    triangles = first[primitive.triangles]
    held = None if locked is None or not locked.any() else np.unique(first[locked])
    return simplify_triangles(
        primitive.positions,
        triangles,
        _guides(primitive),
        ratio=how.ratio,
        error=how.error,
        lock_border=how.lock_border,
        locked=held,
    )


def _guides(primitive: Primitive) -> dict[str, NDArray[np.float32]]:
    """Attributes that tell seams, and the sides of those from one another, as numbers."""
    guides: dict[str, NDArray[np.float32]] = {}
    if primitive.normals is not None:
        guides["NORMAL"] = primitive.normals
    for kind, field in (("TEXCOORD", "texcoords"), ("COLOR", "colors")):
        for place in range(len(getattr(primitive, field))):
            guides[f"{kind}_{place}"] = primitive.as_float(field, place)
    return guides


def meeting_places(meshes: Iterable[Mesh]) -> dict[int, NDArray[np.bool_]]:
    """For each primitive, by identity, its vertices (n,) at places where another one of its mesh has a vertex too."""
    shared: dict[int, NDArray[np.bool_]] = {}
    for mesh in meshes:
        parts = [part for part in mesh.primitives if part.triangle_count and part.positions is not None]
        if len(parts) < 2:
            continue
        place = equal_rows([np.concatenate([part.positions for part in parts]) + np.float32(0.0)])
        owner = np.repeat(np.arange(len(parts)), [len(part.positions) for part in parts])
        lowest, highest = np.full(len(place), len(parts)), np.full(len(place), -1)
        np.minimum.at(lowest, place, owner)
        np.maximum.at(highest, place, owner)
        met = (lowest < highest)[place]
        cuts = np.cumsum([len(part.positions) for part in parts])[:-1]
        for part, vertices in zip(parts, np.split(met, cuts), strict=True):
            before = shared.get(id(part))
            shared[id(part)] = vertices if before is None else before | vertices
    return shared
