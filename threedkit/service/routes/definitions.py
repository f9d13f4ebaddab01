"""Materials and animations have the same routes: a definition with a name, tags and metadata, in versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Path
from starlette.responses import Response

from threedkit.service.answers import Responses, answer, problems_shown, shown
from threedkit.service.bodies import body_shown, json_body
from threedkit.service.changing import change, described, referring, remove
from threedkit.service.context import Context
from threedkit.service.etags import IfMatch, IfNoneMatch, etag_of, is_unchanged
from threedkit.service.idempotency import ONCE, IdempotencyKey, Once
from threedkit.service.queries import Filters, listed
from threedkit.service.routes.callers import GUARDED, SceneReader, SceneWriter
from threedkit.service.shapes import DefinitionChange, NewDefinition

if TYPE_CHECKING:
    from collections.abc import Callable

    from threedkit.store import Store

__all__ = ["definition_router"]


RecordId = Annotated[str, Path(max_length=100, description="Id of the record.")]


def definition_router(  # noqa: C901 - seven short routes that share what they are about
    noun: str, plural: str, record: type, records_of: Callable[[Store], Any], example: dict[str, Any]
) -> APIRouter:
    """Make the routes of one kind of record.

    Args:
        noun: in the singular, such as ``"material"``; its ids are in the field ``{noun}_id``.
        plural: its path.
        record: type of what is answered.
        records_of: finds the records in a store.
        example: a body that makes one.
    """
    router = APIRouter(tags=[plural])
    one = f"/{plural}/{{record_id}}"
    absent = problems_shown(p404=f"there is no such {noun}")
    changed = problems_shown(p409="others refer to it", p412="it has another version")
    found: Responses = {200: shown(record, ETag="Its version.")}

    def told(made: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
        return answer(made, status, {"ETag": etag_of(made.version), **(headers or {})})

    def id_of(made: Any) -> str:
        return str(getattr(made, f"{noun}_id"))

    @router.post(
        f"/{plural}",
        status_code=201,
        summary=f"Make a {noun}",
        name=f"create_{noun}",
        openapi_extra=body_shown(NewDefinition, example=example),
        responses={
            201: shown(record, description="Made", ETag="Its version.", Location="Its path."),
            **ONCE,
            **GUARDED,
        },
    )
    def create(
        service: Context,
        who: SceneWriter,
        body: Annotated[NewDefinition, Depends(json_body(NewDefinition))],
        key: IdempotencyKey = None,
    ) -> Response:
        records = records_of(service.store_for(who))
        given = {name: getattr(body, name) for name in ("name", "tags", "metadata", "groups")}
        outcome = Once(service.keys, who.subject, key, f"{plural}.create", body).run(
            lambda also: referring(lambda: records.create(body.definition, **given, also=also)), records.get, id_of
        )
        return told(outcome.record, 201, {"Location": service.path(plural, id_of(outcome.record)), **outcome.headers})

    @router.get(
        f"/{plural}",
        summary=f"List {plural}",
        name=f"list_{plural}",
        responses={200: shown(record, many=True), **GUARDED},
    )
    def list_all(service: Context, who: SceneReader, asked: Filters) -> Response:
        return listed(asked, records_of(service.store_for(who)).list)

    @router.get(one, summary=f"Fetch a {noun}", name=f"get_{noun}", responses={**found, **absent, **GUARDED})
    def get(service: Context, who: SceneReader, record_id: RecordId, if_none_match: IfNoneMatch = None) -> Response:
        made = records_of(service.store_for(who)).get(record_id)
        if is_unchanged(if_none_match, etag_of(made.version)):
            return Response(status_code=304, headers={"ETag": etag_of(made.version)})
        return told(made)

    @router.put(
        one,
        summary=f"Replace a {noun}",
        name=f"replace_{noun}",
        openapi_extra=body_shown(NewDefinition, example=example),
        responses={**found, **absent, **changed, **GUARDED},
    )
    def replace(
        service: Context,
        who: SceneWriter,
        record_id: RecordId,
        body: Annotated[NewDefinition, Depends(json_body(NewDefinition))],
        if_match: IfMatch = None,
    ) -> Response:
        records = records_of(service.store_for(who))

        def values(current: Any) -> dict[str, Any]:
            same = body.definition == current.definition
            return described(body, current, merge=False) | ({} if same else {"definition": body.definition})

        return told(change(records.get, records.update, record_id, if_match, values))

    @router.patch(
        one,
        summary=f"Change a {noun}",
        name=f"change_{noun}",
        openapi_extra=body_shown(DefinitionChange, name={"name": "other"}, tags={"tags": ["new"]}),
        responses={**found, **absent, **changed, **GUARDED},
    )
    def patch(
        service: Context,
        who: SceneWriter,
        record_id: RecordId,
        body: Annotated[DefinitionChange, Depends(json_body(DefinitionChange))],
        if_match: IfMatch = None,
    ) -> Response:
        records = records_of(service.store_for(who))

        def values(current: Any) -> dict[str, Any]:
            given = described(body, current, merge=True)
            if isinstance(body.definition, dict) and body.definition != current.definition:
                given["definition"] = body.definition
            return given

        return told(change(records.get, records.update, record_id, if_match, values))

    @router.delete(
        one,
        status_code=204,
        summary=f"Delete a {noun}",
        name=f"delete_{noun}",
        responses={204: {"description": "Gone"}, **absent, **changed, **GUARDED},
    )
    def delete(service: Context, who: SceneWriter, record_id: RecordId, if_match: IfMatch = None) -> Response:
        records = records_of(service.store_for(who))
        remove(records.get, records.delete, record_id, if_match)
        return Response(status_code=204)

    return router
