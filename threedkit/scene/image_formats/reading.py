"""The head of any image file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from threedkit.scene.image_formats import jpeg, ktx2, png, webp
from threedkit.scene.image_formats.header import ImageFormatError, sniff

if TYPE_CHECKING:
    from collections.abc import Callable

    from threedkit.scene.image_formats.header import ImageHeader

__all__ = ["is_cut_short", "read_header"]

_READERS: Final[dict[str, Callable[[memoryview], ImageHeader]]] = {
    png.MIME_TYPE: png.read,
    jpeg.MIME_TYPE: jpeg.read,
    webp.MIME_TYPE: webp.read,
    ktx2.MIME_TYPE: ktx2.read,
}
_ENDS: Final[dict[str, Callable[[memoryview], bool]]] = {
    png.MIME_TYPE: png.is_cut_short,
    jpeg.MIME_TYPE: jpeg.is_cut_short,
    webp.MIME_TYPE: webp.is_cut_short,
}


def read_header(data: bytes | memoryview) -> ImageHeader:
    """What the head of a PNG, JPEG, WebP or KTX 2 file says; nothing is decoded.

    Takes at most 65,536 steps, whatever the file holds.

    Raises:
        ImageFormatError: of no known format, malformed, or cut within the head.
    """
    view = memoryview(data)
    mime_type = sniff(view)
    if not mime_type:
        raise ImageFormatError("IMAGE_UNRECOGNIZED_FORMAT", "neither PNG, JPEG, WebP nor KTX 2 by its first bytes")
    return _READERS[mime_type](view)


def is_cut_short(data: bytes | memoryview) -> bool:
    """Whether an image whose head is whole ends too early, as far as that is seen without decoding.

    Of a KTX 2 the head tells all, so that `read_header` has refused one that is cut.
    """
    view = memoryview(data)
    check = _ENDS.get(sniff(view))
    return check is not None and check(view)
