"""One worker process of the embedded cluster: ``python -m ...worker_process SCHEDULER NAME SCRATCH HOW``.

It is started as a program of its own and not through multiprocessing, so that it never runs the user's script a
second time: ``tk.submit`` works in a plain script without ``if __name__ == "__main__"``, from standard input and from
``python -c``. Its standard input is a pipe from the process that started it: over it comes the key of the cluster
(`private_line`), and when that process ends, however it ends, the pipe closes and so does the worker.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["main"]


async def _serve(
    scheduler: str, name: str, scratch: str, how: dict[str, Any], keys: dict[str, str], joined: Callable[[], object]
) -> None:
    import dask
    from distributed import Worker

    from threedkit.jobs.preload import dask_setup
    from threedkit.jobs.private_line import security_of

    quiet = {
        "distributed.worker.profile.enabled": False,
        "distributed.worker.memory.pause": False,
        "distributed.worker.memory.spill": False,
        "distributed.worker.memory.target": False,
    }
    with dask.config.set(quiet):
        worker = Worker(
            scheduler,
            name=name,
            nthreads=1,
            security=security_of(keys),
            memory_limit=0,
            dashboard=False,
            local_directory=scratch,
            death_timeout=30,
            resources=how["resources"],
        )
        async with worker:
            joined()
            # A frame that is ordered meanwhile waits for the same engine, not for another one.
            warming = [asyncio.create_task(dask_setup(worker))] if how["warm"] else []
            await worker.finished()
        for task in warming:
            task.cancel()


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


def main() -> None:
    """Serve until the scheduler or the parent process goes away."""
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    keys = sys.stdin.buffer.readline()
    if not keys:  # whoever started this process has ended
        return
    threading.Thread(target=_end_with_parent, daemon=True, name="threedkit-parent").start()
    scheduler, name, scratch, how = sys.argv[1:5]
    joined = Path(scratch, f"worker-{name}.joined").touch  # once it is there, an end is no failed start any more
    asyncio.run(_serve(scheduler, name, scratch, json.loads(how), json.loads(keys), joined))


if __name__ == "__main__":
    main()
