"""A render job as its user sees it."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Self

from threedkit.errors import JobCancelledError, JobError, JobFailedError
from threedkit.jobs import film, sheet
from threedkit.jobs.runner import Runner
from threedkit.jobs.states import FINAL

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from threedkit.jobs.connection import Target
    from threedkit.jobs.ledger import Ledger
    from threedkit.jobs.spec import RenderSpec
    from threedkit.jobs.states import Status

__all__ = ["Job"]

_MONITOR = "threedkit.jupyter"


class Job:
    """Frames being drawn in the background. `submit` makes it; nothing here blocks but `wait` and `result`.

    Example:
        >>> job = tk.submit(scene, tk.turntable(scene, frames=48))  # doctest: +SKIP
        >>> job.wait()  # doctest: +SKIP
        'succeeded'
        >>> job.video()  # doctest: +SKIP
        PosixPath('.../film.mp4')
    """

    def __init__(self, ledger: Ledger, target: Target, *, attempts: int) -> None:
        """Take a job's state; `submit` and `open_job` do this and start it."""
        self._ledger = ledger
        self._target = target
        self._attempts = attempts
        self._runner: Runner | None = None
        self._callbacks: list[Callable[[Job], object]] = []
        ledger.notify = self._notify

    # What it is

    @property
    def id(self) -> str:
        """Name of the job, unique on this machine."""
        return self._ledger.job

    @property
    def key(self) -> str:
        """SHA-256 of the spec: jobs with the same key draw the same frames."""
        return self.spec.key

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
    def status(self) -> Status:
        """``queued``, ``running``, ``paused``, ``succeeded``, ``failed`` or ``cancelled``."""
        return self._ledger.status

    @property
    def message(self) -> str:
        """Why the job has this status, in one line; empty when there is nothing to say."""
        return self._ledger.message

    @property
    def done(self) -> int:
        """Finished frames."""
        return self._ledger.done

    @property
    def total(self) -> int:
        """Frames in all."""
        return self._ledger.total

    @property
    def progress(self) -> float:
        """Finished part, 0 to 1."""
        return self.done / self.total

    @property
    def eta(self) -> float | None:
        """Estimated seconds until the end; None while no frame has been drawn."""
        return self._ledger.eta

    @property
    def errors(self) -> dict[int, str]:
        """Frame number -> what went wrong, for the frames that failed."""
        return {index: f"{one.error}: {one.message}" for index, one in sorted(self._ledger.failures.items())}

    @property
    def frames(self) -> list[Path]:
        """Paths of the finished frames, in order."""
        return [self._ledger.folder.frames / one.file for _, one in sorted(self._ledger.receipts.items())]

    @property
    def events(self) -> list[dict[str, Any]]:
        """What happened when, oldest first."""
        return list(self._ledger.folder.read_events())

    def snapshot(self) -> dict[str, Any]:
        """Return the state as plain values, as in ``job.json``: for monitors, logs and services."""
        return self._ledger.snapshot()

    def on_progress(self, callback: Callable[[Job], object]) -> Callable[[], None]:
        """Call `callback` with the job after every change, in the job's thread; returns what ends that.

        A callback that raises is reported once and then no longer called.
        """
        self._callbacks.append(callback)

        def end() -> None:
            if callback in self._callbacks:
                self._callbacks.remove(callback)

        return end

    # Waiting

    def wait(self, timeout: float | None = None) -> Status:
        """Block until the job has ended, or for `timeout` seconds; return the status, whatever it is."""
        return self._ledger.wait(timeout)

    def result(self, timeout: float | None = None) -> list[Path]:
        """Wait for the job and return its frames.

        Raises:
            JobFailedError: frames are missing; the message names them.
            JobCancelledError: it was cancelled.
            TimeoutError: it has not ended in time.
        """
        status = self.wait(timeout)
        if status == "failed":
            raise JobFailedError(f"job {self.id} failed: {self.message}")
        if status == "cancelled":
            raise JobCancelledError(f"job {self.id} was cancelled at {self.done} of {self.total} frames")
        if status != "succeeded":
            raise TimeoutError(f"job {self.id} is {status} at {self.done} of {self.total} frames after {timeout} s")
        return self.frames

    # Steering

    def pause(self) -> None:
        """Hand out no more frames; those being drawn are finished.

        Raises:
            JobError: the job has ended or is paused already.
        """
        self._active("paused").pause()

    def resume(self) -> None:
        """Go on after `pause`, or after the process that ran the job has ended.

        Raises:
            JobError: the job is not paused, or another process runs it.
        """
        if self._ledger.status == "paused" and (self._runner is None or not self._runner.is_alive()):
            self._restart()
        else:
            self._active("running").resume()

    def cancel(self) -> None:
        """End the job. Frames that are finished stay; a job that has ended stays as it is."""
        if self._ledger.status in FINAL:
            return
        if self._runner is not None and self._runner.is_alive():
            self._runner.cancel()
        else:
            self._ledger.move("cancelled", "cancelled")

    def retry(self) -> None:
        """Draw the frames that failed or are missing once more.

        Raises:
            JobError: the job has not failed.
        """
        if self._ledger.status != "failed":
            raise JobError(f"job {self.id} is {self.status}; only a failed job can be tried again")
        if self._runner is not None:
            self._runner.join()
        self._restart()

    # What comes out

    def video(self, path: str | Path | None = None, *, fps: float | None = None, crf: int = 18) -> Path:
        """Make the film: H.264 in ``.mp4``, or a ``.gif``.

        Args:
            path: where; None is ``film.mp4`` in the job's folder.
            fps: frames a second; None takes the spec's.
            crf: quality of the H.264 film, 0 (lossless) to 51; 18 looks like the frames.

        Raises:
            JobFailedError, JobCancelledError: frames are missing.
            JobError: the job has not ended, or its format holds no picture for a film.
            OutputError: the place cannot be written.
        """
        from pathlib import Path

        target = self.output / "film.mp4" if path is None else Path(path)
        return film.write_film(self._finished_frames(), target, fps=fps or self.spec.fps, crf=crf)

    def contact_sheet(self, path: str | Path | None = None, *, columns: int | None = None, limit: int = 48) -> Path:
        """Make one picture of small frames, evenly chosen.

        Args:
            path: where, ``.png``, ``.jpg`` or ``.webp``; None is ``contact_sheet.png`` in the job's folder.
            columns: frames in a row; None makes the sheet about as wide as high.
            limit: most frames on the sheet.

        Raises:
            as `video`.
        """
        from pathlib import Path

        target = self.output / "contact_sheet.png" if path is None else Path(path)
        frames = self._finished_frames()
        numbers = sorted(self._ledger.receipts)
        return sheet.write_sheet(frames, target, numbers=numbers, columns=columns, limit=limit)

    def _finished_frames(self) -> list[Path]:
        if self.status not in FINAL:
            raise JobError(f"job {self.id} is {self.status} at {self.done} of {self.total} frames; wait() for it first")
        return self.result()

    # Inside

    def start(self) -> Self:
        """Take the folder and begin to work in the background; `submit` has done this.

        Raises:
            JobError: another job is at work in the folder.
        """
        self._ledger.folder.lock(self.id)
        self._runner = Runner(self._ledger, self._target, attempts=self._attempts)
        self._runner.start()
        return self

    def _restart(self) -> None:
        self._ledger.folder.lock(self.id)
        self._ledger.forget_failures()
        self._ledger.move("queued")
        self.start()

    def _active(self, wish: str) -> Runner:
        if self._runner is None or not self._runner.is_alive():
            raise JobError(f"job {self.id} is {self.status} and cannot become {wish}: nothing is at work")
        return self._runner

    def _notify(self) -> None:
        import logging

        for callback in tuple(self._callbacks):
            try:
                callback(self)
            except Exception:
                # A monitor must not end the job that it looks at.
                self._callbacks.remove(callback)
                logging.getLogger("threedkit.jobs").exception("job %s: a progress callback failed", self.id)

    def __repr__(self) -> str:
        """Name the job and how it stands."""
        return f"<Job {self.id} {self.status} {self.done}/{self.total} {self.spec.engine} in {self.output}>"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Any:
        """Show the monitor of the room above, found by name as in `threedkit.scene.ports`."""
        return importlib.import_module(_MONITOR).job_mimebundle(self, include=include, exclude=exclude)

    def _ipython_display_(self) -> None:
        """Show the monitor in a cell; what the cell shows is the job's last state when it has ended."""
        importlib.import_module(_MONITOR).show_job(self)
