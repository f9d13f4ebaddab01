"""Take a render job in: a record and a message, in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from threedkit.service.operations import carried
from threedkit.service.renders.places import place_of
from threedkit.service.renders.requests import checked
from threedkit.store.ids import new_id
from threedkit.store.queue import Message
from threedkit.store.quotas import Usage

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import Connection

    from threedkit.service.auth import Principal
    from threedkit.service.context import Service
    from threedkit.service.renders.requests import NewRenderJob
    from threedkit.store.records import RenderJob

__all__ = ["HELD", "TOPIC", "accept", "message_for"]

TOPIC: Final = "render"
HELD: Final = "paused before a worker has taken it"
"""What the record of a job says that was paused when it was not in the ledger yet: the ledger does not know of it."""


def accept(
    service: Service,
    who: Principal,
    asked: NewRenderJob,
    also: Callable[[Connection, RenderJob], object] | None = None,
) -> RenderJob:
    """Write a render job down, and the message that brings it to a worker: both, or neither.

    Args:
        service: of this process.
        who: owns the job.
        asked: what to draw.
        also: is done in the same transaction.

    Raises:
        FieldError, RenderError, OutputError, UnknownEngineError: it cannot be drawn.
        RecordNotFoundError: there is no such scene or version for them.
        QuotaError: they have too many jobs that have not ended.
    """
    checked(asked)
    job_id = new_id()
    trace = carried()
    settings: dict[str, Any] = asked.settings()
    if trace:
        settings["trace"] = trace

    def with_message(connection: Connection, record: RenderJob) -> None:
        service.outbox.add(connection, message_for(record, trace))
        if also is not None:
            also(connection, record)

    record = service.store_for(who).renderjobs.create(
        asked.scene_id,
        scene_version=asked.scene_version,
        camera_config=asked.camera_config,
        output_format=asked.output_format,
        resolution=asked.resolution,
        frames=asked.frames,
        settings=settings,
        name=asked.name,
        tags=asked.tags,
        metadata=asked.metadata,
        groups=asked.groups,
        output_path=place_of(service, job_id),
        job_id=job_id,
        before=None if who.admin else service.quotas.holds(who.subject, Usage(jobs=1)),
        also=with_message,
    )
    service.outbox.wake()
    return record


def message_for(record: RenderJob, headers: dict[str, str]) -> Message:
    """Return what a worker is told of a job."""
    return Message(topic=TOPIC, body={"job_id": record.job_id}, headers=headers)
