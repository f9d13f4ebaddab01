"""KHR_materials_pbrSpecularGlossiness turned into metallic-roughness.

The formula is the one that Khronos published with the extension (KhronosGroup/glTF, extensions/2.0/Archived/
KHR_materials_pbrSpecularGlossiness/examples/convert-between-workflows/js/three.pbrUtilities.js,
`ConvertToMetallicRoughness`). Factors are converted at once, textures when their pixels are first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from threedkit.io.gltf.extensions import SPECULAR_GLOSSINESS, SpecularGlossiness, parse
from threedkit.io.gltf.read.common import unnamed
from threedkit.io.gltf.read.glossiness_images import BaseColor, Glossy, MetallicRoughness
from threedkit.io.gltf.read.metallic import metallic_roughness
from threedkit.io.gltf.read.texture_infos import read_info
from threedkit.scene import MadeImage, Texture, TextureInfo

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from threedkit.io.gltf.document import Document

__all__ = ["GlossinessReader"]

_PNG: Final = "image/png"
_PLACE: Final = "pbrMetallicRoughness"
"""The object that takes the place of the extension's, and its extras."""


class GlossinessReader:
    """Converts the materials of one document; those that use the same textures alike share the converted ones."""

    def __init__(self, document: Document, textures: Sequence[Texture]) -> None:
        """Take the document's textures."""
        self._document, self._textures = document, textures
        self._made: dict[tuple[Any, ...], tuple[Texture, Texture]] = {}

    def read(self, extensions: Mapping[str, Any], where: str) -> dict[str, Any]:
        """Fields of Material in the place of the extension; {} if it is not there.

        Args:
            extensions: the material's, as plain JSON.
            where: JSON pointer of the material.
        """
        data = parse(self._document, extensions, SPECULAR_GLOSSINESS, SpecularGlossiness, where)
        if data is None:
            return {}
        where = f"{where}/extensions/{SPECULAR_GLOSSINESS}"
        diffuse = self._info(data.diffuse_texture, f"{where}/diffuseTexture")
        glossy = self._info(data.specular_glossiness_texture, f"{where}/specularGlossinessTexture")
        values = self._textured(data, diffuse, glossy) if diffuse or glossy else _factors(data)
        return values | ({"nested": {_PLACE: left}} if (left := unnamed(self._document, data, where)) else {})

    def _info(self, source: Any, where: str) -> TextureInfo | None:
        info = None if source is None else read_info(self._document, source, self._textures, where)
        return info if info is not None and info.texture.source is not None else None

    def _textured(
        self, data: SpecularGlossiness, diffuse: TextureInfo | None, glossy: TextureInfo | None
    ) -> dict[str, Any]:
        source = Glossy(diffuse, glossy, data.diffuse_factor[:3], data.specular_factor, data.glossiness_factor)
        key = (_use(diffuse), _use(glossy), *source[2:])
        if key not in self._made:
            self._made[key] = self._convert(source)
        color, rough = self._made[key]
        return {
            "base_color": (1.0, 1.0, 1.0, data.diffuse_factor[3]),
            "metallic": 1.0,
            "roughness": 1.0,
            "base_color_texture": _like(diffuse or glossy, color),
            "metallic_roughness_texture": _like(glossy or diffuse, rough),
        }

    def _convert(self, source: Glossy) -> tuple[Texture, Texture]:
        color = _texture(source.diffuse or source.glossy, BaseColor(source), "base color")
        return color, _texture(source.glossy or source.diffuse, MetallicRoughness(source), "metallic roughness")


def _texture(info: Any, make: Any, what: str) -> Texture:
    name = info.texture.source.name or info.texture.name
    image = MadeImage.of(make, _PNG, f"{name} ({what})" if name else what)
    return Texture._trusted(source=image, sampler=info.texture.sampler)


def _factors(data: SpecularGlossiness) -> dict[str, Any]:
    base, metallic = metallic_roughness(np.array(data.diffuse_factor[:3]), np.array(data.specular_factor))
    return {
        "base_color": (*base.tolist(), data.diffuse_factor[3]),
        "metallic": float(metallic),
        "roughness": 1.0 - data.glossiness_factor,
        "base_color_texture": None,
        "metallic_roughness_texture": None,
    }


def _use(info: TextureInfo | None) -> tuple[Any, ...]:
    """What the converted pixels depend on."""
    if info is None:
        return ()
    return id(info.texture), info.texcoord, info.offset, info.rotation, info.scale


def _like(info: Any, texture: Texture) -> TextureInfo:
    """The same use of another texture."""
    fields = ("texcoord", "fallback_texcoord", "offset", "rotation", "scale", "extras", "extensions", "nested")
    return TextureInfo._trusted(texture=texture, **{name: getattr(info, name) for name in fields})
