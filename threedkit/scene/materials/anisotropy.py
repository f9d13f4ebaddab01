"""Anisotropy: reflections drawn out to one side."""

from __future__ import annotations

from threedkit.scene.fields import Number
from threedkit.scene.materials.layer import Layer
from threedkit.scene.texture import texture_slot

__all__ = ["Anisotropy"]


class Anisotropy(Layer):
    """Reflections drawn out to one side, as on brushed metal (KHR_materials_anisotropy)."""

    MAIN = "strength"

    strength = Number(0.0, minimum=0, maximum=1)
    rotation = Number(0.0, doc="radians, counter-clockwise from the tangent")
    texture = texture_slot("linear; direction in R and G (0..1 for -1..1), strength in B")
