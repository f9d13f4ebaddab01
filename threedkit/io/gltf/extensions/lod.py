"""MSFT_lod at nodes: simpler nodes to draw in the place of one. At materials it stays plain JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["LOD", "level_ids"]

LOD: Final = "MSFT_lod"


def level_ids(extensions: Mapping[str, Any], count: int) -> list[int]:
    """The nodes that the extension names at a node; none if it holds anything else, and so must stay plain JSON.

    Args:
        extensions: of the node.
        count: how many nodes there are.
    """
    data = extensions.get(LOD)
    ids = data.get("ids") if isinstance(data, dict) and data.keys() == {"ids"} else None
    if not isinstance(ids, list) or not all(type(number) is int and 0 <= number < count for number in ids):
        return []
    return ids
