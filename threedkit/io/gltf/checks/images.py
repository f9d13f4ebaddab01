"""The heads of images: what format they are in, whether they may be there, and whether they are whole.

Codes and severities are those of the Khronos validator (resources_loader.dart, image_decoder.dart, texture.dart), which
looks at the heads of PNG, JPEG and WebP alone. What threedkit finds beyond that (KTX 2, images that are cut short after
their head, or too large to be decoded) is told in a report and never keeps a document from being loaded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from threedkit.io.gltf import uris
from threedkit.io.gltf.extensions import BASISU, CORE_TYPES, SOURCE_TYPES
from threedkit.io.gltf.problems import pointer
from threedkit.io.gltf.schema import ABSENT
from threedkit.scene.image_formats import (
    ImageFormatError,
    is_cut_short,
    is_plain_basis,
    most_pixels,
    read_header,
    sniff,
)

if TYPE_CHECKING:
    from threedkit.errors import Severity
    from threedkit.io.gltf import schema
    from threedkit.io.gltf.document import Document
    from threedkit.scene.image_formats import ImageHeader

__all__ = ["check_images"]

_KTX2: Final = SOURCE_TYPES[BASISU]


def check_images(document: Document) -> None:
    """Check the head of every image, and that textures have images of formats that they may have."""
    enabled = CORE_TYPES.union(kind for name, kind in SOURCE_TYPES.items() if name in document.gltf.extensions_used)
    found = [_check_image(document, i, image, enabled) for i, image in enumerate(document.gltf.images)]
    types = [image.mime_type or mime_type for image, mime_type in zip(document.gltf.images, found, strict=True)]
    for index, texture in enumerate(document.gltf.textures):
        where = pointer("textures", index)
        _check_source(document, types, texture.source, CORE_TYPES, f"{where}/source")
        for name, kind in SOURCE_TYPES.items():
            data = (texture.extensions or {}).get(name)
            source = data.get("source") if isinstance(data, dict) else None
            if isinstance(source, int):
                _check_source(document, types, source, frozenset({kind}), f"{where}/extensions/{name}/source")


def _check_source(document: Document, types: list[str], source: int, allowed: frozenset[str], where: str) -> None:
    mime_type = types[source] if 0 <= source < len(types) else ""
    if mime_type and mime_type not in allowed:
        text = f"image {source} is {mime_type[:60]}: the source must be {' or '.join(sorted(allowed))}"
        document.problems.error("TEXTURE_INVALID_IMAGE_MIME_TYPE", where, text)


def _check_image(document: Document, index: int, image: schema.Image, enabled: frozenset[str]) -> str:
    """The media type of the bytes, where they are of an enabled one; else ""."""
    where, problems = pointer("images", index), document.problems
    data = None if image.extensions else _bytes(document, image, where)
    if data is None:
        return ""
    mime_type = sniff(data)
    if not mime_type or (mime_type == _KTX2 and _KTX2 not in enabled):
        why = f"a KTX 2 needs {BASISU}" if mime_type else "the bytes are no PNG, JPEG, WebP or KTX 2"
        problems.warning("IMAGE_UNRECOGNIZED_FORMAT", where, why)
        return ""
    try:
        header = read_header(data)
        if mime_type == "image/jpeg" and header.channels not in {1, 3}:
            raise ImageFormatError.invalid(f"a JPEG of {header.channels} channels; 1 and 3 are allowed")
    except ImageFormatError as error:
        if mime_type != _KTX2 or document.thorough:
            problems.error(error.code, where, str(error))
        return ""
    if mime_type not in enabled:
        problems.error("IMAGE_NON_ENABLED_MIME_TYPE", where, f"{mime_type} needs an extension")
    if image.mime_type not in {"", mime_type}:
        member = "bufferView" if image.buffer_view != ABSENT else "uri"
        text = f"declared as {image.mime_type[:60]}, but the bytes are {mime_type}"
        problems.error("IMAGE_MIME_TYPE_INVALID", f"{where}/{member}", text)
    if document.thorough:
        _report(document, header, data, where)
    return mime_type


def _bytes(document: Document, image: schema.Image, where: str) -> memoryview | None:
    if image.buffer_view != ABSENT:
        return document.buffers.view(image.buffer_view)
    if not image.uri:
        return None
    if document.thorough and uris.is_foreign(image.uri):
        try:
            uris.check(image.uri)
        except uris.UriError as error:
            document.problems.error(error.code, f"{where}/uri", str(error))
        return None
    data = document.resources.read(image.uri, f"{where}/uri")
    if data is None or not uris.is_data(image.uri):
        return data
    declared, found = document.resources.media_types[f"{where}/uri"].lower() or "text/plain", sniff(data)
    if declared == found:
        return data
    severity: Severity = "error" if document.problems.strict else "warning"
    text = f"the data URI says {declared[:60]}, but its bytes are {found or 'no image that is known'}"
    document.problems.add(severity, "INVALID_URI", f"{where}/uri", text)
    return None


def _report(document: Document, header: ImageHeader, data: memoryview, where: str) -> None:
    """What does no harm in loading."""
    problems, width, height = document.problems, header.width, header.height
    if width & (width - 1) or height & (height - 1):
        problems.info("IMAGE_NPOT_DIMENSIONS", where, f"{width} x {height} pixels: a side is no power of two")
    if header.unsupported:
        problems.warning("IMAGE_FEATURES_UNSUPPORTED", where, f"glTF ignores {' and '.join(header.unsupported)}")
    if header.mime_type == _KTX2:
        _report_ktx2(document, header, data, where)
    if not 0 < width * height <= most_pixels(len(data)):
        text = f"{len(data)} bytes that say {width} x {height} pixels are not decoded"
        problems.warning("IMAGE_DATA_INVALID", where, text)
    elif is_cut_short(data):
        problems.warning("IMAGE_UNEXPECTED_EOS", where, "the file ends before the image does")


def _report_ktx2(document: Document, header: ImageHeader, data: memoryview, where: str) -> None:
    """What KHR_texture_basisu asks for; the Khronos validator does not know that extension."""
    if not is_plain_basis(data):
        text = f"{BASISU} asks for ETC1S or UASTC, rows downwards, no swizzle; this is {header.codec}"
        document.problems.warning("IMAGE_FEATURES_UNSUPPORTED", where, text)
    if header.width % 4 or header.height % 4:
        text = f"{header.width} x {header.height} pixels: {BASISU} asks for multiples of 4"
        document.problems.warning("IMAGE_FEATURES_UNSUPPORTED", where, text)
