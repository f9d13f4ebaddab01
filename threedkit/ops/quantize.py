"""Quantize: vertex data in few bits (KHR_mesh_quantization)."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from threedkit.ops._grid import shares, snapped, units
from threedkit.ops._options import choice, integer
from threedkit.ops._vertices import drawn
from threedkit.ops._volumes import make_up, volumes_of
from threedkit.scene.element import twin

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from threedkit.ops._volumes import Volume
    from threedkit.scene import Mesh, Primitive, Scene

__all__ = ["quantize"]

_CLEARANCE = 1e-6


def quantize(
    scene: Scene,
    *,
    positions: int = 14,
    normals: int = 10,
    texcoords: int = 12,
    colors: int = 8,
    weights: int = 8,
    custom: int = 0,
    volume: Literal["mesh", "scene"] = "mesh",
) -> Scene:
    """Snap vertex data to few bits, and store it in integers of 8 or 16 bits.

    Positions are snapped to a grid over the cube around the mesh; nodes, instances, inverse bind matrices and the
    thickness of glass make up for the cube, so that everything stays where it is (to half a step of the grid). A node
    that is animated, or holds more than the mesh, hands its mesh to a new child for that. What lies outside the
    range of its integers (coordinates beyond 0..1, colours above 1) is left as it is, with a warning.

    The rules are those of glTF-Transform's `quantize`, but that custom attributes are left alone by default and that
    the weights of a vertex keep their sum.

    Args:
        scene: changed in place.
        positions: bits of positions and their displacements, 8 to 16; 0 leaves them as they are.
        normals: bits of normals and tangents.
        texcoords: bits of texture coordinates.
        colors: bits of colours.
        weights: bits of joint weights: up to 8 are stored in 8 bits, more in 16.
        custom: bits of attributes of an application's own, which must be from -1 to 1.
        volume: "mesh" gives each mesh a grid of its own; "scene" all the same one, so that parts that touch still do.

    Returns:
        The same scene.

    Raises:
        ParameterError: a number of bits is neither 0 nor from 8 to 16.

    Example:
        >>> import threedkit as tk
        >>> scene = tk.Scene()
        >>> ball = scene.add(tk.Mesh(tk.sphere(radius=2)), position=(0, 1, 0))
        >>> quantize(scene).meshes[0].primitives[0].formats["POSITION"]
        Format(dtype='int16', normalized=True)
        >>> scene.bounds().round(3).tolist()
        [[-2.0, -1.0, -2.0], [2.0, 3.0, 2.0]]
    """
    bits = {
        name: _bits(name, value)
        for name, value in (
            ("positions", positions),
            ("normals", normals),
            ("texcoords", texcoords),
            ("colors", colors),
            ("weights", weights),
            ("custom", custom),
        )
    }
    together = choice("quantize", "volume", volume, ("mesh", "scene")) == "scene"
    if bits["positions"]:
        coarse = [mesh for mesh in scene.meshes if _is_coarser(mesh, bits["positions"])]
        for meshes, found in volumes_of(coarse, together=together):
            make_up(scene, meshes, found)
            _shrink({id(part): part for mesh in meshes for part in mesh.primitives}, found, bits["positions"])
    once = _Once()
    for primitive, label in drawn(scene):
        _primitive(primitive, bits, label, once)
    return scene


class _Once:
    """Results by the arrays that they are made of: what several primitives share, they share afterwards."""

    def __init__(self) -> None:
        self._made: dict[Any, tuple[Any, Any]] = {}

    def __call__(self, make: Callable[..., Any], arrays: Any, *options: Any, **named: Any) -> Any:
        """What `make` gives for an array or a tuple of arrays."""
        parts = arrays if isinstance(arrays, tuple) else (arrays,)
        key = (make, tuple(map(id, parts)), options, tuple(named.items()))
        if key not in self._made:
            self._made[key] = arrays, make(arrays, *options, **named)  # the arrays too: ids are those of the living
        return self._made[key][1]


def _bits(name: str, value: int) -> int:
    return integer("quantize", name, value, 8, 16) if value else 0


def _is_coarser(mesh: Mesh, bits: int) -> bool:
    """Whether a mesh has positions that take more room than they would."""
    size = 1 if bits <= 8 else 2
    return any(
        part.positions is not None
        and ("POSITION" not in part.formats or np.dtype(part.formats["POSITION"].dtype).itemsize > size)
        for part in mesh.primitives
    )


def _shrink(primitives: dict[int, Primitive], volume: Volume, bits: int) -> None:
    """Positions from -1 to 1, snapped; arrays that were one stay one."""
    known: dict[tuple[int, bool], Any] = {}

    def shrunk(array: NDArray[Any], *, moved: bool) -> Any:
        key = (id(array), moved)
        if key not in known:
            offset = volume.offset if moved else 0.0
            known[key] = array, snapped((np.asarray(array, np.float64) - offset) / volume.scale, bits)
        return known[key][1]

    for primitive in primitives.values():
        formats = dict(primitive.formats)
        if primitive.positions is not None:
            primitive.positions, formats["POSITION"] = shrunk(primitive.positions, moved=True)
        targets = []
        for number, target in enumerate(primitive.targets):
            changed = target
            if target.positions is not None:
                changed = twin(target)
                changed.positions, formats[f"targets/{number}/POSITION"] = shrunk(target.positions, moved=False)
            targets.append(changed)
        if targets:
            primitive.targets = tuple(targets)
        primitive.formats = formats


def _primitive(primitive: Primitive, bits: dict[str, int], label: str, once: _Once) -> None:
    formats = dict(primitive.formats)
    for field, semantic in (("normals", "NORMAL"), ("tangents", "TANGENT")):
        array = getattr(primitive, field)
        free = bits["normals"] and array is not None and semantic not in formats
        if free and _is_within(array, label, semantic, low=-1.0):
            found, formats[semantic] = once(snapped, array, bits["normals"])
            setattr(primitive, field, found)
    for field, semantic in (("texcoords", "TEXCOORD"), ("colors", "COLOR")):
        sets = getattr(primitive, field)
        if bits[field] and any(array.dtype.kind == "f" for array in sets):
            setattr(primitive, field, _units(sets, bits[field], formats, f"{label}: {semantic}", once))
    if bits["weights"] and primitive.weights:
        _quantize_weights(primitive, bits["weights"], label, once)
    if bits["custom"]:
        primitive.custom = {
            name: _custom(array, bits["custom"], formats, label, name, once) for name, array in primitive.custom.items()
        }
    if primitive.indices is not None and primitive.indices.dtype == np.uint32 and primitive.vertex_count < 65535:
        primitive.indices = primitive.indices.astype(np.uint16)
    if formats != primitive.formats:
        primitive.formats = formats


def _units(
    sets: tuple[NDArray[Any], ...], bits: int, formats: dict[str, Any], label: str, once: _Once
) -> tuple[NDArray[Any], ...]:
    """Sets of coordinates or colours: those of floats that fit are stored as integers."""
    found = []
    place, _, semantic = label.rpartition(": ")
    for number, array in enumerate(sets):
        name = f"{semantic}_{number}"
        fits = array.dtype.kind == "f" and name not in formats and _is_within(array, place, name)
        found.append(once(units, array, bits, signed=False) if fits else array)
    return tuple(found)


def _quantize_weights(primitive: Primitive, bits: int, label: str, once: _Once) -> None:
    if all(array.dtype == (np.uint8 if bits <= 8 else np.uint16) for array in primitive.weights):
        return
    together = np.concatenate([primitive.as_float("weights", i) for i in range(len(primitive.weights))], axis=1)
    if _is_within(together, label, "WEIGHTS"):
        primitive.weights = once(_shared_out, primitive.weights, bits)
    if primitive.joints and all(int(joints.max(initial=0)) < 256 for joints in primitive.joints):
        primitive.joints = once(_bytes, primitive.joints)


def _shared_out(weights: tuple[NDArray[Any], ...], bits: int) -> tuple[NDArray[Any], ...]:
    limits = [1.0 if array.dtype.kind == "f" else np.iinfo(array.dtype).max for array in weights]
    floats = [np.asarray(array, np.float64) / limit for array, limit in zip(weights, limits, strict=True)]
    whole = shares(np.concatenate(floats, axis=1), bits)
    return tuple(np.ascontiguousarray(part) for part in np.split(whole, len(weights), axis=1))


def _bytes(joints: tuple[NDArray[Any], ...]) -> tuple[NDArray[Any], ...]:
    return tuple(array.astype(np.uint8) for array in joints)


def _custom(
    array: NDArray[Any], bits: int, formats: dict[str, Any], label: str, name: str, once: _Once
) -> NDArray[Any]:
    if array.dtype.kind != "f" or array.ndim > 2 or name in formats or not _is_within(array, label, name, low=-1.0):
        return array
    found: NDArray[Any]
    found, formats[name] = once(snapped, array, bits, signed=bool(array.min(initial=0.0) < 0))
    return found


def _is_within(array: NDArray[Any], label: str, name: str, low: float = 0.0) -> bool:
    """Whether all numbers fit; says so if not."""
    least, most = float(array.min(initial=low)), float(array.max(initial=1.0))
    if low - _CLEARANCE <= least and most <= 1.0 + _CLEARANCE:
        return True
    text = f"{name} reaches from {least:.6g} to {most:.6g}, not from {low:g} to 1, and is left as it is"
    warnings.warn(f"quantize: {label}: {text}", stacklevel=5)
    return False
