"""Arrays of equal bytes become one array, which the writer stores once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.ops._content import digest
from threedkit.ops._graph import fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from threedkit.scene import Element

__all__ = ["share_arrays"]


def share_arrays(among: Iterable[Element]) -> None:
    """Assign the first of all equal arrays in the place of the others, wherever a field holds one.

    Arrays are equal when their dtype, shape and bytes are. Only those that share dtype and shape with another one are
    looked into.
    """
    among = list(among)
    groups: dict[Any, dict[Any, Any]] = {}
    for element in among:
        for _, value in fields(element):
            for array in _arrays(value):
                groups.setdefault((array.dtype.str, array.shape), {}).setdefault(_place(array), array)
    shared = {place: first for group in groups.values() if len(group) > 1 for place, first in _firsts(group).items()}
    for element in among:
        for name, value in fields(element):
            changed = _replaced(value, shared)
            if changed is not value:
                setattr(element, name, changed)


def _place(array: Any) -> tuple[Any, ...]:
    """What makes two arrays the same memory."""
    return array.__array_interface__["data"][0], array.strides, array.dtype.str, array.shape


def _firsts(group: dict[Any, Any]) -> dict[Any, Any]:
    """For each place of an array whose bytes an earlier one has, that one."""
    first: dict[bytes, Any] = {}
    found = {}
    for place, array in group.items():
        kept = first.setdefault(digest(array), array)
        if kept is not array:
            found[place] = kept
    return found


def _arrays(value: Any) -> Iterator[Any]:
    if isinstance(value, np.ndarray):
        if value.ndim and value.size:
            yield value
    elif isinstance(value, (tuple, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            if isinstance(item, np.ndarray):
                yield from _arrays(item)


def _replaced(value: Any, shared: dict[Any, Any]) -> Any:
    """The value with shared arrays; the very same object when nothing changes."""
    if isinstance(value, np.ndarray):
        return shared.get(_place(value), value)
    if isinstance(value, dict):
        items = {
            name: _replaced(item, shared) if isinstance(item, np.ndarray) else item for name, item in value.items()
        }
        return items if any(items[name] is not value[name] for name in value) else value
    if isinstance(value, tuple) and any(isinstance(item, np.ndarray) for item in value):
        parts = tuple(_replaced(item, shared) for item in value)
        return parts if any(part is not item for part, item in zip(parts, value, strict=True)) else value
    return value
