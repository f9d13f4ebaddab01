"""References from one object to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threedkit.io.gltf.schema import ABSENT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from threedkit.io.gltf.problems import Problems

__all__ = ["all_lead", "leads"]


def leads(problems: Problems, index: int, count: int, what: str, where: str) -> bool:
    """Whether an index that is given is one of `count` objects; if not, the error is in the list.

    Args:
        problems: where the error goes.
        index: what the document says; ABSENT counts as not leading anywhere, without an error.
        count: objects there are.
        what: their plural.
        where: JSON pointer of the index.
    """
    if index == ABSENT:
        return False
    if index < count and not problems.is_placeholder(what, index):
        return True
    problems.error("UNRESOLVED_REFERENCE", where, f"there are {count} {what}, none with index {index}")
    return False


def all_lead(problems: Problems, indices: Sequence[int], count: int, what: str, where: str) -> bool:
    """The same for an array of indices, which must also be different from one another."""
    good = [leads(problems, index, count, what, f"{where}/{i}") for i, index in enumerate(indices)]
    if len(set(indices)) != len(indices):
        seen: set[int] = set()
        for i, index in enumerate(indices):
            if index in seen and index != ABSENT:
                problems.error("DUPLICATE_ELEMENTS", f"{where}/{i}", f"index {index} is in the array twice")
            seen.add(index)
        return False
    return all(good)
