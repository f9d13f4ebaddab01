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
        tint: (3,) to multiply vertex colours with before they become ``vertex_color``, or None when unused.
    """

    bsdf: Any
    radiance: dict[str, Any] | None
    is_masked: bool
    cutout: Cutout | None
    tint: NDArray[np.float32] | None


def texcoord_sets(material: Material) -> set[int]:
    """Return the TEXCOORD sets that the drawn textures of a material read (occlusion is not drawn)."""
    return {info.texcoord for slot, info in material.slots().items() if slot != "occlusion_texture"}


def make_surface(mi: Any, material: Material, *, colors: bool, alphas: bool, mirrored: bool) -> Surface | None:
    """Translate a material.

    Args:
        mi: Mitsuba with its variant set.
        material: what to translate.
        colors: the mesh has ``vertex_color``, to be multiplied with the base colour.
        alphas: the mesh has ``vertex_alpha``.
        mirrored: texture coordinates run against the surface: the normal map's green points down.

    Returns:
        The surface, or None when nothing of it is to be seen.
    """
    base = material.base_color_texture
    pixels = None if base is None else color_pixels(base)
    metallic, roughness, packed = _metal_and_roughness(material)
    tint = None
    if colors and pixels is None:
        mean = float(np.mean(metallic)), float(np.mean(roughness))
        tint = balance(material.base_color[:3], *mean)
        color: Any = {"type": "mesh_attribute", "name": "vertex_color"}
    else:
        color = _base_color(mi, material, pixels, metallic, roughness)
    bsdf: dict[str, Any] = {
        "type": "principled",
        "base_color": color,
        "metallic": _value(mi, metallic, packed),
        "roughness": _value(mi, np.maximum(roughness, _SPECULAR_FLOOR), packed),
    }
    bsdf = {"type": "twosided", "bsdf": _bumped(mi, material, bsdf, mirrored=mirrored)}
    opacity, cutout = _opacity(mi, material, pixels, alphas=alphas)
    if isinstance(opacity, float):
        if opacity == 0.0:
            return None
        opacity = None if opacity == 1.0 else opacity
    if opacity is not None:
        bsdf = {"type": "mask", "opacity": opacity, "bsdf": bsdf}
    return Surface(mi.load_dict(bsdf), _radiance(mi, material, pixels), opacity is not None, cutout, tint)


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
    mi: Any, material: Material, pixels: NDArray[np.float32] | None, metallic: Any, roughness: Any
) -> dict[str, Any]:
    factor = np.asarray(material.base_color[:3], np.float32)
    base, packed = material.base_color_texture, material.metallic_roughness_texture
    if pixels is None or base is None:
        if packed is None or np.ndim(metallic) == 0:
            return {"type": "rawconstant", "value": balance(factor, metallic, roughness).tolist()}
        return bitmap(mi, balance(np.broadcast_to(factor, (*metallic.shape, 3)), metallic, roughness), packed)
    color = pixels[..., :3] * factor
    if np.ndim(metallic) == 2 and packed is not None and same_mapping(base, packed):
        height, width = (max(a, b) for a, b in zip(color.shape[:2], metallic.shape, strict=True))
        parts = (resize(part, height, width) for part in (color, metallic, roughness))
        return bitmap(mi, balance(*parts), base)
    # Two mappings on one surface: the energy factor, which alone needs both, takes the mean.
    return bitmap(mi, balance(color, float(np.mean(metallic)), float(np.mean(roughness))), base)


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


def _opacity(
    mi: Any, material: Material, pixels: NDArray[np.float32] | None, *, alphas: bool
) -> tuple[Any, Cutout | None]:
    """Opacity as a number or a texture, and the cutout when there is one."""
    if material.alpha_mode == "OPAQUE":
        return 1.0, None
    factor, info, cut = material.base_color[3], material.base_color_texture, material.alpha_mode == "MASK"
    if info is None or pixels is None or not np.any(pixels[..., 3] < 1.0):
        if alphas:
            return {"type": "mesh_attribute", "name": "vertex_alpha"}, None
        return (float(factor >= material.alpha_cutoff) if cut else float(factor)), None
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
    strength = material.extensions.get("KHR_materials_emissive_strength", {}).get("emissiveStrength", 1.0)
    factor = np.asarray(material.emissive[:3], np.float32) * np.float32(strength)
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
