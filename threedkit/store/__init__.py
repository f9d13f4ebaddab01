"""Records and blobs: what outlives the process. The database (SQLite, PostgreSQL) comes with first use."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from threedkit.store.blobs import Blobs, Entry, FolderBlobs, S3Blobs, open_blobs
from threedkit.store.place import default_url, home
from threedkit.store.ranges import Ranges, as_ranges, from_ranges
from threedkit.store.records import (
    AttemptRecord,
    Counts,
    Event,
    FrameRecord,
    JobRecord,
    LayerRecord,
    NewJob,
    NewLayer,
    Page,
)
from threedkit.store.states import FINAL, FrameState, Status, Wish, check_move

if TYPE_CHECKING:
    from threedkit.store.database import Database
    from threedkit.store.jobs import JobStore, Lease

__all__ = [
    "FINAL",
    "AttemptRecord",
    "Blobs",
    "Counts",
    "Database",
    "Entry",
    "Event",
    "FolderBlobs",
    "FrameRecord",
    "FrameState",
    "JobRecord",
    "JobStore",
    "LayerRecord",
    "Lease",
    "NewJob",
    "NewLayer",
    "Page",
    "Ranges",
    "S3Blobs",
    "Status",
    "Wish",
    "as_ranges",
    "check_move",
    "default_url",
    "from_ranges",
    "home",
    "open_blobs",
]

_LATE = {"Database": "database", "JobStore": "jobs", "Lease": "jobs"}
"""Names whose modules need SQLAlchemy."""


def __getattr__(name: str) -> Any:
    """Import what needs SQLAlchemy on first use (PEP 562).

    Raises:
        MissingPackageError: SQLAlchemy is not installed.
    """
    module = _LATE.get(name)
    if module is None:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from threedkit.errors import require

    require("sqlalchemy", extra="store")
    value = getattr(importlib.import_module(f"{__name__}.{module}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names."""
    return [*__all__]
