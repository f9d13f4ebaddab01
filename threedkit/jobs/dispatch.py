"""Hands the frames of a job to a cluster in chunks, and settles what comes back."""

from __future__ import annotations

import time
import uuid
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec

from threedkit.errors import JobError, OutputError
from threedkit.jobs.backlog import Backlog
from threedkit.jobs.connection import Connection
from threedkit.jobs.health import Health
from threedkit.jobs.receipts import Delivery, Failure
from threedkit.jobs.slicing import layer_spec, worked_layer
from threedkit.store.ranges import as_ranges, from_ranges

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from threedkit.jobs.backlog import Order
    from threedkit.jobs.connection import Target
    from threedkit.jobs.ledger import Ledger

__all__ = ["Dispatcher", "Settled"]

_PER_WORKER: Final = 2
"""Tasks that a worker has at once: one that it is at, and the next."""


class _Sent(NamedTuple):
    order: Order
    frames: list[int]
    ticket: str


class Settled(NamedTuple):
    """What came of a task.

    Attributes:
        finished: numbers of the frames that are done.
        failed: those that are given up.
    """

    finished: Sequence[int] = ()
    failed: Sequence[Failure] = ()


class Dispatcher:
    """The work of one runner on one cluster.

    Args:
        ledger: with a lease.
        target: which cluster.
        arrived: called with a future, from any thread, when its task has ended.

    Attributes:
        layer: whose frames it hands out: those of the user, or their slices.
        backlog: what waits to be handed out.
        trouble: why nothing more can be written, when a worker said so: the job should pause.
    """

    def __init__(self, ledger: Ledger, target: Target, arrived: Callable[[Any], object]) -> None:
        """Begin without a cluster; the first task connects to it."""
        self.layer = worked_layer(ledger.spec)
        self.backlog = Backlog()
        self.trouble = ""
        self._ledger = ledger
        self._spec = layer_spec(ledger.spec, self.layer)
        self._folder = ledger.folder.layer(self.layer)
        self._target = target
        self._arrived = arrived
        self._attempts = int(ledger.record.settings.get("attempts", 3))
        self._health = Health()
        self._connection: Connection | None = None
        self._ticket = uuid.uuid4().hex
        self._count = 0
        self._sent: dict[Any, _Sent] = {}

    @property
    def busy(self) -> bool:
        """Whether tasks are in flight."""
        return bool(self._sent)

    @property
    def connection(self) -> Connection:
        """The line to the cluster; the first use makes it."""
        if self._connection is None:
            self._connection = Connection(self._target, self._ledger)
        return self._connection

    # Out

    def hand_out(self) -> None:
        """Give every worker enough to do."""
        if not self.backlog:
            return
        workers = self._workers()
        while len(self._sent) < max(_PER_WORKER * workers, self.connection.demand, _PER_WORKER):
            pace = self._ledger.facts.pace
            order = self.backlog.next(workers=workers, seconds=pace, busy=self.busy, most=self._affordable())
            if order is None:
                return
            self._send(order)

    def _workers(self) -> int:
        count = self.connection.workers(frozenset(self._health.excluded))
        self._ledger.facts.workers = count
        return count

    def _affordable(self) -> int | None:
        """How many frames the budget still pays for, at the measured pace; None: any number."""
        budget, pace = self._ledger.budget, self._ledger.facts.pace
        if budget is None or not pace:
            return None
        out = sum(len(sent.frames) for sent in self._sent.values())
        return max(1, int((budget - self._ledger.record.worker_seconds) / pace) - out)

    def _send(self, order: Order) -> None:
        begun = self._ledger.begin(from_ranges(order.ranges), order.attempt, layer=self.layer)
        if not begun:
            return
        connection, ticket = self.connection, self._ticket
        task = connection.task(ticket, as_ranges(begun), order.attempt, self.layer)
        self._count += 1
        future = connection.submit(
            task,
            f"threedkit-{self._ledger.job}-{ticket[:8]}-{self._count}",
            shunned=frozenset(self._health.excluded),
            avoided=order.avoid,
        )
        self._sent[future] = _Sent(order, begun, ticket)
        future.add_done_callback(self._arrived)

    # Back

    def settle(self, future: Any) -> Settled:
        """Take note of how a task has ended; return what came of it.

        Raises:
            JobError: the cluster is gone, or a task failed in its own machinery.
        """
        sent = self._sent.pop(future, None)
        if sent is None:
            return Settled()
        outcome = self.connection.outcome(future)
        if outcome is None:  # the worker that kept the result has died: Dask runs the task again
            self._sent[future] = sent
            future.add_done_callback(self._arrived)
            return Settled()
        if isinstance(outcome, JobError):
            raise outcome
        return self._accept(outcome, sent) if isinstance(outcome, Delivery) else self._blame(sent, outcome)

    def _accept(self, delivery: Delivery, sent: _Sent) -> Settled:
        ledger, order = self._ledger, sent.order
        delivery = self._keep(delivery)
        final = [one for one in delivery.failures if self._is_final(one, order.attempt)]
        outage = [one for one in delivery.failures if one.outage]
        again = [one for one in delivery.failures if one not in final and not one.outage]
        told = {one.index for one in delivery.receipts} | {one.index for one in delivery.failures}
        untried = sorted({index for index in sent.frames if index not in told} | {one.index for one in outage})
        spent = sum(one.draw_seconds + one.encode_seconds for one in delivery.receipts)
        ledger.settle(
            finished=delivery.receipts,
            failed=final,
            again=again,
            put_back=untried,
            happened=self._happened(delivery, order),
            seconds=max(0.0, delivery.seconds - spent),
            layer=self.layer,
        )
        ledger.facts.loads += delivery.loads
        for failure in again:
            self.backlog.again(failure.index, order.attempt + 1, order.avoid | {delivery.worker})
        self.backlog.add(untried)
        if outage and sent.ticket == self._ticket:  # not from before a pause, which may have mended it
            self.trouble = outage[0].message
        self._note_worker(delivery, [*final, *again])
        return Settled([one.index for one in delivery.receipts], final)

    def _keep(self, delivery: Delivery) -> Delivery:
        """Write frames that came home as bytes; those that cannot be written were drawn for nothing."""
        receipts = []
        for receipt in delivery.receipts:
            data = delivery.payloads.get(receipt.index)
            if data is not None:
                try:
                    self._folder.store(receipt, data)
                except OutputError as error:
                    self.trouble = str(error)
                    continue
            receipts.append(receipt)
        return msgspec.structs.replace(delivery, receipts=tuple(receipts), payloads={})

    def _is_final(self, failure: Failure, attempt: int) -> bool:
        return not failure.outage and (failure.hopeless or attempt >= self._attempts)

    def _happened(self, delivery: Delivery, order: Order) -> list[tuple[str, dict[str, Any]]]:
        chunk = {
            "worker": delivery.worker,
            "frames": as_ranges(one.index for one in delivery.receipts),
            "failed": [one.index for one in delivery.failures],
            "seconds": round(delivery.seconds, 3),
            "attempt": order.attempt,
            "loads": delivery.loads,
        }
        warned = [("warning", {"worker": delivery.worker, "message": text}) for text in delivery.warnings]
        return [("chunk", chunk), *warned]

    def _note_worker(self, delivery: Delivery, failures: list[Failure]) -> None:
        """Keep count of what a worker does; exclude one that keeps failing where others succeed."""
        crew = self._ledger.facts.worker(delivery.worker)
        crew.done += sum(not one.reused for one in delivery.receipts)
        crew.frame = None
        if not delivery.receipts and not failures:
            return
        failure = None
        if not delivery.receipts:
            crew.failed += 1
            failure = crew.error = f"{failures[0].error}: {failures[0].message}"
        for name in self._health.note(delivery.worker, failure):
            reason = self._health.excluded[name]
            self._ledger.facts.worker(name).excluded = True
            self._ledger.held().log("worker excluded", worker=name, reason=reason)

    def _blame(self, sent: _Sent, error: BaseException) -> Settled:
        """A task died with its workers: look for the guilty frame, or, when it was alone, give it up."""
        ledger, attempt = self._ledger, sent.order.attempt
        kept = (self._folder.finished(self._spec, index) for index in sent.frames)
        found = [receipt for receipt in kept if receipt is not None]
        finished = {receipt.index for receipt in found}
        left = [index for index in sent.frames if index not in finished]
        message = self.connection.death_message(error)
        failures = [
            Failure(index=index, error=type(error).__name__, message=message, attempts=attempt) for index in left
        ]
        final = len(sent.frames) == 1 and attempt >= self._attempts
        lost = {"frames": as_ranges(left), "error": f"{type(error).__name__}: {error}"}
        ledger.settle(
            finished=found,
            failed=failures if final else (),
            again=() if final else failures,
            happened=[("chunk lost", lost)],
            layer=self.layer,
        )
        if not final:
            self.backlog.suspect(left, self._attempts)
        return Settled([one.index for one in found], failures if final else ())

    # Steering

    def renew(self) -> str:
        """Take another ticket for the tasks to come; return the one of those in flight. From any thread."""
        before, self._ticket = self._ticket, uuid.uuid4().hex
        return before

    def stop(self, ticket: str, *, kill: bool = False) -> None:
        """Tell the workers to end what they do for a ticket: after the present frame, or at once."""
        if self._sent and self._connection is not None:
            self._connection.stop(ticket, kill_frames=kill)

    def drain(self, take_in: Callable[[float], None], seconds: float) -> None:
        """Wait for running tasks to end, for some seconds; then forget them."""
        end = time.monotonic() + seconds
        while self._sent and (left := end - time.monotonic()) > 0:
            take_in(left)
        self.abandon()

    def abandon(self) -> list[int]:
        """Give up what is in flight; return the frames."""
        sent, self._sent = self._sent, {}
        if self._connection is not None:
            self._connection.forget(list(sent))
        return sorted(index for one in sent.values() for index in one.frames)

    def check(self) -> None:
        """Raise JobError when tasks are in flight and the cluster is gone."""
        if self._sent:
            self.connection.check()

    def line_up(self, frames: Iterable[int]) -> None:
        """Let exactly these frames wait; those that wait already keep their attempts."""
        wanted, waiting = set(frames), self.backlog.frames()
        self.backlog.drop(waiting - wanted)
        self.backlog.add(sorted(wanted - waiting))

    def close(self) -> None:
        """Take back what was sent to the workers for this job."""
        if self._connection is not None:
            self._connection.close()
