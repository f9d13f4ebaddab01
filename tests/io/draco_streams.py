"""What the tests of Draco share: bitstreams, documents around them, and scenes to be written."""

from __future__ import annotations

import DracoPy
import numpy as np
import pytest

from threedkit import io
from threedkit.errors import AssetError
from threedkit.io.gltf.codecs import draco
from threedkit.scene import Mesh, Primitive, Scene

NAME = "KHR_draco_mesh_compression"
LIMIT = 1 << 28


def grid(side: int = 8) -> tuple[np.ndarray, np.ndarray]:
    x, y = np.meshgrid(np.arange(side, dtype=np.float32), np.arange(side, dtype=np.float32))
    positions = np.stack([x.ravel(), y.ravel(), np.sin(x.ravel())], axis=1)
    corner = (np.arange(side - 1)[:, None] * side + np.arange(side - 1)).ravel()
    first = np.stack([corner, corner + 1, corner + side], 1)
    second = np.stack([corner + 1, corner + side + 1, corner + side], 1)
    return positions, np.concatenate([first, second]).astype(np.uint32)


def attributes(side: int = 8) -> dict[str, np.ndarray]:
    positions, _ = grid(side)
    count, chance = len(positions), np.random.default_rng(1)
    return {
        "POSITION": positions,
        "NORMAL": np.tile(np.float32([0, 0, 1]), (count, 1)),
        "TEXCOORD_0": positions[:, :2] / np.float32(side),
        "TEXCOORD_1": chance.integers(0, 65_536, (count, 2)).astype(np.uint16),
        "COLOR_0": chance.integers(0, 256, (count, 4)).astype(np.uint8),
        "JOINTS_0": chance.integers(0, 9, (count, 4)).astype(np.uint16),
        "WEIGHTS_0": chance.random((count, 4)).astype(np.float32),
        "_ID": np.arange(count, dtype=np.float32)[:, None],
    }


def streams() -> list[bytes]:
    """One bitstream of each kind: both encodings, several levels, with and without metadata."""
    positions, faces = grid(5)
    made = [
        DracoPy.encode(positions, faces, compression_level=level, preserve_order=order, create_metadata=level == 5)
        for level in (0, 5, 7, 10)
        for order in (False, True)
    ]
    options = draco.DracoOptions()
    made.extend(draco.encode(grid(6)[1], attributes(6), options, keep_order=order).data for order in (False, True))
    return made


def apart(data: bytes, points: int, faces: int | None, ids=(), limit: int = LIMIT, clock=None) -> draco.DracoMesh:
    clock = clock or draco.Clock()
    return draco.decode(memoryview(data), points=points, faces=faces, ids=ids, row=12, limit=limit, clock=clock)


def document(data: bytes, ids: dict[str, int], arrays: dict[str, np.ndarray], corners: int, kind: int = 5123) -> tuple:
    """A GLB's JSON and bytes around a bitstream."""
    kinds = {"float32": 5126, "uint8": 5121, "uint16": 5123, "int16": 5122}
    accessors = [{"componentType": kind, "count": corners, "type": "SCALAR"}]
    for name, array in arrays.items():
        one = {"componentType": kinds[array.dtype.name], "count": len(array), "type": f"VEC{array.shape[1]}"}
        if array.shape[1] == 1:
            one["type"] = "SCALAR"
        if name == "POSITION":
            one.update(min=array.min(axis=0).tolist(), max=array.max(axis=0).tolist())
        if array.dtype.kind != "f" and name.startswith(("TEXCOORD", "COLOR", "WEIGHTS")):
            one["normalized"] = True
        accessors.append(one)
    primitive = {
        "attributes": {name: number + 1 for number, name in enumerate(arrays)},
        "indices": 0,
        "extensions": {NAME: {"bufferView": 0, "attributes": ids}},
    }
    return {
        "asset": {"version": "2.0"},
        "extensionsUsed": [NAME],
        "extensionsRequired": [NAME],
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0}],
        "meshes": [{"primitives": [primitive]}],
        "accessors": accessors,
        "bufferViews": [{"buffer": 0, "byteLength": len(data)}],
        "buffers": [{"byteLength": len(data)}],
    }, data


def full_document(*, keep_order: bool = True) -> tuple:
    arrays = attributes()
    made = draco.encode(grid()[1], arrays, draco.DracoOptions(), keep_order=keep_order)
    return document(made.data, made.ids, arrays, 3 * len(grid()[1]))


def codes(glb: bytes) -> set[str]:
    with pytest.raises(AssetError) as caught:
        io.load(glb)
    return {problem.code for problem in caught.value.problems if problem.severity == "error"}


def scene_of(**values) -> Scene:
    positions, faces = grid()
    scene = Scene()
    scene.add(Mesh(Primitive(positions, indices=faces.reshape(-1), **values), name="hill"))
    return scene


def saved(scene, path) -> bytes:
    scene.save(path, compression="draco")
    return path.read_bytes()
