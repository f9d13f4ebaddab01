"""The GLB container: a header and chunks (glTF 2.0, 4.4)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from threedkit.io.gltf.problems import Problems

__all__ = ["MAGIC", "MAX_GLB", "Chunks", "header", "is_glb", "parse"]

MAGIC = b"glTF"
MAX_GLB = 2**32 - 1
"""The largest GLB: its length is a 32-bit number."""

_VERSION = 2
_HEADER = struct.Struct("<4sII")
_CHUNK = struct.Struct("<II")
_JSON_STARTS = (b"{", b" ", b"\t", b"\r", b"\n", b"\xef")  # the last is the first byte of a byte order mark
_JSON = 0x4E4F534A
_BIN = 0x004E4942


class Chunks(NamedTuple):
    """The two chunks that glTF 2.0 knows: views on the container's bytes."""

    json: memoryview
    binary: memoryview | None


def is_glb(data: memoryview, suffix: str = ".glb") -> bool:
    """Whether the bytes begin like a GLB; where they begin like nothing, the suffix decides."""
    head = bytes(data[:4])
    if head == MAGIC or head[:1] in _JSON_STARTS:
        return head == MAGIC
    return suffix != ".gltf"


def parse(data: memoryview, problems: Problems) -> Chunks | None:
    """Split a GLB into its chunks; every length is held against the bytes that are there.

    Args:
        data: the whole file.
        problems: where findings go; their pointers are byte offsets such as "@12".

    Returns:
        The chunks, or None when there is no JSON to read.
    """
    size = len(data)
    if size < _HEADER.size:
        return _stop(problems, "GLB_UNEXPECTED_END_OF_HEADER", size, f"a GLB has a header of 12 bytes, here are {size}")
    magic, version, length = _HEADER.unpack_from(data)
    if magic != MAGIC:
        return _stop(problems, "GLB_INVALID_MAGIC", 0, f"a GLB begins with b'glTF', not {magic!r}")
    if version != _VERSION:
        old = ": this is glTF 1.0, which is not read; convert the file to glTF 2.0" if version == 1 else ""
        return _stop(problems, "GLB_INVALID_VERSION", 4, f"the container version must be 2, not {version}{old}")
    if length <= _HEADER.size:
        problems.error("GLB_LENGTH_TOO_SMALL", "@8", f"{length} bytes are too few for a header and a JSON chunk")
    return _Reader(data, length, problems).read()


class _Reader:
    """Goes from chunk to chunk, as lib/src/glb_reader.dart of the Khronos validator does."""

    def __init__(self, data: memoryview, declared: int, problems: Problems) -> None:
        self.data, self.declared, self.problems = data, declared, problems
        self.found: dict[int, memoryview] = {}
        self.number = 0

    def read(self) -> Chunks | None:
        offset, size = _HEADER.size, len(self.data)
        while offset < size and offset != self.declared:
            if size - offset < _CHUNK.size:
                self.problems.error("GLB_UNEXPECTED_END_OF_CHUNK_HEADER", f"@{size}", "a chunk header has 8 bytes")
                return None
            length, kind = _CHUNK.unpack_from(self.data, offset)
            start, end = offset + _CHUNK.size, offset + _CHUNK.size + length
            fresh = self.check(kind, length, offset)
            if end > size:
                text = f"the chunk of {length} bytes is cut off"
                self.problems.error("GLB_UNEXPECTED_END_OF_CHUNK_DATA", f"@{size}", text)
                return None
            if fresh:
                self.found[kind] = self.data[start:end]
            offset, self.number = end, self.number + 1
        if offset < size:
            text = f"{size - offset} bytes after the end of the GLB are ignored"
            self.problems.warning("GLB_EXTRA_DATA", f"@{offset}", text)
        elif offset != self.declared:
            text = f"the header says {self.declared} bytes, the file has {offset}: is it cut off?"
            self.problems.error("GLB_LENGTH_MISMATCH", f"@{offset}", text)
        json, binary = self.found.get(_JSON), self.found.get(_BIN)
        if json is None or (not json and self.number == 1):
            return None
        return Chunks(json, binary or None)

    def check(self, kind: int, length: int, offset: int) -> bool:
        """Whether the chunk is the first of a kind that is known."""
        problems, where = self.problems, f"@{offset}"
        name = {_JSON: "JSON", _BIN: "BIN"}.get(kind, f"0x{kind:08x}")
        if length % 4:
            text = f"the length of chunk {name} must be a multiple of 4, not {length}"
            problems.error("GLB_CHUNK_LENGTH_UNALIGNED", where, text)
        if offset + _CHUNK.size + length > self.declared:
            text = f"the chunk says {length} bytes, the GLB has {self.declared - offset - _CHUNK.size} left"
            problems.error("GLB_CHUNK_TOO_BIG", where, text)
        if self.number == 0 and kind != _JSON:
            problems.error("GLB_UNEXPECTED_FIRST_CHUNK", where, f"the first chunk must be JSON, not {name}")
        if kind not in {_JSON, _BIN}:
            problems.warning("GLB_UNKNOWN_CHUNK_TYPE", where, f"chunk {name} is not known and is not kept")
            return False
        if kind == _BIN and self.number > 1 and _BIN not in self.found:
            problems.error("GLB_UNEXPECTED_BIN_CHUNK", where, "the BIN chunk must be the second one")
        if length == 0 and kind == _JSON:
            problems.error("GLB_EMPTY_CHUNK", where, "the JSON chunk must not be empty")
        elif length == 0:
            problems.info("GLB_EMPTY_BIN_CHUNK", where, "an empty BIN chunk is best left out")
        if kind in self.found:
            problems.error("GLB_DUPLICATE_CHUNK", where, f"there must be only one {name} chunk")
        return kind not in self.found


def _stop(problems: Problems, code: str, offset: int, message: str) -> Chunks | None:
    problems.error(code, f"@{offset}", message)
    return None


def header(json_length: int, binary_length: int) -> tuple[bytes, bytes]:
    """The bytes before the JSON chunk's body and those before the BIN chunk's body (empty without one).

    Args:
        json_length: bytes of JSON, padded with spaces to a multiple of 4.
        binary_length: bytes of the BIN chunk, padded with zeros to a multiple of 4; 0 for no such chunk.

    Raises:
        OverflowError: more than 4 GiB.
    """
    total = _HEADER.size + _CHUNK.size + json_length + (_CHUNK.size + binary_length if binary_length else 0)
    if total > MAX_GLB:
        message = f"a GLB holds at most {MAX_GLB} bytes, not {total}: save as .gltf, or split the scene"
        raise OverflowError(message)
    front = _HEADER.pack(MAGIC, _VERSION, total) + _CHUNK.pack(json_length, _JSON)
    return front, _CHUNK.pack(binary_length, _BIN) if binary_length else b""
