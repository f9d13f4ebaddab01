"""What runs inside a Dask worker: draw a chunk of frames, encode them meanwhile, write them, return receipts."""

from __future__ import annotations

import functools
import importlib.metadata
import time
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from threedkit.errors import AssetError, CapabilityError, MissingPackageError, UnknownEngineError
from threedkit.jobs.blobs import fetch
from threedkit.jobs.folder import JobFolder
from threedkit.jobs.host import the_host
from threedkit.jobs.plan import from_ranges
from threedkit.jobs.receipts import Delivery, Failure, Receipt
from threedkit.jobs.spec import RenderSpec, digest

if TYPE_CHECKING:
    from concurrent.futures import Future

    from threedkit.jobs.host import Drawn

__all__ = ["STOPPED", "Task", "draw_chunk", "engine_reason", "sees_folder", "stop"]

STOPPED: Final[set[str]] = set()
"""Tickets of paused and cancelled runs: their tasks end after the frame that they are at."""

_PENDING = 3
"""Frames that may wait for their encoder: bounds memory, lets drawing run ahead."""

_HOPELESS = (AssetError, CapabilityError, MissingPackageError, UnknownEngineError)
_KEPT_STOPS = 1000


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """What the scheduler carries for a chunk of frames: names and numbers, never pixels or scenes.

    Attributes:
        ticket: names this run of the job; `stop` ends its tasks early.
        root: the job's folder.
        token: content of the folder's token file, by which a worker knows that it sees the same disk.
        spec: digest of the spec's blob.
        ranges: half-open ranges of frame numbers.
        attempt: 1 for the first try.
    """

    ticket: str
    root: str
    token: str
    spec: str
    ranges: tuple[tuple[int, int], ...]
    attempt: int = 1


def stop(ticket: str) -> None:
    """End the tasks of this ticket in this process after their current frame."""
    if len(STOPPED) >= _KEPT_STOPS:
        STOPPED.clear()
    STOPPED.add(ticket)


def sees_folder(root: str, token: str) -> bool:
    """Tell whether this process shares the disk of a job's folder."""
    return JobFolder(Path(root)).shares(token)


def engine_reason(name: str) -> str | None:
    """Return why an engine cannot run in this process, or None when it can."""
    from threedkit.render import probe_engine

    try:
        return probe_engine(name)
    except (MissingPackageError, UnknownEngineError) as error:
        return str(error)


def draw_chunk(task: Task, worker: str = "") -> Delivery:
    """Draw the frames of a task.

    A frame that cannot be drawn becomes a failure in the delivery; the others go on. A frame that is finished already
    (the task ran before on a worker that died) is not drawn again.

    Args:
        task: which frames of which job.
        worker: name of this process for the receipts; found through Dask when empty.
    """
    return _Chunk(task, worker or _worker_name()).run()


class _Chunk:
    def __init__(self, task: Task, worker: str) -> None:
        self.task = task
        self.worker = worker
        self.folder = JobFolder(Path(task.root))
        self.shared = _shared(task.root, task.token)
        self.spec = _spec(task.spec, task.root)
        self.receipts: list[Receipt] = []
        self.failures: list[Failure] = []
        self.skipped: list[int] = []
        self.payloads: dict[int, bytes] = {}
        self.loads = 0

    def run(self) -> Delivery:
        started = time.perf_counter()
        host = the_host()
        encoding: deque[tuple[int, Future[Receipt]]] = deque()
        for index in from_ranges(self.task.ranges):
            if self.task.ticket in STOPPED:
                self.skipped.append(index)
                continue
            before = self.folder.finished(self.spec, index) if self.shared else None
            if before is not None:
                self.receipts.append(before)
                continue
            while len(encoding) >= _PENDING:
                self._collect(*encoding.popleft())
            drawn = self._draw(index)
            if drawn is not None:
                encoding.append((index, host.encoders.submit(self._deliver, index, drawn)))
        while encoding:
            self._collect(*encoding.popleft())
        return Delivery(
            receipts=tuple(self.receipts),
            failures=tuple(self.failures),
            skipped=tuple(self.skipped),
            payloads=self.payloads,
            loads=self.loads,
            worker=self.worker,
            seconds=round(time.perf_counter() - started, 6),
        )

    def _draw(self, index: int) -> Drawn | None:
        spec = self.spec
        glb = functools.partial(fetch, spec.scene_hash, self.folder.blobs.root)
        try:
            drawn = the_host().draw(spec.engine, spec.scene_hash, glb, spec.shot(index)).result()
        except Exception as error:  # noqa: BLE001 - whatever an engine raises costs this frame only, and is reported
            self._fail(index, error)
            return None
        self.loads += drawn.loaded
        return drawn

    def _deliver(self, index: int, drawn: Drawn) -> Receipt:
        """Encode one frame and write it, or keep its bytes for the way home; runs in an encoder thread."""
        from threedkit.render.files import encode_frame

        before = time.perf_counter()
        data = encode_frame(drawn.frame, self.spec.format)
        receipt = Receipt(
            index=index,
            file=self.spec.frame_name(index),
            key=self.spec.frame_key(index),
            size=len(data),
            sha256=digest(data),
            draw_seconds=round(drawn.seconds, 6),
            encode_seconds=round(time.perf_counter() - before, 6),
            worker=self.worker,
            engine=self.spec.engine,
            device=drawn.device,
            versions=_versions(),
        )
        if self.shared:
            self.folder.store(receipt, data)
        else:
            self.payloads[index] = data
        return receipt

    def _collect(self, index: int, encoding: Future[Receipt]) -> None:
        try:
            self.receipts.append(encoding.result())
        except Exception as error:  # noqa: BLE001 - a frame that cannot be encoded or written fails alone
            self._fail(index, error)

    def _fail(self, index: int, error: Exception) -> None:
        lines = str(error).strip().splitlines()
        self.failures.append(
            Failure(
                index=index,
                error=type(error).__name__,
                message=lines[0] if lines else type(error).__name__,
                worker=self.worker,
                attempts=self.task.attempt,
                hopeless=isinstance(error, _HOPELESS),
            )
        )


@functools.lru_cache(maxsize=16)
def _spec(name: str, root: str) -> RenderSpec:
    return RenderSpec.from_json(fetch(name, JobFolder(Path(root)).blobs.root))


@functools.lru_cache(maxsize=64)
def _shared(root: str, token: str) -> bool:
    return sees_folder(root, token)


@functools.cache
def _versions() -> dict[str, str]:
    """Versions of the packages that decide a picture's bytes, as far as they are installed."""
    found = {}
    for name in ("threedkit", "filly", "mitsuba", "moderngl", "numpy", "pillow"):
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def _worker_name() -> str:
    from distributed import get_worker

    try:
        worker = get_worker()
    except ValueError:  # not inside a Dask task
        return "here"
    return str(worker.name)
