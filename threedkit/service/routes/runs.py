"""Notebook templates as jobs: listed, run, looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final
from urllib.parse import quote

import msgspec
from fastapi import APIRouter, Depends, Path, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from threedkit.errors import RecordNotFoundError
from threedkit.runs import templates
from threedkit.service.addresses import base_of
from threedkit.service.answers import Responses, answer, bytes_shown, page_of, problems_shown, shown
from threedkit.service.bodies import body_shown, json_body
from threedkit.service.byte_ranges import disposition, file_answer
from threedkit.service.changing import referring
from threedkit.service.context import Context
from threedkit.service.etags import IfMatch, IfNoneMatch, etag_of, is_unchanged, version_wanted
from threedkit.service.idempotency import ONCE, IdempotencyKey, Once
from threedkit.service.notebooks.requests import NewRun, accept, named_template
from threedkit.service.queries import Filters, listed
from threedkit.service.renders import forgetting
from threedkit.service.renders.places import media_type, results
from threedkit.service.routes.callers import GUARDED, RunReader, RunWriter
from threedkit.store.blobs import is_name
from threedkit.store.records import NotebookRun
from threedkit.store.states import OPEN, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Connection

__all__ = ["router"]

router = APIRouter(tags=["runs"])

RunId = Annotated[str, Path(max_length=100, description="A run's id.")]
States = Annotated[list[Status] | None, Query(max_length=6, description="In this state; repeat it: in one of them.")]

_LINE: Final = r"^[^\x00-\x1f]*$"
_EXAMPLE: Final = {"template": "turntable", "parameters": {"asset": "suzanne", "frames": 48, "size": [640, 480]}}
_ABSENT: Final = problems_shown(p404="there is no such run")
_ONE: Final[Responses] = {200: shown(NotebookRun, ETag="Its version.")}


class TemplateShown(msgspec.Struct, kw_only=True):
    """A notebook template: `parameters` say of each its name, kind, default, description and what is allowed."""

    name: str
    title: str
    summary: str
    parameters: list[dict[str, Any]]


class RunFile(msgspec.Struct, kw_only=True):
    """A file that a run has made."""

    name: str
    size: int
    media_type: str
    url: str


@router.get(
    "/runs/templates", summary="List notebook templates", responses={200: shown(TemplateShown, many=True), **GUARDED}
)
def list_templates(who: RunReader) -> Response:  # noqa: ARG001 - who may
    """Return the templates that can be run, with their typed parameters."""
    return answer(page_of([_template(one.name) for one in templates()], None))


@router.get(
    "/runs/templates/{name}",
    summary="Fetch a notebook template",
    responses={200: shown(TemplateShown), **problems_shown(p404="there is no such template"), **GUARDED},
)
def get_template(who: RunReader, name: Annotated[str, Path(max_length=100)]) -> Response:  # noqa: ARG001 - who may
    """Return a template with its typed parameters."""
    return answer(_template(name))


@router.post(
    "/runs",
    status_code=201,
    summary="Run a notebook template",
    openapi_extra=body_shown(NewRun, turntable=_EXAMPLE),
    responses={
        201: shown(NotebookRun, description="Accepted", ETag="Its version.", Location="Its path."),
        **ONCE,
        **GUARDED,
    },
)
def create_run(
    service: Context,
    who: RunWriter,
    body: Annotated[NewRun, Depends(json_body(NewRun))],
    key: IdempotencyKey = None,
) -> Response:
    """Write a run down; a worker executes the notebook in a process of its own."""
    outcome = Once(service.keys, who.subject, key, "runs.create", body).run(
        lambda also: referring(lambda: accept(service, who, body, also)),
        service.store_for(who).runs.get,
        lambda record: str(record.run_id),
    )
    headers = {"Location": service.path("runs", outcome.record.run_id), **outcome.headers}
    return _answer(outcome.record, 201, headers)


@router.get("/runs", summary="List runs", responses={200: shown(NotebookRun, many=True), **GUARDED})
def list_runs(
    service: Context,
    who: RunReader,
    asked: Filters,
    status: States = None,
    template: Annotated[str | None, Query(max_length=100, pattern=_LINE, description="Of this template.")] = None,
) -> Response:
    """List runs, the newest first."""
    return listed(asked, service.store_for(who).runs.list, status=status or None, template=template)


@router.get("/runs/{run_id}", summary="Fetch a run", responses={**_ONE, **_ABSENT, **GUARDED})
def get_run(service: Context, who: RunReader, run_id: RunId, if_none_match: IfNoneMatch = None) -> Response:
    """Return how a run stands; `result` says how far it is, and at the end what came out."""
    record = service.store_for(who).runs.get(run_id)
    if is_unchanged(if_none_match, etag_of(record.version)):
        return Response(status_code=304, headers={"ETag": etag_of(record.version)})
    return _answer(record)


@router.post("/runs/{run_id}/cancel", summary="End a run", responses={**_ONE, **_ABSENT, **GUARDED})
def cancel_run(service: Context, who: RunWriter, run_id: RunId) -> Response:
    """Stop the notebook; what it has made stays. A run that has ended stays as it is."""
    runs = service.store_for(who).runs
    return _answer(runs.update(run_id, only_from=OPEN, status="cancelled", message="cancelled"))


@router.delete(
    "/runs/{run_id}",
    status_code=204,
    summary="Delete a run and its files",
    responses={204: {"description": "Gone"}, **_ABSENT, **problems_shown(p412="it has another version"), **GUARDED},
)
def delete_run(service: Context, who: RunWriter, run_id: RunId, if_match: IfMatch = None) -> Response:
    """Forget a run. One that runs is ended; its files go soon after."""
    runs = service.store_for(who).runs
    record = runs.get(run_id)

    def also(connection: Connection, *_: object) -> None:
        service.outbox.add(connection, forgetting.message_for(record.run_id, record.output_path))

    runs.delete(record.run_id, version=version_wanted(if_match, record.version), also=also)
    service.outbox.wake()
    return Response(status_code=204)


@router.get(
    "/runs/{run_id}/outputs",
    summary="List what a run has made",
    responses={200: shown(RunFile, many=True), **_ABSENT, **GUARDED},
)
def list_outputs(request: Request, service: Context, who: RunReader, run_id: RunId) -> Response:
    """Return its files: notebook, report, film, contact sheet, frames."""
    record = service.store_for(who).runs.get(run_id)
    base = f"{base_of(request)}/v1/runs/{record.run_id}/outputs/"
    items = [
        RunFile(name=one.name, size=one.size, media_type=media_type(one.name), url=base + quote(one.name))
        for one in results(record.output_path).list()
        if _is_shown(one.name)
    ]
    return answer(page_of(items, None))


@router.get(
    "/runs/{run_id}/outputs/{name:path}",
    summary="Fetch a file that a run has made",
    responses={
        200: bytes_shown("The file"),
        206: bytes_shown("A part of it"),
        307: {"description": "It is at the object store: the Location is good for a while."},
        **problems_shown(p404="there is no such run, or no such file of it", p416="it is shorter than that"),
        **GUARDED,
    },
)
def get_output(
    request: Request,
    service: Context,
    who: RunReader,
    run_id: RunId,
    name: Annotated[str, Path(max_length=500, description="As in the list.")],
    redirect: Annotated[bool, Query(description="Whether the object store may answer in our place.")] = True,
) -> Response:
    """Return a file."""
    record = service.store_for(who).runs.get(run_id)
    place = results(record.output_path)
    size = place.size(name) if _is_shown(name) else None
    if size is None:
        raise RecordNotFoundError(f"run {run_id} has no file {name!r:.80}")
    if redirect and service.settings.redirect:
        url = place.sign(name, seconds=int(service.settings.sign_seconds))
        if url is not None:
            saved = disposition(name.rpartition("/")[2])
            return RedirectResponse(url, 307, {"Cache-Control": "no-store", "Content-Disposition": saved})

    def read(start: int, end: int) -> Iterator[bytes]:
        return place.stream(name, start, end)

    tag = f"{record.run_id}.{record.version}.{size}"
    kind, saved_as = media_type(name), name.rpartition("/")[2]
    return file_answer(request, read, size=size, digest=tag, media_type=kind, name=saved_as)


def _is_shown(name: str) -> bool:
    """Whether a file is for clients: those that begin with a dot, and the copies of assets, are not."""
    return (
        is_name(name) and not name.startswith("inputs/") and not any(part.startswith(".") for part in name.split("/"))
    )


def _template(name: str) -> TemplateShown:
    found = named_template(name)
    parameters = [one.as_dict() for one in found.parameters]
    return TemplateShown(name=found.name, title=found.title, summary=found.summary, parameters=parameters)


def _answer(record: NotebookRun, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return answer(record, status, {"ETag": etag_of(record.version), **(headers or {})})
