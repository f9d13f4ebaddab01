"""What comes out of render jobs: frames, films, contact sheets."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from fastapi import APIRouter, Path, Query
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from threedkit.errors import RecordNotFoundError
from threedkit.service.addresses import base_of
from threedkit.service.answers import answer, bytes_shown, page_of, problems_shown, shown
from threedkit.service.byte_ranges import disposition, file_answer
from threedkit.service.context import Context
from threedkit.service.paging import Cursor, Limit, decode_cursor, encode_cursor
from threedkit.service.problems import ProblemError
from threedkit.service.renders import ordering
from threedkit.service.renders.places import media_type, results
from threedkit.service.renders.showing import FrameShown, frame_shown
from threedkit.service.routes.callers import GUARDED, JobReader
from threedkit.service.routes.renderjobs import JobId
from threedkit.store.states import FrameState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from threedkit.service.auth import Principal
    from threedkit.service.context import Service
    from threedkit.store.blobs import Blobs
    from threedkit.store.records import JobRecord, RenderJob

__all__ = ["router"]

router = APIRouter(tags=["renderjobs"])

_WAIT_SECONDS: Final = 20.0
_FIRST_LOOK, _ASK_AFTER, _LAST_LOOK = 0.1, 0.5, 2.0
_FILES: Final = {
    206: bytes_shown("A part of it"),
    307: {"description": "It is at the object store: the Location is good for a while."},
    **problems_shown(p404="there is no such job, or no such file of it", p416="it is shorter than that"),
}
_MADE: Final = {
    **_FILES,
    **problems_shown(
        p409="the job has not succeeded, or this cannot be made of its frames", p503="it is still being made"
    ),
}

FilmFormat = Literal["mp4", "webm", "mkv", "gif"]
Again = Annotated[bool, Query(description="Whether to try once more what could not be made.")]


@router.get(
    "/renderjobs/{job_id}/frames",
    summary="List the frames of a render job",
    responses={200: shown(FrameShown, many=True), **problems_shown(p404="there is no such render job"), **GUARDED},
)
def list_frames(
    request: Request,
    service: Context,
    who: JobReader,
    job_id: JobId,
    state: Annotated[list[FrameState] | None, Query(max_length=5, description="In this state; repeat it.")] = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """Return frames in their order, each with how it stands and, when it is finished, where its file is."""
    record, job = _job(service, who, job_id)
    if job is None:
        return answer(page_of([], None))
    marks = (record.job_id, state)
    start = _number(decode_cursor(cursor, *marks))
    found = list(service.store.jobs.frames(job.id, state or None, start, limit + 1))
    following = str(found[limit].index) if len(found) > limit else None
    items = [frame_shown(job.id, one, base_of(request)) for one in found[:limit]]
    return answer(page_of(items, encode_cursor(following, *marks)))


@router.get(
    "/renderjobs/{job_id}/frames/{index}",
    summary="Fetch a frame",
    responses={200: bytes_shown("The picture", "image/png", "application/octet-stream"), **_FILES, **GUARDED},
)
def get_frame(
    request: Request,
    service: Context,
    who: JobReader,
    job_id: JobId,
    index: Annotated[int, Path(ge=0, le=1_000_000, description="Number of the frame.")],
    redirect: Annotated[bool, Query(description="Whether the object store may answer in our place.")] = True,
) -> Response:
    """Return the file of a frame, as soon as it is finished; the job may still run."""
    record, job = _job(service, who, job_id)
    frame = None if job is None else next(iter(service.store.jobs.frames(job.id, None, index, 1)), None)
    if frame is None or frame.index != index:
        raise RecordNotFoundError(f"render job {job_id} has no frame {index}")
    if frame.state != "succeeded":
        pending = {"Retry-After": "1"} if frame.state in {"queued", "running"} else {}
        raise ProblemError(404, "not-found", f"frame {index} is {frame.state}", headers=pending)
    return _file(request, service, record, f"frames/{frame.file}", digest=frame.sha256, redirect=redirect)


@router.get(
    "/renderjobs/{job_id}/film",
    summary="Fetch the film of a render job",
    responses={200: bytes_shown("The film", "video/mp4", "video/webm"), **_MADE, **GUARDED},
)
async def get_film(
    request: Request,
    service: Context,
    who: JobReader,
    job_id: JobId,
    format: Annotated[FilmFormat, Query(description="H.264, VP9, lossless FFV1, or GIF.")] = "mp4",  # noqa: A002
    redirect: Annotated[bool, Query(description="Whether the object store may answer in our place.")] = True,
    again: Again = False,
) -> Response:
    """Return the frames as a film; a worker makes it when it is first asked for."""
    name = f"film.{format}"
    record = await _made(service, who, job_id, name, again=again)
    return await run_in_threadpool(_file, request, service, record, name, redirect=redirect)


@router.get(
    "/renderjobs/{job_id}/contact_sheet",
    summary="Fetch a contact sheet",
    responses={200: bytes_shown("One picture of small ones", "image/png"), **_MADE, **GUARDED},
)
async def get_contact_sheet(
    request: Request,
    service: Context,
    who: JobReader,
    job_id: JobId,
    redirect: Annotated[bool, Query(description="Whether the object store may answer in our place.")] = True,
    again: Again = False,
) -> Response:
    """Return small frames side by side; a worker makes it when it is first asked for."""
    name = "contact_sheet.png"
    record = await _made(service, who, job_id, name, again=again)
    return await run_in_threadpool(_file, request, service, record, name, redirect=redirect)


async def _made(service: Service, who: Principal, job_id: str, name: str, *, again: bool) -> RenderJob:
    """Wait a while for what is made when it is asked for; who waits holds no thread.

    Raises:
        ProblemError: 409, the job has not succeeded; 503, it is still being made.
        JobError: it cannot be made, or could not.
    """

    def begin() -> tuple[RenderJob, Blobs]:
        record, job = _job(service, who, job_id)
        if job is None or job.status != "succeeded":
            status = record.status if job is None else job.status
            message = f"render job {job_id} is {status}; this is made when it has succeeded"
            raise ProblemError(409, "job-conflict", message)
        place = results(record.output_path)
        if place.size(name) is None:
            ordering.order(service, record, name, again=again)
        return record, place

    record, place = await run_in_threadpool(begin)
    end, pause = time.monotonic() + _WAIT_SECONDS, _FIRST_LOOK
    while await run_in_threadpool(place.size, name) is None:
        if pause > _ASK_AFTER:
            await run_in_threadpool(ordering.check_made, service, record, name)
        if time.monotonic() > end:
            raise ProblemError(503, "not-ready", f"{name} is being made", headers={"Retry-After": "5"})
        await asyncio.sleep(pause)
        pause = min(_LAST_LOOK, 1.5 * pause)
    return record


def _file(
    request: Request, service: Service, record: RenderJob, name: str, *, digest: str = "", redirect: bool
) -> Response:
    place = results(record.output_path)
    saved = f"{record.name or record.job_id}-{name.rpartition('/')[2]}"
    if redirect and service.settings.redirect:
        url = place.sign(name, seconds=int(service.settings.sign_seconds))
        if url is not None:
            return RedirectResponse(url, 307, {"Cache-Control": "no-store", "Content-Disposition": disposition(saved)})
    size = place.size(name)
    if size is None:
        raise RecordNotFoundError(f"{name} of render job {record.job_id} is not there any more")

    def read(start: int, end: int) -> Iterator[bytes]:
        return place.stream(name, start, end)

    tag = digest or f"{record.job_id}.{name}.{size}"
    return file_answer(request, read, size=size, digest=tag, media_type=media_type(name), name=saved)


def _job(service: Service, who: Any, job_id: str) -> tuple[RenderJob, JobRecord | None]:
    record = service.store_for(who).renderjobs.get(job_id)
    return record, service.store.jobs.several([record.job_id]).get(record.job_id)


def _number(text: str | None) -> int:
    if text is None:
        return 0
    if not text.isdecimal():
        raise ProblemError(400, "bad-cursor", "cursor is not the `next` of a page")
    return int(text)
