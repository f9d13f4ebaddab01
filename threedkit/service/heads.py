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
"""Of a request line with its headers, and with the trailers after a body in chunks."""

_AROUND: Final = len(": \r\n")


def bounded_heads(seconds: float) -> type[HttpToolsProtocol]:
    """Return a protocol for uvicorn's ``http=``.

    Args:
        seconds: for a head, from its first byte; for the first byte of a connection, and of the next request; for the
            rest of a body after an answer that did without it.

    Example:
        >>> bounded_heads(30.0).seconds
        30.0
    """
    return type("BoundedHeads", (_BoundedHeads,), {"seconds": seconds})


class _BoundedHeads(HttpToolsProtocol):
    """HTTP of a connection; whenever the client is to send something that no route waits for, a timer runs."""

    seconds: ClassVar[float]
    _timer: asyncio.TimerHandle | None = None
    _in_head = False
    _taken = 0
    """Bytes of the request's line, headers and trailers that are kept."""
    _unheard = 0
    """Bytes in a row of which the parser has told nothing: the middle of a header."""
    _told = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._told = False
        super().data_received(data)
        if self not in self.connections or self.transport.is_closing():  # a web socket's by now; or refused
            return
        self._unheard = 0 if self._told else self._unheard + len(data)
        if self._unheard > HEAD_BYTES:
            self._refuse(_too_large())
        elif self._timer is None and not self._is_answering:
            self._wait()

    # What the parser tells

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._told = self._in_head = True
        self._taken = 0
        self._wait()

    def on_url(self, url: bytes) -> None:
        self._take(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._take(len(name) + len(value) + _AROUND)
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._told, self._in_head = True, False
        self._stop_waiting()
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._told = True
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._told = True
        super().on_message_complete()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self._timer is None and not self._is_answering and not self.transport.is_closing():
            self._wait()

    def send_400_response(self, msg: str) -> None:
        if self._taken > HEAD_BYTES:
            self._refuse(_too_large())
        else:
            super().send_400_response(msg)

    def _take(self, length: int) -> None:
        self._told = True
        self._taken += length
        if self._taken > HEAD_BYTES:
            raise _too_large()  # ends the parsing; uvicorn calls `send_400_response`

    # What becomes of it

    @property
    def _is_answering(self) -> bool:
        """Whether a request whose head is there has not been answered to the end."""
        begun = self.cycle is not None  # uvicorn types it as if it always were
        return begun and not self.cycle.response_complete

    @property
    def _is_next(self) -> bool:
        """Whether all requests before this one are answered, and nothing is said to this one yet."""
        if self._in_head or not self._is_answering:
            return self._in_head and not self._is_answering
        return not self.pipeline and not self.cycle.response_started

    def _wait(self) -> None:
        self._stop_waiting()
        self._timer = self.loop.call_later(self.seconds, self._has_waited)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None

    def _has_waited(self) -> None:
        if self._is_answering:  # the request before
            self._wait()
        elif self._in_head:
            self._refuse(ProblemError(408, "too-slow", f"the headers took more than {self.seconds:g} s"))
        else:
            self.transport.close()

    def _refuse(self, error: ProblemError) -> None:
        """Hang up; say why where that is the answer which the client waits for next."""
        self._stop_waiting()
        if self._is_next:
            status, document, _ = problem_of(error)
            body = msgspec.json.encode(document)
            head = f"content-type: {MEDIA_TYPE}\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n"
            self.transport.write(STATUS_LINE[status] + head.encode() + body)
        if self._is_answering:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        self.transport.close()


def _too_large() -> ProblemError:
    return ProblemError(431, "too-large", f"the headers are longer than {HEAD_BYTES:,} bytes")
