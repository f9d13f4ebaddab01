"""How many threads an engine may use."""

from __future__ import annotations

import os
from typing import Final

from threedkit.errors import EngineUnavailableError

__all__ = ["THREADS", "thread_limit"]

THREADS: Final = "THREEDKIT_THREADS"
"""Environment variable that says how many threads an engine may use; workers that share a machine set it."""


def thread_limit() -> int | None:
    """Return what `THREADS` says, or None when it is not set.

    Raises:
        EngineUnavailableError: it is set to something else than a whole number above 0.
    """
    wanted = os.environ.get(THREADS)
    if not wanted:
        return None
    if not wanted.isascii() or not wanted.isdigit() or int(wanted) == 0:
        raise EngineUnavailableError(f"{THREADS} must be a whole number above 0, not {wanted!r}")
    return int(wanted)
