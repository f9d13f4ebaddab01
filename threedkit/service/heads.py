"""Heads of requests, bounded: how long they may take, and how many bytes. uvicorn waits for ever and keeps all."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

import msgspec
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from threedkit.service.problems import MEDIA_TYPE, ProblemError, problem_of

if TYPE_CHECKING:
    import asyncio

__all__ = ["HEAD_BYTES", "bounded_heads"]

HEAD_BYTES: Final = 1 << 16
"""Of a request line with its headers."""


def bounded_heads(seconds: float) -> type[HttpToolsProtocol]:
    """Return a protocol for uvicorn's ``http=``.

    Args:
        seconds: for a head, from its first byte; and for the first byte of a connection.

    Example:
        >>> bounded_heads(30.0).seconds
        30.0
    """
    return type("BoundedHeads", (_BoundedHeads,), {"seconds": seconds})


class _BoundedHeads(HttpToolsProtocol):
    """HTTP of a connection; while a head is awaited, a timer runs."""

    seconds: ClassVar[float]
    _timer: asyncio.TimerHandle | None = None
    _taken = 0
    _answering = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._head_is_there()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._timer is not None:
            self._taken += len(data)
            if self._taken > HEAD_BYTES:
                self._refuse(ProblemError(431, "too-large", f"the headers are longer than {HEAD_BYTES:,} bytes"))

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._await_head()

    def on_headers_complete(self) -> None:
        self._head_is_there()
        self._answering = True
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        self._answering = bool(self.pipeline)
        super().on_response_complete()

    def _await_head(self) -> None:
        self._head_is_there()
        self._timer = self.loop.call_later(self.seconds, self._has_waited)

    def _head_is_there(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer, self._taken = None, 0

    def _has_waited(self) -> None:
        if self._answering:  # the request before
            self._await_head()
        elif self._taken:
            self._refuse(ProblemError(408, "too-slow", f"the headers took more than {self.seconds:g} s"))
        else:
            self.transport.close()

    def _refuse(self, error: ProblemError) -> None:
        self._head_is_there()
        status, document, _ = problem_of(error)
        body = msgspec.json.encode(document)
        head = f"content-type: {MEDIA_TYPE}\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n"
        self.transport.write(STATUS_LINE[status] + head.encode() + body)
        self.transport.close()
