"""A material for the shaders: which parts of them are compiled in, uniforms, textures."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from threedkit.scene import Material

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from threedkit.render.engines.pyrender.textures import Textures
    from threedkit.scene import Primitive, TextureInfo

__all__ = ["Dress", "dress", "losses", "texture_sets"]

_SLOTS: Final = {
    "base_color": True,
    "metallic_roughness": False,
    "normal": False,
    "occlusion": False,
    "emissive": True,
}
"""Slot -> whether its image is sRGB."""

_SETS: Final = 2


class Dress(NamedTuple):
    """What a part wears.

    Attributes:
        defines: for the shaders.
        uniforms: by name, those of the textures' places included.
        textures: uniform -> pyrender's texture.
        blends: it is mixed with what is behind it.
        double_sided: back faces are there.
    """

    defines: dict[str, int]
    uniforms: dict[str, Any]
    textures: dict[str, Any]
    blends: bool
    double_sided: bool


def texture_sets(primitive: Primitive) -> tuple[int, ...]:
    """The sets of coordinates that the material reads and the primitive has: the first two."""
    used = dict.fromkeys(info.texcoord for _, info in _used(primitive.material))
    return tuple(number for number in used if number < len(primitive.texcoords))[:_SETS]


def dress(primitive: Primitive, material: Material | None, textures: Textures) -> Dress:
    """Take in a material (None is glTF's default) as a primitive wears it."""
    material = material or Material()
    sets = texture_sets(primitive)
    defines: dict[str, int] = {"UNLIT": 1} if material.unlit else {}
    uniforms = _factors(material)
    bound: dict[str, Any] = {}
    for slot, info in _used(material):
        texture = textures.get(info, srgb=_SLOTS[slot]) if info.texcoord in sets else None
        if texture is not None:
            defines[f"HAS_{slot.upper()}_TEX"] = 1
            bound[f"{slot}_map"] = texture
            uniforms |= {f"{slot}_set": sets.index(info.texcoord), f"{slot}_uv": _place(info)}
    return Dress(defines, uniforms, bound, material.alpha_mode == "BLEND", material.double_sided)


def losses(primitive: Primitive) -> Iterator[str]:
    """What of a primitive's material will be missing from the picture."""
    material = primitive.material
    if material is None:
        return
    fields = [*material.layers(), *(["dispersion"] if material.dispersion > 0 else [])]
    unknown = [name for name in material.extensions if name.startswith("KHR_materials_")]
    for name in sorted([*(f"KHR_materials_{field}" for field in fields), *unknown]):
        yield f"{name} is not drawn"
    if len({info.texcoord for _, info in _used(material)}) > _SETS:
        yield f"of more than {_SETS} sets of texture coordinates in one material the first {_SETS} are read"


def _used(material: Material | None) -> Iterator[tuple[str, TextureInfo]]:
    for slot in _SLOTS:
        info: TextureInfo | None = None if material is None else getattr(material, f"{slot}_texture")
        if info is not None:
            yield slot, info


def _factors(material: Material) -> dict[str, Any]:
    cutoff = material.alpha_cutoff if material.alpha_mode == "MASK" else -1.0
    reflectance = 1.0 if material.ior == 0 else ((material.ior - 1) / (material.ior + 1)) ** 2
    return {
        "base_color_factor": material.base_color,
        "metallic_factor": material.metallic,
        "roughness_factor": material.roughness,
        "dielectric": reflectance,
        "emissive_factor": np.multiply(material.emissive, material.emissive_strength),
        "normal_scale": material.normal_scale,
        "occlusion_strength": material.occlusion_strength,
        "alpha_cutoff": cutoff,
        "opaque": material.alpha_mode != "BLEND",
    }


def _place(info: TextureInfo) -> NDArray[np.float64]:
    """The texture transform as a matrix (3, 3): ``offset + R(rotation) @ (scale * uv)``."""
    cos, sin = math.cos(info.rotation), math.sin(info.rotation)
    (sx, sy), (ox, oy) = info.scale, info.offset
    return np.array([[cos * sx, sin * sy, ox], [-sin * sx, cos * sy, oy], [0.0, 0.0, 1.0]])
