"""A render job as its user sees it."""

from __future__ import annotations

import importlib
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from threedkit.errors import JobCancelledError, JobError, JobFailedError
from threedkit.jobs import film, sheet
from threedkit.jobs.checks import check_budget
from threedkit.jobs.ledger import LETTERS
from threedkit.jobs.merging import preview
from threedkit.jobs.plan import parse_frames
from threedkit.jobs.runner import Runner, runner_name
from threedkit.jobs.slicing import SLICES, SliceSpec
from threedkit.jobs.view import JobView
from threedkit.render.provenance import SOFTWARE, as_json
from threedkit.store.ranges import from_ranges
from threedkit.store.states import FINAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from threedkit.jobs.connection import Target
    from threedkit.jobs.ledger import Ledger
    from threedkit.render import Frame
    from threedkit.store import Lease, Status

__all__ = ["Job"]

_MONITOR = "threedkit.jupyter"
_ANSWER_SECONDS = 5.0
_LOOK_SECONDS = 0.1
_LEFT_OUT = ("s", "-")  # skipped, not asked for


class Job(JobView):
    """Frames being drawn in the background, in this process or in another one.

    `submit` makes it, `open_job` finds it again. Nothing here blocks but `wait` and `result`; what is asked of a job
    that another process runs is done there within half a second.

    Example:
        >>> job = tk.submit(scene, tk.turntable(scene, frames=48))  # doctest: +SKIP
        >>> job.wait()  # doctest: +SKIP
        'succeeded'
        >>> job.video()  # doctest: +SKIP
        PosixPath('.../film.mp4')
    """

    def __init__(self, ledger: Ledger, target: Target) -> None:
        """Take a job's state; `submit` and `open_job` do this."""
        super().__init__(ledger)
        self._target = target

    # Waiting

    def wait(self, timeout: float | None = None) -> Status:
        """Block until the job has ended, or for `timeout` seconds; return the status, whatever it is.

        Also returns, with the status ``queued``, when the job waits for one that has failed.
        """
        end = None if timeout is None else time.monotonic() + timeout
        while True:
            self._refresh()
            left = None if end is None else end - time.monotonic()
            if self.status in FINAL or self._stuck or (left is not None and left <= 0):
                return self.status
            self._ledger.wait_a_little(left)

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
        if self._stuck:
            raise JobFailedError(f"job {self.id} waits for job {self._stuck}, which has failed; retry that one")
        if status != "succeeded":
            raise TimeoutError(f"job {self.id} is {status} at {self.done} of {self.total} frames after {timeout} s")
        return self.frames

    # Steering

    def pause(self) -> None:
        """Hand out no more frames; those being drawn are finished.

        Raises:
            JobError: the job has ended or is paused already.
        """
        self._command("pause", "paused")

    def resume(self, *, budget: float | None = None) -> None:
        """Go on after `pause`, after its budget was spent, or after the process that ran the job has ended.

        Args:
            budget: worker-seconds after which it stops, counted from its beginning; None leaves it.

        Raises:
            JobError: the job is not paused.
            FieldError: the budget is no number of seconds.
        """
        self._refresh()
        if budget is not None:
            check_budget(budget)
            self._ledger.store.set_settings(self.id, budget=budget)
            self._refresh(force=True)
        if self._runner is None and not self._ledger.held_elsewhere and self.status in {"paused", "queued"}:
            self.start()
        else:
            self._command("resume", "running")

    def detach(self, *, budget: float | None = None) -> None:
        """Let a paused job go on in a runner process: ``threedkit jobs runner``.

        Args:
            budget: as in `resume`.

        Raises:
            JobError: the job is not paused.
            FieldError: the budget is no number of seconds.
        """
        check_budget(budget)
        if budget is not None:
            self._ledger.store.set_settings(self.id, budget=budget)
        self.hand_back()
        self.join()
        self._command("resume", "queued")

    def cancel(self) -> None:
        """End the job: frames being drawn are stopped, finished ones stay. A job that has ended stays as it is."""
        self._refresh()
        if self.status not in FINAL:
            self._command("cancel", "cancelled")

    def retry(self, frames: str | Iterable[int] | None = None, *, detach: bool = False) -> None:
        """Draw frames once more, their attempts counted anew; where nobody is at work, this process begins to.

        Args:
            frames: numbers, or text such as ``"3,10-19"``; None: all that failed.
            detach: leave it to a runner process, where nobody is at work.

        Raises:
            JobError: no frame has failed, or the job has ended otherwise.
        """
        self._refresh()
        if self.status != "failed" and frames is None:
            raise JobError(f"job {self.id} is {self.status}; only a failed job can be tried again")
        self._join()
        numbers = self._numbers(frames)
        if numbers is not None and self.spec.split > 1:
            self._ledger.store.retry(self.id, self._slices(numbers), layer=SLICES)
        self._ledger.store.retry(self.id, numbers)
        self._refresh(force=True)
        if not detach and self._runner is None and not self._ledger.held_elsewhere and self.status == "queued":
            self.start()

    def skip(self, frames: str | Iterable[int]) -> None:
        """Do without frames that are not finished: the job can succeed without them.

        Args:
            frames: numbers, or text such as ``"3,10-19"``.

        Raises:
            JobError: the job has no such frame, or has ended.
        """
        numbers = self._numbers(frames) or []
        self._ledger.store.skip(self.id, numbers)
        if self.spec.split > 1:
            self._ledger.store.skip(self.id, self._slices(numbers), layer=SLICES)
        self._refresh(force=True)

    def set_priority(self, priority: int) -> None:
        """Change its turn: jobs of a higher priority come first, in the queue and on the cluster."""
        self._ledger.store.set_priority(self.id, priority)
        self._refresh(force=True)

    # What comes out

    def video(
        self, path: str | Path | None = None, *, fps: float | None = None, crf: int | None = None, follow: bool = False
    ) -> Path:
        """Make the film: H.264 in ``.mp4``, VP9 in ``.webm``, lossless FFV1 in ``.mkv``, or a ``.gif``.

        Args:
            path: where; None is ``film.mp4`` in the job's folder.
            fps: frames a second; None takes the spec's.
            crf: quality, 0 (best) to 51 of ``.mp4`` (None: 18, looks like the frames) or to 63 of ``.webm`` (24).
            follow: begin while the job runs and encode each frame as it comes, until the job has ended.

        Raises:
            JobFailedError, JobCancelledError: frames are missing.
            JobError: the job has not ended (without `follow`), or its format holds no picture for a film.
            OutputError: the place cannot be written.
        """
        target = self.output / "film.mp4" if path is None else Path(path)
        frames = self._arriving() if follow else self._finished_frames()
        about = {"software": SOFTWARE, "scene": self.spec.scene_hash, "spec": self.spec.key, "engine": self.spec.engine}
        return film.write_film(frames, target, fps=fps or self.spec.fps, crf=crf, comment=as_json(about))

    def contact_sheet(self, path: str | Path | None = None, *, columns: int | None = None, limit: int = 48) -> Path:
        """Make one picture of small frames, evenly chosen.

        Args:
            path: where, ``.png``, ``.jpg`` or ``.webp``; None is ``contact_sheet.png`` in the job's folder.
            columns: frames in a row; None makes the sheet about as wide as high.
            limit: most frames on the sheet.

        Raises:
            as `video`.
        """
        target = self.output / "contact_sheet.png" if path is None else Path(path)
        frames = self._finished_frames()
        numbers = self._ledger.frames_in("d")
        return sheet.write_sheet(frames, target, numbers=numbers, columns=columns, limit=limit)

    def preview(self, frame: int | None = None) -> Frame:
        """Return the picture of a split frame as far as its slices are there: it sharpens while the job runs.

        Args:
            frame: its number; None: the first one that is not finished.

        Raises:
            JobError: the frame is finished, or none of its slices is there yet; or the job's frames are not split.
        """
        self._refresh()
        if self.spec.split == 1:
            raise JobError(f"job {self.id} draws each frame at once; submit(split=...) shares its samples out")
        if frame is None:
            coming = [index for index, letter in enumerate(self._ledger.states()) if letter in "r."]
            if not coming:
                raise JobError(f"job {self.id} is {self.status}: its frames are in {self.output}")
            frame = coming[0]
        elif not 0 <= frame < self.spec.total:
            raise JobError(f"job {self.id} has no frame {frame}; it has {self.spec.total}")
        return preview(self._ledger.folder, self.spec, frame)

    def _finished_frames(self) -> list[Path]:
        if self.status not in FINAL:
            raise JobError(f"job {self.id} is {self.status} at {self.done} of {self.total} frames; wait() for it first")
        return self.result()

    def _arriving(self) -> Iterator[Path]:
        """Yield the frames in order, each as soon as it is finished; frames that are left out are left out here too."""
        done = 0
        while done < self.total:
            self._refresh()
            ended = self.status in FINAL or bool(self._stuck)  # asked first: the states are then no older
            for letter in self._ledger.states()[done:]:
                if letter == LETTERS["succeeded"]:
                    yield from self._ledger.folder.frame_paths([self.spec.frame_name(done)])
                elif letter not in _LEFT_OUT:
                    break
                done += 1
            if ended and done < self.total:
                self.result()  # raises, unless the last states are still to come
            self._ledger.wait_a_little(None)

    # Inside

    def start(self, *, returns: bool = False) -> Self:
        """Take the job and begin to work in the background; `submit` has done this.

        Args:
            returns: the job goes back to other runners when this process ends.

        Raises:
            JobError: another process is at work on it, or another job in its folder.
        """
        ledger = self._ledger
        self._join()
        lease = ledger.store.lease(runner_name(), self.id)
        if lease is None:
            ledger.refresh()
            held = f"is in the hands of {ledger.record.runner}" if ledger.held_elsewhere else "has ended"
            raise JobError(f"job {self.id} is {self.status} and {held}: nothing can be begun here")
        return self.begin(lease, returns=returns)

    def begin(self, lease: Lease, *, returns: bool = False) -> Self:
        """Work in the background with a lease; see `start`."""
        ledger = self._ledger
        ledger.take(lease)
        try:
            ledger.folder.lock(self.id)
            if ledger.record.status == "paused":
                ledger.move("queued")
            self._runner = Runner(ledger, self._target, returns=returns)
        except BaseException:
            ledger.leave()
            raise
        self._runner.start()
        return self

    @property
    def is_at_work(self) -> bool:
        """Whether a thread of this process works on it, or puts its things away."""
        return self._live_runner is not None

    def hand_back(self) -> None:
        """Let the frames end that are being drawn here, and give the job back to other runners; does not wait."""
        if self._live_runner is not None:
            self._live_runner.hand_back()

    def join(self, timeout: float | None = None) -> None:
        """Wait until no thread of this process works on it."""
        if self._live_runner is not None:
            self._live_runner.join(timeout)

    def _join(self) -> None:
        """Wait for a runner of ours whose job has ended: it puts its things away."""
        if self._live_runner is not None and self.status in FINAL:
            self._live_runner.join()
        self._runner = self._live_runner

    def _command(self, wish: Any, target: Status) -> None:
        """Have it done: by our own thread at once, else through the ledger, by whoever is at work."""
        runner = self._live_runner
        if runner is not None and self._ledger.lease is not None:
            {"pause": runner.pause, "resume": runner.resume, "cancel": runner.cancel}[wish]()
            return
        self._ledger.store.wish(self.id, wish)
        end = time.monotonic() + _ANSWER_SECONDS
        while time.monotonic() < end:
            self._refresh(force=True)
            if self.status == target or self.status in FINAL or not self._ledger.record.wish:
                return
            time.sleep(_LOOK_SECONDS)

    def _slices(self, frames: list[int]) -> list[int]:
        slices = SliceSpec(self.spec)
        return [index for frame in frames for index in slices.of_frame(frame)]

    def _numbers(self, frames: str | Iterable[int] | None) -> list[int] | None:
        if frames is None:
            return None
        return from_ranges(parse_frames(frames, self.spec.total)) if isinstance(frames, str) else list(frames)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Any:
        """Show the monitor of the room above, found by name as in `threedkit.scene.ports`."""
        return importlib.import_module(_MONITOR).job_mimebundle(self, include=include, exclude=exclude)

    def _ipython_display_(self) -> None:
        """Show the monitor in a cell; what the cell shows is the job's last state when it has ended."""
        importlib.import_module(_MONITOR).show_job(self)
