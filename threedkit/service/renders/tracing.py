"""The trace of a render job, told when it has ended: the job, and below it each of its frames."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import TYPE_CHECKING, Final

from threedkit.service.operations import continued, finished_span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from threedkit.store.jobs import JobStore
    from threedkit.store.records import FrameRecord, RenderJob

__all__ = ["trace_job"]

_MOST: Final = 2000
"""Frames of one job that get a span."""


def trace_job(jobs: JobStore, record: RenderJob, ended: dt.datetime) -> None:
    """Make the spans of a job that has ended, where its request was traced.

    Args:
        jobs: the ledger.
        record: of the job, with the trace that its request has left in ``settings["trace"]``.
        ended: when.
    """
    trace = record.settings.get("trace")
    if not isinstance(trace, dict):
        return
    begun = dt.datetime.fromisoformat(record.created_at)
    job = finished_span("render job", begun, ended, continued(trace), threedkit_job=record.job_id)
    if job is None:  # not sampled: nobody would see the frames
        return
    frames = jobs.frames(record.job_id, ["succeeded", "failed"], limit=_MOST)
    for (worker, start), chunk in groupby(frames, key=lambda frame: (frame.worker, frame.begun)):
        if start:
            for frame, first, last in _times(start, list(chunk)):
                finished_span(
                    "frame",
                    first,
                    last,
                    job,
                    threedkit_frame=frame.index,
                    threedkit_worker=worker or None,
                    threedkit_device=frame.device or None,
                    threedkit_attempt=frame.attempt,
                    error=frame.error,
                )


def _times(start: str, chunk: Sequence[FrameRecord]) -> list[tuple[FrameRecord, dt.datetime, dt.datetime]]:
    """Return when each frame of a chunk was drawn: the ledger knows when that began, and how long each took."""
    found, first = [], dt.datetime.fromisoformat(start)
    for frame in chunk:
        last = first + dt.timedelta(seconds=frame.draw_seconds + frame.encode_seconds)
        found.append((frame, first, last))
        first = last
    return found
