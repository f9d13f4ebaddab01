"""Start a job: everything is checked before the first worker starts."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from threedkit.errors import CapabilityError, FieldError, JobError, require
from threedkit.jobs.checks import check_budget, check_number, check_whole
from threedkit.jobs.cluster import check_client, embedded_resources
from threedkit.jobs.connection import Target
from threedkit.jobs.folder import JobFolder
from threedkit.jobs.job import Job
from threedkit.jobs.ledger import Ledger
from threedkit.jobs.plan import parse_frames
from threedkit.jobs.records import job_store
from threedkit.jobs.runner import runner_name
from threedkit.jobs.shots import Orbit, Views
from threedkit.jobs.slicing import layers_of, worked_layer
from threedkit.jobs.spec import RenderSpec, digest
from threedkit.jobs.suitable import check_suitable, choose_engine, draw_reason
from threedkit.store import NewJob, home

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from threedkit.jobs.spec import Format
    from threedkit.scene import Scene
    from threedkit.store import JobStore, Ranges

__all__ = ["submit"]

_PRODUCTS = ("film.mp4", "film.webm", "film.mkv", "film.gif", "contact_sheet.png")


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
    split: int = 1,
    output: str | Path | None = None,
    client: Any = None,
    workers: int | None = None,
    resources: Mapping[str, float] | None = None,
    attempts: int = 3,
    frame_timeout: float | None = None,
    budget: float | None = None,
    frames: str | None = None,
    priority: int = 0,
    after: Job | str | Sequence[Job | str] = (),
    key: str | None = None,
    detach: bool = False,
    name: str | None = None,
    store: JobStore | None = None,
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
        format: file format of the frames: png, jpg, webp, avif, jxl, exr or npz.
        fps: frames a second of the film; None takes that of the shots.
        shutter: seconds from a frame's time on during which light falls in: a path tracer blurs what moves.
        denoise: take the noise of path tracing out; the workers need ``threedkit[denoise]``.
        split: slices that the samples of each frame are shared out to, so that several workers draw one picture, which
            `Job.preview` shows as it sharpens. Path tracers only; the same split gives the same bytes.
        output: the job's folder. Frames in it that this very job would draw are kept, so the same call after a crash
            draws only what is missing. None makes a new folder in ``THREEDKIT_HOME`` (the
            user's data folder).
        client: a `distributed.Client` of any cluster; None uses the embedded one, which starts with the first job.
        workers: worker processes that the embedded cluster has at least; None takes one for each core.
        resources: Dask resources that a worker must offer, e.g. ``{"GPU": 1}``.
        attempts: how often a frame is tried before it is given up.
        frame_timeout: seconds that drawing one frame may take; then it is ended, which costs it an attempt.
        budget: worker-seconds after which the job stops; it can be resumed with a larger one.
        frames: those of the shots to draw, e.g. ``"0-99,120"`` or ``"0-47:12"`` (every twelfth); None: all.
        priority: jobs of a higher one come first, in the queue and on the cluster.
        after: jobs, or their ids, that must have succeeded before this one begins.
        key: a name of your own for this submission: a second one with it returns the job of the first.
        detach: only write the job down; a runner process draws it: ``threedkit jobs runner``.
        name: id of the job, unique in the ledger; None makes one.
        store: the ledger; None is that of `threedkit.store.default_url`.

    Returns:
        The job, at work in the background.

    Raises:
        AssetError: the scene cannot be read or written.
        FieldError, RenderError: an argument is out of its range.
        UnknownEngineError, EngineUnavailableError: the engine is not there.
        OutputError: the folder cannot be written.
        CapabilityError: the engine, there where the workers are, has not what was asked for.
        JobError: another job is at work in the folder; no worker offers the resources; `after` names no job.
        StoreError: the ledger cannot be reached.
        MissingPackageError: Dask is not installed.

    Example:
        >>> job = submit(scene, turntable(scene, frames=48), size=(640, 480))  # doctest: +SKIP
        >>> job.result()[0].name  # doctest: +SKIP
        'frame_0000.png'
    """
    require("distributed", extra="cluster")
    _check_shots(shots)
    settings = _settings(attempts, frame_timeout, budget)
    check_client(client, workers)
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
        split=split,
    )
    _check_fit(spec, target)
    store, chosen = job_store() if store is None else store, _frames(frames, spec)
    job = name or f"{dt.datetime.now(dt.UTC):%Y%m%d-%H%M%S}-{uuid.uuid4().hex[:8]}"
    new = NewJob(
        id=job,
        key=spec.key,
        layers=layers_of(spec, chosen),
        submission=key or "",
        priority=priority,
        after=_ids(after, store),
        spec=digest(spec.to_json()),
        scene=spec.scene_hash,
        output=_output(output, job),
        settings={**settings, **_shown(spec), "workers": workers, "resources": target.resources, "frames": chosen},
    )
    return _write_down(store, new, spec, glb, target, detach=detach)


def _write_down(store: JobStore, new: NewJob, spec: RenderSpec, glb: bytes, target: Target, *, detach: bool) -> Job:
    """Store scene, spec and job, in this order; begin to work unless it is detached or known already.

    The lease keeps runners away until the folder is ready for them.
    """
    folder = JobFolder.open(new.output)
    fresh = folder.create()
    folder.layer(worked_layer(spec)).create()
    folder.blobs.put(glb)
    folder.blobs.put(spec.to_json())
    lease, record, _ = store.submit_leased(new, runner_name())
    if lease is None:
        if fresh:
            folder.remove()
        return Job(Ledger(store, record), target)
    try:
        folder.lock(new.id)
        _clear(folder, spec)
    except BaseException:
        lease.release()
        store.delete(new.id)
        raise
    ledger = Ledger(store, record, folder)
    ledger.write_record()
    if detach:
        folder.unlock()
        lease.release()
        return Job(ledger, target)
    return Job(ledger, target).begin(lease)


def _settings(attempts: int, frame_timeout: float | None, budget: float | None) -> dict[str, Any]:
    """How a job is to be run, checked."""
    check_whole("attempts", attempts, 1, 100)
    if frame_timeout is not None:
        check_number("frame_timeout", frame_timeout, 1e-3, 1e9, "a number of seconds above 0")
    check_budget(budget)
    return {"attempts": attempts, "frame_timeout": frame_timeout, "budget": budget}


def _shown(spec: RenderSpec) -> dict[str, Any]:
    """What a list of jobs shows of a spec without reading it."""
    return {
        "engine": spec.engine,
        "size": list(spec.size),
        "samples": spec.samples,
        "fps": spec.fps,
        "format": spec.format,
        "shots": spec.total,
        "split": spec.split,
    }


def _frames(text: str | None, spec: RenderSpec) -> Ranges:
    return ((0, spec.total),) if text is None else parse_frames(text, spec.total)


def _ids(after: Job | str | Sequence[Job | str], store: JobStore) -> tuple[str, ...]:
    several = (after,) if isinstance(after, (Job, str)) else tuple(after)
    return tuple(one.id if isinstance(one, Job) else store.get(one).id for one in several)


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
        return choose_engine(target.client, target.resources, name)
    return runnable_engine(name)


def _check_fit(spec: RenderSpec, target: Target) -> None:
    """Refuse what no worker can draw: outputs and features of the engine, the file format, resources."""
    if target.client is not None:
        check_suitable(target.client, target.resources, spec)
        return
    reason = draw_reason(spec.to_json().decode("utf-8"))
    if reason is not None:
        raise CapabilityError(reason)
    offered = embedded_resources()
    for name, amount in target.resources.items():
        if offered.get(name, 0) < amount:
            have = ", ".join(f"{key}={value:g}" for key, value in offered.items())
            raise JobError(f"the embedded cluster offers {have} a worker, not {name}={amount:g}; give a client=")


def _output(output: str | Path | None, job: str) -> str:
    if output is None:
        return str(home() / "jobs" / job)
    text = str(output)
    return text if "://" in text else str(Path(text).expanduser().resolve())


def _check_shots(shots: object) -> None:
    if not isinstance(shots, Orbit | Views):
        raise FieldError(f"shots must come from turntable(), animate() or stills(), not {type(shots).__name__}")
