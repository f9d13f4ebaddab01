"""What is left of a render job whose record was deleted: the ledger's job and its files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from threedkit.errors import JobError, StoreError
from threedkit.jobs.folder import JobFolder
from threedkit.service.renders.places import results
from threedkit.store.queue import Message
from threedkit.store.states import FINAL

if TYPE_CHECKING:
    from threedkit.service.context import Service

__all__ = ["TOPIC", "again", "forget", "message_for"]

TOPIC: Final = "forget"


def message_for(record_id: str, output_path: str) -> Message:
    """Return what a worker is told of a job, or a run, that was deleted."""
    return Message(topic=TOPIC, body=_body(record_id, output_path), id=f"{record_id}.forget")


def again(service: Service, record_id: str, output_path: str) -> None:
    """Have the files of a record that was deleted taken away once more: a worker has made some meanwhile."""
    service.outbox.publish(Message(topic=TOPIC, body=_body(record_id, output_path)))


def forget(service: Service, message: Message) -> None:
    """End the job, if it runs, and take its files away; repeating it is harmless.

    Raises:
        StoreError: it is still being drawn, or a place is out of reach: to be tried again.
    """
    job_id, place = message.body["job_id"], message.body["output_path"]
    jobs = service.store.jobs
    job = jobs.several([job_id]).get(job_id)
    if job is not None:
        if job.status not in FINAL:
            job = jobs.wish(job_id, "cancel")
        try:
            jobs.delete(job_id)
        except JobError as error:
            raise StoreError(f"job {job_id} is still in the hands of {job.runner}") from error
    if "://" in place:
        files = results(place)
        for entry in list(files.list()):
            files.delete(entry.name)
    JobFolder.open(place).remove()


def _body(record_id: str, output_path: str) -> dict[str, str]:
    return {"job_id": record_id, "output_path": output_path}
