"""Mutations that know what a glTF is: one value of the JSON, some bytes of the buffer, or the container itself.

Mutating bytes alone hardly gets past the JSON parser. Here the JSON is taken apart, one or a few of its values are
changed into something that a broken or malicious exporter might write, and the file is put together again.
"""

from __future__ import annotations

import copy
import json
import random
import struct
from typing import TYPE_CHECKING, Any

__all__ = ["mutate_gltf"]

_HEAD = struct.Struct("<4sII")
_CHUNK = struct.Struct("<II")
_JSON, _BIN = 0x4E4F534A, 0x004E4942
_ODD: tuple[Any, ...] = (
    *(0, 1, -1, 2, 255, 65535, 2**31, 2**32 - 1, 2**32, 2**53, 2**63, 2**64, 10**30, 5126, 5125, 5121),
    *(0.0, -0.0, 0.5, -1.0, 1e-45, 1e38, 1e39, 1e308, 3.4028235e38),
    *("", "x", "\u0000", "é☃", "../secret.bin", "/etc/hostname", "http://127.0.0.1/a.bin", "file:///etc/hostname"),
    *("data:application/octet-stream;base64,AAAA", "data:,%00%ff", "SCALAR", "MAT4", "VEC3", "CUBICSPLINE", "BLEND"),
    *(None, True, False, [], {}, [[]], [{}], [0], [0, 0], [1.0] * 16, {"extras": 1}, {"extensions": {}}),
)
_PATTERNS = (b"\x00\x00\xc0\x7f", b"\x00\x00\x80\x7f", b"\xff\xff\xff\xff", b"\x00\x00\x00\x80", b"\x00\x00\x00\x00")
_DEPTHS = (10, 200, 5000)

if TYPE_CHECKING:
    from collections.abc import Callable

    Mutator = Callable[[bytes, int], bytes]


def mutate_gltf(data: bytes, limit: int, seed: int, plain: Mutator) -> bytes:
    """A changed document of at most `limit` bytes; `plain` changes bytes without knowing what they mean."""
    rng = random.Random(seed)
    parts = _parts(data)
    if parts is None or rng.random() < 0.1:
        return plain(data, limit)
    document, binary, in_glb = parts
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        if binary and rng.random() < 0.35:
            binary = _change_bytes(binary, rng, plain)
        else:
            _change_value(document, rng)
    text = json.dumps(document, ensure_ascii=rng.random() < 0.5, allow_nan=True).encode("utf-8", "surrogatepass")
    if rng.random() < 0.05:
        text = _change_text(text, rng)
    if not in_glb:
        return text[:limit]
    return _glb(text, binary, rng)[:limit]


def _parts(data: bytes) -> tuple[Any, bytes, bool] | None:
    binary, text, in_glb = b"", data, data[:4] == b"glTF"
    try:
        if in_glb:
            length, _ = _CHUNK.unpack_from(data, 12)
            text, rest = data[20 : 20 + length], data[20 + length :]
            if len(rest) >= _CHUNK.size:
                binary = rest[8 : 8 + _CHUNK.unpack_from(rest)[0]]
        return json.loads(text), binary, in_glb
    except (ValueError, RecursionError, struct.error):
        return None


def _glb(text: bytes, binary: bytes, rng: random.Random) -> bytes:
    text += b" " * (-len(text) % 4)
    chunks = _CHUNK.pack(len(text), _JSON) + text
    if binary:
        binary += bytes(-len(binary) % 4)
        chunks += _CHUNK.pack(len(binary), _BIN) + binary
    if rng.random() < 0.03:
        chunks += _CHUNK.pack(rng.choice((0, 4, 2**32 - 1)), rng.choice((_JSON, _BIN, 7))) + b"\x00\x00\x00\x00"
    length = len(chunks) + 12 if rng.random() < 0.97 else rng.choice((0, 12, 20, 2**32 - 1))
    return _HEAD.pack(b"glTF", 2, length) + chunks


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Every (container, key) of a JSON value."""
    found, todo = [], [value]
    while todo and len(found) < 20_000:
        container = todo.pop()
        keys = container.keys() if isinstance(container, dict) else range(len(container))
        for key in keys:
            found.append((container, key))
            if isinstance(container[key], (dict, list)):
                todo.append(container[key])
    return found


def _change_value(document: Any, rng: random.Random) -> None:
    places = _places(document) if isinstance(document, (dict, list)) else []
    if not places:
        return
    container, key = rng.choice(places)
    old, kind = container[key], rng.random()
    if kind < 0.35:
        container[key] = copy.deepcopy(rng.choice(_ODD))
    elif kind < 0.55 and isinstance(old, (int, float)):
        container[key] = rng.choice((old + 1, old - 1, -old, old * 2, old + 0.5, rng.randrange(300)))
    elif kind < 0.7:
        del container[key]
    else:
        _change_structure(container, key, places, rng)


def _change_structure(container: Any, key: Any, places: list[tuple[Any, Any]], rng: random.Random) -> None:
    old, kind = container[key], rng.random()
    if kind < 0.5:
        other, name = rng.choice(places)
        if name in other if isinstance(other, dict) else name < len(other):
            container[key] = json.loads(json.dumps(other[name]))
    elif kind < 0.7 and isinstance(old, list):
        old.extend(old[:50] * rng.choice((1, 2, 20)))
    elif kind < 0.8:
        nested: Any = 0
        for _ in range(rng.choice(_DEPTHS[:2])):
            nested = [nested] if rng.random() < 0.5 else {"a": nested}
        container[key] = nested
    elif isinstance(container, dict):
        name = rng.choice(("extensions", "extras", "sparse", "targets", "byteStride", "name"))
        container[name] = copy.deepcopy(rng.choice(_ODD))


def _change_bytes(binary: bytes, rng: random.Random, plain: Mutator) -> bytes:
    kind, at = rng.random(), rng.randrange(len(binary))
    if kind < 0.4:
        at -= at % 4
        return binary[:at] + rng.choice(_PATTERNS) + binary[at + 4 :]
    if kind < 0.6:
        return binary[:at] + bytes([binary[at] ^ (1 << rng.randrange(8))]) + binary[at + 1 :]
    if kind < 0.7:
        return binary[:at]
    return plain(binary, len(binary) + 16)


def _change_text(text: bytes, rng: random.Random) -> bytes:
    kind, at = rng.random(), rng.randrange(len(text))
    if kind < 0.3:
        depth = rng.choice(_DEPTHS)
        return text[:at] + b"[" * depth + b"]" * depth + text[at:]
    if kind < 0.6:  # a member twice
        return text[:1] + b'"asset":{"version":"2.0"},' + text[1:]
    return (
        text[:at] + rng.choice((b"NaN", b"Infinity", b"-", b"\xff", b"\xed\xa0\x80", b"\\u0000", b"\x00")) + text[at:]
    )
