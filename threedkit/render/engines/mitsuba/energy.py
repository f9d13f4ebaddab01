"""Keep the light that Mitsuba's `principled` BSDF loses or adds, so that it follows glTF's model.

`principled` traces one bounce on its microfacets: a rough white metal returns as little as 38 % of the light. glTF
renderers (Filament among them) give the lost light back with the first-order factor of E. Turquin, "Practical
multiple scattering compensation for microfacet models" (2019): ``1 + F0 (1 / E - 1)``. Here E is the albedo averaged
over all directions of view, as the base colour that carries the factor cannot depend on the view. Its Disney diffuse
lobe, on the other hand, is brighter than Lambert's, by 6 % at roughness 1.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["balance", "sheen_albedo"]

_ROUGHNESS: Final = np.linspace(0.0, 1.0, 11)
_METAL_ALBEDO: Final = np.array([1.0, 0.9996, 0.9942, 0.9767, 0.939, 0.8804, 0.7961, 0.6961, 0.587, 0.4756, 0.3786])
"""Cosine-weighted albedo of `principled` with metallic 1 and white base colour, measured with 40,000 samples each."""

_DIFFUSE: Final = 0.965
"""Scale of the dielectric base colour. A white matte sphere in a furnace of radiance 1 then returns 1.03 (1.07
without) and a white plane lit at normal incidence 0.975 of E / pi: both within 3 of 255 sRGB steps."""

_LOST_STEPS: Final = 4080
"""Values of roughness told apart: 16 between those of 8-bit textures."""

_SHEEN_SIZE: Final = 32
_SHEEN_STEPS: Final = 48


def balance(color: ArrayLike, metallic: ArrayLike, roughness: ArrayLike) -> NDArray[np.float32]:
    """Return the base colour to give to `principled` so that the surface reflects what glTF's model does.

    Args:
        color: (..., 3) linear base colour.
        metallic: (...) 0 to 1.
        roughness: (...) 0 to 1, perceptual.

    Returns:
        (..., 3) float32; above 1 for rough bright metals.

    Example:
        >>> balance((1.0, 1.0, 1.0), 1.0, 0.0).tolist()
        [1.0, 1.0, 1.0]
    """
    base = np.asarray(color, np.float32)
    metal = np.asarray(metallic, np.float32)[..., None]
    if not np.any(metal):
        return base * np.float32(_DIFFUSE)
    steps = np.clip(np.asarray(roughness, np.float32), 0.0, 1.0) * np.float32(_LOST_STEPS)
    lost = _lost()[np.rint(steps).astype(np.int32)][..., None]
    gain = (np.float32(1.0) - metal) * np.float32(_DIFFUSE) + metal * (np.float32(1.0) + base * lost)
    return np.asarray(base * gain, np.float32)


@cache
def _lost() -> NDArray[np.float32]:
    """What a white metal loses, as a part of what it reflects, by roughness."""
    roughness = np.arange(_LOST_STEPS + 1) / _LOST_STEPS
    return np.interp(roughness, _ROUGHNESS, 1.0 / _METAL_ALBEDO - 1.0).astype(np.float32)


@cache
def sheen_albedo() -> NDArray[np.float32]:
    """Return how much of the light from all around a white sheen sends to the viewer, at most 1.

    That is the integral of KHR_materials_sheen's lobe: the Charlie distribution (A. Estevez and C. Kulla, "Production
    friendly microfacet sheen BRDF", 2017) and A. Ashikhmin's visibility term.

    Returns:
        (_SHEEN_SIZE, _SHEEN_SIZE) float32: rows are roughness, columns the cosine of the view, at the middles of
        equal steps from 0 to 1.

    Example:
        >>> bool(sheen_albedo()[5, 0] > sheen_albedo()[5, -1])
        True
    """
    middles = (np.arange(_SHEEN_SIZE) + 0.5) / _SHEEN_SIZE
    rough, view = middles[:, None, None, None], middles[None, :, None, None]
    steps = (np.arange(_SHEEN_STEPS) + 0.5) / _SHEEN_STEPS
    up, across = steps[None, None, :, None], np.cos(np.pi * steps)[None, None, None, :]
    # half = view + light, both of length 1
    along = np.sqrt(1.0 - view**2) * np.sqrt(1.0 - up**2) * across + view * up
    half = (view + up) ** 2 / (2.0 + 2.0 * along)
    sharp = 1.0 / rough**2
    lobe = (2.0 + sharp) * np.maximum(1.0 - half, 0.0) ** (0.5 * sharp) / (2.0 * np.pi)
    light = lobe * up / (4.0 * (up + view - up * view))
    return np.asarray(np.minimum(2.0 * np.pi * light.mean(axis=(2, 3)), 1.0), np.float32)
