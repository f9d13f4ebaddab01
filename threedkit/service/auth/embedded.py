"""The service's own token, as Jupyter has one: for one user, on the loopback address."""

from __future__ import annotations

import getpass
import hashlib
import hmac
import ipaddress
import secrets
from typing import TYPE_CHECKING

from threedkit.errors import ParameterError
from threedkit.service.auth.principal import Principal

if TYPE_CHECKING:
    from pydantic import SecretStr

__all__ = ["EmbeddedToken", "check_binding", "is_loopback", "new_token"]

_SHORTEST = 16


def new_token() -> str:
    """Make a token of 256 random bits."""
    return secrets.token_urlsafe(32)


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches `host`.

    Example:
        >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("0.0.0.0"), is_loopback("farm.example")
        (True, True, False, False)
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def check_binding(host: str, *, tls: bool) -> None:
    """Refuse to listen where tokens would travel in the clear.

    Raises:
        ParameterError: `host` is reached from other machines, and there is no TLS.
    """
    if not tls and not is_loopback(host):
        raise ParameterError(
            f"--host {host} would send tokens in the clear: give --tls-cert and --tls-key,"
            " or stay on 127.0.0.1 behind a gateway (docs/access.md)"
        )


class EmbeddedToken:
    """Knows one token; whoever has it is this process's user, and may do all.

    Args:
        token: at least 16 characters.
        subject: name of the user; None takes the one that this process runs as.

    Raises:
        ParameterError: the token is too short.
    """

    def __init__(self, token: SecretStr | str, subject: str | None = None) -> None:
        """Keep its digest only: digests have one length, so that a comparison tells nothing of the token's."""
        text = token if isinstance(token, str) else token.get_secret_value()
        if len(text) < _SHORTEST:
            raise ParameterError(f"THREEDKIT_TOKEN has {len(text)} characters; it must have at least {_SHORTEST}")
        self._digest = hashlib.sha256(text.encode()).digest()
        self._principal = Principal(subject or _user(), admin=True)

    async def verify(self, credential: str) -> Principal | None:
        """Return the user if it is the token, else None; takes the same time for every wrong one."""
        same = hmac.compare_digest(hashlib.sha256(credential.encode()).digest(), self._digest)
        return self._principal if same else None


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user without a name
        return "local"
