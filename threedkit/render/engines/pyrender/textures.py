"""Images on the device: pyrender's textures, but linear when read, and with row 0 at v = 0 as glTF has it."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from threedkit.errors import AssetError
from threedkit.render.engines.pyrender.api import GL, Sampler, Texture
from threedkit.render.gbuffer.surface import rgba_pixels

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from threedkit.scene import TextureInfo

__all__ = ["Textures"]

_MINIFY = "LINEAR_MIPMAP_LINEAR"
_MAGNIFY = "LINEAR"


class _Texture(Texture):  # type: ignore[misc]
    """pyrender decodes sRGB after it has filtered, and turns images upside down."""

    def __init__(self, pixels: NDArray[np.uint8], sampler: Any, *, srgb: bool) -> None:
        super().__init__(source=pixels, source_channels="RGBA", sampler=sampler)
        self._format = GL.GL_SRGB8_ALPHA8 if srgb else GL.GL_RGBA8

    def _add_to_context(self) -> None:
        height, width = self.source.shape[:2]
        self._texid = GL.glGenTextures(1)
        GL.glBindTexture(self.tex_type, self._texid)
        GL.glTexImage2D(self.tex_type, 0, self._format, width, height, 0, GL.GL_RGBA, GL.GL_UNSIGNED_BYTE, self.source)
        GL.glGenerateMipmap(self.tex_type)
        for parameter, value in (
            (GL.GL_TEXTURE_MAG_FILTER, self.sampler.magFilter),
            (GL.GL_TEXTURE_MIN_FILTER, self.sampler.minFilter),
            (GL.GL_TEXTURE_WRAP_S, self.sampler.wrapS),
            (GL.GL_TEXTURE_WRAP_T, self.sampler.wrapT),
        ):
            GL.glTexParameteri(self.tex_type, parameter, value)
        GL.glBindTexture(self.tex_type, 0)
        self._source = None  # the scene has the pixels


class Textures:
    """The textures of one scene, each uploaded once for colours and once for numbers."""

    def __init__(self) -> None:
        """Start empty."""
        self._made: dict[tuple[int, bool], tuple[object, Any]] = {}

    def get(self, info: TextureInfo, *, srgb: bool) -> Any | None:
        """Return pyrender's texture; None where there is no image, or (with a warning) one that cannot be decoded."""
        texture = info.texture
        key = (id(texture), srgb)
        if key not in self._made:
            # The texture is kept beside its upload: ids are unique among living objects only.
            self._made[key] = (texture, _upload(info, srgb=srgb))
        return self._made[key][1]

    def release(self) -> None:
        """Free them, in the current context."""
        for _, made in self._made.values():
            if made is not None:
                made.delete()
        self._made.clear()


def _upload(info: TextureInfo, *, srgb: bool) -> Any | None:
    texture = info.texture
    image = texture.source
    if image is None:
        return None
    try:
        pixels = rgba_pixels(image.pixels)
    except AssetError as error:
        name = str(image.uri or image.name or "without a name")
        problem = error.problems[0].message if error.problems else str(error)
        warnings.warn(f"engine 'pyrender': the image {name!r} is not drawn: {problem}", stacklevel=6)
        return None
    sampler = texture.sampler
    made = _Texture(
        pixels,
        Sampler(
            magFilter=_constant((sampler.mag_filter if sampler else None) or _MAGNIFY),
            minFilter=_constant((sampler.min_filter if sampler else None) or _MINIFY),
            wrapS=_constant(sampler.wrap_s if sampler else "REPEAT"),
            wrapT=_constant(sampler.wrap_t if sampler else "REPEAT"),
        ),
        srgb=srgb,
    )
    made._add_to_context()  # noqa: SLF001 - what pyrender's renderer does
    return made


def _constant(name: str) -> int:
    return int(getattr(GL, f"GL_{name}"))
