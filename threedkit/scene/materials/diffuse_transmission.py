"""DiffuseTransmission: light that passes a leaf or a sheet of paper."""

from __future__ import annotations

from threedkit.scene.fields import Color, Number
from threedkit.scene.materials.layer import Layer
from threedkit.scene.texture import texture_slot

__all__ = ["DiffuseTransmission"]


class DiffuseTransmission(Layer):
    """Light that comes out scattered on the other side, as of a leaf (KHR_materials_diffuse_transmission)."""

    TEXTURES = ("texture", "color_texture")

    factor = Number(0.0, minimum=0, maximum=1, doc="the share of the diffuse light that passes")
    texture = texture_slot("linear; factor in A")
    color = Color((1.0, 1.0, 1.0), doc="linear RGB of the light that passes")
    color_texture = texture_slot("sRGB colour")
