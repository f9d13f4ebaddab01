"""Scenes: graphs of assets, materials, lights, cameras and animations, in versions."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from threedkit.service.answers import Responses, answer, bytes_shown, page_of, problems_shown, shown
from threedkit.service.bodies import body_shown, json_body
from threedkit.service.byte_ranges import file_answer
from threedkit.service.changing import change, described, referring, remove
from threedkit.service.context import Context
from threedkit.service.etags import IfMatch, IfNoneMatch, etag_of, is_unchanged
from threedkit.service.idempotency import ONCE, IdempotencyKey, Once
from threedkit.service.queries import Filters, listed
from threedkit.service.routes.callers import GUARDED, SceneReader, SceneWriter
from threedkit.service.shapes import NewScene, SceneChange, SceneShown, SceneWhole, graph_of, scene_shown
from threedkit.store.records import SceneRecord

__all__ = ["router"]

router = APIRouter(tags=["scenes"])

SceneId = Annotated[str, Path(max_length=100, description="A scene's id.")]
Version = Annotated[int | None, Query(ge=1, le=1 << 31, description="This version; else the newest.")]

_ASSET: Final = "0193f5c0-0000-7000-8000-000000000000"
_MATRIX: Final = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0.5, 0, 0, 1]
_FOX: Final = {"name": "fox", "assets": [{"asset_id": _ASSET, "matrix": _MATRIX}]}
_ABSENT: Final = problems_shown(p404="there is no such scene")
_CHANGED: Final = problems_shown(p409="a render job still needs it", p412="it has another version")
_ONE: Final[Responses] = {200: shown(SceneShown, ETag="Its version.")}


@router.post(
    "/scenes",
    status_code=201,
    summary="Make a scene",
    openapi_extra=body_shown(NewScene, empty={"name": "empty"}, fox=_FOX),
    responses={
        201: shown(SceneShown, description="Made", ETag="Its version.", Location="Its path."),
        **ONCE,
        **GUARDED,
    },
)
def create_scene(
    service: Context,
    who: SceneWriter,
    body: Annotated[NewScene, Depends(json_body(NewScene))],
    key: IdempotencyKey = None,
) -> Response:
    """Put assets into a scene by their ids and matrices (16 numbers by columns, as in glTF)."""
    scenes = service.store_for(who).scenes
    outcome = Once(service.keys, who.subject, key, "scenes.create", body).run(
        lambda also: referring(
            lambda: scenes.create(
                name=body.name,
                graph=graph_of(body),
                tags=body.tags,
                metadata=body.metadata,
                groups=body.groups,
                also=also,
            )
        ),
        scenes.get,
        lambda record: str(record.scene_id),
    )
    return _answer(
        outcome.record, 201, {"Location": service.path("scenes", outcome.record.scene_id), **outcome.headers}
    )


@router.get("/scenes", summary="List scenes", responses={200: shown(SceneShown, many=True), **GUARDED})
def list_scenes(
    service: Context,
    who: SceneReader,
    asked: Filters,
    asset_id: Annotated[str | None, Query(max_length=100, description="Uses this asset.")] = None,
) -> Response:
    """List scenes in their newest version."""
    return listed(asked, service.store_for(who).scenes.list, scene_shown, asset_id=asset_id)


@router.get("/scenes/{scene_id}", summary="Fetch a scene", responses={**_ONE, **_ABSENT, **GUARDED})
def get_scene(
    service: Context, who: SceneReader, scene_id: SceneId, version: Version = None, if_none_match: IfNoneMatch = None
) -> Response:
    """Return a scene, in its newest version or in the one asked for."""
    record = service.store_for(who).scenes.get(scene_id, version)
    if is_unchanged(if_none_match, etag_of(record.version)):
        return Response(status_code=304, headers={"ETag": etag_of(record.version)})
    return _answer(record)


@router.put(
    "/scenes/{scene_id}",
    summary="Replace a scene",
    openapi_extra=body_shown(SceneWhole, fox=_FOX),
    responses={**_ONE, **_ABSENT, **_CHANGED, **GUARDED},
)
def replace_scene(
    service: Context,
    who: SceneWriter,
    scene_id: SceneId,
    body: Annotated[SceneWhole, Depends(json_body(SceneWhole))],
    if_match: IfMatch = None,
) -> Response:
    """Write a new version; the versions before stay."""
    scenes = service.store_for(who).scenes

    def values(current: SceneRecord) -> dict[str, Any]:
        graph = graph_of(body)
        found = described(body, current, merge=False)
        return found if graph == current.graph else {**found, "graph": graph}

    return _answer(change(scenes.get, scenes.update, scene_id, if_match, values))


@router.patch(
    "/scenes/{scene_id}",
    summary="Change a scene",
    openapi_extra=body_shown(SceneChange, name={"name": "red fox"}, light={"lights": [{"type": "point"}]}),
    responses={**_ONE, **_ABSENT, **_CHANGED, **GUARDED},
)
def change_scene(
    service: Context,
    who: SceneWriter,
    scene_id: SceneId,
    body: Annotated[SceneChange, Depends(json_body(SceneChange))],
    if_match: IfMatch = None,
) -> Response:
    """Write a new version in which what is given has changed; lists are given whole."""
    scenes = service.store_for(who).scenes

    def values(current: SceneRecord) -> dict[str, Any]:
        graph = graph_of(body, current.graph)
        found = described(body, current, merge=True)
        return found if graph == current.graph else {**found, "graph": graph}

    return _answer(change(scenes.get, scenes.update, scene_id, if_match, values))


@router.delete(
    "/scenes/{scene_id}",
    status_code=204,
    summary="Delete a scene",
    responses={204: {"description": "Gone"}, **_ABSENT, **_CHANGED, **GUARDED},
)
def delete_scene(service: Context, who: SceneWriter, scene_id: SceneId, if_match: IfMatch = None) -> Response:
    """Delete a scene with all of its versions."""
    scenes = service.store_for(who).scenes
    remove(scenes.get, scenes.delete, scene_id, if_match)
    return Response(status_code=204)


@router.get(
    "/scenes/{scene_id}/versions",
    summary="List the versions of a scene",
    responses={200: shown(SceneShown, many=True), **_ABSENT, **GUARDED},
)
def list_versions(
    service: Context,
    who: SceneReader,
    scene_id: SceneId,
    before: Annotated[int | None, Query(ge=1, le=1 << 31, description="Only versions older than this one.")] = None,
    limit: Annotated[int, Query(ge=1, le=1000, description="Most of them.")] = 50,
) -> Response:
    """List the versions of a scene, the newest first; ``next`` is the `before` of the next page."""
    found = service.store_for(who).scenes.versions(scene_id, limit=limit, before=before)
    last = str(found[-1].version) if len(found) == limit and found[-1].version > 1 else None
    return answer(page_of([scene_shown(one) for one in found], last))


@router.get(
    "/scenes/{scene_id}/content",
    summary="Fetch a scene as GLB",
    responses={200: bytes_shown("The composed scene", "model/gltf-binary"), **_ABSENT, **GUARDED},
)
def get_scene_content(
    request: Request, service: Context, who: SceneReader, scene_id: SceneId, version: Version = None
) -> Response:
    """Return the composed scene: one canonical GLB, whose SHA-256 is its ETag."""
    record, name = service.store_for(who).composed(scene_id, version)
    return file_answer(
        request,
        lambda start, end: service.store.blobs.stream(name, start, end),
        size=service.store.blobs.size(name) or 0,
        digest=name,
        media_type="model/gltf-binary",
        name=f"{record.name or record.scene_id}.glb",
    )


def _answer(record: SceneRecord, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return answer(scene_shown(record), status, {"ETag": etag_of(record.version), **(headers or {})})
