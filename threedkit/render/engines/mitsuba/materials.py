"""glTF materials to Mitsuba's BSDFs.

A plain one is mask(twosided(lacquer over sheen over normalmap(principled))). Transmission and the specular layer need
more than `principled` has: see `layers`.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from threedkit.render.engines.mitsuba.energy import balance
from threedkit.render.engines.mitsuba.layers import (
    Body,
    absorption,
    anisotropic,
    glass,
    interface,
    two_sided,
    with_clearcoat,
    with_sheen,
)
from threedkit.render.engines.mitsuba.maps import Map, Maps, color_map, number_map, together
from threedkit.render.engines.mitsuba.textures import color_pixels, data_pixels, resize, same_mapping, uv_matrix

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.scene import Material, TextureInfo

__all__ = ["Cutout", "Surface", "Use", "make_surface"]

_PLAIN_IOR: Final = 1.5
"""Above it, what `principled` adds to its diffuse light for the reflection is too much."""

_FINEST: Final = 2048
"""A MASK texture is enlarged up to this side before its alpha is cut, as glTF cuts the interpolated alpha."""


class Cutout(NamedTuple):
    """Where a MASK surface is: a boolean image and how texture coordinates read it."""

    kept: NDArray[np.bool_]
    uv_matrix: NDArray[np.float64]
    wraps: tuple[str, str]
    texcoord: int


class Use(NamedTuple):
    """How a mesh uses a material.

    Attributes:
        colors: the mesh has ``vertex_color``, to be multiplied with the base colour.
        alphas: the mesh has ``vertex_alpha``.
        mirrored: texture coordinates run against the surface: the normal map's green points down.
        sets: how many sets of texture coordinates the mesh has.
        closed: the mesh encloses a volume.
    """

    colors: bool = False
    alphas: bool = False
    mirrored: bool = False
    sets: int = 1
    closed: bool = False


class Tint(NamedTuple):
    """What stands in for the base colour where the vertices have colours and there is no texture.

    Attributes:
        color: (3,) factor; None where vertex colours stay as they are, and are multiplied with a texture.
        metallic: 0 to 1.
        roughness: 0 to 1.
    """

    color: NDArray[np.float32] | None = None
    metallic: float = 0.0
    roughness: float = 1.0

    def of(self, colors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the base colours (n, 3) for `principled` of vertices of these colours; see `balance`."""
        return colors if self.color is None else balance(colors * self.color, self.metallic, self.roughness)


class Surface(NamedTuple):
    """A material as Mitsuba takes it.

    Attributes:
        bsdf: the BSDF object.
        radiance: texture dictionary of an area emitter, or None when it does not glow.
        is_masked: rays may pass through it.
        cutout: for MASK with a texture, else None.
        tint: what makes ``vertex_color`` of vertex colours.
        medium: what is inside, or None.
        is_unlit: it shows its emission alone, on the side that the camera sees.
        is_clear: light passes through it.
        main: the set of texture coordinates that is the mesh's own.
        others: the sets that the mesh carries as attributes ``vertex_uv<number>``.
        turn: (2, 2) to multiply the mesh's own texture coordinates with.
        iors: indices of refraction for red, green and blue where glass disperses light; else None.
    """

    bsdf: Any
    radiance: dict[str, Any] | None
    is_masked: bool
    cutout: Cutout | None
    tint: Tint
    medium: Any
    is_unlit: bool
    is_clear: bool
    main: int
    others: frozenset[int]
    turn: NDArray[np.float64]
    iors: tuple[float, float, float] | None

    def refract(self, mi: Any, color: int) -> None:
        """Let glass that disperses refract light of one colour from now on: 0 to 2, red, green and blue."""
        if self.iors is None:
            return
        params = mi.traverse(self.bsdf)
        names = list(params.keys())
        for name in names:
            body, _, last = name.rpartition("eta")
            if not last and any(other.startswith(f"{body}specular_reflectance") for other in names):
                params[name] = self.iors[color]
        params.update()


def make_surface(mi: Any, material: Material, use: Use) -> Surface | None:
    """Translate a material, or return None when nothing of it is to be seen.

    Args:
        mi: Mitsuba with its variant set and the textures of `plugins` registered.
        material: what to translate.
        use: how the mesh uses it.
    """
    maps = Maps(mi, material, use.sets)
    base = material.base_color_texture
    pixels = None if base is None or material.alpha_mode == "OPAQUE" else color_pixels(base)  # for alpha
    tint, is_clear, medium = Tint(), False, None
    if material.unlit:
        bsdf: dict[str, Any] = two_sided({"type": "diffuse", "reflectance": 0.0})
        radiance = _unlit(maps, material, use)
    else:
        bsdf, tint, is_clear = _lit(maps, material, use)
        radiance = _radiance(maps, material, pixels)
        sigma = None if material.volume is None else absorption(material.volume)
        if is_clear and use.closed and _is_thick(material) and sigma is not None:
            most = float(sigma.max())
            density = {"type": "rgb", "value": (sigma / most).tolist()}
            medium = mi.load_dict({"type": "homogeneous", "albedo": 0.0, "sigma_t": density, "scale": most})
    opacity, cutout = _opacity(maps, material, pixels)
    layers = [opacity] if opacity is not None else []
    if use.alphas and material.alpha_mode != "OPAQUE":
        layers.append({"type": "mesh_attribute", "name": "vertex_alpha"})
    if 0.0 in layers:
        return None
    for layer in layers:
        bsdf = {"type": "mask", "opacity": layer, "bsdf": bsdf}
    made = mi.load_dict(bsdf)
    others = frozenset(maps.others)
    return Surface(
        bsdf=made,
        radiance=radiance,
        is_masked=bool(layers),
        cutout=cutout,
        tint=tint,
        medium=medium,
        is_unlit=material.unlit,
        is_clear=is_clear,
        main=maps.main,
        others=others,
        turn=maps.turn,
        iors=_dispersed(material) if is_clear and use.closed and _is_thick(material) else None,
    )


def _dispersed(material: Material) -> tuple[float, float, float] | None:
    """Indices of refraction for red, green and blue, as KHR_materials_dispersion's reference takes three of them."""
    half = (material.ior - 1.0) * 0.025 * material.dispersion
    if half <= 0.0 or material.ior == 0.0:
        return None
    return max(material.ior - half, 1.0 + 1e-3), material.ior, material.ior + half


def _is_thick(material: Material) -> bool:
    return material.volume is not None and material.volume.thickness > 0.0


def _lit(maps: Maps, material: Material, use: Use) -> tuple[dict[str, Any], Tint, bool]:
    """Return the BSDF without its mask, the tint of vertex colours, and whether light passes."""
    info = material.metallic_roughness_texture
    metallic, roughness = number_map(material.metallic, info, 2), number_map(material.roughness, info, 1)
    rough, ratio, along, across = anisotropic(material, roughness)
    pane, leaf = material.transmission, material.diffuse_transmission
    is_clear = (pane is not None and pane.factor > 0.0) or (leaf is not None and leaf.factor > 0.0)
    is_solid = is_clear and use.closed and _is_thick(material)
    film = material.iridescence is not None and material.iridescence.factor > 0.0
    stacked = is_clear or film or material.specular is not None or material.ior == 0.0 or material.ior > _PLAIN_IOR
    rest: dict[str, Any] = {"type": "principled", "roughness": maps.texture(rough)}
    if not ratio.is_zero:
        rest["anisotropic"] = maps.texture(ratio)
    tint, color = Tint(), color_map(material.base_color, material.base_color_texture)
    if use.colors and color.info is None and not stacked:
        tint = Tint(color.value, metallic.mean, rough.mean)
        painted: dict[str, Any] = {"type": "mesh_attribute", "name": "vertex_color"}
    else:
        painted = _painted(maps, balanced(color, metallic, rough), use)
    if not stacked:
        rest |= {"eta": float(material.ior), "metallic": maps.texture(metallic), "base_color": painted}
        inner, both = rest, False
    else:
        one = Map(1.0)
        metal = rest | {"metallic": 1.0, "base_color": _painted(maps, balanced(color, one, rough), use)}
        body = Body(_painted(maps, color, use), metallic, roughness, (along, across), metal, rest, is_solid)
        inner, both = interface(maps, material, body), True
        if is_solid:
            inner, both = glass(maps, material, dataclasses.replace(body, opaque=inner)), False

    def bump(bsdf: dict[str, Any], normals: TextureInfo | None, scale: float) -> dict[str, Any]:
        return _bumped(maps, bsdf, normals, scale, mirrored=use.mirrored)

    inner = with_sheen(maps, material, bump(inner, material.normal_texture, material.normal_scale), both=both)
    outer = with_clearcoat(maps, material, inner, bump, both=both)
    return (outer if stacked else two_sided(outer)), tint, is_clear


def balanced(color: Map, metallic: Map, roughness: Map) -> Map:
    """Return the base colour for `principled`; see `balance`."""
    (tone, metal, rough), info = together(color, metallic, roughness)
    value = balance(tone, metal, rough)
    return Map(value, info if value.ndim > 1 else None)  # roughness does not count where nothing is a metal


def _painted(maps: Maps, color: Map, use: Use) -> dict[str, Any]:
    """Describe a colour, times that of the vertices."""
    described = maps.texture(color)
    if not use.colors:
        return described
    return {"type": "tk_product", "first": described, "second": {"type": "mesh_attribute", "name": "vertex_color"}}


def _bumped(
    maps: Maps, bsdf: dict[str, Any], info: TextureInfo | None, scale: float, *, mirrored: bool
) -> dict[str, Any]:
    pixels = None if info is None else data_pixels(info)
    if info is None or pixels is None:
        return bsdf
    normals = 2.0 * pixels[..., :3] - 1.0
    normals *= (scale, -scale if mirrored else scale, 1.0)
    # The map is in the frame of the texture, the mesh's may be turned: u, and -v, which is up in the image.
    turn = maps.turn if not mirrored else maps.turn.T
    normals[..., :2] @= turn
    # The shadowing term is left out: glTF's model has none.
    return {
        "type": "normalmap",
        "normalmap": maps.bitmap(0.5 * normals + 0.5, info),
        "use_shadowing_function": False,
        "bsdf": bsdf,
    }


def _unlit(maps: Maps, material: Material, use: Use) -> dict[str, Any] | None:
    """Radiance of a surface that shows its base colour, times what is there of it."""
    color, info = color_map(material.base_color, material.base_color_texture), material.base_color_texture
    blended = material.alpha_mode != "OPAQUE"
    if blended:
        pixels = None if info is None else color_pixels(info)
        there = np.float32(material.base_color[3]) * (np.float32(1.0) if pixels is None else pixels[..., 3:])
        if material.alpha_mode == "MASK":
            there = (there >= material.alpha_cutoff).astype(np.float32)
        color = color.with_value(color.value * there)
    if color.is_zero:
        return None
    if not use.colors and color.info is None:
        return {"type": "rgb", "value": np.asarray(color.value).tolist()}
    radiance = _painted(maps, color, use)
    if not (blended and use.alphas):
        return radiance
    return {"type": "tk_product", "first": radiance, "second": {"type": "mesh_attribute", "name": "vertex_alpha"}}


def _opacity(maps: Maps, material: Material, pixels: NDArray[np.float32] | None) -> tuple[Any, Cutout | None]:
    """Opacity as a number or a texture (None: opaque), and the cutout when there is one."""
    if material.alpha_mode == "OPAQUE":
        return None, None
    factor, info, cut = material.base_color[3], material.base_color_texture, material.alpha_mode == "MASK"
    if info is None or pixels is None or not np.any(pixels[..., 3] < 1.0):
        constant = float(factor >= material.alpha_cutoff) if cut else float(factor)
        return (None if constant == 1.0 else constant), None
    alpha = pixels[..., 3] * factor
    if not cut:
        return maps.bitmap(alpha, info), None
    kept = _enlarge(alpha) >= material.alpha_cutoff
    if not kept.any():
        return 0.0, None
    sampler = info.texture.sampler
    wraps = ("REPEAT", "REPEAT") if sampler is None else (sampler.wrap_s, sampler.wrap_t)
    return maps.bitmap(kept.astype(np.float32), info, nearest=True), Cutout(kept, uv_matrix(info), wraps, info.texcoord)


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


def _radiance(maps: Maps, material: Material, base: NDArray[np.float32] | None) -> dict[str, Any] | None:
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
        return maps.bitmap(there[..., None] * factor, over)
    color = pixels[..., :3] * factor
    if there.ndim == 0:
        color = color * there
    elif over is not None and same_mapping(info, over):
        height, width = (max(a, b) for a, b in zip(color.shape[:2], there.shape, strict=True))
        color = resize(color, height, width) * resize(there, height, width)[..., None]
    return maps.bitmap(color, info) if np.any(color > 0) else None
