"""What an interface under a thin film reflects: KHR_materials_iridescence, for Mitsuba's textures.

The formulas are those of the extension's appendix (L. Belcour and P. Barla, "A practical extension to microfacet theory
for the modeling of varying iridescence", 2017): light interferes with what the film's other side sends back, and the
spectrum is integrated against Gaussians fitted to the CIE matching functions.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

__all__ = ["film_reflectance"]

_PEAKS: Final = ((5.4856e-13, 1.6810e6, 4.3278e9), (4.4201e-13, 1.7953e6, 9.3046e9), (5.2481e-13, 2.2084e6, 6.6121e9))
"""Height, place and variance of the Gaussians for X, Y and Z; X has a second one."""

_SECOND: Final = (9.7470e-14, 2.2399e6, 4.5282e9)
_WHITE: Final = 1.0685e-7
_RGB: Final = (
    (3.2404542, -1.5371385, -0.4985314),
    (-0.9692660, 1.8760108, 0.0415560),
    (0.0556434, -0.2040259, 1.0572252),
)
"""XYZ to linear sRGB."""

_NO_FILM: Final = 0.03
"""Nanometres below which the film fades out."""

_BOUNCES: Final = 2


def film_reflectance(mi: Any, cosine: Any, film_ior: Any, thickness: Any, f0: Any) -> Any:
    """Return the share of light reflected, a colour.

    Args:
        mi: Mitsuba with its variant set.
        cosine: of the angle of view, 0 to 1.
        film_ior: index of refraction of the film; outside is 1.
        thickness: of the film, nanometres.
        f0: colour, what the surface below reflects at normal incidence without a film.
    """
    import drjit as dr

    there = dr.clip(thickness / _NO_FILM, 0.0, 1.0)
    ior = 1.0 + (film_ior - 1.0) * there * there * (3.0 - 2.0 * there)
    inside = dr.sqrt(dr.maximum(1.0 - (1.0 - cosine * cosine) / (ior * ior), 0.0))
    outer = _schlick(mi, dr, dr.square((ior - 1.0) / (ior + 1.0)), cosine)
    passed = 1.0 - outer
    root = dr.sqrt(dr.clip(f0, 0.0, 0.9999))
    below = (1.0 + root) / (1.0 - root)
    inner = _schlick(mi, dr, dr.square((below - ior) / (below + ior)), inside)
    path = 2.0 * ior * thickness * inside
    # A wave turns by half where it is reflected at something denser: outside the film is always thinner than it.
    turned = np.pi + dr.select(below < ior, mi.Color3f(np.pi), mi.Color3f(0.0))
    both = dr.clip(outer * inner, 1e-5, 0.9999)
    back = dr.square(passed) * inner / (1.0 - both)
    total, term = outer + back, back - passed
    for bounce in range(1, _BOUNCES + 1):
        term *= dr.sqrt(both)
        total += term * 2.0 * _sensitivity(mi, dr, bounce * path, bounce * turned)
    return dr.clip(total, 0.0, 1.0)


def _schlick(mi: Any, dr: Any, f0: Any, cosine: Any) -> Any:
    grazing = dr.square(dr.square(1.0 - cosine)) * (1.0 - cosine)
    return mi.Color3f(f0) + (1.0 - mi.Color3f(f0)) * grazing


def _sensitivity(mi: Any, dr: Any, path: Any, shift: Any) -> Any:
    """Linear sRGB of the interference of waves whose ways differ by `path` nanometres and `shift` radians."""
    phase = 2.0 * np.pi * path * 1e-9

    def peak(height: float, place: float, variance: float, turn: Any) -> Any:
        scale = height * float(np.sqrt(2.0 * np.pi * variance)) / _WHITE
        return scale * dr.cos(place * phase + turn) * dr.exp(-dr.square(phase) * variance)

    xyz = [peak(*values, shift[axis]) for axis, values in enumerate(_PEAKS)]
    xyz[0] += peak(*_SECOND, shift[0])
    return mi.Color3f(*(sum(weight * value for weight, value in zip(row, xyz, strict=True)) for row in _RGB))
