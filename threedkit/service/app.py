"""`create_app`: the service as an ASGI application."""

from __future__ import annotations

import importlib
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from threedkit.service import operations, problems
from threedkit.service.answers import complete_document
from threedkit.service.auth import build_authenticator
from threedkit.service.auth.origins import SameOrigin
from threedkit.service.bounds import BodyLimit
from threedkit.service.context import Service
from threedkit.service.receiving import Limits
from threedkit.service.settings import Settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from threedkit.service.settings import ServiceName

__all__ = ["SERVICES", "create_app"]

SERVICES: Final[dict[ServiceName, tuple[str, ...]]] = {
    "geometry": ("uploads", "resumable", "assets", "files"),
    "scene": ("scenes",),
    "material": ("materials",),
    "animation": ("animations",),
    "render": ("renderjobs", "results", "runs"),
}
"""The routers of each service: modules of `threedkit.service.routes`."""

_ABOUT: Final = (
    "Assets, scenes, materials, animations and render jobs. Lists come in pages; a record's ETag is its version, and "
    "`If-Match` keeps a change from undoing another one; every error is a problem document (RFC 9457)."
)


def create_app(settings: Settings | None = None) -> FastAPI:
    """Make the application.

    Args:
        settings: of this process; None reads the environment.

    Raises:
        ParameterError: a setting is out of its range.
        StoreError: records or blobs cannot be reached.

    Example:
        >>> app = create_app(Settings(services="scene"))
        >>> "/v1/healthz" in app.openapi()["paths"]
        True
    """
    from threedkit import __version__

    service = Service(Settings.read() if settings is None else settings)
    app = FastAPI(
        title="threedkit",
        version=__version__,
        description=_ABOUT,
        root_path=service.settings.root_path,
        openapi_url="/v1/openapi.json",
        docs_url=None,  # its page would fetch programs from elsewhere
        redoc_url=None,
        generate_unique_id_function=lambda route: route.name,
        lifespan=_lifespan,
        telemetry={"tracing": False, "metrics": False, "logs": False},  # `operations` has its own, without bodies
    )
    app.state.service = service
    app.state.authenticator = build_authenticator(service.settings.auth, service.database, service.token)
    problems.install(app)
    _add_routes(app, service.settings)
    _add_middleware(app, service.settings)
    operations.install(app)
    _describe(app)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Start what works in the background, and stop it with the app."""
    service: Service = app.state.service
    try:
        await run_in_threadpool(service.start)
        yield
    finally:
        await run_in_threadpool(service.stop)


def _add_routes(app: FastAPI, settings: Settings) -> None:
    names = ["health", "access", *(name for chosen in settings.services for name in SERVICES[chosen])]
    for name in dict.fromkeys(names):
        app.include_router(importlib.import_module(f"threedkit.service.routes.{name}").router, prefix="/v1")


def _add_middleware(app: FastAPI, settings: Settings) -> None:
    """The last one added is the outermost."""
    app.add_middleware(BodyLimit, limits=Limits(settings.json_bytes, settings.upload_idle, settings.upload_rate))
    if settings.auth.same_origin:
        app.add_middleware(SameOrigin)


def _describe(app: FastAPI) -> None:
    make = app.openapi

    def openapi() -> dict[str, Any]:
        return app.openapi_schema or complete_document(make())

    app.openapi = openapi  # type: ignore[method-assign]
