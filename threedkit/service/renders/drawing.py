"""What a worker does with a render job: it becomes a job of the ledger, which a runner draws."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from threedkit.errors import JobError, OutputError, RecordNotFoundError, StoreError, ThreedkitError
from threedkit.io import load
from threedkit.jobs import submit
from threedkit.service.renders import forgetting
from threedkit.service.renders.accepting import HELD
from threedkit.service.renders.cameras import FitCamera, in_motion, parse_camera, shots_of
from threedkit.service.renders.places import place_of
from threedkit.service.renders.requests import DRAWING, count_of, frame_format, selection_of
from threedkit.store.states import OPEN

if TYPE_CHECKING:
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
    except RecordNotFoundError:  # deleted meanwhile; a worker that died may have written it down before
        forgetting.again(service, job_id, place_of(service, job_id))
        return
    if not service.store.jobs.several([job_id]):
        if record.status != "queued":  # it shall not begin
            return
        if not _write_down(service, record, message, client):
            return
    _catch_up(service, record)


def give_up(service: Service, message: Message, reason: str) -> None:
    """A job that no worker could bring to the ledger has failed."""
    with suppress(RecordNotFoundError):
        service.store.renderjobs.update(message.body["job_id"], only_from=OPEN, status="failed", message=reason)


def _write_down(service: Service, record: RenderJob, message: Message, client: Any) -> bool:
    """Bring a job to the ledger; tell whether it can be drawn."""
    try:
        _submit(service, record, client)
    except (StoreError, OutputError) as error:
        if not isinstance(error, RecordNotFoundError):
            raise
        give_up(service, message, str(error))
        return False
    except ThreedkitError as error:
        give_up(service, message, str(error))
        return False
    return True


def _catch_up(service: Service, record: RenderJob) -> None:
    """Do in the ledger what was asked while the job was not there yet: whoever asked may not have seen it."""
    jobs, renderjobs = service.store.jobs, service.store.renderjobs
    try:
        record = renderjobs.get(record.job_id)
        if record.status == "cancelled":
            jobs.wish(record.job_id, "cancel")
        elif (record.status, record.message) == ("paused", HELD):
            with suppress(JobError):  # it is paused already, or has ended
                jobs.wish(record.job_id, "pause")
            if renderjobs.get(record.job_id).status == "queued":  # resumed at this moment
                with suppress(JobError):
                    jobs.wish(record.job_id, "resume")
    except RecordNotFoundError:
        forgetting.again(service, record.job_id, record.output_path)


def _submit(service: Service, record: RenderJob, client: Any) -> None:
    _, blob = service.store.composed(record.scene_id, record.scene_version)
    scene = load(service.blobs.get(blob))
    camera, count = parse_camera(record.camera_config), count_of(record.frames)
    if isinstance(camera, FitCamera) and (count or 1) > 1:
        camera = in_motion(camera, scene)
        told = {**record.settings, "camera": camera.type}
        service.store.renderjobs.update(record.job_id, settings=told)
    shots = shots_of(camera, scene, record.resolution, count)
    given = {name: value for name, value in record.settings.items() if name in DRAWING}
    submit(
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
