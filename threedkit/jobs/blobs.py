"""Bytes by their SHA-256: scenes and specs, stored once by the submitter and fetched once by each worker process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from threedkit.errors import JobError
from threedkit.io.files import write_all
from threedkit.jobs.spec import digest

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["CARRIED", "FolderBlobs", "fetch", "locate"]

CARRIED: Final[dict[str, dict[str, bytes]]] = {}
"""Blobs that were carried into this worker process: name of the carrier -> digest -> bytes."""


class FolderBlobs:
    """Blobs as files of a folder, each under its digest.

    Example:
        >>> import pathlib, tempfile
        >>> blobs = FolderBlobs(pathlib.Path(tempfile.mkdtemp()))
        >>> blobs.get(blobs.put(b"abc"))
        b'abc'
    """

    def __init__(self, root: Path) -> None:
        """Use a folder; it is made by the first `put`."""
        self.root = root

    def __contains__(self, name: str) -> bool:
        """Tell whether a blob is there."""
        return (self.root / name).is_file()

    def put(self, data: bytes) -> str:
        """Store bytes, if they are not there yet, and return their digest.

        Raises:
            OutputError: the folder cannot be written.
        """
        name = digest(data)
        if name not in self:
            write_all([(self.root / name, (data,))])
        return name

    def get(self, name: str) -> bytes:
        """Return the bytes of a blob, checked against its digest.

        Raises:
            JobError: it is not there or was damaged.
        """
        try:
            data = (self.root / name).read_bytes()
        except OSError as error:
            raise JobError(f"blob {name[:12]} is not in {self.root}: {error.strerror or error}") from error
        if digest(data) != name:
            raise JobError(f"blob {name[:12]} in {self.root} is damaged; remove it and submit again")
        return data


def fetch(name: str, root: Path) -> bytes:
    """Return a blob in a worker: from the folder when it can be read here, else from what was carried along.

    Raises:
        JobError: neither has it.
    """
    for brought in tuple(CARRIED.values()):
        if name in brought:
            return brought[name]
    return FolderBlobs(root).get(name)


def locate(name: str, root: Path) -> Path | bytes:
    """Return where a blob lies in a worker: its file, unchecked, when there is one here, else its bytes.

    Raises:
        JobError: it is not to be had.
    """
    path = root / name
    if not any(name in brought for brought in tuple(CARRIED.values())) and path.is_file():
        return path
    return fetch(name, root)
