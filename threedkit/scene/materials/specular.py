"""Specular: strength and colour of a dielectric's reflection."""

from __future__ import annotations

import math

from threedkit.scene.fields import Color, Number
from threedkit.scene.materials.layer import Layer
from threedkit.scene.texture import texture_slot

__all__ = ["Specular"]


class Specular(Layer):
    """Strength and colour of a dielectric's reflection (KHR_materials_specular).

    At normal incidence it reflects ``min(f0 * color, 1) * factor``, f0 = ((ior - 1) / (ior + 1))^2.
    """

    TEXTURES = ("texture", "color_texture")

    factor = Number(1.0, minimum=0, maximum=1)
    texture = texture_slot("linear; factor in A")
    color = Color((1.0, 1.0, 1.0), maximum=math.inf, doc="linear RGB; may exceed 1")
    color_texture = texture_slot("sRGB colour")
