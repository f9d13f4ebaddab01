"""A runner process: takes the jobs that wait in the ledger and drives them, several at once."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

from threedkit.errors import ThreedkitError
from threedkit.jobs.cluster import check_client
from threedkit.jobs.connection import Target
from threedkit.jobs.job import Job
from threedkit.jobs.ledger import Ledger
from threedkit.jobs.records import job_store
from threedkit.jobs.runner import runner_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from threedkit.store import JobStore, Lease

__all__ = ["Woken", "serve_jobs"]

_LOOK_SECONDS = 0.5
_LEAVE_SECONDS = 30.0


class Woken:
    """How other threads speak to `serve_jobs`.

    Attributes:
        ends: it has been told to end.
    """

    def __init__(self) -> None:
        """Begin with nothing said."""
        self.ends = False
        self._event = threading.Event()

    def wake(self) -> None:
        """Look for a job at once."""
        self._event.set()

    def end(self) -> None:
        """Give the jobs back and return."""
        self.ends = True
        self._event.set()

    def wait(self, seconds: float) -> None:
        """Wait until something is said, or so long."""
        self._event.wait(seconds)
        self._event.clear()


def serve_jobs(
    *,
    client: Any = None,
    workers: int | None = None,
    at_once: int = 4,
    until_idle: bool = False,
    tell: Callable[[str], object] = print,
    store: JobStore | None = None,
    woken: Woken | None = None,
) -> None:
    """Work on the jobs of the ledger: those that were detached, and those whose process was lost.

    The next one is the one of the highest priority, then the oldest, whose dependencies have succeeded. When this
    call ends by an exception (Ctrl-C, SIGTERM on the command line) or is told to, frames being drawn are finished and
    the jobs go back to other runners.

    Args:
        client: cluster to draw on; None uses the embedded one.
        workers: worker processes that the embedded cluster has at least.
        at_once: jobs at the same time, paused ones not counted; on the cluster, those of higher priority come first.
        until_idle: return when there is nothing left to do.
        tell: takes a line for each job that begins and ends.
        store: the ledger; None is that of `threedkit.store.default_url`.
        woken: by which another thread says that a job may wait, or that this call shall end.

    Raises:
        FieldError, JobError: as `open_job`, for client and workers.
        StoreError: the ledger cannot be reached.
    """
    check_client(client, workers)
    store, running = job_store() if store is None else store, list[Job]()
    woken = Woken() if woken is None else woken
    try:
        while not woken.ends:
            running = [job for job in running if not _has_ended(job, tell)]
            busy = sum(job.status != "paused" for job in running)
            lease = store.lease(runner_name()) if busy < at_once else None
            if lease is not None:
                running += _begin(store, lease, client, workers, tell)
            elif until_idle and not running:
                return
            else:
                woken.wait(_LOOK_SECONDS)
    finally:
        for job in running:
            job.hand_back()
        end = time.monotonic() + _LEAVE_SECONDS
        for job in running:
            job.join(max(0.0, end - time.monotonic()))
            tell(f"{job.id}: {job.status}, {job.done}/{job.total} frames")


def _begin(store: JobStore, lease: Lease, client: Any, workers: int | None, tell: Callable[[str], object]) -> list[Job]:
    """Start a job; one that cannot be started has failed."""
    settings = lease.record.settings
    wanted = workers if workers is not None or client is not None else settings.get("workers")
    target = Target(client=client, workers=wanted, resources=settings.get("resources", {}))
    job = Job(Ledger(store, lease.record), target)
    tell(f"{job.id}: begins, {job.done}/{job.total} frames")
    try:
        return [job.begin(lease, returns=True)]
    except ThreedkitError as error:
        tell(f"{job.id}: failed: {error}")
        again = store.lease(runner_name(), lease.job)
        if again is not None:
            again.move("failed", str(error))
            again.release()
        return []


def _has_ended(job: Job, tell: Callable[[str], object]) -> bool:
    if job.is_at_work:
        return False
    tell(f"{job.id}: {job.status}, {job.done}/{job.total} frames" + (f": {job.message}" if job.message else ""))
    return True
