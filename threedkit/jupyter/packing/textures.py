"""Textures of a document for the browser: an image each, and no slot without one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from threedkit.errors import AssetError, MissingPackageError
from threedkit.io.gltf import schema
from threedkit.io.gltf.schema import ABSENT
from threedkit.io.gltf.write.textures import write_samplers
from threedkit.jupyter.packing.images import picture_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from threedkit.io.gltf.write.context import Context
    from threedkit.jupyter.packing.blobs import Blob
    from threedkit.jupyter.packing.limits import Limits
    from threedkit.scene import Texture

__all__ = ["TexturePacker", "drop_textures"]

_OWN: Final = ("normal_texture", "occlusion_texture", "emissive_texture")
_ROUGH: Final = ("base_color_texture", "metallic_roughness_texture")


class TexturePacker:
    """Adds samplers, textures and images to a document.

    Attributes:
        used: identities of the textures that drawn materials use.
        present: of those, the ones whose image could be read.
    """

    def __init__(self, context: Context, materials: set[int], limits: Limits, notes: list[str]) -> None:
        """Say which materials, by identity, are drawn: only their images are sent."""
        self._context, self._limits, self._notes = context, limits, notes
        self.used = {
            id(info.texture)
            for material in context.parts.materials
            if id(material) in materials
            for info in material.slots().values()
        }
        self.present: set[int] = set()

    def add(self, gltf: schema.Gltf) -> list[Blob]:
        """Fill the lists of a document that has its materials; the blobs that the images are."""
        blobs: dict[str, Blob] = {}
        gltf.samplers = write_samplers(self._context)
        for texture in self._context.parts.textures:
            source = self._image(gltf, texture, blobs) if id(texture) in self.used else ABSENT
            if source != ABSENT:
                self.present.add(id(texture))
            sampler = self._context.samplers.of(texture.sampler)
            gltf.textures.append(schema.Texture(name=texture.name, source=source, sampler=sampler))
        for material in gltf.materials:
            drop_textures(material, lambda index: gltf.textures[index].source == ABSENT)
        return list(blobs.values())

    def _image(self, gltf: schema.Gltf, texture: Texture, blobs: dict[str, Blob]) -> int:
        try:
            picture = picture_of(texture, self._limits.texture)
        except (AssetError, MissingPackageError) as error:
            self._notes.append(f"texture {texture.name!r} is left out: {error}")
            return ABSENT
        if picture.blob.hash not in blobs:
            blobs[picture.blob.hash] = picture.blob
            gltf.images.append(schema.Image(uri=picture.blob.uri, mime_type=picture.mime_type))
        return list(blobs).index(picture.blob.hash)


def drop_textures(material: schema.Material, is_missing: Callable[[int], bool]) -> None:
    """Empty the slots whose texture, by index, is missing: readers stop at a texture without an image."""
    for holder, names in ((material, _OWN), (material.pbr_metallic_roughness, _ROUGH)):
        for name in names:
            info = getattr(holder, name, None)
            if info is not None and is_missing(info.index):
                setattr(holder, name, None)
    for layer in (material.extensions or {}).values():
        infos: dict[str, Any] = layer if isinstance(layer, dict) else {}
        for name in [name for name in infos if name.endswith("Texture") and is_missing(infos[name]["index"])]:
            del infos[name]
