"""Primitives as BufferGeometry."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pythreejs as three

from threedkit.jupyter.packing.cleaning import flat_indices

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.scene import Material, MorphTarget, Primitive, TextureInfo

__all__ = ["UvLayout", "buffer_geometry", "coordinates", "drawn_bytes", "uv_layout"]

_MAX_TARGETS = 8
"""three.js r97 blends eight morph targets (four with normals); it picks those with the largest weights."""


class Uv(NamedTuple):
    """Which set of texture coordinates a slot reads, and how it changes them (KHR_texture_transform)."""

    texcoord: int = 0
    offset: tuple[float, ...] = (0.0, 0.0)
    rotation: float = 0.0
    scale: tuple[float, ...] = (1.0, 1.0)


class UvLayout(NamedTuple):
    """What is baked into the two uv attributes of r97: one for occlusion, one that all other maps share."""

    main: Uv = Uv()
    occlusion: Uv = Uv()


def _uv(info: TextureInfo) -> Uv:
    return Uv(info.texcoord, tuple(info.offset), info.rotation, tuple(info.scale))


def uv_layout(material: Material | None) -> tuple[UvLayout, bool]:
    """The layout for a material, and whether it is true for all slots; those of layers are not shown."""
    if material is None:
        return UvLayout(), True
    slots = {name: _uv(info) for name, info in material.slots().items() if "." not in name}
    occlusion = slots.pop("occlusion_texture", Uv())
    main = next(iter(slots.values()), Uv())
    return UvLayout(main, occlusion), all(uv == main for uv in slots.values())


def coordinates(primitive: Primitive, uv: Uv) -> NDArray[np.float32] | None:
    """(n, 2) float32 coordinates with the slot's transform applied; None if the primitive has none."""
    if not primitive.texcoords:
        return None
    points = primitive.as_float("texcoords", min(uv.texcoord, len(primitive.texcoords) - 1))
    if uv[1:] == Uv()[1:]:
        return np.ascontiguousarray(points)
    cosine, sine = np.cos(uv.rotation), np.sin(uv.rotation)
    turned = (points * np.asarray(uv.scale, np.float32)) @ np.array([[cosine, -sine], [sine, cosine]], np.float32)
    return np.asarray(turned + np.asarray(uv.offset), np.float32)


def drawn_bytes(primitive: Primitive) -> int:
    """About how much goes over the wire for a primitive."""
    floats = 3 + 3 * (primitive.normals is not None) + 4 * bool(primitive.texcoords) + 3 * bool(primitive.colors)
    floats += 8 * bool(primitive.joints) + 6 * len(primitive.targets)
    count = primitive.vertex_count if primitive.indices is None else primitive.indices.size
    return primitive.vertex_count * floats * 4 + count * 4


def _attribute(array: NDArray[np.generic]) -> three.BufferAttribute:
    return three.BufferAttribute(np.ascontiguousarray(array), normalized=False)


def _unit_weights(primitive: Primitive) -> NDArray[np.float32]:
    weights = primitive.as_float("weights", 0)
    total = weights.sum(axis=1, keepdims=True)
    return np.asarray(weights / np.where(total > 0, total, 1), np.float32)


def _arrays(primitive: Primitive, layout: UvLayout) -> dict[str, NDArray[np.generic]]:
    arrays: dict[str, NDArray[np.generic]] = {"position": np.nan_to_num(primitive.positions, posinf=0, neginf=0)}
    if primitive.normals is not None:
        arrays["normal"] = np.asarray(primitive.normals, np.float32)
    for name, uv in (("uv", layout.main), ("uv2", layout.occlusion)):
        if (points := coordinates(primitive, uv)) is not None:
            arrays[name] = points
    if primitive.colors:
        arrays["color"] = primitive.as_float("colors", 0)[:, :3]
    if primitive.joints and primitive.weights:
        arrays["skinIndex"] = primitive.joints[0].astype(np.float32)
        arrays["skinWeight"] = _unit_weights(primitive)
    # Arrays are assigned one after the other: one that does not fit yet is left out until it does.
    return {name: array for name, array in arrays.items() if len(array) == primitive.vertex_count}


def _morphs(primitive: Primitive) -> dict[str, tuple[three.BufferAttribute, ...]]:
    """Absolute positions and normals, as r97 wants them."""

    def moved(field: str, targets: tuple[MorphTarget, ...]) -> tuple[three.BufferAttribute, ...]:
        base = getattr(primitive, field)
        deltas = [getattr(target, field) for target in targets]
        return tuple(_attribute(base if delta is None else np.asarray(base + delta, np.float32)) for delta in deltas)

    if not primitive.targets:
        return {}
    morphs = {"position": moved("positions", primitive.targets)}
    if primitive.normals is not None and any(target.normals is not None for target in primitive.targets):
        morphs["normal"] = moved("normals", primitive.targets)
    return morphs


def buffer_geometry(primitive: Primitive, layout: UvLayout | None = None) -> three.BufferGeometry:
    """The arrays of a primitive; strips and fans become lists, what is no number is left out."""
    attributes = {name: _attribute(array) for name, array in _arrays(primitive, layout or UvLayout()).items()}
    indices = flat_indices(primitive)
    if indices is not None:
        attributes["index"] = _attribute(indices)
    return three.BufferGeometry(attributes=attributes, morphAttributes=_morphs(primitive))
