"""Blobs as files of a local folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from threedkit.errors import BlobNotFoundError, OutputError, StoreError
from threedkit.io.files import write_all
from threedkit.store.blobs.base import Blobs, Entry, check_name

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["FolderBlobs"]


class FolderBlobs(Blobs):
    """Files of a folder, each under its own name; the folder is made by the first write.

    A file is written beside its place and renamed. `put`, and `write` with ``durable=True``, wait for the disk first;
    other writes do not: after a power cut such a file may be short, which its digest tells.

    Example:
        >>> import tempfile
        >>> blobs = FolderBlobs(tempfile.mkdtemp())
        >>> blobs.get(blobs.put(b"abc"))
        b'abc'
    """

    def __init__(self, root: str | Path) -> None:
        """Use a folder."""
        self.root = Path(root).expanduser().absolute()

    @property
    def url(self) -> str:
        """The path of the folder."""
        return str(self.root)

    def path(self, name: str) -> Path:
        """Return the path of an object.

        Raises:
            StoreError: the name is not allowed.
        """
        return self.root / check_name(name)

    def write(self, name: str, data: bytes | memoryview, *, durable: bool = False) -> None:
        """Write an object; see `Blobs`."""
        try:
            write_all([(self.path(name), (data,))], durable=durable)
        except OutputError as error:
            raise StoreError(str(error)) from error

    def read(self, name: str) -> bytes:
        """Return the bytes of an object; see `Blobs`."""
        path = self.path(name)
        try:
            return path.read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
            raise BlobNotFoundError(f"{name} is not in {self.root}") from error
        except OSError as error:
            raise StoreError(f"{path} cannot be read: {error.strerror or error}") from error

    def size(self, name: str) -> int | None:
        """Return how many bytes an object has; see `Blobs`."""
        path = self.path(name)
        try:
            return path.stat().st_size if path.is_file() else None
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreError(f"{path} cannot be read: {error.strerror or error}") from error

    def list(self, prefix: str = "") -> Iterator[Entry]:
        """Yield the objects below a folder; see `Blobs`."""
        start = self.path(prefix) if prefix else self.root
        found = []
        for folder, _, files in os.walk(start, onerror=_refuse):
            for file in files:
                if not (file.startswith(".") and file.endswith(".part")):
                    path = Path(folder) / file
                    found.append((path.relative_to(self.root).as_posix(), path))
        for name, path in sorted(found):
            try:
                yield Entry(name, path.stat().st_size)
            except FileNotFoundError:  # deleted meanwhile
                continue

    def delete(self, name: str) -> None:
        """Remove an object; see `Blobs`."""
        path = self.path(name)
        try:
            path.unlink(missing_ok=True)
        except NotADirectoryError:
            return
        except OSError as error:
            raise StoreError(f"{path} cannot be deleted: {error.strerror or error}") from error


def _refuse(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError | NotADirectoryError):
        raise StoreError(f"{error.filename} cannot be read: {error.strerror or error}") from error
