"""What records of work have in common, render jobs and runs of notebooks: a status, and times that follow from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from threedkit.errors import FieldError
from threedkit.store.repositories.base import iso, utc_now
from threedkit.store.states import FINAL, MOVES
from threedkit.store.values import check_text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from sqlalchemy.engine import Row
    from sqlalchemy.sql import ColumnElement

    from threedkit.store.states import Status

__all__ = ["in_state", "status_columns", "times", "unless"]


def status_columns(table: sa.Table, noun: str, status: Status) -> dict[str, Any]:
    """Return the columns for a new status.

    Raises:
        FieldError: it is none.
    """
    if status not in MOVES:
        raise FieldError(f"the status of a {noun} must be one of {', '.join(MOVES)}, not {status!r:.40}")
    now = utc_now()
    values: dict[str, Any] = {"status": status, "completed_at": now if status in FINAL else None}
    if status == "running":
        values["started_at"] = sa.func.coalesce(table.c.started_at, sa.literal(now, table.c.started_at.type))
    return values


def in_state(table: sa.Table, status: str | Iterable[str]) -> ColumnElement[bool]:
    """Return the condition that a row is in a state, or in one of several.

    Raises:
        FieldError: that cannot be asked.
    """
    wanted = [status] if isinstance(status, str) else list(status)
    return table.c.status.in_([check_text("status", one, 40) for one in wanted])


def unless(states: Collection[Status] | None) -> Callable[[Row[Any]], bool]:
    """Return what tells of a row that it is in none of these states; None: all will do."""
    return lambda row: states is not None and row.status not in states


def times(row: Row[Any]) -> dict[str, Any]:
    """Return when it was created, started and completed; ISO 8601, "" for not yet."""
    return {name: iso(getattr(row, name)) for name in ("created_at", "started_at", "completed_at")}
