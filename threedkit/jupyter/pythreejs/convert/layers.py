"""What three.js r97 can show of a material's layers: lacquer, reflectivity, and glass as a see-through surface."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from threedkit.scene import Material

__all__ = ["clearness", "is_physical", "missing", "physical_traits"]

_BRIGHTEST: Final = 0.16
"""Reflectance at normal incidence of r97's reflectivity 1 (MAXIMUM_SPECULAR_COEFFICIENT)."""
_FILM: Final = 0.1
"""What stays of the opacity of clear glass: its reflections are drawn with that opacity."""
_SHOWN: Final = {"clearcoat", "specular", "transmission", "volume"}


def is_physical(material: Material) -> bool:
    """Whether MeshStandardMaterial, which knows only an index of refraction of 1.5, is not enough."""
    values = (material.clearcoat, material.specular)
    return material.ior != 1.5 or any(value is not None for value in values)


def physical_traits(material: Material) -> dict[str, Any]:
    """The traits that MeshPhysicalMaterial has beyond MeshStandardMaterial."""
    coat = material.clearcoat
    return {
        "clearCoat": coat.factor if coat is not None else 0.0,
        "clearCoatRoughness": coat.roughness if coat is not None else 0.0,
        "reflectivity": math.sqrt(min(_reflectance(material) / _BRIGHTEST, 1.0)),
    }


def _reflectance(material: Material) -> float:
    """Mean of the dielectric reflectance at normal incidence (KHR_materials_ior, KHR_materials_specular)."""
    plain = ((material.ior - 1.0) / (material.ior + 1.0)) ** 2  # of ior 0 it is 1, as its specification asks for
    if material.specular is None:
        return plain
    channels = [min(plain * channel, 1.0) for channel in material.specular.color]
    return float(material.specular.factor * sum(channels) / 3.0)


def clearness(material: Material) -> float:
    """How much of what is behind a surface is seen through it: the factor of its transmission."""
    return (1.0 - _FILM) * material.transmission.factor if material.transmission is not None else 0.0


def missing(material: Material) -> str:
    """Names of the layers that are not shown, or only in part; "" if all are."""
    names = {name for name in material.layers() if name not in _SHOWN}
    names |= {slot for slot in material.slots() if "." in slot and slot.partition(".")[0] in _SHOWN}
    if material.dispersion:
        names.add("dispersion")
    return ", ".join(sorted(names))
