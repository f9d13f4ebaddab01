"""Clearcoat: a clear lacquer over the surface."""

from __future__ import annotations

from threedkit.scene.fields import Number
from threedkit.scene.materials.layer import Layer
from threedkit.scene.texture import texture_slot

__all__ = ["Clearcoat"]


class Clearcoat(Layer):
    """A clear lacquer over the surface (KHR_materials_clearcoat).

    Example:
        >>> from threedkit.scene import Material
        >>> paint = Material(base_color="#aa1122", metallic=0.5, clearcoat=1.0)
        >>> paint.clearcoat.roughness = 0.1
    """

    TEXTURES = ("texture", "roughness_texture", "normal_texture")

    factor = Number(0.0, minimum=0, maximum=1, doc="how much of it there is")
    texture = texture_slot("linear; factor in R")
    roughness = Number(0.0, minimum=0, maximum=1, doc="perceptual, as Material.roughness")
    roughness_texture = texture_slot("linear; roughness in G")
    normal_texture = texture_slot("linear; tangent space; None: the lacquer has the plain normal")
    normal_scale = Number(1.0, doc="multiplies x and y of the normal texture")
