"""The bytes that filly gets: threedkit's canonical GLB less what only threedkit reads."""

from __future__ import annotations

import struct
from typing import Any, Final

import msgspec

__all__ = ["without_environment"]

_HEADER: Final = struct.Struct("<4sII")
_CHUNK: Final = struct.Struct("<I4s")
_ENVIRONMENT: Final = "THREEDKIT_environment"


def without_environment(glb: bytes) -> bytes:
    """Drop the root extension that holds the environment, so that filly does not warn of an unknown extension."""
    length, _ = _CHUNK.unpack_from(glb, _HEADER.size)
    start = _HEADER.size + _CHUNK.size
    text = glb[start : start + length]
    if _ENVIRONMENT.encode() not in text:
        return glb
    document: dict[str, Any] = msgspec.json.decode(text)
    for key in ("extensions", "extensionsUsed", "extensionsRequired"):
        kept = document.get(key)
        if isinstance(kept, dict):
            kept.pop(_ENVIRONMENT, None)
        elif isinstance(kept, list):
            document[key] = [name for name in kept if name != _ENVIRONMENT]
        if key in document and not document[key]:
            del document[key]
    text = msgspec.json.encode(document)
    text += b" " * (-len(text) % 4)
    rest = glb[start + length :]
    head = _HEADER.pack(b"glTF", 2, start + len(text) + len(rest))
    return b"".join((head, _CHUNK.pack(len(text), b"JSON"), text, rest))
