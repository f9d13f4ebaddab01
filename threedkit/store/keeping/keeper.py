"""Blobs stored and registered in the right order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import sqlalchemy as sa

from threedkit.store.blobs import Stored, digest
from threedkit.store.keeping.holds import register
from threedkit.store.tables import blobs as blobs_table

if TYPE_CHECKING:
    from threedkit.store.blobs import Blobs, BlobWriter
    from threedkit.store.database import Database

__all__ = ["Keeper", "RegisteringWriter"]


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
        name = digest(data)
        stored = Stored(name, name, memoryview(data).nbytes)
        self.announce(stored)
        self.blobs.put(data)
        return stored

    def announce(self, stored: Stored) -> None:
        """Write down that a blob is about to be stored.

        Raises:
            StoreError: the database cannot be written.
        """
        self.database.write(lambda connection: register(connection, *stored), repeatable=True)

    def writer(self) -> RegisteringWriter:
        """Return what takes the bytes of a blob as they come.

        Raises:
            StoreError: the blobs cannot be written.
        """
        return RegisteringWriter(self, self.blobs.writer())

    def register(self, stored: Stored) -> Stored:
        """Write down that a blob is there; return it, or one of the same bytes that was there, and this one goes.

        Raises:
            StoreError: the database cannot be written.
        """

        def work(connection: sa.Connection) -> Stored:
            same = (blobs_table.c.sha256 == stored.sha256, blobs_table.c.size == stored.size)
            query = sa.select(blobs_table.c.name).where(*same, blobs_table.c.name != stored.name)
            for name in connection.scalars(query.order_by(blobs_table.c.name).with_for_update()):
                if self.blobs.size(name) == stored.size:
                    register(connection, name, stored.sha256, stored.size)
                    return Stored(name, stored.sha256, stored.size)
            register(connection, *stored)
            return stored

        kept = self.database.write(work, repeatable=True)
        if stored.name not in {kept.name, stored.sha256}:  # a name of its own: nobody else knows it
            self.blobs.delete(stored.name)
        return kept


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
        """Make the blob appear, unless its bytes are there already under another name.

        Raises:
            StoreError: the place or the database cannot be written.
        """
        name = self._writer.by_digest
        if name:  # before it appears: the collector may think it garbage, if it has been there for long
            self._keeper.announce(Stored(name, name, self.size))
        return self._keeper.register(self._writer.finish())

    def abort(self) -> None:
        """Leave nothing behind; does nothing after `finish`."""
        self._writer.abort()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.abort()
