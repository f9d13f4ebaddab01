"""Equirectangular pictures on the sphere: sampling, averaging and the blur that a rough surface makes.

The convention is that of `threedkit.scene.Environment`: row 0 looks up, the middle column looks down -Z.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from threedkit.jupyter.packing.equirect import resize

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

__all__ = ["blur", "resize", "sample"]


def sample(picture: Floats, directions: NDArray[np.floating], rotation: float = 0.0) -> Floats:
    """Light from directions, interpolated linearly.

    Args:
        picture: (h, w, 3) radiance.
        directions: (..., 3), any length but zero.
        rotation: radians that the picture is turned counter-clockwise about +Y.

    Returns:
        (..., 3) float32.
    """
    height, width = picture.shape[:2]
    x, y, z = np.moveaxis(np.asarray(directions, np.float64), -1, 0)
    azimuth = np.arctan2(x, -z) + rotation
    elevation = np.arctan2(y, np.hypot(x, z))
    column = (azimuth / (2 * np.pi) + 0.5) * width - 0.5
    row = np.clip((0.5 - elevation / np.pi) * height - 0.5, 0, height - 1)
    left, top = np.floor(column).astype(np.intp), np.minimum(row.astype(np.intp), max(height - 2, 0))
    s, t = (column - left)[..., None].astype(np.float32), (row - top)[..., None].astype(np.float32)
    left, right, bottom = left % width, (left + 1) % width, np.minimum(top + 1, height - 1)
    upper = picture[top, left] * (1 - s) + picture[top, right] * s
    lower = picture[bottom, left] * (1 - s) + picture[bottom, right] * s
    return np.asarray(upper * (1 - t) + lower * t, np.float32)


def blur(picture: Floats, roughness: float) -> Floats:
    """The picture as a surface of this perceptual roughness mirrors it when seen from straight above.

    Each direction becomes the mean of all light weighted by GGX's D(n.h) n.l with v = n (Karis 2013, "Real shading
    in Unreal Engine 4"). At roughness 1 that is the cosine lobe: irradiance over pi, what a white Lambert surface
    shows. Along a row the weights depend on the difference in longitude alone, so rows are convolved by FFT.

    Args:
        picture: (h, 2 h, 3); the work grows with h cubed: 64 rows are enough from roughness 0.4 up.
        roughness: above 0, to 1.
    """
    height, width = picture.shape[:2]
    elevation = np.pi * (0.5 - (np.arange(height) + 0.5) / height)
    sines, cosines = np.sin(elevation), np.cos(elevation)
    turn = np.cos(2 * np.pi * np.arange(width) / width)
    cosine = sines[:, None, None] * sines[None, :, None] + (cosines[:, None] * cosines[None, :])[:, :, None] * turn
    alpha2 = roughness**4
    lobe = ((1 + cosine) * 0.5 * (alpha2 - 1) + 1) ** -2
    weight = lobe * np.maximum(cosine, 0) * cosines[None, :, None]
    kernel = np.fft.rfft(weight, axis=2).real
    light = np.fft.rfft(picture, axis=1)
    mixed = np.einsum("ijk,jkc->ikc", kernel, light, optimize=True)
    total = weight.sum(axis=(1, 2))[:, None, None]
    return np.asarray(np.fft.irfft(mixed, width, axis=1) / total, np.float32)
