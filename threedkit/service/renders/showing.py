"""Render jobs and frames as clients see them: the record, and how the ledger's job stands now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from threedkit.jobs.ledger import Ledger
from threedkit.service.renders.places import media_type
from threedkit.service.renders.requests import FILMS
from threedkit.store.records import RenderJob
from threedkit.store.states import FINAL, FrameState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from threedkit.service.context import Service
    from threedkit.store.records import FrameRecord, JobRecord

__all__ = ["FrameShown", "RenderJobShown", "frame_shown", "result_of", "show", "show_several"]

_INSIDE = ("trace",)


class RenderJobShown(RenderJob, frozen=True, kw_only=True):
    """A render job.

    Attributes:
        total: frames that are to be drawn; 0 before a worker has looked at the scene.
        done: frames that are finished.
        failed: frames that failed.
        progress: finished part, 0 to 1.
        eta: estimated seconds until the end; null while nothing is known.
        output_url: address of what came out, when it has succeeded: the picture, the film, or the list of frames.
    """

    total: int = 0
    done: int = 0
    failed: int = 0
    progress: float = 0.0
    eta: float | None = None
    output_url: str | None = None


class FrameShown(msgspec.Struct, frozen=True, kw_only=True):
    """A frame of a render job.

    Attributes:
        index: its number.
        state: how it stands.
        attempt: of which try.
        worker: that draws it, or drew it.
        message: what went wrong.
        media_type: of the file.
        size: of the file in bytes.
        sha256: of the file.
        draw_seconds: time in the engine.
        device: what it was drawn on.
        url: address of the file; null before it is finished.
    """

    index: int
    state: FrameState
    attempt: int = 0
    worker: str = ""
    message: str = ""
    media_type: str = ""
    size: int = 0
    sha256: str = ""
    draw_seconds: float = 0.0
    device: str = ""
    url: str | None = None


def show(service: Service, record: RenderJob, base: str = "") -> RenderJobShown:
    """Return a render job as it is now.

    Args:
        service: of this process.
        record: of the job.
        base: address that their paths follow.
    """
    return show_several(service, [record], base)[0]


def show_several(service: Service, records: Sequence[RenderJob], base: str = "") -> list[RenderJobShown]:
    """Return render jobs as they are now."""
    found = service.store.jobs.several([one.job_id for one in records])
    return [_shown(service, one, found.get(one.job_id), base) for one in records]


def frame_shown(job_id: str, frame: FrameRecord, base: str = "") -> FrameShown:
    """Return a frame of a job."""
    finished = frame.state == "succeeded"
    return FrameShown(
        index=frame.index,
        state=frame.state,
        attempt=frame.attempt,
        worker=frame.worker,
        message=": ".join(part for part in (frame.error, frame.message) if part),
        media_type=media_type(frame.file) if finished else "",
        size=frame.size,
        sha256=frame.sha256,
        draw_seconds=frame.draw_seconds,
        device=frame.device,
        url=f"{base}/v1/renderjobs/{job_id}/frames/{frame.index}" if finished else None,
    )


def _shown(service: Service, record: RenderJob, job: JobRecord | None, base: str) -> RenderJobShown:
    plain: dict[str, Any] = {name: getattr(record, name) for name in RenderJob.__struct_fields__}
    plain["settings"] = {name: value for name, value in record.settings.items() if name not in _INSIDE}
    if job is not None:
        plain |= _live(service, record, job)
    if plain["status"] == "succeeded":
        plain["output_url"] = f"{base}/v1/renderjobs/{record.job_id}/{_product(record, plain['total'])}"
    return RenderJobShown(**plain)


def _live(service: Service, record: RenderJob, job: JobRecord) -> dict[str, Any]:
    """What the ledger knows better than a record that is brought up to date a few times a second."""
    ledger = Ledger(service.store.jobs, job)
    counts = job.counts
    told: dict[str, Any] = {
        "total": counts.total - counts.skipped,
        "done": counts.succeeded,
        "failed": counts.failed,
        "progress": ledger.progress,
        "eta": ledger.eta,
    }
    filming = record.output_format in FILMS and job.status == "succeeded"
    if record.status not in FINAL and not filming:
        told |= {"status": ledger.status, "message": ledger.message, "started_at": job.started}
        told |= {"completed_at": job.finished if job.ended else "", "result": result_of(job)}
    return told


def result_of(job: JobRecord) -> dict[str, Any]:
    """Return what the record says of what came out."""
    counts = job.counts
    return {
        "frames": {"total": counts.total - counts.skipped, "done": counts.succeeded, "failed": counts.failed},
        "seconds": round(job.run_seconds, 3),
        "worker_seconds": round(job.worker_seconds, 3),
    }


def _product(record: RenderJob, total: int) -> str:
    if record.output_format in FILMS:
        return f"film?format={record.output_format}"
    return "frames/0" if total == 1 else "frames"
