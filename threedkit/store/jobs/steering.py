"""What any process may ask of a job: wishes to its runner, frames skipped or tried again, priority, deletion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import sqlalchemy as sa

from threedkit.errors import JobError
from threedkit.store.jobs import events
from threedkit.store.jobs.frames import Frames
from threedkit.store.jobs.lease import cancel_dependents, change_status, put_back_running
from threedkit.store.jobs.rows import as_json, from_json, is_held
from threedkit.store.states import FINAL, Status, check_move
from threedkit.store.tables import jobs, layers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy.engine import Connection, Row

__all__ = ["delete", "layers_of", "retry", "set_priority", "set_settings", "skip", "wish"]

_TARGET: dict[str, Status] = {"pause": "paused", "resume": "queued", "cancel": "cancelled"}
_RETRIED = ("failed", "skipped")
_SKIPPED = ("queued", "running", "failed")


def wish(connection: Connection, row: Row[Any], what: Literal["pause", "resume", "cancel"]) -> None:
    """Leave a wish for the runner of a job; where none is at work, do it at once.

    Raises:
        JobError: a job in that state cannot do so.
    """
    if what == "cancel" and (row.status in FINAL or row.wish == "cancel"):
        return
    if row.wish == "cancel":
        raise JobError(f"job {row.id} is being cancelled and cannot {what} any more")
    if what == "resume" and row.status in FINAL:
        advice = "; retry it instead" if row.status == "failed" else ""
        raise JobError(f"job {row.id} is {row.status} and cannot become running: it has ended{advice}")
    if not is_held(row):
        if what == "resume" and row.status == "queued":
            _note(connection, row, "")
            return
        put_back_running(connection, row.number, note=True)
        change_status(connection, row, _TARGET[what], "cancelled" if what == "cancel" else "")
        _note(connection, row, "")
        return
    opposite = {"pause": "resume", "resume": "pause"}.get(what)
    if row.wish and row.wish == opposite:
        _note(connection, row, "")  # nothing has been done about that one yet
        return
    if what == "resume" and row.status != "paused":
        raise JobError(f"job {row.id} is {row.status} and cannot become running: it is not paused")
    if what == "pause":
        check_move(row.id, row.status, "paused")
    if row.wish != what:
        _note(connection, row, what)
        events.append(connection, row.number, ("wish", {"wish": what}))


def skip(connection: Connection, row: Row[Any], numbers: Iterable[int], layer: str) -> list[int]:
    """Do without frames that are not finished; return which.

    Raises:
        JobError: the job has no such frame, or has ended well or by being cancelled.
    """
    if row.status in FINAL and row.status != "failed":
        raise JobError(f"job {row.id} is {row.status}: there is nothing to skip any more")
    changed, found = _chosen(connection, row, numbers, layer)
    skipped = [one for one in found.values() if one.state in _SKIPPED]
    changed.move(skipped, "skipped", error="", message="")
    return _steer(connection, row, "frames skipped", layer, [one.frame for one in skipped])


def retry(connection: Connection, row: Row[Any], numbers: Iterable[int] | None, layer: str) -> None:
    """Let frames wait again: all that failed, or these, which failed or were skipped. A failed job is queued again.

    Raises:
        JobError: the job has no such frame, or has ended otherwise.
    """
    if row.status in FINAL and row.status != "failed":
        raise JobError(f"job {row.id} is {row.status}; only a failed job can be tried again")
    fresh: dict[str, Any] = {"attempt": 0, "error": "", "message": ""}
    if numbers is None:
        for one in connection.execute(layers_of(row)).all():
            count = Frames(connection, one.number).move_all("failed", "queued", **fresh)
            if count:
                events.append(connection, row.number, ("frames tried again", {"layer": one.name, "count": count}))
    else:
        changed, found = _chosen(connection, row, numbers, layer)
        again = [one for one in found.values() if one.state in _RETRIED]
        changed.move(again, "queued", **fresh)
        _steer(connection, row, "frames tried again", layer, [one.frame for one in again])
    steered = sa.update(jobs).where(jobs.c.number == row.number).values(steered=jobs.c.steered + 1)
    connection.execute(steered)
    if row.status == "failed":
        change_status(connection, row, "queued", "")


def set_priority(connection: Connection, row: Row[Any], priority: int) -> None:
    """Change when a job comes to its turn."""
    values = {"priority": priority, "steered": jobs.c.steered + 1}
    connection.execute(sa.update(jobs).where(jobs.c.number == row.number).values(**values))
    events.append(connection, row.number, ("priority", {"priority": priority}))


def set_settings(connection: Connection, row: Row[Any], changed: Mapping[str, Any]) -> None:
    """Change some settings; the others stay."""
    values = {"settings": as_json(from_json(row.settings) | dict(changed)), "steered": jobs.c.steered + 1}
    connection.execute(sa.update(jobs).where(jobs.c.number == row.number).values(**values))
    events.append(connection, row.number, ("settings", dict(changed)))


def delete(connection: Connection, row: Row[Any]) -> None:
    """Forget a job; its folder stays. Those that wait for one that has not succeeded are cancelled.

    Raises:
        JobError: a runner holds it.
    """
    if is_held(row):
        raise JobError(f"job {row.id} is in the hands of runner {row.runner}; cancel it first")
    if row.status != "succeeded":
        cancel_dependents(connection, row)
    connection.execute(sa.delete(jobs).where(jobs.c.number == row.number))


def _note(connection: Connection, row: Row[Any], what: str) -> None:
    connection.execute(sa.update(jobs).where(jobs.c.number == row.number).values(wish=what))


def layers_of(row: Row[Any]) -> sa.Select[tuple[int, str]]:
    """Query number and name of the layers of a job."""
    return sa.select(layers.c.number, layers.c.name).where(layers.c.job == row.number)


def _chosen(
    connection: Connection, row: Row[Any], numbers: Iterable[int], layer: str
) -> tuple[Frames, dict[int, Row[Any]]]:
    of = {one.name: one.number for one in connection.execute(layers_of(row))}
    if layer not in of:
        raise JobError(f"job {row.id} has no layer {layer!r}; it has {', '.join(sorted(of))}")
    wanted = set(numbers)
    changed = Frames(connection, of[layer])
    found = changed.look(wanted)
    strange = sorted(wanted - found.keys())
    if strange:
        raise JobError(f"layer {layer} of job {row.id} has no frame {strange[0]}")
    return changed, found


def _steer(connection: Connection, row: Row[Any], kind: str, layer: str, numbers: list[int]) -> list[int]:
    if numbers:
        steered = sa.update(jobs).where(jobs.c.number == row.number).values(steered=jobs.c.steered + 1)
        connection.execute(steered)
        events.append(connection, row.number, (kind, {"layer": layer, "frames": numbers}))
    return numbers
