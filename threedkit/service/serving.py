"""The process that serves: a socket, uvicorn, and an end that leaves nothing half done."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import stat
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
import uvicorn

from threedkit.errors import ParameterError
from threedkit.service.app import create_app
from threedkit.service.auth import check_binding
from threedkit.service.heads import bounded_heads
from threedkit.service.operations import watched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from threedkit.service.settings import Settings

__all__ = ["Serving", "serve"]

_BACKLOG: Final = 1024
_LEAVE_SECONDS: Final = 10
"""Requests that are being answered have so long to end after a signal."""


class Serving(msgspec.Struct, frozen=True):
    """Where a service listens.

    Attributes:
        url: its base URL; for a unix socket ``http+unix://`` and the path.
        token: bearer token, if this process has made it; "" if it was given.
        pid: of this process.
        services: those that it answers for.
    """

    url: str
    token: str
    pid: int
    services: tuple[str, ...]


class _Server(uvicorn.Server):
    """uvicorn that says when it listens, and whose end by a signal is a normal one."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], object]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop, numbers = asyncio.get_running_loop(), (signal.SIGTERM, signal.SIGINT)
        for number in numbers:
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            for number in numbers:
                loop.remove_signal_handler(number)


def serve(
    settings: Settings,
    *,
    ready: Callable[[Serving], object],
    certificate: Path | None = None,
    key: Path | None = None,
) -> None:
    """Serve until SIGTERM or Ctrl+C.

    Args:
        settings: of this process.
        ready: is called once, when requests are answered.
        certificate: PEM file with the certificate chain of TLS.
        key: PEM file with its key.

    Raises:
        ParameterError: the address cannot be listened on, or other machines would reach it without TLS.
        StoreError: records or blobs cannot be reached.
    """
    if (certificate is None) != (key is None):
        raise ParameterError("TLS needs both: --tls-cert and --tls-key")
    if settings.unix_socket is None or settings.grpc_port is not None:
        check_binding(settings.host, tls=certificate is not None)
    listener, url = _listen(settings, "https" if certificate else "http")
    with listener:
        app = create_app(settings)
        if certificate is not None and key is not None:
            app.state.service.certificate = (certificate, key)
        watching = watched(settings, (app.state.service.token,))
        token = "" if settings.token else app.state.service.token
        where = Serving(url, token, os.getpid(), tuple(settings.services))
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            http=bounded_heads(settings.upload_idle),
            ws="none",
            ssl_certfile=None if certificate is None else str(certificate),
            ssl_keyfile=None if key is None else str(key),
            timeout_graceful_shutdown=_LEAVE_SECONDS,
        )
        try:
            with watching, asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
                runner.run(_Server(config, lambda: ready(where)).serve([listener]))
        finally:
            if settings.unix_socket is not None:
                settings.unix_socket.unlink(missing_ok=True)


def _listen(settings: Settings, scheme: str) -> tuple[socket.socket, str]:
    """Bind before anything else starts: a port that is taken is told at once."""
    if settings.unix_socket is not None:
        path = settings.unix_socket.absolute()
        return _bind_path(path), f"http+unix://{path}"
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((settings.host.strip("[]"), settings.port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        place = f"{settings.host}:{settings.port}"
        raise ParameterError(f"cannot listen on {place}: {error.strerror or error}; choose another --port") from error
    host = settings.host if family == socket.AF_INET else f"[{settings.host.strip('[]')}]"
    return listener, f"{scheme}://{host}:{listener.getsockname()[1]}"


def _bind_path(path: Path) -> socket.socket:
    """Listen on a path that only its owner reaches; what a dead process left there is replaced."""
    listener = socket.socket(socket.AF_UNIX)
    before = os.umask(0o177)
    try:
        if path.exists() and stat.S_ISSOCK(path.stat().st_mode) and not _answers(path):
            path.unlink()
        listener.bind(str(path))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise ParameterError(f"cannot listen on {path}: {error.strerror or error}") from error
    finally:
        os.umask(before)
    return listener


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(path)) == 0
