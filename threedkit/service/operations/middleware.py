"""What surrounds every request: its id, its line in the log, its metrics, its span. Streams pass untouched."""

from __future__ import annotations

import logging
import re
import secrets
import time
from typing import TYPE_CHECKING, Any, Final

from opentelemetry.trace import SpanKind, Status, StatusCode
from starlette.datastructures import Headers, MutableHeaders

from threedkit.service.operations import metrics
from threedkit.service.operations.logs import bound
from threedkit.service.operations.tracing import continued, span

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Observed"]

_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")
_METHODS: Final = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
_QUIET: Final = {"/v1/healthz", "/v1/readyz", "/metrics"}
_PREFIX: Final = "/v1/"
_GONE: Final = 499
"""Noted where the client went away before an answer began."""

_logger = logging.getLogger("threedkit.service.requests")


class _Seen:
    """What is noted of one request while it passes."""

    def __init__(self) -> None:
        self.status = _GONE
        self.received = self.sent = 0


class Observed:
    """Middleware, the outermost: gives a request its id and tells of its end.

    The id is the client's or the gateway's ``X-Request-Id``, if it is one (letters, digits, ``. _ -``), else a new one;
    the answer names it.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Take the application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers, seen, begun = Headers(scope=scope), _Seen(), time.perf_counter()
        given = headers.get("x-request-id", "")
        request_id = given if _ID.fullmatch(given) else secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = request_id
        method = scope["method"] if scope["method"] in _METHODS else "OTHER"

        async def receiving() -> Message:
            message = await receive()
            seen.received += len(message.get("body", b""))
            return message

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen.status = message["status"]
                MutableHeaders(scope=message)["X-Request-Id"] = request_id
            seen.sent += len(message.get("body", b""))
            await send(message)

        metrics.in_progress.inc()
        context = continued({name: headers.get(name, "") for name in ("traceparent", "tracestate")})
        with (
            bound(request_id=request_id),
            span(method, kind=SpanKind.SERVER, context=context, http_request_method=method) as made,
        ):
            try:
                await self._app(scope, receiving, sending)
            except Exception:
                seen.status = 500 if seen.status == _GONE else seen.status  # answered further out
                raise
            finally:
                metrics.in_progress.dec()
                route = _route(scope)
                made.update_name(f"{method} {route}")
                made.set_attributes({"http.route": route, "http.response.status_code": seen.status})
                if seen.status >= 500:
                    made.set_status(Status(StatusCode.ERROR))
                _tell(scope, method, route, seen, time.perf_counter() - begun)


def _route(scope: Scope) -> str:
    """Return the path as the route has it, with names for ids: there are few of those."""
    path = getattr(scope.get("route"), "path", None)
    if not path:
        return "unknown"
    # A route of an included router may know its own part of the path only.
    return str(path) if path.startswith(_PREFIX) or _PREFIX not in scope["path"] else f"{_PREFIX}{path[1:]}"


def _tell(scope: Scope, method: str, route: str, seen: _Seen, seconds: float) -> None:
    metrics.requests.labels(method, route, str(seen.status)).inc()
    metrics.request_seconds.labels(method, route).observe(seconds)
    metrics.received.inc(seen.received)
    metrics.sent.inc(seen.sent)
    if seen.status in {401, 403, 429}:
        metrics.refused(seen.status)
    who = scope["state"].get("principal")
    facts: dict[str, Any] = {
        "method": method,
        "route": route,
        "path": scope["path"],
        "status": seen.status,
        "seconds": round(seconds, 6),
        "received": seen.received,
        "sent": seen.sent,
        "client": (scope.get("client") or ("",))[0],
    }
    if who is not None:
        facts |= {"user": who.subject, "proof": who.proof, "key": who.credential}
    _logger.log(logging.DEBUG if scope["path"] in _QUIET else logging.INFO, "request", extra=facts)
