"""What routes ask for: ``Depends(principal)``, ``Depends(require_scope("assets:write"))``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request

from threedkit.service.auth.failures import AuthError, ForbiddenError
from threedkit.service.auth.principal import Principal
from threedkit.service.auth.scopes import ALL

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from threedkit.service.auth.authenticator import Authenticator

__all__ = ["principal", "require_scope"]


async def principal(request: Request) -> Principal:
    """Return who asks; the application keeps an `Authenticator` at ``app.state.authenticator``.

    Raises:
        HTTPException: 401 nobody known, 429 too many requests, 503 it cannot be found out now.
    """
    known: Principal | None = getattr(request.state, "principal", None)
    if known is not None:
        return known
    authenticator: Authenticator = request.app.state.authenticator
    try:
        found = await authenticator.authenticate(request.headers.items())
    except AuthError as error:
        raise error.as_http() from error
    request.state.principal = found
    return found


def require_scope(scope: str) -> Callable[..., Awaitable[Principal]]:
    """Make a dependency that returns who asks, if the credential may be used for `scope`; 403 if not.

    Args:
        scope: of `scopes.ALL`, e.g. ``"assets:write"``; ``"admin"`` asks for an administrator.

    Example:
        >>> from typing import Annotated
        >>> from fastapi import Depends, FastAPI
        >>> app = FastAPI()
        >>> @app.get("/v1/assets")
        ... async def list_assets(who: Annotated[Principal, Depends(require_scope("assets:read"))]) -> list[str]:
        ...     return []
    """
    if scope not in ALL and scope != "admin":
        raise ValueError(f"no scope {scope!r}")

    async def required(request: Request) -> Principal:
        who = await principal(request)
        if not (who.admin if scope == "admin" else who.may(scope)):
            raise ForbiddenError(f"this needs the scope {scope}", scope).as_http()
        return who

    return required
