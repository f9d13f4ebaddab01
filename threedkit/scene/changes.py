"""What of a scene is different from when it was last looked at: told fast enough to be asked before each frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

import numpy as np

from threedkit.scene.copying import parts_of
from threedkit.scene.element import Element, held
from threedkit.scene.frozen import frozen, is_frozen, same_bytes
from threedkit.scene.image import Image

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from threedkit.scene.scene import Scene

__all__ = ["Edit", "Watch"]

_LISTS: Final = ("nodes", "materials", "lights", "cameras")
_HOLDERS: Final = (np.ndarray, tuple, dict, list)
_PLAIN: Final = (str, bool, int, float, type(None))


class Edit(NamedTuple):
    """One field of one part that has another value: a number, a text, None, a tuple of such, or a matrix.

    Attributes:
        part: ``"nodes"``, ``"materials"``, ``"lights"``, ``"cameras"``: the scene's list; or ``"environment"``.
        row: place in that list; 0 for the environment.
        field: name of the field, such as ``"position"``.
        value: what it is now.
    """

    part: str
    row: int
    field: str
    value: Any


class _Different(Exception):  # noqa: N818 - a signal within this module
    """More than values of fields has changed."""


class _State(NamedTuple):
    """What a scene was like.

    Attributes:
        scene: the object that was looked at.
        declared: its lists of parts, as it held them.
        records: every part with its values by field.
        copies: of the arrays that somebody may write into, by identity: the array and what it held.
        places: what `Edit` calls the parts that it names, by identity.
    """

    scene: Scene
    declared: dict[str, tuple[Any, ...]]
    records: list[tuple[Element, dict[str, Any]]]
    copies: dict[int, tuple[NDArray[Any], NDArray[Any]]]
    places: dict[int, tuple[str, int]]


class Watch:
    """Remembers what a scene is like, and tells what has changed since.

    Nothing is hashed: parts are compared by the objects that they hold, which are the same ones until somebody assigns
    others. Only arrays that somebody could write into are compared by their bytes, with a copy.

    Example:
        >>> import threedkit as tk
        >>> scene = tk.Scene()
        >>> ball = scene.add(tk.Mesh(tk.sphere(radius=1)), name="ball")
        >>> watch = Watch(scene)
        >>> watch.edits(scene)
        ()
        >>> ball.position = (0, 1, 0)
        >>> watch.edits(scene)
        (Edit(part='nodes', row=0, field='position', value=(0.0, 1.0, 0.0)),)
        >>> watch.accept()
        >>> watch.edits(scene)
        ()
        >>> other = scene.add(tk.Node())
        >>> watch.edits(scene) is None
        True
    """

    def __init__(self, scene: Scene) -> None:
        """Remember a scene as it is now."""
        records = [(part, _snapshot(part)) for part in parts_of(scene)]
        copies: dict[int, tuple[NDArray[Any], NDArray[Any]]] = {}
        for value in (value for _, values in records for value in values.values() if type(value) in _HOLDERS):
            for array in _arrays(value):
                if id(array) not in copies and not is_frozen(array):
                    copies[id(array)] = (array, frozen(array))
        self._state = self._next = _State(scene, _declared(scene), records, copies, _places(scene))

    def edits(self, scene: Scene) -> tuple[Edit, ...] | None:
        """What is different now: () for nothing, None for more than plain values of the parts that `Edit` names.

        Args:
            scene: the one that is remembered, or any other: a copy, or the same file loaded once more.
        """
        try:
            return tuple(self._own_edits() if scene is self._state.scene else self._edits_of(scene))
        except _Different:
            return None

    def copy(self) -> Watch:
        """Another one that remembers the same and goes its own way from here."""
        other = object.__new__(Watch)
        other._state = other._next = self._state
        return other

    def accept(self) -> None:
        """Remember from now on what the last call of `edits` saw."""
        self._state = self._next

    def _own_edits(self) -> Iterator[Edit]:
        """Look for parts that hold other objects than they did."""
        state = self._state
        if _declared(state.scene) != state.declared or not all(same_bytes(*pair) for pair in state.copies.values()):
            raise _Different
        records = state.records
        for number, (part, before) in enumerate(state.records):
            now = held(part)
            try:
                if now == before:  # identical values count as equal, so that arrays are not looked into
                    continue
            except ValueError:  # another array: NumPy does not say whether it is equal
                pass
            after = _snapshot(part)
            yield from self._compared(part, before, after, _Identity())
            records = records.copy() if records is state.records else records
            records[number] = part, after
        self._next = _State(state.scene, state.declared, records, state.copies, state.places)

    def _edits_of(self, scene: Scene) -> Iterator[Edit]:
        """Compare with another scene, part by part; what is one part here has to be one part there."""
        state, pairs = self._state, _Pairs(self._state.copies)
        values = {id(part): before for part, before in state.records}
        declared = _declared(scene)
        if not (pairs.parts(state.scene, scene) and _equal(state.declared, declared, pairs)):
            raise _Different
        records = []
        while pairs.waiting:
            one, other = pairs.waiting.pop()
            after = _snapshot(other)
            yield from self._compared(one, values[id(one)], after, pairs)
            records.append((other, after))
        places = {id(pairs.partners[key]): place for key, place in state.places.items() if key in pairs.partners}
        self._next = _State(scene, declared, records, pairs.copies, places)

    def _compared(
        self, part: Element, before: dict[str, Any], now: dict[str, Any], sameness: _Sameness
    ) -> Iterator[Edit]:
        for field in sorted(before.keys() | now.keys()):
            one, other = (_value(part, values, field) for values in (before, now))
            if not _equal(one, other, sameness):
                place = self._state.places.get(id(part))
                if place is None or not (_is_plain(one) and _is_plain(other)):
                    raise _Different
                yield Edit(*place, field, other)


class _Sameness(Protocol):
    """Which parts and arrays are the same."""

    def parts(self, one: Any, other: Any) -> bool: ...

    def arrays(self, one: NDArray[Any], other: NDArray[Any]) -> bool: ...


class _Identity:
    """Parts and arrays are the same if they are one object."""

    def parts(self, one: Any, other: Any) -> bool:
        return one is other

    def arrays(self, one: NDArray[Any], other: NDArray[Any]) -> bool:
        return one is other


class _Pairs:
    """Parts are the same if they are partners; what they hold is compared later. Arrays are if their bytes are.

    Attributes:
        partners: the other scene's part, by identity of ours.
        waiting: pairs that have not been compared yet.
        copies: of the other scene's arrays that somebody may write into.
    """

    def __init__(self, known: dict[int, tuple[NDArray[Any], NDArray[Any]]]) -> None:
        self.partners: dict[int, Any] = {}
        self.waiting: list[tuple[Element, Element]] = []
        self.copies: dict[int, tuple[NDArray[Any], NDArray[Any]]] = {}
        self._known = known
        self._backwards: dict[int, Any] = {}

    def parts(self, one: Any, other: Any) -> bool:
        if _kind(one) is not _kind(other):
            return False
        if id(one) in self.partners or id(other) in self._backwards:
            return self.partners.get(id(one)) is other and self._backwards.get(id(other)) is one
        self.partners[id(one)], self._backwards[id(other)] = other, one
        self.waiting.append((one, other))
        return True

    def arrays(self, one: NDArray[Any], other: NDArray[Any]) -> bool:
        before = self._known[id(one)][1] if id(one) in self._known else one
        if not same_bytes(before, other):
            return False
        if not is_frozen(other):
            self.copies[id(other)] = (other, before)
        return True


def _kind(value: Any) -> type:
    """An image is an image, whether its bytes were found or made."""
    return Image if isinstance(value, Image) else type(value)


def _places(scene: Scene) -> dict[int, tuple[str, int]]:
    """The place of each part that `Edit` names, by identity."""
    parts = scene.inventory
    places = {id(part): (name, row) for name in _LISTS for row, part in enumerate(getattr(parts, name))}
    return places if scene.environment is None else places | {id(scene.environment): ("environment", 0)}


def _snapshot(part: Element) -> dict[str, Any]:
    """Values by field; dicts and lists, which may be changed in place, as copies."""
    if isinstance(part, Image):
        _ = part.data  # an image may make its bytes when they are first asked for: they do not count as a change
    values = held(part).copy()
    for name, value in values.items():
        if isinstance(value, (dict, list)):
            values[name] = _own(value)
    return values


def _own(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _own(item) for name, item in value.items()}
    return [_own(item) for item in value] if isinstance(value, list) else value


def _declared(scene: Scene) -> dict[str, tuple[Any, ...]]:
    return dict(scene.__dict__.get("_declared", {}))


def _value(part: Element, values: dict[str, Any], field: str) -> Any:
    """A field's value among those that a part holds: the default where it holds none."""
    if field in values:
        return values[field]
    default = getattr(type(part), field).default_value
    return default if isinstance(default, (*_PLAIN, tuple)) else {}


def _arrays(value: Any) -> Iterator[NDArray[Any]]:
    """All arrays in a value, however nested."""
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, (tuple, list, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            if type(item) is not float:
                yield from _arrays(item)


def _equal(one: Any, other: Any, sameness: _Sameness) -> bool:
    """Whether two values are the same; parts and arrays are where `sameness` says so."""
    if isinstance(one, Element) or isinstance(other, Element):
        return sameness.parts(one, other)
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return sameness.arrays(one, other)
    if isinstance(one, (tuple, list)) and isinstance(other, (tuple, list)):
        return len(one) == len(other) and all(_equal(a, b, sameness) for a, b in zip(one, other, strict=True))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_equal(one[key], other[key], sameness) for key in one)
    if isinstance(one, (bytes, memoryview)) and isinstance(other, (bytes, memoryview)):
        return one is other or same_bytes(np.frombuffer(one, np.uint8), np.frombuffer(other, np.uint8))
    return one is other or (type(one) is type(other) and not isinstance(one, np.ndarray) and bool(one == other))


def _is_plain(value: Any) -> bool:
    """Whether a value is a number, a text, None, a tuple of such, or a matrix."""
    if isinstance(value, tuple):
        return all(isinstance(item, _PLAIN) for item in value)
    return isinstance(value, _PLAIN) or (isinstance(value, np.ndarray) and value.shape == (4, 4))
