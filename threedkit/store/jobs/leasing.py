"""Which job a runner gets: by priority, then by age, of those that nobody works on and that wait for nothing."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

import msgspec
import sqlalchemy as sa

from threedkit.store.jobs import events
from threedkit.store.jobs.lease import change_status, put_back_running
from threedkit.store.jobs.rows import as_text, is_held
from threedkit.store.owner import this_process
from threedkit.store.tables import jobs, waits

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Row

    from threedkit.store.watch import Watch

__all__ = ["hold", "take"]


def take(connection: Connection, runner: str, job: str | None, watch: Watch) -> Row[Any] | None:
    """Take a job for a runner; return its row with the new token, None when there is nothing to take."""
    candidates = connection.execute(_candidates(job)).all()
    if job is None:
        watch.forget({row.number for row in candidates})
    # All are looked at, those behind the first free one too: otherwise they would never be found lost.
    lost = {row.number for row in candidates if row.token and watch.is_lost(row.number, row.token, row.beat)}
    for seen in candidates:
        if seen.number in lost or not is_held(seen):
            row = _lock(connection, seen)
            if row is not None:
                return hold(connection, row, runner)
    return None


def _candidates(job: str | None) -> sa.Select[Any]:
    before = jobs.alias("before")
    unmet = (
        sa.select(waits.c.job)
        .join(before, before.c.number == waits.c.after)
        .where(waits.c.job == jobs.c.number, before.c.status != "succeeded")
    )
    query = sa.select(jobs)
    if job is not None:
        return query.where(jobs.c.id == job, jobs.c.status.in_(("queued", "running", "paused")))
    asked = (jobs.c.status == "paused") & (jobs.c.wish != "")  # its runner was lost before it could obey
    runnable = jobs.c.status.in_(("queued", "running")) | asked
    return query.where(runnable, ~unmet.exists()).order_by(jobs.c.priority.desc(), jobs.c.number)


def _lock(connection: Connection, seen: Row[Any]) -> Row[Any] | None:
    """Lock the row, unless somebody else is at it or has changed it since it was looked at."""
    same = (jobs.c.token == seen.token) & (jobs.c.beat == seen.beat) & (jobs.c.status == seen.status)
    query = sa.select(jobs).where(jobs.c.number == seen.number, same).with_for_update(skip_locked=True)
    return connection.execute(query).one_or_none()


def hold(connection: Connection, row: Row[Any], runner: str) -> Row[Any]:
    """Give a job, whose row is locked, to a runner of this process; return the row with its token."""
    told = {"runner": runner}
    if row.token:
        count = put_back_running(connection, row.number, note=True)
        told |= {"from": row.runner, "frames": str(count)}
        if row.status == "running":
            change_status(connection, row, "queued", f"runner {row.runner} was lost")
    values = {
        "token": secrets.token_hex(16),
        "runner": as_text(runner),
        "owner": msgspec.json.encode(this_process()).decode("utf-8"),
        "act": 0,
        "beat": jobs.c.beat + 1,
    }
    connection.execute(sa.update(jobs).where(jobs.c.number == row.number).values(**values))
    events.append(connection, row.number, ("lease taken over" if row.token else "lease taken", told))
    return connection.execute(sa.select(jobs).where(jobs.c.number == row.number)).one()
