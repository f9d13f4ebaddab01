"""Render jobs: submitted, listed, followed, steered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter, Depends, Header, Path, Query
from sse_starlette import EventSourceResponse
from starlette.requests import Request
from starlette.responses import Response

from threedkit.service.addresses import base_of
from threedkit.service.answers import Responses, answer, page_of, problems_shown, shown
from threedkit.service.bodies import body_shown, json_body
from threedkit.service.changing import referring
from threedkit.service.context import Context
from threedkit.service.etags import IfMatch, IfNoneMatch, etag_of, is_unchanged, version_wanted
from threedkit.service.idempotency import ONCE, IdempotencyKey, Once
from threedkit.service.paging import decode_cursor, encode_cursor
from threedkit.service.queries import Filters
from threedkit.service.renders import steering
from threedkit.service.renders.accepting import accept
from threedkit.service.renders.following import follow
from threedkit.service.renders.mirror import catch_up
from threedkit.service.renders.requests import NewRenderJob
from threedkit.service.renders.showing import RenderJobShown, show, show_several
from threedkit.service.routes.callers import GUARDED, JobReader, JobWriter
from threedkit.store.records import RenderJob
from threedkit.store.states import Status

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from threedkit.service.auth import Principal
    from threedkit.service.context import Service

__all__ = ["JobId", "router"]

router = APIRouter(tags=["renderjobs"])

JobId = Annotated[str, Path(max_length=100, description="A render job's id.")]
Frames = Annotated[str | None, Query(max_length=1000, description="Which frames, e.g. 3,10-19; else all that failed.")]
Budget = Annotated[float | None, Query(gt=0, le=1e12, description="Worker-seconds after which it stops, all in all.")]

States = Annotated[list[Status] | None, Query(max_length=6, description="In this state; repeat it: in one of them.")]

_LINE: Final = r"^[^\x00-\x1f]*$"
_SCENE: Final = "0193f5c0-0000-7000-8000-000000000000"
_MORE: Final = re.compile(r'\.[^"]*"')
"""What an ETag says beside the version."""

_STILL: Final = {"scene_id": _SCENE, "resolution": [640, 480], "output_format": "png", "camera_config": {}}
_FILM: Final = {
    "scene_id": _SCENE,
    "resolution": [1280, 720],
    "output_format": "mp4",
    "camera_config": {"type": "turntable", "elevation": 0.4},
    "frames": 48,
}
_LOOK: Final = {**_STILL, "camera_config": {"type": "look_at", "eye": [0, 1, 4], "target": [0, 0.5, 0]}}
_EVENT: Final = {
    "type": "object",
    "description": "Each event.",
    "required": ["event", "data"],
    "properties": {
        "event": {"type": "string", "description": "What it is about; `state` and `end` come of every job."},
        "data": {"type": "string", "contentMediaType": "application/json"},
        "id": {"type": "string", "description": "Its number, for `after`."},
    },
}
_ABSENT: Final = problems_shown(p404="there is no such render job")
_STEERED: Final = problems_shown(p404="there is no such render job", p409="a job in that state cannot do so")
_ONE: Final[Responses] = {200: shown(RenderJobShown, ETag="Its state.")}


@router.post(
    "/renderjobs",
    status_code=201,
    summary="Submit a render job",
    openapi_extra=body_shown(NewRenderJob, still=_STILL, film=_FILM, look_at=_LOOK),
    responses={
        201: shown(RenderJobShown, description="Accepted", ETag="Its state.", Location="Its path."),
        **ONCE,
        **GUARDED,
    },
)
def create_renderjob(
    request: Request,
    service: Context,
    who: JobWriter,
    body: Annotated[NewRenderJob, Depends(json_body(NewRenderJob))],
    key: IdempotencyKey = None,
) -> Response:
    """Write a job down; it is drawn as soon as workers are free. What was accepted is not lost."""
    outcome = Once(service.keys, who.subject, key, "renderjobs.create", body).run(
        lambda also: referring(lambda: accept(service, who, body, also)),
        service.store_for(who).renderjobs.get,
        lambda record: str(record.job_id),
    )
    location = {"Location": service.path("renderjobs", outcome.record.job_id), **outcome.headers}
    return _answer(request, service, outcome.record, 201, location)


@router.get("/renderjobs", summary="List render jobs", responses={200: shown(RenderJobShown, many=True), **GUARDED})
def list_renderjobs(
    request: Request,
    service: Context,
    who: JobReader,
    asked: Filters,
    status: States = None,
    scene_id: Annotated[str | None, Query(max_length=100, pattern=_LINE, description="Of this scene.")] = None,
) -> Response:
    """List render jobs, the newest first."""
    more: dict[str, Any] = {"status": status or None, "scene_id": scene_id}
    marks = (asked.order, {**asked.filters, **more})
    if status:
        catch_up(service)
    found = service.store_for(who).renderjobs.list(
        **asked.filters, **more, order=asked.order, limit=asked.limit, cursor=decode_cursor(asked.cursor, *marks)
    )
    items = show_several(service, found.items, base_of(request))
    return answer(page_of(items, encode_cursor(found.cursor, *marks)))


@router.get("/renderjobs/{job_id}", summary="Fetch a render job", responses={**_ONE, **_ABSENT, **GUARDED})
def get_renderjob(
    request: Request, service: Context, who: JobReader, job_id: JobId, if_none_match: IfNoneMatch = None
) -> Response:
    """Return how a job stands; `status` is `succeeded` at last, and then `output_url` says where its picture is."""
    record = service.store_for(who).renderjobs.get(job_id)
    shown_now = show(service, record, base_of(request))
    etag = _etag(shown_now)
    if is_unchanged(if_none_match, etag):
        return Response(status_code=304, headers={"ETag": etag})
    return answer(shown_now, 200, {"ETag": etag})


@router.delete(
    "/renderjobs/{job_id}",
    status_code=204,
    summary="Delete a render job and its files",
    responses={204: {"description": "Gone"}, **_ABSENT, **problems_shown(p412="it has another version"), **GUARDED},
)
def delete_renderjob(service: Context, who: JobWriter, job_id: JobId, if_match: IfMatch = None) -> Response:
    """Forget a job. One that runs is ended; its files go soon after."""
    record = service.store_for(who).renderjobs.get(job_id)
    versions = None if if_match is None else _MORE.sub('"', if_match)
    steering.delete(service, who, record.job_id, version_wanted(versions, record.version))
    return Response(status_code=204)


@router.post("/renderjobs/{job_id}/pause", summary="Pause a render job", responses={**_ONE, **_STEERED, **GUARDED})
def pause_renderjob(request: Request, service: Context, who: JobWriter, job_id: JobId) -> Response:
    """Hand out no more frames; those being drawn are finished."""
    return _answer(request, service, steering.pause(service, who, job_id))


@router.post(
    "/renderjobs/{job_id}/resume", summary="Go on with a render job", responses={**_ONE, **_STEERED, **GUARDED}
)
def resume_renderjob(
    request: Request, service: Context, who: JobWriter, job_id: JobId, budget: Budget = None
) -> Response:
    """Go on after a pause, or after its budget was spent."""
    return _answer(request, service, steering.resume(service, who, job_id, budget))


@router.post("/renderjobs/{job_id}/cancel", summary="End a render job", responses={**_ONE, **_ABSENT, **GUARDED})
def cancel_renderjob(request: Request, service: Context, who: JobWriter, job_id: JobId) -> Response:
    """Stop what is being drawn; finished frames stay. A job that has ended stays as it is."""
    return _answer(request, service, steering.cancel(service, who, job_id))


@router.post(
    "/renderjobs/{job_id}/retry", summary="Draw failed frames again", responses={**_ONE, **_STEERED, **GUARDED}
)
def retry_renderjob(
    request: Request, service: Context, who: JobWriter, job_id: JobId, frames: Frames = None
) -> Response:
    """Draw frames once more, their attempts counted anew; a failed job is queued again."""
    return _answer(request, service, steering.retry(service, who, job_id, frames))


@router.get(
    "/renderjobs/{job_id}/events",
    summary="Follow a render job",
    response_class=EventSourceResponse,
    responses={
        200: {"description": "Server-sent events", "content": {"text/event-stream": {"schema": _EVENT}}},
        **_ABSENT,
        **GUARDED,
    },
)
def follow_renderjob(
    service: Context,
    who: JobReader,
    job_id: JobId,
    after: Annotated[int, Query(ge=0, le=1 << 31, description="Only events after the one of this number.")] = 0,
    last_event_id: Annotated[
        str | None, Header(pattern=r"^[0-9]{0,10}$", description="As `after`; a browser sends it when it comes back.")
    ] = None,
) -> Response:
    """Send what has happened and what happens, until the job has ended: `state` is the job now, `end` the last one."""
    record = service.store_for(who).renderjobs.get(job_id)
    begin = max(after, int(last_event_id or 0))
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return EventSourceResponse(_events(service, who, record.job_id, begin), headers=headers, ping=15)


async def _events(service: Service, who: Principal, job_id: str, after: int) -> AsyncIterator[dict[str, str]]:
    async for told in follow(service, who, job_id, after):
        said = {"event": told.kind, "data": told.data.decode("utf-8")}
        yield {**said, "id": str(told.number)} if told.number else said


def _answer(
    request: Request, service: Service, record: RenderJob, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    shown_now = show(service, record, base_of(request))
    return answer(shown_now, status, {"ETag": _etag(shown_now), **(headers or {})})


def _etag(record: RenderJobShown) -> str:
    """The version of the record, and what has become of the frames since."""
    return etag_of(f"{record.version}.{record.status}.{record.done}.{record.failed}")
