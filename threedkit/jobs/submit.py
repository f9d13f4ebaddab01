"""Start a job: everything is checked before the first worker starts."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from threedkit.errors import FieldError, JobError, require
from threedkit.jobs.checks import check_whole
from threedkit.jobs.connection import Target, choose_engine
from threedkit.jobs.folder import JobFolder
from threedkit.jobs.job import Job
from threedkit.jobs.ledger import Ledger
from threedkit.jobs.shots import Orbit, Views
from threedkit.jobs.spec import RenderSpec, digest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from threedkit.jobs.spec import Format
    from threedkit.scene import Scene

__all__ = ["open_job", "submit"]

_PRODUCTS = ("film.mp4", "film.gif", "contact_sheet.png")


def submit(
    scene: Scene | str | Path,
    shots: Orbit | Views,
    *,
    size: tuple[int, int] = (640, 480),
    engine: str | None = None,
    samples: int = 64,
    seed: int = 0,
    transparent: bool = False,
    exposure: float = 1.0,
    outputs: Sequence[str] = ("color",),
    format: str = "png",  # noqa: A002 - the word that users know
    fps: float | None = None,
    shutter: float = 0.0,
    denoise: bool = False,
    output: str | Path | None = None,
    client: Any = None,
    workers: int | None = None,
    resources: Mapping[str, float] | None = None,
    attempts: int = 3,
) -> Job:
    """Draw the frames of `shots` on a Dask cluster, in the background.

    Args:
        scene: what is drawn, or the path of a file to load. Later edits of the scene do not change the job.
        shots: what `turntable`, `animate` or `stills` made.
        size: (width, height) in pixels.
        engine: name of the render engine; None takes the default one.
        samples: samples a pixel.
        seed: of the sampler; frame i uses ``seed + i``.
        transparent: leave the background out.
        exposure: linear radiance is multiplied by it.
        outputs: images in each frame; others than ``"color"`` need the format ``exr`` or ``npz``.
        format: file format of the frames: png, jpg, webp, exr or npz.
        fps: frames a second of the film; None takes that of the shots.
        shutter: seconds from a frame's time on during which light falls in: a path tracer blurs what moves.
        denoise: take the noise of path tracing out; the workers need ``threedkit[denoise]``.
        output: the job's folder. Frames in it that this very job would draw are kept, so the same call after a crash
            draws only what is missing. None makes a new folder under the user's data folder.
        client: a `distributed.Client` of any cluster; None uses the embedded one, which starts with the first job.
        workers: worker processes that the embedded cluster has at least; None takes one for each core.
        resources: Dask resources that a worker must offer, e.g. ``{"GPU": 1}``.
        attempts: how often a frame is tried before it is given up.

    Raises:
        AssetError: the scene cannot be read or written.
        FieldError, RenderError: an argument is out of its range.
        UnknownEngineError, EngineUnavailableError: the engine is not there.
        OutputError: the folder cannot be written.
        JobError: another job is at work in the folder.
        MissingPackageError: Dask is not installed.

    Example:
        >>> job = submit(scene, turntable(scene, frames=48), size=(640, 480))  # doctest: +SKIP
        >>> job.result()[0].name  # doctest: +SKIP
        'frame_0000.png'
    """
    require("distributed", extra="cluster")
    _check_shots(shots)
    check_whole("attempts", attempts, 1, 100)
    _check_cluster(client, workers)
    target = Target(client=client, workers=workers, resources=dict(resources or {}))
    glb = _load(scene).to_glb()
    spec = RenderSpec(
        scene_hash=digest(glb),
        engine=_engine(engine, target),
        shots=shots,
        size=cast("tuple[int, int]", tuple(size)),
        samples=samples,
        seed=seed,
        transparent=transparent,
        exposure=exposure,
        outputs=tuple(outputs),
        fps=shots.fps if fps is None else fps,
        format=cast("Format", format),
        shutter=shutter,
        denoise=denoise,
    )
    job = f"{dt.datetime.now(dt.UTC):%Y%m%d-%H%M%S}-{uuid.uuid4().hex[:8]}"
    folder = JobFolder(_output(output, job))
    folder.create()
    folder.lock(job)
    try:
        return _begin(job, spec, folder, glb, target, attempts)
    except BaseException:
        folder.unlock()
        raise


def open_job(folder: str | Path, *, client: Any = None, workers: int | None = None, attempts: int = 3) -> Job:
    """Return the job of a folder, e.g. to `Job.resume` it after the process that ran it has ended.

    Args:
        folder: what `submit` was given as `output`.
        client: cluster to go on with; None uses the embedded one.
        workers: worker processes that the embedded cluster has at least.
        attempts: how often a frame is tried before it is given up.

    Raises:
        JobError: the folder holds no job, or a process runs it now.
    """
    place = JobFolder(Path(folder).expanduser().resolve())
    record = place.read_record()
    spec = RenderSpec.from_json(place.blobs.get(record["spec_blob"]))
    status = record["status"]
    ended = status in {"succeeded", "failed", "cancelled"}
    place.lock(record["id"])
    try:
        ledger = Ledger(record["id"], spec, record["spec_blob"], place, status if ended else "paused")
        ledger.message, ledger.created, ledger.started = record["message"], record["created"], record["started"]
        ledger.add(_kept(place, spec))
    finally:
        place.unlock()
    return Job(ledger, Target(client=client, workers=workers), attempts=attempts)


def _begin(job: str, spec: RenderSpec, folder: JobFolder, glb: bytes, target: Target, attempts: int) -> Job:
    _clear(folder, spec)
    folder.blobs.put(glb)
    ledger = Ledger(job, spec, folder.blobs.put(spec.to_json()), folder, "queued")
    folder.log("submitted", job=job, key=spec.key, total=spec.total, engine=spec.engine)
    ledger.add(_kept(folder, spec))
    return Job(ledger, target, attempts=attempts).start()


def _kept(folder: JobFolder, spec: RenderSpec) -> tuple[Any, ...]:
    """Receipts of the frames that are there already."""
    if not any(folder.receipts.iterdir()):
        return ()
    found = (folder.finished(spec, index) for index in range(spec.total))
    return tuple(receipt for receipt in found if receipt is not None)


def _clear(folder: JobFolder, spec: RenderSpec) -> None:
    """Take away what an earlier, other job left in the folder."""
    folder.drop_strangers(spec)
    try:
        same = folder.read_record().get("key") == spec.key
    except JobError:
        return
    if not same:
        for name in _PRODUCTS:
            (folder.root / name).unlink(missing_ok=True)


def _load(scene: Scene | str | Path) -> Scene:
    if isinstance(scene, (str, Path)):
        from threedkit.io import load

        return load(scene)
    return scene


def _engine(name: str | None, target: Target) -> str:
    """Name of an engine that exists and that can run where the workers are."""
    from threedkit.render import runnable_engine
    from threedkit.render.registry import engine_class

    if target.client is not None:
        if name is not None:
            engine_class(name)
        return choose_engine(target, name)
    return runnable_engine(name)


def _output(output: str | Path | None, job: str) -> Path:
    if output is not None:
        return Path(output).expanduser().resolve()
    platformdirs = require("platformdirs", extra="cluster")
    return Path(platformdirs.user_data_path("threedkit")) / "jobs" / job


def _check_shots(shots: object) -> None:
    if not isinstance(shots, Orbit | Views):
        raise FieldError(f"shots must come from turntable(), animate() or stills(), not {type(shots).__name__}")


def _check_cluster(client: Any, workers: int | None) -> None:
    if workers is not None:
        check_whole("workers", workers, 1, 256)
        if client is not None:
            raise FieldError("workers= sizes the embedded cluster; leave it out when client= is given")
    if client is None:
        return
    if not isinstance(client, require("distributed", extra="cluster").Client) or client.asynchronous:
        raise FieldError(f"client must be a distributed.Client that is not asynchronous, not {client!r}")
    if client.status != "running":
        raise JobError(f"the client given is {client.status}; connect it to a scheduler first")
