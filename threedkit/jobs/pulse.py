"""A worker's word on the frame that it is at, for whoever watches the job: now and then, so that it costs little."""

from __future__ import annotations

import threading
import time
from typing import Final

__all__ = ["pulse", "topic"]

_EVERY = 0.25
_last: Final[dict[str, float]] = {}
_lock = threading.Lock()


def topic(job: str) -> str:
    """Return the topic of the scheduler's events that a job's pulses go to.

    Example:
        >>> topic("fox")
        'threedkit-fox'
    """
    return f"threedkit-{job}"


def pulse(job: str, frame: int) -> None:
    """Say that this process begins with a frame; does nothing outside of a Dask task.

    Args:
        job: its id.
        frame: number of the frame.
    """
    from distributed import get_worker

    now = time.monotonic()
    with _lock:
        if now - _last.get(job, -_EVERY) < _EVERY:
            return
        _last.clear()  # one job at a time is enough to remember
        _last[job] = now
    try:
        worker = get_worker()
    except ValueError:
        return
    worker.log_event(topic(job), {"name": str(worker.name), "frame": frame})
