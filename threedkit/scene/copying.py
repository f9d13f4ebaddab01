"""A scene's deep copy: every part anew, bulk data shared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np

from threedkit.scene.element import Element, held
from threedkit.scene.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from threedkit.scene.scene import Scene

__all__ = ["copy_scene", "frozen_copy", "parts_of"]

# What belongs to one object alone: its observers and traitlets' own state.
_OWN = frozenset({"_trait_values", "_trait_notifiers", "_trait_validators", "_cross_validation_lock"})
_LEAVES = frozenset({float, int, bool, str, bytes, type(None), np.ndarray})
"""Types that lead nowhere; there are more, but most values are of these."""


def copy_scene(scene: Scene) -> Scene:
    """A copy of a scene that shares no part with it, only arrays, image bytes and decoded pixels.

    Values are walked with a stack, not by recursion: a hierarchy may be 10,000 deep. Observers stay behind.
    """
    return cast("Scene", _copies(scene)[id(scene)])


def frozen_copy(scene: Scene) -> Scene:
    """The same, with arrays of its own in the place of those that somebody may write into."""
    copies = _copies(scene)
    known: dict[int, Any] = {}
    for part in copies.values():
        values = held(part)
        for name, value in values.items():
            if type(value) not in _LEAVES or isinstance(value, np.ndarray):
                values[name] = _frozen(value, known)
    return cast("Scene", copies[id(scene)])


def _copies(scene: Scene) -> dict[int, Element]:
    """A copy of every part, by the identity of the original."""
    originals = _reachable(scene)
    copies = {key: type(one)._adopt({}) for key, one in originals.items()}
    for key, one in originals.items():
        copy = copies[key]
        given = held(one).items()
        held(copy).update({name: value if type(value) in _LEAVES else _copied(value, copies) for name, value in given})
        for name, value in vars(one).items():
            if name not in _OWN:
                object.__setattr__(copy, name, _copied(value, copies))
    return copies


def _frozen(value: Any, known: dict[int, Any]) -> Any:
    """A value with frozen arrays; what was one array stays one."""
    if isinstance(value, np.ndarray):
        if id(value) not in known:
            known[id(value)] = frozen(value)
        return known[id(value)]
    if isinstance(value, dict):
        return {name: _frozen(item, known) for name, item in value.items()}
    if isinstance(value, (tuple, list)) and not _is_named(value) and any(type(item) is not float for item in value):
        return type(value)(_frozen(item, known) for item in value)
    return value


def parts_of(scene: Scene) -> list[Element]:
    """Every part that a scene leads to, each once, itself first."""
    return list(_reachable(scene).values())


def _reachable(scene: Scene) -> dict[int, Element]:
    """Every element that the scene leads to, by identity."""
    found: dict[int, Element] = {}
    stack: list[Any] = [scene]
    while stack:
        value = stack.pop()
        if type(value) is tuple:  # nearly all containers are
            stack += [item for item in value if type(item) not in _LEAVES]
        elif isinstance(value, Element):
            if id(value) not in found:
                found[id(value)] = value
                stack += [item for item in held(value).values() if type(item) not in _LEAVES]
                more = [item for name, item in vars(value).items() if name not in _OWN]
                stack += [item for item in more if type(item) not in _LEAVES]
        elif isinstance(value, (tuple, list, dict)):
            stack += [item for item in _items(value) if type(item) not in _LEAVES]
    return found


def _items(value: Any) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value


def _copied(value: Any, copies: dict[int, Element]) -> Any:
    """The value with copies in the place of elements; containers anew, everything else shared."""
    if isinstance(value, Element):
        return copies[id(value)]
    if isinstance(value, tuple):
        if all(type(item) in _LEAVES for item in value) and type(value) is tuple:
            return value
        items = [_copied(item, copies) for item in value]
        return type(value)(*items) if _is_named(value) else type(value)(items)
    return _copied_json(value, copies) if isinstance(value, (dict, list)) else value


def _copied_json(value: Any, copies: dict[int, Element]) -> Any:
    """The same for dicts and lists in one another, however deep."""
    top: list[Any] = [value]
    stack: list[tuple[Any, Any]] = [(top, 0)]
    while stack:
        holder, key = stack.pop()
        item = holder[key]
        if isinstance(item, (dict, list)):
            holder[key] = item = item.copy()
            stack.extend((item, inner) for inner in (item if isinstance(item, dict) else range(len(item))))
        else:
            holder[key] = _copied(item, copies)
    return top[0]


def _is_named(value: Any) -> bool:
    return hasattr(value, "_fields")
