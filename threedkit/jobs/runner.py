"""Drives one job: takes its lease, keeps the cluster busy, and answers what its users wish."""

from __future__ import annotations

import atexit
import logging
import os
import queue
import socket
import threading
import weakref
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from threedkit.errors import LeaseLostError, OutputError, StoreError, ThreedkitError
from threedkit.jobs import cluster
from threedkit.jobs.assembly import Assembly
from threedkit.jobs.dispatch import Dispatcher
from threedkit.jobs.heart import BEAT_SECONDS, Heart
from threedkit.jobs.merging import Merged
from threedkit.jobs.reconcile import Verifier, reconcile
from threedkit.store.records import JobRecord
from threedkit.store.states import FINAL

if TYPE_CHECKING:
    from threedkit.jobs.connection import Target
    from threedkit.jobs.ledger import Ledger

__all__ = ["Runner", "runner_name"]

_logger = logging.getLogger("threedkit.jobs")
_DRAIN_SECONDS = 5.0
_WAITS = "waits for a worker: the cluster has none for it yet"
_LEAVE: Final = "leave"
_GO: Final = "go"
_RUNNING: Final[weakref.WeakSet[Runner]] = weakref.WeakSet()


class _Stop(NamedTuple):
    ticket: str
    kill: bool = False


def runner_name() -> str:
    """Return the name under which this process takes jobs, e.g. ``"render7:4711"``."""
    return f"{socket.gethostname()}:{os.getpid()}"


class Runner(threading.Thread):
    """The background thread of a job. Commands, finished tasks and news from other processes come through one queue.

    Args:
        ledger: of the job, with a lease and with its folder locked.
        target: where to run.
        returns: whether the job goes back to other runners when this process ends, instead of being paused.
    """

    def __init__(self, ledger: Ledger, target: Target, *, returns: bool = False) -> None:
        """Prepare; `start` begins to work."""
        super().__init__(name=f"threedkit-job-{ledger.job}", daemon=True)
        self._ledger = ledger
        self._returns = returns
        self._inbox: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._dispatcher = Dispatcher(ledger, target, self._inbox.put)
        self._assembly: Assembly | None = None
        if ledger.spec.split > 1:
            self._assembly = Assembly(ledger, self._dispatcher, worker=runner_name(), arrived=self._inbox.put)
        self._heart: Heart | None = None
        self._verifier: Verifier | None = None
        self._steered = 0
        self._leaving = False
        _RUNNING.add(self)

    # Commands, from any thread

    def pause(self, message: str = "") -> None:
        """Hand out no more work; tasks end after the frame that they are at."""
        self._ledger.move("paused", message)
        self._inbox.put(_Stop(self._dispatcher.renew()))

    def resume(self) -> None:
        """Go on after a pause."""
        self._ledger.move("queued" if self._ledger.record.waits_for else "running")
        self._inbox.put(_GO)

    def cancel(self) -> None:
        """End the job: running frames are stopped; finished ones stay."""
        self._ledger.move("cancelled", "cancelled")
        self._inbox.put(_Stop(self._dispatcher.renew(), kill=True))

    def interrupt(self) -> None:
        """Give the job up, since this process ends: to other runners, or as paused."""
        ledger = self._ledger
        if self._leaving:
            return
        self._leaving = True
        if ledger.lease is None or ledger.status in FINAL:
            return
        try:
            if not self._returns and ledger.status in {"queued", "running"}:
                ledger.move("paused", "the process that ran it ended")
                _logger.warning(
                    "job %s was interrupted at %d of %d frames, since the process ended; wait() for it, or go on with"
                    " threedkit.jobs.open_job(%r).resume()",
                    ledger.job,
                    ledger.done,
                    ledger.total,
                    ledger.record.output,
                )
            ledger.leave("handed back by its runner")
        except ThreedkitError as error:  # another runner finds it by its beat, which stands still now
            _logger.warning("job %s could not be handed back: %s", ledger.job, error)

    def hand_back(self) -> None:
        """Let the frames end that are being drawn, give the job back to other runners, and end."""
        self._inbox.put(_LEAVE)

    # The thread

    def run(self) -> None:
        """Work until the job has ended."""
        try:
            self._live()
        except LeaseLostError as error:
            _logger.warning("%s", error)
            self._dispatcher.stop(self._dispatcher.renew())
            self._ledger.lease = None
        except ThreedkitError as error:
            self._give_up(str(error))
        except Exception as error:
            # The job must not stay "running" for ever because of an error in its own machinery, nor hide it.
            if not self._leaving:
                _logger.exception("job %s: the runner failed", self._ledger.job)
            self._give_up(f"{type(error).__name__}: {error}")
        finally:
            self._end()

    def _live(self) -> None:
        ledger = self._ledger
        self._heart = Heart(ledger, self._inbox.put)
        self._heart.start()
        while ledger.record.waits_for and ledger.status not in FINAL and not self._leaving:
            self._take_in(BEAT_SECONDS)
        if ledger.status in FINAL:  # cancelled along with what it waited for
            return
        while True:
            try:
                self._prepare()
                self._work()
                return
            except StoreError as error:
                self._sit_out(error)
            except OutputError as error:
                self._wait_for_room(error)

    def _prepare(self) -> None:
        """Agree with the folder on what is finished, and line up the rest."""
        trusted = reconcile(self._ledger)
        self._steered = self._ledger.record.steered
        if self._assembly is not None:
            self._assembly.prepare()
        self._line_up()
        if self._verifier is not None:
            self._verifier.stop()
        self._verifier = Verifier(self._ledger, trusted, self._inbox.put) if trusted else None
        if self._verifier is not None:
            self._verifier.start()

    def _line_up(self) -> None:
        self._dispatcher.line_up(self._ledger.frames_in(".", layer=self._dispatcher.layer))

    def _wait_for_room(self, error: OutputError) -> None:
        """Neither read nor written can the job's folder be: pause until somebody resumes the job."""
        if self._ledger.status in {"queued", "running"}:
            self.pause(self._ledger.folder.outage(str(error)))
        while self._ledger.status == "paused" and not self._leaving:
            self._take_in(BEAT_SECONDS)

    def _sit_out(self, error: StoreError) -> None:
        """The ledger is out of reach: stop, wait, and begin anew with what the folder says."""
        _logger.warning("job %s waits for its ledger: %s", self._ledger.job, error)
        self._dispatcher.stop(self._dispatcher.renew())
        self._dispatcher.abandon()
        while not self._leaving:
            try:
                self._ledger.beat()
                break
            except StoreError:
                threading.Event().wait(BEAT_SECONDS)
        layer = self._dispatcher.layer
        stranded = self._ledger.frames_in("r", layer=layer)
        happened = [("ledger was out of reach", {"error": str(error)})]
        self._ledger.settle(put_back=stranded, happened=happened, layer=layer)

    def _work(self) -> None:
        ledger, dispatcher = self._ledger, self._dispatcher
        if dispatcher.backlog:
            dispatcher.connection.workers()
        if ledger.status in {"queued", "paused"} and ledger.record.wish != "pause":
            ledger.move("running")
        while ledger.status not in FINAL and not self._leaving:
            if ledger.status == "running":
                dispatcher.hand_out()
                self._say_whether_it_waits()
                if self._is_through():
                    self._conclude()
                    return
            self._take_in(BEAT_SECONDS)
        dispatcher.drain(self._take_in, _DRAIN_SECONDS)

    def _is_through(self) -> bool:
        """Whether nothing is left to do, and nothing to come."""
        handed_out = not self._dispatcher.busy and not self._dispatcher.backlog
        merged = self._assembly is None or not self._assembly.busy
        return handed_out and merged and self._verifier is None

    def _say_whether_it_waits(self) -> None:
        ledger = self._ledger
        waiting = self._dispatcher.busy and ledger.facts.workers == 0
        if waiting != (ledger.facts.note == _WAITS):
            ledger.facts.note = _WAITS if waiting else ""
            if waiting:
                ledger.held().log("waiting", message=_WAITS)
            ledger.notify()

    def _conclude(self) -> None:
        ledger = self._ledger
        ledger.folder.sweep()
        failures = ledger.failures
        if not failures:
            ledger.move("succeeded")
            return
        frames = ", ".join(str(index) for index in sorted(failures)[:10])
        more = f" and {len(failures) - 10} more" if len(failures) > 10 else ""
        cause = failures[min(failures)]
        ledger.move("failed", f"{len(failures)} of {ledger.total} frames failed: {frames}{more}; first: {cause}")

    def _give_up(self, message: str) -> None:
        if self._ledger.lease is None or self._ledger.status in FINAL or self._leaving:
            return
        try:
            self._dispatcher.stop(self._dispatcher.renew())
            self._ledger.move("failed", message)
        except ThreedkitError as error:
            _logger.warning("job %s: %s; and this could not be noted: %s", self._ledger.job, message, error)

    def _end(self) -> None:
        for thread in (self._heart, self._verifier):
            if thread is not None:
                thread.stop()
        if self._assembly is not None:
            self._assembly.close()
        try:
            self._dispatcher.close()
            self._ledger.leave("handed back by its runner")
        except ThreedkitError as error:
            _logger.warning("job %s could not be handed back: %s", self._ledger.job, error)
        finally:
            self._ledger.folder.unlock()
            _RUNNING.discard(self)

    # News

    def _take_in(self, timeout: float) -> None:
        """Handle one message, or nothing within the time; then look whether the cluster is still there."""
        try:
            message = self._inbox.get(timeout=timeout)
        except queue.Empty:
            self._dispatcher.check()
            return
        if isinstance(message, _Stop):
            self._dispatcher.stop(message.ticket, kill=message.kill)
        elif message == _LEAVE:
            self._leaving = True
            self._dispatcher.stop(self._dispatcher.renew())
        elif isinstance(message, JobRecord):
            self._listen(message)
        elif isinstance(message, list):
            self._draw_again(message)
        elif message is None:
            self._verifier = None
        elif isinstance(message, ThreedkitError):
            raise message
        elif isinstance(message, Merged):
            self._note_merged(message)
        elif message == _GO:
            self._go_on()
        else:
            self._settle(message)

    def _go_on(self) -> None:
        if self._assembly is not None:
            self._assembly.go_on()

    def _draw_again(self, frames: list[int]) -> None:
        """Finished frames are damaged."""
        reopened = self._ledger.reopen(frames)
        if self._assembly is None:
            self._dispatcher.backlog.add(reopened)
        elif reopened:
            self._assembly.prepare()
            self._line_up()

    def _note_merged(self, merged: Merged) -> None:
        trouble = self._assembly.take(merged) if self._assembly is not None else ""
        if trouble and self._ledger.status == "running":
            self.pause(self._ledger.folder.outage(trouble))

    def _listen(self, record: JobRecord) -> None:
        """Do what other processes wish: a command, frames skipped or tried again, another budget."""
        ledger = self._ledger
        if record.steered != self._steered:
            self._steered = record.steered
            ledger.catch_up()
            self._line_up()
        wish = ledger.record.wish
        if wish == "pause" and ledger.status in {"queued", "running"}:
            self.pause()
        elif wish == "resume" and ledger.status == "paused":
            self.resume()
        elif wish == "cancel" and ledger.status not in FINAL:
            self.cancel()

    def _settle(self, future: Any) -> None:
        ledger, dispatcher = self._ledger, self._dispatcher
        settled = dispatcher.settle(future)
        if self._assembly is not None:
            self._assembly.settled(settled)
        if ledger.status != "running":
            return
        if dispatcher.trouble:
            self.pause(ledger.folder.outage(dispatcher.trouble))
            dispatcher.trouble = ""
        elif ledger.budget is not None and ledger.record.worker_seconds >= ledger.budget and dispatcher.backlog:
            spent = ledger.record.worker_seconds
            self.pause(
                f"its budget of {ledger.budget:g} worker-seconds is spent ({spent:.1f} used) at {ledger.done} of "
                f"{ledger.total} frames; resume it with a larger one: resume(budget=...)"
            )


def _interrupt_all() -> None:
    for runner in list(_RUNNING):
        runner.interrupt()


cluster.BEFORE_CLOSE.append(_interrupt_all)
atexit.register(_interrupt_all)
