"""A job in the hands of one runner: every write is fenced, and takes effect once."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa

from threedkit.errors import JobError, LeaseLostError
from threedkit.store.jobs import events
from threedkit.store.jobs.frames import Frames
from threedkit.store.jobs.rows import as_json, as_text, now, records, tally, unmet
from threedkit.store.jobs.settle import Chunk
from threedkit.store.states import FINAL, Status, check_move
from threedkit.store.tables import jobs, layers, waits
from threedkit.store.values import as_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sqlalchemy.engine import Connection, Row

    from threedkit.store.database import Database
    from threedkit.store.records import FailedFrame, FinishedFrame, JobRecord

__all__ = ["Lease", "cancel_dependents", "change_status", "put_back_running"]

T = TypeVar("T")

_FULFILS: dict[str, tuple[str, ...]] = {"paused": ("pause",), "running": ("resume",), "queued": ("resume",)}


class Lease:
    """The right to work on a job, until `release` or until another runner has taken it over. Thread-safe.

    Every method that writes raises LeaseLostError, and writes nothing, once the job is another runner's. Each tries
    again through an outage of the database, and takes effect once even if the connection is lost during a commit.

    Attributes:
        job: id of the job.
        record: the job when it was leased or last looked at.
    """

    def __init__(self, database: Database, record: JobRecord, token: str, act: int) -> None:
        """Take what `JobStore.lease` has written."""
        self.job = record.id
        self.record = record
        self._database = database
        self._token = token
        self._act = act
        self._lock = threading.RLock()
        self._layers: dict[str, int] = {}

    def beat(self, seconds: float = 0.0, data: Mapping[str, Any] | None = None) -> JobRecord:
        """Show that the runner lives; return the job, in which are the wishes of others.

        Args:
            seconds: time at work since the last beat, added to `JobRecord.run_seconds`.
            data: replaces `JobRecord.data`; None leaves it.
        """
        values: dict[str, Any] = {"run_seconds": jobs.c.run_seconds + seconds} if seconds else {}
        if data is not None:
            values["data"] = as_json(data)

        def body(connection: Connection, row: Row[Any]) -> None:
            if values:
                connection.execute(sa.update(jobs).where(jobs.c.number == row.number).values(**values))

        self._write(body)
        return self.record

    def move(self, status: Status, message: str = "") -> JobRecord:
        """Bring the job into another state; a wish for that state is fulfilled.

        Raises:
            JobError: that is no legal move; or frames are missing and it cannot have succeeded.
        """
        self._write(lambda connection, row: change_status(connection, row, status, message))
        return self.record

    def begin(self, frames: Iterable[int], attempt: int = 1, worker: str = "", *, layer: str = "frames") -> list[int]:
        """Note that frames are being drawn; return those that are: somebody may have skipped some meanwhile."""
        wanted = list(frames)

        def body(connection: Connection, row: Row[Any]) -> list[int]:
            changed = Frames(connection, self._layer(connection, row, layer))
            found = [one for one in changed.look(wanted).values() if one.state == "queued"]
            changed.move(found, "running", attempt=attempt, worker=as_text(worker), begun=now())
            return [one.frame for one in found]

        return self._write(body)

    def finish(self, receipts: Iterable[FinishedFrame], *, layer: str = "frames") -> None:
        """Note finished frames; whatever state they were in, they are finished now."""
        self.settle(finished=receipts, layer=layer)

    def fail(self, failures: Iterable[FailedFrame], final: bool, *, layer: str = "frames") -> None:
        """Note frames that could not be drawn: `final` gives them up, else they wait for another attempt."""
        self.settle(failed=failures if final else (), again=() if final else failures, layer=layer)

    def put_back(self, frames: Iterable[int], *, layer: str = "frames") -> None:
        """Let frames wait again that were begun and not tried; that costs them no attempt."""
        self.settle(put_back=frames, layer=layer)

    def settle(
        self,
        *,
        finished: Iterable[FinishedFrame] = (),
        failed: Iterable[FailedFrame] = (),
        again: Iterable[FailedFrame] = (),
        put_back: Iterable[int] = (),
        happened: Iterable[tuple[str, Mapping[str, Any]]] = (),
        seconds: float = 0.0,
        layer: str = "frames",
    ) -> None:
        """Note all that came of a chunk in one transaction.

        Args:
            finished: frames that are done.
            failed: frames that are given up.
            again: frames that failed and wait for another attempt.
            put_back: frames that were not tried.
            happened: events (kind, data) to be written.
            seconds: worker-seconds beyond those of the receipts, e.g. of frames that failed.
            layer: whose frames they are.
        """
        chunk = Chunk(tuple(finished), tuple(failed), tuple(again), tuple(put_back), seconds)
        notes = tuple(happened)

        def body(connection: Connection, row: Row[Any]) -> None:
            changed = Frames(connection, self._layer(connection, row, layer))
            events.append(connection, row.number, *chunk.write(connection, row, changed, layer), *notes)

        self._write(body)

    def reopen(self, frames: Iterable[int], *, layer: str = "frames") -> list[int]:
        """Let finished frames be drawn again whose files are missing or damaged; return which."""
        wanted = list(frames)

        def body(connection: Connection, row: Row[Any]) -> list[int]:
            changed = Frames(connection, self._layer(connection, row, layer))
            found = [one for one in changed.look(wanted).values() if one.state == "succeeded"]
            numbers = [one.frame for one in found]
            if found:
                changed.move(found, "queued")
                changed.drop_outputs(numbers)
                same = ("frame", "attempt", "worker", "begun")
                noted = [{name: getattr(one, name) for name in same} for one in found]
                changed.note_attempts([{**one, "outcome": "damaged", "ended": now()} for one in noted])
                events.append(connection, row.number, ("frames missing", {"layer": layer, "frames": numbers}))
            return numbers

        return self._write(body)

    def log(self, kind: str, **data: Any) -> None:
        """Write an event."""
        self._write(lambda connection, row: events.append(connection, row.number, (kind, data)))

    def release(self, message: str = "") -> None:
        """Give the job back: what was begun waits again, a running job is queued. Does nothing when it is lost."""

        def body(connection: Connection, row: Row[Any]) -> None:
            put_back_running(connection, row.number, note=False)
            if row.status == "running":
                change_status(connection, row, "queued", message)
            events.append(connection, row.number, ("lease released", {"runner": row.runner}))
            freed = sa.update(jobs).where(jobs.c.number == row.number).values(token="", owner="", runner="")
            connection.execute(freed)

        with self._lock:
            if self._token:
                with suppress(LeaseLostError):
                    self._write(body)
                self._token = ""

    def __repr__(self) -> str:
        return f"<Lease of {self.job} {self.record.status}>"

    def _layer(self, connection: Connection, row: Row[Any], name: str) -> int:
        if name not in self._layers:
            found = connection.execute(sa.select(layers.c.name, layers.c.number).where(layers.c.job == row.number))
            self._layers = {layer: number for layer, number in found}  # noqa: C416 - rows, not pairs
        if name not in self._layers:
            raise JobError(f"job {self.job} has no layer {name!r}; it has {', '.join(sorted(self._layers))}")
        return self._layers[name]

    def _write(self, body: Callable[[Connection, Row[Any]], T]) -> T:
        """Run `body` under the fence. Acts are numbered: one whose commit came through is not done again."""
        with self._lock:
            act = self._act + 1
            results: list[T] = []

            def work(connection: Connection) -> JobRecord:
                row = self._fenced(connection)
                if row.act != act or not results:
                    results.append(body(connection, row))
                    lived = sa.update(jobs).where(jobs.c.number == row.number)
                    connection.execute(lived.values(act=act, beat=jobs.c.beat + 1))
                after = connection.execute(sa.select(jobs).where(jobs.c.number == row.number)).one()
                return records(connection, [after])[0]

            self.record = self._database.write(work, repeatable=True)
            self._act = act
            return results[-1]

    def _fenced(self, connection: Connection) -> Row[Any]:
        query = sa.select(jobs).where(jobs.c.id == self.job).with_for_update()
        row = connection.execute(query).one_or_none()
        if row is None:
            raise LeaseLostError(f"job {self.job} was deleted; its runner has nothing to do any more")
        if not self._token or row.token != self._token:
            now_at = f"runner {row.runner} has taken it over" if row.token else "it was given back"
            raise LeaseLostError(f"job {self.job} is no longer this runner's: {now_at}")
        return row


def change_status(connection: Connection, row: Row[Any], status: Status, message: str) -> None:
    """Bring a job, whose row is locked, into another state, and tell so.

    Raises:
        JobError: that is no legal move.
    """
    check_move(row.id, row.status, status)
    counts = [tally(one) for one in connection.execute(sa.select(layers).where(layers.c.job == row.number))]
    before = unmet(connection, [row.number]).get(row.number, ()) if status == "running" else ()
    if before:
        raise JobError(f"job {row.id} cannot run yet: it waits for {', '.join(before)}")
    if status == "succeeded" and any(one.left or one.failed for one in counts):
        missing = sum(one.left + one.failed for one in counts)
        raise JobError(f"job {row.id} cannot have succeeded: {missing} of its frames are not finished")
    line = as_line(message)
    values: dict[str, Any] = {"status": status, "message": line}
    if status in FINAL or row.wish in _FULFILS.get(status, ()):
        values["wish"] = ""
    if status == "running" and not row.started:
        values["started"] = now()
    values["finished"] = now() if status in FINAL else ""
    connection.execute(sa.update(jobs).where(jobs.c.number == row.number).values(**values))
    done = sum(one.succeeded for one in counts)
    told = {"status": status, "message": line, "done": done, "total": sum(one.total for one in counts)}
    events.append(connection, row.number, ("status", told))
    if status == "cancelled":
        cancel_dependents(connection, row)


def cancel_dependents(connection: Connection, row: Row[Any]) -> None:
    """Cancel the jobs that wait for one that will never succeed."""
    query = (
        sa.select(jobs)
        .join(waits, waits.c.job == jobs.c.number)
        .where(waits.c.after == row.number, jobs.c.status.not_in(("succeeded", "cancelled")))
        .with_for_update(of=jobs)
    )
    for dependent in connection.execute(query).all():
        if dependent.status == "failed":
            continue
        change_status(connection, dependent, "cancelled", f"job {row.id}, which it waits for, was cancelled")


def put_back_running(connection: Connection, job: int, *, note: bool) -> int:
    """Let all frames wait again that are being drawn; `note` keeps the attempts as lost ones."""
    count = 0
    query = sa.select(layers.c.number).where(layers.c.job == job, layers.c.running > 0)
    for layer in connection.scalars(query).all():
        changed = Frames(connection, layer)
        if note:
            changed.note_lost(now())
        count += changed.move_all("running", "queued")
    return count
