"""The collector: blobs that no record names, objects that nobody registered, uploads that were given up."""

from __future__ import annotations

import datetime as dt
import re
import time
from typing import TYPE_CHECKING, Any, Final

import msgspec
import sqlalchemy as sa

from threedkit.errors import FieldError
from threedkit.store.jobs.frames import insert_into
from threedkit.store.keeping.holds import database_time
from threedkit.store.tables import METADATA, blobs, jobs, uploads
from threedkit.store.uploads import UploadStore

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Connection
    from sqlalchemy.sql import ColumnElement

    from threedkit.store.blobs import Blobs
    from threedkit.store.database import Database

__all__ = ["GRACE", "Collected", "collect", "is_ours", "named_by", "references"]

GRACE: Final = dt.timedelta(hours=24)
"""What was touched within this time is left alone: somebody may be about to write a record that names it."""

_UNDER_WAY: Final = 3600.0
"""Seconds for which files of writers, and streams that nobody has registered yet, are left alone whatever the grace."""

_BATCH: Final = 500
_OURS = re.compile(r"[0-9a-f]{64}|(?:streams|uploads)/[^/]+")


class Collected(msgspec.Struct, frozen=True, kw_only=True):
    """What a collection did, or would do.

    Attributes:
        blobs: how many went that no record named.
        bytes: of those, and of the orphans.
        orphans: objects that went because nobody had registered them.
        uploads: given up.
        leftovers: of writers and uploads that broke off.
    """

    blobs: int = 0
    bytes: int = 0
    orphans: int = 0
    uploads: int = 0
    leftovers: int = 0


def references() -> list[sa.Column[Any]]:
    """Every column that names blobs: those with a foreign key to the register."""
    return [
        key.parent
        for table in METADATA.sorted_tables
        for key in sorted(table.foreign_keys, key=lambda one: one.parent.name)
        if key.column is blobs.c.name
    ]


def named_by() -> ColumnElement[bool]:
    """The condition that a blob of the register is named by some record, or by a render job of the ledger."""
    columns = [*references(), jobs.c.scene, jobs.c.spec, uploads.c.object]
    return sa.or_(*(sa.exists(sa.select(sa.literal(1)).where(column == blobs.c.name)) for column in columns))


def is_ours(name: str) -> bool:
    """Whether an object's name is one that only blobs of the store have.

    Example:
        >>> is_ours("streams/01a2"), is_ours("frames/frame_0000.png")
        (True, False)
    """
    return _OURS.fullmatch(name) is not None


def collect(database: Database, store: Blobs, grace: dt.timedelta = GRACE, *, dry: bool = False) -> Collected:
    """Delete what nothing refers to. Any number of processes may do so, while others write.

    Args:
        database: with the records.
        store: with the bytes.
        grace: what was touched within this time stays. It must be longer than anybody takes from storing a blob to
            writing the record that names it; who takes longer is told to store it once more.
        dry: only count.

    Raises:
        FieldError: the grace is below 0.
        StoreError: the database or the blobs cannot be read or written.
    """
    if grace < dt.timedelta(0):
        raise FieldError(f"grace must be 0 or more, not {grace}")
    given_up = 0 if dry else UploadStore(database, store).expire()
    gone = [size for name, size in _garbage(database, grace) if dry or _collect(database, store, name, grace)]
    before = time.time() - grace.total_seconds()
    orphans = [
        size for name, size in _orphans(database, store, before) if dry or _collect_orphan(database, store, name)
    ]
    return Collected(
        blobs=len(gone),
        bytes=sum(gone) + sum(orphans),
        orphans=len(orphans),
        uploads=given_up,
        leftovers=0 if dry else store.sweep(min(before, time.time() - _UNDER_WAY), _under_way(database)),
    )


def _old(connection: Connection, grace: dt.timedelta) -> ColumnElement[bool]:
    now = database_time(connection)
    limit = now - grace if connection.dialect.name == "sqlite" else now - sa.literal(grace, sa.Interval)
    condition: ColumnElement[bool] = blobs.c.touched <= limit
    return condition


def _garbage(database: Database, grace: dt.timedelta) -> Iterator[tuple[str, int]]:
    """Blobs that seem to be garbage; whether they are is asked once more under a lock."""
    last = ""
    while True:

        def work(connection: Connection, after: str = last) -> list[tuple[str, int]]:
            query = sa.select(blobs.c.name, blobs.c.size).where(_old(connection, grace), sa.not_(named_by()))
            rows = connection.execute(query.where(blobs.c.name > after).order_by(blobs.c.name).limit(_BATCH))
            return [(row.name, row.size) for row in rows]

        found = database.read(work)
        yield from found
        if len(found) < _BATCH:
            return
        last = found[-1][0]


def _collect(database: Database, store: Blobs, name: str, grace: dt.timedelta) -> bool:
    """Delete a blob, unless it is named by now, or somebody is about to name it."""

    def work(connection: Connection) -> bool:
        known = sa.select(blobs.c.name).where(blobs.c.name == name, _old(connection, grace))
        if connection.scalar(known.with_for_update(skip_locked=True)) is None:
            return False
        if connection.scalar(sa.select(blobs.c.name).where(blobs.c.name == name, named_by())) is not None:
            return False
        store.delete(name)
        connection.execute(sa.delete(blobs).where(blobs.c.name == name))
        return True

    return database.write(work, repeatable=True)


def _orphans(database: Database, store: Blobs, before: float) -> Iterator[tuple[str, int]]:
    """Objects of ours that nobody has registered."""
    batch: dict[str, int] = {}
    earlier = min(before, time.time() - _UNDER_WAY)
    for entry in store.list():
        # Who names a blob by its digest registers it before; a stream is registered when it has ended.
        if is_ours(entry.name) and entry.modified <= (earlier if "/" in entry.name else before):
            batch[entry.name] = entry.size
        if len(batch) >= _BATCH:
            yield from _unknown(database, batch)
            batch = {}
    yield from _unknown(database, batch)


def _unknown(database: Database, batch: dict[str, int]) -> list[tuple[str, int]]:
    def work(connection: Connection) -> set[str]:
        known = set(connection.scalars(sa.select(blobs.c.name).where(blobs.c.name.in_(batch))))
        return known | set(connection.scalars(sa.select(uploads.c.object).where(uploads.c.object.in_(batch))))

    known = database.read(work) if batch else set()
    return [(name, size) for name, size in batch.items() if name not in known]


def _collect_orphan(database: Database, store: Blobs, name: str) -> bool:
    """Delete an object under the lock of a row of its own: whoever registers it meanwhile waits, and stores it anew."""

    def work(connection: Connection) -> bool:
        row = {"name": name, "sha256": "", "size": 0, "touched": database_time(connection)}
        insert = insert_into(connection, blobs).values(row).on_conflict_do_nothing().returning(blobs.c.name)
        if connection.scalar(insert) is None:
            return False
        store.delete(name)
        connection.execute(sa.delete(blobs).where(blobs.c.name == name))
        return True

    return database.write(work, repeatable=True)


def _under_way(database: Database) -> set[str]:
    return database.read(lambda connection: set(connection.scalars(sa.select(uploads.c.multipart))))
