"""Pause, resume, cancel, retry and delete render jobs, those that no worker has looked at yet included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threedkit.errors import JobError
from threedkit.jobs.plan import parse_frames
from threedkit.service.renders import accepting, forgetting, products
from threedkit.store.ranges import from_ranges
from threedkit.store.states import FINAL, OPEN

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from threedkit.service.auth import Principal
    from threedkit.service.context import Service
    from threedkit.store.records import JobRecord, RenderJob
    from threedkit.store.states import Status

__all__ = ["cancel", "delete", "pause", "resume", "retry"]


def pause(service: Service, who: Principal, job_id: str) -> RenderJob:
    """Hand out no more frames; those being drawn are finished.

    Raises:
        RecordNotFoundError: there is no such job for them.
        JobError: it has ended.
    """
    record, job = _found(service, who, job_id)
    if job is None:
        # As `cancel` does: first the record, then another look.
        record = _change(service, who, record, "paused", {"queued", "paused"})
        job = _in_ledger(service, record.job_id)
        if job is None or job.status == "paused":
            return record
    service.store.jobs.wish(job.id, "pause")
    return record


def resume(service: Service, who: Principal, job_id: str, budget: float | None = None) -> RenderJob:
    """Go on after a pause.

    Args:
        service: of this process.
        who: asks.
        job_id: of which job.
        budget: worker-seconds after which it stops, all in all; None leaves it.

    Raises:
        as `pause`; JobError: it is not paused.
    """
    record, job = _found(service, who, job_id)
    if job is None or record.message == accepting.HELD:
        record = _change(service, who, record, "queued", {"paused"}, again=True)
        job = _in_ledger(service, record.job_id)
        if job is None or not (job.status == "paused" or job.wish == "pause"):
            return record
    if budget is not None:
        service.store.jobs.set_settings(job.id, budget=budget)
    service.store.jobs.wish(job.id, "resume")
    return record


def cancel(service: Service, who: Principal, job_id: str) -> RenderJob:
    """End a job: frames being drawn are stopped, finished ones stay. One that has ended stays as it is.

    Raises:
        RecordNotFoundError: there is no such job for them.
    """
    record, job = _found(service, who, job_id)
    if job is None and record.status not in FINAL:
        # First the record, then another look: a worker that writes the job down meanwhile looks at the record last.
        record = service.store_for(who).renderjobs.update(
            record.job_id, only_from=OPEN, status="cancelled", message="cancelled"
        )
        job = _in_ledger(service, record.job_id)
    if job is not None and job.status not in FINAL:
        service.store.jobs.wish(job.id, "cancel")
    return record


def retry(service: Service, who: Principal, job_id: str, frames: str | None = None) -> RenderJob:
    """Draw frames that failed once more, their attempts counted anew; a job that has failed is queued again.

    Args:
        service: of this process.
        who: asks.
        job_id: of which job.
        frames: these, e.g. ``"3,10-19"``; None: all that failed.

    Raises:
        as `pause`; JobError: nothing has failed.
        FieldError: the job has no such frames.
    """
    record, job = _found(service, who, job_id)
    if job is None:
        return _change(service, who, record, "queued", {"failed"}, again=True)
    if job.status == "succeeded" and record.status == "failed":  # its film could not be made
        products.order_film(service, record)
        return service.store_for(who).renderjobs.get(job_id)
    if job.status != "failed" and frames is None:
        raise JobError(f"job {job_id} is {job.status}; only a failed job can be tried again")
    total = int(job.settings.get("shots", job.counts.total))
    numbers = None if frames is None else from_ranges(parse_frames(frames, total))
    service.store.jobs.retry(job.id, numbers)
    return record


def delete(service: Service, who: Principal, job_id: str, version: int | None = None) -> None:
    """Forget a job, ending it if it runs, and its files.

    Raises:
        RecordNotFoundError: there is no such job for them.
        AccessDeniedError: it is not theirs.
        VersionConflictError: it has another version.
    """
    store = service.store_for(who)
    record = store.renderjobs.get(job_id)
    message = forgetting.message_for(record.job_id, record.output_path)

    def also(connection: Connection, *_: object) -> None:
        service.outbox.add(connection, message)

    store.renderjobs.delete(record.job_id, version=version, also=also)
    service.outbox.wake()


def _found(service: Service, who: Principal, job_id: str) -> tuple[RenderJob, JobRecord | None]:
    record = service.store_for(who).renderjobs.get(job_id)
    return record, _in_ledger(service, record.job_id)


def _in_ledger(service: Service, job_id: str) -> JobRecord | None:
    return service.store.jobs.several([job_id]).get(job_id)


def _change(
    service: Service, who: Principal, record: RenderJob, status: Status, allowed: set[Status], *, again: bool = False
) -> RenderJob:
    """Steer a job that is a record only; `again` brings it to a worker once more."""
    _check(record, allowed)
    message = accepting.message_for(record, {})

    def also(connection: Connection, *_: object) -> None:
        if again:
            service.outbox.add(connection, message)

    told = accepting.HELD if status == "paused" else ""
    changed = service.store_for(who).renderjobs.update(
        record.job_id, only_from=allowed, status=status, message=told, also=also
    )
    _check(changed, {status})
    service.outbox.wake()
    return changed


def _check(record: RenderJob, allowed: set[Status]) -> None:
    if record.status not in allowed:
        raise JobError(f"job {record.job_id} is {record.status}, not {' or '.join(sorted(allowed))}")
