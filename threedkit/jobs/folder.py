"""The folder of a job: frames, film and contact sheet for the user, ``.job`` for the machinery."""

from __future__ import annotations

import copy
import os
import shutil
import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Self

import msgspec

from threedkit.errors import JobError, OutputError
from threedkit.io.files import write
from threedkit.jobs.receipts import Receipt
from threedkit.jobs.slicing import FRAMES
from threedkit.jobs.spec import digest
from threedkit.store.blobs import Blobs, FolderBlobs
from threedkit.store.states import FINAL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from threedkit.jobs.spec import RenderSpec

__all__ = ["Frames", "JobFolder"]

_LEAVE_SECONDS = 10.0
_TOKEN = ".job/token"  # noqa: S105 - a mark by which a disk is known, no secret


class Frames(Protocol):
    """What the folder asks a spec for: names and keys of frames, or of slices, by their numbers."""

    def frame_name(self, index: int) -> str:
        """Return the file name."""
        ...

    def frame_key(self, index: int) -> str:
        """Return the content key."""
        ...


class JobFolder:
    """Paths of a job and the few files that hold its state.

    Layout::

        frames/frame_0000.png ...    the pictures
        film.mp4  contact_sheet.png  made on request
        job.json                     spec, status, counts, errors: a copy of the ledger for readers
        .job/blobs/                  scene and spec under their SHA-256
        .job/receipts/               one sidecar a frame: its content key, the digest of its file, what drew it
        .job/slices/                 of split frames: slices that are not added up yet; sidecars in slices-receipts
    """

    def __init__(self, root: Path) -> None:
        """Name the folder; `create` makes it."""
        self.root = root
        self.frames = root / "frames"
        self.inner = root / ".job"
        self.receipts = self.inner / "receipts"
        self.record = root / "job.json"
        self.blobs: Blobs = FolderBlobs(self.inner / "blobs")
        self._name_places(FRAMES)
        self._lock: int | None = None

    @staticmethod
    def open(place: str) -> JobFolder:
        """Return the folder at a place, as `JobRecord.output` and `Task.root` name it: a path, or an ``s3://`` URL."""
        if "://" in place:
            from threedkit.jobs.bucket import BucketFolder

            return BucketFolder(place)
        return JobFolder(Path(place))

    @property
    def place(self) -> str:
        """What `open` takes."""
        return str(self.root)

    def create(self) -> bool:
        """Make the folder and check that it can be written; return whether it is a new one.

        Raises:
            OutputError: it cannot; the message names the folder and the reason.
        """
        fresh = not self.root.exists()
        try:
            for path in (self._pictures, self._sidecars, ".job/blobs"):
                (self.root / path).mkdir(parents=True, exist_ok=True)
            probe = self.inner / f".probe-{uuid.uuid4().hex}"
            probe.write_bytes(b"")
            probe.unlink()
        except OSError as error:
            raise OutputError(f"output folder {self.root} cannot be written: {error.strerror or error}") from error
        return fresh

    def outage(self, reason: str) -> str:
        """Say in one line that nothing can be written here now, and what would help."""
        try:
            free = f"{shutil.disk_usage(self.root).free / 1e6:.1f} MB free"
        except OSError as error:
            free = error.strerror or str(error)
        return f"frames cannot be written to {self.root} ({free}): {reason}; make room there, then resume it"

    def remove(self) -> None:
        """Take away a folder that `create` has made for nothing."""
        shutil.rmtree(self.root, ignore_errors=True)

    def frame_paths(self, names: Iterable[str]) -> list[Path]:
        """Return the paths of frames by their file names."""
        return [self.frames / name for name in names]

    def new_token(self) -> str:
        """Write and return a fresh token: a worker that reads the same one here shares this disk."""
        token = uuid.uuid4().hex
        self._put(_TOKEN, token.encode())
        return token

    def shares(self, token: str) -> bool:
        """Tell whether this process sees the submitter's folder and can write into it."""
        seen = self._get(_TOKEN) == token.encode()
        return seen and os.access(self.frames, os.W_OK) and os.access(self.receipts, os.W_OK)

    # One runner at a time

    def lock(self, job: str) -> None:
        """Take the folder for one running job; the operating system frees it when the process ends.

        Raises:
            JobError: another job is at work in this folder.
            OutputError: it is gone, or cannot be written.
        """
        import fcntl

        if self._lock is not None:
            return
        try:
            handle = os.open(self.inner / "lock", os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            message = f"output folder {self.root} is gone or cannot be written: {error.strerror or error}"
            raise OutputError(message) from error
        end = time.monotonic() + _LEAVE_SECONDS
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if not self._is_leaving() or time.monotonic() > end:
                    owner = os.pread(handle, 200, 0).decode("utf-8", "replace").strip() or "another job"
                    os.close(handle)
                    message = f"{self.root} is in use by job {owner}; wait for it, cancel it, or choose another output"
                    raise JobError(message) from error
            except OSError as error:
                os.close(handle)
                raise OutputError(f"output folder {self.root} cannot be locked: {error.strerror}") from error
            time.sleep(0.02)
        os.ftruncate(handle, 0)
        os.pwrite(handle, job.encode(), 0)
        self._lock = handle

    def _is_leaving(self) -> bool:
        """Whether the job that holds the folder has ended and only finishes the frames that it is at."""
        try:
            return self.read_record().get("status") in FINAL
        except JobError:
            return False

    def unlock(self) -> None:
        """Give the folder free; does nothing when it is not taken."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    # Frames and their sidecars

    def store(self, receipt: Receipt, data: bytes | memoryview) -> None:
        """Write a frame and then its receipt, each atomically.

        Raises:
            OutputError: the disk is full or the folder is gone.
        """
        self._put(f"{self._pictures}/{receipt.file}", data)
        self._put(f"{self._sidecars}/{receipt.file}.json", msgspec.json.encode(receipt))

    def receipt(self, file: str) -> Receipt | None:
        """Return the receipt of a frame by its file name; None when there is none."""
        sidecar = self._get(f"{self._sidecars}/{file}.json")
        try:
            return None if sidecar is None else msgspec.json.decode(sidecar, type=Receipt)
        except msgspec.DecodeError:
            return None

    def finished(self, spec: Frames, index: int) -> Receipt | None:
        """Return the receipt of a frame that is there, undamaged and of the same content key; else None."""
        receipt, _ = self._looked_at(spec, index)
        return receipt

    def read_finished(self, spec: Frames, index: int) -> bytes | None:
        """Return the file of a frame for which `finished` gives a receipt; else None."""
        _, data = self._looked_at(spec, index)
        return data

    def _looked_at(self, spec: Frames, index: int) -> tuple[Receipt, bytes] | tuple[None, None]:
        file = spec.frame_name(index)
        receipt = self.receipt(file)
        if receipt is None or receipt.key != spec.frame_key(index):
            return None, None
        data = self._get(f"{self._pictures}/{file}")
        if data is None or len(data) != receipt.size or digest(data) != receipt.sha256:
            return None, None
        return msgspec.structs.replace(receipt, index=index, reused=True), data

    def layer(self, name: str) -> Self:
        """Return the same folder with the frames of another layer of the job: they are below ``.job``."""
        other = copy.copy(self)
        other._name_places(name)  # noqa: SLF001 - a copy of our own
        return other

    def _name_places(self, layer: str) -> None:
        """Say where frames and their sidecars are."""
        self._pictures, self._sidecars = ("frames", ".job/receipts")
        if layer != FRAMES:
            self._pictures, self._sidecars = f".job/{layer}", f".job/{layer}-receipts"

    def drop(self, files: Iterable[str]) -> None:
        """Remove frames by their file names, and their receipts."""
        for file in files:
            self._drop(f"{self._sidecars}/{file}.json")
            self._drop(f"{self._pictures}/{file}")

    def finished_files(self) -> set[str]:
        """Return the names of the frames that are there, each with its sidecar."""
        return self._names(self._pictures) & {name.removesuffix(".json") for name in self._names(self._sidecars)}

    def drop_strangers(self, spec: RenderSpec) -> None:
        """Remove frames that an earlier, other job left here; files that are not ours stay."""
        wanted = {spec.frame_name(index) for index in range(spec.total)}
        for name in self._names(self._sidecars):
            file = name.removesuffix(".json")
            if file.startswith("frame_") and file not in wanted:
                self.drop([file])
        self.sweep()

    def sweep(self) -> None:
        """Remove half-written files that processes left behind which were killed; nobody may be writing."""
        for folder in (self.frames, self.receipts):
            for part in folder.glob(".frame_*.part"):
                part.unlink(missing_ok=True)

    # Files by their names in the folder

    def _put(self, name: str, data: bytes | memoryview) -> None:
        write(self.root / name, data)

    def _get(self, name: str) -> bytes | None:
        try:
            return (self.root / name).read_bytes()
        except OSError:
            return None

    def _names(self, folder: str) -> set[str]:
        try:
            return {path.name for path in (self.root / folder).iterdir()}
        except FileNotFoundError:
            return set()

    def _drop(self, name: str) -> None:
        (self.root / name).unlink(missing_ok=True)

    # State

    def write_record(self, record: dict[str, Any]) -> None:
        """Replace ``job.json``."""
        write(self.record, msgspec.json.format(msgspec.json.encode(record), indent=1))

    def read_record(self) -> dict[str, Any]:
        """Return ``job.json``.

        Raises:
            JobError: there is none, or it is no job's.
        """
        try:
            record = msgspec.json.decode(self.record.read_bytes())
        except OSError as error:
            raise JobError(f"{self.root} holds no job: {error.strerror or error}: job.json") from error
        except msgspec.DecodeError as error:
            raise JobError(f"{self.record} is no job record: {error}") from error
        if not isinstance(record, dict) or "spec_blob" not in record:
            raise JobError(f"{self.record} is no job record: it names no spec")
        return record
