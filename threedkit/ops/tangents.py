"""Tangents: what normal maps are relative to, by the MikkTSpace algorithm."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from threedkit.geometry.indexing import narrow
from threedkit.geometry.mikktspace import corner_tangents
from threedkit.geometry.welding import split_vertices
from threedkit.ops._options import flag
from threedkit.ops._vertices import Rows, drawn, editable
from threedkit.ops.normals import add_normals

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from numpy.typing import NDArray

    from threedkit.scene import Material, Primitive, Scene

__all__ = ["tangents"]


class _Found(NamedTuple):
    """Vertices that stay, indices into those, their tangents and those of morph targets by number."""

    rows: NDArray[np.int64]
    indices: NDArray[Any]
    tangents: NDArray[np.float32]
    shifts: dict[int, NDArray[np.float32]]


def tangents(scene: Scene, *, overwrite: bool = False, everywhere: bool = False) -> Scene:
    """Compute tangents by MikkTSpace, from positions, normals and the texture coordinates of the normal map.

    Surfaces whose material (or that of a variant) has a normal map or anisotropy get them. Vertices at which the
    algorithm makes several tangents, such as those on the middle line of a mirrored texture, are split, and all
    attributes go along; vertices that nothing draws go. Strips and fans become single triangles; without normals, the
    surface gets the flat ones with which glTF has it drawn.

    Args:
        scene: changed in place.
        overwrite: replace tangents that are there, too, and those of morph targets.
        everywhere: surfaces without a normal map too, from their first texture coordinates, where they have any.

    Returns:
        The same scene.

    Raises:
        ParameterError: an option is neither True nor False.

    Example:
        >>> import numpy as np
        >>> import threedkit as tk
        >>> scene = tk.Scene()
        >>> sheet = tk.plane()
        >>> sheet.tangents = None
        >>> node = scene.add(tk.Mesh(sheet, tk.Material(normal_texture=np.full((2, 2, 3), 128, np.uint8))))
        >>> tangents(scene).meshes[0].primitives[0].tangents[0].tolist()
        [1.0, 0.0, 0.0, 1.0]
    """
    overwrite, everywhere = flag("tangents", "overwrite", overwrite), flag("tangents", "everywhere", everywhere)
    rows = Rows()
    found: dict[Hashable, _Found] = {}
    for primitive, label in drawn(scene):
        texcoord = _texcoord(primitive, label, everywhere=everywhere)
        if texcoord is None or (primitive.tangents is not None and not overwrite):
            continue
        if not editable("tangents", primitive, label):
            continue
        if primitive.normals is None:
            add_normals(primitive, rows, 0.0)
        key = (rows.key(primitive), texcoord)
        if key not in found:
            found[key] = _compute(primitive, texcoord)
        _assign(primitive, rows, found[key])
    return scene


def _texcoord(primitive: Primitive, label: str, *, everywhere: bool) -> int | None:
    """Which texture coordinates the tangents are for; None if there shall be none."""
    if not primitive.triangle_count:
        return None
    materials = [primitive.material, *(mapping.material for mapping in primitive.variants)]
    wanted = sorted({number for material in materials if material is not None for number in _sets(material)})
    if not wanted and everywhere and primitive.texcoords:
        return 0
    if len(wanted) > 1:
        text = (
            f"tangents: {label}: its normal maps use several texture coordinates; the tangents are for set {wanted[0]}"
        )
        warnings.warn(text, stacklevel=3)
    if wanted and wanted[0] >= len(primitive.texcoords):
        text = f"tangents: {label} stays as it is: it has no TEXCOORD_{wanted[0]} that its normal map uses"
        warnings.warn(text, stacklevel=3)
        return None
    return wanted[0] if wanted else None


def _sets(material: Material) -> Iterator[int]:
    """The texture coordinates of the textures that are relative to tangents; the base normal map's alone if it is."""
    if material.normal_texture is not None:
        yield material.normal_texture.texcoord
    elif material.clearcoat is not None and material.clearcoat.normal_texture is not None:
        yield material.clearcoat.normal_texture.texcoord
    elif material.anisotropy is not None:
        yield material.anisotropy.texture.texcoord if material.anisotropy.texture is not None else 0


def _compute(primitive: Primitive, texcoord: int) -> _Found:
    triangles, uv = primitive.triangles, primitive.as_float("texcoords", texcoord)
    plain = corner_tangents(primitive.positions, primitive.normals, uv, triangles)
    shifts = {
        place: _shifted(primitive, place, uv) - plain[..., :3]
        for place, target in enumerate(primitive.targets)
        if target.tangents is not None
    }
    corners, indices = split_vertices(triangles, plain, *shifts.values())
    rows = triangles.reshape(-1)[corners].astype(np.int64)
    moved = {place: shift.reshape(-1, 3)[corners] for place, shift in shifts.items()}
    return _Found(rows, narrow(indices, len(rows)), plain.reshape(-1, 4)[corners], moved)


def _shifted(primitive: Primitive, place: int, uv: NDArray[np.float32]) -> NDArray[np.float32]:
    """(m, 3, 3) tangents of the corners of the surface that a morph target makes."""
    target = primitive.targets[place]
    positions = primitive.positions if target.positions is None else primitive.positions + target.positions
    normals = primitive.normals if target.normals is None else primitive.normals + target.normals
    length = np.linalg.norm(normals, axis=1, keepdims=True)
    normals = np.divide(normals, length, out=np.zeros_like(normals), where=length > 0)
    return corner_tangents(positions, normals, uv, primitive.triangles)[..., :3]


def _assign(primitive: Primitive, rows: Rows, found: _Found) -> None:
    targets = tuple(
        rows.target(target, found.rows, **{"tangents": found.shifts[place]} if place in found.shifts else {})
        for place, target in enumerate(primitive.targets)
    )
    values = {"tangents": found.tangents, "targets": targets}
    rows.assign(primitive, found.rows, found.indices, mode="TRIANGLES", **values)
