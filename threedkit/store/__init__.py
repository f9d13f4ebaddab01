"""Records and blobs: what outlives the process. The database (SQLite, PostgreSQL) comes with first use."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from threedkit.store.access import LOCAL, Access
from threedkit.store.blobs import Blobs, BlobWriter, EncryptedBlobs, Entry, FolderBlobs, S3Blobs, Stored, open_blobs
from threedkit.store.place import default_blobs, default_url, home
from threedkit.store.ranges import Ranges, as_ranges, from_ranges
from threedkit.store.records import (
    AnimationRecord,
    AnimationUse,
    Asset,
    AttemptRecord,
    Bounds,
    CameraSpec,
    Counts,
    Derivative,
    EnvironmentSpec,
    Event,
    FrameRecord,
    JobRecord,
    LayerRecord,
    LightSpec,
    Listing,
    MaterialRecord,
    Model,
    NewJob,
    NewLayer,
    Page,
    Placement,
    RenderJob,
    SceneGraph,
    SceneRecord,
    Upload,
    Use,
)
from threedkit.store.states import FINAL, FrameState, Status, Wish, check_move

if TYPE_CHECKING:
    from threedkit.store.database import Database
    from threedkit.store.facade import Store
    from threedkit.store.jobs import JobStore, Lease
    from threedkit.store.repositories import (
        AnimationStore,
        AssetStore,
        DerivativeStore,
        MaterialStore,
        RenderJobStore,
        SceneStore,
    )
    from threedkit.store.uploads import UploadStore

__all__ = [
    "FINAL",
    "LOCAL",
    "Access",
    "AnimationRecord",
    "AnimationStore",
    "AnimationUse",
    "Asset",
    "AssetStore",
    "AttemptRecord",
    "BlobWriter",
    "Blobs",
    "Bounds",
    "CameraSpec",
    "Counts",
    "Database",
    "Derivative",
    "DerivativeStore",
    "EncryptedBlobs",
    "Entry",
    "EnvironmentSpec",
    "Event",
    "FolderBlobs",
    "FrameRecord",
    "FrameState",
    "JobRecord",
    "JobStore",
    "LayerRecord",
    "Lease",
    "LightSpec",
    "Listing",
    "MaterialRecord",
    "MaterialStore",
    "Model",
    "NewJob",
    "NewLayer",
    "Page",
    "Placement",
    "Ranges",
    "RenderJob",
    "RenderJobStore",
    "S3Blobs",
    "SceneGraph",
    "SceneRecord",
    "SceneStore",
    "Status",
    "Store",
    "Stored",
    "Upload",
    "UploadStore",
    "Use",
    "Wish",
    "as_ranges",
    "check_move",
    "default_blobs",
    "default_url",
    "from_ranges",
    "home",
    "open_blobs",
]

_LATE = {
    "Database": "database",
    "JobStore": "jobs",
    "Lease": "jobs",
    "Store": "facade",
    "UploadStore": "uploads",
    **dict.fromkeys(
        ("AnimationStore", "AssetStore", "DerivativeStore", "MaterialStore", "RenderJobStore", "SceneStore"),
        "repositories",
    ),
}
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
