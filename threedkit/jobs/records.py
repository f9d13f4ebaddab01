"""The ledger that this process uses: one connection pool for all of its jobs."""

from __future__ import annotations

import functools
import threading
from typing import TYPE_CHECKING

from threedkit.store import default_url

if TYPE_CHECKING:
    from threedkit.store import JobStore

__all__ = ["job_store"]

_lock = threading.Lock()


def job_store() -> JobStore:
    """Return the ledger of jobs at `threedkit.store.default_url`; the first call opens it.

    Raises:
        StoreError: the database cannot be reached.
        MissingPackageError: SQLAlchemy is not installed.
    """
    with _lock:
        return _open(default_url())


@functools.lru_cache(maxsize=8)
def _open(url: str) -> JobStore:
    from threedkit.store import Database, JobStore

    return JobStore(Database.open(url))
