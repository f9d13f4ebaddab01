"""The progress of a job on a terminal."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from threedkit.errors import require
from threedkit.store.states import FINAL

if TYPE_CHECKING:
    from rich.console import Console

    from threedkit.jobs.job import Job
    from threedkit.store.states import Status

__all__ = ["follow"]


def follow(job: Job, console: Console | None = None) -> Status:
    """Show a bar until the job has ended, and return its status; Ctrl-C leaves the job as it is and raises.

    Args:
        job: what to follow.
        console: a rich console; None writes to standard error, so that standard output stays for results.
    """
    bars = require("rich.progress", extra="cluster")
    screen = console if console is not None else require("rich.console", extra="cluster").Console(stderr=True)
    columns = (
        bars.TextColumn("[bold]{task.description}"),
        bars.BarColumn(bar_width=None),
        bars.MofNCompleteColumn(),
        bars.TextColumn("{task.fields[state]}"),
    )
    changed = threading.Event()
    end = job.on_progress(lambda _: changed.set())
    try:
        with bars.Progress(*columns, console=screen) as progress:
            bar = progress.add_task(
                f"{job.spec.engine} {job.spec.size[0]}x{job.spec.size[1]}", total=job.total, state=""
            )
            while True:
                progress.update(bar, completed=job.done, state=_state(job))
                if job.status in FINAL:
                    return job.status
                changed.wait(0.5)
                changed.clear()
    finally:
        end()


def _state(job: Job) -> str:
    failed = f", {len(job.errors)} failed" if job.errors else ""
    if job.status != "running" or job.eta is None:
        return f"{job.status}{failed}"
    return f"{_clock(job.eta)} left{failed}"


def _clock(seconds: float) -> str:
    """Write seconds as m:ss or h:mm:ss.

    Example:
        >>> _clock(75), _clock(3700)
        ('1:15', '1:01:40')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
