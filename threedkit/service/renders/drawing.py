"""What a worker does with a render job: it becomes a job of the ledger, which a runner draws."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from threedkit.errors import OutputError, RecordNotFoundError, StoreError, ThreedkitError
from threedkit.io import load
from threedkit.jobs import submit
from threedkit.service.renders.cameras import FitCamera, in_motion, parse_camera, shots_of
from threedkit.service.renders.requests import DRAWING, count_of, frame_format, selection_of
from threedkit.store.states import FINAL

if TYPE_CHECKING:
    from threedkit.jobs import Job
    from threedkit.service.context import Service
    from threedkit.store.queue import Message
    from threedkit.store.records import RenderJob

__all__ = ["draw", "give_up"]


def draw(service: Service, message: Message, client: Any = None) -> None:
    """Write the ledger's job down, once, whatever dies in between; what cannot be drawn has failed.

    Args:
        service: of this process.
        message: names the job.
        client: of the cluster that draws; None: the one of the runner's machine, which is this one.

    Raises:
        StoreError, OutputError: a place is out of reach: to be tried again.
    """
    renderjobs = service.store.renderjobs
    job_id = message.body["job_id"]
    try:
        record = renderjobs.get(job_id)
    except RecordNotFoundError:  # deleted meanwhile
        return
    if record.status != "queued" or service.store.jobs.several([job_id]):  # it has begun, or shall not begin
        return
    try:
        job = _submit(service, record, client)
    except (StoreError, OutputError) as error:
        if not isinstance(error, RecordNotFoundError):
            raise
        give_up(service, message, str(error))
        return
    except ThreedkitError as error:
        give_up(service, message, str(error))
        return
    if _is_unwanted(service, job_id):  # cancelled or deleted while we wrote it down: whoever did may not have seen it
        job.cancel()


def give_up(service: Service, message: Message, reason: str) -> None:
    """A job that no worker could bring to the ledger has failed."""
    renderjobs = service.store.renderjobs
    try:
        record = renderjobs.get(message.body["job_id"])
    except RecordNotFoundError:
        return
    if record.status not in FINAL:
        renderjobs.update(record.job_id, status="failed", message=reason[:4000])


def _submit(service: Service, record: RenderJob, client: Any) -> Job:
    _, blob = service.store.composed(record.scene_id, record.scene_version)
    scene = load(service.blobs.get(blob))
    camera, count = parse_camera(record.camera_config), count_of(record.frames)
    if isinstance(camera, FitCamera) and (count or 1) > 1:
        camera = in_motion(camera, scene)
        told = {**record.settings, "camera": camera.type}
        service.store.renderjobs.update(record.job_id, settings=told)
    shots = shots_of(camera, scene, record.resolution, count)
    given = {name: value for name, value in record.settings.items() if name in DRAWING}
    return submit(
        scene,
        shots,
        size=record.resolution,
        format=frame_format(record.output_format),
        frames=selection_of(record.frames),
        output=record.output_path,
        client=client,
        detach=True,
        key=record.job_id,
        name=record.job_id,
        store=service.store.jobs,
        **given,
    )


def _is_unwanted(service: Service, job_id: str) -> bool:
    try:
        return service.store.renderjobs.get(job_id).status == "cancelled"
    except RecordNotFoundError:
        return True
