"""A preload for Dask workers, ``--preload threedkit.jobs.preload``: starts the engine before the first task.

``THREEDKIT_WARM`` names the engines to start, e.g. ``filament`` (a comma between several), or is ``none``; without it
the default engine of the machine is started. A worker whose engine cannot start goes on, and its log says why: it may
have other work.
"""

from __future__ import annotations

import asyncio
import logging
import os
from typing import TYPE_CHECKING, Any

from threedkit.errors import ThreedkitError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["dask_setup", "dask_teardown", "warm_names"]

_logger = logging.getLogger("threedkit.jobs")


def warm_names() -> Sequence[str]:
    """Return the engines that ``THREEDKIT_WARM`` names, or the one that `tk.render` takes here.

    Raises:
        EngineUnavailableError: nothing is named and no engine can run.

    Example:
        >>> import os
        >>> os.environ["THREEDKIT_WARM"] = "filament, mitsuba"
        >>> warm_names()
        ['filament', 'mitsuba']
        >>> del os.environ["THREEDKIT_WARM"]
    """
    names = [name.strip() for name in os.environ.get("THREEDKIT_WARM", "").split(",")]
    if any(names):
        return [name for name in names if name not in {"", "none"}]
    from threedkit.render import runnable_engine

    return [runnable_engine(None)]


async def dask_setup(worker: Any) -> None:
    """Start the engines of a worker; Dask calls it before the worker takes tasks.

    Args:
        worker: the `distributed.Worker`.
    """
    from threedkit.jobs.engine_host import the_host

    try:
        for name in await asyncio.to_thread(warm_names):
            device = await asyncio.wrap_future(the_host().warm(name))
            _logger.info("worker %s: engine %s draws on %s", worker.name, name, device)
    except ThreedkitError as error:
        _logger.warning("worker %s has no engine warm: %s", worker.name, error)


async def dask_teardown(worker: Any) -> None:  # noqa: ARG001 - Dask's signature
    """End the engine process with the worker."""
    from threedkit.jobs.engine_host import the_host

    await asyncio.to_thread(the_host().close)
