"""What a runner remembers of a job beside the ledger's own columns: `JobRecord.data`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable

    from threedkit.jobs.receipts import Receipt

__all__ = ["Crew", "Facts"]


class Crew(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A worker process as the job sees it.

    Attributes:
        frame: number of the frame that it is at, as far as it has told; None: none.
        done: frames that it has drawn.
        failed: tasks of it that ended without a frame.
        error: what it failed with last.
        excluded: it gets no more work, since it kept failing where others succeeded.
    """

    frame: int | None = None
    done: int = 0
    failed: int = 0
    error: str = ""
    excluded: bool = False


class Facts(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Numbers and names that a monitor shows and a later runner goes on with.

    Attributes:
        cluster: address of the dashboard, or of the scheduler.
        workers: worker processes for this job, counted last.
        device: what the frames are drawn on.
        reused: frames that had been finished before this job.
        loads: how often a worker had to load the scene.
        draw_seconds: time in the engine, over all frames of this job.
        encode_seconds: time for encoding and writing, likewise.
        pace: measured seconds a frame on one worker; None while nothing is known.
        note: what the job waits for at the moment; empty: nothing.
        crew: name of the worker -> what it does.

    Example:
        >>> Facts.read(Facts(workers=2).plain()).workers
        2
    """

    cluster: str = ""
    workers: int = 0
    device: str = ""
    reused: int = 0
    loads: int = 0
    draw_seconds: float = 0.0
    encode_seconds: float = 0.0
    pace: float | None = None
    note: str = ""
    crew: dict[str, Crew] = {}

    @classmethod
    def read(cls, data: dict[str, Any]) -> Facts:
        """Take what `plain` gave."""
        return msgspec.convert(data, cls)

    def plain(self) -> dict[str, Any]:
        """Return plain values, without those that say nothing."""
        values: dict[str, Any] = msgspec.to_builtins(self)
        return values

    def measure(self, receipts: Iterable[Receipt], *, paced: bool = True) -> None:
        """Take in what finished frames say of time and place; of the pace only where they are what workers draw."""
        seconds = []
        for receipt in receipts:
            self.device = receipt.device or self.device
            if receipt.reused:
                self.reused += 1
                continue
            self.draw_seconds += receipt.draw_seconds
            self.encode_seconds += receipt.encode_seconds
            seconds.append(receipt.draw_seconds + receipt.encode_seconds)
        if seconds and paced:
            mean = sum(seconds) / len(seconds)
            self.pace = mean if self.pace is None else 0.5 * (self.pace + mean)

    def worker(self, name: str) -> Crew:
        """Return the entry of a worker; the first call makes it."""
        return self.crew.setdefault(name, Crew())
