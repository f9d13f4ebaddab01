"""One embedded Dask cluster a process: started with first use, shared by all jobs, closed at exit."""

from __future__ import annotations

import atexit
import logging
import os
import threading
from typing import TYPE_CHECKING, Any, Final

from threedkit.errors import FieldError, JobError, require
from threedkit.jobs.checks import check_whole
from threedkit.jobs.gpus import visible_gpus

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = [
    "BEFORE_CLOSE",
    "able_workers",
    "check_client",
    "close_cluster",
    "default_workers",
    "embedded_client",
    "embedded_resources",
    "embedded_workers",
    "worker_count",
]

BEFORE_CLOSE: Final[list[Callable[[], None]]] = []
"""Called before the embedded cluster closes at exit."""

_MEMORY_PER_WORKER = 1 << 30
_START_SECONDS = 60.0
_MAX_WORKERS = 256
_PER_GPU = 4


class _Embedded:
    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.cluster: Any = None
        self.client: Any = None
        self.process = 0


_embedded = _Embedded()


def default_workers() -> int:
    """Return how many workers the embedded cluster gets: one for each core, and a GiB of memory for each.

    ``THREEDKIT_WORKERS`` overrides it.

    Raises:
        FieldError: the variable holds no sensible number.
    """
    text = os.environ.get("THREEDKIT_WORKERS")
    if text is not None:
        if not text.isdecimal() or not 1 <= int(text) <= _MAX_WORKERS:
            raise FieldError(f"THREEDKIT_WORKERS must be a whole number from 1 to {_MAX_WORKERS}, not {text!r}")
        return int(text)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return max(1, min(_cores(), memory // _MEMORY_PER_WORKER, _MAX_WORKERS))


def embedded_workers(gpus: int) -> int:
    """Return how many workers the embedded cluster gets on a machine with so many GPUs.

    A few processes a GPU pay: while one encodes its frames on a core, another one draws. On an H100, 1 process drew
    249 frames/s of 1080p, 2 drew 318, 4 drew 382 and 8 drew 421.

    Raises:
        FieldError: as `default_workers`.
    """
    workers = default_workers()
    if not gpus or "THREEDKIT_WORKERS" in os.environ:
        return workers
    return max(gpus, min(workers, _PER_GPU * gpus))


def embedded_client(workers: int | None = None, *, warm: bool = False) -> Any:
    """Return a client of the embedded cluster, which is started, or brought to size, when it has to be.

    Args:
        workers: worker processes at least; None takes what runs already, or `embedded_workers`.
        warm: if it has to be started: let its workers start the engines of `preload.warm_names` before a job comes.

    Raises:
        MissingPackageError: Dask is not installed.
        JobError: no worker comes up.
    """
    require("distributed", extra="cluster")
    with _embedded.lock:
        if not _alive():
            _drop()
            gpus = visible_gpus()
            _start(workers or embedded_workers(len(gpus)), gpus, warm=warm)
        elif workers is not None and workers > len(_embedded.cluster.worker_spec):
            _embedded.cluster.scale(workers)
        _wait_for_a_worker()
        return _embedded.client


def close_cluster() -> None:
    """Close the embedded cluster, if there is one; the next job starts a new one."""
    with _embedded.lock:
        _drop()


def worker_count(client: Any, resources: Mapping[str, float] | None = None) -> int:
    """Return how many worker processes of a cluster offer these resources."""
    return len(able_workers(client, resources))


def able_workers(client: Any, resources: Mapping[str, float] | None = None) -> dict[str, str]:
    """Return the workers of a cluster that offer these resources: name -> address."""
    workers = client.scheduler_info(n_workers=-1).get("workers", {})  # none when it has been closed
    wanted = resources or {}
    return {
        str(info.get("name", address)): address
        for address, info in workers.items()
        if all(info.get("resources", {}).get(name, 0) >= amount for name, amount in wanted.items())
    }


def check_client(client: Any, workers: int | None) -> None:
    """Raise unless a job can go to this client, or to an embedded cluster of this many workers.

    Raises:
        FieldError: one of the two is of the wrong kind, or both are given.
        JobError: the client is not connected.
    """
    if workers is not None:
        check_whole("workers", workers, 1, _MAX_WORKERS)
        if client is not None:
            raise FieldError("workers= sizes the embedded cluster; leave it out when client= is given")
    if client is None:
        return
    if not isinstance(client, require("distributed", extra="cluster").Client) or client.asynchronous:
        raise FieldError(f"client must be a distributed.Client that is not asynchronous, not {client!r}")
    if client.status != "running":
        raise JobError(f"the client given is {client.status}; connect it to a scheduler first")


def embedded_resources() -> dict[str, float]:
    """Return the Dask resources that each worker of the embedded cluster offers."""
    return {"ENGINE": 1.0, **({"GPU": 1.0} if visible_gpus() else {})}


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _alive() -> bool:
    running = _embedded.client is not None and _embedded.process == os.getpid()
    return running and _embedded.client.status == "running" and _embedded.cluster.status.name == "running"


def _start(workers: int, gpus: tuple[str, ...], *, warm: bool) -> None:
    from distributed import Client

    from threedkit.jobs.local_cluster import EmbeddedCluster

    # A comm that its other end has closed is told at INFO, with a traceback: closing our own cluster may do that.
    logging.getLogger("distributed.batched").setLevel(logging.WARNING)
    _end_before_distributed()  # now too: this process may end while the cluster starts
    _embedded.cluster = EmbeddedCluster(workers, max(1, _cores() // workers), gpus, warm=warm)
    _embedded.process = os.getpid()
    _embedded.client = Client(_embedded.cluster, set_as_default=False)
    _end_before_distributed()


def _end_before_distributed() -> None:
    """Have the cluster closed at exit: what is registered after distributed's own handlers runs before them."""
    atexit.unregister(_close_at_exit)
    atexit.register(_close_at_exit)


def _drop() -> None:
    cluster, client = _embedded.cluster, _embedded.client
    ours = _embedded.process == os.getpid()
    _embedded.cluster = _embedded.client = None
    if not ours:  # after a fork the cluster belongs to the parent process
        return
    if client is not None:
        client.close()
    if cluster is not None:
        cluster.close()


def _wait_for_a_worker() -> None:
    import time

    end = time.monotonic() + _START_SECONDS
    while not _embedded.cluster.scheduler.workers:
        trouble = _embedded.cluster.trouble
        if trouble is None and time.monotonic() > end:
            trouble = f"no worker process came up within {_START_SECONDS:.0f} s"
        if trouble is not None:
            _drop()
            raise JobError(f"the embedded Dask cluster does not start: {trouble}")
        time.sleep(0.02)


def _close_at_exit() -> None:
    for hook in BEFORE_CLOSE:
        hook()
    close_cluster()
