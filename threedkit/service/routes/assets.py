"""Assets: what is known of files, and changed of it."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Path, Query
from starlette.responses import Response

from threedkit.io.formats import AssetType
from threedkit.service.answers import Responses, answer, problems_shown, shown
from threedkit.service.bodies import body_shown, json_body
from threedkit.service.changing import change, described, remove
from threedkit.service.context import Context
from threedkit.service.etags import IfMatch, IfNoneMatch, etag_of, is_unchanged
from threedkit.service.queries import BOX, Filters, box_of, listed
from threedkit.service.routes.callers import GUARDED, AssetReader, AssetWriter
from threedkit.service.shapes import AssetChange, AssetWhole
from threedkit.store.records import Asset, AssetState
from threedkit.store.repositories.boxes import Relation

__all__ = ["AssetId", "asset_answer", "router"]

router = APIRouter(tags=["assets"])

AssetId = Annotated[str, Path(max_length=100, description="An asset's id.")]

_ABSENT: Final = problems_shown(p404="there is no such asset")
_CHANGED: Final = problems_shown(p409="scenes, materials or animations use it", p412="it has another version")
_ONE: Final[Responses] = {200: shown(Asset, ETag="Its version.")}
_WORD: Final = r"^[0-9a-z]*$"


@router.get("/assets", summary="List assets", responses={200: shown(Asset, many=True), **GUARDED})
def list_assets(
    service: Context,
    who: AssetReader,
    asked: Filters,
    asset_type: Annotated[AssetType | None, Query(description="What it is.")] = None,
    file_format: Annotated[str | None, Query(max_length=16, pattern=_WORD, description="E.g. glb, png, hdr.")] = None,
    state: Annotated[AssetState | None, Query(description="Whether it was found good.")] = None,
    sha256: Annotated[str | None, Query(max_length=64, pattern=_WORD, description="Of its bytes.")] = None,
    bbox: Annotated[
        str | None,
        Query(max_length=300, pattern=BOX, description="Models by their box: x,y,z,x,y,z.", examples=["0,0,0,1,2,1"]),
    ] = None,
    relation: Annotated[Relation, Query(description="How the model's box stands to `bbox`.")] = "intersects",
) -> Response:
    """List assets, the newest first."""
    more: dict[str, Any] = {"asset_type": asset_type, "file_format": file_format, "state": state, "sha256": sha256}
    return listed(asked, service.store_for(who).assets.list, **more, box=box_of(bbox), relation=relation)


@router.get("/assets/{asset_id}", summary="Fetch what is known of an asset", responses={**_ONE, **_ABSENT, **GUARDED})
def get_asset(service: Context, who: AssetReader, asset_id: AssetId, if_none_match: IfNoneMatch = None) -> Response:
    """Return the record of an asset; its bytes are at ``/content``."""
    record = service.store_for(who).assets.get(asset_id)
    if is_unchanged(if_none_match, etag_of(record.version)):
        return Response(status_code=304, headers={"ETag": etag_of(record.version)})
    return asset_answer(record)


@router.put(
    "/assets/{asset_id}",
    summary="Replace what is said of an asset",
    openapi_extra=body_shown(AssetWhole, fox={"name": "fox", "tags": ["animal"], "metadata": {"author": "Ann"}}),
    responses={**_ONE, **_ABSENT, **_CHANGED, **GUARDED},
)
def replace_asset(
    service: Context,
    who: AssetWriter,
    asset_id: AssetId,
    body: Annotated[AssetWhole, Depends(json_body(AssetWhole))],
    if_match: IfMatch = None,
) -> Response:
    """Write name, tags, metadata and groups; what is left out becomes empty."""
    assets = service.store_for(who).assets

    def values(current: Asset) -> dict[str, Any]:
        return described(body, current, merge=False)

    return asset_answer(change(assets.get, assets.update, asset_id, if_match, values))


@router.patch(
    "/assets/{asset_id}",
    summary="Change what is said of an asset",
    openapi_extra=body_shown(AssetChange, name={"name": "red fox"}, facts={"metadata": {"author": "Ann", "old": None}}),
    responses={**_ONE, **_ABSENT, **_CHANGED, **GUARDED},
)
def change_asset(
    service: Context,
    who: AssetWriter,
    asset_id: AssetId,
    body: Annotated[AssetChange, Depends(json_body(AssetChange))],
    if_match: IfMatch = None,
) -> Response:
    """Change name, tags, metadata or groups; the bytes never change."""
    assets = service.store_for(who).assets

    def values(current: Asset) -> dict[str, Any]:
        return described(body, current, merge=True)

    return asset_answer(change(assets.get, assets.update, asset_id, if_match, values))


@router.delete(
    "/assets/{asset_id}",
    status_code=204,
    summary="Delete an asset",
    responses={204: {"description": "Gone"}, **_ABSENT, **_CHANGED, **GUARDED},
)
def delete_asset(service: Context, who: AssetWriter, asset_id: AssetId, if_match: IfMatch = None) -> Response:
    """Delete an asset that nothing uses, and what was made of it."""
    assets = service.store_for(who).assets
    remove(assets.get, assets.delete, asset_id, if_match)
    return Response(status_code=204)


def asset_answer(record: Asset, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Answer with an asset and its ETag."""
    return answer(record, status, {"ETag": etag_of(record.version), **(headers or {})})
