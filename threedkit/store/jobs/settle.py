"""What came of a chunk of frames, written in a few statements however many frames it has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from threedkit.errors import JobError
from threedkit.store.jobs.rows import as_text, now
from threedkit.store.tables import jobs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy.engine import Connection, Row

    from threedkit.store.jobs.frames import Frames
    from threedkit.store.records import FailedFrame, FinishedFrame

__all__ = ["Chunk"]

_OPEN = frozenset({"queued", "running"})


class Chunk(NamedTuple):
    """The arguments of `Lease.settle`."""

    finished: Sequence[FinishedFrame]
    failed: Sequence[FailedFrame]
    again: Sequence[FailedFrame]
    put_back: Sequence[int]
    seconds: float

    def write(self, connection: Connection, job: Row[Any], frames: Frames, layer: str) -> list[tuple[str, Any]]:
        """Write it; return the events to be written along.

        Raises:
            JobError: the layer has no such frame.
        """
        failures = (*self.failed, *self.again)
        touched = {*(one.index for one in self.finished), *(one.index for one in failures), *self.put_back}
        rows = frames.look(touched)
        strange = sorted(touched - rows.keys())
        if strange:
            raise JobError(f"layer {layer} of job {job.id} has no frame {strange[0]}")
        fresh, told = self._finish(frames, rows, layer)
        told += self._fail(frames, rows, layer)
        waiting = {*(one.index for one in self.again), *self.put_back}
        frames.move([rows[index] for index in waiting if rows[index].state == "running"], "queued")
        seconds = self.seconds + sum(one.draw_seconds + one.encode_seconds for one in fresh if not one.reused)
        if seconds:
            spent = sa.update(jobs).where(jobs.c.number == job.number)
            connection.execute(spent.values(worker_seconds=jobs.c.worker_seconds + seconds))
        return told

    def _finish(
        self, frames: Frames, rows: Mapping[int, Row[Any]], layer: str
    ) -> tuple[list[FinishedFrame], list[tuple[str, Any]]]:
        """Write what is news; return it, and the events about frames that came out differently than before."""
        receipts = {one.index: one for one in self.finished}
        before = frames.digests([index for index in receipts if rows[index].state == "succeeded"])
        fresh = [one for one in receipts.values() if before.get(one.index) != one.sha256]
        frames.move([rows[one.index] for one in fresh if one.index not in before], "succeeded", error="", message="")
        frames.write_outputs([_output(one) for one in fresh])
        changed = [(one.index, before[one.index]) for one in fresh if one.index in before]
        return fresh, [("frame changed", {"layer": layer, "frame": i, "before": sha256}) for i, sha256 in changed]

    def _fail(self, frames: Frames, rows: Mapping[int, Row[Any]], layer: str) -> Iterator[tuple[str, Any]]:
        """A frame that is finished or was skipped meanwhile cannot fail any more."""
        attempts = []
        for kind, failures in (("frame failed", self.failed), ("frame tried again", self.again)):
            for one in failures:
                row = rows[one.index]
                if row.state in _OPEN:
                    attempts.append(_attempt(row, one))
                    yield kind, {"layer": layer, **_said(one), "attempt": row.attempt}
        frames.move([rows[one.index] for one in self.failed if rows[one.index].state in _OPEN], "failed")
        frames.describe(attempts)
        frames.note_attempts(attempts)


def _said(one: FailedFrame) -> dict[str, Any]:
    return {"index": one.index, "error": one.error, "message": one.message, "worker": one.worker}


def _attempt(row: Row[Any], one: FailedFrame) -> dict[str, Any]:
    return {
        "frame": row.frame,
        "attempt": row.attempt,
        "outcome": "failed",
        "worker": as_text(one.worker or row.worker),
        "error": as_text(one.error),
        "message": as_text(one.message),
        "begun": row.begun,
        "ended": now(),
    }


def _output(one: FinishedFrame) -> dict[str, Any]:
    return {
        "frame": one.index,
        "file": as_text(one.file),
        "key": one.key,
        "sha256": one.sha256,
        "size": one.size,
        "draw_seconds": one.draw_seconds,
        "encode_seconds": one.encode_seconds,
        "worker": as_text(one.worker),
        "device": as_text(one.device),
        "reused": one.reused,
    }
