"""How deeply extras and extensions are nested: what goes through them calls itself for each level."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from threedkit.io.gltf.checks.extended import may_hold
from threedkit.io.gltf.conform import nested_members

if TYPE_CHECKING:
    from collections.abc import Iterator

    from threedkit.io.gltf import schema
    from threedkit.io.gltf.document import Document

__all__ = ["check_depth"]

_DEEPEST: Final = 200


def check_depth(document: Document) -> bool:
    """Whether no free-form JSON is nested too deeply for a further look."""
    if not may_hold(document, b'"ext'):
        return True
    level = [value for value in _free(document.gltf) if value]
    for _ in range(_DEEPEST):
        level = [
            value
            for item in level
            for value in (item.values() if isinstance(item, dict) else item)
            if value and isinstance(value, (dict, list))
        ]
        if not level:
            return True
    text = f"extras or extensions are nested more than {_DEEPEST} levels deep"
    document.problems.error("INVALID_JSON", "", text)
    return False


def _free(value: schema.Property) -> Iterator[Any]:
    """The extras and extensions of an object and of all below it."""
    if value.extensions:
        yield value.extensions
    if isinstance(value.extras, (dict, list)):
        yield value.extras
    for attribute, _, is_list, is_leaf in nested_members(type(value)):
        member = getattr(value, attribute)
        if not member:
            continue
        if not is_list:
            yield from _free(member)
        elif is_leaf:
            yield from [item.extras for item in member if isinstance(item.extras, (dict, list))]
            yield from [item.extensions for item in member if item.extensions]
        else:
            for item in member:
                yield from _free(item)
