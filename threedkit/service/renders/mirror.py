"""Keeps the records of render jobs as the ledger's jobs are, whichever process draws them."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from threedkit.errors import RecordNotFoundError, StoreError, VersionConflictError
from threedkit.service.operations import metrics
from threedkit.service.renders import products
from threedkit.service.renders.accepting import HELD
from threedkit.service.renders.requests import FILMS
from threedkit.service.renders.showing import result_of
from threedkit.service.renders.tracing import trace_job
from threedkit.store.states import FINAL
from threedkit.store.tables import jobs, renderjobs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Connection

    from threedkit.service.context import Service
    from threedkit.store.records import JobRecord, RenderJob

__all__ = ["Mirror", "behind", "catch_up"]

_LOOK_SECONDS: Final = 0.2
_AGAIN_SECONDS: Final = 2.0
_AT_ONCE: Final = 200

_logger = logging.getLogger("threedkit.service.renders")


def behind(connection: Connection) -> Sequence[str]:
    """Return ids of render jobs whose record differs from the ledger's job."""
    same = jobs.c.id == renderjobs.c.job_id
    differs = sa.or_(renderjobs.c.status != jobs.c.status, renderjobs.c.message != jobs.c.message)
    open_record = renderjobs.c.status.not_in(("succeeded", "failed", "cancelled"))
    filming = (jobs.c.status == "succeeded") & (renderjobs.c.message == products.FILMING)
    # A pause that was asked of the record only: the worker that writes the job down passes it on.
    held = (renderjobs.c.status == "paused") & (renderjobs.c.message == HELD) & jobs.c.status.in_(("queued", "running"))
    query = sa.select(renderjobs.c.job_id).join(jobs, same).where(open_record, differs, ~filming, ~held)
    # A job that failed and was tried again, by whatever process.
    again = (renderjobs.c.status == "failed") & jobs.c.status.in_(("queued", "running", "paused"))
    revived = sa.select(renderjobs.c.job_id).join(jobs, same).where(again).limit(_AT_ONCE)
    return [*connection.scalars(query.limit(_AT_ONCE)), *connection.scalars(revived)]


class Mirror(threading.Thread):
    """Looks at the ledger a few times a second; any number of processes may do so.

    Args:
        service: of this process.
    """

    def __init__(self, service: Service) -> None:
        """Prepare; `start` begins."""
        super().__init__(name="threedkit-mirror", daemon=True)
        self._service = service
        self._end = threading.Event()

    def run(self) -> None:
        """Look until `stop`."""
        while not self._end.wait(_LOOK_SECONDS):
            try:
                catch_up(self._service)
            except StoreError as error:
                _logger.warning("render jobs are not followed now: %s", error)
                self._end.wait(_AGAIN_SECONDS)
            except Exception:
                _logger.exception("render jobs are not followed now, for what nobody has foreseen")
                self._end.wait(_AGAIN_SECONDS)

    def stop(self) -> None:
        """End after this look."""
        self._end.set()


def catch_up(service: Service) -> int:
    """Bring records up to date; return how many were not.

    Who asks for jobs by their state calls this first: a job whose own address says that it has ended is then found
    among those that have, also before the thread has looked again.

    Raises:
        StoreError: the database is out of reach.
    """
    store = service.store
    found = store.jobs.several(store.database.read(behind))
    for job_id, job in found.items():
        try:
            _reflect(service, store.renderjobs.get(job_id), job)
        except (RecordNotFoundError, VersionConflictError):  # deleted, or changed by another one at this moment
            continue
    return len(found)


def _reflect(service: Service, record: RenderJob, job: JobRecord) -> None:
    if job.status == "succeeded" and record.output_format in FILMS:
        products.order_film(service, record)
        return
    service.store.renderjobs.update(
        record.job_id, version=record.version, status=job.status, message=job.message, result=result_of(job)
    )
    if job.status in FINAL and record.status not in FINAL:
        told(service, record, job)


def told(service: Service, record: RenderJob, job: JobRecord) -> None:
    """Count a job that has ended, and close its trace."""
    begun = dt.datetime.fromisoformat(record.created_at)
    ended = dt.datetime.now(dt.UTC)
    first = _first_frame(service, job)
    metrics.job_ended(
        job.status,
        (ended - begun).total_seconds(),
        None if first is None else (first - begun).total_seconds(),
        job.counts.succeeded,
    )
    trace_job(service.store.jobs, record, ended)


def _first_frame(service: Service, job: JobRecord) -> dt.datetime | None:
    for event in service.store.jobs.events(job.id, limit=200):
        if event.kind in {"chunk", "frame merged"} and event.data.get("frames", True):
            return dt.datetime.fromisoformat(event.time)
    return None
