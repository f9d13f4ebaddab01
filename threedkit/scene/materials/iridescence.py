"""Iridescence: colours of a thin film."""

from __future__ import annotations

from threedkit.scene.fields import Number
from threedkit.scene.materials.layer import Layer
from threedkit.scene.texture import texture_slot

__all__ = ["Iridescence"]


class Iridescence(Layer):
    """Colours of a thin film, as on a soap bubble, that change with the angle (KHR_materials_iridescence)."""

    TEXTURES = ("texture", "thickness_texture")

    factor = Number(0.0, minimum=0, maximum=1)
    texture = texture_slot("linear; factor in R")
    ior = Number(1.3, minimum=1, doc="of the film")
    thickness_minimum = Number(100.0, minimum=0, doc="nanometres where the thickness texture is 0")
    thickness_maximum = Number(400.0, minimum=0, doc="nanometres where it is 1, and without a texture everywhere")
    thickness_texture = texture_slot("linear; thickness in G")
