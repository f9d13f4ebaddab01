"""What mends a problem: a line for each code."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

__all__ = ["hint_for", "hints"]


@cache
def hints() -> dict[str, str]:
    """Code -> how to mend it, for all codes of Khronos' validator and of threedkit (hints.toml)."""
    text = resources.files(__package__).joinpath("hints.toml").read_text("utf-8")
    return {code: hint for table in tomllib.loads(text).values() for code, hint in table.items()}


def hint_for(code: str) -> str:
    """How to mend a problem of this code; "" for one that nobody has written about.

    Example:
        >>> hint_for("NODE_LOOP")
        'Remove the child that leads back to its own ancestor.'
    """
    return hints().get(code, "")
