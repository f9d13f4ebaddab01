"""Which format a file has, by its name and its first bytes: both must agree."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from threedkit.errors import AssetError, Problem, printable

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["FORMATS", "HEAD_BYTES", "AssetType", "FileFormat", "detect", "format_named"]

AssetType = Literal["model", "texture", "environment", "material", "animation", "other"]
"""What an asset is: see the records of `threedkit.store`."""

HEAD_BYTES: Final = 512
"""So many first bytes of a file are enough for `detect`."""

_ZIP: Final = b"PK\x03\x04"
_BOM: Final = b"\xef\xbb\xbf"


class FileFormat(msgspec.Struct, frozen=True):
    """A format that assets may have.

    Attributes:
        name: the suffix of its files, without the dot.
        media_type: for HTTP.
        asset_type: what such a file is.
        also: other suffixes of it.
    """

    name: str
    media_type: str
    asset_type: AssetType
    also: tuple[str, ...] = ()


FORMATS: Final = (
    FileFormat("glb", "model/gltf-binary", "model"),
    FileFormat("gltf", "model/gltf+json", "model"),
    FileFormat("obj", "model/obj", "model"),
    FileFormat("stl", "model/stl", "model"),
    FileFormat("ply", "model/ply", "model"),
    FileFormat("off", "model/off", "model"),
    FileFormat("xyz", "text/x-xyz", "model"),
    FileFormat("3mf", "model/3mf", "model"),
    FileFormat("dae", "model/vnd.collada+xml", "model"),
    FileFormat("png", "image/png", "texture"),
    FileFormat("jpg", "image/jpeg", "texture", ("jpeg",)),
    FileFormat("webp", "image/webp", "texture"),
    FileFormat("ktx2", "image/ktx2", "texture"),
    FileFormat("hdr", "image/vnd.radiance", "environment", ("pic",)),
    FileFormat("exr", "image/x-exr", "environment"),
)
"""All of them. What is not here is not kept."""

_BY_SUFFIX: Final = {f".{suffix}": one for one in FORMATS for suffix in (one.name, *one.also)}


def _text(head: bytes) -> bool:
    return b"\0" not in head


def _stl(head: bytes) -> bool:
    """Text begins with ``solid``; a binary file has 80 bytes of anything and a count."""
    return head.lstrip()[:5].lower() == b"solid" or len(head) >= 84


def _begins(*marks: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(marks)


def _markup(mark: bytes) -> Callable[[bytes], bool]:
    return lambda head: _text(head) and head.removeprefix(_BOM).lstrip().startswith(mark)


_CHECKS: Final[dict[str, Callable[[bytes], bool]]] = {
    "glb": _begins(b"glTF"),
    "gltf": _markup(b"{"),
    "obj": _text,
    "stl": _stl,
    "ply": _begins(b"ply"),
    "off": lambda head: _text(head) and b"OFF" in head[:64].upper(),
    "xyz": _text,
    "3mf": _begins(_ZIP),
    "dae": _markup(b"<"),
    "png": _begins(b"\x89PNG\r\n\x1a\n"),
    "jpg": _begins(b"\xff\xd8\xff"),
    "webp": lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP",
    "ktx2": _begins(b"\xabKTX 20\xbb\r\n\x1a\n"),
    "hdr": _begins(b"#?"),
    "exr": _begins(b"\x76\x2f\x31\x01"),
}
_DISTINCT: Final = ("glb", "png", "jpg", "webp", "ktx2", "exr", "hdr")
"""Formats that their first bytes alone tell: a file of another name may not begin like one of these."""


def format_named(name: str) -> FileFormat:
    """Return a format by its name, or by another suffix of it.

    Raises:
        AssetError: there is no such format.

    Example:
        >>> format_named("jpeg").media_type
        'image/jpeg'
    """
    found = _BY_SUFFIX.get(f".{name.lower().removeprefix('.')}")
    if found is None:
        known = ", ".join(_BY_SUFFIX)
        raise _refused(
            name, "UNSUPPORTED_FORMAT", f"the format {printable(name[:40])!r} is not kept; one of {known} is"
        )
    return found


def detect(name: str, head: bytes) -> FileFormat:
    """Return the format of a file.

    Args:
        name: of the file; its suffix says the format. Without a suffix the first bytes do.
        head: its first `HEAD_BYTES` bytes, or all of a shorter file.

    Raises:
        AssetError: the format is not kept, or the first bytes are not those of a file of that name.

    Example:
        >>> detect("fox.glb", b"glTF" + bytes(8)).media_type
        'model/gltf-binary'
    """
    suffix = PurePosixPath(name).suffix.lower()
    begins = next((key for key in _DISTINCT if _CHECKS[key](head)), "")
    if not suffix and begins:
        return format_named(begins)
    if suffix not in _BY_SUFFIX:
        what = f"the format {printable(suffix)}" if suffix else "a name without suffix"
        raise _refused(name, "UNSUPPORTED_FORMAT", f"{what} is not kept; one of {', '.join(_BY_SUFFIX)} is")
    found = _BY_SUFFIX[suffix]
    if not _CHECKS[found.name](head) or (begins and begins != found.name):
        like = f"; it begins like a .{begins}" if begins else ""
        raise _refused(name, "WRONG_FORMAT", f"the name says {suffix}, but the first bytes are not those of one{like}")
    return found


def _refused(name: str, code: str, why: str) -> AssetError:
    return AssetError(printable(name[:120]) or "the file", [Problem("error", code, "", why)])
