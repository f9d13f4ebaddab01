"""Blobs as files of a local folder."""

from __future__ import annotations

import os
import secrets
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from threedkit.errors import BlobNotFoundError, OutputError, StoreError
from threedkit.io.files import sync_folder, write_all
from threedkit.store.blobs.base import Blobs
from threedkit.store.blobs.names import CHUNK, check_name, check_range, clip_range
from threedkit.store.blobs.writer import BlobWriter, Entry

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

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
        with self._told(name):
            return self.path(name).read_bytes()

    def writer(self, name: str | None = None) -> BlobWriter:
        """Return what takes the bytes of an object as they come; see `Blobs`."""
        return _FileWriter(self, name)

    def read_range(self, name: str, start: int, stop: int) -> bytes:
        """Return part of an object; see `Blobs`."""
        check_range(start, stop)
        with self._told(name), self.path(name).open("rb") as file:
            file.seek(start)
            return file.read(stop - start)

    def stream(self, name: str, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """Yield the bytes of an object; see `Blobs`. It is the object that was there with the first byte."""
        with self._told(name), self.path(name).open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            place, end = clip_range(start, stop, size)
            file.seek(place)
            while place < end and (data := file.read(min(CHUNK, end - place))):
                place += len(data)
                yield data

    def size(self, name: str) -> int | None:
        """Return how many bytes an object has; see `Blobs`."""
        path = self.path(name)
        try:
            return path.stat().st_size if path.is_file() else None
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreError(f"{path} cannot be read: {error.strerror or error}") from error

    def local_path(self, name: str) -> Path | None:
        """Return the file of an object; see `Blobs`."""
        path = self.path(name)
        return path if path.is_file() else None

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
                status = path.stat()
                yield Entry(name, status.st_size, status.st_mtime)
            except FileNotFoundError:  # deleted meanwhile
                continue

    def sweep(self, before: float, known: Collection[str] = ()) -> int:
        """Take away what broke off; see `Blobs`."""
        count = super().sweep(before, known)
        for folder, _, files in os.walk(self.root, onerror=_refuse):
            for file in files:
                path = Path(folder) / file
                with suppress(FileNotFoundError):
                    if file.startswith(".") and file.endswith(".part") and path.stat().st_mtime < before:
                        path.unlink()
                        count += 1
        return count

    def delete(self, name: str) -> None:
        """Remove an object; see `Blobs`."""
        path = self.path(name)
        try:
            path.unlink(missing_ok=True)
        except NotADirectoryError:
            return
        except OSError as error:
            raise StoreError(f"{path} cannot be deleted: {error.strerror or error}") from error

    @contextmanager
    def _told(self, name: str) -> Iterator[None]:
        try:
            yield
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
            raise BlobNotFoundError(f"{name} is not in {self.root}") from error
        except OSError as error:
            raise StoreError(f"{self.path(name)} cannot be read: {error.strerror or error}") from error


class _FileWriter(BlobWriter):
    """A hidden file beside the place, renamed at the end."""

    def __init__(self, blobs: FolderBlobs, name: str | None) -> None:
        super().__init__()
        self._blobs = blobs
        self._target = None if name is None else blobs.path(name)
        folder = blobs.root if self._target is None else self._target.parent
        self._part = folder / f".stream.{secrets.token_hex(8)}.part"
        with self._told():
            folder.mkdir(parents=True, exist_ok=True)
            self._file = self._part.open("xb", buffering=0)

    @property
    def by_digest(self) -> str:
        """The SHA-256, unless the object has a name; see `BlobWriter`."""
        return self._hash.hexdigest() if self._target is None else ""

    def _write(self, data: bytes | memoryview) -> None:
        view = memoryview(data).cast("B")
        with self._told():
            while view.nbytes:
                view = view[self._file.write(view) :]

    def _finish(self, sha256: str) -> str:
        target = self._blobs.path(sha256) if self._target is None else self._target
        with self._told():
            os.fsync(self._file.fileno())
            self._file.close()
            self._part.replace(target)
            sync_folder(target.parent)
        return target.relative_to(self._blobs.root).as_posix()

    def abort(self) -> None:
        """Take the hidden file away."""
        self._file.close()
        with suppress(OSError):
            self._part.unlink(missing_ok=True)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StoreError(f"{self._part.parent} cannot be written: {error.strerror or error}") from error


def _refuse(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError | NotADirectoryError):
        raise StoreError(f"{error.filename} cannot be read: {error.strerror or error}") from error
