"""The one way in which scene objects drive widgets: observations that can all be ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from traitlets import All

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from threedkit.scene import Element

__all__ = ["Sync"]

Handler = "Callable[[Any], None]"


class Sync:
    """Observations of scene objects, kept so that closing a view leaves no trace on the scene.

    Example:
        >>> sync = Sync()
        >>> sync.watch(material, update, ("roughness", "metallic"))  # doctest: +SKIP
        >>> sync.close()
    """

    def __init__(self) -> None:
        """Start without observations."""
        self._watched: dict[int, list[tuple[Element, Callable[[Any], None], Any]]] = {}

    def watch(self, element: Element, handler: Callable[[Any], None], names: Iterable[str] | None = None) -> None:
        """Call `handler(change)` whenever one of the fields `names` (None: any field) of `element` is assigned."""
        fields: Any = All if names is None else list(names)
        element.observe(handler, names=fields)
        self._watched.setdefault(id(element), []).append((element, handler, fields))

    def watches(self, element: Element) -> bool:
        """Whether anything is observed on the element."""
        return id(element) in self._watched

    def release(self, element: Element) -> None:
        """End what is observed on one element."""
        for watched, handler, fields in self._watched.pop(id(element), ()):
            watched.unobserve(handler, names=fields)

    def close(self) -> None:
        """End everything."""
        for entries in list(self._watched.values()):
            self.release(entries[0][0])
