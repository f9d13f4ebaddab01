"""The embedded cluster: a scheduler in this process and worker processes beside it. Imported on first use."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import logging
import os
import sys
import tempfile
from pathlib import Path
from typing import Any, BinaryIO, Final

from distributed import Scheduler
from distributed.core import Status
from distributed.deploy.cluster import Cluster
from distributed.deploy.spec import ProcessInterface, SpecCluster

from threedkit.jobs.engine_host.process import python_path
from threedkit.jobs.gpus import turned
from threedkit.jobs.private_line import make_keys, security_of

__all__ = ["EmbeddedCluster", "LocalWorker", "worker_environment"]

_THREAD_VARIABLES: Final = (
    "LP_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "THREEDKIT_THREADS",
)
"""What limits the threads of llvmpipe, of the numeric libraries and of our own engines."""

_MAX_STILLBORN = 3


def worker_environment(threads: int) -> dict[str, str]:
    """Return the environment of a worker process that may use so many threads; what the user has set stays.

    Example:
        >>> "LP_NUM_THREADS" in worker_environment(1)
        True
    """
    environment = dict.fromkeys(_THREAD_VARIABLES, str(threads)) | dict(os.environ)
    environment["PYTHONPATH"] = python_path()
    environment["PYTHONUNBUFFERED"] = "1"
    return environment


class LocalWorker(ProcessInterface):  # type: ignore[misc]  # distributed has no types
    """One worker process and its keeper, which starts it again when it dies.

    Attributes:
        stillborn: how many processes in a row ended before they had joined the cluster.
        log: file with what the process printed.
    """

    def __init__(
        self,
        scheduler: str,
        name: str,
        scratch: str,
        threads: int,
        keys: dict[str, str],
        gpus: tuple[str, ...] = (),
        *,
        warm: bool = False,
    ) -> None:
        """Describe the process; `start` starts it."""
        super().__init__(scheduler=scheduler, name=name)
        self.scheduler = scheduler
        self.name = name
        self.scratch = scratch
        self.threads = threads
        self.keys = keys
        self.gpus = gpus
        self.warm = warm
        self.stillborn = 0
        self.log = Path(scratch) / f"worker-{name}.log"
        self._joined = Path(scratch) / f"worker-{name}.joined"  # made by the process
        self.process: asyncio.subprocess.Process | None = None
        self._keeper: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Start the process and watch it."""
        self.process = await self._spawn()
        self._keeper = asyncio.create_task(self._keep())
        await super().start()

    async def close(self) -> None:
        """End the process: politely, then by force."""
        self.status = Status.closing
        if self._keeper is not None:
            self._keeper.cancel()
        process = self.process
        if process is not None and process.returncode is None:
            process.terminate()
            try:
                await asyncio.wait_for(process.wait(), 2.0)
            except TimeoutError:
                process.kill()
                await process.wait()
        await super().close()

    @property
    def last_words(self) -> str:
        """The last line that the process printed."""
        try:
            lines = self.log.read_text(errors="replace").strip().splitlines()
        except OSError:
            return ""
        return lines[-1] if lines else ""

    async def _spawn(self) -> asyncio.subprocess.Process:
        name, resources = str(self.name), {"ENGINE": 1.0}
        environment = worker_environment(self.threads)
        if self.gpus:
            resources["GPU"] = 1.0
            environment["CUDA_VISIBLE_DEVICES"] = turned(self.gpus, int(name))
        program = (sys.executable, "-m", "threedkit.jobs.worker_process")
        how = {"resources": resources, "warm": self.warm}
        command = (*program, self.scheduler, name, self.scratch, json.dumps(how))
        with self._open_log() as log:
            process = await asyncio.create_subprocess_exec(
                *command,
                stdin=asyncio.subprocess.PIPE,
                stdout=log,
                stderr=log,
                env=environment,
                start_new_session=True,  # Ctrl-C is for the user's process, which then ends its workers
            )
        if process.stdin is not None:  # a secret: others could read it among the arguments
            process.stdin.write(json.dumps(self.keys).encode() + b"\n")
        return process

    def _open_log(self) -> BinaryIO:
        return self.log.open("ab")

    async def _keep(self) -> None:
        while self.status != Status.closing and self.process is not None:
            await self.process.wait()
            if self.status == Status.closing:
                return
            self.stillborn = 0 if self._joined.exists() else self.stillborn + 1
            self._joined.unlink(missing_ok=True)
            if self.stillborn:
                await asyncio.sleep(min(0.1 * 2**self.stillborn, 5.0))
            self.process = await self._spawn()


class EmbeddedCluster(SpecCluster):  # type: ignore[misc]  # distributed has no types
    """A scheduler on the loopback address and one-thread worker processes that share this machine's cores.

    They speak TLS with a key of their own (`private_line`).

    Args:
        workers: number of worker processes.
        threads: threads that each may use for drawing.
        gpus: GPUs of this machine, in the words of ``CUDA_VISIBLE_DEVICES``; the workers share them.
        warm: each starts its engines when it has joined, before the first task.
    """

    def __init__(self, workers: int, threads: int, gpus: tuple[str, ...] = (), *, warm: bool = False) -> None:
        """Start everything; returns when the scheduler runs and the processes have been started."""
        self._scratch = tempfile.TemporaryDirectory(prefix="threedkit-", ignore_cleanup_errors=True)
        keys = make_keys()
        security = security_of(keys)
        options: dict[str, Any] = {"scratch": self._scratch.name, "threads": threads, "gpus": gpus, "warm": warm}
        options["keys"] = keys
        worker = {"cls": LocalWorker, "options": options}
        scheduler = {
            "cls": Scheduler,
            "options": {
                "host": "127.0.0.1",
                "port": 0,
                "protocol": "tls://",
                "security": security,
                "dashboard": importlib.util.find_spec("bokeh") is not None,
                "dashboard_address": "127.0.0.1:0",  # Dask serves its health pages there even without bokeh
                "allowed_failures": 1,
            },
        }
        super().__init__(
            workers={str(index): worker for index in range(workers)},
            worker=worker,
            scheduler=scheduler,
            silence_logs=logging.CRITICAL,
            name="threedkit",
            security=security,
        )

    def close(self, timeout: float | None = None) -> Any:
        """End workers and scheduler, and remove what they left on the disk."""
        result = super().close(timeout)
        self._scratch.cleanup()
        return result

    @property
    def trouble(self) -> str | None:
        """Say why no worker comes up, or None when all is well or may still become so."""
        for worker in self.workers.values():
            if worker.stillborn >= _MAX_STILLBORN and not self.scheduler.workers:
                return f"worker processes end at once: {worker.last_words or 'they print nothing'}"
        return None

    def _update_worker_status(self, op: str, msg: Any) -> None:
        """Note workers that come and go; `SpecCluster` would give up one that is away for a while: ours come back."""
        Cluster._update_worker_status(self, op, msg)  # noqa: SLF001 - past the method of SpecCluster

    def _new_worker_name(self, worker_number: int) -> str:
        return str(worker_number)
