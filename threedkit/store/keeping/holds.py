"""The register of blobs, so that a record never names one that is being deleted.

Whoever stores a blob registers it first (`register`), then sees to its bytes, then writes the record that names it: in
that transaction `hold` locks the blob's row. The collector locks the row of a blob that nothing names, deletes the
object, and then the row, in one transaction. So either the collector finds the row locked, or named, and leaves it; or
the writer finds it gone, and stores the blob once more.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from threedkit.errors import BlobNotFoundError
from threedkit.store.jobs.frames import insert_into
from threedkit.store.tables import blobs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.engine import Connection

__all__ = ["database_time", "hold", "register"]


def database_time(connection: Connection) -> Any:
    """The time of the database, one for all who write to it; an expression for PostgreSQL, a value for SQLite."""
    return dt.datetime.now(dt.UTC) if connection.dialect.name == "sqlite" else sa.func.clock_timestamp()


def register(connection: Connection, name: str, sha256: str, size: int) -> None:
    """Write down that a blob is, or is about to be, stored."""
    moment = database_time(connection)
    insert = insert_into(connection, blobs).values(name=name, sha256=sha256, size=size, touched=moment)
    connection.execute(insert.on_conflict_do_update(index_elements=[blobs.c.name], set_={"touched": moment}))


def hold(connection: Connection, names: Iterable[str]) -> None:
    """Keep blobs from being collected until the transaction ends: it is going to write records that name them.

    Raises:
        BlobNotFoundError: one is not registered, or was collected.
    """
    wanted = sorted({name for name in names if name})
    if not wanted:
        return
    query = sa.select(blobs.c.name).where(blobs.c.name.in_(wanted)).order_by(blobs.c.name)
    found = set(connection.scalars(query.with_for_update(read=True, key_share=True)))
    missing = [name for name in wanted if name not in found]
    if missing:
        raise BlobNotFoundError(f"blob {missing[0][:80]} is not registered, or was collected; store it once more")
