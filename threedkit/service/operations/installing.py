"""What the application is given so that it can be watched."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Depends, FastAPI, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from threedkit.service.auth import Principal, principal
from threedkit.service.operations.exposition import CONTENT_TYPE, Exposition
from threedkit.service.operations.logs import logging_to
from threedkit.service.operations.middleware import Observed
from threedkit.service.operations.tracing import tracing_to_otlp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from threedkit.service.context import Service
    from threedkit.service.settings import Settings

__all__ = ["install", "watched"]

TOPICS: Final = ("asset", "render", "product", "forget")
"""Those of the service's messages."""

_router = APIRouter()


def install(app: FastAPI) -> None:
    """Give an application request ids, log lines, metrics, spans, and ``/metrics``; the last middleware to be added."""
    service: Service = app.state.service
    app.state.exposition = Exposition(service.database, service.outbox.queue, TOPICS)
    app.include_router(_router)
    app.add_middleware(Observed)


@_router.get("/metrics", include_in_schema=False, response_model=None)
async def metrics(request: Request, who: Annotated[Principal, Depends(principal)]) -> Response:
    """Return the metrics; any credential will do, so that Prometheus needs one without scopes."""
    del who
    exposition: Exposition = request.app.state.exposition
    return Response(await run_in_threadpool(exposition.text), media_type=CONTENT_TYPE)


@contextmanager
def watched(settings: Settings, secrets: tuple[str, ...]) -> Iterator[None]:
    """Send logs and traces of this process where the settings say.

    Args:
        settings: of this process.
        secrets: hidden in the logs wherever they stand.
    """
    with ExitStack() as stack:
        stack.enter_context(logging_to(form=settings.log_format, level=settings.log_level, secrets=secrets))
        stack.enter_context(tracing_to_otlp("threedkit-" + "-".join(settings.services)))
        yield
