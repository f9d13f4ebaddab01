"""Material: glTF's metallic-roughness model, with what Khronos' extensions add to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from threedkit.scene.element import Element
from threedkit.scene.fields import Choice, Color, Flag, Number
from threedkit.scene.materials import (
    Anisotropy,
    Clearcoat,
    DiffuseTransmission,
    Iridescence,
    Layer,
    Sheen,
    Specular,
    Transmission,
    Volume,
    layer,
)
from threedkit.scene.texture import texture_slot

if TYPE_CHECKING:
    from threedkit.scene.texture import TextureInfo

__all__ = ["ALPHA_MODES", "LAYERS", "TEXTURE_SLOTS", "Material"]

ALPHA_MODES = ("OPAQUE", "MASK", "BLEND")
TEXTURE_SLOTS = (
    "base_color_texture",
    "metallic_roughness_texture",
    "normal_texture",
    "occlusion_texture",
    "emissive_texture",
)
LAYERS = (
    "anisotropy",
    "clearcoat",
    "diffuse_transmission",
    "iridescence",
    "sheen",
    "specular",
    "transmission",
    "volume",
)
_LAYERS = frozenset(LAYERS)
_HOLDERS = frozenset({*LAYERS, *TEXTURE_SLOTS})


class _Ior(Number):
    """0, which stands for infinity, or from 1."""

    def __init__(self, *, doc: str) -> None:
        super().__init__(1.5, minimum=0, doc=doc)
        self.expected = "a number of at least 1, or 0"

    def accept(self, value: Any) -> float:
        number = super().accept(value)
        if 0.0 < number < 1.0:
            message = "out of range"
            raise ValueError(message)
        return number


class Material(Element):
    """A surface (glTF 2.0, 3.9). Factors multiply their textures; a texture slot also takes a Texture, Image or array.

    A layer that an extension adds is None where the material has none, and an object of its own otherwise::

        material.clearcoat = 1.0  # or Clearcoat(factor=1.0, roughness=0.2)
        material.clearcoat.roughness = 0.1

    Example:
        >>> material = Material(base_color="#ef6631", metallic=1.0, roughness=0.3)
        >>> material.roughness = 0.7
        >>> material.roughness = 3.5
        Traceback (most recent call last):
        threedkit.errors.FieldError: Material.roughness must be a number from 0 to 1, not 3.5
    """

    base_color = Color((1.0, 1.0, 1.0, 1.0), doc="linear RGBA")
    metallic = Number(1.0, minimum=0, maximum=1)
    roughness = Number(1.0, minimum=0, maximum=1, doc="perceptual; alpha of GGX is its square")
    emissive = Color((0.0, 0.0, 0.0), doc="linear RGB, radiance in cd/m2")
    base_color_texture = texture_slot("sRGB colour, linear alpha")
    metallic_roughness_texture = texture_slot("linear; roughness in G, metallic in B")
    normal_texture = texture_slot("linear; tangent space, +X right, +Y up, +Z out")
    normal_scale = Number(1.0, doc="multiplies x and y of the normal texture")
    occlusion_texture = texture_slot("linear; occlusion in R")
    occlusion_strength = Number(1.0, minimum=0, maximum=1)
    emissive_texture = texture_slot("sRGB colour")
    alpha_mode = Choice("OPAQUE", ALPHA_MODES)
    alpha_cutoff = Number(0.5, minimum=0, doc="below it a MASK surface is not there")
    double_sided = Flag(False)

    unlit = Flag(False, doc="show the base colour as it is, in no light (KHR_materials_unlit)")
    emissive_strength = Number(1.0, minimum=0, doc="multiplies `emissive` (KHR_materials_emissive_strength)")
    ior = _Ior(doc="index of refraction; 0: reflects everything (KHR_materials_ior)")
    dispersion = Number(0.0, minimum=0, doc="20 / Abbe number, of a volume (KHR_materials_dispersion)")
    anisotropy = layer(Anisotropy, "reflections drawn out to one side")
    clearcoat = layer(Clearcoat, "a clear lacquer")
    diffuse_transmission = layer(DiffuseTransmission, "scattered light from behind, as through a leaf")
    iridescence = layer(Iridescence, "colours of a thin film")
    sheen = layer(Sheen, "the soft gleam of cloth")
    specular = layer(Specular, "strength and colour of a dielectric's reflection")
    transmission = layer(Transmission, "light that passes, as through glass")
    volume = layer(Volume, "what is inside a closed surface")

    def layers(self) -> dict[str, Layer]:
        """The layers that the material has, by field name."""
        values = self._trait_values
        if _LAYERS.isdisjoint(values):
            return {}
        return {name: values[name] for name in LAYERS if values.get(name) is not None}

    def slots(self) -> dict[str, TextureInfo]:
        """The texture slots in use, by field name; those of layers as "clearcoat.texture"."""
        values = self._trait_values
        if _HOLDERS.isdisjoint(values):
            return {}
        slots = {name: values[name] for name in TEXTURE_SLOTS if values.get(name) is not None}
        for name, part in self.layers().items():
            slots.update((f"{name}.{slot}", info) for slot, info in part.slots().items())
        return slots
