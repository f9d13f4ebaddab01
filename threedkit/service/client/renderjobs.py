"""Render jobs behind a service: submitted, followed, steered, and their pictures fetched."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from threedkit.errors import JobCancelledError, JobFailedError, OutputError, ServiceError
from threedkit.io import files
from threedkit.service.client.wire import path_of
from threedkit.service.renders.showing import FrameShown, RenderJobShown
from threedkit.store.records import Listing
from threedkit.store.states import FINAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from threedkit.service.client.wire import Wire
    from threedkit.store.states import Status

__all__ = ["RemoteJob", "RemoteRenderJobs"]

_FIRST_LOOK, _LAST_LOOK = 0.05, 1.0
_MAKE_SECONDS: Final = 600.0
_KIND: Final = re.compile(r"[a-z0-9]{1,8}")


class _Page(msgspec.Struct):
    items: list[msgspec.Raw]
    next: str | None = None


class RemoteJob:
    """A render job of a service; `threedkit.Job` has the same face, but for the files, which are fetched.

    Args:
        wire: to the service.
        record: of the job.
    """

    def __init__(self, wire: Wire, record: RenderJobShown) -> None:
        self._wire = wire
        self.record = record

    @property
    def id(self) -> str:
        """Its id."""
        return self.record.job_id

    def refresh(self) -> RenderJobShown:
        """Ask how it stands, and return that."""
        self.record = self._wire.get(self._path(), RenderJobShown)
        return self.record

    @property
    def status(self) -> Status:
        """``queued``, ``running``, ``paused``, ``succeeded``, ``failed`` or ``cancelled``, now."""
        return self.record.status if self.record.status in FINAL else self.refresh().status

    @property
    def progress(self) -> float:
        """Finished part, 0 to 1, now."""
        return self.record.progress if self.record.status in FINAL else self.refresh().progress

    @property
    def message(self) -> str:
        """What went wrong, or what it waits for."""
        return self.record.message

    def wait(self, timeout: float | None = None) -> Status:
        """Block until the job has ended, or for `timeout` seconds; return the status, whatever it is."""
        end = None if timeout is None else time.monotonic() + timeout
        pause = _FIRST_LOOK
        while self.refresh().status not in FINAL:
            left = pause if end is None else min(pause, end - time.monotonic())
            if left <= 0:
                break
            time.sleep(left)
            pause = min(_LAST_LOOK, 1.5 * pause)
        return self.record.status

    def result(self, folder: str | Path, timeout: float | None = None) -> list[Path]:
        """Wait for the job, and fetch its frames.

        Args:
            folder: where they are written.
            timeout: seconds.

        Raises:
            JobFailedError: frames are missing.
            JobCancelledError: it was cancelled.
            TimeoutError: it has not ended in time.
        """
        status = self.wait(timeout)
        if status == "failed":
            raise JobFailedError(f"job {self.id} failed: {self.message}")
        if status == "cancelled":
            raise JobCancelledError(f"job {self.id} was cancelled at {self.record.done} of {self.record.total} frames")
        if status != "succeeded":
            raise TimeoutError(f"job {self.id} is {status} after {timeout} s")
        return self.download(folder)

    # Pictures

    @property
    def frames(self) -> tuple[FrameShown, ...]:
        """All frames, each with its state and, when it is finished, its path."""
        found: list[FrameShown] = []
        cursor: str | None = None
        while True:
            page: _Page = self._wire.get(self._path("frames"), _Page, limit=1000, cursor=cursor)
            found += [msgspec.json.decode(item, type=FrameShown) for item in page.items]
            cursor = page.next
            if cursor is None:
                return tuple(found)

    def frame(self, index: int = 0) -> bytes:
        """Return the file of a frame.

        Raises:
            RecordNotFoundError: there is none.
        """
        return self._wire.read(self._path("frames", index))

    def download(self, folder: str | Path) -> list[Path]:
        """Fetch the frames that are finished.

        Args:
            folder: made if need be.

        Raises:
            OutputError: it cannot be written.
        """
        suffix = self.record.output_format if not self._is_film else "png"
        return [
            self._write(Path(folder) / f"frame_{frame.index:04d}.{suffix}", self.frame(frame.index))
            for frame in self.frames
            if frame.url is not None
        ]

    def video(self, path: str | Path = "film.mp4", *, again: bool = False) -> Path:
        """Fetch the film, whose format is that of the path: mp4, webm, mkv or gif.

        Args:
            path: where to.
            again: have one that could not be made tried once more.

        Raises:
            JobError: the job has not succeeded, or no film can be made of its frames.
            OutputError: it cannot be written.
        """
        kind = Path(path).suffix.lower().removeprefix(".")
        if not _KIND.fullmatch(kind):
            raise OutputError(f"{path}: a film ends in .mp4, .webm, .mkv or .gif")
        return self._write(Path(path), self._made("film", again=again, format=kind))

    def contact_sheet(self, path: str | Path = "contact_sheet.png", *, again: bool = False) -> Path:
        """Fetch all frames, small, side by side.

        Args:
            path: where to.
            again: have one that could not be made tried once more.

        Raises:
            JobError: the job has not succeeded, or no sheet can be made of its frames.
            OutputError: it cannot be written.
        """
        return self._write(Path(path), self._made("contact_sheet", again=again))

    # Steering

    def pause(self) -> None:
        """Hand out no more frames; those being drawn are finished.

        Raises:
            JobError: it has ended or is paused already.
        """
        self._steer("pause")

    def resume(self, *, budget: float | None = None) -> None:
        """Go on.

        Args:
            budget: worker-seconds after which it stops, counted from its beginning; None leaves it.

        Raises:
            JobError: it is not paused.
        """
        self._steer("resume", budget=budget)

    def cancel(self) -> None:
        """End the job; finished frames stay."""
        self._steer("cancel")

    def retry(self, frames: str | None = None) -> None:
        """Draw frames once more: these, such as ``"3,10-19"``, or all that failed.

        Raises:
            JobError: there is nothing to retry.
        """
        self._steer("retry", frames=frames)

    def delete(self) -> None:
        """Forget the job; its files go soon after."""
        self._wire.delete(self._path())

    def follow(self, after: int = 0) -> Iterator[dict[str, Any]]:
        """Yield what happens to the job, oldest first, until it has ended.

        Args:
            after: number of the event to begin after.
        """
        headers = {"Last-Event-ID": str(after)} if after else {}
        for line in self._wire.events(self._path("events"), headers):
            if line.startswith("data:"):
                yield msgspec.json.decode(line.removeprefix("data:").strip())

    def __repr__(self) -> str:
        return f"<RemoteJob {self.id} {self.record.status} {self.record.done}/{self.record.total}>"

    @property
    def _is_film(self) -> bool:
        return self.record.output_format in {"mp4", "webm", "mkv", "gif"}

    def _path(self, *parts: object) -> str:
        return path_of("renderjobs", self.id, *parts)

    def _steer(self, what: str, **query: Any) -> None:
        answer = self._wire.send("POST", self._path(what), query=query, again=False)
        self.record = msgspec.json.decode(answer.content, type=RenderJobShown)

    def _made(self, what: str, *, again: bool, **query: Any) -> bytes:
        """Fetch what is made when it is first asked for; `again` counts for the first request."""
        end, pause = time.monotonic() + _MAKE_SECONDS, _FIRST_LOOK
        while True:
            try:
                return self._wire.read(self._path(what), again="true" if again else None, **query)
            except ServiceError as error:
                if error.code != "not-ready" or time.monotonic() > end:
                    raise
            again = False
            time.sleep(pause)
            pause = min(_LAST_LOOK, 1.5 * pause)

    def _write(self, path: Path, data: bytes) -> Path:
        files.write_all([(path, (data,))])
        return path


class RemoteRenderJobs:
    """The render jobs of a service.

    Args:
        wire: to it.
    """

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def create(self, scene_id: str, **asked: Any) -> RemoteJob:
        """Submit a job.

        Args:
            scene_id: what to draw.
            asked: the other fields of ``POST /v1/renderjobs``: `resolution`, `output_format`, `camera_config`,
                `frames`, `engine`, `samples` ...; None is left out.

        Raises:
            FieldError: something cannot be so.
        """
        body = {"scene_id": scene_id, **{name: value for name, value in asked.items() if value is not None}}
        return RemoteJob(self._wire, self._wire.post("/renderjobs", body, RenderJobShown))

    def get(self, job_id: str) -> RemoteJob:
        """Return a job.

        Raises:
            RecordNotFoundError: there is none.
        """
        return RemoteJob(self._wire, self._wire.get(path_of("renderjobs", job_id), RenderJobShown))

    def list(
        self,
        *,
        status: str | Iterable[str] | None = None,
        scene_id: str | None = None,
        name: str | None = None,
        contains: str = "",
        tags: Iterable[str] = (),
        metadata: Mapping[str, Any] | None = None,
        limit: int = 50,
        cursor: str | None = None,
        order: str = "newest",
    ) -> Listing[RemoteJob]:
        """Return a page of jobs; see `threedkit.store.RenderJobStore.list`."""
        facts = [f"{key}:{msgspec.json.encode(value).decode()}" for key, value in (metadata or {}).items()]
        page: _Page = self._wire.get(
            "/renderjobs",
            _Page,
            status=[status] if isinstance(status, str) else None if status is None else list(status),
            scene_id=scene_id,
            name=name,
            contains=contains or None,
            tag=tuple(tags) or None,
            metadata=facts or None,
            limit=limit,
            cursor=cursor,
            order=order,
        )
        jobs = (RemoteJob(self._wire, msgspec.json.decode(item, type=RenderJobShown)) for item in page.items)
        return Listing(tuple(jobs), page.next)

    def delete(self, job_id: str, *, version: int | None = None) -> None:
        """Forget a job, in a version or in any; its files go soon after."""
        self._wire.delete(path_of("renderjobs", job_id), version=version)
