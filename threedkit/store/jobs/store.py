"""The ledger of jobs: what any process may ask and tell."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

import sqlalchemy as sa

from threedkit.errors import FieldError, JobError
from threedkit.store.jobs import events, leasing, steering, submission
from threedkit.store.jobs.frames import attempts_of, ranges_in, read_frames
from threedkit.store.jobs.lease import Lease
from threedkit.store.jobs.rows import records, tally
from threedkit.store.records import Page
from threedkit.store.tables import jobs, layers
from threedkit.store.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy.engine import Connection, Row

    from threedkit.store.database import Database
    from threedkit.store.ranges import Ranges
    from threedkit.store.records import AttemptRecord, Counts, Event, FrameRecord, JobRecord, NewJob
    from threedkit.store.states import FrameState, Status

__all__ = ["LEASE_SECONDS", "JobStore"]

LEASE_SECONDS: Final = 15.0
"""A runner whose beat stands still for so long has lost its job; ``THREEDKIT_LEASE_SECONDS`` overrides it."""

T = TypeVar("T")

_NAMES = 5


class JobStore:
    """Jobs, frames and events in a database. Thread-safe; any number of processes may use one database.

    Args:
        database: where they are.
        lease_seconds: how long the beat of a runner on another host must stand still before its job is taken over;
            None takes `LEASE_SECONDS`.
        clock: monotonic seconds by which that is measured.

    Example:
        >>> import tempfile
        >>> from threedkit.store import Database, NewJob, NewLayer
        >>> store = JobStore(Database.open(f"sqlite:///{tempfile.mkdtemp()}/farm.db"))
        >>> job, created = store.submit(NewJob(id="fox", key="0" * 64, layers=(NewLayer("frames", ((0, 3),)),)))
        >>> lease = store.lease("me")
        >>> lease.move("running").status, lease.begin([0, 1])
        ('running', [0, 1])
        >>> store.get("fox").counts
        Counts(queued=1, running=2, succeeded=0, failed=0, skipped=0)
    """

    def __init__(
        self, database: Database, *, lease_seconds: float | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Use a database that is open."""
        self.database = database
        self.lease_seconds = _lease_seconds() if lease_seconds is None else lease_seconds
        self._watch = Watch(self.lease_seconds, clock)

    # Asking

    def get(self, job: str) -> JobRecord:
        """Return a job by its id, or by the beginning of one when no other begins so.

        Raises:
            JobError: there is none, or more than one.
        """

        def work(connection: Connection) -> JobRecord:
            return records(connection, [_find(connection, job)])[0]

        return self.database.read(work)

    def several(self, ids: Sequence[str]) -> dict[str, JobRecord]:
        """Return those of these jobs that are there, by their ids."""
        chosen = sa.select(jobs).where(jobs.c.id.in_(ids))

        def work(connection: Connection) -> dict[str, JobRecord]:
            return {one.id: one for one in records(connection, connection.execute(chosen).all())}

        return self.database.read(work) if ids else {}

    def list(self, status: Status | Sequence[Status] | None = None, limit: int = 50, cursor: str | None = None) -> Page:
        """Return jobs, newest first.

        Args:
            status: only jobs in this state, or in one of these.
            limit: how many.
            cursor: `Page.cursor` of the page before; jobs that came meanwhile do not shift the pages.
        """
        query = sa.select(jobs).order_by(jobs.c.number.desc()).limit(limit + 1)
        if status is not None:
            query = query.where(jobs.c.status.in_([status] if isinstance(status, str) else list(status)))
        if cursor is not None:
            query = query.where(jobs.c.number < _place(cursor))

        def work(connection: Connection) -> Page:
            found = records(connection, connection.execute(query).all())
            return Page(found[:limit], str(found[limit - 1].number) if len(found) > limit else None)

        return self.database.read(work)

    def frames(
        self,
        job: str,
        states: Sequence[FrameState] | None = None,
        start: int = 0,
        limit: int | None = 1000,
        *,
        layer: str = "frames",
    ) -> Sequence[FrameRecord]:
        """Return frames in order, from number `start` on, all with ``limit=None``.

        The next page starts after the last one's index.
        """
        return self._of_layer(job, layer, lambda c, number: read_frames(c, number, states, start, limit))

    def ranges(self, job: str, states: Sequence[FrameState], *, layer: str = "frames") -> Ranges:
        """Return which frames are in one of the states."""
        return self._of_layer(job, layer, lambda c, number: ranges_in(c, number, states))

    def missing(self, job: str, *, layer: str = "frames") -> Ranges:
        """Return the frames that wait or are being drawn: those still to come."""
        return self.ranges(job, ("queued", "running"), layer=layer)

    def counts(self, job: str, *, layer: str = "frames") -> Counts:
        """Return how many frames of a layer are in each state."""
        chosen = sa.select(layers)
        return self._of_layer(job, layer, lambda c, n: tally(c.execute(chosen.where(layers.c.number == n)).one()))

    def attempts(self, job: str, frame: int, *, layer: str = "frames") -> Sequence[AttemptRecord]:
        """Return the attempts at a frame that did not end in a finished one, oldest first."""
        return self._of_layer(job, layer, lambda c, number: attempts_of(c, number, frame))

    def events(self, job: str, after: int = 0, limit: int = 1000) -> Sequence[Event]:
        """Return the events that follow number `after`, oldest first; none is ever missed or told twice that way."""
        return self.database.read(lambda c: events.read(c, _find(c, job).number, after, limit))

    # Telling

    def submit(self, new: NewJob) -> tuple[JobRecord, bool]:
        """Write a job down, queued; return it and True, or the job that has this submission key and False.

        Raises:
            JobError: the key or id was used for other work; what it waits for is not there; it is no proper job.
        """
        _, job, created = self._submit(new, None)
        return job, created

    def submit_leased(self, new: NewJob, runner: str) -> tuple[Lease | None, JobRecord, bool]:
        """Write a job down that nobody but this runner shall have: as `submit` and `lease` in one step.

        Returns:
            the lease of a new job, else None; and what `submit` returns.

        Raises:
            as `submit`.
        """
        return self._submit(new, runner)

    def wish(self, job: str, what: Literal["pause", "resume", "cancel"]) -> JobRecord:
        """Ask the runner of a job to do something; where no runner is at work, it is done at once.

        Raises:
            JobError: a job in that state cannot do so. Cancelling a job that has ended does nothing.
        """
        return self._steer(job, lambda connection, row: steering.wish(connection, row, what))

    def skip(self, job: str, frames: Iterable[int], *, layer: str = "frames") -> JobRecord:
        """Do without frames that are not finished: the job can succeed without them.

        Raises:
            JobError: the job has no such frame, has succeeded or was cancelled.
        """
        wanted = list(frames)
        return self._steer(job, lambda connection, row: steering.skip(connection, row, wanted, layer), repeatable=True)

    def retry(self, job: str, frames: Iterable[int] | None = None, *, layer: str = "frames") -> JobRecord:
        """Let frames be tried again, their attempts counted anew: all that failed, or these (failed or skipped ones).

        A failed job is queued again.

        Raises:
            JobError: the job has no such frame, has succeeded or was cancelled.
        """
        wanted = None if frames is None else list(frames)
        return self._steer(job, lambda connection, row: steering.retry(connection, row, wanted, layer), repeatable=True)

    def set_priority(self, job: str, priority: int) -> JobRecord:
        """Change when a job comes to its turn: higher ones first."""
        return self._steer(job, lambda c, row: steering.set_priority(c, row, priority), repeatable=True)

    def set_settings(self, job: str, **changed: Any) -> JobRecord:
        """Change some of a job's settings, e.g. its budget; the others stay."""
        return self._steer(job, lambda c, row: steering.set_settings(c, row, changed), repeatable=True)

    def log(self, job: str, kind: str, **data: Any) -> None:
        """Write an event of a job."""
        self._steer(job, lambda connection, row: events.append(connection, row.number, (kind, data)))

    def delete(self, job: str) -> None:
        """Forget a job; its folder stays. Jobs that wait for one that has not succeeded are cancelled.

        Raises:
            JobError: a runner holds it.
        """
        self.database.write(lambda c: steering.delete(c, _find(c, job, locked=True)))

    # Working

    def lease(self, runner: str, job: str | None = None) -> Lease | None:
        """Take a job to work on it.

        A job whose runner is lost is taken over: at once when its process is dead on this host, else when its beat has
        stood still for `lease_seconds` over several calls of this method. What its runner was drawing waits again.

        Args:
            runner: name of the taker, shown to users.
            job: id of the job wanted, which may also be a paused one; None takes the next one that is queued, by
                priority, then age, and that waits for no other job.

        Returns:
            the lease, its job queued (or paused); None when there is nothing to take now.
        """

        def work(connection: Connection) -> Lease | None:
            name = None if job is None else _find(connection, job).id
            row = leasing.take(connection, runner, name, self._watch)
            return None if row is None else self._lease(connection, row)

        return self.database.write(work)

    def _submit(self, new: NewJob, runner: str | None) -> tuple[Lease | None, JobRecord, bool]:
        submission.check(new)
        tokens: list[str] = []  # of attempts of ours; one may have come through unheard

        def work(connection: Connection) -> tuple[Lease | None, JobRecord, bool]:
            row, created = submission.submit(connection, new)
            if created and runner is not None:
                row = leasing.hold(connection, row, runner)
            if created:
                tokens.append(row.token)
            ours = created or (row.id == new.id and row.token in tokens)
            lease = self._lease(connection, row) if ours and runner is not None else None
            return lease, records(connection, [row])[0], ours

        return self.database.write(work, repeatable=True)

    def _lease(self, connection: Connection, row: Row[Any]) -> Lease:
        return Lease(self.database, records(connection, [row])[0], row.token, row.act)

    def _of_layer(self, job: str, layer: str, work: Callable[[Connection, int], T]) -> T:
        def inside(connection: Connection) -> T:
            row = _find(connection, job)
            found = {one.name: one.number for one in connection.execute(steering.layers_of(row))}
            if layer not in found:
                raise JobError(f"job {row.id} has no layer {layer!r}; it has {', '.join(sorted(found))}")
            return work(connection, found[layer])

        return self.database.read(inside)

    def _steer(
        self, job: str, work: Callable[[Connection, Row[Any]], object], *, repeatable: bool = False
    ) -> JobRecord:
        def inside(connection: Connection) -> JobRecord:
            row = _find(connection, job, locked=True)
            work(connection, row)
            after = sa.select(jobs).where(jobs.c.number == row.number)
            return records(connection, [connection.execute(after).one()])[0]

        return self.database.write(inside, repeatable=repeatable)


def _find(connection: Connection, job: str, *, locked: bool = False) -> Row[Any]:
    """Return the row of a job by its id or the beginning of it; `locked` until the end of the transaction."""
    query = sa.select(jobs).where(jobs.c.id == _name(connection, job))
    row = connection.execute(query.with_for_update() if locked else query).one_or_none()
    if row is None:
        raise JobError(f"there is no job {job!r}; threedkit jobs list shows them")
    return row


def _name(connection: Connection, job: str) -> str:
    like = sa.select(jobs.c.id).where(jobs.c.id.startswith(job, autoescape=True)).order_by(jobs.c.number.desc())
    found = connection.scalars(like.limit(_NAMES + 1)).all() if job else []
    if len(found) < 2 or connection.scalar(sa.select(jobs.c.number).where(jobs.c.id == job)) is not None:
        return found[0] if len(found) == 1 else job
    more = ", ..." if len(found) > _NAMES else ""
    raise JobError(f"more than one job begins with {job!r}: {', '.join(found[:_NAMES])}{more}")


def _place(cursor: str) -> int:
    if not cursor.isdecimal():
        raise FieldError(f"cursor must come from the page before, not {cursor!r}")
    return int(cursor)


def _lease_seconds() -> float:
    text = os.environ.get("THREEDKIT_LEASE_SECONDS", "")
    try:
        seconds = float(text) if text else LEASE_SECONDS
    except ValueError:
        seconds = -1.0
    if not 0 < seconds < float("inf"):
        raise FieldError(f"THREEDKIT_LEASE_SECONDS must be seconds above 0, not {text!r}")
    return seconds
