"""Images, samplers and textures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from threedkit.io.gltf import uris
from threedkit.io.gltf.extensions import SOURCE_STRUCTS, SOURCE_TYPES, parse
from threedkit.io.gltf.problems import pointer
from threedkit.io.gltf.read.common import at, named
from threedkit.io.gltf.schema import ABSENT
from threedkit.scene import Image, Sampler, Texture
from threedkit.scene.element import held
from threedkit.scene.image_formats import sniff

if TYPE_CHECKING:
    from collections.abc import Sequence

    from threedkit.io.gltf import schema
    from threedkit.io.gltf.document import Document

__all__ = ["FILTERS", "UNKNOWN_TYPE", "WRAP_MODES", "read_images", "read_samplers", "read_textures"]

UNKNOWN_TYPE: Final = "application/octet-stream"
"""Stands where an image needs a media type and nothing tells it."""

FILTERS: Final = {
    9728: "NEAREST",
    9729: "LINEAR",
    9984: "NEAREST_MIPMAP_NEAREST",
    9985: "LINEAR_MIPMAP_NEAREST",
    9986: "NEAREST_MIPMAP_LINEAR",
    9987: "LINEAR_MIPMAP_LINEAR",
}
"""Filter names by their OpenGL numbers."""

WRAP_MODES: Final = {33071: "CLAMP_TO_EDGE", 33648: "MIRRORED_REPEAT", 10497: "REPEAT"}
"""Wrap modes by their OpenGL numbers."""


def read_images(document: Document) -> list[Image]:
    """All images: bytes found, nothing decoded."""
    return [_image(document, i, image) for i, image in enumerate(document.gltf.images)]


def _image(document: Document, index: int, image: schema.Image) -> Image:
    where = pointer("images", index)
    mime_type, uri, data = image.mime_type, "", None
    if image.buffer_view != ABSENT:
        data = document.buffers.view(image.buffer_view)
    elif image.uri:
        data = document.resources.read(image.uri, f"{where}/uri")
        mime_type = mime_type or document.resources.media_types.get(f"{where}/uri", "")
        uri = "" if uris.is_data(image.uri) else uris.to_path(image.uri)
    if mime_type in {"", UNKNOWN_TYPE}:
        mime_type = "" if data is None else sniff(data)
    return Image._trusted(**named(document, image, where), data=data, mime_type=mime_type, uri=uri)


def read_samplers(document: Document) -> list[Sampler]:
    """All samplers."""
    return [
        Sampler._trusted(
            **named(document, sampler, pointer("samplers", i)),
            mag_filter=None if sampler.mag_filter is None else FILTERS[sampler.mag_filter],
            min_filter=None if sampler.min_filter is None else FILTERS[sampler.min_filter],
            wrap_s=WRAP_MODES[sampler.wrap_s],
            wrap_t=WRAP_MODES[sampler.wrap_t],
        )
        for i, sampler in enumerate(document.gltf.samplers)
    ]


def read_textures(document: Document, images: Sequence[Image], samplers: Sequence[Sampler]) -> list[Texture]:
    """All textures: the best of their images is the source, the others are its fallbacks."""
    textures = []
    for index, texture in enumerate(document.gltf.textures):
        where = pointer("textures", index)
        values = {**named(document, texture, where), "source": at(images, texture.source)}
        if texture.extensions:
            values.update(_sources(document, texture, images, where))
        textures.append(Texture._trusted(**values, sampler=at(samplers, texture.sampler)))
    return textures


def _sources(document: Document, texture: schema.Texture, images: Sequence[Image], where: str) -> dict[str, Any]:
    found: dict[int, Image] = {}
    for name, mime_type in SOURCE_TYPES.items():
        data = parse(document, texture.extensions, name, SOURCE_STRUCTS[name], where)
        if data is None or not 0 <= data.source < len(images):
            continue
        image = found[data.source] = images[data.source]
        if not image.media_type:
            held(image)["mime_type"] = mime_type
    if texture.source != ABSENT:
        found.setdefault(texture.source, images[texture.source])
    ordered = tuple(found.values())
    return {"source": ordered[0] if ordered else None, "fallbacks": ordered[1:]}
