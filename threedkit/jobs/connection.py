"""A runner's line to its cluster: tasks out, outcomes back; blobs go along when no disk is shared."""

from __future__ import annotations

import importlib.util
import time
from typing import TYPE_CHECKING, Any, cast

import msgspec

from threedkit.errors import EngineUnavailableError, JobError, ThreedkitError
from threedkit.jobs.cluster import embedded_client, worker_count
from threedkit.jobs.worker import Task, draw_chunk, engine_reason, sees_folder, stop

if TYPE_CHECKING:
    from threedkit.jobs.ledger import Ledger
    from threedkit.jobs.plan import Ranges
    from threedkit.jobs.receipts import Delivery

__all__ = ["Connection", "Target", "choose_engine"]

_PREFERRED = ("filament", "mitsuba")
_RECOUNT = 1.0


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
        self._root = str(ledger.folder.root)
        self._spec = ledger.folder.blobs.put(ledger.spec.to_json())
        self._token = ledger.folder.new_token()
        self._counted = (0.0, 0)
        self._carrier: Any = None
        ledger.cluster = self._link()
        if not self._embedded:
            self._carry()

    def workers(self) -> int:
        """Return how many worker processes there are for this job; counted once a second."""
        at, count = self._counted
        if time.monotonic() - at > _RECOUNT:
            count = worker_count(self._client, self._target.resources)
            self._counted = (time.monotonic(), count)
        return count

    def task(self, ticket: str, ranges: Ranges, attempt: int) -> Task:
        """Return the task for a chunk of frames."""
        return Task(ticket=ticket, root=self._root, token=self._token, spec=self._spec, ranges=ranges, attempt=attempt)

    def submit(self, task: Task, key: str) -> Any:
        """Hand a task to Dask; return its future."""
        return self._client.submit(
            draw_chunk, task, key=key, pure=False, resources=self._target.resources or None, retries=0
        )

    def outcome(self, future: Any) -> Delivery | JobError | BaseException:
        """Return what a finished future holds: a delivery, or the error that it died of."""
        from distributed import KilledWorker

        if future.status == "finished":
            delivery: Delivery = future.result()
            return delivery
        if future.status == "error":
            error = cast("BaseException", future.exception())
            if isinstance(error, KilledWorker):
                return cast("BaseException", error)
            if isinstance(error, ThreedkitError):
                return JobError(str(error))
            return JobError(f"a task failed in its own machinery: {type(error).__name__}: {error}")
        return JobError("the Dask cluster lost the tasks of this job; retry() goes on with the frames that are missing")

    def death_message(self, error: BaseException) -> str:
        """Say that a frame's worker died, in one line."""
        worker = getattr(getattr(error, "last_worker", None), "name", None)
        where = f" (last on {worker})" if worker is not None else ""
        return f"its worker process died each time while drawing it{where}"

    def check(self) -> None:
        """Raise JobError when the cluster is gone."""
        if self._client.status not in {"running", "connecting"}:
            raise JobError(
                f"the Dask scheduler is gone (client {self._client.status}); "
                "retry() goes on with the frames that are missing"
            )

    def stop(self, ticket: str) -> None:
        """Tell all workers to end the tasks of a ticket after their current frame."""
        if self._client.status != "running":
            return
        for worker, answer in self._client.run(stop, ticket, on_error="return").items():
            if isinstance(answer, BaseException):  # it died meanwhile: then it draws nothing either
                self._ledger.folder.log("worker not told to stop", worker=worker, error=str(answer))

    def forget(self, futures: list[Any]) -> None:
        """Give up tasks that still run."""
        if futures and self._client.status == "running":
            self._client.cancel(futures)

    def close(self) -> None:
        """Take back what was sent to the workers for this job."""
        if self._carrier is not None and self._client.status == "running":
            self._client.unregister_worker_plugin(self._carrier.name)
        self._carrier = None

    def _link(self) -> str:
        """Return the address of the dashboard, or of the scheduler when there is none."""
        served = importlib.util.find_spec("bokeh") is not None
        return str((served and self._client.dashboard_link) or self._client.scheduler.address)

    # A cluster that is not our own

    def _carry(self) -> None:
        """Send scene and spec along unless every worker reads them from the folder itself."""
        answers = _ask(self._client, sees_folder, self._root, self._token)
        if answers and all(answers):
            return
        from threedkit.jobs.carrier import BlobCarrier

        blobs = self._ledger.folder.blobs
        names = (self._spec, self._ledger.spec.scene_hash)
        self._carrier = BlobCarrier(self._ledger.job, {name: blobs.get(name) for name in names})
        self._client.register_plugin(self._carrier)


def choose_engine(target: Target, name: str | None) -> str:
    """Return the engine for a cluster that is not our own: the one that was asked for, or one that its workers have.

    A cluster that has no worker yet is believed.

    Raises:
        EngineUnavailableError: no worker can run it; the message says why.
        JobError: no worker offers the resources, or one cannot import threedkit.
    """
    if worker_count(target.client) == 0:
        return name or _PREFERRED[0]
    if worker_count(target.client, target.resources) == 0:
        wanted = ", ".join(f"{resource}={amount:g}" for resource, amount in target.resources.items())
        raise JobError(f"no worker of the cluster offers the resources {wanted}; start one with --resources")
    reasons = []
    for candidate in (name,) if name is not None else _PREFERRED:
        answers = _ask(target.client, engine_reason, candidate)
        if None in answers:
            return candidate
        reasons.append(f"{candidate}: {answers[0]}")
    raise EngineUnavailableError(f"no worker of the cluster can run engine {'; '.join(reasons)}")


def _ask(client: Any, question: Any, *arguments: str) -> list[Any]:
    """Call a function in every worker process and return the answers.

    Raises:
        JobError: a worker cannot answer, mostly since it has no threedkit.
    """
    answers = client.run(question, *arguments, on_error="return")
    for worker, answer in answers.items():
        if isinstance(answer, BaseException):
            raise JobError(
                f"worker {worker} cannot take this job: {type(answer).__name__}: {answer}; "
                "install the same threedkit there as here"
            )
    return list(answers.values())
