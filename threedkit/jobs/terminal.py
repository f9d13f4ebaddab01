"""The progress of a job on a terminal."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from threedkit.errors import require
from threedkit.jobs.durations import duration
from threedkit.jobs.listing import jobs
from threedkit.jobs.tables import jobs_table
from threedkit.store.states import FINAL

if TYPE_CHECKING:
    from rich.console import Console

    from threedkit.jobs.job import Job
    from threedkit.store.states import Status

__all__ = ["follow", "follow_all"]


def follow(job: Job, console: Console | None = None, *, through_pauses: bool = True) -> Status:
    """Show a bar until the job has ended, and return its status; Ctrl-C leaves the job as it is and raises.

    Args:
        job: what to follow.
        console: a rich console; None writes to standard error, so that standard output stays for results.
        through_pauses: False also returns when the job is paused.
    """
    bars = require("rich.progress", extra="cluster")
    screen = console if console is not None else _console()
    ends = FINAL if through_pauses else FINAL | {"paused"}
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
            shown = job.record.settings
            size = "x".join(str(side) for side in shown.get("size", ()))
            bar = progress.add_task(f"{shown.get('engine', job.id)} {size}", total=job.total, state="")
            while True:
                progress.update(bar, completed=job.done, total=job.total, state=_state(job))
                if job.status in ends:
                    return job.status
                changed.wait(0.5)
                changed.clear()
    finally:
        end()


def follow_all(limit: int = 20, console: Console | None = None) -> None:
    """Show a table of the newest jobs, anew each second, until Ctrl-C.

    Args:
        limit: how many.
        console: a rich console; None writes to standard error.
    """
    live = require("rich.live", extra="cluster")
    screen = console if console is not None else _console()
    with live.Live(jobs_table(jobs(limit=limit)), console=screen, refresh_per_second=2) as table:
        while True:
            time.sleep(1.0)
            table.update(jobs_table(jobs(limit=limit)))


def _console() -> Console:
    console: Console = require("rich.console", extra="cluster").Console(stderr=True)
    return console


def _state(job: Job) -> str:
    failed = f", {job.record.counts.failed} failed" if job.record.counts.failed else ""
    if job.status != "running" or job.eta is None:
        return f"{job.status}{failed}"
    return f"{duration(job.eta)} left{failed}"
