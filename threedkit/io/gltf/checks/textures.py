"""Images and textures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threedkit.io.gltf.checks.references import leads
from threedkit.io.gltf.extensions import SOURCE_STRUCTS, parse
from threedkit.io.gltf.problems import pointer
from threedkit.io.gltf.schema import ABSENT

if TYPE_CHECKING:
    from threedkit.io.gltf.document import Document

__all__ = ["check_textures"]


def check_textures(document: Document) -> None:
    """Check that images have bytes and textures lead to images and samplers. Nothing is decoded."""
    gltf, problems = document.gltf, document.problems
    for index, image in enumerate(gltf.images):
        where = pointer("images", index)
        if bool(image.uri) == (image.buffer_view != ABSENT):
            problems.error("ONE_OF_MISMATCH", where, "an image has either a uri or a bufferView")
        if leads(problems, image.buffer_view, len(gltf.buffer_views), "buffer views", f"{where}/bufferView"):
            if not image.mime_type:
                text = "an image in a buffer view needs a mimeType"
                problems.add("error" if document.thorough else "warning", "UNSATISFIED_DEPENDENCY", where, text)
            if gltf.buffer_views[image.buffer_view].byte_stride:
                text = "the buffer view of an image must not have a byteStride"
                problems.error("IMAGE_BUFFER_VIEW_WITH_BYTESTRIDE", f"{where}/bufferView", text)
    for index, texture in enumerate(gltf.textures):
        where = pointer("textures", index)
        leads(problems, texture.source, len(gltf.images), "images", f"{where}/source")
        leads(problems, texture.sampler, len(gltf.samplers), "samplers", f"{where}/sampler")
        for name, struct in SOURCE_STRUCTS.items():
            data = parse(document, texture.extensions, name, struct, where)
            if data is not None:
                leads(problems, data.source, len(gltf.images), "images", f"{where}/extensions/{name}/source")
