"""A runner's line to its cluster: tasks out, outcomes back; blobs go along when no disk is shared."""

from __future__ import annotations

import contextlib
import importlib.util
import time
from typing import TYPE_CHECKING, Any, cast

import msgspec

from threedkit.errors import JobError, ThreedkitError
from threedkit.jobs.cluster import able_workers, embedded_client
from threedkit.jobs.pulse import topic
from threedkit.jobs.suitable import ask
from threedkit.jobs.worker import Task, draw_chunk, engine_reason, kill, sees_folder, stop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from threedkit.jobs.ledger import Ledger
    from threedkit.jobs.receipts import Delivery
    from threedkit.store.ranges import Ranges

__all__ = ["Connection", "Target"]

_RECOUNT = 1.0
_DEMAND = 128
_BREATH = 0.2


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """Where a job runs.

    Attributes:
        client: a `distributed.Client`, or None for the embedded cluster.
        workers: worker processes that the embedded cluster has at least; None takes one for each core.
        resources: Dask resources that a worker must offer for each task, e.g. ``{"GPU": 1}``.
    """

    client: Any = None
    workers: int | None = None
    resources: dict[str, float] = {}


class Connection:
    """One job on one cluster.

    Args:
        target: which cluster.
        ledger: of the job.

    Raises:
        JobError: the embedded cluster does not start, or a worker cannot be reached.
    """

    def __init__(self, target: Target, ledger: Ledger) -> None:
        """Reach the workers and prepare them."""
        self._ledger = ledger
        self._target = target
        self._embedded = target.client is None
        self._client = target.client if target.client is not None else embedded_client(target.workers)
        self._root = ledger.folder.place
        self._token = ledger.folder.new_token()
        self._counted: tuple[float, dict[str, str]] = (-_RECOUNT, {})
        self._unfit: dict[str, str] = {}
        self._asked: set[str] = set()
        self._carrier: Any = None
        ledger.facts.cluster = self._link()
        self._client.subscribe_topic(topic(ledger.job), self._hear)
        if not self._embedded:
            self._carry()

    def able(self) -> dict[str, str]:
        """Return the workers that can do this job, name -> address; asked for once a second."""
        at, found = self._counted
        if time.monotonic() - at > _RECOUNT:
            with self._reaching():
                found = able_workers(self._client, self._target.resources)
                if not self._embedded:
                    self._examine(found)
            found = {name: address for name, address in found.items() if address not in self._unfit}
            self._counted = (time.monotonic(), found)
        return found

    @property
    def demand(self) -> int:
        """How many tasks should wait at the scheduler, so that a cluster that can grow sees how much there is to do."""
        return 0 if self._embedded else _DEMAND

    def workers(self, excluded: frozenset[str] = frozenset()) -> int:
        """Return how many worker processes there are for this job."""
        able = self.able()
        return len(able.keys() - excluded) or len(able)

    def task(self, ticket: str, ranges: Ranges, attempt: int, layer: str) -> Task:
        """Return the task for a chunk of frames of a layer."""
        record = self._ledger.record
        return Task(
            ticket=ticket,
            root=self._root,
            token=self._token,
            spec=record.spec,
            ranges=ranges,
            attempt=attempt,
            layer=layer,
            frame_timeout=record.settings.get("frame_timeout"),
            job=record.id,
        )

    def submit(self, task: Task, key: str, *, shunned: frozenset[str], avoided: frozenset[str]) -> Any:
        """Hand a task to Dask; return its future.

        Args:
            task: what to draw.
            key: its name on the cluster.
            shunned: names of workers that must not get it, unless there are no others.
            avoided: names of workers that should not get it.
        """
        self.check()
        workers = self._chosen(shunned, avoided)
        with self._reaching():
            return self._client.submit(
                draw_chunk,
                task,
                key=key,
                pure=False,
                resources=self._target.resources or None,
                workers=workers,
                allow_other_workers=False,
                priority=self._ledger.record.priority,
                retries=0,
            )

    def _chosen(self, shunned: frozenset[str], avoided: frozenset[str]) -> list[str] | None:
        """Addresses of the workers that may take a task; None: any."""
        if not shunned and not avoided and not self._unfit:
            return None
        able = self.able()
        for unwanted in (shunned | avoided, shunned):
            left = [address for name, address in able.items() if name not in unwanted]
            if left:
                return left
        return None

    def outcome(self, future: Any) -> Delivery | JobError | BaseException | None:
        """Return what a finished future holds: a delivery, or the error that it died of; None: it is not finished."""
        from distributed import KilledWorker

        if future.status == "finished":
            return self._delivery(future)
        if future.status == "error":
            error = cast("BaseException", future.exception())
            if isinstance(error, KilledWorker):
                return cast("BaseException", error)
            if isinstance(error, ThreedkitError):
                return JobError(str(error))
            return JobError(f"a task failed in its own machinery: {type(error).__name__}: {error}")
        if future.status in {"pending", "lost"}:
            self.check()
            return None
        return JobError("the Dask cluster lost the tasks of this job; retry() goes on with the frames that are missing")

    def _delivery(self, future: Any) -> Delivery | None:
        """What a finished future holds; None where its worker died meanwhile: Dask runs the task again."""
        from distributed.client import FutureCancelledError

        try:
            delivery: Delivery = future.result()
        except FutureCancelledError as error:  # the client closes
            raise JobError(self._gone) from error
        except OSError:
            self.check()
            time.sleep(_BREATH)
            return None
        return delivery

    def death_message(self, error: BaseException) -> str:
        """Say that a frame's worker died, in one line."""
        worker = getattr(getattr(error, "last_worker", None), "name", None)
        where = f" (last on {worker})" if worker is not None else ""
        return f"its worker process died each time while drawing it{where}"

    def check(self) -> None:
        """Raise JobError when the cluster is gone."""
        if self._client.status not in {"running", "connecting"}:
            raise JobError(self._gone)

    @property
    def _gone(self) -> str:
        return (
            f"the scheduler of the Dask cluster is gone (client {self._client.status}); "
            "retry() goes on with the frames that are missing"
        )

    @contextlib.contextmanager
    def _reaching(self) -> Iterator[None]:
        """What Dask says when nobody answers, as our error."""
        from distributed.client import ClosedClientError

        try:
            yield
        except (OSError, TimeoutError, ClosedClientError) as error:
            raise JobError(f"{self._gone}: {type(error).__name__}") from error

    def stop(self, ticket: str, *, kill_frames: bool = False) -> None:
        """Tell all workers to end the tasks of a ticket: after their current frame, or at once."""
        if self._client.status != "running":
            return
        with self._reaching():
            answers = self._client.run(kill if kill_frames else stop, ticket, on_error="return")
        for worker, answer in answers.items():
            if isinstance(answer, BaseException):  # it died meanwhile: then it draws nothing either
                self._ledger.store.log(self._ledger.job, "worker not told to stop", worker=worker, error=str(answer))

    def forget(self, futures: list[Any]) -> None:
        """Give up tasks that still run."""
        if futures and self._client.status == "running":
            self._client.cancel(futures)

    def close(self) -> None:
        """Take back what was sent to the workers for this job."""
        carrier, self._carrier = self._carrier, None
        if self._client.status != "running":
            return
        with contextlib.suppress(OSError, TimeoutError):  # a cluster that goes at this moment keeps nothing either
            self._client.unsubscribe_topic(topic(self._ledger.job))
            if carrier is not None:
                self._client.unregister_worker_plugin(carrier.name)

    def _link(self) -> str:
        """Return the address of the dashboard, or of the scheduler when there is none."""
        served = importlib.util.find_spec("bokeh") is not None
        return str((served and self._client.dashboard_link) or self._client.scheduler.address)

    def _hear(self, event: tuple[float, dict[str, Any]]) -> None:
        """A worker says which frame it is at."""
        said = event[1]
        self._ledger.facts.worker(said["name"]).frame = said["frame"]

    # A cluster that is not our own

    def _examine(self, workers: dict[str, str]) -> None:
        """Ask those who have joined whether they have the engine; those who have not get no task."""
        names = {address: name for name, address in workers.items() if address not in self._asked}
        if not names:
            return
        engine = self._ledger.spec.engine
        answers = self._client.run(engine_reason, engine, workers=list(names), on_error="return")
        self._asked.update(names)
        for address, answer in answers.items():
            if answer is not None:
                self._unfit[address] = str(answer)
                self._ledger.store.log(self._ledger.job, "worker unfit", worker=names[address], reason=str(answer))

    def _carry(self) -> None:
        """Send scene and spec along unless every worker reads them from the folder itself."""
        answers = ask(self._client, sees_folder, self._root, self._token)
        if answers and all(answers):
            return
        from threedkit.jobs.carrier import BlobCarrier

        blobs = self._ledger.folder.blobs
        names = (self._ledger.record.spec, self._ledger.record.scene)
        self._carrier = BlobCarrier(self._ledger.job, {name: blobs.get(name) for name in names})
        self._client.register_plugin(self._carrier)
