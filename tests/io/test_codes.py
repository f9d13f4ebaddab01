"""Every code that a report can give: a small change of a valid document, the code and the place where it is told.

Where Khronos' validator knows the code, it says the same about the same bytes.
"""

from __future__ import annotations

import base64
import json
import re
import struct
from pathlib import Path

import numpy as np
import pytest

import threedkit as tk
from threedkit.io.gltf import problems

GONE = object()
OCTETS = "data:application/octet-stream;base64,"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def bounds(array: np.ndarray) -> dict:
    flat = array.reshape(len(array), -1)
    return {"min": flat.min(axis=0).tolist(), "max": flat.max(axis=0).tolist()}


NUMBERS = {5126: np.float32, 5123: np.uint16, 5121: np.uint8}
ROWS = [  # component type, type, values, target of the buffer view
    (5126, "VEC3", [[0, 0, 0], [1, 0, 0], [0, 1, 0]], 34962),  # 0 POSITION
    (5126, "VEC3", [[0, 0, 1]] * 3, 34962),  # 1 NORMAL
    (5126, "VEC4", [[1, 0, 0, 1]] * 3, 34962),  # 2 TANGENT
    (5126, "VEC2", [[0, 0], [1, 0], [0, 1]], 34962),  # 3 TEXCOORD_0
    (5126, "VEC4", [[1, 0.5, 0, 1]] * 3, 34962),  # 4 COLOR_0
    (5121, "VEC4", [[0, 1, 0, 0]] * 3, 34962),  # 5 JOINTS_0
    (5126, "VEC4", [[0.5, 0.5, 0, 0]] * 3, 34962),  # 6 WEIGHTS_0
    (5123, "SCALAR", [0, 1, 2], 34963),  # 7 indices
    (5126, "VEC3", [[0, 0, 1]] * 3, 34962),  # 8 POSITION of the morph target
    (5126, "MAT4", np.tile(np.eye(4), (2, 1, 1)).tolist(), None),  # 9 inverse bind matrices
    (5126, "SCALAR", [0, 1], None),  # 10 key times
    (5126, "VEC4", [[0, 0, 0, 1]] * 2, None),  # 11 rotations
    (5126, "SCALAR", [0, 1], None),  # 12 weights
    (5126, "SCALAR", [0, 0, 0], 34962),  # 13 _OWN, replaced in part
]


def valid() -> tuple[dict, bytearray]:
    """A document with a bit of everything, about which the validator has nothing to say."""
    views, accessors, data = [], [], bytearray()

    def view(raw: bytes, target: int | None) -> int:
        views.append({"buffer": 0, "byteOffset": len(data), "byteLength": len(raw)})
        if target:
            views[-1]["target"] = target
        data.extend(raw + bytes(-len(raw) % 4))
        return len(views) - 1

    for component, kind, values, target in ROWS:
        array = np.array(values, NUMBERS[component])
        index = view(array.tobytes(), target)
        accessors.append(
            {"bufferView": index, "componentType": component, "type": kind, "count": len(array), **bounds(array)}
        )
    accessors[13] |= {"max": [5], "sparse": {
        "count": 2,
        "indices": {"bufferView": view(struct.pack("<2H", 1, 2), None), "componentType": 5123},
        "values": {"bufferView": view(struct.pack("<2f", 5, 4), None)},
    }}  # fmt: skip
    document = {
        "asset": {"version": "2.0"},
        "scene": 0,
        "scenes": [{"nodes": [0, 1, 4]}],
        "nodes": [
            {"mesh": 0, "skin": 0},
            {"children": [2, 3], "name": "joint"},
            {"camera": 0, "rotation": [0, 0, 0, 1]},
            {"camera": 1, "matrix": [2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 2, 0, 1, 1, 1, 1]},
            {"mesh": 1},
        ],
        "meshes": [
            {
                "primitives": [
                    {
                        "attributes": {
                            "POSITION": 0, "NORMAL": 1, "TANGENT": 2, "TEXCOORD_0": 3, "COLOR_0": 4, "JOINTS_0": 5,
                            "WEIGHTS_0": 6, "_OWN": 13,
                        },
                        "indices": 7,
                        "material": 0,
                    }
                ]
            },
            {"primitives": [{"attributes": {"POSITION": 0}, "targets": [{"POSITION": 8}]}], "weights": [0.5]},
        ],
        "materials": [{"normalTexture": {"index": 0}, "alphaMode": "MASK", "alphaCutoff": 0.5}],
        "textures": [{"source": 0, "sampler": 0}],
        "images": [{"bufferView": view(PNG, None), "mimeType": "image/png"}],
        "samplers": [{"wrapS": 10497}],
        "cameras": [
            {"type": "perspective", "perspective": {"yfov": 1, "znear": 0.1, "zfar": 10}},
            {"type": "orthographic", "orthographic": {"xmag": 1, "ymag": 1, "znear": 0.1, "zfar": 10}},
        ],
        "skins": [{"joints": [1, 2], "skeleton": 1, "inverseBindMatrices": 9}],
        "animations": [
            {
                "channels": [
                    {"sampler": 0, "target": {"node": 1, "path": "rotation"}},
                    {"sampler": 1, "target": {"node": 4, "path": "weights"}},
                ],
                "samplers": [{"input": 10, "output": 11}, {"input": 10, "output": 12}],
            }
        ],
        "accessors": accessors,
        "bufferViews": views,
        "buffers": [{"byteLength": len(data)}],
    }  # fmt: skip
    return document, data


def change(document: dict, path: str, value: object) -> None:
    """Set or remove what a path leads to; missing objects on the way are made."""
    *steps, last = (int(step) if step.lstrip("-").isdigit() else step for step in path.split("/"))
    holder = document
    for step in steps:
        holder = holder[step] if isinstance(holder, list) else holder.setdefault(step, {})
    if value is GONE:
        del holder[last]
    elif isinstance(holder, list) and last == len(holder):
        holder.append(value)
    else:
        holder[last] = value


def packed(document: dict, data: bytes) -> bytes:
    text = json.dumps(document).encode()
    text += b" " * (-len(text) % 4)
    binary = bytes(data) + bytes(-len(data) % 4)
    total = 28 + len(text) + len(binary)
    head = struct.pack("<4sIII4s", b"glTF", 2, total, len(text), b"JSON")
    return b"".join((head, text, struct.pack("<I4s", len(binary), b"BIN\0"), binary))


P = "meshes/0/primitives/0"
A = f"{P}/attributes"
JSON_ROWS = [  # changes of the JSON, the code, and the pointer where it is told
    ({"nodes/0/name": 3}, "TYPE_MISMATCH", "/nodes/0/name"),
    ({"nodes/0/mesh": None}, "TYPE_MISMATCH", "/nodes/0/mesh"),
    ({"nodes/0/mesh": -1}, "INVALID_INDEX", "/nodes/0/mesh"),
    ({"nodes/1/children": []}, "EMPTY_ENTITY", "/nodes/1/children"),
    ({"samplers": []}, "EMPTY_ENTITY", "/samplers"),
    ({"nodes/1/children": [2, 2, 3]}, "DUPLICATE_ELEMENTS", "/nodes/1/children/1"),
    ({"extensionsUsed": ["A_b", "A_b"]}, "DUPLICATE_ELEMENTS", "/extensionsUsed/1"),
    ({"nodes/2/rotation": [0, 0, 0]}, "ARRAY_LENGTH_NOT_IN_LIST", "/nodes/2/rotation"),
    ({"nodes/2/rotation": [0, 0, 0, "1"]}, "ARRAY_TYPE_MISMATCH", "/nodes/2/rotation"),
    ({"nodes/2/rotation": [0, 0, 0, 2]}, "VALUE_NOT_IN_RANGE", "/nodes/2/rotation/3"),
    ({"nodes/2/rotation": [0, 0, 0, 0.5]}, "ROTATION_NON_UNIT", "/nodes/2/rotation"),
    ({"asset/version": "two"}, "PATTERN_MISMATCH", "/asset/version"),
    ({"asset": GONE}, "UNDEFINED_PROPERTY", ""),
    ({"asset/version": "3.0"}, "UNKNOWN_ASSET_MAJOR_VERSION", "/asset/version"),
    ({"asset/version": "2.1"}, "UNKNOWN_ASSET_MINOR_VERSION", "/asset/version"),
    ({"asset/minVersion": "2.1"}, "ASSET_MIN_VERSION_GREATER_THAN_VERSION", "/asset/minVersion"),
    ({"asset/banana": 1}, "UNEXPECTED_PROPERTY", "/asset/banana"),
    ({"asset/extras": 1}, "NON_OBJECT_EXTRAS", "/asset/extras"),
    ({"extensionsRequired": ["KHR_lights_punctual"]}, "UNSATISFIED_DEPENDENCY", "/extensionsRequired"),
    ({"extensionsRequired": ["KHR_lights_punctual"], "extensionsUsed": ["KHR_materials_ior"]},
     "UNUSED_EXTENSION_REQUIRED", "/extensionsRequired/0"),
    ({"extensionsUsed": ["KHR_mesh_quantization"]}, "NON_REQUIRED_EXTENSION", "/extensionsUsed/0"),
    ({"extensionsUsed": ["nonsense"]}, "INVALID_EXTENSION_NAME_FORMAT", "/extensionsUsed/0"),
    ({"extensionsUsed": ["ABC_what"]}, "UNSUPPORTED_EXTENSION", "/extensionsUsed/0"),
    ({"nodes/0/extensions/ABC_what": {}}, "UNDECLARED_EXTENSION", "/nodes/0/extensions/ABC_what"),
    ({"nodes/0/extensions/KHR_materials_ior": {}, "extensionsUsed": ["KHR_materials_ior"]},
     "UNEXPECTED_EXTENSION_OBJECT", "/nodes/0/extensions/KHR_materials_ior"),
    ({"materials/0/extensions": {"KHR_materials_ior": {}, "KHR_materials_unlit": {}},
      "extensionsUsed": ["KHR_materials_ior", "KHR_materials_unlit"]},
     "MULTIPLE_EXTENSIONS", "/materials/0/extensions/KHR_materials_unlit"),
    ({"scene": 3}, "UNRESOLVED_REFERENCE", "/scene"),
    # buffers and views
    ({"buffers/0/uri": f"{OCTETS}!!!"}, "INVALID_URI", "/buffers/0/uri"),
    ({"buffers/0/uri": ":"}, "INVALID_URI", "/buffers/0/uri"),
    ({"buffers/1": {"uri": "http://localhost/a.bin", "byteLength": 1}}, "NON_RELATIVE_URI", "/buffers/1/uri"),
    ({"buffers/1": {"uri": f"{OCTETS}AA==", "byteLength": 1}}, "URI_GLB", "/buffers/1/uri"),
    ({"buffers/1": {"uri": f"{OCTETS}AA==", "byteLength": 1}}, "DATA_URI_GLB", "/buffers/1/uri"),
    ({"buffers/1": {"uri": "data:image/png;base64,AA==", "byteLength": 1}},
     "BUFFER_DATA_URI_MIME_TYPE_INVALID", "/buffers/1/uri"),
    ({"buffers/0/byteLength": 10**9}, "BUFFER_BYTE_LENGTH_MISMATCH", "/buffers/0"),
    ({"bufferViews/0/byteLength": 10**9}, "BUFFER_VIEW_TOO_LONG", "/bufferViews/0/byteLength"),
    ({"bufferViews/0/byteOffset": 10**9}, "BUFFER_VIEW_TOO_LONG", "/bufferViews/0/byteOffset"),
    ({"bufferViews/0/byteStride": 252}, "BUFFER_VIEW_TOO_BIG_BYTE_STRIDE", "/bufferViews/0/byteStride"),
    ({"bufferViews/0/byteStride": 13}, "VALUE_MULTIPLE_OF", "/bufferViews/0/byteStride"),
    ({"bufferViews/7/byteStride": 4}, "BUFFER_VIEW_INVALID_BYTE_STRIDE", "/bufferViews/7/byteStride"),
    ({"bufferViews/0/target": 7}, "VALUE_NOT_IN_LIST", "/bufferViews/0/target"),
    ({"bufferViews/0/target": GONE}, "BUFFER_VIEW_TARGET_MISSING", f"/{A}/POSITION"),
    ({"bufferViews/0/target": 34963}, "BUFFER_VIEW_TARGET_OVERRIDE", f"/{A}/POSITION"),
    # accessors
    ({"accessors/0/byteOffset": 2}, "ACCESSOR_OFFSET_ALIGNMENT", "/accessors/0/byteOffset"),
    ({"bufferViews/0/byteOffset": 2}, "ACCESSOR_TOTAL_OFFSET_ALIGNMENT", "/accessors/0"),
    ({"accessors/9/byteOffset": 2}, "ACCESSOR_MATRIX_ALIGNMENT", "/accessors/9/byteOffset"),
    ({"accessors/0/count": 4}, "ACCESSOR_TOO_LONG", "/accessors/0"),
    ({"accessors/0/byteOffset": 400}, "ACCESSOR_TOO_LONG", "/accessors/0/byteOffset"),
    ({"bufferViews/0/byteStride": 8}, "ACCESSOR_SMALL_BYTESTRIDE", "/accessors/0"),
    ({"accessors/0/normalized": True}, "ACCESSOR_NORMALIZED_INVALID", "/accessors/0/normalized"),
    ({"accessors/7/max": [70_000]}, "INVALID_GL_VALUE", "/accessors/7/max"),
    ({"accessors/13/sparse/count": 9}, "ACCESSOR_SPARSE_COUNT_OUT_OF_RANGE", "/accessors/13/sparse/count"),
    ({"accessors/13/bufferView": GONE, "accessors/13/byteOffset": 0},
     "UNSATISFIED_DEPENDENCY", "/accessors/13/byteOffset"),
    ({"accessors/0/min": [1, 0, 0]}, "ACCESSOR_MIN_MISMATCH", "/accessors/0/min/0"),
    ({"accessors/0/max": [1, 2, 0]}, "ACCESSOR_MAX_MISMATCH", "/accessors/0/max/1"),
    ({"accessors/0/min": [1, 0, 0]}, "ACCESSOR_ELEMENT_OUT_OF_MIN_BOUND", "/accessors/0/min/0"),
    ({"accessors/0/max": [0.5, 1, 0]}, "ACCESSOR_ELEMENT_OUT_OF_MAX_BOUND", "/accessors/0/max/0"),
    # meshes
    ({f"{A}/BANANA": 0}, "MESH_PRIMITIVE_INVALID_ATTRIBUTE", f"/{A}/BANANA"),
    ({f"{A}/POSITION": GONE}, "MESH_PRIMITIVE_NO_POSITION", f"/{A}"),
    ({f"{A}/NORMAL": GONE}, "MESH_PRIMITIVE_TANGENT_WITHOUT_NORMAL", f"/{A}/TANGENT"),
    ({f"{A}/TEXCOORD_2": 3}, "MESH_PRIMITIVE_INDEXED_SEMANTIC_CONTINUITY", f"/{A}"),
    ({f"{A}/WEIGHTS_0": GONE}, "MESH_PRIMITIVE_JOINTS_WEIGHTS_MISMATCH", f"/{A}"),
    ({f"{A}/COLOR_0": 3}, "MESH_PRIMITIVE_ATTRIBUTES_ACCESSOR_INVALID_FORMAT", f"/{A}/COLOR_0"),
    ({f"{A}/_OWN": 7, "accessors/7/componentType": 5125}, "MESH_PRIMITIVE_ATTRIBUTES_ACCESSOR_UNSIGNED_INT",
     f"/{A}/_OWN"),
    ({f"{A}/_OWN": 7}, "ACCESSOR_USAGE_OVERRIDE", f"/{P}/indices"),
    ({f"{A}/_OWN": 7}, "MESH_PRIMITIVE_ACCESSOR_UNALIGNED", f"/{A}/_OWN"),
    ({"accessors/1/bufferView": 0}, "MESH_PRIMITIVE_ACCESSOR_WITHOUT_BYTESTRIDE", f"/{A}/NORMAL"),
    ({"accessors/1/count": 2}, "MESH_PRIMITIVE_UNEQUAL_ACCESSOR_COUNT", f"/{A}/NORMAL"),
    ({"accessors/0/min": GONE}, "MESH_PRIMITIVE_POSITION_ACCESSOR_WITHOUT_BOUNDS", f"/{A}/POSITION"),
    ({f"{P}/indices": 0}, "MESH_PRIMITIVE_INDICES_ACCESSOR_INVALID_FORMAT", f"/{P}/indices"),
    ({"bufferViews/7/byteStride": 4}, "MESH_PRIMITIVE_INDICES_ACCESSOR_WITH_BYTESTRIDE", f"/{P}/indices"),
    ({f"{P}/mode": 1}, "MESH_PRIMITIVE_INCOMPATIBLE_MODE", f"/{P}"),
    ({f"{P}/mode": 9}, "VALUE_NOT_IN_RANGE", f"/{P}/mode"),
    ({"materials/0/normalTexture/texCoord": 1}, "MESH_PRIMITIVE_TOO_FEW_TEXCOORDS", f"/{P}/material"),
    ({f"{A}/TANGENT": GONE}, "MESH_PRIMITIVE_GENERATED_TANGENT_SPACE", f"/{P}/material"),
    ({f"{A}/TANGENT": GONE, "materials/0/normalTexture": GONE, "extensionsUsed": ["KHR_materials_anisotropy"],
      "materials/0/extensions/KHR_materials_anisotropy": {"anisotropyTexture": {"index": 0}}},
     "MESH_PRIMITIVE_NO_TANGENT_SPACE", f"/{P}/material"),
    ({"materials/0/normalTexture": GONE}, "UNUSED_MESH_TANGENT", f"/{A}/TANGENT"),
    ({"materials/0/normalTexture": GONE}, "UNUSED_OBJECT", f"/{A}/TEXCOORD_0"),
    ({"materials/1": {}}, "UNUSED_OBJECT", "/materials/1"),
    ({"meshes/1/primitives/0/targets/0/NORMAL": 1}, "MESH_PRIMITIVE_MORPH_TARGET_NO_BASE_ACCESSOR",
     "/meshes/1/primitives/0/targets/0/NORMAL"),
    ({"accessors/8/count": 2}, "MESH_PRIMITIVE_MORPH_TARGET_INVALID_ATTRIBUTE_COUNT",
     "/meshes/1/primitives/0/targets/0/POSITION"),
    ({"meshes/1/primitives/1": {"attributes": {"POSITION": 0}}}, "MESH_PRIMITIVES_UNEQUAL_TARGETS_COUNT",
     "/meshes/1/primitives/1"),
    ({"meshes/1/weights": [0, 0]}, "MESH_INVALID_WEIGHTS_COUNT", "/meshes/1/weights"),
    ({"nodes/4/weights": [0, 0]}, "NODE_WEIGHTS_INVALID", "/nodes/4/weights"),
    ({"nodes/4/weights": [0]}, "UNUSED_MESH_WEIGHTS", "/meshes/1/weights"),
    # nodes, scenes, skins
    ({"nodes/2/children": [1]}, "NODE_LOOP", "/nodes/1"),
    ({"nodes/4/children": [2]}, "NODE_PARENT_OVERRIDE", "/nodes/4/children/0"),
    ({"scenes/0/nodes": [0, 2]}, "SCENE_NON_ROOT_NODE", "/scenes/0/nodes/1"),
    ({"nodes/3/translation": [0, 0, 0]}, "NODE_MATRIX_TRS", "/nodes/3/matrix"),
    ({"nodes/3/matrix": [1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]}, "NODE_MATRIX_NON_TRS", "/nodes/3/matrix"),
    ({"nodes/3/matrix": np.eye(4).reshape(-1).tolist()}, "NODE_MATRIX_DEFAULT", "/nodes/3/matrix"),
    ({"nodes/4/mesh": GONE}, "NODE_EMPTY", "/nodes/4"),
    ({"nodes/0/mesh": GONE}, "UNSATISFIED_DEPENDENCY", "/nodes/0/skin"),
    ({"nodes/0/skin": GONE}, "NODE_SKINNED_MESH_WITHOUT_SKIN", "/nodes/0"),
    ({"nodes/4/skin": 0}, "NODE_SKIN_WITH_NON_SKINNED_MESH", "/nodes/4"),
    ({"nodes/0/translation": [1, 0, 0]}, "NODE_SKINNED_MESH_LOCAL_TRANSFORMS", "/nodes/0"),
    ({"nodes/4/children": [0], "scenes/0/nodes": [1, 4]}, "NODE_SKINNED_MESH_NON_ROOT", "/nodes/0"),
    ({"nodes/4/children": [0], "nodes/4/scale": [2, 2, 2], "scenes/0/nodes": [1, 4]},
     "NODE_SKINNED_MESH_PARENT_TRANSFORMS", "/nodes/0"),
    ({"scenes/0/nodes": [0, 4]}, "NODE_SKIN_NO_SCENE", "/nodes/0"),
    ({"skins/0/joints": [1, 4]}, "SKIN_NO_COMMON_ROOT", "/skins/0/joints"),
    ({"skins/0/skeleton": 3}, "SKIN_SKELETON_INVALID", "/skins/0/skeleton"),
    ({"skins/0/inverseBindMatrices": 0}, "SKIN_IBM_INVALID_FORMAT", "/skins/0/inverseBindMatrices"),
    ({"accessors/9/count": 1}, "INVALID_IBM_ACCESSOR_COUNT", "/skins/0/inverseBindMatrices"),
    ({"bufferViews/9/byteStride": 64}, "SKIN_IBM_ACCESSOR_WITH_BYTESTRIDE", "/skins/0/inverseBindMatrices"),
    # cameras, images, materials
    ({"cameras/0/orthographic": {}}, "ONE_OF_MISMATCH", "/cameras/0"),
    ({"cameras/0/perspective/zfar": 0.05}, "CAMERA_ZFAR_LEQUAL_ZNEAR", "/cameras/0/perspective"),
    ({"cameras/0/perspective/yfov": 4}, "CAMERA_YFOV_GEQUAL_PI", "/cameras/0/perspective"),
    ({"cameras/1/orthographic/xmag": 0}, "CAMERA_XMAG_YMAG_ZERO", "/cameras/1/orthographic/xmag"),
    ({"cameras/1/orthographic/ymag": -1}, "CAMERA_XMAG_YMAG_NEGATIVE", "/cameras/1/orthographic/ymag"),
    ({"images/0/uri": "a.png"}, "ONE_OF_MISMATCH", "/images/0"),
    ({"images/0/mimeType": GONE}, "UNSATISFIED_DEPENDENCY", "/images/0/bufferView"),
    ({"bufferViews/16/byteStride": 4}, "IMAGE_BUFFER_VIEW_WITH_BYTESTRIDE", "/images/0/bufferView"),
    ({"materials/0/alphaMode": "OPAQUE"}, "MATERIAL_ALPHA_CUTOFF_INVALID_MODE", "/materials/0/alphaCutoff"),
    # animations
    ({"animations/0/channels/1": {"sampler": 0, "target": {"node": 1, "path": "rotation"}}},
     "ANIMATION_DUPLICATE_TARGETS", "/animations/0/channels/0/target"),
    ({"animations/0/channels/0/target/node": 3}, "ANIMATION_CHANNEL_TARGET_NODE_MATRIX",
     "/animations/0/channels/0/target"),
    ({"animations/0/channels/0/target/node": 0}, "ANIMATION_CHANNEL_TARGET_NODE_SKIN",
     "/animations/0/channels/0/target/path"),
    ({"animations/0/channels/1/target/node": 0}, "ANIMATION_CHANNEL_TARGET_NODE_WEIGHTS_NO_MORPHS",
     "/animations/0/channels/1/target"),
    ({"accessors/10/min": GONE}, "ANIMATION_SAMPLER_INPUT_ACCESSOR_WITHOUT_BOUNDS",
     "/animations/0/samplers/0/input"),
    ({"animations/0/samplers/0/input": 11}, "ANIMATION_SAMPLER_INPUT_ACCESSOR_INVALID_FORMAT",
     "/animations/0/samplers/0/input"),
    ({"accessors/10/count": 1, "animations/0/samplers/0/interpolation": "CUBICSPLINE"},
     "ANIMATION_SAMPLER_INPUT_ACCESSOR_TOO_FEW_ELEMENTS", "/animations/0/samplers/0/input"),
    ({"animations/0/samplers/0/output": 12}, "ANIMATION_SAMPLER_OUTPUT_ACCESSOR_INVALID_FORMAT",
     "/animations/0/channels/0/sampler"),
    ({"animations/0/samplers/0/interpolation": "CUBICSPLINE"}, "ANIMATION_SAMPLER_OUTPUT_ACCESSOR_INVALID_COUNT",
     "/animations/0/channels/0/sampler"),
    ({"bufferViews/10/byteStride": 4}, "ANIMATION_SAMPLER_ACCESSOR_WITH_BYTESTRIDE",
     "/animations/0/samplers/0/input"),
]  # fmt: skip


def material(name: str, value: object, **more: object) -> dict:
    """Changes that give material 0 an extension."""
    changes = {f"materials/0/extensions/{name}": value, "extensionsUsed": [name]}
    return changes | {path.replace("__", "/"): new for path, new in more.items()}


LIGHT = {"type": "spot", "spot": {"innerConeAngle": 0.1, "outerConeAngle": 0.2}}


def light(**more: object) -> dict:
    """Changes that add a light, used by node 1."""
    return {
        "extensionsUsed": ["KHR_lights_punctual"],
        "extensions/KHR_lights_punctual": {"lights": [{**LIGHT, **more}]},
        "nodes/1/extensions/KHR_lights_punctual": {"light": 0},
    }


def variants(*mappings: dict, names: int = 2) -> dict:
    return {
        "extensionsUsed": ["KHR_materials_variants"],
        "extensions/KHR_materials_variants": {"variants": [{"name": str(i)} for i in range(names)]},
        f"{P}/extensions/KHR_materials_variants": {"mappings": list(mappings)},
    }


M = "/materials/0/extensions/"
L = "/extensions/KHR_lights_punctual/lights/0"
POINTER = "animations/0/channels/0/target/extensions/KHR_animation_pointer"
EXTENSION_ROWS = [
    (light(spot={"innerConeAngle": 0.3, "outerConeAngle": 0.2}), "KHR_LIGHTS_PUNCTUAL_LIGHT_SPOT_ANGLES",
     f"{L}/spot/outerConeAngle"),
    (light(spot={"outerConeAngle": 1.6}), "VALUE_NOT_IN_RANGE", f"{L}/spot/outerConeAngle"),
    (light(type="point"), "EXTRA_PROPERTY", f"{L}/spot"),
    (light(type="directional", range=1), "EXTRA_PROPERTY", f"{L}/range"),
    (light() | {"nodes/1/extensions/KHR_lights_punctual": {"light": 7}}, "UNRESOLVED_REFERENCE",
     "/nodes/1/extensions/KHR_lights_punctual/light"),
    ({"extensionsUsed": ["KHR_lights_punctual"], "nodes/1/extensions/KHR_lights_punctual": {"light": 0}},
     "UNSATISFIED_DEPENDENCY", "/nodes/1/extensions/KHR_lights_punctual"),
    (light() | {"nodes/1/extensions": GONE}, "UNUSED_OBJECT", L),
    (material("KHR_materials_ior", {"ior": 0.5}), "VALUE_NOT_IN_RANGE", f"{M}KHR_materials_ior/ior"),
    (material("KHR_materials_specular", {"specularColorFactor": [-1, 0, 0]}), "VALUE_NOT_IN_RANGE",
     f"{M}KHR_materials_specular/specularColorFactor/0"),
    (material("KHR_materials_sheen", {"sheenColorTexture": {"index": 3}}), "UNRESOLVED_REFERENCE",
     f"{M}KHR_materials_sheen/sheenColorTexture/index"),
    (material("KHR_materials_transmission", {"transmissionTexture": {"index": 0, "texCoord": 4}}),
     "MESH_PRIMITIVE_TOO_FEW_TEXCOORDS", f"/{P}/material"),
    (material("KHR_materials_anisotropy", {"anisotropyTexture": {"index": 0, "texCoord": 1}}),
     "KHR_MATERIALS_ANISOTROPY_ANISOTROPY_TEXTURE_TEXCOORD", f"{M}KHR_materials_anisotropy/anisotropyTexture"),
    (material("KHR_materials_clearcoat", {"clearcoatNormalTexture": {"index": 0, "texCoord": 1}}),
     "KHR_MATERIALS_CLEARCOAT_CLEARCOAT_NORMAL_TEXTURE_TEXCOORD",
     f"{M}KHR_materials_clearcoat/clearcoatNormalTexture"),
    (material("KHR_materials_dispersion", {"dispersion": 1}), "KHR_MATERIALS_DISPERSION_NO_VOLUME",
     f"{M}KHR_materials_dispersion"),
    (material("KHR_materials_emissive_strength", {"emissiveStrength": 2}),
     "KHR_MATERIALS_EMISSIVE_STRENGTH_ZERO_FACTOR", f"{M}KHR_materials_emissive_strength"),
    (material("KHR_materials_iridescence", {"iridescenceThicknessMinimum": 50}),
     "KHR_MATERIALS_IRIDESCENCE_THICKNESS_RANGE_WITHOUT_TEXTURE",
     f"{M}KHR_materials_iridescence/iridescenceThicknessMinimum"),
    (material("KHR_materials_iridescence", {"iridescenceThicknessMinimum": 400,
                                            "iridescenceThicknessTexture": {"index": 0}}),
     "KHR_MATERIALS_IRIDESCENCE_THICKNESS_TEXTURE_UNUSED",
     f"{M}KHR_materials_iridescence/iridescenceThicknessTexture"),
    (material("KHR_materials_volume", {"thicknessFactor": 1}), "KHR_MATERIALS_VOLUME_NO_TRANSMISSION",
     f"{M}KHR_materials_volume"),
    (material("KHR_materials_volume", {"thicknessFactor": 1}, materials__0__doubleSided=True),
     "KHR_MATERIALS_VOLUME_DOUBLE_SIDED", f"{M}KHR_materials_volume"),
    (variants({"material": 0, "variants": [0]}, {"material": 0, "variants": [0]}),
     "KHR_MATERIALS_VARIANTS_NON_UNIQUE_VARIANT",
     f"/{P}/extensions/KHR_materials_variants/mappings/1/variants/0"),
    (variants({"material": 0, "variants": [5]}), "UNRESOLVED_REFERENCE",
     f"/{P}/extensions/KHR_materials_variants/mappings/0/variants/0"),
    ({"extensionsUsed": ["KHR_animation_pointer"], POINTER: {"pointer": "/nodes/1/rotation"},
      "animations/0/channels/0/target/path": "pointer"},
     "KHR_ANIMATION_POINTER_ANIMATION_CHANNEL_TARGET_NODE", f"/{POINTER}"),
    ({"extensionsUsed": ["KHR_animation_pointer"], POINTER: {"pointer": "/nodes/1/rotation"},
      "animations/0/channels/0/target/node": GONE},
     "KHR_ANIMATION_POINTER_ANIMATION_CHANNEL_TARGET_PATH", f"/{POINTER}"),
    ({"extensionsUsed": ["KHR_texture_transform"],
      "materials/0/normalTexture/extensions/KHR_texture_transform": {"scale": [1]}},
     "ARRAY_LENGTH_NOT_IN_LIST", "/materials/0/normalTexture/extensions/KHR_texture_transform/scale"),
    ({"extensionsUsed": ["EXT_texture_webp"], "textures/0/extensions/EXT_texture_webp": {"source": 4}},
     "UNRESOLVED_REFERENCE", "/textures/0/extensions/EXT_texture_webp/source"),
]  # fmt: skip

UNKNOWN_TO_KHRONOS = [
    ({"extensionsUsed": ["KHR_texture_basisu"], "textures/0/extensions/KHR_texture_basisu": {"source": 4}},
     "UNRESOLVED_REFERENCE", "/textures/0/extensions/KHR_texture_basisu/source"),
    (material("KHR_materials_diffuse_transmission", {"diffuseTransmissionFactor": 2}), "VALUE_NOT_IN_RANGE",
     f"{M}KHR_materials_diffuse_transmission/diffuseTransmissionFactor"),
    ({"extensionsUsed": ["EXT_mesh_gpu_instancing"],
      "nodes/4/extensions/EXT_mesh_gpu_instancing": {"attributes": {"TRANSLATION": 3}}},
     "MESH_PRIMITIVE_ATTRIBUTES_ACCESSOR_INVALID_FORMAT",
     "/nodes/4/extensions/EXT_mesh_gpu_instancing/attributes/TRANSLATION"),
    ({"extensionsUsed": ["KHR_draco_mesh_compression"],
      f"{P}/extensions/KHR_draco_mesh_compression": {"bufferView": 99, "attributes": {"POSITION": 0}}},
     "UNRESOLVED_REFERENCE", f"/{P}/extensions/KHR_draco_mesh_compression/bufferView"),
    ({"extensionsUsed": ["EXT_meshopt_compression"], "bufferViews/0/extensions/EXT_meshopt_compression":
      {"buffer": 4, "byteLength": 1, "byteStride": 4, "count": 1, "mode": "ATTRIBUTES"}},
     "UNRESOLVED_REFERENCE", "/bufferViews/0/extensions/EXT_meshopt_compression/buffer"),
]  # fmt: skip

NAN = struct.pack("<f", float("nan"))
DATA_ROWS = [  # accessor, byte in it, bytes to put there, the code, the pointer
    (0, 0, NAN, "ACCESSOR_INVALID_FLOAT", "/accessors/0"),
    (1, 8, struct.pack("<f", 2), "ACCESSOR_VECTOR3_NON_UNIT", f"/{A}/NORMAL"),
    (2, 12, struct.pack("<f", 0.5), "ACCESSOR_INVALID_SIGN", f"/{A}/TANGENT"),
    (4, 0, struct.pack("<f", 2), "ACCESSOR_NON_CLAMPED", f"/{A}/COLOR_0"),
    (5, 0, b"\x02", "ACCESSOR_JOINTS_INDEX_OOB", f"/{A}/JOINTS_0"),
    (5, 0, b"\x01", "ACCESSOR_JOINTS_INDEX_DUPLICATE", f"/{A}/JOINTS_0"),
    (5, 2, b"\x01", "ACCESSOR_JOINTS_USED_ZERO_WEIGHT", f"/{A}/JOINTS_0"),
    (6, 0, struct.pack("<2f", -1, 2), "ACCESSOR_WEIGHTS_NEGATIVE", f"/{A}/WEIGHTS_0"),
    (6, 0, struct.pack("<f", 0.25), "ACCESSOR_WEIGHTS_NON_NORMALIZED", f"/{A}/WEIGHTS_0"),
    (7, 0, b"\x03", "ACCESSOR_INDEX_OOB", f"/{P}/indices"),
    (7, 0, b"\xff\xff", "ACCESSOR_INDEX_PRIMITIVE_RESTART", f"/{P}/indices"),
    (7, 0, b"\x01", "ACCESSOR_INDEX_TRIANGLE_DEGENERATE", f"/{P}/indices"),
    (9, 12, struct.pack("<f", 1), "ACCESSOR_INVALID_IBM", "/skins/0/inverseBindMatrices"),
    (10, 0, struct.pack("<f", -1), "ACCESSOR_ANIMATION_INPUT_NEGATIVE", "/animations/0/samplers/0/input"),
    (10, 0, struct.pack("<f", 2), "ACCESSOR_ANIMATION_INPUT_NON_INCREASING", "/animations/0/samplers/0/input"),
    (11, 0, struct.pack("<f", 1), "ACCESSOR_ANIMATION_SAMPLER_OUTPUT_NON_NORMALIZED_QUATERNION",
     "/animations/0/channels/0/sampler"),
    (14, 0, b"\x09", "ACCESSOR_SPARSE_INDEX_OOB", "/accessors/13/sparse"),
    (14, 0, b"\x02", "ACCESSOR_SPARSE_INDICES_NON_INCREASING", "/accessors/13/sparse"),
]  # fmt: skip

NEWER = frozenset({"NODE_SKINNED_MESH_NON_ROOT", "NODE_SKINNED_MESH_PARENT_TRANSFORMS"})
"""Warnings and informations that the validator's source gives, but not yet its last release."""

ONLY_IN_REPORTS = frozenset(
    {
        "ACCESSOR_ANIMATION_SAMPLER_OUTPUT_NON_NORMALIZED_QUATERNION", "ACCESSOR_ELEMENT_OUT_OF_MAX_BOUND",
        "ACCESSOR_ELEMENT_OUT_OF_MIN_BOUND", "ACCESSOR_INVALID_IBM", "ACCESSOR_INVALID_SIGN",
        "ACCESSOR_JOINTS_INDEX_DUPLICATE", "ACCESSOR_MAX_MISMATCH", "ACCESSOR_MIN_MISMATCH", "ACCESSOR_NON_CLAMPED",
        "ACCESSOR_VECTOR3_NON_UNIT", "ACCESSOR_WEIGHTS_NEGATIVE", "ACCESSOR_WEIGHTS_NON_NORMALIZED",
        "MESH_PRIMITIVE_NO_TANGENT_SPACE",
    }
)  # fmt: skip
"""Errors that only a pass over all numbers tells: `load` does not make it. And one that a sample of Khronos has."""


def json_case(changes: dict) -> bytes:
    document, data = valid()
    for path, value in changes.items():
        change(document, path, value)
    return packed(document, data)


def data_case(view: int, place: int, raw: bytes) -> bytes:
    document, data = valid()
    start = document["bufferViews"][view]["byteOffset"] + place
    data[start : start + len(raw)] = raw
    return packed(document, data)


CASES = [(json_case(changes), code, pointer) for changes, code, pointer in JSON_ROWS + EXTENSION_ROWS] + [
    (data_case(view, place, raw), code, pointer) for view, place, raw, code, pointer in DATA_ROWS
]
IDS = [f"{code}-{number}" for number, (_, code, _) in enumerate(CASES)]


def test_nothing_to_say_about_the_unchanged_document(oracle):
    data = packed(*valid())
    assert tk.validate(data).problems == ()
    assert oracle.problems(data, least="hint") == []
    assert tk.load(data)


@pytest.mark.parametrize(("data", "code", "pointer"), CASES, ids=IDS)
def test_a_report_gives_the_code(oracle, data, code, pointer):
    found = {problem[:3] for problem in tk.validate(data).problems}
    severities = {severity for severity, name, where in found if (name, where) == (code, pointer)}
    assert len(severities) == 1, found
    theirs = {
        (name, "" if where == "/" else where): severity
        for severity, name, where, _ in oracle.problems(data, least="hint")
        if name != "IO_ERROR"  # it asks for files that nobody has given
    }
    if code not in NEWER:
        assert {(name, where): severity for severity, name, where in found}[code, pointer] == theirs[code, pointer]
    assert any(problem[0] == "error" for problem in found) == ("error" in theirs.values())


@pytest.mark.parametrize(("data", "code", "pointer"), CASES, ids=IDS)
def test_load_refuses_for_errors_and_no_less(data, code, pointer):
    errors = {problem.code for problem in tk.validate(data).problems if problem.severity == "error"} - ONLY_IN_REPORTS
    if not errors:
        tk.load(data)
        return
    with pytest.raises(tk.AssetError) as caught:
        tk.load(data)
    assert {problem.code for problem in caught.value.problems if problem.severity == "error"} & errors
    advised = "strict=False" in str(caught.value)
    assert advised == (errors <= problems.HARMLESS and "has no KHR_" not in str(caught.value))
    if advised:
        assert tk.load(data, strict=False).nodes


@pytest.mark.parametrize(("changes", "code", "pointer"), UNKNOWN_TO_KHRONOS)
def test_extensions_that_the_validator_does_not_know(changes, code, pointer):
    data = json_case(changes)
    assert ("error", code, pointer) in {problem[:3] for problem in tk.validate(data).problems}
    with pytest.raises(tk.AssetError) as caught:
        tk.load(data)
    assert code in {problem.code for problem in caught.value.problems}


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack("<I4s", len(body), kind) + body


def glb(*chunks: bytes, version: int = 2, length: int | None = None, magic: bytes = b"glTF") -> bytes:
    body = b"".join(chunks)
    return struct.pack("<4sII", magic, version, 12 + len(body) if length is None else length) + body


TEXT = chunk(b"JSON", b'{"asset":{"version":"2.0"}} ')
BIN = chunk(b"BIN\0", bytes(4))
GLB_ROWS = [
    (b"glTF", "GLB_UNEXPECTED_END_OF_HEADER", "@4"),
    (glb(TEXT, magic=b"gltf"), "GLB_INVALID_MAGIC", "@0"),
    (glb(TEXT, version=1), "GLB_INVALID_VERSION", "@4"),
    (glb(TEXT, length=12), "GLB_LENGTH_TOO_SMALL", "@8"),
    (glb(TEXT, length=999), "GLB_LENGTH_MISMATCH", "@48"),
    (glb(TEXT, BIN, length=48), "GLB_EXTRA_DATA", "@48"),
    (glb(TEXT, length=40), "GLB_CHUNK_TOO_BIG", "@12"),
    (glb(TEXT)[:-2], "GLB_UNEXPECTED_END_OF_CHUNK_DATA", "@46"),
    (glb(TEXT, b"ab"), "GLB_UNEXPECTED_END_OF_CHUNK_HEADER", "@50"),
    (glb(chunk(b"JSON", b"")), "GLB_EMPTY_CHUNK", "@12"),
    (glb(chunk(b"JSON", b'{"asset":{"version":"2.0"}}')), "GLB_CHUNK_LENGTH_UNALIGNED", "@12"),
    (glb(BIN, TEXT), "GLB_UNEXPECTED_FIRST_CHUNK", "@12"),
    (glb(TEXT, TEXT), "GLB_DUPLICATE_CHUNK", "@48"),
    (glb(TEXT, chunk(b"ABCD", b""), BIN), "GLB_UNEXPECTED_BIN_CHUNK", "@56"),
    (glb(TEXT, chunk(b"ABCD", b"")), "GLB_UNKNOWN_CHUNK_TYPE", "@48"),
    (glb(TEXT, chunk(b"BIN\0", b""), TEXT), "GLB_EMPTY_BIN_CHUNK", "@48"),
    (glb(chunk(b"JSON", b'{"asset":{"version":"2.0"},"buffers":[{"byteLength":4}]}')),
     "BUFFER_MISSING_GLB_DATA", "/buffers/0"),
    (glb(chunk(b"JSON", b'{"asset":{"version":"2.0"},"buffers":[{"byteLength":1}]}'), chunk(b"BIN\0", bytes(8))),
     "BUFFER_GLB_CHUNK_TOO_BIG", "/buffers/0"),
    (glb(chunk(b"JSON", b"{{{{")), "INVALID_JSON", ""),
    (b'\xef\xbb\xbf{"asset":{"version":"2.0"}}', "INVALID_JSON", ""),
    (b'{"asset":{"version":"2.0"},"buffers":[{"byteLength":1,"uri":"no.bin"}]}', "IO_ERROR", "/buffers/0/uri"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "code", "pointer"), GLB_ROWS, ids=[code for _, code, _ in GLB_ROWS])
def test_the_container(oracle, data, code, pointer):
    report = tk.validate(data)
    assert (code, pointer) in {(problem.code, problem.pointer) for problem in report.problems}
    theirs = oracle.problems(data, least="hint")
    if code != "IO_ERROR":
        assert code in {problem[1] for problem in theirs}
        assert report.ok == ("error" not in {problem[0] for problem in theirs})


def test_gltf_1_is_refused_by_name():
    for data in (
        b'{"asset":{"version":"1.0"},"nodes":{"a":{}}}',
        b'{"nodes":{"a":{}},"techniques":{}}',
        glb(TEXT, version=1),
    ):
        with pytest.raises(tk.AssetError, match=r"glTF 1\.0"):
            tk.load(data)


def test_every_code_is_tested():
    """Each code that stands in the checks is in a table above, or is tested with the images."""
    sources = Path(problems.__file__).parent
    paths = [path for path in (*sources.glob("*.py"), *(sources / "checks").glob("*.py")) if path.name != "problems.py"]
    found = set()
    for path in paths:
        found |= set(re.findall(r'"([A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+)"', path.read_text()))
    tested = {code for _, code, _ in CASES + GLB_ROWS}
    names = {"UNSIGNED_BYTE", "UNSIGNED_INT", "UNSIGNED_SHORT", "ACCESSOR_DATA_TOO_LARGE", "BUFFER_WITHOUT_DATA"}
    names |= {"IMAGE_DATA_INVALID", "IMAGE_MIME_TYPE_INVALID", "IMAGE_NON_ENABLED_MIME_TYPE", "IMAGE_NPOT_DIMENSIONS"}
    names |= {"COMPONENT_NAMES", "COMPONENT_TYPES", "MAX_GLB", "OF_TYPE", "COLOR_0", "TEXCOORD_1"}  # no codes
    names |= {"IMAGE_UNEXPECTED_EOS", "IMAGE_UNRECOGNIZED_FORMAT", "IMAGE_FEATURES_UNSUPPORTED"}
    names |= {"TEXTURE_INVALID_IMAGE_MIME_TYPE", "TOO_MANY_PROBLEMS"}
    assert found - tested - names == set()
