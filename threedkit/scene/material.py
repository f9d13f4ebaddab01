"""Material: glTF's metallic-roughness model."""

from __future__ import annotations

from threedkit.scene.element import Element
from threedkit.scene.fields import Choice, Color, Flag, Number
from threedkit.scene.references import Reference
from threedkit.scene.texture import TextureInfo, as_texture_info

__all__ = ["ALPHA_MODES", "TEXTURE_SLOTS", "Material"]

ALPHA_MODES = ("OPAQUE", "MASK", "BLEND")
TEXTURE_SLOTS = (
    "base_color_texture",
    "metallic_roughness_texture",
    "normal_texture",
    "occlusion_texture",
    "emissive_texture",
)


def _slot(doc: str) -> Reference:
    words = "a TextureInfo, Texture, Image or array of uint8"
    return Reference(lambda: (TextureInfo,), words, coerce=as_texture_info, doc=doc)


class Material(Element):
    """A surface (glTF 2.0, 3.9). Factors multiply their textures; a texture slot also takes a Texture, Image or array.

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
    base_color_texture = _slot("sRGB colour, linear alpha")
    metallic_roughness_texture = _slot("linear; roughness in G, metallic in B")
    normal_texture = _slot("linear; tangent space, +X right, +Y up, +Z out")
    normal_scale = Number(1.0, doc="multiplies x and y of the normal texture")
    occlusion_texture = _slot("linear; occlusion in R")
    occlusion_strength = Number(1.0, minimum=0, maximum=1)
    emissive_texture = _slot("sRGB colour")
    alpha_mode = Choice("OPAQUE", ALPHA_MODES)
    alpha_cutoff = Number(0.5, minimum=0, doc="below it a MASK surface is not there")
    double_sided = Flag(False)

    def slots(self) -> dict[str, TextureInfo]:
        """The texture slots in use, by field name."""
        return {name: info for name in TEXTURE_SLOTS if (info := getattr(self, name)) is not None}
