"""What every blob store offers; one that stores named objects has the rest for nothing."""

from __future__ import annotations

import hashlib
import re
import uuid
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, Self

from threedkit.errors import BlobNotFoundError, FieldError, StoreError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

__all__ = [
    "CHUNK",
    "MAX_PARTS",
    "PARTS",
    "BlobWriter",
    "Blobs",
    "Entry",
    "Part",
    "Stored",
    "check_hash",
    "check_name",
    "check_part",
    "check_range",
    "clip_range",
    "digest",
]

CHUNK: Final = 1 << 20
"""Bytes that a stream gives at a time."""

PARTS: Final = "parts"
"""Below this prefix are the parts of uploads that have not ended."""

MAX_PARTS: Final = 10_000
"""So many parts an upload has at most, as in S3."""

_HASH = re.compile(r"[0-9a-f]{64}")
_PART: Final = re.compile(r"[^\x00-\x1f\x7f/\\]{1,200}")
_MAX_NAME = 800  # S3 takes 1024 bytes, a prefix included


class Entry(NamedTuple):
    """An object in a list: its name, how many bytes it has, and when it was written (seconds since 1970)."""

    name: str
    size: int
    modified: float = 0.0


class Stored(NamedTuple):
    """Bytes that were stored: under which name, their SHA-256, and how many."""

    name: str
    sha256: str
    size: int


class Part(NamedTuple):
    """A part of an upload that is there: its number, from 1, and how many bytes it has."""

    number: int
    size: int


class BlobWriter(ABC):
    """Takes the bytes of a blob as they come, and hashes them; memory stays flat however many there are.

    Leaving its ``with`` before `finish` leaves nothing behind.
    """

    def __init__(self) -> None:
        """Begin with no bytes."""
        self._hash = hashlib.sha256()
        self._finished = False
        self.size = 0
        self.expected: int | None = None
        """So many bytes must come; None: as many as come."""

    def write(self, data: bytes | memoryview) -> None:
        """Take more bytes.

        Raises:
            StoreError: the place cannot be written, or the blob is finished.
        """
        self._check_open()
        count = memoryview(data).nbytes
        if self.expected is not None and self.size + count > self.expected:
            raise StoreError(f"there must be {self.expected} bytes, and more came")
        self._write(data)
        self._hash.update(data)
        self.size += count

    def finish(self) -> Stored:
        """Make the blob appear, durably.

        Raises:
            StoreError: the place cannot be written, or the blob is finished.
        """
        self._check_open()
        if self.expected is not None and self.size != self.expected:
            raise StoreError(f"there must be {self.expected} bytes, and {self.size} came")
        sha256 = self._hash.hexdigest()
        stored = Stored(self._finish(sha256), sha256, self.size)
        self._finished = True
        return stored

    @property
    def by_digest(self) -> str:
        """The name that `finish` is going to give, where that is the SHA-256 of what came so far; else ""."""
        return ""

    @abstractmethod
    def abort(self) -> None:
        """Leave nothing behind; does nothing after `finish`."""

    @abstractmethod
    def _write(self, data: bytes | memoryview) -> None: ...

    @abstractmethod
    def _finish(self, sha256: str) -> str: ...

    def _check_open(self) -> None:
        if self._finished:
            raise StoreError("this blob is finished; a writer takes one")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.abort()
        self._finished = True


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
        start, stop = clip_range(start, stop, size)
        for place in range(start, stop, CHUNK):
            yield self.read_range(name, place, min(place + CHUNK, stop))

    def hashed(self, name: str) -> Stored:
        """Read an object, and tell its digest and size; memory stays flat.

        Raises:
            as `stream`.
        """
        found, size = hashlib.sha256(), 0
        for data in self.stream(name):
            found.update(data)
            size += len(data)
        return Stored(name, found.hexdigest(), size)

    # Uploads in parts, which may come in any order, from anybody, and again

    def begin_upload(self, name: str) -> str:
        """Begin an upload of an object; return what the other methods call it.

        Raises:
            StoreError: the place cannot be written.
        """
        check_name(name)
        return uuid.uuid4().hex

    def part_writer(self, name: str, upload: str, number: int, size: int) -> BlobWriter:
        """Return what takes the bytes of one part; `finish` makes it count, over one of the same number.

        Raises:
            StoreError: the place cannot be written.
        """
        check_name(name)
        writer = self.writer(f"{PARTS}/{check_upload(upload)}/{check_part(number):05d}")
        writer.expected = size
        return writer

    def parts(self, name: str, upload: str) -> Sequence[Part]:
        """Return the parts that are there, in order.

        Raises:
            BlobNotFoundError: there is no such upload (a folder takes one without parts for one that is there).
        """
        check_name(name)
        found = self.list(f"{PARTS}/{check_upload(upload)}")
        return [Part(int(entry.name.rpartition("/")[2]), self._plain_size(entry)) for entry in found]

    def complete_upload(self, name: str, upload: str) -> Stored:
        """Make a blob of the parts, in order, and tell its digest. In a folder they stay until `abort_upload`.

        Raises:
            BlobNotFoundError: there is no such upload.
            StoreError: the place cannot be read or written.
        """
        parts = self.parts(name, upload)
        if not parts:
            raise BlobNotFoundError(f"{name} has no such upload in {self.url}")
        with self.writer() as writer:
            for part in parts:
                for data in self.stream(f"{PARTS}/{upload}/{part.number:05d}"):
                    writer.write(data)
            return writer.finish()

    def abort_upload(self, name: str, upload: str) -> None:
        """Take all parts away; does nothing when there is no such upload.

        Raises:
            StoreError: the place cannot be written.
        """
        for part in self.parts(name, upload):
            self.delete(f"{PARTS}/{upload}/{part.number:05d}")

    def sweep(self, before: float, known: Collection[str] = ()) -> int:
        """Take away what writers and uploads that broke off have left; return how many.

        Args:
            before: only what is older, in seconds since 1970.
            known: uploads that are still under way.

        Raises:
            StoreError: the place cannot be read or written.
        """
        left = [
            entry for entry in self.list(PARTS) if entry.modified < before and entry.name.split("/")[1] not in known
        ]
        for entry in left:
            self.delete(entry.name)
        return len(left)

    # Other ways to the bytes

    def sign(
        self,
        name: str,
        method: Literal["GET", "PUT"] = "GET",
        seconds: int = 900,
        *,
        filename: str = "",
        media_type: str = "",
    ) -> str | None:
        """Return a URL with which anybody may get or put an object for a while; None where there is no such thing.

        Args:
            name: of the object.
            method: GET or PUT.
            seconds: how long it holds.
            filename: under which a browser saves it.
            media_type: as which it is answered.

        Raises:
            StoreError: the name is not allowed, or the keys are not known.
        """
        del method, seconds, filename, media_type
        check_name(name)
        return None

    def sign_part(self, name: str, upload: str, number: int, seconds: int = 900) -> str | None:
        """Return a URL with which anybody may put a part of an upload; None where there is no such thing.

        Raises:
            StoreError: the name is not allowed, or the keys are not known.
        """
        del upload, number, seconds
        check_name(name)
        return None

    def local_path(self, name: str) -> Path | None:
        """Return the file that holds exactly the bytes of an object; None where there is none on this machine."""
        check_name(name)
        return None

    def _plain_size(self, entry: Entry) -> int:
        return entry.size

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


def check_upload(upload: str) -> str:
    """Return what an upload is called.

    Raises:
        StoreError: it is no name of one.
    """
    if not re.fullmatch(r"[0-9a-f]{32}", upload):
        raise StoreError(f"an upload is named by 32 hexadecimal digits, not {upload[:60]!r}")
    return upload


def check_part(number: int) -> int:
    """Return the number of a part.

    Raises:
        FieldError: it is none.
    """
    if not 1 <= number <= MAX_PARTS:
        raise FieldError(f"the parts of an upload are numbered from 1 to {MAX_PARTS}, not {number}")
    return number


def check_range(start: int, stop: int) -> tuple[int, int]:
    """Return a range of bytes.

    Raises:
        FieldError: it is none.
    """
    if start < 0 or stop < start:
        raise FieldError(f"a range of bytes must ascend from 0 or later, not from {start} to {stop}")
    return start, stop


def clip_range(start: int, stop: int | None, size: int) -> tuple[int, int]:
    """Return the part of a range that an object of `size` bytes has; `stop` None: its end.

    Raises:
        FieldError: that is no range.

    Example:
        >>> clip_range(4, None, 10), clip_range(4, 99, 10), clip_range(40, 99, 10)
        ((4, 10), (4, 10), (10, 10))
    """
    start, stop = check_range(start, max(start, size) if stop is None else stop)
    return min(start, size), min(stop, size)


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
