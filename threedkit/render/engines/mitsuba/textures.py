"""Images and TextureInfos to Mitsuba's `bitmap` textures and back to arrays."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from threedkit.transforms.colors import srgb_to_linear

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.scene import TextureInfo

__all__ = ["bitmap", "color_pixels", "data_pixels", "resize", "same_mapping"]

_LINEAR: Final = srgb_to_linear(np.arange(256) / 255.0).astype(np.float32)
_WRAP: Final = {"REPEAT": "repeat", "MIRRORED_REPEAT": "mirror", "CLAMP_TO_EDGE": "clamp"}


def color_pixels(info: TextureInfo) -> NDArray[np.float32] | None:
    """Decode an sRGB texture: (h, w, 4) float32, linear colour and straight alpha; None when it has no image."""
    pixels = _rgba(info)
    if pixels is None:
        return None
    linear = np.empty(pixels.shape, np.float32)
    linear[..., :3] = _LINEAR.take(pixels[..., :3])
    linear[..., 3] = pixels[..., 3] / np.float32(255.0)
    return linear


def data_pixels(info: TextureInfo) -> NDArray[np.float32] | None:
    """Read a texture that holds no colours: (h, w, 4) float32, 0 to 1; None when it has no image."""
    pixels = _rgba(info)
    return None if pixels is None else np.asarray(pixels / np.float32(255.0), np.float32)


def resize(pixels: NDArray[np.float32], height: int, width: int) -> NDArray[np.float32]:
    """Bring an image to another size, each new pixel from the nearest old one."""
    if pixels.shape[:2] == (height, width):
        return pixels
    rows = (np.arange(height) * pixels.shape[0]) // height
    columns = (np.arange(width) * pixels.shape[1]) // width
    return np.asarray(pixels[rows][:, columns])


def same_mapping(one: TextureInfo, other: TextureInfo) -> bool:
    """Whether two uses of textures read the same place of their images at every point of a surface."""
    return _mapping(one) == _mapping(other)


def bitmap(
    mi: Any,
    pixels: NDArray[Any],
    info: TextureInfo,
    *,
    nearest: bool = False,
    turn: NDArray[np.float64] | None = None,
) -> dict[str, Any]:
    """Describe a `bitmap` texture of linear values, for Mitsuba's load_dict.

    Args:
        mi: Mitsuba with its variant set.
        pixels: (h, w) or (h, w, 1 or 3) floats; stored in half precision (11 bits, more than 8-bit sRGB has).
        info: whose sampler and transform hold.
        nearest: never interpolate, whatever the sampler says.
        turn: (2, 2) rotation of the mesh's coordinates, which is taken back.
    """
    sampler = info.texture.sampler
    wrap_s, wrap_t, magnified = (
        ("REPEAT", "REPEAT", None)
        if sampler is None
        else (
            sampler.wrap_s,
            sampler.wrap_t,
            sampler.mag_filter,
        )
    )
    values = pixels[..., None] if pixels.ndim == 2 else pixels
    matrix = uv_matrix(info)
    if turn is not None:
        matrix[:2, :2] @= turn.T
    if wrap_s != wrap_t:
        values, matrix, wrap_s = _one_wrap(values, matrix, wrap_s, wrap_t)
    return {
        "type": "bitmap",
        "bitmap": mi.Bitmap(np.array(values, np.float16, order="C")),
        "raw": True,
        "wrap_mode": _WRAP[wrap_s],
        "filter_type": "nearest" if nearest or magnified == "NEAREST" else "bilinear",
        "to_uv": mi.ScalarTransform3f(matrix),
    }


def uv_matrix(info: TextureInfo) -> NDArray[np.float64]:
    """Return KHR_texture_transform as a (3, 3) matrix on (u, v, 1)."""
    cosine, sine = math.cos(info.rotation), math.sin(info.rotation)
    turn = np.array([[cosine, sine], [-sine, cosine]])
    matrix = np.eye(3)
    matrix[:2, :2] = turn @ np.diag(info.scale)
    matrix[:2, 2] = info.offset
    return matrix


def _rgba(info: TextureInfo) -> NDArray[np.uint8] | None:
    if info.texture.source is None:
        return None
    pixels = info.texture.source.pixels
    channels = pixels.shape[2]
    rgba = np.full((*pixels.shape[:2], 4), 255, np.uint8)
    rgba[..., :3] = pixels[..., :3] if channels >= 3 else pixels[..., :1]
    if channels in {2, 4}:
        rgba[..., 3] = pixels[..., -1]
    return rgba


def _mapping(info: TextureInfo) -> tuple[Any, ...]:
    sampler = info.texture.sampler
    wraps = ("REPEAT", "REPEAT") if sampler is None else (sampler.wrap_s, sampler.wrap_t)
    return (info.texcoord, info.offset, info.rotation, info.scale, wraps)


def _one_wrap(
    pixels: NDArray[Any], matrix: NDArray[np.float64], wrap_s: str, wrap_t: str
) -> tuple[NDArray[Any], NDArray[np.float64], str]:
    """Mitsuba repeats both axes alike: unfold the image so that repeating it gives both modes.

    A mirrored axis gets its mirror image beside it. A clamped one gets its edge on both sides, as wide as the image:
    right for coordinates from -1 to 2.
    """
    unfold = np.eye(3)
    for axis, wrap in enumerate((wrap_s, wrap_t)):
        along = 1 - axis
        if wrap == "MIRRORED_REPEAT":
            pixels = np.concatenate([pixels, np.flip(pixels, along)], axis=along)
            unfold[axis, axis] = 1.0 / 2.0
        elif wrap == "CLAMP_TO_EDGE":
            count = pixels.shape[along]
            pixels = np.pad(pixels, [(count, count) if number == along else (0, 0) for number in range(3)], mode="edge")
            unfold[axis, [axis, 2]] = 1.0 / 3.0
    return pixels, unfold @ matrix, "REPEAT"
