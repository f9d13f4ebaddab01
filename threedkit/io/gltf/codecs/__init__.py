"""Codecs for compressed meshes: bytes in, arrays out, and back. Nothing here knows a glTF document.

Whatever is decoded comes from a file and may be hostile: sizes are bounded before a native decoder sees the bytes.
"""

from __future__ import annotations

from threedkit.io.gltf.codecs.budget import ALLOWANCE, MULTIPLE, decoded_limit
from threedkit.io.gltf.codecs.errors import CodecError

__all__ = ["ALLOWANCE", "MULTIPLE", "CodecError", "decoded_limit"]
