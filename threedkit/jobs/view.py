"""What there is to see of a job, whichever process runs it."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from typing import TYPE_CHECKING, Any

from threedkit.jobs.snapshot import snapshot
from threedkit.store.states import FINAL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from threedkit.jobs.ledger import Ledger
    from threedkit.jobs.runner import Runner
    from threedkit.jobs.spec import RenderSpec
    from threedkit.store import Event, JobRecord, Status

__all__ = ["JobView"]

_logger = logging.getLogger("threedkit.jobs")
_REFRESH_SECONDS = 0.2
_PAGE = 1000


class JobView:
    """The reading half of a `Job`.

    A job that a thread of this process runs is known at first hand; one of another process is read from the ledger, at
    most five times a second.
    """

    def __init__(self, ledger: Ledger) -> None:
        """Look at a job."""
        self._ledger = ledger
        self._runner: Runner | None = None
        self._callbacks: list[Callable[[Any], object]] = []
        self._observer: threading.Thread | None = None
        self._looked = 0.0
        ledger.notify = self._notify

    # What it is

    @property
    def id(self) -> str:
        """Name of the job, unique in its ledger."""
        return self._ledger.job

    @property
    def key(self) -> str:
        """SHA-256 of the spec: jobs with the same key draw the same frames."""
        return self._ledger.record.key

    @property
    def spec(self) -> RenderSpec:
        """What is drawn."""
        return self._ledger.spec

    @property
    def output(self) -> Path:
        """The job's folder."""
        return self._ledger.folder.root

    # How it stands

    @property
    def record(self) -> JobRecord:
        """The job's row in the ledger."""
        self._refresh()
        return self._ledger.record

    @property
    def status(self) -> Status:
        """``queued``, ``running``, ``paused``, ``succeeded``, ``failed`` or ``cancelled``."""
        self._refresh()
        return self._ledger.status

    @property
    def message(self) -> str:
        """Why the job has this status, or what it waits for, in one line; empty when there is nothing to say."""
        self._refresh()
        return self._ledger.message

    @property
    def done(self) -> int:
        """Finished frames."""
        self._refresh()
        return self._ledger.done

    @property
    def total(self) -> int:
        """Frames that are to be drawn, without those that were skipped."""
        return self._ledger.total

    @property
    def progress(self) -> float:
        """Finished part, 0 to 1."""
        self._refresh()
        return self._ledger.progress

    @property
    def eta(self) -> float | None:
        """Estimated seconds until the end; None while no frame has been drawn."""
        self._refresh()
        return self._ledger.eta

    @property
    def worker_seconds(self) -> float:
        """Time of worker processes spent on it, failed attempts too."""
        return self.record.worker_seconds

    @property
    def errors(self) -> dict[int, str]:
        """Frame number -> what went wrong, for the frames that failed."""
        self._refresh()
        self._ledger.errors()
        return dict(sorted(self._ledger.failures.items()))

    @property
    def frames(self) -> list[Path]:
        """Paths of the finished frames, in order."""
        self._refresh()
        folder, spec = self._ledger.folder, self.spec
        return folder.frame_paths([spec.frame_name(index) for index in self._ledger.frames_in("d")])

    def snapshot(self) -> dict[str, Any]:
        """Return the state as plain values, as in ``job.json``, and ``states``: one letter for each frame.

        ``.`` waits, ``r`` is being drawn, ``d`` is done, ``f`` failed, ``s`` was skipped, ``-`` was not asked for.
        """
        self._refresh()
        return {**snapshot(self._ledger), "states": self._ledger.states()}

    def events(self, after: int = 0) -> list[Event]:
        """Return what happened, oldest first.

        Args:
            after: number of the last event that is known already.
        """
        found: list[Event] = []
        while page := self._ledger.store.events(self.id, after, _PAGE):
            found += page
            after = page[-1].number
        return found

    def follow(self, after: int = 0) -> Iterator[Event]:
        """Yield what happened and what happens, until the job has ended.

        Args:
            after: number of the last event that is known already.
        """
        while True:
            ended = self.status in FINAL
            for event in self.events(after):
                after = event.number
                yield event
            if ended:
                return
            time.sleep(_REFRESH_SECONDS)

    def on_progress(self, callback: Callable[[Any], object]) -> Callable[[], None]:
        """Call `callback` with the job after every change, in a thread of the job's; returns what ends that.

        A callback that raises is reported once and then no longer called.
        """
        self._callbacks.append(callback)
        if self._live_runner is None and self.status not in FINAL:
            self._observe()

        def end() -> None:
            with contextlib.suppress(ValueError):
                self._callbacks.remove(callback)

        return end

    # Inside

    @property
    def _live_runner(self) -> Runner | None:
        return self._runner if self._runner is not None and self._runner.is_alive() else None

    @property
    def _stuck(self) -> str:
        """A job that failed and that this one waits for; empty: none."""
        for name in self._ledger.record.waits_for:
            if self._ledger.store.get(name).status == "failed":
                return name
        return ""

    def _refresh(self, *, force: bool = False) -> None:
        """Read the ledger when another process may have written into it."""
        if self._ledger.lease is not None:
            if force:
                self._ledger.catch_up()
            return
        if self._ledger.record.ended and not force:
            return
        now = time.monotonic()
        if force or now - self._looked >= _REFRESH_SECONDS:
            self._looked = now
            self._ledger.refresh()

    def _observe(self) -> None:
        """Look at a job of another process until it has ended, for those who want to be called."""
        if self._observer is not None and self._observer.is_alive():
            return

        def look() -> None:
            while self._callbacks and self.status not in FINAL:
                time.sleep(_REFRESH_SECONDS)

        self._observer = threading.Thread(target=look, name=f"threedkit-look-{self.id}", daemon=True)
        self._observer.start()

    def _notify(self) -> None:
        for callback in tuple(self._callbacks):
            try:
                callback(self)
            except Exception:
                # A monitor must not end the job that it looks at.
                self._callbacks.remove(callback)
                _logger.exception("job %s: a progress callback failed", self.id)

    def __repr__(self) -> str:
        """Name the job and how it stands."""
        engine = self._ledger.record.settings.get("engine", "")
        return f"<{type(self).__name__} {self.id} {self.status} {self.done}/{self.total} {engine} in {self.output}>"
