"""Find jobs again: by id, by folder, or all of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from threedkit.errors import JobError
from threedkit.jobs.cluster import check_client
from threedkit.jobs.connection import Target
from threedkit.jobs.folder import JobFolder
from threedkit.jobs.job import Job
from threedkit.jobs.ledger import Ledger
from threedkit.jobs.reconcile import reconcile, spare_slices
from threedkit.jobs.records import job_store
from threedkit.jobs.runner import runner_name
from threedkit.jobs.slicing import layers_of
from threedkit.jobs.spec import RenderSpec
from threedkit.store import NewJob

if TYPE_CHECKING:
    from collections.abc import Sequence

    from threedkit.store import JobRecord, JobStore, Status

__all__ = ["jobs", "open_job"]


def jobs(status: Status | Sequence[Status] | None = None, limit: int = 50) -> list[Job]:
    """Return the jobs of the ledger, newest first.

    Args:
        status: only those in this state, or in one of these.
        limit: how many at most.

    Raises:
        StoreError: the ledger cannot be reached.
    """
    store = job_store()
    return [Job(Ledger(store, record), _target(record, None, None)) for record in store.list(status, limit).jobs]


def open_job(job: str | Path, *, client: Any = None, workers: int | None = None, store: JobStore | None = None) -> Job:
    """Return a job, e.g. to `Job.resume` it after the process that ran it has ended.

    Args:
        job: its id, the beginning of one that no other has, or its folder. A folder that comes from another machine
            is taken into the ledger.
        client: cluster to go on with; None uses the embedded one.
        workers: worker processes that the embedded cluster has at least.
        store: the ledger; None is that of `threedkit.store.default_url`.

    Raises:
        JobError: there is no such job, or more than one.
        StoreError: the ledger cannot be reached.
    """
    check_client(client, workers)
    store = job_store() if store is None else store
    place = Path(job).expanduser()
    if isinstance(job, Path) or place.is_dir() or "/" in str(job):
        folder = JobFolder(place.resolve())
        ledger = _of_folder(store, folder)
    else:
        ledger = Ledger(store, store.get(job))
    return Job(ledger, _target(ledger.record, client, workers))


def _target(record: JobRecord, client: Any, workers: int | None) -> Target:
    settings = record.settings
    wanted = workers if workers is not None or client is not None else settings.get("workers")
    return Target(client=client, workers=wanted, resources=settings.get("resources", {}))


def _of_folder(store: JobStore, folder: JobFolder) -> Ledger:
    noted = folder.read_record()
    try:
        return Ledger(store, store.get(noted["id"]), folder)
    except JobError:
        return _adopt(store, folder, noted)


def _adopt(store: JobStore, folder: JobFolder, noted: dict[str, Any]) -> Ledger:
    """Write down a job that this ledger does not know; its frames are counted, and it is paused when some are missing.

    Raises:
        JobError: the folder does not hold all that it takes.
    """
    spec = RenderSpec.from_json(folder.blobs.get(noted["spec_blob"]))
    settings = noted.get("settings", {})
    frames = tuple((start, stop) for start, stop in settings.get("frames", ((0, spec.total),)))
    new = NewJob(
        id=noted["id"],
        key=spec.key,
        layers=layers_of(spec, frames),
        spec=noted["spec_blob"],
        scene=spec.scene_hash,
        output=folder.place,
        settings=settings,
    )
    lease, record, _ = store.submit_leased(new, runner_name())
    ledger = Ledger(store, record, folder)
    if lease is None:
        return ledger
    ledger.take(lease)
    try:
        reconcile(ledger)
        spare_slices(ledger)
        if ledger.done < ledger.total:
            ledger.move("paused", "found in its folder")
        else:
            ledger.move("running")
            ledger.move("succeeded")
    finally:
        ledger.leave()
    return ledger
