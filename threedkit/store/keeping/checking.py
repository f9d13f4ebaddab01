"""Whether what the records name is there, and whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import msgspec
import sqlalchemy as sa

from threedkit.errors import BlobNotFoundError, StoreError
from threedkit.store.keeping.collecting import is_ours, named_by, references
from threedkit.store.tables import blobs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Connection

    from threedkit.store.blobs import Blobs
    from threedkit.store.database import Database

__all__ = ["Checked", "Fault", "check"]

_BATCH = 500


class Fault(msgspec.Struct, frozen=True):
    """Something that is wrong.

    Attributes:
        kind: ``missing``: its bytes are not there; ``short``: there are more or fewer; ``damaged``: others are there.
        blob: its name.
        used_by: the rows that name it, e.g. ``assets 0198...``.
    """

    kind: Literal["missing", "short", "damaged"]
    blob: str
    used_by: tuple[str, ...]


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What a check found.

    Attributes:
        blobs: how many were looked at.
        bytes: of those.
        faults: what is wrong with those that records name.
        unused: blobs that no record names: `collect` takes them in time.
        strangers: objects of our kind that nobody registered, likewise.
    """

    blobs: int = 0
    bytes: int = 0
    faults: tuple[Fault, ...] = ()
    unused: int = 0
    strangers: int = 0

    @property
    def ok(self) -> bool:
        """Whether everything that a record names is there and, as far as was asked, whole."""
        return not self.faults


def check(database: Database, store: Blobs, *, deep: bool = False) -> Checked:
    """Look at every blob that is registered.

    Args:
        database: with the records.
        store: with the bytes.
        deep: read all bytes, and hold them against their digests; otherwise only sizes are compared.

    Raises:
        StoreError: the database or the blobs cannot be read.
    """
    there = {entry.name: entry.size for entry in store.list() if is_ours(entry.name)}
    registered = 0
    total = 0
    unused = 0
    known: set[str] = set()
    faults: list[Fault] = []
    for row in _rows(database):
        registered += 1
        total += row.size
        known.add(row.name)
        if not row.used:
            unused += 1
            continue
        kind = _fault(store, row, there.get(row.name), deep=deep)
        if kind is not None:
            faults.append(Fault(kind, row.name, _users(database, row.name)))
    strangers = sum(1 for name in there if name not in known)
    return Checked(blobs=registered, bytes=total, faults=tuple(faults), unused=unused, strangers=strangers)


def _rows(database: Database) -> Iterator[Any]:
    last = ""
    while True:

        def work(connection: Connection, after: str = last) -> list[Any]:
            query = sa.select(blobs, named_by().label("used")).where(blobs.c.name > after)
            return list(connection.execute(query.order_by(blobs.c.name).limit(_BATCH)))

        found = database.read(work)
        yield from found
        if len(found) < _BATCH:
            return
        last = found[-1].name


def _fault(store: Blobs, row: Any, size: int | None, *, deep: bool) -> Literal["missing", "short", "damaged"] | None:
    if size is None:
        size = store.size(row.name)  # it may have come since the list was made
    if size is None:
        return "missing"
    if size != row.size:
        return "short"
    if not deep:
        return None
    try:
        return None if store.hashed(row.name).sha256 == row.sha256 else "damaged"
    except BlobNotFoundError:
        return "missing"
    except StoreError as error:
        if "damaged" in str(error):
            return "damaged"
        raise


def _users(database: Database, name: str) -> tuple[str, ...]:
    def work(connection: Connection) -> tuple[str, ...]:
        found: list[str] = []
        for column in references():
            table = column.table
            key = next(iter(table.primary_key)) if "asset_id" not in table.c else table.c.asset_id
            rows = connection.scalars(sa.select(key).where(column == name).limit(10))
            found += [f"{table.name} {value}" for value in rows]
        return tuple(found)

    return database.read(work)
