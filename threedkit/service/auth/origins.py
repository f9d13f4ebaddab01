"""Requests of other sites' pages, refused: where a proxy adds the credential, a browser would bring it along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request

from threedkit.service.problems import ProblemError, problem_response

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["SameOrigin", "is_from_elsewhere"]

_OURS: Final = {"same-origin", "none"}
_MOST: Final = 1 << 20


def is_from_elsewhere(headers: Headers) -> bool:
    """Whether a page of another origin has made a request; programs that are no browsers send neither header.

    Example:
        >>> is_from_elsewhere(Headers({"sec-fetch-site": "same-site"}))
        True
        >>> is_from_elsewhere(Headers({"host": "farm:8888", "origin": "http://farm:8888"}))
        False
    """
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        return site not in _OURS
    if origin is None:
        return False
    hosts = {headers.get("host", ""), headers.get("x-forwarded-host", "")} - {""}
    return urlsplit(origin).netloc not in hosts


async def _take(receive: Receive) -> None:
    """Read the body, if it is no long one: some proxies call it an error when nobody does."""
    taken, more = 0, True
    while more and taken < _MOST:
        message = await receive()
        taken += len(message.get("body", b""))
        more = message.get("more_body", False)


class SameOrigin:
    """Middleware: answers requests of our own pages and of programs only."""

    def __init__(self, app: ASGIApp) -> None:
        """Take the application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it (403)."""
        if scope["type"] == "http" and is_from_elsewhere(Headers(scope=scope)):
            await _take(receive)
            error = ProblemError(403, "cross-origin", "pages of other sites may not use this service")
            await problem_response(Request(scope), error)(scope, receive, send)
            return
        await self._app(scope, receive, send)
