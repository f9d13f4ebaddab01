"""Layers of glTF's materials as mixtures of Mitsuba's BSDFs.

The extensions define a layer as ``mix(base, layer, weight * fresnel(V, N))`` (KHR_materials_clearcoat, appendix B of
glTF 2.0): that is `blendbsdf` with a weight that depends on the view, so no light is made. Nothing in a mixture
is a perfect mirror or pane: `blendbsdf` adds densities, and a delta has none.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from threedkit.render.engines.mitsuba.energy import sheen_albedo
from threedkit.render.engines.mitsuba.maps import Map, Maps, color_map, number_map, together

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.scene import Material, Volume

__all__ = ["Body", "absorption", "anisotropic", "glass", "interface", "two_sided", "with_clearcoat", "with_sheen"]

FLOOR: Final = 0.03
"""Smallest roughness: below it a mirror image of a lamp is a handful of very bright samples."""

_COAT_F0: Final = 0.04
_THIN_SCALE: Final = 0.3
"""`principledthin` narrows the lobe that passes by this factor where nothing is refracted (eta 1)."""

_DARKEST: Final = 1e-4
_STRAIGHT: Final = 1e-3
"""An index of refraction this near to 1 counts as 1."""


@dataclasses.dataclass(frozen=True)
class Body:
    """What the layers lie on.

    Attributes:
        color: texture of the base colour.
        metallic: 0 to 1.
        roughness: 0 to 1.
        alphas: GGX alpha along u and along v.
        metal: BSDF of the metallic part.
        is_solid: the mesh is closed, so that light is refracted and there is an inside.
        opaque: BSDF of the whole without transmission.
    """

    color: dict[str, Any]
    metallic: Map
    roughness: Map
    alphas: tuple[Map, Map]
    metal: dict[str, Any]
    opaque: dict[str, Any]
    is_solid: bool


def two_sided(bsdf: dict[str, Any]) -> dict[str, Any]:
    """Give the back the front's looks."""
    return {"type": "twosided", "bsdf": bsdf}


def mixed(weight: Any, under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Mix two BSDFs; a constant weight of 0 or 1 leaves one."""
    constant = weight.get("value") if weight["type"] == "rawconstant" else None
    if constant in {0.0, 1.0}:
        return over if constant == 1.0 else under
    return {"type": "blendbsdf", "weight": weight, "under": under, "over": over}


def mirror(maps: Maps, alphas: tuple[Map, Map], tint: dict[str, Any]) -> dict[str, Any]:
    """Reflect everything, times a tint, off GGX microfacets."""
    along, across = (maps.texture(alpha) for alpha in alphas)
    described = {"type": "roughconductor", "material": "none", "distribution": "ggx", "specular_reflectance": tint}
    return described | {"alpha_u": along, "alpha_v": across}


def anisotropic(material: Material, roughness: Map) -> tuple[Map, Map, Map, Map]:
    """Return roughness and `anisotropic` for Mitsuba's principled BSDF, and GGX alpha along u and along v.

    KHR_materials_anisotropy: alpha along the direction is ``mix(alpha, 1, strength^2)``, across it stays. Principled
    has ``roughness^2 / aspect`` and ``roughness^2 * aspect``, aspect = sqrt(1 - 0.9 anisotropic).
    """
    layer = material.anisotropy
    strength = Map(0.0) if layer is None else number_map(layer.strength, layer.texture, 2)
    (rough, strong), info = together(roughness, strength)
    across = np.maximum(rough, FLOOR) ** 2
    along = across + (1.0 - across) * np.square(strong)
    ratio = np.clip((1.0 - across / along) / 0.9, 0.0, 1.0)
    if not np.any(strong):
        ratio = 0.0
    values = ((along * across) ** 0.25, ratio, along, across)
    first, second, third, fourth = (Map(value, info if np.ndim(value) else None) for value in values)
    return first, second, third, fourth


def interface(maps: Maps, material: Material, body: Body) -> dict[str, Any]:
    """Mix what an interface of the given ior and specular layer reflects over what is below it, and the metal."""
    f0 = _f0(material)
    layer = material.specular
    fresnel = {
        "factor": maps.texture(Map(1.0) if layer is None else number_map(layer.factor, layer.texture, 3)),
        "f0": maps.texture(f0),
        "roughness": maps.texture(body.roughness),
        "both": True,
    }
    film = _film(maps, material)
    weight = {"type": "tk_film"} | fresnel | film if film else {"type": "tk_fresnel"} | fresnel
    gloss = two_sided(mirror(maps, body.alphas, weight))
    plain = mixed(weight, _below(maps, material, body), gloss)
    metal = body.metal
    if film and not body.metallic.is_zero:
        whole = {"type": "tk_film", "factor": maps.texture(Map(1.0)), "f0": body.color, "both": True, "whole": True}
        tint = whole | {"roughness": maps.texture(Map(0.0))} | film
        metal = mixed(film["share"], metal, mirror(maps, body.alphas, tint | {"share": maps.texture(Map(1.0))}))
    return mixed(maps.texture(body.metallic), plain, two_sided(metal))


def _film(maps: Maps, material: Material) -> dict[str, Any]:
    """What ``tk_film`` knows of the material's thin film; nothing where there is none."""
    layer = material.iridescence
    share = Map(0.0) if layer is None else number_map(layer.factor, layer.texture, 0)
    if layer is None or share.is_zero:
        return {}
    part = number_map(1.0, layer.thickness_texture, 1)
    low, high = layer.thickness_minimum, layer.thickness_maximum
    thickness = part.with_value(low + (high - low) * part.value)
    return {"share": maps.texture(share), "thickness": maps.texture(thickness), "ior": float(layer.ior)}


def _below(maps: Maps, material: Material, body: Body) -> dict[str, Any]:
    """What lies below a thin interface: diffuse light, there and back, and what passes straight on."""
    diffuse = two_sided({"type": "diffuse", "reflectance": body.color})
    leaf = material.diffuse_transmission
    if leaf is not None:
        color = maps.texture(color_map(leaf.color, leaf.color_texture))
        passing = {"type": "principledthin", "base_color": color, "diff_trans": 2.0, "spec_trans": 0.0}
        diffuse = mixed(maps.texture(number_map(leaf.factor, leaf.texture, 3)), diffuse, passing)
    pane = material.transmission
    if pane is None or body.is_solid:
        return diffuse
    clear = {
        "type": "principledthin",
        "base_color": _dimmed(maps, material, body),
        "roughness": maps.texture(body.roughness.with_value(np.maximum(body.roughness.value, FLOOR) / _THIN_SCALE)),
        "spec_trans": 1.0,
        "eta": 1.0,
        "specular_reflectance_sampling_rate": 0.0,
    }
    return mixed(maps.texture(number_map(pane.factor, pane.texture, 0)), diffuse, clear)


def _dimmed(maps: Maps, material: Material, body: Body) -> dict[str, Any]:
    """Base colour times what a volume of the given thickness leaves: that of a mesh which is not closed.

    Rough panes lose light as rough metals do, and get it back in the same way.
    """
    bright: dict[str, Any] = body.metal["base_color"]
    volume = material.volume
    sigma = None if volume is None else absorption(volume)
    if volume is None or sigma is None:
        return bright
    thickness = number_map(volume.thickness, volume.thickness_texture, 1)
    left = Map(np.exp(-np.asarray(thickness.value)[..., None] * sigma).astype(np.float32), thickness.info)
    if thickness.info is None:
        left = Map(np.reshape(left.value, 3))
    return {"type": "tk_product", "first": bright, "second": maps.texture(left)}


def glass(maps: Maps, material: Material, body: Body) -> dict[str, Any]:
    """Let light into the inside of a closed mesh.

    The base colour counts once for the way in and out, as where a picture is taken of what lies behind: its root each.
    """
    pane, layer = material.transmission, material.specular
    factor = 0.0 if pane is None else pane.factor
    root = {"type": "tk_product", "first": _one(3), "second": body.color, "power": 0.5}
    ior = 1e3 if material.ior == 0.0 else material.ior
    along, across = (maps.texture(alpha) for alpha in body.alphas)
    tint = Map(np.ones(3)) if layer is None else color_map(layer.color, layer.color_texture)
    scale = 1.0 if layer is None else layer.factor
    inner: dict[str, Any] = {
        "type": "roughdielectric",
        "distribution": "ggx",
        "int_ior": max(ior, 1.0 + _STRAIGHT),
        "ext_ior": 1.0,
        "alpha_u": along,
        "alpha_v": across,
        "specular_transmittance": root,
        "specular_reflectance": maps.texture(tint.with_value(np.minimum(tint.value, 1.0) * scale)),
    }
    if ior < 1.0 + _STRAIGHT:
        inner = {
            "type": "principledthin",
            "base_color": root,
            "roughness": maps.texture(body.roughness.with_value(np.maximum(body.roughness.value, FLOOR) / _THIN_SCALE)),
            "spec_trans": 1.0,
            "eta": 1.0,
            "specular_reflectance_sampling_rate": 0.0,
        }
    through = number_map(factor, None if pane is None else pane.texture, 0)
    (passes, metallic), info = together(through, body.metallic)
    share = Map(passes * (1.0 - metallic), info)
    return mixed(maps.texture(share), body.opaque, inner)


def with_sheen(maps: Maps, material: Material, bsdf: dict[str, Any], *, both: bool) -> dict[str, Any]:
    """Put the gleam of cloth over a BSDF: as bright for each view as glTF's, but spread evenly."""
    layer = material.sheen
    color = Map(np.zeros(3)) if layer is None else color_map(layer.color, layer.color_texture)
    if layer is None or color.is_zero:
        return bsdf
    rough = maps.texture(number_map(layer.roughness, layer.roughness_texture, 3))
    albedo = {
        "type": "bitmap",
        "bitmap": maps.mi.Bitmap(sheen_albedo()[..., None]),
        "raw": True,
        "wrap_mode": "clamp",
    }
    weight = {"type": "tk_sheen", "color": maps.texture(color), "roughness": rough, "albedo": albedo, "both": both}
    return mixed(weight, bsdf, _sided({"type": "diffuse", "reflectance": weight}, both=both))


def with_clearcoat(maps: Maps, material: Material, bsdf: dict[str, Any], bump: Any, *, both: bool) -> dict[str, Any]:
    """Put the lacquer over a BSDF.

    Args:
        maps: makes textures.
        material: whose lacquer.
        bsdf: what is below.
        bump: takes a BSDF, a normal texture and its scale, and returns it with the normals changed.
        both: the front's looks are also the back's.
    """
    layer = material.clearcoat
    factor = Map(0.0) if layer is None else number_map(layer.factor, layer.texture, 0)
    if layer is None or factor.is_zero:
        return bsdf
    rough = number_map(layer.roughness, layer.roughness_texture, 1)
    alpha = rough.with_value(np.maximum(rough.value, FLOOR) ** 2)
    weight = {
        "type": "tk_fresnel",
        "factor": maps.texture(factor),
        "f0": maps.texture(Map(np.full(3, _COAT_F0))),
        "roughness": maps.texture(Map(0.0)),
        "both": both,
    }
    coat = bump(mirror(maps, (alpha, alpha), _one(3)), layer.normal_texture, layer.normal_scale)
    return mixed(weight, bsdf, _sided(coat, both=both))


def absorption(volume: Volume) -> NDArray[np.float64] | None:
    """(3,) share of the light that each metre takes: ``-ln(color) / distance``; None for a clear volume."""
    color = np.maximum(np.asarray(volume.attenuation_color[:3], np.float64), _DARKEST)
    sigma = -np.log(color) / volume.attenuation_distance
    return sigma if np.any(sigma > 0) else None


def _f0(material: Material) -> Map:
    """Reflectance at normal incidence, without the factor of the specular layer."""
    layer, ior = material.specular, material.ior
    plain = 1.0 if ior == 0.0 else ((ior - 1.0) / (ior + 1.0)) ** 2
    color = Map(np.ones(3, np.float32)) if layer is None else color_map(layer.color, layer.color_texture)
    return color.with_value(np.minimum(color.value * np.float32(plain), 1.0))


def _one(channels: int) -> dict[str, Any]:
    return {"type": "rawconstant", "value": [1.0] * channels}


def _sided(bsdf: dict[str, Any], *, both: bool) -> dict[str, Any]:
    return two_sided(bsdf) if both else bsdf
