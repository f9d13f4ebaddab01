"""The register of blobs, so that a record never names one that is being deleted.

Whoever stores a blob registers it first (`register`), then sees to its bytes, then writes the record that names it: in
that transaction `hold` locks its row. The collector dooms a row that nothing refers to, under a lock of its own, deletes
the object, and then the row. So either the collector waits for the record and finds it, or the writer finds the row
doomed or gone, and stores the blob once more.
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


def register(connection: Connection, name: str, sha256: str, size: int) -> bool:
    """Write down that a blob is, or is about to be, stored; True unless the collector is deleting it just now."""
    moment = database_time(connection)
    values = {"name": name, "sha256": sha256, "size": size, "state": "stored", "touched": moment}
    insert = insert_into(connection, blobs).values(**values)
    again = insert.on_conflict_do_update(
        index_elements=[blobs.c.name], set_={"touched": moment}, where=blobs.c.state == "stored"
    )
    return connection.execute(again.returning(blobs.c.name)).scalar() is not None


def hold(connection: Connection, names: Iterable[str]) -> None:
    """Keep blobs from being collected until the transaction ends: it is going to write records that name them.

    Raises:
        BlobNotFoundError: one is not registered, or is being deleted.
    """
    wanted = sorted({name for name in names if name})
    if not wanted:
        return
    query = sa.select(blobs.c.name).where(blobs.c.name.in_(wanted), blobs.c.state == "stored").order_by(blobs.c.name)
    found = set(connection.scalars(query.with_for_update(read=True, key_share=True)))
    missing = [name for name in wanted if name not in found]
    if missing:
        raise BlobNotFoundError(f"blob {missing[0][:80]} is not registered, or was collected; store it once more")
