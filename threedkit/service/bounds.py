"""Bodies that are read whole are bounded, in bytes and in time; uploads bound themselves while they stream."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers
from starlette.requests import Request

from threedkit.service.problems import ProblemError, problem_response
from threedkit.service.receiving.body import CLOSE, check_rate, too_slow

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from threedkit.service.receiving import Limits

__all__ = ["BodyLimit", "is_streamed"]

_STREAMED: Final = re.compile(r".*/assets/(upload|uploads/[^/]+/parts/[^/]+)")


def is_streamed(path: str) -> bool:
    """Whether a path takes a body that a route reads as it comes, with bounds of its own.

    Example:
        >>> is_streamed("/v1/assets/upload"), is_streamed("/v1/assets/uploads/0198/parts/1")
        (True, True)
        >>> is_streamed("/v1/assets/uploads"), is_streamed("/v1/scenes")
        (False, False)
    """
    return _STREAMED.fullmatch(path) is not None


class BodyLimit:
    """Middleware: a body is no longer and no slower than `limits`, whatever its Content-Length says."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self.app, self.limits = app, limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; stop it where its body grows too long, or does not come."""
        if scope["type"] != "http" or is_streamed(scope["path"]):
            await self.app(scope, receive, send)
            return
        body = _Body(receive, send, self.limits)
        said = Headers(scope=scope).get("content-length", "")
        if said.isdecimal() and int(said) > self.limits.most:
            body.refusal = _too_large(self.limits.most)
        else:
            await self.app(scope, body.receive, body.send)
        if body.refusal is not None and not body.answered:
            await problem_response(Request(scope), body.refusal)(scope, receive, send)


class _Body:
    """A body on its way to the app; what is wrong with it takes the place of the app's answer."""

    def __init__(self, receive: Receive, send: Send, limits: Limits) -> None:
        self._receive, self._send, self._limits = receive, send, limits
        self._clock = asyncio.get_running_loop().time
        self._start, self._taken, self._whole = self._clock(), 0, False
        self.refusal: ProblemError | None = None
        self.answered = False

    async def receive(self) -> Message:
        """Pass on a piece of the body; the app is told of a disconnection where it is to stop."""
        if self._whole:
            return await self._receive()
        try:
            async with asyncio.timeout(self._limits.idle):
                message = await self._receive()
            self._taken += len(message.get("body", b""))
            self._whole = not message.get("more_body", False)
            self._check()
        except TimeoutError:
            self.refusal = too_slow(self._limits.idle)
        except ProblemError as error:
            self.refusal = error
        else:
            return message
        self._whole = True
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        """Pass on a piece of the answer, if it is the app's to give."""
        if self.refusal is None:
            self.answered = True
            await self._send(message)

    def _check(self) -> None:
        if self._taken > self._limits.most:
            raise _too_large(self._limits.most)
        if not self._whole:
            check_rate(self._taken, self._clock() - self._start, self._limits)


def _too_large(most: int) -> ProblemError:
    return ProblemError(413, "too-large", f"the body is longer than {most:,} bytes", headers=CLOSE, limit=most)
