"""The credential of a request, taken from its headers with care."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from threedkit.service.auth.failures import UnauthenticatedError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["LONGEST", "bearer"]

LONGEST: Final = 8192
"""Characters of the longest credential that is looked at."""

_TOKEN: Final = re.compile(r"[A-Za-z0-9._~+/-]+=*")  # b64token of RFC 6750


def bearer(headers: Iterable[tuple[str, str]]) -> str:
    """Return the credential: ``Authorization: Bearer X`` (or ``token X``, as Jupyter says), else ``X-API-Key: X``.

    Args:
        headers: names and values, in any case, repeated ones too.

    Raises:
        UnauthenticatedError: there is none, there are several, or it is malformed or longer than `LONGEST`.

    Example:
        >>> bearer([("authorization", "Bearer abc")])
        'abc'
    """
    found = []
    for name, value in headers:
        lowered = name.lower()
        if lowered == "authorization":
            scheme, _, credential = value.strip().partition(" ")
            if scheme.lower() not in {"bearer", "token"}:
                raise UnauthenticatedError("the Authorization header must be: Bearer TOKEN", "invalid_request")
            found.append(credential.strip())
        elif lowered == "x-api-key":
            found.append(value.strip())
    if not found:
        raise UnauthenticatedError("send a token or an API key: Authorization: Bearer TOKEN")
    if len(found) > 1:
        raise UnauthenticatedError("send one credential, not several", "invalid_request")
    if len(found[0]) > LONGEST or not _TOKEN.fullmatch(found[0]):
        raise UnauthenticatedError(f"the token is malformed or longer than {LONGEST} characters", "invalid_token")
    return found[0]
