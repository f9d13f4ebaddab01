"""Files on their way in: in one request, streamed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from threedkit.io.formats import FORMATS
from threedkit.service.answers import problems_shown, shown
from threedkit.service.context import Context, Service
from threedkit.service.idempotency import ONCE, IdempotencyKey, Once
from threedkit.service.ingest import ingest, read_fields
from threedkit.service.receiving import FormFile, FormReader, Limits, Pump, read_body
from threedkit.service.receiving.body import said_length
from threedkit.service.routes.assets import asset_answer
from threedkit.service.routes.callers import GUARDED, AssetWriter
from threedkit.store.quotas import Usage
from threedkit.store.records import Asset

if TYPE_CHECKING:
    from collections.abc import Callable

    from threedkit.service.auth import Principal
    from threedkit.store.blobs import Stored

__all__ = ["REFUSED", "check_quota", "limits_of", "quota_check", "router"]

router = APIRouter(tags=["assets"])

_FORM_BYTES: Final = 1 << 20
"""What a form may have beside its file."""

REFUSED: Final = problems_shown(
    p408="it came too slowly", p413="it is too large", p415="its format is not kept, or not what it says"
)
_WORDS: Final = {"type": "string", "description": "Words divided by commas, or a JSON list."}
_DISPOSITION: Final = 'form-data; name="file"; filename="fox.glb"'
_FORM: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {"type": "string", "format": "binary", "description": "The file, with its name."},
                        "name": {
                            "type": "string",
                            "maxLength": 300,
                            "pattern": r"^[^\x00-\x1f]*$",
                            "description": "For people; else the file's name.",
                        },
                        "tags": _WORDS,
                        "groups": _WORDS,
                        "metadata": {"type": "object", "description": "JSON of your own."},
                    },
                    "additionalProperties": False,
                },
                "encoding": {
                    "file": {
                        "contentType": ", ".join(one.media_type for one in FORMATS),
                        "headers": {"Content-Disposition": {"schema": {"type": "string"}, "example": _DISPOSITION}},
                    }
                },
            }
        },
    }
}


@router.post(
    "/assets/upload",
    status_code=201,
    summary="Upload a file",
    openapi_extra=_FORM,
    responses={
        201: shown(
            Asset, description="Stored; the rest is made in the background", ETag="Its version.", Location="Its path."
        ),
        **REFUSED,
        **ONCE,
        **GUARDED,
    },
)
async def upload(request: Request, service: Context, who: AssetWriter, key: IdempotencyKey = None) -> Response:
    """Store a model, texture or environment; then it is validated, measured, drawn, simplified and compressed.

    The file is hashed and stored while it comes, so its size costs no memory. Its format is that of its name, and its
    first bytes must agree.
    """
    check = await run_in_threadpool(quota_check, service, who, said_length(request) or 0, key)
    file, fields, stored = await _receive(request, service, check)
    said = read_fields(fields)
    if file.format is None:
        raise RuntimeError("the form was finished without a file")
    once = Once(service.keys, who.subject, key, "assets.upload", [stored.sha256, file.name, said])
    asset, headers = await run_in_threadpool(ingest, service, who, stored, file.format, file.name, said, once)
    return asset_answer(asset, 201, {"Location": service.path("assets", asset.asset_id), **headers})


def check_quota(service: Service, who: Principal, size: int) -> None:
    """Refuse early what would be too much in the end; see `QuotaStore`.

    Raises:
        QuotaError: it is.
    """
    if not who.admin:
        service.quotas.check(who.subject, Usage(bytes=size, assets=1))


def quota_check(service: Service, who: Principal, size: int, key: str | None) -> Callable[[int], object]:
    """Refuse early what would be too much in the end, and return a check of how many bytes have come, for as they come.

    Raises:
        QuotaError: it is too much already.
    """
    if who.admin or service.keys.knows(who.subject, key):
        return lambda _: None
    check_quota(service, who, size)
    return service.quotas.bounded(who.subject)


def limits_of(service: Service, most: int) -> Limits:
    """Return what a body may take."""
    return Limits(most, service.settings.upload_idle, service.settings.upload_rate)


async def _receive(
    request: Request, service: Service, check: Callable[[int], object]
) -> tuple[FormFile, dict[str, str], Stored]:
    """Take a form in and store its file; nothing is left of one that does not come to its end.

    Raises:
        ProblemError: see `FormReader` and `read_body`.
        QuotaError: by `check`, which is told how many bytes of the file have come.
    """
    form = FormReader(request)
    writer = await run_in_threadpool(service.store.writer)
    pump, taken = Pump(writer.write), 0

    async def take(piece: bytes) -> None:
        nonlocal taken
        for data in form.take(piece):
            taken += len(data)
            check(taken)
            await pump.add(data)

    try:
        await read_body(request, limits_of(service, service.settings.upload_bytes + _FORM_BYTES), take)
        file = form.finish()
        await pump.close()
        stored = await run_in_threadpool(writer.finish)
    except BaseException:
        await pump.abandon()
        await run_in_threadpool(writer.abort)
        raise
    return file, form.fields, stored
