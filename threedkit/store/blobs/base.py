"""What every blob store offers; one that stores named objects has the rest for nothing."""

from __future__ import annotations

import hashlib
import uuid
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Literal

from threedkit.errors import BlobNotFoundError, StoreError
from threedkit.store.blobs.names import (
    CHUNK,
    PARTS,
    check_hash,
    check_name,
    check_part,
    check_upload,
    clip_range,
    digest,
)
from threedkit.store.blobs.writer import BlobWriter, Entry, Part, Stored

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

__all__ = ["Blobs"]


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
