"""What the pass needs to know of a material: which faces are culled, where an alpha mask cuts, its base colour."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.scene import Material, Scene, TextureInfo

__all__ = ["Mask", "Surface", "Textures", "material_ids", "material_names", "rgba_pixels", "surface_of"]

_MINIFY = "LINEAR_MIPMAP_LINEAR"
_SRGB8_ALPHA8 = 0x8C43
_DEFAULT_NAME = "default material"


class Mask(NamedTuple):
    """An alpha test: a fragment stays where ``alpha >= cutoff``; alpha is factor x vertex colour x texture."""

    cutoff: float
    factor: float


class Surface(NamedTuple):
    """Rules of glTF that decide which fragments of a primitive are there, and the base colour that they have.

    Attributes:
        double_sided: back faces are there.
        mask: the alpha test, if there is one.
        color: linear base colour factor.
        texture: of the base colour, where it has an image.
    """

    double_sided: bool = False
    mask: Mask | None = None
    color: tuple[float, float, float] = (1.0, 1.0, 1.0)
    texture: TextureInfo | None = None

    def uniforms(self) -> dict[str, Any]:
        """Values of the shader's uniforms for the alpha test, the base colour and the texture transform."""
        info = self.texture
        values: dict[str, Any] = {"base_color": self.color, "mirrored": (0.0, 0.0)}
        if self.mask is not None:
            values |= {"alpha_cutoff": self.mask.cutoff, "alpha_factor": self.mask.factor}
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


def surface_of(material: Material | None) -> Surface:
    """Read a material; None is glTF's default material."""
    if material is None:
        return Surface()
    mask = Mask(material.alpha_cutoff, material.base_color[3]) if material.alpha_mode == "MASK" else None
    info = material.base_color_texture
    drawn = info if info is not None and info.texture.source is not None else None
    red, green, blue, _ = material.base_color
    return Surface(material.double_sided, mask, (red, green, blue), drawn)


def material_ids(scene: Scene) -> dict[int, int]:
    """Material id by the ``id()`` of the material: 1 + its place in ``scene.materials``; ``id(None)`` has the last."""
    numbers = {id(material): number for number, material in enumerate(scene.materials, 1)}
    return numbers | {id(None): len(numbers) + 1}


def material_names(scene: Scene) -> dict[int, str]:
    """Material id -> name; the last is that of glTF's default material, if a primitive that is drawn has it."""
    names = {number: material.name for number, material in enumerate(scene.materials, 1)}
    drawn = (primitive for node in scene.mesh_nodes if node.mesh is not None for primitive in node.mesh.primitives)
    if any(primitive.material is None for primitive in drawn):
        names[len(names) + 1] = _DEFAULT_NAME
    return names


class Textures:
    """Base colour textures on the device, linear when read: each once, with its alpha."""

    def __init__(self, gl: Any) -> None:
        """Start with the texture that is white and opaque everywhere."""
        self._gl = gl
        self._white = gl.texture((1, 1), 4, b"\xff" * 4)
        self._made: dict[int, tuple[Any, Any]] = {}

    def get(self, info: TextureInfo | None) -> Any:
        """The moderngl texture; white when there is none."""
        if info is None:
            return self._white
        texture = info.texture
        if id(texture) not in self._made:
            # The texture is kept beside its upload: ids are unique among living objects only.
            self._made[id(texture)] = (texture, self._upload(info))
        return self._made[id(texture)][1]

    def _upload(self, info: TextureInfo) -> Any:
        pixels = rgba_pixels(info.texture.source.pixels)
        height, width = pixels.shape[:2]
        uploaded = self._gl.texture((width, height), 4, pixels.tobytes(), internal_format=_SRGB8_ALPHA8)
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
        for _, thing in self._made.values():
            thing.release()
        self._white.release()
        self._made.clear()


def rgba_pixels(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """An image of 1 to 4 channels as (h, w, 4)."""
    channels = pixels.shape[2]
    rgba = np.full((*pixels.shape[:2], 4), 255, np.uint8)
    rgba[..., :3] = pixels[..., :3] if channels >= 3 else pixels[..., :1]
    if channels in (2, 4):
        rgba[..., 3] = pixels[..., -1]
    return rgba
