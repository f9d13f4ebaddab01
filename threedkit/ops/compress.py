"""Compress: meshes made ready for a codec, and saved with it from now on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from threedkit.errors import ParameterError, require
from threedkit.ops._arrays import share_arrays
from threedkit.ops._meshopt import ordered, snapped_directions, snapped_rotations
from threedkit.ops._options import choice, flag, integer
from threedkit.ops._vertices import Rows, drawn, editable, memory
from threedkit.ops.quantize import quantize

if TYPE_CHECKING:
    from collections.abc import Hashable

    import numpy as np
    from numpy.typing import NDArray

    from threedkit.scene import Primitive, Scene

__all__ = ["compress"]


def compress(
    scene: Scene,
    *,
    method: Literal["meshopt", "draco"] = "meshopt",
    positions: int = 14,
    normals: int = 0,
    texcoords: int = 12,
    colors: int = 8,
    weights: int = 8,
    rotations: int = 14,
    level: int = 7,
    reorder: bool = True,
    khronos: bool = False,
) -> Scene:
    """Make meshes small when they are saved: sets `Scene.compression` and prepares the scene for that codec.

    For meshopt, vertex data is quantised (see `quantize`), directions and rotations are snapped to what the codec's
    filters can say, and triangles and vertices are put into an order that suits the codec and a graphics card's caches;
    saving is then without loss. Triangles that blend keep their order, and vertices that several primitives share keep
    their places. For Draco the scene stays as it is: the codec quantises positions, normals and the first set of
    texture coordinates when saving, and reorders; the rest it keeps exactly. `to_glb` and `content_hash` are never
    compressed.

    Args:
        scene: changed in place.
        method: "meshopt" decodes at memory speed, "draco" makes smaller files.
        positions: bits of positions: 8 to 16 (meshopt; 0 leaves them as they are) or 1 to 30 (Draco). Draco moves a
            coordinate by at most half a step of box side / (2 ** bits - 1).
        normals: bits of normals and tangents: 8, 10, 12 or 14 (meshopt) or 2 to 30 (Draco, without tangents);
            0 is 8 for meshopt and 10 for Draco.
        texcoords: bits of texture coordinates, as for positions.
        colors: bits of colours, 8 to 16 or 0 (meshopt).
        weights: bits of joint weights, 8 to 16 or 0 (meshopt).
        rotations: bits of the quaternions of animations without splines: 14, 16 or 0 (meshopt).
        level: how hard Draco tries, 0 to 10.
        reorder: put triangles and vertices into another order (meshopt).
        khronos: write KHR_meshopt_compression, which is smaller and newer than EXT_meshopt_compression and which fewer
            programs read.

    Returns:
        The same scene.

    Raises:
        ParameterError: an option is out of its range.
        MissingPackageError: the codec's package is not installed.

    Example:
        >>> import threedkit as tk
        >>> scene = tk.Scene()
        >>> ball = scene.add(tk.Mesh(tk.sphere(radius=1)))
        >>> compress(scene).compression
        'meshopt'
        >>> scene.meshes[0].primitives[0].formats["NORMAL"]
        Format(dtype='int8', normalized=True)
    """
    method_ = choice("compress", "method", method, ("meshopt", "draco"))
    options: dict[str, Any] = {"khronos": flag("compress", "khronos", khronos)}
    reorder = flag("compress", "reorder", reorder)
    level = integer("compress", "level", level, 0, 10)
    if method_ == "draco":
        require("DracoPy", extra="io")
        options = {
            "position_bits": integer("compress", "positions", positions, 1, 30),
            "normal_bits": integer("compress", "normals", normals, 2, 30) if normals else 10,
            "texcoord_bits": integer("compress", "texcoords", texcoords, 1, 30),
            "level": level,
        }
    else:
        require("meshopt", extra="io")
        bits = [
            integer("compress", name, value, 8, 16) if value else 0
            for name, value in (
                ("positions", positions),
                ("texcoords", texcoords),
                ("colors", colors),
                ("weights", weights),
            )
        ]
        directions = integer("compress", "normals", normals, 0, 14) or 8
        if directions not in {8, 10, 12, 14}:
            raise ParameterError(f"compress: normals must be 8, 10, 12 or 14 bits for meshopt, not {normals}")
        turning = integer("compress", "rotations", rotations, 0, 16)
        if turning not in {0, 14, 16}:
            raise ParameterError(f"compress: rotations must be 14 or 16 bits, or 0, not {rotations}")
        _snap_directions(scene, directions)
        if turning:
            _snap_rotations(scene, turning)
        quantize(scene, normals=directions, positions=bits[0], texcoords=bits[1], colors=bits[2], weights=bits[3])
        _share(scene)  # what was one array has been quantised for each primitive by itself
        if reorder:
            _reorder(scene)
            _share(scene)
    scene.compression = method_
    scene.compression_options = options
    return scene


def _share(scene: Scene) -> None:
    parts = [primitive for primitive, _ in drawn(scene)]
    share_arrays([*parts, *(target for primitive in parts for target in primitive.targets)])


def _snap_directions(scene: Scene, bits: int) -> None:
    """Normals and tangents that are floats become what the octahedral filter gives back."""
    known: dict[Hashable, Any] = {}
    for primitive, _ in drawn(scene):
        formats = dict(primitive.formats)
        for field, semantic in (("normals", "NORMAL"), ("tangents", "TANGENT")):
            array = getattr(primitive, field)
            if array is None or semantic in formats or not len(array):
                continue
            key = memory(array)
            if key not in known:
                known[key] = array, snapped_directions(array, bits)
            if known[key][1] is not None:
                found, formats[semantic] = known[key][1]
                setattr(primitive, field, found)
        if formats != primitive.formats:
            primitive.formats = formats


def _snap_rotations(scene: Scene, bits: int) -> None:
    """Quaternions of animations that are floats become what the quaternion filter gives back."""
    known: dict[Hashable, Any] = {}
    for animation in scene.animations:
        for channel in animation.channels:
            if channel.path != "rotation" or channel.stored is not None or channel.values.ndim != 2:
                continue
            key = memory(channel.values)
            if key not in known:
                known[key] = channel.values, snapped_rotations(channel.values, bits)
            if known[key][1] is not None:
                channel.values, channel.stored = known[key][1]


def _reorder(scene: Scene) -> None:
    """Triangles for the vertex cache, vertices in the order in which the triangles use them."""
    rows = Rows()
    primitives = [pair for pair in drawn(scene) if _is_listed(pair[0])]
    keys = {id(primitive): rows.key(primitive) for primitive, _ in primitives}
    holders: dict[Hashable, set[Hashable]] = {}
    for primitive, _ in drawn(scene):
        for _, array in primitive.attributes():
            holders.setdefault(memory(array), set()).add(keys.get(id(primitive), id(primitive)))
    found: dict[Hashable, tuple[NDArray[np.int64], NDArray[Any]] | None] = {}
    for primitive, label in primitives:
        if not editable("compress", primitive, label):
            continue
        key = keys[id(primitive)]
        if key not in found:
            shared = any(len(holders[memory(array)]) > 1 for _, array in primitive.attributes())
            blends = primitive.material is not None and primitive.material.alpha_mode == "BLEND"
            found[key] = ordered(primitive.indices, primitive.vertex_count, triangles=not blends, vertices=not shared)
        change = found[key]
        if change is not None:
            rows.assign(primitive, *change)


def _is_listed(primitive: Primitive) -> bool:
    indices = primitive.indices
    return primitive.mode == "TRIANGLES" and indices is not None and len(indices) > 0 and len(indices) % 3 == 0
