"""Files on their way to a service: streamed as one form, from a path or from memory."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from threedkit.errors import AssetError, Problem, printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Upload", "blocks_of", "fields_of", "size_of"]

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
        self._size = size_of(source)
        boundary = secrets.token_hex(16)
        parts = [_part(boundary, f'name="{key}"', "") + value.encode() + b"\r\n" for key, value in fields.items()]
        file = _part(boundary, f'name="file"; filename="{_quoted(name)}"', "Content-Type: application/octet-stream\r\n")
        self._head = b"".join(parts) + file
        self._tail = f"\r\n--{boundary}--\r\n".encode()
        self.headers = {
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "Content-Length": str(len(self._head) + self._size + len(self._tail)),
        }

    def content(self) -> Iterator[bytes]:
        """Yield the form."""
        yield self._head
        yield from blocks_of(self._source, 0, self._size)
        yield self._tail


def fields_of(told: Mapping[str, object]) -> dict[str, str]:
    """Put what is said of an asset into the fields of a form: `name` as it is, all else as JSON.

    Example:
        >>> fields_of({"name": "fox", "tags": ["red"]})
        {'name': 'fox', 'tags': '["red"]'}
    """
    return {
        name: value if isinstance(value, str) else msgspec.json.encode(value).decode() for name, value in told.items()
    }


def size_of(source: Path | bytes | memoryview) -> int:
    """Return how many bytes a file has.

    Raises:
        AssetError: the path is no file.
    """
    if not isinstance(source, Path):
        return memoryview(source).nbytes
    try:
        if source.is_file():
            return source.stat().st_size
    except OSError as error:
        raise _refused(source, error.strerror or str(error)) from error
    raise _refused(source, "there is no such file")


def blocks_of(source: Path | bytes | memoryview, start: int, stop: int) -> Iterator[bytes]:
    """Yield the bytes of a file from `start` to `stop`, a mebibyte at a time.

    Example:
        >>> b"".join(blocks_of(b"abcdef", 2, 5))
        b'cde'
    """
    if isinstance(source, Path):
        with source.open("rb") as stream:
            stream.seek(start)
            while start < stop and (block := stream.read(min(_BLOCK, stop - start))):
                start += len(block)
                yield block
    else:
        view = memoryview(source).cast("B")
        for place in range(start, stop, _BLOCK):
            yield bytes(view[place : min(place + _BLOCK, stop)])


def _part(boundary: str, disposition: str, more: str) -> bytes:
    return f"--{boundary}\r\nContent-Disposition: form-data; {disposition}\r\n{more}\r\n".encode()


def _quoted(name: str) -> str:
    """A file's name as HTML's forms write it."""
    plain = name.encode("utf-8", "replace").decode()
    return plain.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A").replace("\\", "%5C")


def _refused(path: Path, why: str) -> AssetError:
    return AssetError(printable(str(path)), [Problem("error", "FILE_NOT_FOUND", "", why)])
