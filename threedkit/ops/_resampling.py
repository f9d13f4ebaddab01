"""Images in another size: Lanczos in linear light, normals of unit length, colours weighted by their alpha."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from threedkit.errors import require
from threedkit.transforms import colors

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from threedkit.ops._image_uses import ImageUse

    Shrink = Callable[[NDArray[np.float32]], NDArray[np.float32]]

__all__ = ["resample"]

_LINEAR: Final = np.asarray(colors.srgb_to_linear(np.arange(256) / 255.0), np.float32)
_PADDING: Final = {"REPEAT": "wrap", "MIRRORED_REPEAT": "symmetric", "CLAMP_TO_EDGE": "edge"}
_UP: Final = np.array([0.0, 0.0, 1.0], np.float32)
_SUPPORT: Final = 3  # of Lanczos, in pixels of the smaller image
_FAINT: Final = 1e-3


def resample(pixels: NDArray[np.uint8], size: tuple[int, int], use: ImageUse) -> NDArray[np.uint8]:
    """An image in another size.

    Args:
        pixels: (h, w, channels) uint8, channels 1 to 4.
        size: (width, height) of the result.
        use: what the image is for: colours are averaged as linear light (and by alpha, where that is read), normals
            come out of unit length, other data is averaged as it is. Pixels beyond a side are what the sampler shows.

    Returns:
        (height, width, channels) uint8.
    """
    shrink = _shrinker(pixels.shape[1], pixels.shape[0], size, use.wraps)
    channels = pixels.shape[2]
    has_alpha = channels in {2, 4}
    count = channels - has_alpha
    if use.kind == "normal" and count == 3:
        return _normals(pixels, shrink)
    alpha = shrink(_fractions(pixels[:, :, -1])) if has_alpha else None
    weights = _fractions(pixels[:, :, -1]) if has_alpha and use.kind == "color" and use.alpha else None
    planes = []
    for channel in range(count):
        plane = _LINEAR[pixels[:, :, channel]] if use.kind == "color" else _fractions(pixels[:, :, channel])
        small = shrink(plane)
        if weights is not None and alpha is not None:  # transparent pixels give no colour to their neighbours
            small = np.where(alpha > _FAINT, shrink(plane * weights) / np.maximum(alpha, _FAINT), small)
        small = np.clip(small, 0.0, 1.0)
        planes.append(colors.linear_to_srgb(small) if use.kind == "color" else small)
    return _bytes(planes if alpha is None else [*planes, alpha])


def _normals(pixels: NDArray[np.uint8], shrink: Shrink) -> NDArray[np.uint8]:
    vectors = np.stack([shrink(_fractions(pixels[:, :, axis]) * 2.0 - 1.0) for axis in range(3)], axis=2)
    lengths = np.linalg.norm(vectors, axis=2, keepdims=True)
    vectors = np.where(lengths > _FAINT, vectors / np.maximum(lengths, _FAINT), _UP)
    planes = [vectors[:, :, axis] * 0.5 + 0.5 for axis in range(3)]
    return _bytes([*planes, shrink(_fractions(pixels[:, :, 3]))] if pixels.shape[2] == 4 else planes)


def _fractions(plane: NDArray[np.uint8]) -> NDArray[np.float32]:
    return plane.astype(np.float32) / np.float32(255.0)


def _bytes(planes: list[Any]) -> NDArray[np.uint8]:
    return np.stack([np.rint(np.clip(plane, 0.0, 1.0) * 255.0).astype(np.uint8) for plane in planes], axis=2)


def _shrinker(width: int, height: int, size: tuple[int, int], wraps: tuple[str, str]) -> Shrink:
    pil: Any = require("PIL.Image", extra="textures")
    across = math.ceil(_SUPPORT * max(1.0, width / size[0]))
    down = math.ceil(_SUPPORT * max(1.0, height / size[1]))
    box = (across, down, across + width, down + height)

    def shrink(plane: NDArray[np.float32]) -> NDArray[np.float32]:
        padded: Any = np.pad(plane, ((0, 0), (across, across)), mode=_PADDING[wraps[0]])  # type: ignore[call-overload]
        padded = np.pad(padded, ((down, down), (0, 0)), mode=_PADDING[wraps[1]])  # type: ignore[call-overload]
        picture = pil.fromarray(np.ascontiguousarray(padded, np.float32))
        return np.asarray(picture.resize(size, pil.Resampling.LANCZOS, box), np.float32)

    return shrink
