"""Sheen: the soft gleam of cloth."""

from __future__ import annotations

from threedkit.scene.fields import Color, Number
from threedkit.scene.materials.layer import Layer
from threedkit.scene.texture import texture_slot

__all__ = ["Sheen"]


class Sheen(Layer):
    """The soft gleam of cloth towards its edges (KHR_materials_sheen).

    Example:
        >>> from threedkit.scene import Material
        >>> Material(base_color="#331122", sheen="#ff8899").sheen.roughness
        0.0
    """

    MAIN = "color"
    TEXTURES = ("color_texture", "roughness_texture")

    color = Color((0.0, 0.0, 0.0), doc="linear RGB; black: no sheen")
    color_texture = texture_slot("sRGB colour")
    roughness = Number(0.0, minimum=0, maximum=1)
    roughness_texture = texture_slot("linear; roughness in A")
