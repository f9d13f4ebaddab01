"""What every reader module needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from threedkit.io.gltf.extensions import kept
from threedkit.io.gltf.schema import ABSENT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from threedkit.io.gltf.document import Document
    from threedkit.io.gltf.schema import NamedProperty, Property

__all__ = ["VALUE", "at", "extras_of", "named", "unnamed"]

VALUE = "$value"
"""Key under which `Element.extras` keeps extras that are not a JSON object."""


def extras_of(extras: Any) -> dict[str, Any]:
    """Extras as the dict that an Element holds."""
    if extras is None:
        return {}
    return extras if isinstance(extras, dict) else {VALUE: extras}


def unnamed(document: Document, source: Property, where: str) -> dict[str, Any]:
    """The keyword values of an Element for extras and extensions, as far as the document gives them."""
    values: dict[str, Any] = {}
    if source.extras is not None:
        values["extras"] = extras_of(source.extras)
    if source.extensions and (extensions := kept(document, source.extensions, where)):
        values["extensions"] = extensions
    return values


def named(document: Document, source: NamedProperty, where: str) -> dict[str, Any]:
    """The same with the name."""
    if source.extras is None and not source.extensions:
        return {"name": source.name}
    return {"name": source.name, **unnamed(document, source, where)}


def at(items: Sequence[Any], index: int) -> Any:
    """The item at an index, or None where the document gives none."""
    return items[index] if index != ABSENT else None
