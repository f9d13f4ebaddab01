"""Volume: what is inside a closed surface."""

from __future__ import annotations

import math

from threedkit.scene.fields import Color, Number
from threedkit.scene.materials.layer import Layer
from threedkit.scene.texture import texture_slot

__all__ = ["Volume"]


class Volume(Layer):
    """The inside of a closed surface that lets light through (KHR_materials_volume).

    After a way of x metres there is ``attenuation_color ** (x / attenuation_distance)`` of the light left.
    """

    MAIN = "thickness"
    TEXTURES = ("thickness_texture",)

    thickness = Number(0.0, minimum=0, doc="below the surface, in metres of the mesh's own frame; 0: thin walls")
    thickness_texture = texture_slot("linear; thickness in G")
    attenuation_distance = Number(math.inf, minimum=0, above=True, infinite=True, doc="metres; inf: as clear as air")
    attenuation_color = Color((1.0, 1.0, 1.0), doc="linear RGB of white light after that distance")
