"""A job whose frames are in a bucket of S3. Imported on first use."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from threedkit.errors import BlobNotFoundError, OutputError, StoreError
from threedkit.io.files import write
from threedkit.jobs.folder import JobFolder
from threedkit.jobs.spec import digest
from threedkit.store import home
from threedkit.store.blobs import open_blobs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = ["BucketFolder"]


class BucketFolder(JobFolder):
    """As `JobFolder`, below a prefix of a bucket.

    Workers write frames, sidecars and blobs there themselves. A local folder holds ``job.json``, the lock of this
    machine, films, and copies of frames that were looked at.
    """

    def __init__(self, url: str) -> None:
        """Name the place; nothing is asked yet.

        Raises:
            StoreError: it is no URL of a bucket.
        """
        super().__init__(home() / "buckets" / digest(url.encode())[:16])
        self.url = url.rstrip("/")
        self._objects = open_blobs(self.url)
        self.blobs = open_blobs(f"{self.url}/.job/blobs")

    @property
    def place(self) -> str:
        """What `JobFolder.open` takes."""
        return self.url

    def create(self) -> bool:
        """Make the local folder and check that the bucket can be written.

        Raises:
            OutputError: one of the two cannot; the message names it and the reason.
        """
        super().create()
        self._put(".job/probe", b"")
        return False

    def outage(self, reason: str) -> str:
        """Say in one line that nothing can be written here now, and what would help."""
        return f"frames cannot be written to {self.url}: {reason}; resume it when the store is back"

    def shares(self, token: str) -> bool:
        """Tell whether this process reaches the bucket."""
        try:
            return self._get(".job/token") == token.encode()
        except OutputError:
            return False

    def frame_paths(self, names: Iterable[str]) -> list[Path]:
        """Return the paths of local copies of frames, fetched where that has not been done."""
        with self._said():
            sizes = {entry.name.rpartition("/")[2]: entry.size for entry in self._objects.list("frames")}
        paths = []
        for name in names:
            path = self.frames / name
            if not path.is_file() or path.stat().st_size != sizes.get(name):
                data = self._get(f"frames/{name}")
                if data is None:
                    raise OutputError(f"frame {name} is not in {self.url}")
                write(path, data)
            paths.append(path)
        return paths

    def _put(self, name: str, data: bytes | memoryview) -> None:
        with self._said():
            self._objects.write(name, data)

    def _get(self, name: str) -> bytes | None:
        with self._said():
            try:
                return self._objects.read(name)
            except BlobNotFoundError:
                return None

    def _names(self, folder: str) -> set[str]:
        with self._said():
            return {entry.name.rpartition("/")[2] for entry in self._objects.list(folder)}

    def _drop(self, name: str) -> None:
        (self.root / name).unlink(missing_ok=True)
        with self._said():
            self._objects.delete(name)

    @contextlib.contextmanager
    def _said(self) -> Iterator[None]:
        """What the store says, as the error of a folder."""
        try:
            yield
        except StoreError as error:
            raise OutputError(str(error)) from error
