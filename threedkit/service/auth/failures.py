"""Why a request was refused. The texts are for clients: nothing of a token, nothing of the inside."""

from __future__ import annotations

from starlette.exceptions import HTTPException

from threedkit.errors import ThreedkitError

__all__ = ["AuthError", "ForbiddenError", "RateLimitedError", "UnauthenticatedError", "UnavailableError"]


class AuthError(ThreedkitError):
    """A request is refused for who asks; `status` and `headers` are the answer's."""

    status = 401

    def __init__(self, detail: str, headers: dict[str, str] | None = None) -> None:
        """Take what the client is told, and headers of the answer."""
        super().__init__(detail)
        self.detail = detail
        self.headers = headers or {}

    def as_http(self) -> HTTPException:
        """Return what a route raises."""
        return HTTPException(self.status, self.detail, self.headers)


class UnauthenticatedError(AuthError):
    """Nobody proved who asks, or the proof does not hold (401)."""

    def __init__(self, detail: str, error: str = "") -> None:
        """Take what the client is told, and the error code of RFC 6750 (none where no credential was sent)."""
        challenge = f'Bearer realm="threedkit", error="{error}"' if error else 'Bearer realm="threedkit"'
        super().__init__(detail, {"WWW-Authenticate": challenge})


class ForbiddenError(AuthError):
    """Who asks is known, and may not (403)."""

    status = 403

    def __init__(self, detail: str, scope: str = "") -> None:
        """Take what the client is told, and the scope that is missing."""
        challenge = {"WWW-Authenticate": f'Bearer realm="threedkit", error="insufficient_scope", scope="{scope}"'}
        super().__init__(detail, challenge if scope else {})


class RateLimitedError(AuthError):
    """Too many requests (429)."""

    status = 429


class UnavailableError(AuthError):
    """Who asks cannot be found out now: keys or the Hub are out of reach (503)."""

    status = 503
