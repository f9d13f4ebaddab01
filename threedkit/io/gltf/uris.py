"""URIs of buffers and images: data URIs, and files beside the document (glTF 2.0, 2.8 and 3.6.1.1)."""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote, unquote_to_bytes

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "DataUri",
    "UriError",
    "check",
    "decode_data",
    "encode_data",
    "from_path",
    "is_data",
    "is_foreign",
    "resolve",
    "to_path",
]

_SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+.\-]*:")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class UriError(ValueError):
    """A URI that is not followed; `code` is the validator's name for it."""

    def __init__(self, code: str, message: str) -> None:
        """Keep the code beside the message."""
        super().__init__(message)
        self.code = code


class DataUri(NamedTuple):
    """What a data URI holds."""

    mime_type: str
    data: bytes


def is_data(uri: str) -> bool:
    """Whether the bytes are in the URI itself."""
    return uri[:5].lower() == "data:"


def check(uri: str) -> None:
    """See that a reference which is no data URI can be read as a URI at all.

    Raises:
        UriError: it begins like one with a scheme, but that is none.
    """
    head = re.split(r"[/?#]", uri, maxsplit=1)[0]
    if ":" in head and not _SCHEME.match(head):
        raise UriError("INVALID_URI", f"{_short(uri)} begins with something that is no scheme: write the colon as %3A")


def is_foreign(uri: str) -> bool:
    """Whether it names something other than a file beside the document: a scheme, host, absolute path or query."""
    head = re.split(r"[/?#]", uri, maxsplit=1)[0]
    return not is_data(uri) and (":" in head or uri[:1] == "/" or "?" in uri or "#" in uri)


def decode_data(uri: str) -> DataUri:
    """Decode a data URI (RFC 2397).

    As in the Khronos validator, base64 may be of the URL-safe alphabet, percent-encoded and without padding.

    Raises:
        UriError: it has no comma, its media type or a parameter is malformed, or its base64 is wrong.
    """
    head, comma, body = uri[5:].partition(",")
    mime_type, *parameters = head.split(";")
    if not comma or mime_type.count("/") != (1 if mime_type else 0):
        raise UriError("INVALID_URI", "a data URI has a media type (one/other), a comma and data")
    encoded = bool(parameters) and parameters[-1] == "base64"
    if not all("=" in parameter for parameter in parameters[: len(parameters) - encoded]):
        raise UriError("INVALID_URI", "a parameter of a data URI is like name=value, the last may be base64")
    mime_type = unquote(mime_type) or "text/plain"
    if not encoded:
        return DataUri(mime_type, unquote_to_bytes(body))
    try:
        text = body.encode("ascii") if "%" not in body else unquote_to_bytes(body)
        if b"-" in text or b"_" in text:
            text = text.replace(b"-", b"+").replace(b"_", b"/")
        padding = b"" if text.endswith(b"=") else b"=" * (-len(text) % 4)
        return DataUri(mime_type, base64.b64decode(text + padding if padding else text, validate=True))
    except (binascii.Error, UnicodeEncodeError) as error:
        raise UriError("INVALID_URI", f"the data URI's base64 is broken: {error}") from error


def encode_data(data: bytes | memoryview, mime_type: str) -> str:
    """A base64 data URI."""
    return f"data:{mime_type};base64,{base64.b64encode(data).decode('ascii')}"


def from_path(path: str) -> str:
    """A relative POSIX path as a URI reference, percent-encoded where it must be.

    Example:
        >>> from_path("my textures/café.png")
        'my%20textures/caf%C3%A9.png'
    """
    return quote(path, safe="/!$&'()*+,;=@~-._")


def to_path(uri: str) -> str:
    """The relative POSIX path that a URI reference names: the other way round."""
    return unquote(uri)


def resolve(uri: str, folder: Path | None) -> Path:
    """The file that a relative URI names.

    Args:
        uri: percent-encoded, relative.
        folder: the document's folder; the file must be inside it, links followed. None: the document came as bytes.

    Raises:
        UriError: another scheme, an absolute path, a path that leaves the folder, or nothing to be relative to.
    """
    path = unquote(uri)
    check(uri)
    if _SCHEME.match(uri) or uri.startswith(("/", "\\")) or path.startswith(("/", "\\")):
        raise UriError(
            "NON_RELATIVE_URI", f"only files beside the document are read, not {_short(uri)}: use a relative path"
        )
    if _CONTROL.search(path):
        raise UriError("INVALID_URI", f"{_short(uri)} holds control characters")
    if folder is None:
        raise UriError(
            "IO_ERROR", f"{_short(uri)} is a file of its own, but the document came as bytes without a folder"
        )
    try:
        root = folder.resolve()
        for name in (path, uri):
            found = (root / name).resolve()
            if not found.is_relative_to(root):
                raise UriError("INVALID_URI", f"{_short(uri)} leaves the document's folder")
            if found.is_file():
                return found
    except (OSError, RuntimeError) as error:
        raise UriError("IO_ERROR", f"{_short(uri)} cannot be opened: {error}") from error
    raise UriError("IO_ERROR", f"there is no file {_short(uri)} beside the document")


def _short(uri: str, limit: int = 80) -> str:
    return repr(uri if len(uri) <= limit else uri[: limit - 3] + "...")
