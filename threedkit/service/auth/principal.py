"""Who asks: the same few facts, whatever proved them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from threedkit.service.auth.scopes import ALL, implied

if TYPE_CHECKING:
    from threedkit.store.access import Access

__all__ = ["Principal", "Proof"]

Proof = Literal["token", "jwt", "key"]
"""What proved it: the service's own token, a JSON Web Token, an API key."""


class Principal(msgspec.Struct, frozen=True):
    """A user or a program, as the service knows it.

    Args:
        subject: its name; owner of what it makes.
        groups: those it belongs to.
        scopes: what its credential may be used for, see `scopes.ALL`.
        admin: whether it sees and changes what belongs to others.
        proof: what proved it.
        credential: the public part of the credential (a key's id, a token's ``jti``), for logs; "" where it has none.

    Example:
        >>> reader = Principal("ada", scopes=frozenset({"assets:write"}))
        >>> reader.may("assets:read"), reader.may("scenes:read")
        (True, False)
    """

    subject: str
    groups: frozenset[str] = frozenset()
    scopes: frozenset[str] = ALL
    admin: bool = False
    proof: Proof = "token"
    credential: str = ""

    def may(self, scope: str) -> bool:
        """Whether its credential may be used for `scope`."""
        return not self.scopes.isdisjoint(implied(scope))

    @property
    def access(self) -> Access:
        """What the store asks for: who sees what."""
        from threedkit.store.access import Access

        return Access(self.subject, self.groups, self.admin)
