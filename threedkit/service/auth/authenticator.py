"""Asks everything that can verify a credential, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from threedkit.service.auth.credentials import bearer
from threedkit.service.auth.failures import UnauthenticatedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from threedkit.service.auth.hub import HubExchange
    from threedkit.service.auth.principal import Principal
    from threedkit.service.auth.rates import RateLimits

__all__ = ["Authenticator", "Verifier"]


class Verifier(Protocol):
    """Verifies one kind of credential."""

    async def verify(self, credential: str) -> Principal | None:
        """Return whom the credential proves; None: it is not of this kind.

        Raises:
            AuthError: it is of this kind, and does not hold, or cannot be verified now.
        """
        ...


class Authenticator:
    """Finds out who asks. Knows nothing of HTTP frameworks: REST and gRPC use the same one.

    Args:
        verifiers: asked in this order; the first that knows the credential decides.
        limits: how often each user may ask; whoever has the process's own token may always.
        exchange: of JupyterHub's tokens, where there is a Hub.

    Example:
        >>> import asyncio
        >>> from threedkit.service.auth import EmbeddedToken
        >>> authenticator = Authenticator([EmbeddedToken("correct-horse-battery", "ada")])
        >>> asyncio.run(authenticator.authenticate([("Authorization", "Bearer some-other-horse")]))
        Traceback (most recent call last):
        ...
        threedkit.service.auth.failures.UnauthenticatedError: the token or key is not known here
    """

    def __init__(
        self, verifiers: Sequence[Verifier], *, limits: RateLimits | None = None, exchange: HubExchange | None = None
    ) -> None:
        """Take what verifies."""
        self.verifiers, self.exchange, self._limits = tuple(verifiers), exchange, limits

    async def authenticate(self, headers: Iterable[tuple[str, str]]) -> Principal:
        """Return who asks, by the headers of HTTP or the metadata of gRPC.

        Raises:
            AuthError: nobody known; its `status`, `detail` and `headers` make the answer.
        """
        credential = bearer(headers)
        for verifier in self.verifiers:
            found = await verifier.verify(credential)
            if found is not None:
                if self._limits is not None and found.proof != "token":
                    self._limits.hit(found.subject)
                return found
        raise UnauthenticatedError("the token or key is not known here", "invalid_token")
