"""Images and textures: what they refer to. Nothing is decoded here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from threedkit.io.gltf import uris
from threedkit.io.gltf.checks.uses import IMAGE
from threedkit.io.gltf.extensions.texture_sources import CORE_TYPES, SOURCE_TYPES
from threedkit.io.gltf.schema import ABSENT

if TYPE_CHECKING:
    from threedkit.io.gltf import schema
    from threedkit.io.gltf.checks.uses import Uses
    from threedkit.io.gltf.document import Document

__all__ = ["check_image_links", "check_textures"]

_TYPES: Final = frozenset(CORE_TYPES)


def check_image_links(document: Document, uses: Uses) -> None:
    """Check that images have bytes to refer to."""
    used = document.gltf.extensions_used
    enabled = _TYPES | {kind for name, kind in SOURCE_TYPES.items() if name in used}
    for index, image in enumerate(document.gltf.images):
        where = f"/images/{index}"
        if document.problems.is_placeholder("images", index):
            continue
        if document.thorough and image.mime_type and image.mime_type not in enabled:
            text = f"must be one of {', '.join(sorted(enabled))}, not {image.mime_type[:40]!r}"
            document.problems.warning("VALUE_NOT_IN_LIST", f"{where}/mimeType", text)
        if bool(image.uri) == (image.buffer_view != ABSENT):
            text = "an image has either a uri or a bufferView"
            document.problems.error("ONE_OF_MISMATCH", where, text)
        if image.buffer_view != ABSENT:
            _check_view(document, uses, image, where)
        if image.uri and document.thorough:
            _check_uri(document, image.uri, f"{where}/uri")


def _check_view(document: Document, uses: Uses, image: schema.Image, where: str) -> None:
    views, problems = document.gltf.buffer_views, document.problems
    if not image.mime_type:
        text = "an image in a buffer view needs a mimeType"
        problems.error("UNSATISFIED_DEPENDENCY", f"{where}/bufferView", text)
    where = f"{where}/bufferView"
    if image.buffer_view >= len(views) or problems.is_placeholder("bufferViews", image.buffer_view):
        text = f"there are {len(views)} buffer views, none with index {image.buffer_view}"
        problems.error("UNRESOLVED_REFERENCE", where, text)
        return
    uses.view(image.buffer_view, IMAGE, where)
    if views[image.buffer_view].byte_stride:
        text = "the buffer view of an image must not have a byteStride"
        problems.error("IMAGE_BUFFER_VIEW_WITH_BYTESTRIDE", where, text)


def _check_uri(document: Document, uri: str, where: str) -> None:
    if document.binary_container:
        document.problems.info("URI_GLB", where, "the bytes of a GLB are best in its BIN chunk")
        if uris.is_data(uri):
            document.problems.warning("DATA_URI_GLB", where, "a data URI in a GLB: the BIN chunk is the place")
    if uris.is_foreign(uri) and not uri.startswith(":"):
        document.problems.warning("NON_RELATIVE_URI", where, "only files beside the document are read")


def check_textures(document: Document, uses: Uses) -> None:
    """Check that textures lead to images and samplers; those in extensions are checked with these."""
    gltf = document.gltf
    for index, texture in enumerate(gltf.textures):
        where = f"/textures/{index}"
        uses.refer("images", texture.source, gltf.images, f"{where}/source")
        uses.refer("samplers", texture.sampler, gltf.samplers, f"{where}/sampler")
