"""Rows into records, and the small values that are kept as text."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any, cast

import msgspec
import sqlalchemy as sa

from threedkit.store.owner import Owner, is_dead
from threedkit.store.records import Counts, JobRecord, LayerRecord
from threedkit.store.tables import jobs, layers, waits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.engine import Connection, Row

__all__ = ["as_json", "as_text", "from_json", "is_held", "now", "records", "tally", "unmet"]


def now() -> str:
    """Return the UTC time as ISO text, e.g. ``2026-11-22T14:03:09.120+00:00``. For people: nothing compares it."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")


def as_text(value: object) -> str:
    r"""Return text that every database takes: no NUL, no half surrogates.

    Example:
        >>> as_text("a\0b")
        'a\\x00b'
    """
    return str(value).replace("\0", "\\x00").encode("utf-8", "backslashreplace").decode("utf-8")


def as_json(values: Mapping[str, Any]) -> str:
    """Write plain values, in ASCII; "" for none."""
    return json.dumps(msgspec.to_builtins(values), separators=(",", ":")) if values else ""


def from_json(text: str) -> dict[str, Any]:
    """Read what `as_json` wrote."""
    return cast("dict[str, Any]", json.loads(text)) if text else {}


def tally(row: Row[Any]) -> Counts:
    """Return the counts of a row of `layers`."""
    return Counts(row.queued, row.running, row.succeeded, row.failed, row.skipped)


def records(connection: Connection, rows: Sequence[Row[Any]]) -> tuple[JobRecord, ...]:
    """Return records of rows of `jobs`, in their order."""
    numbers = [row.number for row in rows]
    found: dict[int, list[LayerRecord]] = {number: [] for number in numbers}
    chosen = sa.select(layers).where(layers.c.job.in_(numbers)).order_by(layers.c.job, layers.c.place)
    for layer in connection.execute(chosen):
        found[layer.job].append(LayerRecord(layer.name, tally(layer)))
    missing = unmet(connection, numbers)
    return tuple(_record(row, tuple(found[row.number]), missing.get(row.number, ())) for row in rows)


def is_held(row: Row[Any]) -> bool:
    """Tell whether a runner holds the job of a row of `jobs`, and its process is not known to have ended."""
    return bool(row.token) and not is_dead(msgspec.json.decode(row.owner, type=Owner))


def unmet(connection: Connection, numbers: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Return for each job the ids of those that it waits for and that have not succeeded."""
    query = (
        sa.select(waits.c.job, jobs.c.id)
        .join(jobs, jobs.c.number == waits.c.after)
        .where(waits.c.job.in_(numbers), jobs.c.status != "succeeded")
        .order_by(jobs.c.number)
    )
    found: dict[int, tuple[str, ...]] = {}
    for number, name in connection.execute(query):
        found[number] = (*found.get(number, ()), name)
    return found


def _record(row: Row[Any], of_layers: tuple[LayerRecord, ...], waits_for: tuple[str, ...]) -> JobRecord:
    owner = msgspec.json.decode(row.owner, type=Owner) if row.token else Owner()
    same = {name: getattr(row, name) for name in _SAME}
    return JobRecord(
        **same,
        submission=row.submission or "",
        layers=of_layers,
        waits_for=waits_for,
        settings=from_json(row.settings),
        data=from_json(row.data),
        runner=row.runner if row.token else "",
        host=owner.host,
        pid=owner.pid,
        alive=is_held(row),
    )


_SAME = (
    *("number", "id", "key", "status", "message", "wish", "priority", "spec", "scene", "output", "beat", "steered"),
    *("created", "started", "finished", "run_seconds", "worker_seconds"),
)
