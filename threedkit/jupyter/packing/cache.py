"""What has been packed before, by the content that it was made of."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

__all__ = ["Cache", "digest"]

T = TypeVar("T")

_MOST_BYTES: Final = 128 << 20
_SMALL: Final = 1 << 14
"""Bytes of an array that are copied faster than its memory is asked for."""


class Cache(Generic[T]):
    """The results used last, up to a number of bytes; views that show one hold it by themselves.

    Example:
        >>> cache = Cache(len, most=3)
        >>> cache.get("a", lambda: "xyz"), cache.get("b", lambda: "x"), list(cache)
        ('xyz', 'x', ['b'])
    """

    def __init__(self, size: Callable[[T], int], most: int = _MOST_BYTES) -> None:
        """Start empty; `size` tells the bytes of a result."""
        self._size, self._most = size, most
        self._held: OrderedDict[Any, T] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, key: Any, make: Callable[[], T]) -> T:
        """The result for a key, made now if it is not held."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
        made = make()
        with self._lock:
            if key not in self._held:
                self._held[key] = made
                self._bytes += self._size(made)
            while self._bytes > self._most and len(self._held) > 1:
                _, old = self._held.popitem(last=False)
                self._bytes -= self._size(old)
        return made

    def __iter__(self) -> Any:
        """The keys, the one used last at the end."""
        return iter(list(self._held))

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._held.clear()
            self._bytes = 0


def digest(*parts: NDArray[Any] | bytes | memoryview | str | None) -> bytes:
    """A name for arrays, bytes and texts by their content, shapes and dtypes.

    Example:
        >>> digest(np.zeros(2)) == digest(np.zeros(2)), digest(np.zeros(2)) == digest(np.zeros((1, 2)))
        (True, False)
    """
    told: list[Any] = []
    data: list[Any] = []
    for part in parts:
        if isinstance(part, np.ndarray):
            told.append((part.dtype.str, part.shape))
            data.append(
                part.tobytes() if part.nbytes < _SMALL else np.ascontiguousarray(part).reshape(-1).view(np.uint8)
            )
        elif isinstance(part, (bytes, memoryview)):
            told.append(len(part))
            data.append(part)
        else:
            told.append((part,))
    found = hashlib.blake2b(repr(told).encode(), digest_size=20)
    for one in data:
        found.update(one)
    return found.digest()
