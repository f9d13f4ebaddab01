"""What extensions add to a material: one class for each."""

from __future__ import annotations

from threedkit.scene.materials.anisotropy import Anisotropy
from threedkit.scene.materials.clearcoat import Clearcoat
from threedkit.scene.materials.diffuse_transmission import DiffuseTransmission
from threedkit.scene.materials.iridescence import Iridescence
from threedkit.scene.materials.layer import Layer, layer
from threedkit.scene.materials.sheen import Sheen
from threedkit.scene.materials.specular import Specular
from threedkit.scene.materials.transmission import Transmission
from threedkit.scene.materials.volume import Volume

__all__ = [
    "Anisotropy",
    "Clearcoat",
    "DiffuseTransmission",
    "Iridescence",
    "Layer",
    "Sheen",
    "Specular",
    "Transmission",
    "Volume",
    "layer",
]
