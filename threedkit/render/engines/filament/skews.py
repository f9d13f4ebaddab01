"""Texture transforms that Filament's loader gets wrong, worked into the texture coordinates.

KHR_texture_transform turns what it has scaled; gltfio scales what it has turned. The two agree where the scale is the
same both ways or nothing is turned. Elsewhere the transformed coordinates become a set of their own: Filament has two.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from threedkit.scene.element import twin

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from threedkit.scene import Material, Mesh, Primitive, TextureInfo

__all__ = ["is_skewed", "straighten"]

_SETS: Final = 2
_TURNED: Final = 1e-6


class _Stream(NamedTuple):
    """Coordinates that a texture reads: a set, and what is done to it before; None: what Filament does right."""

    texcoord: int
    transform: tuple[tuple[float, ...], float, tuple[float, ...]] | None


def is_skewed(info: TextureInfo) -> bool:
    """Whether Filament would read a texture at other places than KHR_texture_transform says.

    Example:
        >>> from threedkit.scene import TextureInfo
        >>> is_skewed(TextureInfo(np.zeros((2, 2, 3), np.uint8), rotation=0.5, scale=(2.0, 1.0)))
        True
    """
    across, down = info.scale
    return abs(math.sin(info.rotation) * (across - down)) > _TURNED


def straighten(meshes: Iterable[Mesh]) -> tuple[str, ...]:
    """Give primitives the coordinates that the skewed textures of their materials read.

    Args:
        meshes: of a scene that is only written for Filament; they and their materials are changed in place, arrays are
            not written into.

    Returns:
        One line where a material reads coordinates in more ways than there are sets: its last textures are skewed.
    """
    found: dict[int, tuple[Material, list[Primitive]]] = {}
    for mesh in meshes:
        for primitive in mesh.primitives:
            material = primitive.material
            if material is not None and any(is_skewed(info) for info in material.slots().values()):
                found.setdefault(id(material), (material, []))[1].append(primitive)
    shared = _shared_infos([material for material, _ in found.values()])
    lost = [material.name for material, primitives in found.values() if not _straighten(material, primitives, shared)]
    return (f"textures of {', '.join(map(repr, lost))} are skewed: turned and scaled unevenly",) if lost else ()


def _shared_infos(materials: Iterable[Material]) -> frozenset[int]:
    """Identities of the uses of textures that several slots have in common."""
    infos = [id(info) for material in materials for info in material.slots().values()]
    return frozenset(one for one in infos if infos.count(one) > 1)


def _straighten(material: Material, primitives: Iterable[Primitive], shared: frozenset[int]) -> bool:
    """Renumber the sets that a material reads; returns False where there are too few."""
    for name, info in material.slots().items():
        if id(info) in shared:  # each slot gets its own, for it is renumbered
            layer, _, slot = name.rpartition(".")
            own = twin(info)
            setattr(getattr(material, layer) if layer else material, slot, own)
    infos = list(material.slots().values())
    wanted = list(dict.fromkeys(_stream(info) for info in infos))
    streams = wanted[:_SETS]
    for primitive in {id(one): one for one in primitives}.values():
        primitive.texcoords = [_coordinates(primitive, stream) for stream in streams]
        primitive.formats = {}
    for info in infos:
        stream = _stream(info)
        info.texcoord = streams.index(stream) if stream in streams else 0
        if stream in streams and stream.transform is not None:
            info.offset, info.rotation, info.scale = (0.0, 0.0), 0.0, (1.0, 1.0)
    return len(wanted) <= _SETS


def _stream(info: TextureInfo) -> _Stream:
    transform = (tuple(info.offset), info.rotation, tuple(info.scale)) if is_skewed(info) else None
    return _Stream(info.texcoord, transform)


def _coordinates(primitive: Primitive, stream: _Stream) -> NDArray[np.float32]:
    """(n, 2) float32; zeros where the primitive has no such set."""
    if stream.texcoord >= len(primitive.texcoords):
        return np.zeros((primitive.vertex_count, 2), np.float32)
    points = np.asarray(primitive.as_float("texcoords", stream.texcoord), np.float64)
    if stream.transform is not None:
        offset, rotation, scale = stream.transform
        cosine, sine = math.cos(rotation), math.sin(rotation)
        # Column vectors: offset + R @ (scale * point), R = ((cos, sin), (-sin, cos)).
        points = (points * scale) @ np.array([[cosine, -sine], [sine, cosine]]) + offset
    return np.asarray(points, np.float32)
