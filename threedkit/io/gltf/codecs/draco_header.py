"""The beginning of a Draco bitstream: how many triangles and points it says it holds.

Read before the native decoder sees the bytes, for the decoder believes these numbers and allocates by them.
Source: the Draco bitstream specification, 2.2 (sections "Draco header", "Metadata" and "Connectivity data").
"""

from __future__ import annotations

import struct
from typing import Final, Literal, NamedTuple

from threedkit.io.gltf.codecs.errors import INVALID, CodecError

__all__ = ["DracoHeader", "read_header"]

_HEAD: Final = struct.Struct("<5sBBBBH")
_METADATA: Final = 0x8000
_MESH: Final = 1
_VERSIONS: Final = frozenset({(2, 0), (2, 1), (2, 2)})
_ENTRIES: Final = 4096


class DracoHeader(NamedTuple):
    """What a bitstream says about itself.

    Attributes:
        version: of the bitstream.
        method: "sequential" keeps the order of points and triangles, "edgebreaker" does not.
        faces: number of triangles.
        points: number of points (sequential), or of the vertices of the connectivity, of which seams of attributes
            make more points (edgebreaker).
    """

    version: tuple[int, int]
    method: Literal["sequential", "edgebreaker"]
    faces: int
    points: int


def read_header(data: memoryview) -> DracoHeader:
    """The header of a bitstream.

    Raises:
        CodecError: it is no Draco mesh of bitstream 2.0 to 2.2, or it is cut off.

    Example:
        >>> read_header(memoryview(b"DRACO" + bytes([2, 2, 1, 0, 0, 0, 4, 10, 1])))
        DracoHeader(version=(2, 2), method='sequential', faces=4, points=10)
    """
    if len(data) < _HEAD.size or bytes(data[:5]) != b"DRACO":
        raise CodecError(INVALID, "it does not begin with a Draco header")
    _, major, minor, kind, method, flags = _HEAD.unpack_from(data)
    if (major, minor) not in _VERSIONS:
        raise CodecError(INVALID, f"Draco bitstream {major}.{minor} is not read, 2.0 to 2.2 are")
    if kind != _MESH:
        raise CodecError(INVALID, "it is a Draco point cloud, not a mesh")
    if method > 1:
        raise CodecError(INVALID, f"Draco has no mesh encoding {method}")
    cursor = _Cursor(data, _HEAD.size)
    if flags & _METADATA:
        _skip_metadata(cursor)
    if method == 0:
        faces, points = (cursor.varint(), cursor.varint()) if minor > 1 else (cursor.word(), cursor.word())
        return DracoHeader((major, minor), "sequential", faces, points)
    cursor.skip(1)
    if minor < 2:
        cursor.varint()
    points = cursor.varint()
    return DracoHeader((major, minor), "edgebreaker", cursor.varint(), points)


class _Cursor:
    """A place in the bytes that only moves on; reading past the end is a CodecError."""

    def __init__(self, data: memoryview, place: int) -> None:
        self.data, self.place = data, place

    def byte(self) -> int:
        self.skip(1)
        return self.data[self.place - 1]

    def word(self) -> int:
        self.skip(4)
        return int.from_bytes(self.data[self.place - 4 : self.place], "little")

    def varint(self) -> int:
        """An unsigned LEB128 number of at most 32 bits."""
        number = 0
        for shift in range(0, 35, 7):
            byte = self.byte()
            number |= (byte & 0x7F) << shift
            if byte < 0x80:
                return number & 0xFFFFFFFF
        raise CodecError(INVALID, "a number in the Draco header is too long")

    def skip(self, size: int) -> None:
        self.place += size
        if self.place > len(self.data):
            raise CodecError(INVALID, "the Draco header is cut off")


def _skip_metadata(cursor: _Cursor) -> None:
    """Go past the metadata: attributes by number, then the mesh's own; entries of names and values, nested."""
    pending = ["mesh"] + ["attribute"] * _bounded(cursor.varint())
    total = 0
    while pending:
        kind = pending.pop()
        if kind == "attribute":
            cursor.varint()
        elif kind == "nested":
            cursor.skip(cursor.byte())
        for _ in range(_bounded(cursor.varint())):
            cursor.skip(cursor.byte())
            cursor.skip(cursor.varint())
        nested = _bounded(cursor.varint())
        total = _bounded(total + nested)
        pending.extend(["nested"] * nested)


def _bounded(count: int) -> int:
    if count > _ENTRIES:
        raise CodecError(INVALID, f"Draco metadata of {count} entries is not read")
    return count
