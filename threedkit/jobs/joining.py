"""Worker processes of this machine for a scheduler elsewhere: what ``threedkit worker`` runs."""

from __future__ import annotations

import asyncio
import logging
import signal
from typing import TYPE_CHECKING, Any, Final

import msgspec

from threedkit.errors import FieldError, JobError, require
from threedkit.jobs.checks import check_whole
from threedkit.jobs.cluster import default_workers
from threedkit.jobs.gpus import turned, visible_gpus
from threedkit.jobs.local_cluster import worker_environment

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

__all__ = ["Seat", "WorkerOptions", "join_cluster", "seats"]

_PRELOAD: Final = "threedkit.jobs.preload"
_TOLD: Final = ("CUDA_VISIBLE_DEVICES", "THREEDKIT_THREADS", "THREEDKIT_WARM")
_CONNECT_SECONDS: Final = 30.0
_LEAVE_SECONDS: Final = 30.0
_STOPS: Final = (signal.SIGINT, signal.SIGTERM)


class WorkerOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How this machine joins a cluster.

    Attributes:
        scheduler: address of the scheduler, ``tcp://host:8786`` or ``tls://host:8786``.
        workers: worker processes; None takes one for each GPU, and one for each core where there is no GPU.
        engines: engines to start before the first task; none: those of ``THREEDKIT_WARM``, else the default one.
        resources: further Dask resources that each worker offers, e.g. ``{"MEMORY": 64e9}``.
        name: workers are called ``name-0``, ``name-1`` ...; empty: Dask's names.
        ca_file: certificate of the authority, for ``tls://``.
        cert_file: this machine's certificate.
        key_file: its key.
        host: address or interface's address that the workers listen on, for the scheduler and each other; empty takes
            the one that leads to the scheduler, so that workers of a scheduler on loopback stay on loopback.
        scratch: folder for temporary files; empty takes Dask's.

    Raises:
        FieldError: a value is out of its range, or the address and the certificates do not fit each other.
    """

    scheduler: str
    workers: int | None = None
    engines: tuple[str, ...] = ()
    resources: dict[str, float] = {}
    name: str = ""
    ca_file: str = ""
    cert_file: str = ""
    key_file: str = ""
    host: str = ""
    scratch: str = ""

    def __post_init__(self) -> None:
        """Refuse what cannot work."""
        protocol, _, place = self.scheduler.partition("://")
        if protocol not in {"tcp", "tls"} or not place:
            raise FieldError(f"scheduler must be an address such as tls://host:8786, not {self.scheduler!r}")
        if self.workers is not None:
            check_whole("workers", self.workers, 1, 256)
        given = [bool(path) for path in (self.ca_file, self.cert_file, self.key_file)]
        if any(given) and not all(given):
            raise FieldError("TLS needs all three: the authority's certificate, the certificate and its key")
        if (protocol == "tls") != all(given):
            wrong = "tls:// needs the certificates" if protocol == "tls" else "certificates go with a tls:// address"
            raise FieldError(f"scheduler {self.scheduler}: {wrong}")


class Seat(msgspec.Struct, frozen=True, kw_only=True):
    """One worker process to be.

    Attributes:
        name: its name in the cluster; None: Dask makes one.
        resources: Dask resources that it offers.
        environment: environment variables that it gets beside ours.
    """

    name: str | None
    resources: dict[str, float]
    environment: dict[str, str]

    def as_dict(self) -> dict[str, Any]:
        """Return plain values; of the environment only what we set for the engine."""
        told = {key: self.environment[key] for key in _TOLD if key in self.environment}
        return {"name": self.name, "resources": self.resources, "environment": told}

    def as_row(self) -> tuple[str, str]:
        """Return a name and a line about it."""
        plain = self.as_dict()
        offers = ", ".join(f"{name}={amount:g}" for name, amount in self.resources.items())
        told = ", ".join(f"{key}={value}" for key, value in plain["environment"].items())
        return self.name or "worker", f"offers {offers}; {told}"


def seats(options: WorkerOptions) -> list[Seat]:
    """Return what each worker process gets: a GPU, or a share of the cores; and what it offers to Dask.

    With GPUs each process sees one of them first in its ``CUDA_VISIBLE_DEVICES`` and offers ``GPU=1``; more processes
    than GPUs share them, which pays for small pictures. Each offers ``ENGINE=1`` in any case.

    Example:
        >>> [seat.name for seat in seats(WorkerOptions(scheduler="tcp://10.0.0.1:8786", workers=2, name="attic"))]
        ['attic-0', 'attic-1']
    """
    gpus = visible_gpus()
    count = options.workers or len(gpus) or default_workers()
    threads = max(1, default_workers() // count)
    made = []
    for index in range(count):
        environment = worker_environment(threads)
        resources = {"ENGINE": 1.0, **options.resources}
        if gpus:
            environment["CUDA_VISIBLE_DEVICES"] = turned(gpus, index)
            resources.setdefault("GPU", 1.0)
        if options.engines:
            environment["THREEDKIT_WARM"] = ",".join(options.engines)
        made.append(
            Seat(name=f"{options.name}-{index}" if options.name else None, resources=resources, environment=environment)
        )
    return made


def join_cluster(options: WorkerOptions, report: Callable[[str], object]) -> None:
    """Serve a scheduler until SIGINT or SIGTERM, or until the scheduler has gone; dead processes are started again.

    On a signal the processes finish no task: their frames are drawn elsewhere. Call it in the main thread.

    Args:
        options: where and how.
        report: called with one line when the workers are up and when they leave.

    Raises:
        JobError: the scheduler cannot be reached.
        MissingPackageError: Dask is not installed.
    """
    require("distributed", extra="cluster")
    logging.getLogger("distributed.nanny").setLevel(logging.WARNING)
    asyncio.run(_serve(options, report))


async def _serve(options: WorkerOptions, report: Callable[[str], object]) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in _STOPS:
        loop.add_signal_handler(number, stop.set)
    nannies = [_nanny(options, seat) for seat in seats(options)]
    try:
        await _start(options.scheduler, nannies, stop)
        if not stop.is_set():
            names = ", ".join(str(nanny.name or nanny.worker_address) for nanny in nannies)
            report(f"{len(nannies)} workers joined {options.scheduler}: {names}")
            await _first(stop.wait(), _all_ended(nannies))
            report("leaving" if stop.is_set() else f"the scheduler {options.scheduler} has gone")
    finally:
        await asyncio.gather(*(nanny.close(timeout=_LEAVE_SECONDS) for nanny in nannies))


async def _start(scheduler: str, nannies: list[Any], stop: asyncio.Event) -> None:
    """Start all, unless it is stopped before."""
    try:
        await _first(stop.wait(), _all_started(nannies))
    except (OSError, TimeoutError) as error:
        raise JobError(f"scheduler {scheduler} cannot be reached: {error}") from error


async def _all_started(nannies: list[Any]) -> None:
    async def start(nanny: Any) -> None:
        await nanny

    await asyncio.gather(*(start(nanny) for nanny in nannies))


async def _all_ended(nannies: list[Any]) -> None:
    await asyncio.gather(*(nanny.finished() for nanny in nannies))


async def _first(*coroutines: Coroutine[Any, Any, Any]) -> None:
    """Wait for the first one to end, give up the others, and raise what it raised."""
    tasks: list[asyncio.Task[Any]] = [asyncio.create_task(coroutine) for coroutine in coroutines]
    done, left = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
    for task in done:
        task.result()


def _way_to(scheduler: str) -> str:
    """Return this machine's address on the way to the scheduler.

    Raises:
        JobError: its name is not known.
    """
    from distributed.comm import get_local_address_for

    try:
        return str(get_local_address_for(scheduler)).partition("://")[2]
    except OSError as error:
        raise JobError(f"scheduler {scheduler} cannot be reached: {error}") from error


def _nanny(options: WorkerOptions, seat: Seat) -> Any:
    from distributed import Nanny
    from distributed.security import Security

    security = Security()
    if options.ca_file:
        security = Security(
            tls_ca_file=options.ca_file,
            tls_worker_cert=options.cert_file,
            tls_worker_key=options.key_file,
            require_encryption=True,
        )
    return Nanny(
        options.scheduler,
        nthreads=1,
        name=seat.name,
        resources=seat.resources,
        env=seat.environment,
        preload=[_PRELOAD],
        security=security,
        memory_limit=0,  # pixels and scenes are the engine process's, and it has limits of its own
        dashboard=False,
        death_timeout=_CONNECT_SECONDS,
        host=options.host or _way_to(options.scheduler),
        local_directory=options.scratch or None,
    )
