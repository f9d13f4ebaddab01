"""What the fuzzers start from: small files of every kind, made here."""

from __future__ import annotations

import base64
import importlib.util
import json
import struct
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import trimesh

from threedkit.io.meshes import READ_SUFFIXES

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["gltf_seeds", "mesh_seeds"]


def _samples() -> ModuleType:
    """The scenes of the tests of io: one for each feature of the document."""
    path = Path(__file__).parent.parent / "io" / "samples.py"
    spec = importlib.util.spec_from_file_location("samples", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def gltf_seeds(folder: Path) -> int:
    """Write each sample scene as .glb, plain and compressed, and as .gltf that holds its data; gives their number."""
    count = 0
    for name, scene in _samples().everything().items():
        for compression in ("", "meshopt", "draco"):
            with warnings.catch_warnings(action="ignore"):  # about what Draco leaves alone
                path = scene.save(folder / f"{name}-{compression or 'plain'}.glb", compression=compression)
            count += 1
        (folder / f"{name}.gltf").write_bytes(_embedded(path.with_name(f"{name}-plain.glb").read_bytes()))
    return count


def _embedded(glb: bytes) -> bytes:
    (length,) = struct.unpack_from("<I", glb, 12)
    document = json.loads(glb[20 : 20 + length])
    if document.get("buffers"):
        size = document["buffers"][0]["byteLength"]
        text = base64.b64encode(glb[28 + length : 28 + length + size]).decode()
        document["buffers"][0]["uri"] = f"data:application/octet-stream;base64,{text}"
    return json.dumps(document).encode()


def mesh_seeds(folder: Path) -> int:
    """Write a file of each other mesh format; the first byte says which, as the target reads it."""
    ball = trimesh.creation.icosphere(subdivisions=0)
    for number, kind in enumerate(READ_SUFFIXES.values()):
        shape = trimesh.PointCloud(ball.vertices) if kind == "xyz" else ball
        data = shape.export(file_type=kind)
        (folder / f"ball.{kind}").write_bytes(bytes([number]) + (data.encode() if isinstance(data, str) else data))
    return len(READ_SUFFIXES)
