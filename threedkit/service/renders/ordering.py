"""What is made of the frames of a job when somebody first asks for it; what could not be made says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threedkit.errors import JobError, printable
from threedkit.jobs.film import PICTURES
from threedkit.service.operations import carried
from threedkit.service.renders.products import TOPIC
from threedkit.service.renders.requests import frame_format
from threedkit.store.queue import Message

if TYPE_CHECKING:
    from threedkit.service.context import Service
    from threedkit.store.records import RenderJob

__all__ = ["check_made", "order"]


def order(service: Service, record: RenderJob, name: str, *, again: bool = False) -> None:
    """Have a product made; asking once more before it is made changes nothing.

    Args:
        service: of this process.
        record: of a job whose frames are finished.
        name: one of `products.NAMES`.
        again: try what could not be made once more.

    Raises:
        JobError: it cannot be made of these frames, or it was tried and could not be made.
    """
    kind = frame_format(record.output_format)
    if f".{kind}" not in PICTURES:
        known = ", ".join(one.removeprefix(".") for one in PICTURES)
        raise JobError(
            f"the frames of render job {record.job_id} are {kind}, which hold data; {name} is made of {known}"
        )
    body = {"job_id": record.job_id, "name": name}
    message = Message(topic=TOPIC, body=body, id=_id(record, name), headers=carried())
    if again and service.outbox.queue.revive(TOPIC, [message.id]):
        return
    check_made(service, record, name)
    service.outbox.publish(message)


def check_made(service: Service, record: RenderJob, name: str) -> None:
    """Tell why a product could not be made.

    Raises:
        JobError: it was tried, and could not be made.
    """
    for letter in service.outbox.queue.dead(TOPIC, 1, [_id(record, name)]):
        reason = printable(letter.reason)[:1000] or "the processes that worked on it have died"
        raise JobError(f"{name} of render job {record.job_id} could not be made: {reason}; `again` tries once more")


def _id(record: RenderJob, name: str) -> str:
    return f"{record.job_id}.{name}"
