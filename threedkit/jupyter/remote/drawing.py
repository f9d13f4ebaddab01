"""Ways to one large picture that is seen while it comes: slices drawn here one by one, or a job on a cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from threedkit.errors import JobCancelledError, JobError, JobFailedError, RenderError

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator

    from threedkit.jobs import Job
    from threedkit.jupyter.remote.painters import LocalPainter
    from threedkit.render import Frame, Shot
    from threedkit.scene import Scene

__all__ = ["Step", "draw_here", "draw_on_cluster", "traces_paths"]

_SLICES: Final = 64
_LOOK_SECONDS: Final = 0.3


class Step(NamedTuple):
    """How far a picture is.

    Attributes:
        frame: the picture so far; None while there is none.
        progress: 0 to 1.
        text: the same in words.
    """

    frame: Frame | None
    progress: float
    text: str


def traces_paths(engine: str) -> bool:
    """Whether an engine's pictures sharpen with their samples, as far as its class tells.

    Example:
        >>> traces_paths("mitsuba"), traces_paths("filament")
        (True, False)
    """
    from threedkit.render.registry import offered

    offers = offered(engine)
    return offers is not None and "global_illumination" in offers.features and "radiance" in offers.outputs


def draw_here(painter: LocalPainter, shot: Shot, stop: threading.Event) -> Iterator[Step]:
    """Draw in the engine process of this kernel's views, slice by slice where the engine traces paths.

    Args:
        painter: of the scene.
        shot: the whole picture.
        stop: set to end it.

    Raises:
        JobCancelledError: it was stopped.
        ThreedkitError: what the engine raised.
    """
    from threedkit.render.slices import Slices, slice_shot

    count = min(_SLICES, shot.samples) if traces_paths(painter.engine) else 1
    yield Step(None, 0.0, "the engine begins")
    if count == 1:
        yield Step(painter.paint(shot, _kept), 1.0, f"{painter.engine}")
        return
    total = Slices(shot, count)
    for index, part in enumerate(slice_shot(shot, count)):
        if stop.is_set():
            raise JobCancelledError("the rendering was cancelled")
        total.add(index, painter.paint(part, _kept))
        frame = total.frame()
        yield Step(frame, (index + 1) / count, f"{frame.meta['samples']} of {shot.samples} samples")


def draw_on_cluster(scene: Scene, shot: Shot, engine: str | None, client: Any, stop: threading.Event) -> Iterator[Step]:
    """Draw as a job on a cluster, its samples shared out to the workers where the engine traces paths.

    Args:
        scene: what is drawn.
        shot: the picture.
        engine: name of the engine; None: that of the workers.
        client: a `distributed.Client`.
        stop: set to cancel the job.

    Raises:
        JobCancelledError: it was stopped.
        JobFailedError: the frame could not be drawn.
        ThreedkitError: what `submit` raises.
    """
    from threedkit.jobs import submit
    from threedkit.jobs.shots import Views
    from threedkit.jobs.suitable import choose_engine
    from threedkit.render.npz import decode_npz

    engine = choose_engine(client, {}, engine)
    threads = sum(client.nthreads().values())
    split = min(shot.samples, max(_SLICES, 2 * threads)) if traces_paths(engine) else 1
    job = submit(
        scene,
        Views(cameras=(shot.camera,), times=(shot.time,), animation=shot.animation),
        size=shot.size,
        engine=engine,
        samples=shot.samples,
        seed=shot.seed,
        transparent=shot.transparent,
        exposure=shot.exposure,
        outputs=shot.outputs,
        denoise=shot.denoise,
        split=split,
        format="npz",
        client=client,
    )
    yield Step(None, 0.0, f"job {job.id}")
    yield from _followed(job, stop)
    yield Step(decode_npz(job.frames[0].read_bytes()), 1.0, f"{engine} on the cluster")


def _followed(job: Job, stop: threading.Event) -> Iterator[Step]:
    """Previews of a job, until it has ended."""
    seen = 0
    while (status := job.wait(_LOOK_SECONDS)) not in {"succeeded", "failed", "cancelled"}:
        if stop.is_set():
            job.cancel()
            raise JobCancelledError("the rendering was cancelled")
        slices = job.snapshot()["slices"]
        if slices is None or slices["done"] == seen:
            continue
        seen = slices["done"]
        try:
            frame = job.preview()
        except JobError:  # it has just been merged
            continue
        yield Step(frame, seen / slices["total"], f"{seen} of {slices['total']} slices")
    if status == "cancelled":
        raise JobCancelledError(f"job {job.id} was cancelled")
    if status == "failed":
        raise JobFailedError(f"job {job.id} failed: {job.message}")


def _kept(frame: Frame) -> Frame:
    """A frame of its own memory: that of an engine process is lent."""
    from threedkit.render import Frame as Kept

    if not frame.outputs:
        raise RenderError("the engine made no image")
    images = {name: frame.image(name).copy() for name in frame.outputs}
    return Kept(names=frame.names, material_names=frame.material_names, meta=frame.meta, **images)
