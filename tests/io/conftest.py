"""What the tests of files share: GLBs made by hand, and what it means that two scenes are the same."""

from __future__ import annotations

import importlib.util
import io
import json
import struct
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image as Picture

from threedkit.testing import scenes_equal

if TYPE_CHECKING:
    from types import ModuleType


def glb_of(document: dict, binary: bytes = b"") -> bytes:
    text = json.dumps(document).encode()
    text += b" " * (-len(text) % 4)
    binary += bytes(-len(binary) % 4)
    tail = struct.pack("<I4s", len(binary), b"BIN\0") + binary if binary else b""
    return (
        struct.pack("<4sII", b"glTF", 2, 20 + len(text) + len(tail))
        + struct.pack("<I4s", len(text), b"JSON")
        + text
        + tail
    )


def small_document() -> tuple[dict, bytes]:
    """A document with one of everything: skin, morph target, sparse accessor, image, animation, light, camera."""
    positions = np.float32([[0, 0, 0], [1, 0, 0], [0, 1, 0]])
    stream = io.BytesIO()
    Picture.new("RGB", (2, 2), (255, 0, 0)).save(stream, "PNG")
    parts = [
        positions.tobytes(),
        np.uint16([0, 1, 2]).tobytes() + b"\0\0",
        np.zeros((3, 4), np.uint8).tobytes(),
        np.float32([[1, 0, 0, 0]] * 3).tobytes(),
        np.eye(4, dtype=np.float32).tobytes(),
        np.float32([0, 1]).tobytes(),
        np.float32([[0, 0, 0], [1, 2, 3]]).tobytes(),
        np.uint8([1]).tobytes() + b"\0\0\0",
        np.float32([[0.5, 0.5, 0.5]]).tobytes(),
        stream.getvalue(),
    ]
    views, offset, binary = [], 0, b""
    for part in parts:
        views.append({"buffer": 0, "byteOffset": offset, "byteLength": len(part)})
        binary += part + bytes(-len(part) % 4)
        offset = len(binary)

    views[0]["byteStride"], views[2]["byteStride"] = 12, 4  # two accessors each

    def accessor(view, component, count, kind, **more):
        return {"bufferView": view, "componentType": component, "count": count, "type": kind, **more}

    document = {
        "asset": {"version": "2.0", "generator": "by hand", "extras": {"a": 1}},
        "extensionsUsed": ["KHR_lights_punctual", "KHR_texture_transform", "VENDOR_thing"],
        "extensions": {"KHR_lights_punctual": {"lights": [{"type": "spot", "intensity": 2, "spot": {}}]}},
        "scene": 0,
        "scenes": [{"name": "main", "nodes": [0, 3]}, {"nodes": [0]}],
        "nodes": [
            {"name": "root", "children": [1, 2], "translation": [1, 2, 3], "rotation": [0, 0.6, 0, 0.8]},
            {"mesh": 0, "skin": 0, "weights": [0.5]},
            {"camera": 0, "matrix": [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 4, 5, 6, 1]},
            {"extensions": {"KHR_lights_punctual": {"light": 0}, "VENDOR_thing": {"x": [1, {"y": None}]}}},
        ],
        "meshes": [
            {
                "primitives": [
                    {
                        "attributes": {"POSITION": 0, "TEXCOORD_0": 8, "JOINTS_0": 2, "WEIGHTS_0": 3, "_ID": 9},
                        "indices": 1,
                        "material": 0,
                        "targets": [{"POSITION": 7}],
                    }
                ],
                "weights": [0.25],
                "extras": {"targetNames": ["smile"], "more": True},
            }
        ],
        "materials": [
            {
                "pbrMetallicRoughness": {
                    "baseColorTexture": {
                        "index": 0,
                        "extensions": {"KHR_texture_transform": {"offset": [0.5, 0], "scale": [2, 2]}},
                    },
                    "metallicFactor": 0.5,
                },
                "normalTexture": {"index": 0, "scale": 0.5},
                "alphaMode": "MASK",
            }
        ],
        "textures": [{"source": 0, "sampler": 0}],
        "samplers": [{"magFilter": 9729, "wrapS": 33071}],
        "images": [{"bufferView": 9, "mimeType": "image/png"}],
        "cameras": [{"type": "perspective", "perspective": {"yfov": 0.7, "znear": 0.1}}],
        "skins": [{"joints": [0, 2], "inverseBindMatrices": 4, "skeleton": 0}],
        "animations": [
            {
                "name": "go",
                "channels": [{"sampler": 0, "target": {"node": 0, "path": "translation"}}],
                "samplers": [{"input": 5, "output": 6}],
            }
        ],
        "accessors": [
            accessor(0, 5126, 3, "VEC3", min=[0, 0, 0], max=[1, 1, 0]),
            accessor(1, 5123, 3, "SCALAR"),
            accessor(2, 5121, 3, "VEC4"),
            accessor(3, 5126, 3, "VEC4"),
            accessor(4, 5126, 1, "MAT4"),
            accessor(5, 5126, 2, "SCALAR", min=[0], max=[1]),
            accessor(6, 5126, 2, "VEC3"),
            {
                "componentType": 5126, "count": 3, "type": "VEC3", "min": [0, 0, 0], "max": [0.5, 0.5, 0.5],
                "sparse": {
                    "count": 1,
                    "indices": {"bufferView": 7, "componentType": 5121},
                    "values": {"bufferView": 8},
                },
            },
            accessor(0, 5126, 3, "VEC2"),
            accessor(2, 5121, 3, "VEC4", normalized=True),
        ],
        "bufferViews": views,
        "buffers": [{"byteLength": len(binary)}],
    }  # fmt: skip
    document["skins"][0]["joints"] = [2]
    return document, binary


@pytest.fixture(scope="session")
def make_glb():
    return glb_of


@pytest.fixture
def small() -> tuple[dict, bytes]:
    return small_document()


def module_beside(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def everything() -> dict:
    """Name -> scene: one for each part of glTF and for each extension (samples.py)."""
    return module_beside("samples").everything()


@pytest.fixture(scope="session")
def drc() -> ModuleType:
    """Draco bitstreams and documents around them (draco_streams.py)."""
    return module_beside("draco_streams")


@pytest.fixture(scope="session")
def scene_differences():
    return scenes_equal


@pytest.fixture(scope="session")
def real_models(shared_assets, suzanne) -> list:
    """Every .glb and .gltf there is."""
    found = [suzanne]
    if shared_assets is not None:
        found += sorted(path for path in shared_assets.rglob("*.gl*") if path.suffix in {".glb", ".gltf"})
    return found
