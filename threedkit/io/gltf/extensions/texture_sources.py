"""The extensions that give a texture an image in another format, and which format goes with which."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from threedkit.io.gltf.extensions.basisu import BASISU, BasisuTexture
from threedkit.io.gltf.extensions.webp import WEBP, WebpTexture

if TYPE_CHECKING:
    from threedkit.scene import Image

__all__ = ["CORE_TYPES", "SOURCE_STRUCTS", "SOURCE_TYPES", "source_extension"]

SOURCE_TYPES: Final = {BASISU: "image/ktx2", WEBP: "image/webp"}
"""The media type that each extension is for, the best first: a GPU keeps Basis Universal compressed."""

SOURCE_STRUCTS: Final[dict[str, type[BasisuTexture | WebpTexture]]] = {BASISU: BasisuTexture, WEBP: WebpTexture}

CORE_TYPES: Final = frozenset({"image/jpeg", "image/png"})
"""What a texture's own `source` may be (glTF 2.0, 3.8.2)."""

_EXTENSIONS: Final = {mime_type: name for name, mime_type in SOURCE_TYPES.items()}
_SUFFIXES: Final = {".ktx2": BASISU, ".webp": WEBP}


def source_extension(image: Image) -> str:
    """The extension that an image of a texture needs; "" for those of glTF itself.

    The media type tells, or the bytes, or, where neither is known, the suffix of the URI.
    """
    mime_type = image.media_type
    if mime_type:
        return _EXTENSIONS.get(mime_type, "")
    return _SUFFIXES.get(PurePosixPath(image.uri).suffix.lower(), "")
