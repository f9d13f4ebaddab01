"""Whether the service lives, and whether it can work."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from threedkit.errors import StoreError
from threedkit.service.answers import answer, problems_shown
from threedkit.service.context import Context, Service
from threedkit.service.problems import ProblemError

__all__ = ["router"]

router = APIRouter(tags=["health"])


@router.get("/healthz", summary="Whether the process answers", response_model=None)
async def healthz() -> dict[str, Any]:
    """Say that the process answers; asks nothing of the database."""
    return {"status": "ok"}


@router.get(
    "/readyz",
    summary="Whether records and blobs are in reach",
    response_model=None,
    responses=problems_shown(p503="records or blobs are out of reach"),
)
async def readyz(service: Context) -> Response:
    """Ask the database and the object store."""
    from threedkit import __version__

    await run_in_threadpool(_look, service)
    return answer({"status": "ok", "services": service.settings.services, "version": __version__})


def _look(service: Service) -> None:
    """Ask for a row and for an object.

    Raises:
        ProblemError: 503, one of them is out of reach; which one is in the document, why in the log only.
    """
    for name, ask in (("records", service.is_recorded), ("blobs", service.is_kept)):
        try:
            ask()
        except StoreError as error:
            raise ProblemError(503, "unavailable", f"{name} are out of reach", part=name) from error
