"""The bytes of assets, and what was made of them: whole, in ranges, or from the object store itself."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Final, Literal

from fastapi import APIRouter, Path, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from threedkit.errors import RecordNotFoundError
from threedkit.io.formats import FORMATS
from threedkit.service.answers import answer, bytes_shown, problems_shown, shown
from threedkit.service.byte_ranges import file_answer
from threedkit.service.context import Context, Service
from threedkit.service.ingest import enqueue, kinds_of
from threedkit.service.problems import ProblemError
from threedkit.service.routes.assets import AssetId
from threedkit.service.routes.callers import GUARDED, AssetReader, AssetWriter
from threedkit.service.shapes import Manifest
from threedkit.store.records import Asset, Derivative, DerivativeKind

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["router"]

router = APIRouter(tags=["assets"])

_MEDIA_TYPES: Final = tuple(dict.fromkeys((*(one.media_type for one in FORMATS), "application/octet-stream")))
_RANGED: Final = {
    206: bytes_shown("A part of it", *_MEDIA_TYPES, "text/html"),
    **problems_shown(p404="there is no such asset, or no such file of it", p416="it is shorter than that"),
}
_PENDING: Final = ("queued", "running")


@router.get(
    "/assets/{asset_id}/content",
    summary="Fetch the bytes of an asset",
    responses={
        200: bytes_shown("The file", *_MEDIA_TYPES),
        307: {"description": "They are at the object store: the Location is good for a while."},
        **_RANGED,
        **GUARDED,
    },
)
def get_content(
    request: Request,
    service: Context,
    who: AssetReader,
    asset_id: AssetId,
    redirect: Annotated[bool, Query(description="Whether the object store may answer in our place.")] = True,
) -> Response:
    """Return the file that was uploaded; its SHA-256 is its ETag."""
    asset = service.store_for(who).assets.get(asset_id)
    if not asset.storage_path:
        raise RecordNotFoundError(f"the bytes of asset {asset_id} are not there yet: it is {asset.state}")
    name = _file_name(asset)
    if redirect and service.settings.redirect:
        url = service.blobs.sign(
            asset.storage_path,
            seconds=int(service.settings.sign_seconds),
            filename=name,
            media_type=asset.media_type,
        )
        if url is not None:
            return RedirectResponse(url, 307, {"Cache-Control": "no-store"})
    return _file(request, service, asset.storage_path, asset.size, asset.sha256, asset.media_type, name, asset.updated)


@router.head(
    "/assets/{asset_id}/content",
    summary="What a GET would say",
    responses={200: bytes_shown("OK", *_MEDIA_TYPES), **_RANGED, **GUARDED},
)
def head_content(request: Request, service: Context, who: AssetReader, asset_id: AssetId) -> Response:
    """Say how long the file is, and its ETag."""
    return get_content(request, service, who, asset_id, redirect=False)


@router.get(
    "/assets/{asset_id}/thumbnail",
    summary="Fetch a small picture of an asset",
    responses={200: bytes_shown("A picture", "image/png"), **_RANGED, **GUARDED},
)
def get_thumbnail(request: Request, service: Context, who: AssetReader, asset_id: AssetId) -> Response:
    """Return a picture of at most 256 pixels a side; 404 with Retry-After while it is being made."""
    return _derivative(request, service, service.store_for(who).derivatives.get(asset_id, "thumbnail"))


@router.get(
    "/assets/{asset_id}/report",
    summary="Fetch all problems of an asset",
    responses={200: bytes_shown("What is wrong with it", "application/json", "text/html"), **_RANGED, **GUARDED},
)
def get_report(
    request: Request,
    service: Context,
    who: AssetReader,
    asset_id: AssetId,
    format: Annotated[Literal["json", "html"], Query(description="A page, or for programs.")] = "json",  # noqa: A002
) -> Response:
    """Return what `tk.validate` says of the file: codes are those of Khronos' glTF validator."""
    name = "html" if format == "html" else ""
    return _derivative(request, service, service.store_for(who).derivatives.get(asset_id, "report", name))


@router.get(
    "/assets/{asset_id}/derivatives",
    summary="List what was made of an asset",
    responses={200: shown(Manifest), **problems_shown(p404="there is no such asset"), **GUARDED},
)
def list_derivatives(service: Context, who: AssetReader, asset_id: AssetId) -> Response:
    """Return report, metadata, thumbnail, levels of detail and the compressed copy, each with its state."""
    store = service.store_for(who)
    asset = store.assets.get(asset_id)
    items = store.derivatives.list(asset.asset_id)
    return answer(Manifest(asset_id=asset.asset_id, state=asset.state, message=asset.message, items=items))


@router.post(
    "/assets/{asset_id}/derivatives",
    status_code=202,
    summary="Make all of it anew",
    responses={202: shown(Manifest), **problems_shown(p404="there is no such asset"), **GUARDED},
)
def make_derivatives(service: Context, who: AssetWriter, asset_id: AssetId) -> Response:
    """Work on an asset once more: what has failed may have failed for a reason that is gone."""
    store = service.store_for(who)
    asset = store.assets.update(
        store.assets.get(asset_id).asset_id,
        state="processing",
        also=lambda connection, record: enqueue(service, connection, record, kinds_of(record.asset_type)),
    )
    service.outbox.wake()
    items = store.derivatives.list(asset.asset_id)
    shown_ = Manifest(asset_id=asset.asset_id, state=asset.state, message=asset.message, items=items)
    return answer(shown_, 202, {"Location": service.path("assets", asset.asset_id, "derivatives")})


@router.get(
    "/assets/{asset_id}/derivatives/{kind}",
    summary="Fetch something that was made of an asset",
    responses={
        200: bytes_shown("The file", "application/json", "image/png", "model/gltf-binary", "text/html"),
        **_RANGED,
        **GUARDED,
    },
)
def get_derivative(
    request: Request,
    service: Context,
    who: AssetReader,
    asset_id: AssetId,
    kind: Annotated[DerivativeKind, Path(description="What was made.")],
    name: Annotated[str, Query(max_length=64, pattern=r"^[0-9a-z]*$", description="Which, e.g. 1 for lod 1.")] = "",
) -> Response:
    """Return its bytes, or its facts as JSON where that is all there is."""
    return _derivative(request, service, service.store_for(who).derivatives.get(asset_id, kind, name))


def _derivative(request: Request, service: Service, found: Derivative) -> Response:
    told = " ".join(filter(None, (found.kind, found.name)))
    if found.state != "succeeded":
        pending = found.state in _PENDING
        why = "it is being made" if pending else found.error or "there is nothing of this kind to make of it"
        code, headers = ("not-ready", {"Retry-After": "1"}) if pending else ("not-made", {})
        raise ProblemError(404, code, f"there is no {told}: {why}", headers=headers, state=found.state)
    if not found.blob:
        return answer(found.data)
    suffix = {"image/png": "png", "model/gltf-binary": "glb", "application/json": "json"}.get(found.media_type, "html")
    name = f"{found.asset_id}-{told.replace(' ', '')}.{suffix}"
    return _file(request, service, found.blob, found.size, found.blob, found.media_type, name, found.updated)


def _file(
    request: Request,
    service: Service,
    blob: str,
    size: int,
    digest: str,
    media_type: str,
    name: str,
    changed: str,
) -> Response:
    def read(start: int, end: int) -> Iterator[bytes]:
        return service.blobs.stream(blob, start, end)

    return file_answer(
        request,
        read,
        size=size,
        digest=digest.rpartition("/")[2],
        media_type=media_type or "application/octet-stream",
        name=name,
        changed=dt.datetime.fromisoformat(changed) if changed else None,
    )


def _file_name(asset: Asset) -> str:
    """The asset's name, with the suffix of its format."""
    name = asset.name or asset.asset_id
    return name if name.lower().endswith(f".{asset.file_format}") else f"{name}.{asset.file_format}"
