"""Drives one job: hands chunks to Dask, takes receipts back, and answers pause, resume and cancel."""

from __future__ import annotations

import atexit
import logging
import queue
import threading
import time
import uuid
import weakref
from typing import TYPE_CHECKING, Any, Final

import msgspec

from threedkit.errors import JobError, OutputError, ThreedkitError
from threedkit.jobs import cluster, plan
from threedkit.jobs.connection import Connection
from threedkit.jobs.receipts import Delivery, Failure
from threedkit.jobs.states import FINAL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from threedkit.jobs.connection import Target
    from threedkit.jobs.ledger import Ledger
    from threedkit.jobs.worker import Task

__all__ = ["Runner"]

_logger = logging.getLogger("threedkit.jobs")
_TICK = 0.5
_DRAIN_SECONDS = 5.0
_RUNNING: Final[weakref.WeakSet[Runner]] = weakref.WeakSet()


class Runner(threading.Thread):
    """The background thread of a running job. Commands and finished tasks come through one queue.

    Three kinds of waiting work: `_waiting`, runs of frames never tried; `_again`, frames to try once more, each in a
    task of its own; `_suspects`, frames whose worker died, drawn one by one with nothing else in flight, so that a
    frame that kills its worker takes no other with it.
    """

    def __init__(self, ledger: Ledger, target: Target, *, attempts: int) -> None:
        """Prepare; `start` begins to work."""
        super().__init__(name=f"threedkit-job-{ledger.job}", daemon=True)
        self._ledger = ledger
        self._target = target
        self._attempts = attempts
        self._inbox: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._connection: Connection | None = None
        self._ticket = uuid.uuid4().hex
        self._count = 0
        self._abandoned = False
        self._in_flight: dict[Any, Task] = {}
        self._waiting: list[tuple[int, int]] = []
        self._again: list[tuple[int, int]] = []
        self._suspects: list[int] = []
        _RUNNING.add(self)

    # Commands, from any thread

    def pause(self) -> None:
        """Hand out no more work; tasks end after the frame that they are at."""
        self._ledger.move("paused")
        self._inbox.put("stop")

    def resume(self) -> None:
        """Go on after a pause."""
        self._ledger.move("running")
        self._inbox.put("go")

    def cancel(self) -> None:
        """End the job; finished frames stay."""
        self._ledger.move("cancelled", "cancelled")
        self._inbox.put("stop")

    def interrupt(self) -> None:
        """Keep the job as paused, since this process ends."""
        ledger = self._ledger
        self._abandoned = True
        if ledger.status in {"queued", "running"}:
            ledger.move("paused", "the process that ran it ended")
            _logger.warning(
                "job %s was interrupted at %d of %d frames, since the process ended; wait() for it, or go on with"
                " threedkit.jobs.open_job(%r).resume()",
                ledger.job,
                ledger.done,
                ledger.total,
                str(ledger.folder.root),
            )

    # The thread

    def run(self) -> None:
        """Work until the job has ended."""
        try:
            self._work()
        except ThreedkitError as error:
            self._give_up(str(error))
        except Exception as error:
            # The job must not stay "running" for ever because of an error in its own machinery, nor hide it.
            if not self._abandoned:
                _logger.exception("job %s: the runner failed", self._ledger.job)
            self._give_up(f"{type(error).__name__}: {error}")
        finally:
            if self._connection is not None:
                self._connection.close()
            self._ledger.folder.unlock()
            _RUNNING.discard(self)

    def _work(self) -> None:
        ledger = self._ledger
        self._waiting = list(reversed(plan.as_ranges(ledger.missing())))
        if self._waiting:
            self._connection = Connection(self._target, ledger)
        ledger.begin()
        while ledger.status not in FINAL:
            if ledger.status == "running":
                self._hand_out()
                if not self._in_flight and not self._left():
                    self._conclude()
                    return
            self._take_in(_TICK)
        self._drain()

    def _left(self) -> bool:
        return bool(self._waiting or self._again or self._suspects)

    def _conclude(self) -> None:
        ledger = self._ledger
        if not ledger.failures:
            ledger.move("succeeded")
            return
        frames = ", ".join(str(index) for index in sorted(ledger.failures)[:10])
        more = f" and {len(ledger.failures) - 10} more" if len(ledger.failures) > 10 else ""
        first = ledger.failures[min(ledger.failures)]
        cause = f"{first.error}: {first.message}"
        ledger.move(
            "failed",
            f"{len(ledger.failures)} of {ledger.total} frames failed: {frames}{more}; first: {cause}",
        )

    def _give_up(self, message: str) -> None:
        if self._ledger.status not in FINAL and not self._abandoned:
            self._ledger.move("failed", message)

    # Handing out

    def _hand_out(self) -> None:
        workers = self._workers() if self._left() else 0
        while self._left() and len(self._in_flight) < 2 * max(workers, 1):
            if self._again:
                frame, attempt = self._again.pop()
                self._submit(((frame, frame + 1),), attempt)
            elif self._waiting:
                left = sum(stop - start for start, stop in self._waiting)
                size = plan.chunk_size(left, workers, self._ledger.seconds_per_frame)
                self._submit(plan.take(self._waiting, size), 1)
            elif not self._in_flight:
                frame = self._suspects.pop()
                self._submit(((frame, frame + 1),), self._attempts)
            else:
                return

    def _workers(self) -> int:
        connection = self._connection
        count = connection.workers() if connection is not None else 0
        self._ledger.workers = count
        return count

    def _submit(self, ranges: plan.Ranges, attempt: int) -> None:
        connection = self._connected()
        task = connection.task(self._ticket, ranges, attempt)
        self._count += 1
        future = connection.submit(task, f"threedkit-{self._ledger.job}-{self._ticket[:8]}-{self._count}")
        self._in_flight[future] = task
        future.add_done_callback(self._inbox.put)

    def _connected(self) -> Connection:
        if self._connection is None:
            self._connection = Connection(self._target, self._ledger)
        return self._connection

    # Taking in

    def _take_in(self, timeout: float) -> None:
        """Handle one message, or nothing within the time; then look whether the cluster is still there."""
        try:
            message = self._inbox.get(timeout=timeout)
        except queue.Empty:
            if self._in_flight:
                self._connected().check()
            return
        if message == "stop":
            if self._in_flight:
                self._connected().stop(self._ticket)
            self._ticket = uuid.uuid4().hex
        elif message != "go":
            self._settle(message)

    def _settle(self, future: Any) -> None:
        task = self._in_flight.pop(future, None)
        if task is None:
            return
        outcome = self._connected().outcome(future)
        if isinstance(outcome, Delivery):
            self._accept(outcome, task)
        elif isinstance(outcome, JobError):
            raise outcome
        else:
            self._blame(task, outcome)

    def _accept(self, delivery: Delivery, task: Task) -> None:
        ledger = self._ledger
        for receipt in delivery.receipts:
            data = delivery.payloads.get(receipt.index)
            if data is not None:
                ledger.folder.store(receipt, data)
        final = []
        for failure in delivery.failures:
            if failure.hopeless or task.attempt >= self._attempts:
                final.append(failure)
            else:
                ledger.folder.log("frame tried again", **msgspec.to_builtins(failure))
                self._again.append((failure.index, task.attempt + 1))
        self._put_back(delivery.skipped)
        ledger.loads += delivery.loads
        ledger.folder.log(
            "chunk",
            worker=delivery.worker,
            frames=[receipt.index for receipt in delivery.receipts],
            seconds=delivery.seconds,
            loads=delivery.loads,
        )
        ledger.add(delivery.receipts, tuple(final))

    def _put_back(self, frames: Iterable[int]) -> None:
        self._waiting.extend(reversed(plan.as_ranges(frames)))

    def _blame(self, task: Task, error: BaseException) -> None:
        """A task died with its workers: look for the guilty frame, or, when it was alone, give it up."""
        ledger = self._ledger
        frames = plan.from_ranges(task.ranges)
        ledger.folder.log("chunk lost", frames=frames, error=f"{type(error).__name__}: {error}")
        found = [receipt for index in frames if (receipt := ledger.folder.finished(ledger.spec, index)) is not None]
        ledger.add(tuple(found))
        left = [index for index in frames if index not in ledger.receipts]
        if len(frames) > 1 or task.attempt < self._attempts:
            self._suspects.extend(reversed(left))
            return
        message = self._connected().death_message(error)
        failures = (
            Failure(index=index, error=type(error).__name__, message=message, attempts=task.attempt) for index in left
        )
        ledger.add((), tuple(failures))

    def _drain(self) -> None:
        """After a cancel, let running tasks finish the frame that they are at, for a few seconds."""
        end = time.monotonic() + _DRAIN_SECONDS
        while self._in_flight and (left := end - time.monotonic()) > 0:
            try:
                self._take_in(min(left, _TICK))
            except (JobError, OutputError) as error:
                self._ledger.folder.log("lost while cancelling", error=str(error))
                break
        if self._connection is not None:
            self._connection.forget(list(self._in_flight))


def _interrupt_all() -> None:
    for runner in list(_RUNNING):
        runner.interrupt()


cluster.BEFORE_CLOSE.append(_interrupt_all)
atexit.register(_interrupt_all)
