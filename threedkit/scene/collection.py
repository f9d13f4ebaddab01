"""Collection: the ordered parts of a scene, found by position or by name."""

from __future__ import annotations

from typing import Any, SupportsIndex, TypeVar, overload

from threedkit.errors import NotFoundError

__all__ = ["Collection"]

T = TypeVar("T")


class Collection(tuple[T, ...]):
    """An immutable sequence whose items are also found by name.

    Example:
        >>> from threedkit.scene import Material, Collection
        >>> Collection([Material(name="fur")])["fur"].name
        'fur'
    """

    __slots__ = ()

    @overload
    def __getitem__(self, key: SupportsIndex) -> T: ...
    @overload
    def __getitem__(self, key: slice) -> tuple[T, ...]: ...
    @overload
    def __getitem__(self, key: str) -> T: ...

    def __getitem__(self, key: Any) -> Any:
        """The item at a position, a tuple for a slice, or the first item of that name.

        Raises:
            NotFoundError: no item has the name (also a KeyError); the message lists the names there are.
        """
        if not isinstance(key, str):
            return super().__getitem__(key)
        for item in self:
            if getattr(item, "name", None) == key:
                return item
        names = ", ".join(repr(name) for name in self.names[:20]) or "none has a name"
        message = f"no item is named {key!r}; there are: {names}"
        raise NotFoundError(message)

    @property
    def names(self) -> tuple[str, ...]:
        """Names in order, without the empty ones."""
        return tuple(name for item in self if (name := getattr(item, "name", "")))

    def __repr__(self) -> str:
        """Count and first names."""
        return f"<{len(self)}: {', '.join(self.names[:8])}{', ...' if len(self.names) > 8 else ''}>"
