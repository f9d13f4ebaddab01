"""What every reader module needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from threedkit.io.gltf.extensions import kept
from threedkit.io.gltf.extras import extras_of
from threedkit.io.gltf.layout import DTYPES
from threedkit.io.gltf.schema import ABSENT
from threedkit.scene import Format

if TYPE_CHECKING:
    from collections.abc import Sequence

    from threedkit.io.gltf.document import Document
    from threedkit.io.gltf.schema import Accessor, NamedProperty, Property

__all__ = ["at", "format_of", "inner", "named", "nested", "unnamed"]


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


def nested(document: Document, where: str, **sources: Property | None) -> dict[str, Any]:
    """The keyword value `nested` of an Element: extras and extensions of objects within its own; {} if none has any.

    Args:
        document: what is read.
        where: pointer of the Element's own object.
        sources: the objects by the names that they have there.
    """
    found = {}
    for name, source in sources.items():
        if source is not None and (source.extras is not None or source.extensions):
            values = unnamed(document, source, f"{where}/{name}")
            if values := {key: value for key, value in values.items() if value}:  # an empty object says nothing
                found[name] = values
    return {"nested": found} if found else {}


def inner(document: Document, name: str, source: Property, where: str, *, told: bool) -> dict[str, Any]:
    """The keyword value `nested` for an extension whose values are fields: its extras and extensions.

    Args:
        document: what is read.
        name: of the extension.
        source: its object.
        where: pointer of that.
        told: whether the fields tell that it is there; if not, an empty entry does.
    """
    found = unnamed(document, source, where)
    return {"nested": {name: found}} if found or not told else {}


def format_of(info: Accessor) -> Format:
    """How an accessor of integers stores its values."""
    return Format(DTYPES[info.component_type].name, info.normalized)
