"""Where extensions are in use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from threedkit.io.gltf.problems import pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["extensions_in_use"]


def extensions_in_use(value: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """The name and JSON pointer of every extension object in a struct, in those nested in extensions too."""
    if isinstance(value, msgspec.Struct):
        for field in msgspec.structs.fields(value):
            member = getattr(value, field.name)
            if field.name == "extensions" and member:
                yield from _named(member, f"{where}/extensions")
            elif isinstance(member, (list, msgspec.Struct)):
                yield from extensions_in_use(member, f"{where}/{field.encode_name}")
    elif isinstance(value, list) and value and not isinstance(value[0], (int, float, str)):
        for index, item in enumerate(value):
            yield from extensions_in_use(item, f"{where}/{index}")


def _named(extensions: dict[str, Any], where: str) -> Iterator[tuple[str, str]]:
    for name, value in extensions.items():
        at = where + pointer(name)
        yield name, at
        yield from _nested(value, at)


def _nested(value: Any, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, member in value.items():
            at = where + pointer(key)
            if key == "extensions" and isinstance(member, dict):
                yield from _named(member, at)
            elif key != "extras":
                yield from _nested(member, at)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _nested(item, f"{where}/{index}")
