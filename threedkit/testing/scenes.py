"""Whether two scenes are the same: every value, every dtype, and which object is shared with which."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from threedkit.scene import Element, Image, Inventory
from threedkit.scene.fields import brief

if TYPE_CHECKING:
    from collections.abc import Collection

    from threedkit.scene import Scene

__all__ = ["PLACES", "scenes_equal"]

LISTS: Final = (
    "nodes", "meshes", "materials", "textures", "images", "samplers", "cameras", "lights", "skins", "animations",
    "variants",
)  # fmt: skip
PLACES: Final = frozenset({"uri"})
"""Fields that say where something was found, not what it is: a GLB has everything in itself."""


def scenes_equal(a: Scene, b: Scene, *, ignore: Collection[str] = PLACES, limit: int = 100) -> list[str]:
    """Where two scenes differ, each difference as a line of text that begins with a pointer; [] if they are equal.

    Lists are compared item by item, in order. Objects that are one in the one scene have to be one in the other.
    Arrays have to be of the same dtype, shape and values (NaN is equal to NaN).

    Args:
        a: a scene.
        b: another.
        ignore: names of fields that may differ.
        limit: how many differences are told at most.

    Example:
        >>> import threedkit as tk
        >>> one, two = tk.Scene(name="one"), tk.Scene(name="two")
        >>> scenes_equal(one, two)
        ["/name: 'one' is not 'two'"]
    """
    walk = _Walk(frozenset(ignore), limit)
    walk.pair(a, b, "")
    one, two = Inventory(a), Inventory(b)
    for name in LISTS:
        walk.compare(tuple(getattr(one, name)), tuple(getattr(two, name)), f"/{name}")
    walk.run()
    return walk.found


def _kind(element: Element) -> type[Element]:
    """An image is an image, whether its bytes were found or have yet to be made."""
    return Image if isinstance(element, Image) else type(element)


class _Walk:
    def __init__(self, ignore: frozenset[str], limit: int) -> None:
        self.found: list[str] = []
        self._ignore, self._limit = ignore, limit
        self._partners: dict[int, Any] = {}
        self._places: dict[int, str] = {}
        self._waiting: deque[tuple[Element, Element, str]] = deque()

    def run(self) -> None:
        """Look into the elements that were met: one after the other, for a hierarchy may be deep."""
        while self._waiting and len(self.found) < self._limit:
            a, b, where = self._waiting.popleft()
            for name in sorted(a.trait_names()):
                if name not in self._ignore:
                    self.compare(getattr(a, name), getattr(b, name), f"{where}/{name}")

    def pair(self, a: Element, b: Element, where: str) -> None:
        """Two elements at one place: they must not have other partners elsewhere."""
        if _kind(a) is not _kind(b):
            self._tell(where, f"{a!r} is not {b!r}")
            return
        for one, other in ((a, b), (b, a)):
            if id(one) in self._partners and self._partners[id(one)] is not other:
                self._tell(where, f"is not the object at {self._places[id(one)] or '/'} in both scenes")
                return
        if id(a) not in self._partners:
            self._partners[id(a)], self._partners[id(b)] = b, a
            self._places[id(a)] = self._places[id(b)] = where
            self._waiting.append((a, b, where))

    def compare(self, a: Any, b: Any, where: str) -> None:  # noqa: C901 - one branch for each kind of value
        """Two values at one place."""
        if len(self.found) >= self._limit:
            return
        if isinstance(a, Element) and isinstance(b, Element):
            self.pair(a, b, where)
        elif isinstance(a, np.ndarray) and isinstance(b, np.ndarray):
            self._arrays(a, b, where)
        elif isinstance(a, (tuple, list)) and isinstance(b, (tuple, list)):
            if len(a) != len(b):
                self._tell(where, f"{len(a)} items are not {len(b)}")
            for i, (x, y) in enumerate(zip(a, b, strict=False)):
                self.compare(x, y, f"{where}/{i}")
        elif isinstance(a, dict) and isinstance(b, dict):
            if a.keys() != b.keys():
                self._tell(where, f"members {brief(sorted(a))} are not {brief(sorted(b))}")
            for key in sorted(a.keys() & b.keys()):
                self.compare(a[key], b[key], f"{where}/{key}")
        elif isinstance(a, (bytes, memoryview)) and isinstance(b, (bytes, memoryview)):
            if bytes(a) != bytes(b):
                self._tell(where, f"{len(a)} bytes are not {len(b)}, or others")
        elif a != b or isinstance(a, bool) is not isinstance(b, bool):
            self._tell(where, f"{brief(a)} is not {brief(b)}")

    def _arrays(self, a: Any, b: Any, where: str) -> None:
        if a.dtype != b.dtype or a.shape != b.shape:
            self._tell(where, f"{brief(a)} is not {brief(b)}")
        elif not np.array_equal(a, b, equal_nan=a.dtype.kind == "f"):
            wrong = np.argwhere(~np.isclose(a, b, rtol=0, atol=0, equal_nan=True))
            at = tuple(wrong[0].tolist())
            self._tell(where, f"{len(wrong)} values differ, the first at {list(at)}: {a[at]!r} is not {b[at]!r}")

    def _tell(self, where: str, what: str) -> None:
        self.found.append(f"{where or '/'}: {what}")
