"""Materials: glTF's metallic-roughness as MeshStandardMaterial or MeshPhysicalMaterial of three.js r97."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from threedkit.jupyter.pythreejs.convert import widgets
from threedkit.jupyter.pythreejs.convert.layers import clearness, is_physical, physical_traits
from threedkit.scene import Material

if TYPE_CHECKING:
    import pythreejs as three

    from threedkit.jupyter.pythreejs.convert.texture import TextureBank

__all__ = ["MaterialBank", "Usage", "material_traits"]

_MAPS = {
    "map": ("base_color_texture", True),
    "metalnessMap": ("metallic_roughness_texture", False),
    "roughnessMap": ("metallic_roughness_texture", False),
    "normalMap": ("normal_texture", False),
    "aoMap": ("occlusion_texture", False),
    "emissiveMap": ("emissive_texture", True),
}
_MIDDLE = 0.7  # cosine of the angle at which the loss of light is taken
# Uniforms: what a compiled shader takes without being built anew.
_LIVE = {
    "color", "emissive", "opacity", "metalness", "roughness", "normalScale", "aoMapIntensity", "envMapIntensity",
    "clearCoat", "clearCoatRoughness", "reflectivity",
}  # fmt: skip


class Usage(NamedTuple):
    """What the geometry under a material has: r97 compiles it into the shader."""

    kind: str = "surface"
    skinning: bool = False
    morph: bool = False
    morph_normals: bool = False
    colors: bool = False
    flat: bool = False


class EnvironmentMap(NamedTuple):
    """The light from around for MeshStandardMaterial."""

    texture: three.Texture | None = None
    intensity: float = 0.0


def _emissive(material: Material) -> dict[str, Any]:
    return widgets.linear(material.emissive, material.emissive_strength)


def _is_blended(material: Material) -> bool:
    return material.alpha_mode == "BLEND" or clearness(material) > 0.0


def _common(material: Material, usage: Usage) -> dict[str, Any]:
    opacity = material.base_color[3] if material.alpha_mode != "OPAQUE" else 1.0
    return {
        "color": widgets.linear(material.base_color),
        "opacity": opacity * (1.0 - clearness(material)),
        "transparent": _is_blended(material),
        "vertexColors": "VertexColors" if usage.colors else "NoColors",
    }


def _surface(material: Material, usage: Usage, textures: TextureBank) -> dict[str, Any]:
    maps = {}
    for name, (slot, srgb) in _MAPS.items():
        info = getattr(material, slot)
        maps[name] = None if info is None else textures.get(info.texture, srgb=srgb)
    return {
        **_common(material, usage),
        "depthWrite": not _is_blended(material),
        "alphaTest": max(material.alpha_cutoff, 1e-6) if material.alpha_mode == "MASK" else 0.0,
        "side": "DoubleSide" if material.double_sided else "FrontSide",
        "skinning": usage.skinning,
        "morphTargets": usage.morph,
        **maps,
    }


def _lost(roughness: float) -> float:
    """The share of light that r97's specular lobe loses: it has no light that bounces twice between facets.

    One minus Karis' approximation of the directional albedo, which r97 uses (`BRDF_Specular_GGX_Environment`), at a
    middle angle.
    """
    r = 1.0 - roughness
    a = min(r * r, math.exp2(-9.28 * _MIDDLE)) * r + 0.0425 - 0.0275 * roughness
    return 1.0 - ((-1.04 * a + 1.04 - 0.572 * roughness) + (1.04 * a - 0.04 + 0.022 * roughness))


def _metal_color(material: Material) -> dict[str, Any]:
    """The base colour, brightened where it is metal by the light that r97 loses.

    Engines put it back as a factor 1 + f0 (1 / E - 1) (Filament, "Energy loss in specular reflectance"). With textures
    the factor differs from texel to texel, and is left out.
    """
    if material.base_color_texture is not None or material.metallic_roughness_texture is not None:
        return widgets.linear(material.base_color)
    lost = _lost(material.roughness)
    gain = material.metallic * lost / (1.0 - lost)
    return widgets.linear(tuple(channel * (1.0 + channel * gain) for channel in material.base_color[:3]))


def _shaded(material: Material, usage: Usage, environment: EnvironmentMap) -> dict[str, Any]:
    return {
        "color": _metal_color(material),
        "metalness": material.metallic,
        "roughness": material.roughness,
        "emissive": _emissive(material),
        # Textures are not flipped, so v runs down the picture and the green channel against it.
        "normalScale": (material.normal_scale, -material.normal_scale),
        "aoMapIntensity": material.occlusion_strength,
        "flatShading": usage.flat,
        "morphNormals": usage.morph_normals,
        "envMap": environment.texture,
        "envMapIntensity": environment.intensity,
    }


def material_traits(
    material: Material, usage: Usage, textures: TextureBank, environment: EnvironmentMap
) -> dict[str, Any]:
    """The traits of the pythreejs material that stands for a material where geometry of this usage lies under it."""
    if usage.kind == "points":
        return {**_common(material, usage), "size": 3.0, "sizeAttenuation": False}
    if usage.kind == "lines":
        return _common(material, usage)
    surface = _surface(material, usage, textures)
    if material.unlit:
        return {name: value for name, value in surface.items() if name not in _MAPS or name == "map"}
    more = physical_traits(material) if is_physical(material) else {}
    return {**surface, **_shaded(material, usage, environment), **more}


def _class(material: Material, usage: Usage) -> type[Any]:
    if usage.kind == "points":
        return widgets.PointsMaterial
    if usage.kind == "lines":
        return widgets.LineBasicMaterial
    if material.unlit:
        return widgets.MeshBasicMaterial
    return widgets.MeshPhysicalMaterial if is_physical(material) else widgets.MeshStandardMaterial


class MaterialBank:
    """three.js materials of a view: one for each use of a material, kept equal to it."""

    def __init__(self, textures: TextureBank) -> None:
        """Start empty; maps come from `textures`."""
        self._textures = textures
        self._made: dict[int, tuple[Material, dict[Usage, Any]]] = {}
        self._stale: list[Any] = []
        self._default = Material()
        self._environment = EnvironmentMap()

    def get(self, material: Material | None, usage: Usage) -> Any:
        """The widget for a material (None: glTF's default) over geometry of this usage."""
        material = material if material is not None else self._default
        _, variants = self._made.setdefault(id(material), (material, {}))
        if usage not in variants:
            variants[usage] = _class(material, usage)(**self._traits(material, usage))
        return variants[usage]

    def _traits(self, material: Material, usage: Usage) -> dict[str, Any]:
        return material_traits(material, usage, self._textures, self._environment)

    def update(self, material: Material) -> bool:
        """Take over a change of the material.

        Returns:
            Whether a widget has to be of another class now: it is gone from the bank, and the meshes that show it want
            a new one. `sweep` frees it after that.
        """
        _, variants = self._made.get(id(material), (material, {}))
        stale = [usage for usage, widget in variants.items() if type(widget) is not _class(material, usage)]
        self._stale += [variants.pop(usage) for usage in stale]
        for usage, widget in variants.items():
            traits = self._traits(material, usage)
            changed = {name: value for name, value in traits.items() if getattr(widget, name) != value}
            with widget.hold_sync():
                for name, value in changed.items():
                    setattr(widget, name, value)
            if changed.keys() - _LIVE:
                widget.send({"type": "needsUpdate"})
        return bool(stale)

    def sweep(self) -> None:
        """Free the widgets that `update` has taken out."""
        for widget in self._stale:
            widget.close()
        self._stale.clear()

    def light(self, texture: three.Texture | None, intensity: float) -> None:
        """Light all materials from around."""
        self._environment = EnvironmentMap(texture, intensity)
        for material, _ in list(self._made.values()):
            self.update(material)

    def close(self) -> None:
        """Free all widgets."""
        self.sweep()
        for _, variants in self._made.values():
            for widget in variants.values():
                widget.close()
        self._made.clear()
