"""The textures of specular-glossiness as textures of metallic-roughness, made when they are first asked for.

The work goes band by band: beside the decoded pictures and the result it takes some 20 MB, whatever their size.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from threedkit.errors import require
from threedkit.io.gltf.read.metallic import metallic_roughness
from threedkit.scene import Image, TextureInfo
from threedkit.transforms import colors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

__all__ = ["BaseColor", "Glossy", "MetallicRoughness"]

_BAND: Final = 1 << 17
"""Pixels that are converted at once."""

_LINEAR: Final = np.asarray(colors.srgb_to_linear(np.arange(256) / 255.0), np.float32)
"""Linear light of the sRGB bytes."""


class Glossy(NamedTuple):
    """What the converted pixels are made of; one of the textures at least is there.

    Attributes:
        diffuse: the diffuse texture: sRGB, linear alpha.
        glossy: the specular colour (sRGB) with glossiness (linear) in A.
        diffuse_factor: (3,) linear.
        specular_factor: (3,) linear.
        glossiness: factor.
    """

    diffuse: TextureInfo | None
    glossy: TextureInfo | None
    diffuse_factor: tuple[float, ...]
    specular_factor: tuple[float, ...]
    glossiness: float


class BaseColor(NamedTuple):
    """The base colour as a PNG, sRGB and with the diffuse texture's alpha."""

    source: Glossy

    def __call__(self) -> bytes:
        """Make the file."""
        planes = _planes(self.source, self.source.diffuse or self.source.glossy)
        alpha = self.source.diffuse is not None and planes.diffuse.has_alpha
        result = np.empty((*planes.size, 4 if alpha else 3), np.uint8)
        for rows, diffuse, specular in _bands(self.source, planes):
            base, _ = metallic_roughness(diffuse[..., :3], specular[..., :3])
            result[rows, :, :3] = _bytes(colors.linear_to_srgb(base))
            if alpha:
                result[rows, :, 3] = _bytes(diffuse[..., 3])
        return _png(result)


class MetallicRoughness(NamedTuple):
    """Roughness in G and metallic in B, as a PNG."""

    source: Glossy

    def __call__(self) -> bytes:
        """Make the file."""
        planes = _planes(self.source, self.source.glossy or self.source.diffuse)
        result = np.zeros((*planes.size, 3), np.uint8)
        for rows, diffuse, specular in _bands(self.source, planes):
            _, metallic = metallic_roughness(diffuse[..., :3], specular[..., :3])
            result[rows, :, 1] = _bytes(1.0 - specular[..., 3])
            result[rows, :, 2] = _bytes(metallic)
        return _png(result)


class _Plane(NamedTuple):
    """Pixels (h, w, channels), or one linear colour (4,) everywhere."""

    pixels: NDArray[np.uint8] | None
    color: NDArray[np.float32]

    @property
    def has_alpha(self) -> bool:
        return self.pixels is not None and self.pixels.shape[2] in {2, 4}

    def rows(self, rows: slice) -> NDArray[np.float32]:
        """Linear RGBA of some rows: (k, w, 4), or (1, 1, 4) where all are the same."""
        if self.pixels is None:
            return self.color.reshape(1, 1, 4)
        band = self.pixels[rows]
        count = band.shape[2] - (band.shape[2] in {2, 4})
        result = np.ones((*band.shape[:2], 4), np.float32)
        result[..., :3] = _LINEAR[band[..., :count]]
        if count < band.shape[2]:
            result[..., 3] = band[..., count] / np.float32(255.0)
        return result


class _Planes(NamedTuple):
    """Diffuse, specular-glossiness and the size (h, w) of what is made of them."""

    diffuse: _Plane
    glossy: _Plane
    size: tuple[int, int]


_WHITE: Final = _Plane(None, np.ones(4, np.float32))


def _planes(source: Glossy, main: TextureInfo | None) -> _Planes:
    """The pixels of both textures in the size of the main one, which the result lies on as that does.

    Where the other one lies otherwise on the surface, no pixel belongs to a pixel: its mean stands for it.
    """
    size: tuple[int, int] = _texels(main).shape[:2] if main is not None else (1, 1)
    planes = []
    for info in (source.diffuse, source.glossy):
        if info is None:
            planes.append(_WHITE)
        elif info is main:
            planes.append(_Plane(_texels(info), _WHITE.color))
        elif main is not None and _mapping(info) == _mapping(main):
            planes.append(_Plane(_resized(_texels(info), size), _WHITE.color))
        else:
            planes.append(_Plane(None, _mean(_texels(info))))
    return _Planes(planes[0], planes[1], size)


def _texels(info: TextureInfo) -> NDArray[np.uint8]:
    image: Image = info.texture.source
    return image.pixels


def _mapping(info: TextureInfo) -> tuple[Any, ...]:
    sampler = info.texture.sampler
    wraps = ("REPEAT", "REPEAT") if sampler is None else (sampler.wrap_s, sampler.wrap_t)
    return info.texcoord, info.offset, info.rotation, info.scale, wraps


def _resized(pixels: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    if pixels.shape[:2] == size:
        return pixels
    pil = require("PIL.Image", extra="render")
    small = pil.fromarray(pixels[:, :, 0] if pixels.shape[2] == 1 else pixels)
    result = np.asarray(small.resize((size[1], size[0]), pil.Resampling.BILINEAR))
    return result[:, :, np.newaxis] if result.ndim == 2 else result


def _mean(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Mean linear RGBA, from the histogram of each channel."""
    counts = [np.bincount(pixels[..., channel].reshape(-1), minlength=256) for channel in range(pixels.shape[2])]
    total = pixels.shape[0] * pixels.shape[1]
    alpha = counts.pop() @ np.arange(256) / 255.0 / total if pixels.shape[2] in {2, 4} else 1.0
    means = [float(count @ _LINEAR.astype(np.float64)) / total for count in counts]
    return np.array([*(means * 3)[:3], alpha], np.float32) if len(means) == 1 else np.array([*means, alpha], np.float32)


def _bands(source: Glossy, planes: _Planes) -> Iterator[tuple[slice, NDArray[np.float32], NDArray[np.float32]]]:
    """Rows, diffuse colour with alpha, specular colour with glossiness: textures times factors."""
    height, width = planes.size
    step = max(1, _BAND // width)
    diffuse_factor = np.array([*source.diffuse_factor, 1.0], np.float32)
    specular_factor = np.array([*source.specular_factor, source.glossiness], np.float32)
    for top in range(0, height, step):
        rows = slice(top, min(top + step, height))
        yield rows, planes.diffuse.rows(rows) * diffuse_factor, planes.glossy.rows(rows) * specular_factor


def _bytes(values: NDArray[np.floating]) -> NDArray[np.uint8]:
    return np.asarray(np.clip(values, 0.0, 1.0) * 255.0 + 0.5).astype(np.uint8)


def _png(pixels: NDArray[np.uint8]) -> bytes:
    data: bytes = Image.from_array(pixels).data
    return data
