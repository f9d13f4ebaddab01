"""Absolute addresses of what the service offers, as its clients reach it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["base_of"]


def base_of(request: Request) -> str:
    """Return the address that all paths follow, without a slash at its end: scheme, host, and the path of a proxy.

    It is the one that the request came to; a proxy before the service passes ``Host`` and ``X-Forwarded-Proto`` on.
    """
    return str(request.base_url).rstrip("/")
