"""Transmission: light that passes a thin surface."""

from __future__ import annotations

from threedkit.scene.fields import Number
from threedkit.scene.materials.layer import Layer
from threedkit.scene.texture import texture_slot

__all__ = ["Transmission"]


class Transmission(Layer):
    """Light that passes through the surface and takes on its base colour, as glass does (KHR_materials_transmission).

    Without a `Volume` the surface is thin: nothing is refracted.
    """

    factor = Number(0.0, minimum=0, maximum=1, doc="the share of the light that is not reflected that passes")
    texture = texture_slot("linear; factor in R")
