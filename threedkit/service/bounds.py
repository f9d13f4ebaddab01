"""Bodies that are read whole are bounded; uploads bound themselves while they stream."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request

from threedkit.service.problems import ProblemError, problem_response

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["BodyLimit", "is_streamed"]

_STREAMED: Final = ("/assets/upload", "/parts/")


def is_streamed(path: str) -> bool:
    """Whether a path takes a body that a route reads as it comes, with bounds of its own.

    Example:
        >>> is_streamed("/v1/assets/upload"), is_streamed("/v1/scenes")
        (True, False)
    """
    return any(mark in path for mark in _STREAMED)


class BodyLimit:
    """Middleware: a body is at most `most` bytes, whatever its Content-Length says."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self.app, self.most = app, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; stop it where its body grows too long."""
        if scope["type"] != "http" or is_streamed(scope["path"]):
            await self.app(scope, receive, send)
            return
        taken = 0
        said = Headers(scope=scope).get("content-length", "")
        if said.isdecimal() and int(said) > self.most:
            await self._refusal(scope)(scope, receive, send)
            return

        async def bounded() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self.most:
                return {"type": "http.disconnect"}  # the app stops reading
            return message

        async def answered(message: Message) -> None:
            if taken <= self.most:
                await send(message)

        try:
            await self.app(scope, bounded, answered)
        except ClientDisconnect:
            if taken <= self.most:
                raise
        if taken > self.most:
            await self._refusal(scope)(scope, receive, send)

    def _refusal(self, scope: Scope) -> Response:
        message = f"the body is longer than {self.most:,} bytes"
        return problem_response(Request(scope), ProblemError(413, "too-large", message, limit=self.most))
