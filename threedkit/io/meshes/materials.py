"""Materials of trimesh as Materials."""

from __future__ import annotations

import io
import math
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.errors import require
from threedkit.scene import Image, Material, Sampler, Texture, TextureInfo
from threedkit.scene.image_formats import sniff

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Materials"]

_KEPT = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}


class Materials:
    """Turns each trimesh material into one Material."""

    def __init__(self, trimesh: Any, resolver: Any, *, textured: bool = True) -> None:
        """Begin with none.

        Args:
            trimesh: the package.
            resolver: gives the bytes of textures that trimesh does not read itself.
            textured: False for shapes without texture coordinates: their materials have colours alone.
        """
        self._trimesh, self._resolver, self._textured = trimesh, resolver, textured
        self._made: dict[int, tuple[Any, Material]] = {}
        self._images: dict[int, tuple[Any, Texture]] = {}
        self._plain: Material | None = None
        self._painted: dict[tuple[tuple[float, ...], str], Material] = {}
        self._named: dict[str, Texture | None] = {}

    def plain(self) -> Material:
        """The material of meshes that have none: white and rough, no metal."""
        if self._plain is None:
            self._plain = Material(name="plain", metallic=0.0, roughness=0.8)
        return self._plain

    def painted(self, color: tuple[float, ...], name: str) -> Material:
        """A rough material of one linear RGBA colour, shared by all that have it."""
        key = (color, name)
        if key not in self._painted:
            mode = "BLEND" if color[3] < 1.0 else "OPAQUE"
            self._painted[key] = Material(name=name, base_color=color, metallic=0.0, roughness=0.8, alpha_mode=mode)
        return self._painted[key]

    def of(self, visual: Any) -> Material:
        """The material of a mesh's visual."""
        source = getattr(visual, "material", None)
        if source is None:
            return self.plain()
        if id(source) not in self._made:
            pbr = self._trimesh.visual.material.PBRMaterial
            made = self._from_pbr(source) if isinstance(source, pbr) else self._from_mtl(source)
            self._made[id(source)] = (source, made)
        return self._made[id(source)][1]

    def _from_mtl(self, source: Any) -> Material:
        """Phong terms of an .mtl: Kd, Ke, d, Ns, the physically based Pr and Pm and some maps; Ns is a roughness.

        alpha = sqrt(2 / (Ns + 2)) matches the lobe of Blinn-Phong (Walter et al. 2007, "Microfacet Models"), and
        roughness is the root of alpha.
        """
        terms: dict[str, Any] = getattr(source, "kwargs", None) or {}
        image = getattr(source, "image", None)
        if not terms:  # trimesh made it up, grey with a grey image of 2 x 2, unless the file names a texture
            if getattr(image, "format", None) is None:
                return self.plain()
            return Material(metallic=0.0, roughness=0.8, base_color_texture=self._texture(image))
        rgb = _numbers(terms.get("kd"), 3) or tuple(float(c) / 255.0 for c in np.asarray(source.diffuse)[:3])
        alpha = (_numbers(terms.get("d"), 1) or (1.0 - (_numbers(terms.get("tr"), 1) or (0.0,))[0],))[0]
        if "d" not in terms and (_numbers(terms.get("tr"), 1) or (0.0,))[0] >= 1.0:
            alpha = 1.0  # exporters that write Tr 1 for opaque
        gloss = _numbers(terms.get("ns"), 1)
        rough = _numbers(terms.get("pr"), 1)
        roughness = rough[0] if rough else (2.0 / (max(gloss[0], 0.0) + 2.0)) ** 0.25 if gloss else 1.0
        glow = self._map(terms, "map_ke")
        plain_glow = (0.0, 0.0, 0.0) if glow is None else (1.0, 1.0, 1.0)
        return Material(
            name=str(getattr(source, "name", "") or ""),
            base_color=(*_unit(rgb), _unit((alpha,))[0]),
            metallic=_unit(_numbers(terms.get("pm"), 1) or (0.0,))[0],
            roughness=_unit((roughness,))[0],
            emissive=_unit(_numbers(terms.get("ke"), 3) or plain_glow),
            base_color_texture=self._texture(image),
            normal_texture=self._map(terms, "norm", "map_kn"),
            emissive_texture=glow,
            occlusion_texture=self._map(terms, "map_ao"),
            alpha_mode="BLEND" if alpha < 1.0 else "OPAQUE",
        )

    def _from_pbr(self, source: Any) -> Material:
        color = source.baseColorFactor
        rgba = (1.0, 1.0, 1.0, 1.0) if color is None else tuple(float(c) / 255.0 for c in np.asarray(color))
        emissive = (0.0, 0.0, 0.0) if source.emissiveFactor is None else tuple(map(float, source.emissiveFactor))
        mode = source.alphaMode if source.alphaMode in {"OPAQUE", "MASK", "BLEND"} else "OPAQUE"
        return Material(
            name=str(source.name or ""),
            base_color=_unit((*rgba, 1.0)[:4]),
            metallic=_unit((0.0 if source.metallicFactor is None else float(source.metallicFactor),))[0],
            roughness=_unit((1.0 if source.roughnessFactor is None else float(source.roughnessFactor),))[0],
            emissive=_unit(emissive),
            base_color_texture=self._texture(source.baseColorTexture),
            normal_texture=self._texture(source.normalTexture),
            emissive_texture=self._texture(source.emissiveTexture),
            occlusion_texture=self._texture(source.occlusionTexture),
            metallic_roughness_texture=self._texture(source.metallicRoughnessTexture),
            alpha_mode=mode,
            double_sided=bool(source.doubleSided),
        )

    def _map(self, terms: dict[str, Any], *names: str) -> TextureInfo | None:
        """The texture that one of some statements of an .mtl names; options (`-bm 1`) stand before the file's name."""
        if not self._textured:
            return None
        words = next((list(terms[name]) for name in names if isinstance(terms.get(name), list)), [])
        while words and words[0].startswith("-"):
            words = words[1 + next((i for i, word in enumerate(words[1:]) if not _is_option_value(word)), len(words)) :]
        name = " ".join(words)
        if name and name not in self._named:
            self._named[name] = self._read(name)
        texture = self._named.get(name)
        return None if texture is None else TextureInfo(texture)

    def _read(self, name: str) -> Texture | None:
        try:
            data = self._resolver.get(name)
        except FileNotFoundError:
            warnings.warn(f"{self._resolver.file_name}: there is no texture {name[:100]!r} beside it", stacklevel=2)
            return None
        return Texture(Image(data=data, mime_type=sniff(data), name=name), sampler=Sampler())

    def _texture(self, image: Any) -> TextureInfo | None:
        if image is None or not self._textured:
            return None
        if id(image) not in self._images:
            self._images[id(image)] = (image, Texture(_image(image), sampler=Sampler()))
        return TextureInfo(self._images[id(image)][1])


def _image(image: Any) -> Image:
    """A PIL image as an Image: the file's own bytes while PIL still has them, else PNG."""
    stream = getattr(image, "fp", None)
    if image.format in _KEPT and isinstance(stream, io.BytesIO):
        return Image(data=stream.getvalue(), mime_type=_KEPT[image.format])
    require("PIL.Image", extra="render")
    png = io.BytesIO()
    image.convert("RGBA" if "A" in image.getbands() else "RGB").save(png, "PNG", compress_level=1)
    return Image(data=png.getvalue(), mime_type="image/png")


def _numbers(value: Any, count: int) -> tuple[float, ...] | None:
    """The first `count` numbers of an .mtl's value, text or floats; None if it has fewer."""
    items: list[Any] = list(value) if isinstance(value, (list, tuple, np.ndarray)) else [value]
    try:
        numbers = tuple(float(item) for item in items[:count])
    except (TypeError, ValueError):
        return None
    return numbers if len(numbers) == count and all(math.isfinite(number) for number in numbers) else None


def _is_option_value(word: str) -> bool:
    return word in {"on", "off"} or _numbers(word, 1) is not None


def _unit(numbers: Sequence[float]) -> tuple[float, ...]:
    return tuple(min(max(float(number), 0.0), 1.0) for number in numbers)
