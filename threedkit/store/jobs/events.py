"""What happened to a job, numbered without gaps in the order in which it was committed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from threedkit.store.jobs.rows import as_json, as_text, from_json, now
from threedkit.store.records import Event
from threedkit.store.tables import events, jobs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.engine import Connection

__all__ = ["append", "read"]


def append(connection: Connection, job: int, *happened: tuple[str, Mapping[str, Any]]) -> None:
    """Write events (kind, data). The row of the job gives the numbers, so those who write at once take turns."""
    if not happened:
        return
    counted = sa.update(jobs).where(jobs.c.number == job).values(events=jobs.c.events + len(happened))
    last = connection.execute(counted.returning(jobs.c.events)).scalar_one()
    first, time = last - len(happened) + 1, now()
    rows = [
        {"job": job, "number": first + place, "time": time, "kind": as_text(kind), "data": as_json(data)}
        for place, (kind, data) in enumerate(happened)
    ]
    connection.execute(sa.insert(events), rows)


def read(connection: Connection, job: int, after: int, limit: int) -> Sequence[Event]:
    """Return the events that follow number `after`, oldest first."""
    query = sa.select(events).where(events.c.job == job, events.c.number > after).order_by(events.c.number).limit(limit)
    return [Event(row.number, row.time, row.kind, from_json(row.data)) for row in connection.execute(query)]
