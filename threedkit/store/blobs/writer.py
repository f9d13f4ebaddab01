"""What takes the bytes of a blob as they come."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from typing import NamedTuple, Self

from threedkit.errors import StoreError

__all__ = ["BlobWriter", "Entry", "Part", "Stored"]


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
