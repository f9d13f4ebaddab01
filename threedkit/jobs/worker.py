"""What runs inside a Dask worker: draw a chunk of frames, end or kill what runs, answer questions."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

import msgspec

from threedkit.jobs.chunk import Chunk
from threedkit.jobs.engine_host import the_host
from threedkit.jobs.engine_host.probe import probe_apart
from threedkit.jobs.folder import JobFolder
from threedkit.jobs.slicing import FRAMES

if TYPE_CHECKING:
    from threedkit.jobs.receipts import Delivery

__all__ = ["STOPPED", "Task", "draw_chunk", "engine_reason", "kill", "sees_folder", "stop"]

STOPPED: Final[dict[str, bool]] = {}
"""Tickets of paused and cancelled runs, whose tasks end after the frame that they are at; True: that is ended too."""

_KEPT_STOPS = 1000


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """What the scheduler carries for a chunk of frames: names and numbers, never pixels or scenes.

    Attributes:
        ticket: names this run of the job; `stop` and `kill` end its tasks early.
        root: the job's folder.
        token: content of the folder's token file, by which a worker knows that it sees the same disk.
        spec: digest of the spec's blob.
        ranges: half-open ranges of frame numbers.
        layer: whose numbers: those of the frames, or of their slices.
        attempt: 1 for the first try.
        frame_timeout: seconds that a frame may take; None: any.
        job: id of the job, for those who watch it.
    """

    ticket: str
    root: str
    token: str
    spec: str
    ranges: tuple[tuple[int, int], ...]
    layer: str = FRAMES
    attempt: int = 1
    frame_timeout: float | None = None
    job: str = ""


def stop(ticket: str) -> None:
    """End the tasks of this ticket in this process after their current frame."""
    _note(ticket, kill=False)


def kill(ticket: str) -> None:
    """End the tasks of this ticket in this process, and with them, half a second later, the frame that they are at."""
    _note(ticket, kill=True)


def _note(ticket: str, *, kill: bool) -> None:
    while len(STOPPED) >= _KEPT_STOPS:
        STOPPED.pop(next(iter(STOPPED)), None)
    STOPPED[ticket] = kill or STOPPED.get(ticket, False)
    _heed(ticket)


def _heed(ticket: str) -> bool:
    """Give up what a stopped ticket has ordered; return whether it is stopped."""
    killed = STOPPED.get(ticket)
    if killed is None:
        return False
    if killed:
        the_host().kill("the job was cancelled", ticket)
    else:
        the_host().withdraw("the job was paused", ticket)
    return True


def sees_folder(root: str, token: str) -> bool:
    """Tell whether this process shares the disk of a job's folder."""
    return JobFolder.open(root).shares(token)


async def engine_reason(name: str) -> str | None:
    """Return why an engine cannot run beside this process, or None when it can; the worker goes on meanwhile."""
    if the_host().has(name):
        return None
    return await asyncio.to_thread(probe_apart, name)


def draw_chunk(task: Task, worker: str = "") -> Delivery:
    """Draw the frames of a task.

    A frame that cannot be drawn becomes a failure in the delivery; the others go on. A frame that is finished already
    (the task ran before on a worker that died) is not drawn again.

    Args:
        task: which frames of which job.
        worker: name of this process for the receipts; found through Dask when empty.

    Raises:
        JobError: the spec is not to be had in this process.
    """
    return Chunk(task, worker or _worker_name(), lambda: _heed(task.ticket)).run()


def _worker_name() -> str:
    from distributed import get_worker

    try:
        worker = get_worker()
    except ValueError:  # not inside a Dask task
        return "here"
    return str(worker.name)
