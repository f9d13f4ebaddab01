"""Images, samplers and textures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from threedkit.io.gltf import uris
from threedkit.io.gltf.extensions import WEBP, WebpTexture, parse
from threedkit.io.gltf.problems import pointer
from threedkit.io.gltf.read.common import at, named
from threedkit.io.gltf.schema import ABSENT
from threedkit.scene import Image, Sampler, Texture
from threedkit.scene.image import sniff

if TYPE_CHECKING:
    from collections.abc import Sequence

    from threedkit.io.gltf import schema
    from threedkit.io.gltf.document import Document

__all__ = ["FILTERS", "WRAP_MODES", "read_images", "read_samplers", "read_textures"]

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
    if not mime_type and data is not None:
        mime_type = sniff(data)
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
    """All textures. A texture that has only a WebP image gets that as its source."""
    textures = []
    for index, texture in enumerate(document.gltf.textures):
        where, source = pointer("textures", index), texture.source
        if source == ABSENT and texture.extensions:
            webp = parse(document, texture.extensions, WEBP, WebpTexture, where)
            source = ABSENT if webp is None or webp.source >= len(images) else webp.source
        textures.append(
            Texture._trusted(
                **named(document, texture, where), source=at(images, source), sampler=at(samplers, texture.sampler)
            )
        )
    return textures
