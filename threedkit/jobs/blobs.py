"""Scenes and specs in a worker: from the place of the job, or from what was carried along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from threedkit.store.blobs import FolderBlobs

if TYPE_CHECKING:
    from pathlib import Path

    from threedkit.store.blobs import Blobs

__all__ = ["CARRIED", "fetch", "locate"]

CARRIED: Final[dict[str, dict[str, bytes]]] = {}
"""Blobs that were carried into this worker process: name of the carrier -> digest -> bytes."""


def fetch(name: str, blobs: Blobs) -> bytes:
    """Return a blob in a worker: what was carried along, else from where it was stored.

    Raises:
        StoreError: neither has it.
    """
    for brought in tuple(CARRIED.values()):
        if name in brought:
            return brought[name]
    return blobs.get(name)


def locate(name: str, blobs: Blobs) -> Path | bytes:
    """Return where a blob lies in a worker: its file, unchecked, when there is one here, else its bytes.

    Raises:
        StoreError: it is not to be had.
    """
    carried = any(name in brought for brought in tuple(CARRIED.values()))
    if not carried and isinstance(blobs, FolderBlobs):
        path = blobs.path(name)
        if path.is_file():
            return path
    return fetch(name, blobs)
