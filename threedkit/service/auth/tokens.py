"""JSON Web Tokens, verified: RS256 and ES256 by public keys, issuer, audience, times; nothing else."""

from __future__ import annotations

import base64
import binascii
import time
from typing import TYPE_CHECKING, Any, Final

import msgspec
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwt import JWTClaimsRegistry

from threedkit.service.auth.failures import UnauthenticatedError
from threedkit.service.auth.keysets import ALGORITHMS
from threedkit.service.auth.principal import Principal
from threedkit.service.auth.scopes import ALL

if TYPE_CHECKING:
    from collections.abc import Callable

    from threedkit.service.auth.keysets import KeySource

__all__ = ["TokenVerifier"]

_TYPES: Final = {"jwt", "at+jwt", "application/at+jwt"}
_SUBJECT: Final = 200
_GROUPS: Final = 500


class _Header(msgspec.Struct):
    alg: str
    kid: str | None = None
    typ: str = "JWT"
    crit: Any = None


class _Registry(jws.JWSRegistry):
    max_header_length = 4096
    max_payload_length = 8192


class TokenVerifier:
    """Verifies the tokens of one issuer.

    Args:
        keys: of the issuer.
        issuer: that a token must name (``iss``).
        audience: that a token must name (``aud``).
        leeway: seconds by which clocks may differ.
        groups_claim: the claim that lists groups.
        admin_groups: groups whose members are administrators; the scope ``admin`` makes one too.
        clock: of seconds since 1970.
    """

    def __init__(
        self,
        keys: KeySource,
        *,
        issuer: str,
        audience: str,
        leeway: int = 30,
        groups_claim: str = "groups",
        admin_groups: tuple[str, ...] = (),
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Take what a token must be."""
        self.issuer = issuer
        self._keys, self._groups_claim, self._admins = keys, groups_claim, frozenset(admin_groups)
        self._claims = JWTClaimsRegistry(
            now=lambda: int(clock()),
            leeway=leeway,
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": audience},
            exp={"essential": True},
            sub={"essential": True},
        )
        self._registry = _Registry(algorithms=list(ALGORITHMS), strict_check_header=False)

    async def verify(self, credential: str) -> Principal | None:
        """Return whom a token proves; None: it is no token, or one of another issuer.

        Raises:
            UnauthenticatedError: it is not signed by a key of the issuer, or not good now or here.
            UnavailableError: the keys are out of reach.
        """
        parts = credential.split(".")
        if len(parts) != 3 or _decoded(parts[1], dict[str, Any]).get("iss") != self.issuer:
            return None
        header = _decoded(parts[0], _Header)
        if header.alg not in ALGORITHMS or header.typ.lower() not in _TYPES or header.crit is not None:
            raise UnauthenticatedError("the token's header is not accepted: RS256 or ES256, a JWT", "invalid_token")
        key = await self._keys.find(header.kid, header.alg)
        if key is None:
            raise UnauthenticatedError("the token is signed by a key that is not known", "invalid_token")
        try:
            signed = jws.deserialize_compact(credential, key, [header.alg], self._registry)
            claims = msgspec.json.decode(signed.payload or b"", type=dict[str, Any])
            self._claims.validate(claims)
        except (JoseError, msgspec.MsgspecError, RecursionError, ValueError) as error:
            raise UnauthenticatedError(_reason(error), "invalid_token") from error
        return self._principal(claims)

    def _principal(self, claims: dict[str, Any]) -> Principal:
        subject, groups = claims["sub"], claims.get(self._groups_claim, [])
        scopes = claims.get("scope", claims.get("scp", ""))
        if isinstance(scopes, str):
            scopes = scopes.split()
        if not all(
            isinstance(words, list) and all(isinstance(word, str) for word in words) for words in (scopes, groups)
        ):
            raise UnauthenticatedError("the token's scopes or groups are no lists of words", "invalid_token")
        if not subject.isprintable() or len(subject) > _SUBJECT or len(groups) > _GROUPS:
            raise UnauthenticatedError("the token's subject or groups are too long", "invalid_token")
        return Principal(
            subject,
            frozenset(groups),
            frozenset(scopes) & ALL,
            admin="admin" in scopes or not self._admins.isdisjoint(groups),
            proof="jwt",
            credential=str(claims.get("jti", ""))[:_SUBJECT],
        )


def _are_words(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(word, str) for word in value)


def _decoded(part: str, kind: type[Any]) -> Any:
    """Read one part of a token that is not verified yet."""
    try:
        data = base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
        return msgspec.json.decode(data, type=kind)
    except (binascii.Error, msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise UnauthenticatedError("the token is malformed", "invalid_token") from error


def _reason(error: Exception) -> str:
    known = {
        "expired_token": "the token has expired",
        "bad_signature": "the token's signature does not hold",
        "missing_claim": "the token lacks a claim; it needs iss, aud, sub and exp",
    }
    code = getattr(error, "error", "")
    return known.get(code, "the token is not good here: its issuer, audience or times do not fit")
