"""A JupyterHub's tokens, exchanged for short ones of the service."""

from __future__ import annotations

import logging
import secrets
import time
from typing import TYPE_CHECKING, Any, Final

import msgspec

from threedkit.errors import ParameterError, require
from threedkit.service.auth.embedded import is_loopback
from threedkit.service.auth.failures import ForbiddenError, UnauthenticatedError, UnavailableError
from threedkit.service.auth.rates import RateLimits
from threedkit.service.auth.scopes import ALL

if TYPE_CHECKING:
    from collections.abc import Callable

    from threedkit.service.auth.signing import Signer

__all__ = ["HubExchange"]

_BYTES: Final = 256 * 1024
_RATE: Final = "30/minute"

_logger = logging.getLogger("threedkit.service.auth")


class _User(msgspec.Struct):
    """What the Hub says of the owner of a token (`GET /hub/api/user`)."""

    name: str
    kind: str = "user"
    admin: bool = False
    groups: list[str] = []
    scopes: list[str] = []


class HubExchange:
    """Asks the Hub whose a token is, and signs a short token for them.

    Args:
        url: of the Hub's API; ``https``, or ``http`` on loopback.
        signer: of our tokens.
        audience: of our tokens.
        seconds: their life.
        scopes: of the Hub, of which a token must have one: a token made for another service opens nothing here.
        clock: of seconds since 1970.

    Raises:
        ParameterError: the URL is no https.
    """

    def __init__(
        self,
        url: str,
        signer: Signer,
        *,
        audience: str,
        seconds: int = 600,
        scopes: tuple[str, ...],
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Ask nothing yet."""
        httpx = require("httpx", extra="service")
        parsed = httpx.URL(url)
        if parsed.scheme != "https" and not (parsed.scheme == "http" and is_loopback(parsed.host)):
            raise ParameterError("the Hub must be reached by https: its users' tokens are sent to it")
        self._url, self._signer, self._audience, self.seconds = url.rstrip("/"), signer, audience, seconds
        self._scopes, self._clock, self._limits = frozenset(scopes), clock, RateLimits(_RATE)
        self._trust = httpx.create_ssl_context()  # once: it reads all authorities of the machine

    async def exchange(self, token: str, address: str = "") -> str:
        """Return our token for the owner of a Hub's token.

        Args:
            token: of the Hub.
            address: of who asks: one address may be wrong 30 times a minute, so that the Hub is spared guesses.

        Raises:
            UnauthenticatedError: the Hub does not know the token, or it is no user's.
            ForbiddenError: the token was made for something else.
            RateLimitedError: the address was wrong too often.
            UnavailableError: the Hub is out of reach, or the keys that sign are.
        """
        self._limits.hit(address, count=False)
        try:
            user = await self._owner(token)
        except (UnauthenticatedError, ForbiddenError):
            self._limits.hit(address)
            raise
        now = int(self._clock())
        claims: dict[str, Any] = {
            "sub": user.name,
            "aud": self._audience,
            "iat": now,
            "nbf": now,
            "exp": now + self.seconds,
            "jti": secrets.token_hex(8),
            "groups": sorted(set(user.groups)),
            "scope": " ".join(sorted(ALL | ({"admin"} if user.admin else set()))),
        }
        try:
            return self._signer.sign(claims)
        except ParameterError as error:
            _logger.exception("no token can be signed")
            raise UnavailableError("no token can be signed now") from error

    def public_keys(self) -> dict[str, Any]:
        """Return the key set that verifies our tokens.

        Raises:
            UnavailableError: it cannot be read.
        """
        try:
            return self._signer.public()
        except ParameterError as error:
            _logger.exception("the keys that sign cannot be read")
            raise UnavailableError("the keys cannot be had now") from error

    async def _owner(self, token: str) -> _User:
        user = await self._ask(token)
        if user.kind != "user":
            raise UnauthenticatedError("the token is a service's, not a user's", "invalid_token")
        if self._scopes.isdisjoint(user.scopes):
            wanted = " or ".join(sorted(self._scopes))
            raise ForbiddenError(f"the Hub's token lacks the scope {wanted} (docs/access.md)")
        return user

    async def _ask(self, token: str) -> _User:
        import httpx

        headers = {"Authorization": f"token {token}", "Accept": "application/json"}
        try:
            async with httpx.AsyncClient(verify=self._trust, timeout=10.0, follow_redirects=False) as client:
                answer = await client.get(f"{self._url}/user", headers=headers)
        except httpx.HTTPError as error:
            raise UnavailableError("JupyterHub is out of reach; try again", {"Retry-After": "10"}) from error
        if answer.status_code in {401, 403, 404}:
            raise UnauthenticatedError("JupyterHub does not know this token", "invalid_token")
        if answer.status_code != 200 or len(answer.content) > _BYTES:
            raise UnavailableError("JupyterHub has no answer now; try again", {"Retry-After": "10"})
        try:
            return msgspec.json.decode(answer.content, type=_User)
        except (msgspec.MsgspecError, RecursionError) as error:
            raise UnavailableError("JupyterHub's answer cannot be read") from error
