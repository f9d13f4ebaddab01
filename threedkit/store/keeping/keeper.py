"""Blobs stored and registered in the right order."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from threedkit.errors import StoreError
from threedkit.store.blobs import Stored, digest
from threedkit.store.keeping.holds import register

if TYPE_CHECKING:
    from threedkit.store.blobs import Blobs, BlobWriter
    from threedkit.store.database import Database

__all__ = ["Keeper", "RegisteringWriter"]

_WAIT: Final = 30.0
_STEP: Final = 0.05


class Keeper:
    """Puts blobs where the collector cannot take them before a record names them.

    Args:
        database: with the register.
        blobs: with the bytes.
    """

    def __init__(self, database: Database, blobs: Blobs) -> None:
        """Use both."""
        self.database = database
        self.blobs = blobs

    def put(self, data: bytes | memoryview) -> Stored:
        """Store bytes, unless they are there; see `Blobs.put`.

        Raises:
            StoreError: the database or the blobs cannot be written.
        """
        stored = Stored(digest(data), digest(data), memoryview(data).nbytes)
        self.register(stored)
        self.blobs.put(data)
        return stored

    def writer(self) -> RegisteringWriter:
        """Return what takes the bytes of a blob as they come.

        Raises:
            StoreError: the blobs cannot be written.
        """
        return RegisteringWriter(self, self.blobs.writer())

    def register(self, stored: Stored) -> None:
        """Write down that a blob is there, or is about to be.

        Raises:
            StoreError: the collector has been deleting it for long.
        """
        end = time.monotonic() + _WAIT
        while not self.database.write(lambda c: register(c, *stored), repeatable=True):
            if time.monotonic() > end:
                raise StoreError(f"blob {stored.name[:12]} is being collected; let threedkit store gc end, and try again")
            time.sleep(_STEP)


class RegisteringWriter:
    """A `BlobWriter` whose blob is registered when it is finished; leaving its ``with`` before leaves nothing."""

    def __init__(self, keeper: Keeper, writer: BlobWriter) -> None:
        """Write through another writer."""
        self._keeper = keeper
        self._writer = writer

    @property
    def size(self) -> int:
        """Bytes so far."""
        return self._writer.size

    def write(self, data: bytes | memoryview) -> None:
        """Take more bytes.

        Raises:
            StoreError: the place cannot be written.
        """
        self._writer.write(data)

    def finish(self) -> Stored:
        """Make the blob appear.

        Raises:
            StoreError: the place or the database cannot be written.
        """
        stored = self._writer.finish()
        self._keeper.register(stored)
        return stored

    def abort(self) -> None:
        """Leave nothing behind; does nothing after `finish`."""
        self._writer.abort()

    def __enter__(self) -> RegisteringWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self.abort()
