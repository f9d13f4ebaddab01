"""What schemathesis sends as a file: one that the service keeps."""

from __future__ import annotations

import json
import struct

import schemathesis
from hypothesis import strategies as st


def model(number: int) -> bytes:
    """A GLB with one node."""
    text = json.dumps({"asset": {"version": "2.0"}, "nodes": [{"name": f"{number:03d}"}]}).encode()
    text += b" " * (-len(text) % 4)
    return struct.pack("<4s3L4s", b"glTF", 2, 20 + len(text), len(text), b"JSON") + text


schemathesis.openapi.media_type("model/gltf-binary", st.integers(0, 999).map(model))
