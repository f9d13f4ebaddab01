"""What a credential may be used for: ``service:read`` and ``service:write``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from threedkit.errors import ParameterError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ALL", "RESOURCES", "expand", "implied"]

RESOURCES: Final = ("assets", "scenes", "jobs", "runs")
"""What the service holds, materials and animations with the scenes; writing ``runs`` executes code."""

ALL: Final = frozenset(f"{resource}:{verb}" for resource in RESOURCES for verb in ("read", "write"))
"""Every scope there is."""


def implied(scope: str) -> frozenset[str]:
    """Return the scopes of which any one grants `scope`: itself, and writing where only reading is asked for.

    Example:
        >>> sorted(implied("assets:read"))
        ['assets:read', 'assets:write']
    """
    resource, _, verb = scope.partition(":")
    return frozenset({scope, f"{resource}:write"}) if verb == "read" else frozenset({scope})


def expand(names: Iterable[str]) -> frozenset[str]:
    """Read scopes that a person wrote: ``read`` and ``write`` stand for all resources except writing ``runs``.

    Raises:
        ParameterError: there is no such scope; the message lists those that there are.

    Example:
        >>> sorted(expand(["read", "scenes:write"]))
        ['assets:read', 'jobs:read', 'runs:read', 'scenes:read', 'scenes:write']
        >>> "runs:write" in expand(["write"])
        False
    """
    found: set[str] = set()
    for name in names:
        if name in {"read", "write"}:
            found |= {scope for scope in ALL if scope.endswith(name)} - {"runs:write"}
        elif name == "all":
            found |= ALL
        elif name in ALL:
            found.add(name)
        else:
            raise ParameterError(f"no scope {name!r}; there are read, write, all, {', '.join(sorted(ALL))}")
    return frozenset(found)
