"""Files on their way to a service: streamed as one form, from a path or from memory."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from threedkit.errors import AssetError, Problem, printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Upload", "fields_of"]

_BLOCK: Final = 1 << 20


class Upload:
    """A file with its name and other fields, as a form; its bytes are read while they are sent.

    Args:
        source: a path, or the bytes.
        name: of the file.
        fields: texts beside it.

    Raises:
        AssetError: the path is no file.
    """

    def __init__(self, source: Path | bytes | memoryview, name: str, fields: Mapping[str, str]) -> None:
        self._source = source
        boundary = secrets.token_hex(16)
        parts = [_part(boundary, f'name="{key}"', "") + value.encode() + b"\r\n" for key, value in fields.items()]
        file = _part(boundary, f'name="file"; filename="{_quoted(name)}"', "Content-Type: application/octet-stream\r\n")
        self._head = b"".join(parts) + file
        self._tail = f"\r\n--{boundary}--\r\n".encode()
        self.headers = {
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "Content-Length": str(len(self._head) + _size(source) + len(self._tail)),
        }

    def content(self) -> Iterator[bytes]:
        """Yield the form."""
        yield self._head
        if isinstance(self._source, Path):
            with self._source.open("rb") as stream:
                while block := stream.read(_BLOCK):
                    yield block
        else:
            view = memoryview(self._source)
            for start in range(0, len(view), _BLOCK):
                yield bytes(view[start : start + _BLOCK])
        yield self._tail


def fields_of(tags: tuple[str, ...], metadata: Mapping[str, object], groups: tuple[str, ...]) -> dict[str, str]:
    """Put what is said of an asset into the fields of a form; what is empty is left out."""
    told: dict[str, object] = {"tags": tags, "metadata": dict(metadata), "groups": groups}
    return {name: msgspec.json.encode(value).decode() for name, value in told.items() if value}


def _part(boundary: str, disposition: str, more: str) -> bytes:
    return f"--{boundary}\r\nContent-Disposition: form-data; {disposition}\r\n{more}\r\n".encode()


def _quoted(name: str) -> str:
    """A file's name as HTML's forms write it."""
    plain = name.encode("utf-8", "replace").decode()
    return plain.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A").replace("\\", "%5C")


def _size(source: Path | bytes | memoryview) -> int:
    if not isinstance(source, Path):
        return memoryview(source).nbytes
    try:
        if source.is_file():
            return source.stat().st_size
    except OSError as error:
        raise _refused(source, error.strerror or str(error)) from error
    raise _refused(source, "there is no such file")


def _refused(path: Path, why: str) -> AssetError:
    return AssetError(printable(str(path)), [Problem("error", "FILE_NOT_FOUND", "", why)])
