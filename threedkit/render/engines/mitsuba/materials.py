"""glTF materials to Mitsuba's BSDFs: mask(twosided(normalmap(principled)))."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from threedkit.render.engines.mitsuba.energy import balance
from threedkit.render.engines.mitsuba.textures import bitmap, color_pixels, data_pixels, resize, same_mapping, uv_matrix

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.scene import Material, TextureInfo

__all__ = ["Cutout", "Surface", "make_surface", "texcoord_sets"]

_FINEST: Final = 2048
"""A MASK texture is enlarged up to this side before its alpha is cut, as glTF cuts the interpolated alpha."""

_SPECULAR_FLOOR: Final = 0.03
"""Smallest roughness: below it a mirror image of a lamp is a handful of very bright samples."""


class Cutout(NamedTuple):
    """Where a MASK surface is: a boolean image and how texture coordinates read it."""

    kept: NDArray[np.bool_]
    uv_matrix: NDArray[np.float64]
    wraps: tuple[str, str]


class Surface(NamedTuple):
    """A material as Mitsuba takes it.

    Attributes:
        bsdf: the BSDF object.
        radiance: texture dictionary of an area emitter, or None when it does not glow.
        is_masked: rays may pass through it.
        cutout: for MASK with a texture, else None.
        tint: (3,) to multiply vertex colours with before they become ``vertex_color``; None: they stay as they are.
    """

    bsdf: Any
    radiance: dict[str, Any] | None
    is_masked: bool
    cutout: Cutout | None
    tint: NDArray[np.float32] | None


def texcoord_sets(material: Material) -> set[int]:
    """Return the TEXCOORD sets that the drawn textures of a material read (occlusion and layers are not drawn)."""
    slots = material.slots().items()
    return {info.texcoord for slot, info in slots if slot != "occlusion_texture" and "." not in slot}


def make_surface(mi: Any, material: Material, *, colors: bool, alphas: bool, mirrored: bool) -> Surface | None:
    """Translate a material.

    Args:
        mi: Mitsuba with its variant set.
        material: what to translate.
        colors: the mesh has ``vertex_color`` and its channels, to be multiplied with the base colour.
        alphas: the mesh has ``vertex_alpha``.
        mirrored: texture coordinates run against the surface: the normal map's green points down.

    Returns:
        The surface, or None when nothing of it is to be seen.
    """
    base = material.base_color_texture
    pixels = None if base is None else color_pixels(base)
    metallic, roughness, packed = _metal_and_roughness(material)
    rest = {
        "type": "principled",
        "metallic": _value(mi, metallic, packed),
        "roughness": _value(mi, np.maximum(roughness, _SPECULAR_FLOOR), packed),
    }
    tint = None
    if colors and pixels is None:
        tint = balance(material.base_color[:3], float(np.mean(metallic)), float(np.mean(roughness)))
        bsdf = rest | {"base_color": {"type": "mesh_attribute", "name": "vertex_color"}}
    elif colors:
        bsdf = _times_vertex_color(mi, material, rest, (pixels, metallic, roughness))
    else:
        bsdf = rest | {"base_color": _base_color(mi, material, (pixels, metallic, roughness))}
    bsdf = {"type": "twosided", "bsdf": _bumped(mi, material, bsdf, mirrored=mirrored)}
    opacity, cutout = _opacity(mi, material, pixels)
    layers = [opacity] if opacity is not None else []
    if alphas and material.alpha_mode != "OPAQUE":
        layers.append({"type": "mesh_attribute", "name": "vertex_alpha"})
    if 0.0 in layers:
        return None
    for layer in layers:
        bsdf = {"type": "mask", "opacity": layer, "bsdf": bsdf}
    return Surface(mi.load_dict(bsdf), _radiance(mi, material, pixels), bool(layers), cutout, tint)


def _metal_and_roughness(material: Material) -> tuple[Any, Any, TextureInfo | None]:
    """Metallic and roughness as numbers, or as (h, w) arrays with the texture that they came from."""
    info = material.metallic_roughness_texture
    pixels = None if info is None else data_pixels(info)
    if pixels is None:
        return material.metallic, material.roughness, None
    return pixels[..., 2] * material.metallic, pixels[..., 1] * material.roughness, info


def _value(mi: Any, value: Any, info: TextureInfo | None) -> Any:
    if info is None:
        return float(value)
    flat = float(value.flat[0])
    return flat if np.all(value == flat) else bitmap(mi, value, info)


def _base_color(
    mi: Any, material: Material, maps: tuple[NDArray[np.float32] | None, Any, Any], weights: Any = (1.0, 1.0, 1.0)
) -> dict[str, Any]:
    """Base colour for `principled`, times weights that may be above 1; maps are colour, metallic and roughness."""
    pixels, metallic, roughness = maps
    factor = np.asarray(material.base_color[:3], np.float32)
    base, packed = material.base_color_texture, material.metallic_roughness_texture
    if pixels is None or base is None:
        if packed is None or np.ndim(metallic) == 0:
            return {"type": "rawconstant", "value": (balance(factor, metallic, roughness) * weights).tolist()}
        return bitmap(mi, balance(np.broadcast_to(factor, (*metallic.shape, 3)), metallic, roughness) * weights, packed)
    color = pixels[..., :3] * factor
    if np.ndim(metallic) == 2 and packed is not None and same_mapping(base, packed):
        height, width = (max(a, b) for a, b in zip(color.shape[:2], metallic.shape, strict=True))
        color, metallic, roughness = (resize(part, height, width) for part in (color, metallic, roughness))
    else:
        # Two mappings on one surface: the energy factor, which alone needs both, takes the mean.
        metallic, roughness = float(np.mean(metallic)), float(np.mean(roughness))
    return bitmap(mi, balance(color, metallic, roughness) * weights, base)


def _times_vertex_color(
    mi: Any, material: Material, rest: dict[str, Any], maps: tuple[NDArray[np.float32] | None, Any, Any]
) -> dict[str, Any]:
    """Multiply a texture with vertex colours, which no texture plugin does.

    `principled` is affine in its base colour T: ``f(c T) = 1/3 sum over i of (1 - c_i) f(0) + c_i f(3 T_i)``, where
    T_i is channel i of T alone. `blendbsdf` mixes with the weights c_i and 1/3.
    """
    black = mi.load_dict(rest | {"base_color": {"type": "rawconstant", "value": [0.0, 0.0, 0.0]}})
    channels = []
    for channel, name in enumerate(("vertex_red", "vertex_green", "vertex_blue")):
        alone = rest | {"base_color": _base_color(mi, material, maps, 3.0 * np.eye(3, dtype=np.float32)[channel])}
        weight = {"type": "mesh_attribute", "name": name}
        channels.append({"type": "blendbsdf", "weight": weight, "none": black, "full": alone})
    red, green, blue = channels
    two = {"type": "blendbsdf", "weight": 0.5, "first": red, "second": green}
    return {"type": "blendbsdf", "weight": 1.0 / 3.0, "first": two, "second": blue}


def _bumped(mi: Any, material: Material, bsdf: dict[str, Any], *, mirrored: bool) -> dict[str, Any]:
    info = material.normal_texture
    pixels = None if info is None else data_pixels(info)
    if info is None or pixels is None:
        return bsdf
    normals = 2.0 * pixels[..., :3] - 1.0
    normals *= (material.normal_scale, -material.normal_scale if mirrored else material.normal_scale, 1.0)
    # The shadowing term is left out: glTF's model has none.
    return {
        "type": "normalmap",
        "normalmap": bitmap(mi, 0.5 * normals + 0.5, info),
        "use_shadowing_function": False,
        "bsdf": bsdf,
    }


def _opacity(mi: Any, material: Material, pixels: NDArray[np.float32] | None) -> tuple[Any, Cutout | None]:
    """Opacity as a number or a texture (None: opaque), and the cutout when there is one."""
    if material.alpha_mode == "OPAQUE":
        return None, None
    factor, info, cut = material.base_color[3], material.base_color_texture, material.alpha_mode == "MASK"
    if info is None or pixels is None or not np.any(pixels[..., 3] < 1.0):
        constant = float(factor >= material.alpha_cutoff) if cut else float(factor)
        return (None if constant == 1.0 else constant), None
    alpha = pixels[..., 3] * factor
    if not cut:
        return bitmap(mi, alpha, info), None
    kept = _enlarge(alpha) >= material.alpha_cutoff
    if not kept.any():
        return 0.0, None
    sampler = info.texture.sampler
    wraps = ("REPEAT", "REPEAT") if sampler is None else (sampler.wrap_s, sampler.wrap_t)
    return bitmap(mi, kept.astype(np.float32), info, nearest=True), Cutout(kept, uv_matrix(info), wraps)


def _enlarge(alpha: NDArray[np.float32]) -> NDArray[np.float32]:
    """Interpolate between the pixels' centres, as the filter of a sampler does, up to 8 times as fine."""
    times = max(1, min(8, _FINEST // max(alpha.shape)))
    for axis in (0, 1) if times > 1 else ():
        count = alpha.shape[axis]
        at = (np.arange(count * times) + 0.5) / times - 0.5
        low = np.floor(at).astype(int)
        part = (at - low).astype(np.float32).reshape((-1, 1) if axis == 0 else (1, -1))
        # The edges repeat: cutouts rarely reach them, and then they tile.
        alpha = np.take(alpha, low % count, axis) * (1 - part) + np.take(alpha, (low + 1) % count, axis) * part
    return alpha


def _radiance(mi: Any, material: Material, base: NDArray[np.float32] | None) -> dict[str, Any] | None:
    """Emitted radiance, times what is there of the surface: Mitsuba's emitters know nothing of opacity."""
    factor = np.asarray(material.emissive[:3], np.float32) * np.float32(material.emissive_strength)
    info, over = material.emissive_texture, material.base_color_texture
    pixels = None if info is None else color_pixels(info)
    there: Any = np.float32(1.0)
    if material.alpha_mode != "OPAQUE":
        there = (
            np.float32(material.base_color[3]) if base is None else base[..., 3] * np.float32(material.base_color[3])
        )
        there = (there >= material.alpha_cutoff).astype(np.float32) if material.alpha_mode == "MASK" else there
    if not np.any(factor > 0) or not np.any(there):
        return None
    if info is None or pixels is None:
        if over is None or there.ndim == 0 or np.all(there == 1.0):
            return {"type": "rgb", "value": (factor * there.flat[0]).tolist()}
        return bitmap(mi, there[..., None] * factor, over)
    color = pixels[..., :3] * factor
    if there.ndim == 0:
        color = color * there
    elif over is not None and same_mapping(info, over):
        height, width = (max(a, b) for a, b in zip(color.shape[:2], there.shape, strict=True))
        color = resize(color, height, width) * resize(there, height, width)[..., None]
    return bitmap(mi, color, info) if np.any(color > 0) else None
