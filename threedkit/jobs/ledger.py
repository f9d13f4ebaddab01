"""What is known about a job: status, receipts, failures, times. Kept in memory, mirrored into the job's folder."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

import msgspec

from threedkit.jobs.folder import now
from threedkit.jobs.states import FINAL, check_move

if TYPE_CHECKING:
    from collections.abc import Callable

    from threedkit.jobs.folder import JobFolder
    from threedkit.jobs.receipts import Failure, Receipt
    from threedkit.jobs.spec import RenderSpec
    from threedkit.jobs.states import Status

__all__ = ["Ledger"]

_RECORD_EVERY = 0.25
_MAX_SECONDS_SHARE = 20  # writing job.json may take a twentieth of the time at most
_ERRORS_SHOWN = 20


class Ledger:
    """The state of one job. Thread-safe; every change wakes those who wait and calls `notify`.

    Args:
        job: id of the job.
        spec: what it draws.
        spec_blob: digest of the spec's blob.
        folder: where it is mirrored.
        status: to begin with.
    """

    def __init__(self, job: str, spec: RenderSpec, spec_blob: str, folder: JobFolder, status: Status) -> None:
        """Begin with no frame done."""
        self.job = job
        self.spec = spec
        self.folder = folder
        self.status: Status = status
        self.receipts: dict[int, Receipt] = {}
        self.failures: dict[int, Failure] = {}
        self.message = ""
        self.workers = 0
        self.loads = 0
        self.cluster = ""
        self.seconds_per_frame: float | None = None
        self.created, self.started, self.finished = now(), "", ""
        self.notify: Callable[[], None] = lambda: None
        self._key = spec.key
        self._spec_blob = spec_blob
        self._changed = threading.Condition(threading.RLock())
        self._clock = 0.0
        self._running_since: float | None = None
        self._written = 0.0
        self._write_seconds = 0.0

    # Reading

    @property
    def total(self) -> int:
        """Frames in all."""
        return self.spec.total

    @property
    def done(self) -> int:
        """Frames that are finished."""
        return len(self.receipts)

    @property
    def elapsed(self) -> float:
        """Seconds that the job has been running, pauses left out."""
        since = self._running_since
        return self._clock + (time.monotonic() - since if since is not None else 0.0)

    @property
    def eta(self) -> float | None:
        """Estimated seconds until the end; 0 when it has ended, None while nothing is known."""
        if self.status in FINAL:
            return 0.0
        if self.seconds_per_frame is None:
            return None
        return self.missing_count * self.seconds_per_frame / max(self.workers, 1)

    @property
    def missing_count(self) -> int:
        """Frames that are neither finished nor given up."""
        return self.total - len(self.receipts) - len(self.failures)

    def missing(self) -> list[int]:
        """Return the frames that are neither finished nor given up, ascending."""
        with self._changed:
            return [index for index in range(self.total) if index not in self.receipts and index not in self.failures]

    def wait(self, timeout: float | None) -> Status:
        """Block until the job has ended or the time is over; return the status."""
        with self._changed:
            self._changed.wait_for(lambda: self.status in FINAL, timeout)
            return self.status

    # Changing

    def move(self, status: Status, message: str = "") -> None:
        """Go to another state.

        Raises:
            JobError: that is no legal move.
        """
        with self._changed:
            self._move(status, message)
        self.notify()

    def begin(self) -> None:
        """Go from queued to running; a job that was paused or cancelled meanwhile stays as it is."""
        with self._changed:
            if self.status != "queued":
                return
            self._move("running", "")
        self.notify()

    def add(self, receipts: tuple[Receipt, ...] = (), failures: tuple[Failure, ...] = ()) -> None:
        """Take note of finished frames and of frames that are given up."""
        with self._changed:
            for receipt in receipts:
                self.receipts[receipt.index] = receipt
                self.failures.pop(receipt.index, None)
            for failure in failures:
                if failure.index not in self.receipts:
                    self.failures[failure.index] = failure
                    self.folder.log("frame failed", **msgspec.to_builtins(failure))
            self._measure(receipts)
            self._write(force=False)
            self._changed.notify_all()
        self.notify()

    def forget_failures(self) -> list[int]:
        """Make failed frames missing again; return their numbers."""
        with self._changed:
            frames = sorted(self.failures)
            self.failures.clear()
            return frames

    # The mirror

    def snapshot(self) -> dict[str, Any]:
        """Return plain values about the job as it is now."""
        with self._changed:
            drawn = [receipt for receipt in self.receipts.values() if not receipt.reused]
            return {
                "id": self.job,
                "key": self._key,
                "status": self.status,
                "message": self.message,
                "done": self.done,
                "total": self.total,
                "progress": self.done / self.total,
                "eta": self.eta,
                "elapsed": round(self.elapsed, 3),
                "reused": self.done - len(drawn),
                "failed": sorted(self.failures),
                "errors": self.errors()[:_ERRORS_SHOWN],
                "scene": self.spec.scene_hash,
                "engine": self.spec.engine,
                "device": next((receipt.device for receipt in self.receipts.values() if receipt.device), ""),
                "size": list(self.spec.size),
                "samples": self.spec.samples,
                "fps": self.spec.fps,
                "format": self.spec.format,
                "cluster": self.cluster,
                "workers": self.workers,
                "scene_loads": self.loads,
                "output": str(self.folder.root),
                "created": self.created,
                "started": self.started,
                "finished": self.finished,
                "timings": {
                    "seconds": round(self.elapsed, 3),
                    "draw_seconds": round(sum(receipt.draw_seconds for receipt in drawn), 3),
                    "encode_seconds": round(sum(receipt.encode_seconds for receipt in drawn), 3),
                },
            }

    def errors(self) -> list[str]:
        """Return one line for each frame that failed."""
        return [
            f"frame {index}: {failure.error}: {failure.message}" for index, failure in sorted(self.failures.items())
        ]

    def _move(self, status: Status, message: str) -> None:
        check_move(self.job, self.status, status)
        before, self.status, self.message = self.status, status, message
        self._tick(before, status)
        self.folder.log("status", status=status, message=message, done=self.done, total=self.total)
        self._write(force=True)
        self._changed.notify_all()

    def _tick(self, before: Status, after: Status) -> None:
        if after == "running" and self._running_since is None:
            self._running_since = time.monotonic()
            self.started = self.started or now()
        if after != "running" and self._running_since is not None:
            self._clock, self._running_since = self.elapsed, None
        if after in FINAL:
            self.finished = now()
        elif before in FINAL:
            self.finished = ""

    def _measure(self, receipts: tuple[Receipt, ...]) -> None:
        seconds = [receipt.draw_seconds + receipt.encode_seconds for receipt in receipts if not receipt.reused]
        if seconds:
            mean = sum(seconds) / len(seconds)
            before = self.seconds_per_frame
            self.seconds_per_frame = mean if before is None else 0.5 * (before + mean)

    def _write(self, *, force: bool) -> None:
        """Replace job.json; while frames come in, only now and then and without the receipts."""
        before = time.monotonic()
        if not force and before - self._written < max(_RECORD_EVERY, _MAX_SECONDS_SHARE * self._write_seconds):
            return
        record = {**self.snapshot(), "spec_blob": self._spec_blob, "spec": self.spec.summary()}
        if self.status in FINAL:
            record["receipts"] = [msgspec.to_builtins(self.receipts[index]) for index in sorted(self.receipts)]
            record["failures"] = [msgspec.to_builtins(self.failures[index]) for index in sorted(self.failures)]
        self.folder.write_record(record)
        self._written = time.monotonic()
        self._write_seconds = self._written - before
