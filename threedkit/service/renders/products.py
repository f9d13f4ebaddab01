"""Films and contact sheets of render jobs, made by workers when they are first asked for."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from threedkit.errors import RecordNotFoundError
from threedkit.jobs import open_job
from threedkit.service.operations import carried
from threedkit.service.renders.places import results
from threedkit.service.renders.requests import FILMS
from threedkit.service.renders.showing import result_of
from threedkit.store.queue import Message
from threedkit.store.states import FINAL

if TYPE_CHECKING:
    from threedkit.service.context import Service
    from threedkit.store.records import RenderJob

__all__ = ["FILMING", "NAMES", "TOPIC", "give_up", "make", "order", "order_film"]

TOPIC: Final = "product"
FILMING: Final = "its film is being made"
NAMES: Final = (*(f"film.{kind}" for kind in FILMS), "contact_sheet.png")
"""What can be made of the frames of a job."""


def order(service: Service, record: RenderJob, name: str) -> None:
    """Have a product made; asking again before it is made changes nothing, after it has failed it is tried again.

    Args:
        service: of this process.
        record: of a job whose frames are finished.
        name: one of `NAMES`.
    """
    body = {"job_id": record.job_id, "name": name}
    message = Message(topic=TOPIC, body=body, id=f"{record.job_id}.{name}", headers=carried())
    if not service.outbox.queue.revive(TOPIC, [message.id]):
        service.outbox.publish(message)


def order_film(service: Service, record: RenderJob) -> None:
    """The frames are finished of a job whose output is a film: it goes on with that."""
    name = f"film.{record.output_format}"
    body = {"job_id": record.job_id, "name": name}
    message = Message(topic=TOPIC, body=body)
    service.store.renderjobs.update(
        record.job_id,
        version=record.version,
        status="running",
        message=FILMING,
        also=lambda connection, _: service.outbox.add(connection, message),
    )
    service.outbox.wake()


def make(service: Service, message: Message) -> None:
    """Make a product and put it beside the frames; one that is there already is made only once.

    Raises:
        StoreError, OutputError: a place is out of reach: to be tried again.
    """
    job_id, name = message.body["job_id"], message.body["name"]
    try:
        record = service.store.renderjobs.get(job_id)
    except RecordNotFoundError:
        return
    place = results(record.output_path)
    if place.size(name) is None:
        job = open_job(job_id, store=service.store.jobs)
        with tempfile.TemporaryDirectory(prefix="threedkit-") as folder:
            target = Path(folder) / name
            if name.startswith("film."):
                job.video(target)
            else:
                job.contact_sheet(target)
            with target.open("rb") as source, place.writer(name) as writer:
                while block := source.read(1 << 20):
                    writer.write(block)
                writer.finish()
    _finish(service, record, name)


def give_up(service: Service, message: Message, reason: str) -> None:
    """It cannot be made: a job whose output it is has failed."""
    try:
        record = service.store.renderjobs.get(message.body["job_id"])
    except RecordNotFoundError:
        return
    if _is_output(record, message.body["name"]) and record.status not in FINAL:
        service.store.renderjobs.update(record.job_id, status="failed", message=f"no film: {reason}"[:4000])


def _finish(service: Service, record: RenderJob, name: str) -> None:
    if not _is_output(record, name) or record.status in FINAL:
        return
    from threedkit.service.renders.mirror import told

    job = service.store.jobs.several([record.job_id])[record.job_id]
    done: dict[str, Any] = {**result_of(job), "film": name}
    service.store.renderjobs.update(record.job_id, status="succeeded", message="", result=done)
    told(service, record, job)


def _is_output(record: RenderJob, name: str) -> bool:
    return name == f"film.{record.output_format}"
