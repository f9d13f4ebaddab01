"""Fixtures of the service: an app on a real port of this process, with records and blobs of its own."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import uvicorn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FOLDER = str(Path(__file__).parent)
if FOLDER not in sys.path:
    sys.path.insert(0, FOLDER)  # for service_models.py

TOKEN = "a-token-for-tests-0123456789"


class Running:
    """An app that answers on loopback, and a client that has its token."""

    def __init__(self, app: Any, url: str, token: str) -> None:
        self.app, self.url, self.token = app, url, token
        self.service = app.state.service
        self.http = httpx.Client(base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=120)


@contextlib.contextmanager
def running(**settings: Any) -> Iterator[Running]:
    """Serve in a thread of this process."""
    from threedkit.service import Settings, create_app
    from threedkit.service.heads import bounded_heads

    app = create_app(Settings(**{"token": TOKEN, **settings}))
    listener = socket.create_server(("127.0.0.1", 0))
    http = bounded_heads(app.state.service.settings.upload_idle)
    config = uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=2, ws="none", http=http)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server._serve([listener])), daemon=True)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the app did not start"
            thread.join(0.01)
        found = Running(app, f"http://127.0.0.1:{listener.getsockname()[1]}", TOKEN)
        with found.http:
            yield found
    finally:
        server.should_exit = True
        thread.join(120)
        listener.close()
        assert not thread.is_alive(), "the app did not end"


@pytest.fixture(scope="module")
def serving(tmp_path_factory) -> Callable[..., contextlib.AbstractContextManager[Running]]:
    """Start an app: ``with serving(json_bytes=100) as app: app.http.get("/v1/healthz")``."""

    def start(**settings: Any) -> contextlib.AbstractContextManager[Running]:
        folder = tmp_path_factory.mktemp("service")
        places = {"database": f"sqlite:///{folder}/records.db", "blobs": str(folder / "blobs"), "work": False}
        return running(**{**places, **settings})

    return start


@pytest.fixture(scope="module")
def app(serving) -> Iterator[Running]:
    """An app with the settings that every user gets, but for the work on uploads."""
    with serving() as found:
        yield found


@pytest.fixture(scope="module")
def spans() -> Any:
    """The spans of this process, as they end: ``spans.get_finished_spans()``. There is one provider for all tests."""
    from opentelemetry import trace
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    exporter = InMemorySpanExporter()
    provider = trace.get_tracer_provider()
    if not isinstance(provider, TracerProvider):
        provider = TracerProvider()
        trace.set_tracer_provider(provider)
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    return exporter
