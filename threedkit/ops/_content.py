"""What an element holds, as a key: equal keys mean equal content."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.ops._graph import fields
from threedkit.scene import Element, Image, Material, Mesh, Node, Sampler, Texture, Variant

if TYPE_CHECKING:
    from collections.abc import Hashable

__all__ = ["Content", "digest"]

_BY_IDENTITY = (Image, Material, Mesh, Node, Sampler, Texture, Variant)
"""Parts that lists hold count as themselves when another part refers to them: duplicates among them are one already."""
_PLAIN = (bool, float, int, str, tuple, type(None))


def digest(data: Any) -> bytes:
    """A hash of an array's or of bytes' content, without its shape or type."""
    array = np.ascontiguousarray(data) if isinstance(data, np.ndarray) else np.frombuffer(data, np.uint8)
    return hashlib.sha256(array.reshape(-1).view(np.uint8).data).digest()


class Content:
    """Makes keys; an array's or image's bytes are hashed once.

    Args:
        ignore: names of fields that do not count in the element itself.
    """

    def __init__(self, ignore: frozenset[str]) -> None:
        """Begin with nothing hashed."""
        self._ignore = ignore
        self._digests: dict[int, tuple[Any, Hashable]] = {}

    def key(self, element: Element, but: frozenset[str] = frozenset()) -> Hashable:
        """The content of an element: every field that is not at its default, but those ignored and those given."""
        return self._fields(element, self._ignore | but)

    def _fields(self, element: Element, ignore: frozenset[str]) -> Hashable:
        kept = (
            (name, self._value(getattr(element, name) if callable(value) else value))  # computed on first use
            for name, value in fields(element)
            if name not in ignore and not _is_default(element, name, value)
        )
        return type(element), tuple(sorted(kept, key=lambda pair: pair[0]))

    def _value(self, value: Any) -> Hashable:
        if isinstance(value, _BY_IDENTITY):
            return id(value)
        if isinstance(value, Element):
            return self._fields(value, self._ignore)
        if isinstance(value, (np.ndarray, bytes, memoryview)):
            return self._data(value)
        if isinstance(value, dict):
            return ("dict", *sorted((name, self._value(item)) for name, item in value.items()))
        if isinstance(value, (tuple, list)):
            return ("list", *map(self._value, value))
        return type(value), value

    def _data(self, data: Any) -> Hashable:
        known = self._digests.get(id(data))
        if known is None:
            form = (data.dtype.str, data.shape) if isinstance(data, np.ndarray) else ("bytes",)
            known = self._digests[id(data)] = (data, (*form, digest(data)))
        return known[1]


def _is_default(element: Element, name: str, value: Any) -> bool:
    if isinstance(value, dict):
        return not value
    default = getattr(type(element), name).default_value
    return (
        isinstance(value, (bool, float, int, str, tuple, type(None)))
        and type(value) is type(default)
        and value == default
    )
