"""Punctual lights with the units of KHR_lights_punctual; directional and spot lights shine down the node's -Z."""

from __future__ import annotations

import math

from threedkit.scene.element import Element
from threedkit.scene.fields import Color, Number, optional

__all__ = ["DirectionalLight", "Light", "PointLight", "SpotLight"]


class Light(Element):
    """Base of the lights."""

    color = Color((1.0, 1.0, 1.0), doc="linear RGB")
    intensity = Number(1.0, minimum=0)


class DirectionalLight(Light):
    """Light from infinitely far; `intensity` is the illuminance in lux (lm/m2)."""


class PointLight(Light):
    """Light to all sides from a point; `intensity` is in candela (lm/sr)."""

    range = optional(Number(None, minimum=0, above=True, doc="metres after which it has no effect; None: never"))


class SpotLight(PointLight):
    """Light in a cone; `intensity` in candela, the angles in radians from the axis."""

    inner_cone_angle = Number(0.0, minimum=0, maximum=math.pi / 2, doc="where the falloff begins")
    outer_cone_angle = Number(math.pi / 4, minimum=0, maximum=math.pi / 2, above=True, doc="where it ends")
