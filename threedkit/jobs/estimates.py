"""What a job would cost: a few of its frames are drawn, and measured."""

from __future__ import annotations

import math
import statistics
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from threedkit.errors import JobError
from threedkit.jobs.checks import check_whole
from threedkit.jobs.durations import duration
from threedkit.jobs.plan import parse_frames
from threedkit.jobs.records import job_store
from threedkit.jobs.sheet import choose
from threedkit.jobs.submission import submit
from threedkit.store.ranges import from_ranges

if TYPE_CHECKING:
    from threedkit.jobs.job import Job
    from threedkit.jobs.shots import Orbit, Views
    from threedkit.scene import Scene

__all__ = ["Estimate", "estimate"]

_T90: Final = (6.31, 2.92, 2.35, 2.13, 2.02, 1.94, 1.89, 1.86, 1.83)
"""Student's t for a two-sided range of 90 %, by degrees of freedom from 1 on; then it is near 1.7."""


class Estimate(msgspec.Struct, frozen=True, kw_only=True):
    """Time and work of a job to be.

    Attributes:
        seconds: until its end, on the workers that there are now.
        worker_seconds: of all workers together: what a budget counts.
        low: seconds, if it goes well; nine times in ten the truth lies between `low` and `high`.
        high: seconds, if it does not.
        frame_seconds: of one frame on one worker, mean of the probes.
        frames: how many the job has.
        workers: processes that would draw.
        probed: numbers of the frames that were drawn.
    """

    seconds: float
    worker_seconds: float
    low: float
    high: float
    frame_seconds: float
    frames: int
    workers: int
    probed: tuple[int, ...]

    def __str__(self) -> str:
        """One line for people."""
        return (
            f"{duration(self.seconds)} ({duration(self.low)} to {duration(self.high)}) on {self.workers} workers, "
            f"{self.worker_seconds:.0f} worker-seconds for {self.frames} frames"
        )


def estimate(
    scene: Scene | str | Path,
    shots: Orbit | Views,
    *,
    probes: int = 4,
    frames: str | None = None,
    **options: Any,
) -> Estimate:
    """Draw a few frames, evenly chosen, and tell what all of them would take.

    Args:
        scene: as in `submit`.
        shots: as in `submit`.
        probes: how many frames to draw; more make the range narrower.
        frames: those of the shots that the job would draw; None: all.
        options: as in `submit`: size, engine, samples, client ...

    Raises:
        as `submit`.
        JobError: a probe cannot be drawn; the message says why.

    Example:
        >>> print(estimate(scene, turntable(scene, frames=480), size=(1920, 1080)))  # doctest: +SKIP
        2:10 (2:02 to 2:18) on 2 workers, 259 worker-seconds for 480 frames
    """
    check_whole("probes", probes, 2, 100)
    wanted = list(range(len(shots))) if frames is None else from_ranges(parse_frames(frames, len(shots)))
    chosen = [wanted[place] for place in choose(len(wanted), probes)]
    with tempfile.TemporaryDirectory(prefix="threedkit-probe-", ignore_cleanup_errors=True) as folder:
        text = ",".join(str(frame) for frame in chosen)
        job = submit(scene, shots, **{**options, "output": Path(folder) / "job", "frames": text, "detach": False})
        try:
            job.wait()
            if job.status != "succeeded":
                raise JobError(f"the probe frames cannot be drawn: {job.message}")
            return _extrapolate(job, len(wanted))
        finally:
            job.cancel()
            job.join()
            job_store().delete(job.id)


def _extrapolate(job: Job, count: int) -> Estimate:
    """Mean and spread of the probes, times the number of frames; loading the scene comes once for each worker."""
    drawn = [one for one in job_store().frames(job.id, ("succeeded",), limit=None) if not one.reused]
    times = [one.draw_seconds + one.encode_seconds for one in drawn]
    mean = statistics.fmean(times)
    spread = _t(len(times) - 1) * statistics.stdev(times) / math.sqrt(len(times)) if len(times) > 1 else mean
    state = job.snapshot()
    workers = max(1, min(state["workers"], count))
    loading = max(0.0, job.worker_seconds - sum(times)) / max(state["scene_loads"], 1)
    rounds = count / workers
    seconds = rounds * mean + loading
    return Estimate(
        seconds=seconds,
        worker_seconds=count * mean + workers * loading,
        low=max(rounds * (mean - spread), rounds * min(times)) + loading,
        high=rounds * (mean + spread) + loading,
        frame_seconds=mean,
        frames=count,
        workers=workers,
        probed=tuple(one.index for one in drawn),
    )


def _t(degrees: int) -> float:
    return _T90[degrees - 1] if degrees <= len(_T90) else 1.7
