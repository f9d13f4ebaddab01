"""A job as this process knows it: a copy of the ledger's record and of the state of each frame."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Final

from threedkit.errors import JobError, OutputError
from threedkit.jobs.facts import Facts
from threedkit.jobs.folder import JobFolder
from threedkit.jobs.slicing import FRAMES
from threedkit.jobs.snapshot import snapshot
from threedkit.jobs.spec import RenderSpec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from threedkit.jobs.receipts import Failure, Receipt
    from threedkit.store import Counts, FrameState, JobRecord, JobStore, Lease, Status

__all__ = ["LETTERS", "Ledger"]

LETTERS: Final[dict[FrameState, str]] = {
    "queued": ".",
    "running": "r",
    "succeeded": "d",
    "failed": "f",
    "skipped": "s",
}
"""One letter for each state of a frame; ``-`` is a frame that the job was not asked for."""

_NONE = ord("-")
_PATIENCE = 0.2
_FACTS_EVERY = 1.0
_RECORD_EVERY = 0.25
_COST_SHARE = 20.0  # reading all states, or writing job.json, may take a twentieth of the time at most


class Ledger:
    """A job's record, its frames' states and failures. Thread-safe.

    With a lease, what is written goes to the ledger first and then into the copy. Without one, `refresh` reads what
    another process has written. Every change calls `notify` and wakes those who wait.

    Args:
        store: the ledger itself.
        record: the job in it.
        folder: where its frames are; None: where the record says.
    """

    def __init__(self, store: JobStore, record: JobRecord, folder: JobFolder | None = None) -> None:
        """Take a record; nothing is read before it is asked for."""
        self.store = store
        self.record = record
        self.facts = Facts.read(record.data)
        self.folder = folder or JobFolder.open(record.output)
        self.lease: Lease | None = None
        self.failures: dict[int, str] = {}
        self.notify: Callable[[], None] = lambda: None
        self._spec: RenderSpec | None = None
        self._changed = threading.Condition(threading.RLock())
        self._states: dict[str, bytearray] = {}
        self._states_at = (-1.0, 0.0)
        self._states_of: tuple[object, ...] = ()
        self._running_since: float | None = None
        self._facts_at = 0.0
        self._written_at = 0.0
        self._write_cost = 0.0
        self._unwritten = ""

    # Reading

    @property
    def job(self) -> str:
        """Its id."""
        return self.record.id

    @property
    def spec(self) -> RenderSpec:
        """What it draws; read from its folder with first use.

        Raises:
            JobError: the folder is gone.
        """
        if self._spec is None:
            self._spec = RenderSpec.from_json(self.folder.blobs.get(self.record.spec))
        return self._spec

    @property
    def status(self) -> Status:
        """How it stands; a job whose process has died is paused, whatever it wrote last."""
        return "paused" if self.orphaned else self.record.status

    @property
    def orphaned(self) -> bool:
        """Whether the process that ran it has died."""
        return self.lease is None and bool(self.record.runner) and not self.record.alive and not self.record.ended

    @property
    def message(self) -> str:
        """Why the job has its status, or what it waits for, in one line."""
        if self.orphaned:
            return f"the process that ran it ({self.record.runner}) has ended; resume() goes on"
        if self.record.status == "queued" and self.record.waits_for:
            return f"waits for {', '.join(self.record.waits_for)}"
        return self.record.message or self.facts.note

    @property
    def done(self) -> int:
        """Frames that are finished."""
        return self.record.counts.succeeded

    @property
    def work(self) -> Counts:
        """How what workers draw stands: the frames, or their slices where they are split."""
        return self.record.layers[0].counts

    @property
    def total(self) -> int:
        """Frames that are to be drawn: those asked for, without those that were skipped."""
        return self.record.counts.total - self.record.counts.skipped

    @property
    def progress(self) -> float:
        """Finished part, 0 to 1."""
        wanted = self.work.total - self.work.skipped
        return self.work.succeeded / wanted if wanted else 1.0

    @property
    def elapsed(self) -> float:
        """Seconds at work, pauses left out."""
        since = self._running_since
        return self.record.run_seconds + (time.monotonic() - since if since is not None else 0.0)

    @property
    def eta(self) -> float | None:
        """Estimated seconds until the end; 0 when it has ended, None while nothing is known."""
        if self.record.ended:
            return 0.0
        if self.facts.pace is None:
            return None
        return self.work.left * self.facts.pace / max(self.facts.workers, 1)

    @property
    def budget(self) -> float | None:
        """Worker-seconds after which the job stops; None: it does not."""
        budget: float | None = self.record.settings.get("budget")
        return budget

    def states(self) -> str:
        """Return one letter a frame, see `LETTERS`; an observer's may be some seconds old in a very long job."""
        with self._changed:
            self._look()
            return self._states[FRAMES].decode("ascii")

    def errors(self) -> list[str]:
        """Return one line for each frame that failed."""
        with self._changed:
            self._look()
            return [f"frame {index}: {message}" for index, message in sorted(self.failures.items())]

    def frames_in(self, letter: str, *, layer: str = FRAMES) -> list[int]:
        """Return the numbers of the frames in a state, by its letter, ascending; or of those of another layer."""
        with self._changed:
            self._look(force=True)
            wanted = ord(letter)
            return [index for index, state in enumerate(self._states[layer]) if state == wanted]

    def wait_a_little(self, seconds: float | None) -> None:
        """Block until something changes, for some tenths of a second at most."""
        with self._changed:
            self._changed.wait(_PATIENCE if seconds is None else min(seconds, _PATIENCE))

    @property
    def held_elsewhere(self) -> bool:
        """Whether another process, or another runner of this one, is at work on it."""
        return self.lease is None and bool(self.record.runner) and self.record.alive

    def refresh(self) -> bool:
        """Read the record anew; tell whether it has changed.

        Raises:
            JobError: the job was deleted.
        """
        with self._changed:
            if self.lease is not None:
                return False
            before, self.record = self.record, self.store.get(self.job)
            if before == self.record:
                return False
            self.facts = Facts.read(self.record.data)
            self._changed.notify_all()
        self.notify()
        return True

    # Changing, with a lease

    def take(self, lease: Lease) -> None:
        """Become the copy of the one who works on the job."""
        with self._changed:
            self.lease, self.record = lease, lease.record
            self.facts = Facts.read(self.record.data)
            self._look(force=True)

    def leave(self, message: str = "") -> None:
        """Give the lease back, if there is one."""
        with self._changed:
            lease, self.lease = self.lease, None
            if lease is None:
                return
            lease.release(message)
            self.record = lease.record
            self._states_of = ()
            self._changed.notify_all()
        self.notify()

    def held(self) -> Lease:
        """Return the lease.

        Raises:
            JobError: there is none.
        """
        if self.lease is None:
            raise JobError(f"job {self.job} is {self.status} and nothing in this process is at work on it")
        return self.lease

    def move(self, status: Status, message: str = "") -> None:
        """Go to another state.

        Raises:
            JobError: that is no legal move.
        """
        with self._changed:
            self._beat(force=True)
            self.record = self.held().move(status, message)
            self._running_since = time.monotonic() if status == "running" else None
            self.write_record(force=True)
            self._changed.notify_all()
        self.notify()

    def beat(self) -> JobRecord:
        """Show that the runner lives; return the record, in which are the wishes of others."""
        with self._changed:
            self._beat(force=False)
            return self.record

    def begin(self, frames: Sequence[int], attempt: int, *, layer: str = FRAMES) -> list[int]:
        """Note that frames are being drawn; return those that really are: others were skipped meanwhile."""
        with self._changed:
            begun = self.held().begin(frames, attempt, layer=layer)
            self._note(begun, "running", layer)
            return begun

    def settle(
        self,
        *,
        finished: Sequence[Receipt] = (),
        failed: Sequence[Failure] = (),
        again: Sequence[Failure] = (),
        put_back: Sequence[int] = (),
        happened: Iterable[tuple[str, Mapping[str, object]]] = (),
        seconds: float = 0.0,
        layer: str = FRAMES,
    ) -> None:
        """Note all that came of a task; see `Lease.settle`."""
        with self._changed:
            lease = self.held()
            lease.settle(
                finished=finished,
                failed=failed,
                again=again,
                put_back=put_back,
                happened=happened,
                seconds=seconds,
                layer=layer,
            )
            self.record = lease.record
            self.facts.measure(finished, paced=layer == self.record.layers[0].name)
            if layer == FRAMES:
                self.failures |= {one.index: f"{one.error}: {one.message}" for one in failed}
            self._note([one.index for one in failed], "failed", layer)
            self._note([one.index for one in again], "queued", layer)
            self._note(put_back, "queued", layer)
            self._note([one.index for one in finished], "succeeded", layer)
            self.write_record(force=False)
            self._changed.notify_all()
        self.notify()

    def reopen(self, frames: Sequence[int], *, layer: str = FRAMES) -> list[int]:
        """Let finished frames be drawn again whose files are missing or damaged; return which."""
        with self._changed:
            reopened = self.held().reopen(frames, layer=layer)
            self.record = self.held().record
            self._note(reopened, "queued", layer)
            return reopened

    def catch_up(self) -> None:
        """Somebody has changed settings or frames without the lease: take over how they stand."""
        with self._changed:
            self._beat(force=False)
            self._look(force=True)
            self._changed.notify_all()
        self.notify()

    # The copies

    def write_record(self, *, force: bool = True) -> None:
        """Replace job.json; while frames come in, only now and then."""
        before = time.monotonic()
        if not force and before - self._written_at < max(_RECORD_EVERY, _COST_SHARE * self._write_cost):
            return
        summary = {"spec_blob": self.record.spec, "spec": self.spec.summary(), "settings": self.record.settings}
        try:
            self.folder.write_record({**snapshot(self), **summary})
        except OutputError as error:
            self._tell_unwritten(str(error))
        self._written_at = time.monotonic()
        self._write_cost = self._written_at - before

    def _tell_unwritten(self, reason: str) -> None:
        """The copy in the folder is old now: no reason to stop, and said once."""
        if reason != self._unwritten:
            self._unwritten = reason
            self.store.log(self.job, "job.json not written", error=reason)

    def _beat(self, *, force: bool) -> None:
        now = time.monotonic()
        since, seconds = self._running_since, 0.0
        if since is not None:
            seconds, self._running_since = now - since, now
        data = None
        if force or now - self._facts_at >= _FACTS_EVERY:
            data, self._facts_at = self.facts.plain(), now
            data = data if data != self.record.data else None
        self.record = self.held().beat(seconds, data)

    def _look(self, *, force: bool = False) -> None:
        """Bring the states of all frames up to date; a copy that is kept in step is not read again."""
        if self._states and self.lease is not None and not force:
            return
        at, cost = self._states_at
        now = time.monotonic()
        mark = (self.record.layers, self.record.steered, self.record.status)
        if self._states and not force and (mark == self._states_of or now - at < _COST_SHARE * cost):
            return
        self._read_states()
        self._states_at = (now, time.monotonic() - now)
        self._states_of = mark

    def _read_states(self) -> None:
        self._states = {one.name: self._states_in(one.name) for one in self.record.layers}
        any_failed = LETTERS["failed"].encode() in self._states[FRAMES]
        failed = self.store.frames(self.job, ("failed",), limit=None) if any_failed else ()
        self.failures = {one.index: f"{one.error}: {one.message}" for one in failed}

    def _states_in(self, layer: str) -> bytearray:
        found = {state: self.store.ranges(self.job, (state,), layer=layer) for state in LETTERS}
        size = max((stop for ranges in found.values() for _, stop in ranges), default=0)
        states = bytearray(b"-" * size)
        for state, ranges in found.items():
            for start, stop in ranges:
                states[start:stop] = LETTERS[state].encode() * (stop - start)
        return states

    def _note(self, frames: Iterable[int], state: FrameState, layer: str) -> None:
        letter, states = ord(LETTERS[state]), self._states[layer]
        for index in frames:
            if index < len(states) and states[index] != _NONE:
                states[index] = letter
            if state != "failed" and layer == FRAMES:
                self.failures.pop(index, None)
