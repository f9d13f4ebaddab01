"""Who asks: what a stranger may not see does not exist for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["LOCAL", "Access"]


class Access(msgspec.Struct, frozen=True):
    """In whose name records are read and written.

    Whoever owns a record, or is in one of its groups, sees and changes it. Only its owner and an administrator delete
    it, or say which groups it is for. For anybody else there is no such record.

    Attributes:
        subject: who it is; owner of what they make.
        groups: of which they are a member.
        admin: whether everything is theirs.
    """

    subject: str
    groups: frozenset[str] = frozenset()
    admin: bool = False

    def sees(self, owner: str, groups: Iterable[str]) -> bool:
        """Tell whether a record of this owner and these groups exists for them.

        Example:
            >>> Access("ann", frozenset({"film"})).sees("bob", ["film"]), Access("ann").sees("bob", ["film"])
            (True, False)
        """
        return self.owns(owner) or not self.groups.isdisjoint(groups)

    def owns(self, owner: str) -> bool:
        """Tell whether they may delete a record of this owner, and share it with groups."""
        return self.admin or (bool(self.subject) and self.subject == owner)


LOCAL: Final = Access("", admin=True)
"""The user of this machine: everything in their own database is theirs."""
