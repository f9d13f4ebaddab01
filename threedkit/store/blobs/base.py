"""What every blob store offers; one that stores named objects has the rest for nothing."""

from __future__ import annotations

import hashlib
import re
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Final, NamedTuple, Self

from threedkit.errors import BlobNotFoundError, FieldError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["CHUNK", "BlobWriter", "Blobs", "Entry", "Stored", "check_hash", "check_name", "check_range", "digest"]

CHUNK: Final = 1 << 20
"""Bytes that a stream gives at a time."""

_HASH = re.compile(r"[0-9a-f]{64}")
_PART: Final = re.compile(r"[^\x00-\x1f\x7f/\\]{1,200}")
_MAX_NAME = 800  # S3 takes 1024 bytes, a prefix included


class Entry(NamedTuple):
    """An object in a list: its name, and how many bytes it has."""

    name: str
    size: int


class Stored(NamedTuple):
    """Bytes that were stored: under which name, their SHA-256, and how many."""

    name: str
    sha256: str
    size: int


class BlobWriter(ABC):
    """Takes the bytes of a blob as they come, and hashes them; memory stays flat however many there are.

    Leaving its ``with`` before `finish` leaves nothing behind.
    """

    def __init__(self) -> None:
        """Begin with no bytes."""
        self._hash = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes | memoryview) -> None:
        """Take more bytes.

        Raises:
            StoreError: the place cannot be written.
        """
        self._write(data)
        self._hash.update(data)
        self.size += memoryview(data).nbytes

    def finish(self) -> Stored:
        """Make the blob appear, durably.

        Raises:
            StoreError: the place cannot be written.
        """
        sha256 = self._hash.hexdigest()
        return Stored(self._finish(sha256), sha256, self.size)

    @abstractmethod
    def abort(self) -> None:
        """Leave nothing behind; does nothing after `finish`."""

    @abstractmethod
    def _write(self, data: bytes | memoryview) -> None: ...

    @abstractmethod
    def _finish(self, sha256: str) -> str: ...

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.abort()


class Blobs(ABC):
    """Bytes kept under their SHA-256, and objects kept under names such as ``frames/frame_0000.png``.

    What is written appears whole or not at all; the last of several writers wins. Thread-safe.
    `threedkit.testing.BlobsContract` is the suite that every implementation passes.
    """

    @property
    @abstractmethod
    def url(self) -> str:
        """Where they are: what `open_blobs` takes. It holds no secret."""

    # Named objects

    @abstractmethod
    def write(self, name: str, data: bytes | memoryview, *, durable: bool = False) -> None:
        """Write an object, over one that is there.

        Args:
            name: parts divided by ``/``.
            data: its bytes.
            durable: wait until a power cut cannot take it away; a bucket always does.

        Raises:
            StoreError: the name is not allowed, or the place cannot be written.
        """

    @abstractmethod
    def read(self, name: str) -> bytes:
        """Return the bytes of an object.

        Raises:
            BlobNotFoundError: there is none of that name.
            StoreError: the name is not allowed, or the place cannot be read.
        """

    @abstractmethod
    def size(self, name: str) -> int | None:
        """Return how many bytes an object has, None when there is none of that name.

        Raises:
            StoreError: the name is not allowed, or the place cannot be read.
        """

    @abstractmethod
    def list(self, prefix: str = "") -> Iterator[Entry]:
        """Yield the objects below a prefix, which is a folder such as ``frames``, by name; all with "".

        Raises:
            StoreError: the prefix is not allowed, or the place cannot be read.
        """

    @abstractmethod
    def delete(self, name: str) -> None:
        """Remove an object or a blob; does nothing when there is none.

        Raises:
            StoreError: the name is not allowed, or the place cannot be written.
        """

    # Streams

    @abstractmethod
    def writer(self, name: str | None = None) -> BlobWriter:
        """Return what takes the bytes of an object as they come.

        Args:
            name: of the object; None: a blob, which has its SHA-256 for a name, or a name of its own below ``streams``
                where a large object cannot be renamed (a bucket): `Stored.name` tells.

        Raises:
            StoreError: the name is not allowed, or the place cannot be written.
        """

    @abstractmethod
    def read_range(self, name: str, start: int, stop: int) -> bytes:
        """Return the bytes from `start` to `stop` of an object, fewer where it ends before.

        Raises:
            as `read`; FieldError: that is no range.
        """

    def stream(self, name: str, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """Yield the bytes of an object, or of a range of it, a `CHUNK` at a time; memory stays flat.

        Raises:
            as `read_range`, with the first bytes.
        """
        size = self.size(name)
        if size is None:
            raise BlobNotFoundError(f"{name} is not in {self.url}")
        start, stop = check_range(start, size if stop is None else min(stop, size))
        for place in range(start, stop, CHUNK):
            yield self.read_range(name, place, min(place + CHUNK, stop))

    # Blobs by their digest

    def put(self, data: bytes | memoryview) -> str:
        """Store bytes durably, unless they are there, and return their SHA-256.

        Raises:
            StoreError: the place cannot be written.
        """
        name = digest(data)
        if self.size(name) != memoryview(data).nbytes:  # not there, or cut short
            self.write(name, data, durable=True)
        return name

    def get(self, name: str) -> bytes:
        """Return the bytes of a blob, checked against its digest.

        Raises:
            BlobNotFoundError: it is not there.
            StoreError: it was damaged, or the place cannot be read.
        """
        data = self.read(check_hash(name))
        if digest(data) != name:
            raise StoreError(f"blob {name[:12]} in {self.url} is damaged; delete it and store it again")
        return data

    def __contains__(self, name: str) -> bool:
        return self.size(check_hash(name)) is not None

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.url}>"


def digest(data: bytes | memoryview) -> str:
    """Return the SHA-256 of bytes as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def check_hash(name: str) -> str:
    """Return the name of a blob.

    Raises:
        StoreError: it is no SHA-256.
    """
    if not _HASH.fullmatch(name):
        raise StoreError(f"a blob is named by 64 hexadecimal digits, not {name[:80]!r}")
    return name


def check_range(start: int, stop: int) -> tuple[int, int]:
    """Return a range of bytes.

    Raises:
        FieldError: it is none.
    """
    if start < 0 or stop < start:
        raise FieldError(f"a range of bytes must ascend from 0 or later, not from {start} to {stop}")
    return start, stop


def check_name(name: str) -> str:
    """Return the name of an object.

    Raises:
        StoreError: it could lead out of the store, or not every store can keep it.

    Example:
        >>> check_name("frames/frame_0000.png")
        'frames/frame_0000.png'
        >>> check_name("../other/frame_0000.png")
        Traceback (most recent call last):
        threedkit.errors.StoreError: an object cannot be named '../other/frame_0000.png': parts divided by '/', ...
    """
    parts = name.split("/")
    hidden = any(part.startswith(".") and part.endswith(".part") for part in parts)  # files that are being written
    proper = all(_PART.fullmatch(part) and part not in {".", ".."} and _encodes(part) for part in parts)
    if hidden or not proper or len(name.encode("utf-8", "replace")) > _MAX_NAME:
        raise StoreError(
            f"an object cannot be named {name[:80]!r}: parts divided by '/', none of them '.', '..', '.*.part' or empty"
        )
    return name


def _encodes(part: str) -> bool:
    """Whether a file system takes it: 255 bytes, and no half surrogates."""
    try:
        return len(part.encode("utf-8")) <= 240
    except UnicodeEncodeError:
        return False
