"""Walking and rewiring a scene's parts, whatever fields they have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from threedkit.scene import Element
from threedkit.scene.element import held

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from threedkit.scene import Scene

__all__ = ["LISTS", "elements", "everything", "fields", "swap"]

LISTS = (
    "nodes",
    "meshes",
    "materials",
    "textures",
    "images",
    "samplers",
    "cameras",
    "lights",
    "skins",
    "animations",
)
"""The lists of a document that hold unused parts too, by the names that `Scene` and glTF have for them."""


def fields(element: Element) -> Iterator[tuple[str, Any]]:
    """Names and values of the fields that were given to an element; the others hold nothing but defaults."""
    yield from tuple(held(element).items())


def elements(starts: Iterable[Any], *, enter: Callable[[Element, str], bool] | None = None) -> dict[int, Element]:
    """Every element that the fields of some elements lead to, and themselves, by identity.

    Args:
        starts: elements, or tuples, lists and dicts of such.
        enter: says of an element and the name of a field of it whether to go on there; None: everywhere.
    """
    found: dict[int, Element] = {}
    stack = list(starts)
    while stack:
        value = stack.pop()
        if isinstance(value, Element):
            if id(value) not in found:
                found[id(value)] = value
                stack.extend(item for name, item in _held(value) if enter is None or enter(value, name))
        else:
            items = value.values() if isinstance(value, dict) else value
            stack.extend(item for item in items if _may_hold(item))
    return found


def _may_hold(value: Any) -> bool:
    """Whether there may be elements in a value; numbers in a row are told by the first."""
    if isinstance(value, tuple):
        return bool(value) and not isinstance(value[0], float)
    return isinstance(value, (Element, list, dict)) and (isinstance(value, Element) or bool(value))


def _held(element: Element) -> Iterator[tuple[str, Any]]:
    """Fields without those that are still to be computed: what the computing needs is no part of the document."""
    return ((name, value) for name, value in fields(element) if _may_hold(value) and not callable(value))


def everything(scene: Scene) -> dict[int, Element]:
    """Every element of a scene's document, unused ones included."""
    parts = scene.inventory
    return elements([scene, *(getattr(parts, name) for name in LISTS)])


def swap(among: Iterable[Element], new: Mapping[int, Element]) -> None:
    """Assign elements in the place of others wherever a field refers to those.

    Args:
        among: whose fields to look at.
        new: the element that takes the place of another, by that one's identity.
    """
    for element in among:
        for name, value in tuple(_held(element)):
            changed = _swapped(value, new)
            if changed is not value:
                setattr(element, name, changed)


def _swapped(value: Any, new: Mapping[int, Element]) -> Any:
    """The value with the new elements; the very same object when it holds none of the old ones."""
    if isinstance(value, Element):
        return new.get(id(value), value)
    if isinstance(value, tuple):
        items = [_swapped(item, new) for item in value]
        if all(item is before for item, before in zip(items, value, strict=True)):
            return value
        return type(value)(*items) if hasattr(value, "_fields") else type(value)(items)
    return value
