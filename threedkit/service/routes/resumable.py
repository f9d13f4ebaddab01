"""Files on their way in: in parts, in any order, and again after a break; through us, or straight to the bucket."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any, Final

import msgspec
from fastapi import APIRouter, Depends, Path, Query
from msgspec import Meta
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from threedkit.errors import AssetError, FieldError, RecordNotFoundError
from threedkit.io.formats import HEAD_BYTES, format_named
from threedkit.service.answers import answer, page_of, problems_shown, shown
from threedkit.service.bodies import body_shown, json_body
from threedkit.service.context import Context, Service
from threedkit.service.idempotency import ONCE, IdempotencyKey, Once, Outcome
from threedkit.service.ingest import AssetFields, ingest
from threedkit.service.problems import ProblemError
from threedkit.service.receiving import Pump, read_body
from threedkit.service.receiving.body import said_length, too_large
from threedkit.service.receiving.form import check_type, clean_name
from threedkit.service.routes.assets import asset_answer
from threedkit.service.routes.callers import GUARDED, AssetWriter
from threedkit.service.routes.uploads import REFUSED, check_quota, limits_of
from threedkit.store import Upload
from threedkit.store.quotas import Usage
from threedkit.store.records import Asset
from threedkit.store.uploads import WrongDigestError

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import Connection

    from threedkit.service.auth import Principal

__all__ = ["NewUpload", "PartShown", "UploadShown", "router"]

router = APIRouter(tags=["uploads"])

UploadId = Annotated[str, Path(max_length=100, description="An upload's id.")]
Number = Annotated[int, Path(ge=1, le=10_000, description="Of the part, from 1.")]

_ABSENT: Final = problems_shown(p404="there is no such upload")
_LINE: Final = r"^[^\x00-\x1f]+$"


class NewUpload(AssetFields, kw_only=True, forbid_unknown_fields=True):
    """A file that is going to come in parts.

    Attributes:
        file: its name; the suffix says its format.
        size: its bytes.
        sha256: which it must have; "": any.
        part_size: bytes of each part but the last; None: the service chooses.
    """

    file: Annotated[str, Meta(min_length=1, max_length=300, pattern=_LINE)]
    size: Annotated[int, Meta(ge=1, le=1 << 50)]
    sha256: Annotated[str, Meta(pattern="^([0-9a-f]{64})?$")] = ""
    part_size: Annotated[int, Meta(ge=5 << 20, le=5 << 30)] | None = None


class UploadShown(msgspec.Struct, kw_only=True):
    """An upload in parts.

    Attributes:
        parts: how many there are to be.
        received: how many are there.
        expires: when it is given up; UTC, ISO 8601.
    """

    upload_id: str
    file: str
    size: int
    sha256: str
    part_size: int
    parts: int
    received: int
    expires: str


class PartShown(msgspec.Struct, kw_only=True):
    """A part of an upload.

    Attributes:
        size: bytes that it must have.
        received: whether it is there.
        url: to PUT it to, straight to the object store; None: PUT it to this service, ``/parts/{number}``.
    """

    number: int
    size: int
    received: bool
    url: str | None = None


_FOX: Final = {"file": "fox.glb", "size": 73_400_320, "tags": ["animal"]}


@router.post(
    "/assets/uploads",
    status_code=201,
    summary="Begin an upload in parts",
    openapi_extra=body_shown(NewUpload, fox=_FOX),
    responses={201: shown(UploadShown, description="Begun", Location="Its path."), **REFUSED, **ONCE, **GUARDED},
)
def begin_upload(
    service: Context,
    who: AssetWriter,
    body: Annotated[NewUpload, Depends(json_body(NewUpload))],
    key: IdempotencyKey = None,
) -> Response:
    """Say what is going to come; `/parts` then says where each part goes."""
    if body.size > service.settings.upload_bytes:
        raise too_large(service.settings.upload_bytes)
    _check_suffix(body.file)
    if not service.keys.knows(who.subject, key):
        check_quota(service, who, body.size)
    uploads = service.store_for(who).uploads
    made, headers = Once(service.keys, who.subject, key, "uploads.begin", body).run(
        lambda note: _begin(service, who, body, note), uploads.get, lambda found: str(found.upload_id)
    )
    received = len(uploads.parts(made.upload_id)) if headers else 0
    return answer(
        _shown(made, received), 201, {"Location": service.path("assets", "uploads", made.upload_id), **headers}
    )


def _begin(service: Service, who: Principal, body: NewUpload, note: Callable[[Connection, Upload], object]) -> Upload:
    return service.store_for(who).uploads.new(
        body.size,
        values={"file": clean_name(body.file), **{name: getattr(body, name) for name in AssetFields.__struct_fields__}},
        sha256=body.sha256,
        part_size=body.part_size or max(service.settings.part_bytes, -(-body.size // 10_000)),
        life=dt.timedelta(days=service.settings.upload_days),
        before=None if who.admin else service.quotas.holds(who.subject, Usage(bytes=body.size, assets=1)),
        also=note,
    )


@router.get(
    "/assets/uploads/{upload_id}",
    summary="Fetch how an upload stands",
    responses={200: shown(UploadShown), **_ABSENT, **GUARDED},
)
def get_upload(service: Context, who: AssetWriter, upload_id: UploadId) -> Response:
    """Return an upload that is not complete."""
    uploads = service.store_for(who).uploads
    return answer(_shown(uploads.get(upload_id), len(uploads.parts(upload_id))))


@router.get(
    "/assets/uploads/{upload_id}/parts",
    summary="List the parts of an upload",
    responses={200: shown(PartShown, many=True), **_ABSENT, **GUARDED},
)
def list_parts(
    service: Context,
    who: AssetWriter,
    upload_id: UploadId,
    first: Annotated[int, Query(ge=1, le=10_000, description="Number of the first one.")] = 1,
    limit: Annotated[int, Query(ge=1, le=1000, description="Most of them.")] = 100,
) -> Response:
    """Say which parts are there, and where the others go; ``next`` is the `first` of the next page."""
    uploads = service.store_for(who).uploads
    found = uploads.get(upload_id)
    numbers = range(first, min(first + limit, found.parts + 1))
    there = {part.number for part in uploads.parts(upload_id)}
    urls = uploads.sign(upload_id, numbers, int(service.settings.sign_seconds)) or {}
    items = [PartShown(number=n, size=found.size_of(n), received=n in there, url=urls.get(n)) for n in numbers]
    return answer(page_of(items, str(numbers.stop) if numbers.stop <= found.parts else None))


@router.put(
    "/assets/uploads/{upload_id}/parts/{number}",
    status_code=204,
    summary="Send a part of an upload",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    },
    responses={204: {"description": "It is there"}, **_ABSENT, **REFUSED, **GUARDED},
)
async def put_part(
    request: Request, service: Context, who: AssetWriter, upload_id: UploadId, number: Number
) -> Response:
    """Take a part; sent again, it takes the place of the one before."""
    uploads = service.store_for(who).uploads
    size = await run_in_threadpool(lambda: uploads.get(upload_id).size_of(number))
    said = said_length(request)
    _check_size(number, size, size if said is None else said)
    writer = await run_in_threadpool(uploads.write_part, upload_id, number)
    pump = Pump(writer.write)
    try:
        taken = await read_body(request, limits_of(service, size), pump.add)
        _check_size(number, size, taken)
        await pump.close()
        await run_in_threadpool(writer.finish)
    except BaseException:
        await pump.abandon()
        await run_in_threadpool(writer.abort)
        raise
    return Response(status_code=204)


@router.post(
    "/assets/uploads/{upload_id}/complete",
    status_code=201,
    summary="Complete an upload",
    responses={
        201: shown(Asset, description="Stored", ETag="Its version.", Location="Its path."),
        **_ABSENT,
        **REFUSED,
        **problems_shown(p409="parts are missing (`upload-incomplete`), or the digest is another one (`wrong-digest`)"),
        **GUARDED,
    },
)
def complete_upload(service: Context, who: AssetWriter, upload_id: UploadId, key: IdempotencyKey = None) -> Response:
    """Put the parts together into an asset, whose id is that of the upload; again: the same answer."""
    try:
        found = service.store_for(who).uploads.get(upload_id)
    except RecordNotFoundError:
        return _told(service, _completed(service, who, upload_id))
    once = Once(service.keys, who.subject, key, "uploads.complete", upload_id)
    try:
        outcome = _complete(service, who, found, once)
    except WrongDigestError as error:
        raise ProblemError(409, "wrong-digest", str(error)) from error
    return _told(service, outcome.record, outcome.headers)


def _complete(service: Service, who: Principal, found: Upload, once: Once) -> Outcome[Asset]:
    """Make an asset of an upload.

    Raises:
        ProblemError: 409, parts are missing; 415, it is not what its name says, and has been given up.
        WrongDigestError: it has other bytes than were told, and has been given up.
        QuotaError: they own more than they may; it can be completed when that has changed.
    """
    if not who.admin:
        service.quotas.check(who.subject, Usage())  # it may have become less; what has come stays, and counts
    store = service.store_for(who)
    try:
        stored = store.uploads.complete(found.upload_id)
    except WrongDigestError:
        raise
    except FieldError as error:
        raise ProblemError(409, "upload-incomplete", str(error)) from error
    head = b"".join(store.blobs.stream(stored.name, 0, min(HEAD_BYTES, stored.size)))
    try:
        kind = check_type(found.values["file"], "", head)
    except ProblemError:
        store.uploads.abort(found.upload_id)
        raise
    fields = msgspec.convert({name: found.values[name] for name in AssetFields.__struct_fields__}, AssetFields)
    return ingest(service, who, stored, kind, found.values["file"], fields, once, upload_id=found.upload_id)


@router.delete(
    "/assets/uploads/{upload_id}",
    status_code=204,
    summary="Give an upload up",
    responses={204: {"description": "Gone"}, **_ABSENT, **GUARDED},
)
def abort_upload(service: Context, who: AssetWriter, upload_id: UploadId) -> Response:
    """Forget an upload and its parts."""
    service.store_for(who).uploads.abort(upload_id)
    return Response(status_code=204)


def _completed(service: Service, who: Any, upload_id: str) -> Asset:
    """The asset that an upload has become.

    Raises:
        RecordNotFoundError: it has become none.
    """
    try:
        return service.store_for(who).assets.get(upload_id)
    except RecordNotFoundError as error:
        raise RecordNotFoundError(f"there is no upload {upload_id!r:.80}") from error


def _check_suffix(name: str) -> None:
    """Refuse at the beginning what would be refused in the end."""
    suffix = clean_name(name).rpartition(".")[2]
    try:
        format_named(suffix)
    except AssetError as error:
        raise ProblemError(415, "unsupported-type", error.problems[0].message, reason=error.problems[0].code) from error


def _check_size(number: int, size: int, found: int) -> None:
    if found != size:
        message = f"part {number} has {size:,} bytes, not {found:,}"
        raise ProblemError(422, "wrong-size", message, headers={"Connection": "close"}, size=size)


def _shown(found: Upload, received: int) -> UploadShown:
    return UploadShown(
        upload_id=found.upload_id,
        file=found.values["file"],
        size=found.size,
        sha256=found.sha256,
        part_size=found.part_size,
        parts=found.parts,
        received=received,
        expires=found.expires,
    )


def _told(service: Service, asset: Asset, headers: dict[str, str] | None = None) -> Response:
    return asset_answer(asset, 201, {"Location": service.path("assets", asset.asset_id), **(headers or {})})
