"""How far a run is: read from outside while its notebook executes, and drawn on a terminal."""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.progress import TaskID

    from threedkit.runs.output import OutputFolder

__all__ = ["RunProgress", "bar", "watching"]

_INTERVAL = 0.2  # seconds between looks at job.json


class RunProgress(NamedTuple):
    """How far a run is.

    Attributes:
        cell: number of the code cell that runs, from 1; 0 before the first.
        cells: how many code cells there are.
        done: frames drawn.
        total: frames to draw; 0 until the job has begun.
    """

    cell: int = 0
    cells: int = 0
    done: int = 0
    total: int = 0


class _Watch:
    """Joins the two sources, the kernel's cells and job.json, and calls back on every change."""

    def __init__(self, folder: OutputFolder, cells: int, callback: Callable[[RunProgress], None]) -> None:
        self._folder = folder
        self._callback = callback
        self._lock = threading.Lock()
        self._now = RunProgress(cells=cells)
        self._stale = folder.read_job()  # of an earlier run into the same folder

    def cell_started(self) -> None:
        with self._lock:
            self._tell(RunProgress(self._now.cell + 1, *self._now[1:]))

    def look(self) -> None:
        job = self._folder.read_job()
        if job == self._stale:
            return
        with self._lock:
            self._tell(RunProgress(*self._now[:2], done=int(job.get("done", 0)), total=int(job.get("total", 0))))

    def _tell(self, progress: RunProgress) -> None:
        if progress != self._now:
            self._now = progress
            self._callback(progress)


@contextlib.contextmanager
def watching(
    folder: OutputFolder, cells: int, callback: Callable[[RunProgress], None] | None
) -> Iterator[Callable[[], None]]:
    """Watch a run; gives the function to call when a code cell starts.

    Args:
        folder: of the run.
        cells: how many code cells it has.
        callback: called from another thread on every change; None watches nothing.
    """
    if callback is None:
        yield lambda: None
        return
    watch = _Watch(folder, cells, callback)
    over = threading.Event()

    def poll() -> None:
        while not over.wait(_INTERVAL):
            watch.look()

    thread = threading.Thread(target=poll, name="threedkit-run-progress", daemon=True)
    thread.start()
    try:
        yield watch.cell_started
    finally:
        over.set()
        thread.join()
        watch.look()


@contextlib.contextmanager
def bar(name: str) -> Iterator[Callable[[RunProgress], None]]:
    """Draw a run's progress on the terminal (stderr); nothing is drawn where that is no terminal.

    Args:
        name: of the run.

    Example:
        >>> with bar("turntable") as update:
        ...     update(RunProgress(cell=1, cells=6, done=3, total=48))
    """
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
               TimeRemainingColumn())  # fmt: skip
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        cells = progress.add_task(f"{name}: cells", total=None)
        frames: list[TaskID] = []

        def update(now: RunProgress) -> None:
            progress.update(cells, completed=now.cell, total=now.cells)
            if now.total and not frames:
                frames.append(progress.add_task(f"{name}: frames", total=now.total))
            for task in frames:
                progress.update(task, completed=now.done, total=now.total)

        yield update
