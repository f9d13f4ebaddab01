"""New jobs: once for each submission key, however many submit at the same moment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from threedkit.errors import JobError
from threedkit.store.jobs import events
from threedkit.store.jobs.frames import fill, insert_into
from threedkit.store.jobs.rows import as_json, now
from threedkit.store.tables import jobs, layers, waits

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Row

    from threedkit.store.records import NewJob

__all__ = ["check", "submit"]

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")
_MAX_KEY = 200
_MAX_PRIORITY = 1_000_000


def check(new: NewJob) -> None:
    """Raise JobError when a job cannot be written down as it is."""
    if not _ID.fullmatch(new.id):
        raise JobError(f"the id of a job must be letters, digits, '.', '_' and '-', 200 at most, not {new.id[:220]!r}")
    if len(new.submission) > _MAX_KEY or not new.submission.isprintable():
        raise JobError(
            f"a submission key must be printable, {_MAX_KEY} characters at most, not {new.submission[:220]!r}"
        )
    if abs(new.priority) > _MAX_PRIORITY:
        raise JobError(f"the priority of a job must be within ±{_MAX_PRIORITY}, not {new.priority}")
    if not new.layers or len({layer.name for layer in new.layers}) != len(new.layers):
        raise JobError(f"job {new.id} must have a layer, and no two of one name")
    for layer in new.layers:
        edges = [0, *(edge for one in layer.frames for edge in one)]
        empty = any(start >= stop for start, stop in layer.frames)
        if len(edges) == 1 or empty or edges != sorted(edges):
            raise JobError(f"layer {layer.name} of job {new.id} must have frames, given as ascending ranges")


def submit(connection: Connection, new: NewJob) -> tuple[Row[Any], bool]:
    """Write a job down; return its row, and whether it is a new one.

    Raises:
        JobError: the key was used for other work, or the job waits for one that is not there or was cancelled.
    """
    inserted = insert_into(connection, jobs).values(**_values(new)).on_conflict_do_nothing().returning(jobs.c.number)
    number = connection.execute(inserted).scalar()
    if number is None:
        return _present(connection, new), False
    _wait(connection, number, new)
    total = 0
    for place, layer in enumerate(new.layers):
        count = sum(stop - start for start, stop in layer.frames)
        row = sa.insert(layers).values(job=number, place=place, name=layer.name, queued=count)
        fill(connection, connection.execute(row.returning(layers.c.number)).scalar_one(), layer.frames)
        total += count
    events.append(connection, number, ("submitted", {"job": new.id, "key": new.key, "total": total}))
    return connection.execute(sa.select(jobs).where(jobs.c.number == number)).one(), True


def _values(new: NewJob) -> dict[str, Any]:
    same = ("id", "key", "priority", "spec", "scene", "output")
    return {
        **{name: getattr(new, name) for name in same},
        "submission": new.submission or None,
        "status": "queued",
        "settings": as_json(new.settings),
        "created": now(),
    }


def _present(connection: Connection, new: NewJob) -> Row[Any]:
    same = jobs.c.submission == new.submission if new.submission else jobs.c.id == new.id
    row = connection.execute(sa.select(jobs).where(same)).one_or_none()
    if row is None:
        raise JobError(f"there is a job {new.id} already, of another submission key")
    if row.key != new.key:
        what = f"submission key {new.submission!r}" if new.submission else f"id {new.id}"
        raise JobError(f"{what} belongs to job {row.id}, which draws something else; take another one")
    return row


def _wait(connection: Connection, number: int, new: NewJob) -> None:
    if not new.after:
        return
    query = sa.select(jobs.c.number, jobs.c.id, jobs.c.status).where(jobs.c.id.in_(new.after), jobs.c.number != number)
    found = {row.id: row for row in connection.execute(query.order_by(jobs.c.number).with_for_update())}
    for name in new.after:
        if name not in found:
            raise JobError(f"job {new.id} cannot wait for {name}: there is no such job")
        if found[name].status == "cancelled":
            raise JobError(f"job {new.id} cannot wait for {name}: it was cancelled")
    connection.execute(sa.insert(waits), [{"job": number, "after": row.number} for row in found.values()])
