"""Where records and blobs are kept, unless the caller says otherwise."""

from __future__ import annotations

import os
from pathlib import Path

from threedkit.errors import require

__all__ = ["default_blobs", "default_key", "default_url", "home"]


def home() -> Path:
    """Return the folder for records, blobs and jobs: ``THREEDKIT_HOME``, else the user's data folder.

    Raises:
        MissingPackageError: platformdirs is not installed.
    """
    named = os.environ.get("THREEDKIT_HOME")
    if named:
        return Path(named).expanduser().absolute()
    folder: str = require("platformdirs", extra="store").user_data_dir("threedkit")
    return Path(folder)


def default_url() -> str:
    """Return the URL of the database: ``THREEDKIT_DATABASE``, else a SQLite file in `home`."""
    return os.environ.get("THREEDKIT_DATABASE") or f"sqlite:///{home() / 'threedkit.db'}"


def default_key() -> bytes | None:
    """Return the key of the blobs: ``THREEDKIT_BLOB_KEY``, 32 bytes in base64; None: they are not encrypted.

    Raises:
        StoreError: it is no key.
    """
    from threedkit.store.blobs.encrypted import read_key

    text = os.environ.get("THREEDKIT_BLOB_KEY", "")
    return read_key(text) if text else None


def default_blobs() -> str:
    """Return where blobs are: ``THREEDKIT_BLOBS`` (a folder or ``s3://bucket/prefix``), else a folder in `home`."""
    return os.environ.get("THREEDKIT_BLOBS") or str(home() / "blobs")
