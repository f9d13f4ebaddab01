"""Fetching a document over http(s), when asked to."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections.abc import Collection
from http.client import HTTPException
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from threedkit.errors import AssetError, Problem

if TYPE_CHECKING:
    from http.client import HTTPResponse
    from urllib.request import Request

__all__ = ["MAX_BYTES", "Allowed", "fetch", "is_url", "suffix"]

MAX_BYTES = 1 << 30
"""The largest document that is fetched."""

Allowed = bool | str | Collection[str]
"""Whether the network may be used, or the hosts that may be asked: "name", or "name:port" for that port only."""

_TIMEOUT = 30.0
_DEADLINE = 600.0
_BLOCK = 1 << 20


def is_url(source: str) -> bool:
    """Whether a source names a place on the network (any scheme with //)."""
    scheme, separator, _ = source.partition("://")
    return bool(separator) and scheme.isascii() and scheme.replace("+", "").isalnum()


def suffix(url: str) -> str:
    """The suffix of the URL's path, in lower case."""
    return PurePosixPath(urlsplit(url).path).suffix.lower()


def fetch(url: str, *, allowed: Allowed) -> bytes:
    """The body behind an http(s) URL; redirects are followed to http(s) only.

    Args:
        url: where it is.
        allowed: whether the caller has asked for the network; or the hosts that may be asked, redirects included.

    Raises:
        AssetError: not allowed, another scheme, no answer, or more than MAX_BYTES.
    """
    _check(url, allowed)
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        _Redirects(allowed),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    try:
        with opener.open(url, timeout=_TIMEOUT) as answer:
            return _read(answer, url)
    except urllib.error.HTTPError as error:
        raise _refused(url, "IO_ERROR", f"the server answers {error.code} {error.reason}") from error
    except (urllib.error.URLError, HTTPException, OSError, ValueError) as error:
        if isinstance(error, AssetError):
            raise
        raise _refused(url, "IO_ERROR", f"cannot be fetched: {getattr(error, 'reason', None) or error}") from error


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Redirects only to where the first request might have gone."""

    def __init__(self, allowed: Allowed) -> None:
        self._allowed = allowed

    def redirect_request(self, req: Request, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Request | None:
        _check(newurl, self._allowed)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _check(url: str, allowed: Allowed) -> None:
    """Raise AssetError unless a URL may be fetched."""
    if not allowed:
        raise _refused(url, "NETWORK_NOT_ALLOWED", "the network is only used with allow_network=True or its hosts")
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError as error:
        raise _refused(url, "INVALID_URI", str(error)) from error
    if parts.scheme.lower() not in {"http", "https"}:
        raise _refused(url, "NON_RELATIVE_URI", "only http and https are fetched")
    if allowed is True:
        return
    hosts = {allowed.lower()} if isinstance(allowed, str) else {name.lower() for name in allowed}
    if host not in hosts and f"{host}:{port}" not in hosts:
        known = ", ".join(sorted(hosts))
        raise _refused(url, "NETWORK_NOT_ALLOWED", f"the host {host!r} is not among those of allow_network: {known}")


def _read(answer: HTTPResponse, url: str) -> bytes:
    end = time.monotonic() + _DEADLINE
    body = bytearray()
    while block := answer.read(_BLOCK):
        body += block
        if len(body) > MAX_BYTES:
            raise _refused(url, "IO_ERROR", f"the document is larger than {MAX_BYTES} bytes")
        if time.monotonic() > end:
            raise _refused(url, "IO_ERROR", f"fetching it takes longer than {_DEADLINE:.0f} s")
    return bytes(body)


def _refused(url: str, code: str, why: str) -> AssetError:
    return AssetError(url, [Problem("error", code, "", why)])
