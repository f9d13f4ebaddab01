"""What is done to filly's pixels: RGBA, 8-bit sRGB, the encoded colour multiplied by alpha."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from threedkit.transforms import colors

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["halved", "straight_alpha"]


def straight_alpha(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Undo the multiplication by alpha, (h, w, 4) in place."""
    alpha = image[..., 3]
    partial = (alpha > 0) & (alpha < 255)
    if partial.any():
        pixels = image[partial].astype(np.float32)
        pixels[:, :3] = np.minimum(np.rint(pixels[:, :3] * (255 / pixels[:, 3:])), 255)
        image[partial] = pixels.astype(np.uint8)
    return image


def halved(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Average blocks of 2 x 2 in linear light, (2 h, 2 w, 4) to (h, w, 4); both with the colour times alpha."""
    image = straight_alpha(image)
    alpha = image[..., 3:].astype(np.float32)
    light = colors.srgb_to_linear(np.arange(256) / 255).astype(np.float32)[image[..., :3]] * alpha
    height, width = image.shape[0] // 2, image.shape[1] // 2
    light = light.reshape(height, 2, width, 2, 3).sum(axis=(1, 3))
    cover = alpha.reshape(height, 2, width, 2, 1).sum(axis=(1, 3))
    straight = colors.linear_to_srgb(light / np.maximum(cover, 1e-6))
    result = np.empty((height, width, 4), np.uint8)
    result[..., :3] = np.rint(straight * 255 * (cover / 1020))
    result[..., 3] = np.rint(cover[..., 0] / 4)
    return result
