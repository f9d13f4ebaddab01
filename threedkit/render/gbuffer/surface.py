"""What the pass needs to know of a material: which faces are culled, and where an alpha mask cuts."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.scene import Material, TextureInfo

__all__ = ["AlphaTextures", "Mask", "Surface", "surface_of"]

_MINIFY = "LINEAR_MIPMAP_LINEAR"


class Mask(NamedTuple):
    """An alpha test: a fragment stays where ``alpha >= cutoff``; alpha is factor x vertex colour x texture."""

    cutoff: float
    factor: float
    texture: TextureInfo | None

    def uniforms(self) -> dict[str, Any]:
        """Values of the shader's uniforms for the test and the texture transform."""
        info = self.texture
        values = {"alpha_cutoff": self.cutoff, "alpha_factor": self.factor, "mirrored": (0.0, 0.0)}
        if info is None:
            return values | {"u_row": (1.0, 0.0, 0.0), "v_row": (0.0, 1.0, 0.0)}
        cos, sin = math.cos(info.rotation), math.sin(info.rotation)
        (sx, sy), (ox, oy) = info.scale, info.offset
        wraps = (info.texture.sampler.wrap_s, info.texture.sampler.wrap_t) if info.texture.sampler else ("", "")
        mirrored = tuple(float(wrap == "MIRRORED_REPEAT") for wrap in wraps)
        return values | {
            "u_row": (cos * sx, sin * sy, ox),
            "v_row": (-sin * sx, cos * sy, oy),
            "mirrored": mirrored,
        }


class Surface(NamedTuple):
    """Rules of glTF that decide which fragments of a primitive are there."""

    double_sided: bool = False
    mask: Mask | None = None


def surface_of(material: Material | None) -> Surface:
    """Read a material; None is glTF's default material."""
    if material is None:
        return Surface()
    if material.alpha_mode != "MASK":
        return Surface(material.double_sided)
    info = material.base_color_texture
    drawn = info if info is not None and info.texture.source is not None else None
    return Surface(material.double_sided, Mask(material.alpha_cutoff, material.base_color[3], drawn))


class AlphaTextures:
    """Alpha channels on the device, one for each texture in use."""

    def __init__(self, gl: Any) -> None:
        """Start with the texture that is opaque everywhere."""
        self._gl = gl
        self._opaque = gl.texture((1, 1), 1, b"\xff")
        self._made: dict[int, tuple[Any, Any]] = {}

    def get(self, info: TextureInfo | None) -> Any:
        """The moderngl texture of an alpha channel; opaque when there is none."""
        if info is None:
            return self._opaque
        texture = info.texture
        if id(texture) not in self._made:
            # The texture is kept beside its upload: ids are unique among living objects only.
            self._made[id(texture)] = (texture, self._upload(info))
        return self._made[id(texture)][1]

    def _upload(self, info: TextureInfo) -> Any:
        alpha = _alpha_channel(info.texture.source.pixels)
        if alpha is None:
            return self._opaque
        height, width = alpha.shape
        uploaded = self._gl.texture((width, height), 1, alpha.tobytes(), alignment=1)
        sampler = info.texture.sampler
        minify = (sampler.min_filter if sampler else None) or _MINIFY
        magnify = (sampler.mag_filter if sampler else None) or "LINEAR"
        if "MIPMAP" in minify:
            uploaded.build_mipmaps()
        uploaded.filter = getattr(self._gl, minify), getattr(self._gl, magnify)
        uploaded.repeat_x = sampler is None or sampler.wrap_s == "REPEAT"
        uploaded.repeat_y = sampler is None or sampler.wrap_t == "REPEAT"
        return uploaded

    def release(self) -> None:
        """Free the textures."""
        for thing in {id(made): made for _, made in self._made.values()}.values():
            if thing is not self._opaque:
                thing.release()
        self._opaque.release()
        self._made.clear()


def _alpha_channel(pixels: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
    """(h, w) alpha of an image, or None when it has none."""
    return np.ascontiguousarray(pixels[..., -1]) if pixels.shape[-1] in (2, 4) else None
