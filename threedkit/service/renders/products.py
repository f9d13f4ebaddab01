"""Films and contact sheets of render jobs, made by workers when they are first asked for."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from threedkit.errors import RecordNotFoundError
from threedkit.jobs import open_job
from threedkit.service.renders import forgetting
from threedkit.service.renders.places import results
from threedkit.service.renders.requests import FILMS
from threedkit.service.renders.showing import result_of
from threedkit.store.queue import Message
from threedkit.store.states import FINAL, OPEN

if TYPE_CHECKING:
    from threedkit.service.context import Service
    from threedkit.store.records import RenderJob

__all__ = ["FILMING", "NAMES", "TOPIC", "give_up", "make", "order_film"]

TOPIC: Final = "product"
FILMING: Final = "its film is being made"
NAMES: Final = (*(f"film.{kind}" for kind in FILMS), "contact_sheet.png")
"""What can be made of the frames of a job."""


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
    if results(record.output_path).size(name) is None:
        _write(service, record, name)
    try:
        _finish(service, service.store.renderjobs.get(job_id), name)
    except RecordNotFoundError:  # deleted while it was made
        forgetting.again(service, job_id, record.output_path)


def give_up(service: Service, message: Message, reason: str) -> None:
    """It cannot be made: a job whose output it is has failed."""
    renderjobs = service.store.renderjobs
    try:
        record = renderjobs.get(message.body["job_id"])
        if _is_output(record, message.body["name"]):
            renderjobs.update(record.job_id, only_from=OPEN, status="failed", message=f"no film: {reason}")
    except RecordNotFoundError:
        return


def _write(service: Service, record: RenderJob, name: str) -> None:
    """Make it of the frames, and put it beside them."""
    job = open_job(record.job_id, store=service.store.jobs)
    with tempfile.TemporaryDirectory(prefix="threedkit-") as folder:
        target = Path(folder) / name
        if name.startswith("film."):
            job.video(target)
        else:
            job.contact_sheet(target)
        with target.open("rb") as source, results(record.output_path).writer(name) as writer:
            while block := source.read(1 << 20):
                writer.write(block)
            writer.finish()


def _finish(service: Service, record: RenderJob, name: str) -> None:
    if not _is_output(record, name) or record.status in FINAL:
        return
    from threedkit.service.renders.mirror import told

    job = service.store.jobs.several([record.job_id])[record.job_id]
    done: dict[str, Any] = {**result_of(job), "film": name}
    kept = service.store.renderjobs.update(record.job_id, only_from=OPEN, status="succeeded", message="", result=done)
    if kept.status == "succeeded":
        told(service, record, job)


def _is_output(record: RenderJob, name: str) -> bool:
    return name == f"film.{record.output_format}"
