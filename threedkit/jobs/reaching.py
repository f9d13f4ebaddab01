"""Jobs and clusters by the words of a command line."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from threedkit.errors import JobError, require
from threedkit.jobs.listing import open_job

if TYPE_CHECKING:
    from collections.abc import Iterator

    from threedkit.jobs.job import Job

__all__ = ["connected", "reach"]

_CONNECT_SECONDS = 30


@contextlib.contextmanager
def connected(scheduler: str) -> Iterator[Any]:
    """Give a client of a Dask cluster, closed at the end; None where no scheduler is named: the embedded cluster.

    Certificates for ``tls://`` are those of Dask's configuration.

    Raises:
        JobError: the scheduler cannot be reached.
    """
    if not scheduler:
        yield None
        return
    distributed = require("distributed", extra="cluster")
    try:
        client = distributed.Client(scheduler, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        said = " ".join(str(error).split())
        raise JobError(f"scheduler {scheduler} cannot be reached: {said or type(error).__name__}") from error
    with client:
        yield client


@contextlib.contextmanager
def reach(job: str, scheduler: str = "", workers: int | None = None) -> Iterator[Job]:
    """Give a job, to be drawn on that cluster.

    Raises:
        JobError: there is no such job, or the scheduler cannot be reached.
    """
    with connected(scheduler) as client:
        yield open_job(job, client=client, workers=workers)
