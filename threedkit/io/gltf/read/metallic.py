"""Metallic-roughness from specular-glossiness: the formula."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["metallic_roughness"]

_DIELECTRIC: Final = 0.04
_EPSILON: Final = 1e-6
_LUMA: Final = (0.299, 0.587, 0.114)


def metallic_roughness(
    diffuse: NDArray[np.floating], specular: NDArray[np.floating]
) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
    """Base colour and metallic that look most like a diffuse and a specular colour; roughness is 1 - glossiness.

    Source: `ConvertToMetallicRoughness` in three.pbrUtilities.js, published by Khronos with the extension
    KHR_materials_pbrSpecularGlossiness.

    Args:
        diffuse: (..., 3) linear, 0 to 1.
        specular: (..., 3) linear, 0 to 1.

    Returns:
        Base colour (..., 3) linear and metallic (...), 0 to 1, in the dtype of the input.

    Example:
        >>> base, metallic = metallic_roughness(np.zeros(3), np.array([1.0, 0.766, 0.336]))  # gold
        >>> base.round(3).tolist(), round(float(metallic), 3)
        ([1.0, 0.766, 0.336], 1.0)
    """
    rest = 1.0 - specular.max(axis=-1)
    metallic = _solve(_brightness(diffuse), _brightness(specular), rest)
    of_diffuse = diffuse * (rest / (1.0 - _DIELECTRIC) / np.maximum(1.0 - metallic, _EPSILON))[..., None]
    of_specular = specular - (_DIELECTRIC * (1.0 - metallic))[..., None]
    of_specular = of_specular / np.maximum(metallic, _EPSILON)[..., None]
    base = of_diffuse + (of_specular - of_diffuse) * (metallic * metallic)[..., None]
    return np.clip(base, 0.0, 1.0), metallic


def _brightness(color: NDArray[np.floating]) -> NDArray[np.floating]:
    """Perceived brightness, the root of weighted squares."""
    return np.asarray(np.sqrt(np.square(color) @ np.asarray(_LUMA, color.dtype)))


def _solve(
    diffuse: NDArray[np.floating], specular: NDArray[np.floating], rest: NDArray[np.floating]
) -> NDArray[np.floating]:
    """The metallic m at which a mixture has both brightnesses: a m^2 + b m + c = 0."""
    a = _DIELECTRIC
    b = diffuse * rest / (1.0 - a) + specular - 2.0 * a
    c = a - specular
    root = np.sqrt(np.maximum(b * b - 4.0 * a * c, 0.0))
    metallic = np.clip((root - b) / (2.0 * a), 0.0, 1.0)
    return np.where(specular < a, np.zeros_like(metallic), metallic)
