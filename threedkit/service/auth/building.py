"""The authenticator that the settings ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threedkit.service.auth.authenticator import Authenticator
from threedkit.service.auth.embedded import EmbeddedToken
from threedkit.service.auth.hub import HubExchange
from threedkit.service.auth.keys import KeyVerifier
from threedkit.service.auth.keysets import key_source
from threedkit.service.auth.rates import RateLimits
from threedkit.service.auth.signing import ISSUER, Signer
from threedkit.service.auth.tokens import TokenVerifier
from threedkit.store.keys import KeyStore
from threedkit.store.place import home

if TYPE_CHECKING:
    from pathlib import Path

    from threedkit.service.auth.authenticator import Verifier
    from threedkit.service.auth.settings import AuthSettings
    from threedkit.store import Database

__all__ = ["build_authenticator", "signing_keys"]


def signing_keys(settings: AuthSettings) -> Path:
    """Return the file of the keys that sign the service's own tokens."""
    return settings.signing_keys or home() / "signing-keys.json"


def build_authenticator(settings: AuthSettings, database: Database, token: str) -> Authenticator:
    """Return what finds out who asks.

    Args:
        settings: which proofs are accepted.
        database: that holds the API keys.
        token: of the process itself.

    Raises:
        ParameterError: a setting cannot be used: keys that cannot be read, a URL that is no https.
    """
    verifiers: list[Verifier] = [KeyVerifier(KeyStore(database))]
    if settings.embedded or (settings.embedded is None and not settings.jwks and not settings.hub_url):
        verifiers.append(EmbeddedToken(token))
    exchange = None
    if settings.hub_url:
        signer = Signer(signing_keys(settings))
        verifiers.append(TokenVerifier(signer.keys, issuer=ISSUER, audience=settings.audience, leeway=settings.leeway))
        exchange = HubExchange(
            settings.hub_url,
            signer,
            audience=settings.audience,
            seconds=settings.token_seconds,
            scopes=settings.hub_scopes,
        )
    if settings.jwks and settings.issuer:
        verifiers.append(
            TokenVerifier(
                key_source(settings.jwks),
                issuer=settings.issuer,
                audience=settings.audience,
                leeway=settings.leeway,
                groups_claim=settings.groups_claim,
                admin_groups=settings.admin_groups,
            )
        )
    limits = RateLimits(settings.rate_limit) if settings.rate_limit else None
    return Authenticator(verifiers, limits=limits, exchange=exchange)
