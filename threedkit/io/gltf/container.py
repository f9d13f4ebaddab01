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
_JSON = 0x4E4F534A
_BIN = 0x004E4942


class Chunks(NamedTuple):
    """The two chunks that glTF 2.0 knows: views on the container's bytes."""

    json: memoryview
    binary: memoryview | None


def is_glb(data: memoryview) -> bool:
    """Whether the bytes begin like a GLB, or like something binary that only a GLB could be meant to be."""
    head = bytes(data[:4])
    return head == MAGIC or not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def parse(data: memoryview, problems: Problems) -> Chunks | None:
    """Split a GLB into its chunks; every length is held against the bytes that are there.

    Args:
        data: the whole file.
        problems: where findings go; their pointers are byte offsets such as "@12".

    Returns:
        The chunks, or None when there is no JSON to read.
    """
    if len(data) < _HEADER.size:
        return _stop(
            problems, "GLB_UNEXPECTED_END_OF_HEADER", 0, f"a GLB has a header of 12 bytes, here are {len(data)}"
        )
    magic, version, length = _HEADER.unpack_from(data)
    if magic != MAGIC:
        return _stop(problems, "GLB_INVALID_MAGIC", 0, f"a GLB begins with b'glTF', not {magic!r}")
    if version != _VERSION:
        old = " (glTF 1.0 is not read; convert the file to glTF 2.0)" if version == 1 else ""
        return _stop(problems, "GLB_INVALID_VERSION", 4, f"the container version must be 2, not {version}{old}")
    if length > len(data):
        problems.error(
            "GLB_LENGTH_MISMATCH", "@8", f"the header says {length} bytes, the file has {len(data)}: is it cut off?"
        )
    elif length < len(data):
        problems.warning(
            "GLB_EXTRA_DATA", f"@{length}", f"{len(data) - length} bytes after the end of the GLB are ignored"
        )
    if length <= _HEADER.size:
        return _stop(problems, "GLB_LENGTH_TOO_SMALL", 8, f"{length} bytes are too few for a header and a JSON chunk")
    return _chunks(data[: min(length, len(data))], length, problems)


def _chunks(data: memoryview, declared: int, problems: Problems) -> Chunks | None:
    json: memoryview | None = None
    binary: memoryview | None = None
    offset, number = _HEADER.size, 0
    while offset < len(data):
        if len(data) - offset < _CHUNK.size:
            problems.error("GLB_UNEXPECTED_END_OF_CHUNK_HEADER", f"@{offset}", "a chunk header has 8 bytes")
            break
        length, kind = _CHUNK.unpack_from(data, offset)
        start, end = offset + _CHUNK.size, offset + _CHUNK.size + length
        _check_chunk(kind, number, length, offset, problems)
        if end > declared:
            rest = declared - start
            problems.error("GLB_CHUNK_TOO_BIG", f"@{offset}", f"the chunk says {length} bytes, the GLB has {rest} left")
        if end > len(data):
            problems.error(
                "GLB_UNEXPECTED_END_OF_CHUNK_DATA", f"@{len(data)}", f"the chunk of {length} bytes is cut off"
            )
            break
        body = data[start:end]
        if kind == _JSON and number == 0:
            json = body
        elif kind == _BIN and number == 1:
            binary = body
        offset, number = end, number + 1
    return None if json is None else Chunks(json, binary)


def _check_chunk(kind: int, number: int, length: int, offset: int, problems: Problems) -> None:
    where, name = f"@{offset}", {_JSON: "JSON", _BIN: "BIN"}.get(kind, f"0x{kind:08x}")
    if length % 4:
        problems.error(
            "GLB_CHUNK_LENGTH_UNALIGNED", where, f"the length of chunk {name} must be a multiple of 4, not {length}"
        )
    if number == 0 and kind != _JSON:
        problems.error("GLB_UNEXPECTED_FIRST_CHUNK", where, f"the first chunk must be JSON, not {name}")
    elif number > 0 and kind == _JSON:
        problems.error("GLB_DUPLICATE_CHUNK", where, "there must be only one JSON chunk")
    elif number > 1 and kind == _BIN:
        problems.error("GLB_UNEXPECTED_BIN_CHUNK", where, "the BIN chunk must be the second one")
    elif kind not in {_JSON, _BIN}:
        problems.warning("GLB_UNKNOWN_CHUNK_TYPE", where, f"chunk {name} is not known and is not kept")
    if length == 0 and kind == _JSON:
        problems.error("GLB_EMPTY_CHUNK", where, "the JSON chunk must not be empty")


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
