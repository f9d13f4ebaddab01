"""Fetching a document over http(s), when asked to."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from http.client import HTTPException
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from threedkit.errors import AssetError, Problem

if TYPE_CHECKING:
    from http.client import HTTPResponse

__all__ = ["MAX_BYTES", "fetch", "is_url", "suffix"]

MAX_BYTES = 1 << 30
"""The largest document that is fetched."""

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


def fetch(url: str, *, allowed: bool) -> bytes:
    """The body behind an http(s) URL; redirects are followed to http(s) only.

    Args:
        url: where it is.
        allowed: whether the caller has asked for the network.

    Raises:
        AssetError: not allowed, another scheme, no answer, or more than MAX_BYTES.
    """
    if not allowed:
        raise _refused(url, "NETWORK_NOT_ALLOWED", "the network is only used with allow_network=True")
    if urlsplit(url).scheme.lower() not in {"http", "https"}:
        raise _refused(url, "NON_RELATIVE_URI", "only http and https are fetched")
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPRedirectHandler(),
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
