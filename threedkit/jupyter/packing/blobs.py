"""Bytes by their SHA-256, and the messages that they travel in."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["MESSAGE_BYTES", "Blob", "messages"]

MESSAGE_BYTES: Final = 4 << 20
"""Most bytes of blobs in one message: what proxies, VS Code and Colab let through."""

_MOST_PARTS: Final = 512


class Blob:
    """Some bytes, held in the parts that they are made of.

    Example:
        >>> blob = Blob([b"ab", b"c"])
        >>> blob.size, blob.data()
        (3, b'abc')
    """

    __slots__ = ("_parts", "hash", "size")

    def __init__(self, parts: Iterable[bytes | memoryview]) -> None:
        """Name the bytes."""
        self._parts: Sequence[bytes | memoryview] = tuple(parts)
        digest = hashlib.sha256()
        for part in self._parts:
            digest.update(part)
        self.hash = digest.hexdigest()
        self.size = sum(len(part) for part in self._parts)

    @property
    def uri(self) -> str:
        """What glTF calls it in a view's messages."""
        return f"tk:{self.hash}"

    def data(self) -> bytes:
        """The bytes."""
        return b"".join(self._parts)


def messages(blobs: Iterable[Blob]) -> Iterator[tuple[list[dict[str, Any]], list[memoryview]]]:
    """Pairs of parts and buffers, each at most `MESSAGE_BYTES` long; a larger blob is cut.

    Example:
        >>> [(len(parts), parts[0]["size"]) for parts, _ in messages([Blob([bytes(5 << 20)]), Blob([b"x"])])]
        [(1, 4194304), (2, 1048576)]
    """
    parts: list[dict[str, Any]] = []
    buffers: list[memoryview] = []
    room = MESSAGE_BYTES
    for blob in blobs:
        data = memoryview(blob.data())
        offset = 0
        while offset < blob.size:
            take = min(room, blob.size - offset)
            parts.append({"hash": blob.hash, "offset": offset, "size": take})
            buffers.append(data[offset : offset + take])
            offset += take
            room -= take
            if not room or len(parts) == _MOST_PARTS:
                yield parts, buffers
                parts, buffers, room = [], [], MESSAGE_BYTES
    if parts:
        yield parts, buffers
