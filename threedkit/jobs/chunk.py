"""The frames of one task: ordered from the engine, encoded while the next are drawn, written, receipted."""

from __future__ import annotations

import errno
import functools
import importlib.metadata
import time
from collections import deque
from typing import TYPE_CHECKING, Final

from threedkit.errors import (
    AssetError,
    CapabilityError,
    EngineUnavailableError,
    JobCancelledError,
    OutputError,
    StoreError,
)
from threedkit.jobs.blobs import fetch, locate
from threedkit.jobs.engine_host import the_host
from threedkit.jobs.engine_host.failures import EngineFailure
from threedkit.jobs.folder import JobFolder
from threedkit.jobs.pulse import pulse
from threedkit.jobs.receipts import Delivery, Failure, Receipt
from threedkit.jobs.slicing import SLICES, layer_spec
from threedkit.jobs.spec import RenderSpec, digest
from threedkit.store.ranges import from_ranges

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from threedkit.jobs.engine_host import Drawn
    from threedkit.jobs.worker import Task

__all__ = ["Chunk"]

_AHEAD: Final = 2
"""Frames that are ordered from the engine: one is drawn, and the next is there when it is done."""

_PENDING: Final = 3
"""Frames that may wait for their encoder: bounds memory, lets drawing run ahead."""

_HOPELESS: Final = (AssetError, CapabilityError)
_FULL: Final = (errno.ENOSPC, errno.EDQUOT)
_GROUP: Final = "threedkit.engines"


class Chunk:
    """Draws a task.

    Args:
        task: which frames of which job.
        worker: name of this process for the receipts.
        stopped: tells whether the run that the task belongs to has been paused or cancelled, and gives up what it has
            ordered.
    """

    def __init__(self, task: Task, worker: str, stopped: Callable[[], bool]) -> None:
        """Read the spec.

        Raises:
            JobError: it is not to be had here.
        """
        self._task = task
        self._worker = worker
        self._stopped = stopped
        self._folder = JobFolder.open(task.root).layer(task.layer)
        self._shared = _shares(task.root, task.token)
        whole = _spec(task.spec, task.root)
        self._spec = layer_spec(whole, task.layer)
        self._parts = whole.split if task.layer == SLICES else 1
        self._receipts: list[Receipt] = []
        self._failures: list[Failure] = []
        self._skipped: list[int] = []
        self._payloads: dict[int, bytes] = {}
        self._warnings: dict[str, None] = {}
        self._loads = 0
        self._hapless = False
        self._drawing: deque[tuple[int, Future[Drawn]]] = deque()
        self._encoding: deque[tuple[int, Future[Receipt]]] = deque()

    def run(self) -> Delivery:
        """Draw everything; what cannot be drawn becomes a failure, and the rest goes on."""
        started = time.perf_counter()
        for index in from_ranges(self._task.ranges):
            if self._hapless or self._stopped():
                self._skipped.append(index)
                continue
            if self._is_finished(index):
                continue
            self._drawing.append((index, self._order(index)))
            self._stopped()  # it may have been between the question above and the order
            while len(self._drawing) >= _AHEAD:
                self._take(*self._drawing.popleft())
        while self._drawing:
            self._take(*self._drawing.popleft())
        while self._encoding:
            self._collect(*self._encoding.popleft())
        return Delivery(
            receipts=tuple(self._receipts),
            failures=tuple(self._failures),
            skipped=tuple(self._skipped),
            payloads=self._payloads,
            loads=self._loads,
            warnings=tuple(self._warnings),
            worker=self._worker,
            seconds=round(time.perf_counter() - started, 6),
        )

    def _is_finished(self, index: int) -> bool:
        """Whether nothing is left to do for a frame: it is there, or it cannot be known whether it is."""
        try:
            before = self._folder.finished(self._spec, index) if self._shared else None
        except OutputError as error:
            self._fail(index, error)
            return True
        if before is not None:
            self._receipts.append(before)
        return before is not None

    def _order(self, index: int) -> Future[Drawn]:
        spec, task = self._spec, self._task
        pulse(task.job, index // self._parts)
        source = functools.partial(locate, spec.scene_hash, self._folder.blobs)
        return the_host().draw(
            spec.engine, spec.scene_hash, source, spec.shot(index), timeout=task.frame_timeout, ticket=task.ticket
        )

    def _take(self, index: int, drawing: Future[Drawn]) -> None:
        """Wait for a frame and hand it to an encoder."""
        try:
            drawn = drawing.result()
        except JobCancelledError:
            self._skipped.append(index)
            return
        except Exception as error:  # noqa: BLE001 - whatever an engine raises costs this frame only, and is reported
            self._fail(index, error)
            return
        self._loads += drawn.loaded
        self._warnings.update(dict.fromkeys(drawn.warnings))
        while len(self._encoding) >= _PENDING:
            self._collect(*self._encoding.popleft())
        self._encoding.append((index, the_host().encoders.submit(self._deliver, index, drawn)))

    def _deliver(self, index: int, drawn: Drawn) -> Receipt:
        """Encode one frame and write it, or keep its bytes for the way home; runs in an encoder thread."""
        from threedkit.render.files import encode_frame
        from threedkit.render.provenance import about_shot

        before = time.perf_counter()
        spec, shot = self._spec, self._spec.shot(index)
        about = {"scene": spec.scene_hash, **about_shot(shot)}
        with drawn:
            data = encode_frame(drawn.frame, spec.format, metadata=about)
            driver = str(drawn.frame.meta.get("driver", ""))
        receipt = Receipt(
            index=index,
            file=spec.frame_name(index),
            key=spec.frame_key(index),
            size=len(data),
            sha256=digest(data),
            draw_seconds=round(drawn.seconds, 6),
            encode_seconds=round(time.perf_counter() - before, 6),
            worker=self._worker,
            attempt=self._task.attempt,
            scene=spec.scene_hash,
            spec=self._task.spec,
            samples=shot.samples,
            seed=shot.seed,
            engine=spec.engine,
            device=drawn.device,
            driver=driver,
            versions=_versions(spec.engine),
        )
        if self._shared:
            self._folder.store(receipt, data)
        else:
            self._payloads[index] = data
        return receipt

    def _collect(self, index: int, encoding: Future[Receipt]) -> None:
        try:
            self._receipts.append(encoding.result())
        except Exception as error:  # noqa: BLE001 - a frame that cannot be encoded or written fails alone
            self._fail(index, error)

    def _fail(self, index: int, error: Exception) -> None:
        lines = str(error).strip().splitlines()
        outage = _is_outage(error)
        # Whoever gets the other frames may have more luck; here they would all fail at once.
        self._hapless |= outage or isinstance(error, EngineUnavailableError)
        name = error.error if isinstance(error, EngineFailure) else type(error).__name__
        self._failures.append(
            Failure(
                index=index,
                error=name,
                message=lines[0] if lines else name,
                worker=self._worker,
                attempts=self._task.attempt,
                hopeless=isinstance(error, _HOPELESS),
                outage=outage,
            )
        )


def _is_outage(error: BaseException) -> bool:
    """Whether no frame could be written now: the disk is full, or the place is out of reach."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, StoreError) or (isinstance(cause, OSError) and cause.errno in _FULL):
            return True
        cause = cause.__cause__
    return False


@functools.lru_cache(maxsize=16)
def _spec(name: str, root: str) -> RenderSpec:
    return RenderSpec.from_json(fetch(name, JobFolder.open(root).blobs))


@functools.lru_cache(maxsize=64)
def _shares(root: str, token: str) -> bool:
    return JobFolder.open(root).shares(token)


@functools.cache
def _versions(engine: str) -> dict[str, str]:
    """Versions of the packages that decide a picture's bytes, that of the engine's own package included."""
    from threedkit.render.provenance import versions

    found = dict(versions(engine))
    for entry in importlib.metadata.entry_points(group=_GROUP, name=engine):
        if entry.dist is not None:
            found[entry.dist.name] = entry.dist.version
    return found
