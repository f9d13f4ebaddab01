"""What the tests of files share: GLBs made by hand, and what it means that two scenes are the same."""

from __future__ import annotations

import io
import json
import struct

import numpy as np
import pytest
from PIL import Image as Picture

from threedkit.scene import Element, Scene

SCENE_LISTS = (
    "nodes", "meshes", "materials", "textures", "images", "samplers", "cameras", "lights", "skins", "animations",
)  # fmt: skip


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


def differences(  # noqa: C901 - a walk over every kind of value
    left: object, right: object, *, ignore: frozenset[str] = frozenset({"uri"})
) -> list[str]:
    """Where two scenes (or parts of them) are not the same: values, dtypes, and which object is shared with which."""
    found: list[str] = []
    pairs: dict[int, object] = {}

    def walk(a, b, where):  # noqa: C901, PLR0912 - see above
        if isinstance(a, Element) and type(a) is type(b):
            if id(a) in pairs:
                if pairs[id(a)] is not b:
                    found.append(f"{where}: refers to another object")
                return
            pairs[id(a)] = b
            for name in sorted(a.trait_names()):
                if name not in ignore:
                    walk(getattr(a, name), getattr(b, name), f"{where}.{name}")
            if isinstance(a, Scene):
                for name in SCENE_LISTS:
                    walk(tuple(getattr(a, name)), tuple(getattr(b, name)), f"{where}.{name}")
        elif isinstance(a, np.ndarray) and isinstance(b, np.ndarray):
            if a.dtype != b.dtype or a.shape != b.shape or not np.array_equal(a, b):
                found.append(f"{where}: {a.dtype}{a.shape} is not {b.dtype}{b.shape}, or other values")
        elif isinstance(a, (tuple, list)) and isinstance(b, (tuple, list)):
            if len(a) != len(b):
                found.append(f"{where}: {len(a)} items are not {len(b)}")
            for i, (x, y) in enumerate(zip(a, b, strict=False)):
                walk(x, y, f"{where}[{i}]")
        elif isinstance(a, dict) and isinstance(b, dict):
            if a.keys() != b.keys():
                found.append(f"{where}: {sorted(a)} is not {sorted(b)}")
            for key in a.keys() & b.keys():
                walk(a[key], b[key], f"{where}[{key!r}]")
        elif isinstance(a, (bytes, memoryview)) and isinstance(b, (bytes, memoryview)):
            if bytes(a) != bytes(b):
                found.append(f"{where}: other bytes")
        elif a != b:
            found.append(f"{where}: {a!r} is not {b!r}")

    walk(left, right, "scene")
    return found


@pytest.fixture(scope="session")
def make_glb():
    return glb_of


@pytest.fixture
def small() -> tuple[dict, bytes]:
    return small_document()


@pytest.fixture(scope="session")
def scene_differences():
    return differences


@pytest.fixture(scope="session")
def real_models(shared_assets, suzanne) -> list:
    """Every .glb and .gltf there is."""
    found = [suzanne]
    if shared_assets is not None:
        found += sorted(path for path in shared_assets.rglob("*.gl*") if path.suffix in {".glb", ".gltf"})
    return found
