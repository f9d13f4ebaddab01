"""Files that are wrong, by accident or on purpose: AssetError, nothing else, in bounded time and memory."""

from __future__ import annotations

import copy
import json
import os
import random
import struct
import time
import tracemalloc

import numpy as np
import pytest

import threedkit as tk
from threedkit import io

# A changed byte may make an extension an unknown one, whose data is then said to be lost.
pytestmark = pytest.mark.filterwarnings("ignore:.*lost when the scene is saved:UserWarning")


LIMITS = frozenset(
    {
        "ACCESSOR_DATA_TOO_LARGE",
        "BUFFER_WITHOUT_DATA",
        "NON_RELATIVE_URI",
        "UNSUPPORTED_EXTENSION",
        "VALUE_NOT_IN_LIST",
    }
)
"""For these `load` refuses a file that breaks no rule; a report warns of them."""


def codes(error: tk.AssetError) -> set[str]:
    return {problem.code for problem in error.problems if problem.severity == "error"}


def try_to_read(data: bytes) -> tk.Scene | None:
    """Load and validate; whatever is loaded can also be measured and written."""
    report = io.validate(data)
    try:
        scene = io.load(data)
    except tk.AssetError as error:
        refusal = error
    else:
        refusal = None
    if refusal is not None:
        assert refusal.problems
        assert "\n" not in str(refusal)
        assert not report.ok or codes(refusal) <= LIMITS
        return None
    with np.errstate(all="ignore"):  # 1e300 is a number, its square is not
        scene.bounds()
    written = io.to_glb(scene)
    assert io.to_glb(io.load(written)) == written
    return scene


def test_cut_at_every_byte(make_glb, small):
    data = make_glb(*small)
    assert try_to_read(data) is not None
    for length in range(len(data)):
        with pytest.raises(tk.AssetError):
            io.load(data[:length])


def test_every_byte_changed(make_glb, small):
    data = bytearray(make_glb(*small))
    for position in range(len(data)):
        kept = data[position]
        data[position] = kept ^ (1 << position % 8)
        try_to_read(bytes(data))
        data[position] = kept


STRANGE = (
    None, True, -1, 0, 1, 2, 3, 255, 2**31, 2**32, 2**53, 2**63, 2**64, 10**30, 1e300, 0.5, -0.0, 1e-300, "", "a",
    "../../etc/passwd",
    "file:///etc/passwd", "http://localhost/x", "data:,", "data:;base64,####", "\x00", "\ud7ff",
    [], {}, [[]], [0, 0], [-1],
    {"a": 1}, "VEC3", "MAT4", "SCALAR", 5121, 5125, 5126, "POINTER",
)  # fmt: skip


def places(value, where=()):
    """Every path into a JSON value."""
    yield where
    for key, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places(item, (*where, key))


def mutate(document: dict, rng: random.Random) -> dict:
    """A copy with one to three places deleted, doubled, swapped with another or made strange."""
    result = copy.deepcopy(document)
    for _ in range(rng.randint(1, 3)):
        *path, key = rng.choice([where for where in places(result) if where])
        holder = result
        for step in path:
            holder = holder[step]
        action = rng.random()
        if action < 0.2:
            del holder[key]
        elif action < 0.7:
            holder[key] = copy.deepcopy(rng.choice(STRANGE))
        elif action < 0.8 and isinstance(holder[key], (int, float)):
            holder[key] += rng.choice([-1, 1, 2, 4, 0.5])
        elif action < 0.9 and isinstance(holder, list):
            holder.append(copy.deepcopy(holder[key]))
        else:
            other = rng.choice([where for where in places(result) if where])
            found = result
            for step in other:
                found = found[step]
            holder[key] = copy.deepcopy(found)
    return result


def test_mutated_documents(make_glb, small):
    """THREEDKIT_FUZZ_DOCUMENTS makes it longer; a failure prints the seed."""
    document, binary = small
    count = int(os.environ.get("THREEDKIT_FUZZ_DOCUMENTS", "1500"))
    first = int(os.environ.get("THREEDKIT_FUZZ_SEED", "0"))
    read = 0
    for seed in range(first, first + count):
        data = make_glb(mutate(document, random.Random(seed)), binary)
        try:
            read += try_to_read(data) is not None
        except Exception:
            print("seed", seed)
            raise
    print(f"{count} documents, {read} of them readable")
    assert 0 < read < count


FOREIGN = (
    b'{"asset":{"version":"2.0"},"buffers":[{"byteLength":4,"uri":"http://a/b"}],'
    b'"bufferViews":[{"buffer":0,"byteLength":4}],"images":[{"bufferView":0,"mimeType":"image/png"}]}'
)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "GLB_UNEXPECTED_END_OF_HEADER"),
        (b"glTF", "GLB_UNEXPECTED_END_OF_HEADER"),
        (b"PK\x03\x04" + bytes(20), "GLB_INVALID_MAGIC"),
        (struct.pack("<4sII", b"glTF", 1, 20) + bytes(8), "GLB_INVALID_VERSION"),
        (struct.pack("<4sII", b"glTF", 3, 20) + bytes(8), "GLB_INVALID_VERSION"),
        (struct.pack("<4sIIII", b"glTF", 2, 2**32 - 1, 2**32 - 1, 0x4E4F534A), "GLB_UNEXPECTED_END_OF_CHUNK_DATA"),
        (struct.pack("<4sIIII", b"glTF", 2, 20, 2**32 - 1, 0x4E4F534A), "GLB_CHUNK_TOO_BIG"),
        (struct.pack("<4sIIII", b"glTF", 2, 20, 0, 0x004E4942), "GLB_UNEXPECTED_FIRST_CHUNK"),
        (b"{", "INVALID_JSON"),
        (b'{"asset":{"version":"2.0"}} x', "INVALID_JSON"),
        (b'{"asset":{"version":"2.0","x":NaN}}', "INVALID_JSON"),
        (b'{"asset":{"version":"2.0"},"extras":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "INVALID_JSON"),
        (b'{"asset":{"version":"2.0","generator":"\xff"}}', "INVALID_JSON"),
        (b"{}", "UNDEFINED_PROPERTY"),
        (b'{"asset":{"version":"1.0"}}', "UNKNOWN_ASSET_MAJOR_VERSION"),
        (b'{"asset":{"version":"1.1"},"nodes":{"a":{}}}', "UNKNOWN_ASSET_MAJOR_VERSION"),
        (b'{"nodes":{"a":{}},"techniques":{}}', "UNKNOWN_ASSET_MAJOR_VERSION"),
        (b'{"asset":{"version":"3.0"}}', "UNKNOWN_ASSET_MAJOR_VERSION"),
        (b'{"asset":{"version":"99999999999999999999999999999999.0"}}', "UNKNOWN_ASSET_MAJOR_VERSION"),
        (b'{"asset":{"version":"2.0","minVersion":"2.1"}}', "ASSET_MIN_VERSION_GREATER_THAN_VERSION"),
        (b'{"asset":{"version":"2.0"},"scene":0}', "UNRESOLVED_REFERENCE"),
        (b'{"asset":{"version":"2.0"},"nodes":[{"translation":[1e400,0,0]}]}', "VALUE_NOT_IN_RANGE"),
        (b'{"asset":{"version":"2.0"},"nodes":[{"rotation":[0,0,0,2]}]}', "VALUE_NOT_IN_RANGE"),
        (b'{"asset":{"version":"2.0"},"nodes":[{"rotation":[0,0,0,0]}]}', "ROTATION_NON_UNIT"),
        (b'{"asset":{"version":"2.0"},"nodes":[{"children":[0]}]}', "NODE_LOOP"),
        (b'{"asset":{"version":"2.0"},"nodes":[{"children":[1]},{"children":[0]}]}', "NODE_LOOP"),
        (b'{"asset":{"version":"2.0"},"nodes":[{"children":[2]},{"children":[2]},{}]}', "NODE_PARENT_OVERRIDE"),
        (b'{"asset":{"version":"2.0"},"nodes":[{"children":[1,1]},{}]}', "DUPLICATE_ELEMENTS"),
        (b'{"asset":{"version":"2.0"},"nodes":[{"children":[1]},{}],"scenes":[{"nodes":[1]}]}', "SCENE_NON_ROOT_NODE"),
        (b'{"asset":{"version":"2.0"},"buffers":[{"byteLength":4,"uri":"../a.bin"}]}', "IO_ERROR"),
        (FOREIGN, "NON_RELATIVE_URI"),
        (b'{"asset":{"version":"2.0"},"buffers":[{"byteLength":4,"uri":"data:application/octet-stream;base64,AA=="}]}',
         "BUFFER_BYTE_LENGTH_MISMATCH"),
        (b'{"asset":{"version":"2.0"},"extensionsUsed":["X_y"],"extensionsRequired":["X_y"]}', "UNSUPPORTED_EXTENSION"),
    ],
)  # fmt: skip
def test_named_problems(data, code):
    with pytest.raises(tk.AssetError) as caught:
        io.load(data)
    assert code in codes(caught.value)
    assert code in {problem.code for problem in io.validate(data).problems}


def changed(document: dict, path: str, value: object) -> dict:
    result = copy.deepcopy(document)
    *steps, last = (int(step) if step.isdigit() else step for step in path.split("/"))
    holder = result
    for step in steps:
        holder = holder[step]
    holder[last] = value
    return result


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("accessors/0/count", 4, "ACCESSOR_TOO_LONG"),
        ("accessors/0/count", 2**62, "ACCESSOR_TOO_LONG"),
        ("accessors/0/count", 10**30, "ACCESSOR_TOO_LONG"),
        ("accessors/0/byteOffset", 2**63, "ACCESSOR_TOO_LONG"),
        ("accessors/0/byteOffset", 2, "ACCESSOR_OFFSET_ALIGNMENT"),
        ("accessors/0/bufferView", 99, "UNRESOLVED_REFERENCE"),
        ("accessors/0/componentType", 5124, "MESH_PRIMITIVE_ATTRIBUTES_ACCESSOR_INVALID_FORMAT"),
        ("accessors/0/type", "VEC5", "MESH_PRIMITIVE_ATTRIBUTES_ACCESSOR_INVALID_FORMAT"),
        ("accessors/0/normalized", True, "ACCESSOR_NORMALIZED_INVALID"),
        ("accessors/7/sparse/count", 9, "ACCESSOR_SPARSE_COUNT_OUT_OF_RANGE"),
        ("accessors/7/sparse/indices/bufferView", 77, "UNRESOLVED_REFERENCE"),
        ("accessors/7/count", 2, "MESH_PRIMITIVE_MORPH_TARGET_INVALID_ATTRIBUTE_COUNT"),
        ("accessors/7/count", 1, "ACCESSOR_SPARSE_INDEX_OOB"),
        ("bufferViews/0/byteLength", 10**9, "BUFFER_VIEW_TOO_LONG"),
        ("bufferViews/0/byteOffset", 2**64, "BUFFER_VIEW_TOO_LONG"),
        ("bufferViews/0/buffer", 1, "UNRESOLVED_REFERENCE"),
        ("bufferViews/0/byteStride", 8, "ACCESSOR_SMALL_BYTESTRIDE"),
        ("buffers/0/byteLength", 10**9, "BUFFER_BYTE_LENGTH_MISMATCH"),
        ("meshes/0/primitives/0/indices", 0, "MESH_PRIMITIVE_INDICES_ACCESSOR_INVALID_FORMAT"),
        ("meshes/0/primitives/0/material", 7, "UNRESOLVED_REFERENCE"),
        ("meshes/0/primitives/0/attributes/POSITION", 1, "MESH_PRIMITIVE_ATTRIBUTES_ACCESSOR_INVALID_FORMAT"),
        ("meshes/0/primitives/0/attributes/BANANA", 0, "MESH_PRIMITIVE_INVALID_ATTRIBUTE"),
        ("meshes/0/primitives/0/attributes/TEXCOORD_2", 8, "MESH_PRIMITIVE_INDEXED_SEMANTIC_CONTINUITY"),
        ("meshes/0/primitives/0/attributes/TEXCOORD_01", 8, "MESH_PRIMITIVE_INVALID_ATTRIBUTE"),
        ("meshes/0/primitives/0/targets/0/NORMAL", 0, "MESH_PRIMITIVE_MORPH_TARGET_NO_BASE_ACCESSOR"),
        ("meshes/0/weights", [1, 2], "MESH_INVALID_WEIGHTS_COUNT"),
        ("nodes/1/weights", [1, 2], "NODE_WEIGHTS_INVALID"),
        ("nodes/1/mesh", 5, "UNRESOLVED_REFERENCE"),
        ("nodes/2/translation", [0, 0, 0], "NODE_MATRIX_TRS"),
        ("nodes/3/extensions/KHR_lights_punctual/light", 3, "UNRESOLVED_REFERENCE"),
        ("nodes/3/extensions/KHR_lights_punctual", 3, "TYPE_MISMATCH"),
        ("extensions/KHR_lights_punctual/lights/0/intensity", -1, "VALUE_NOT_IN_RANGE"),
        ("skins/0/joints", [0, 77], "UNRESOLVED_REFERENCE"),
        ("skins/0/joints", [0, 1], "INVALID_IBM_ACCESSOR_COUNT"),
        ("skins/0/inverseBindMatrices", 0, "SKIN_IBM_INVALID_FORMAT"),
        ("materials/0/normalTexture/index", 1, "UNRESOLVED_REFERENCE"),
        ("materials/0/pbrMetallicRoughness/metallicFactor", 1.5, "VALUE_NOT_IN_RANGE"),
        ("textures/0/source", 4, "UNRESOLVED_REFERENCE"),
        ("images/0/uri", "a.png", "ONE_OF_MISMATCH"),
        ("cameras/0/perspective/zfar", 0.05, "CAMERA_ZFAR_LEQUAL_ZNEAR"),
        ("cameras/0/type", "orthographic", "UNDEFINED_PROPERTY"),
        ("animations/0/channels/0/sampler", 4, "UNRESOLVED_REFERENCE"),
        ("animations/0/channels/0/target/node", 2, "ANIMATION_CHANNEL_TARGET_NODE_MATRIX"),
        ("animations/0/channels/0/target/path", "rotation", "ANIMATION_SAMPLER_OUTPUT_ACCESSOR_INVALID_FORMAT"),
        ("animations/0/samplers/0/interpolation", "CUBICSPLINE", "ANIMATION_SAMPLER_OUTPUT_ACCESSOR_INVALID_COUNT"),
        ("animations/0/samplers/0/input", 6, "ANIMATION_SAMPLER_INPUT_ACCESSOR_INVALID_FORMAT"),
    ],
)
def test_named_problems_in_the_small_document(make_glb, small, path, value, code):
    document, binary = small
    with pytest.raises(tk.AssetError) as caught:
        io.load(make_glb(changed(document, path, value), binary))
    assert code in codes(caught.value)


@pytest.mark.parametrize(
    ("offset", "number", "code"),
    [
        (0, float("nan"), "ACCESSOR_INVALID_FLOAT"),
        (8, float("inf"), "ACCESSOR_INVALID_FLOAT"),
    ],
)
def test_numbers_that_are_none(make_glb, small, offset, number, code):
    document, binary = small
    broken = bytearray(binary)
    struct.pack_into("<f", broken, offset, number)
    with pytest.raises(tk.AssetError) as caught:
        io.load(make_glb(document, bytes(broken)))
    assert code in codes(caught.value)


def test_index_past_the_vertices(make_glb, small):
    document, binary = small
    broken = bytearray(binary)
    struct.pack_into("<H", broken, document["bufferViews"][1]["byteOffset"], 3)
    with pytest.raises(tk.AssetError) as caught:
        io.load(make_glb(document, bytes(broken)))
    assert codes(caught.value) == {"ACCESSOR_INDEX_OOB"}


def test_every_problem_is_listed(make_glb, small):
    document, binary = small
    document = changed(document, "nodes/1/mesh", 5)
    document = changed(document, "textures/0/source", 4)
    document = changed(document, "cameras/0/perspective/zfar", 0.05)
    document = changed(document, "accessors/5/count", 100)
    with pytest.raises(tk.AssetError, match=r"\(and \d+ more\)") as caught:
        io.load(make_glb(document, binary))
    assert {problem.pointer for problem in caught.value.problems if problem.severity == "error"} >= {
        "/nodes/1/mesh",
        "/textures/0/source",
        "/cameras/0/perspective",
        "/accessors/5",
    }


def bomb(count: int, accessors: int, **accessor: object) -> bytes:
    document = {
        "asset": {"version": "2.0"},
        "accessors": [{"componentType": 5126, "type": "VEC3", "count": count, **accessor}] * accessors,
        "meshes": [{"primitives": [{"attributes": {"POSITION": i}}]} for i in range(accessors)],
    }
    return json.dumps(document).encode()


SPARSE = {"count": 1, "indices": {"bufferView": 0, "componentType": 5121}, "values": {"bufferView": 0}}


@pytest.mark.parametrize(
    "data",
    [
        bomb(2**40, 1),
        bomb(10**30, 1),
        bomb(1 << 20, 1000),
        bomb(2**40, 1, sparse=SPARSE),
    ],
)
def test_accessors_without_bytes_are_bounded(data):
    tracemalloc.start()
    try:
        with pytest.raises(tk.AssetError):
            io.load(data)
        assert tracemalloc.get_traced_memory()[1] < 128 << 20
    finally:
        tracemalloc.stop()


def test_many_accessors_on_the_same_bytes_are_bounded(make_glb):
    size = 4 << 20
    count = 5000
    document = {
        "asset": {"version": "2.0"},
        "buffers": [{"byteLength": size}],
        "bufferViews": [{"buffer": 0, "byteLength": size}],
        "accessors": [
            {"componentType": 5126, "type": "SCALAR", "count": size // 4 - i, "bufferView": 0, "byteOffset": 4 * i}
            for i in range(count)
        ],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0, **{f"_{i}": i for i in range(count)}}}]}],
    }
    data = make_glb(document, bytes(size))
    start = time.process_time()
    with pytest.raises(tk.AssetError) as caught:
        io.load(data)
    assert "ACCESSOR_DATA_TOO_LARGE" in codes(caught.value)
    assert time.process_time() - start < 20  # without the bound it is minutes


@pytest.mark.parametrize("depth", [100, 300, 900, 5000])
@pytest.mark.parametrize("place", ["extras", "extensions"])
def test_nesting_is_bounded(depth, place):
    nested = '{"a":' * depth + "[1]" + "}" * depth
    inside = nested if place == "extras" else f'{{"ABC_deep":{nested}}}'
    data = f'{{"asset":{{"version":"2.0"}},"extensionsUsed":["ABC_deep"],"nodes":[{{"{place}":{inside}}}]}}'.encode()
    if depth > 200:
        with pytest.raises(tk.AssetError, match="nested"):
            io.load(data)
        assert "INVALID_JSON" in {problem.code for problem in io.validate(data).problems}
    else:
        assert io.to_glb(io.load(io.to_glb(io.load(data))))


def test_the_last_of_doubled_members_counts():
    """As in the Khronos validator's parser."""
    assert io.load(b'{"asset":{"version":"1.0","version":"2.0"}}')
    with pytest.raises(tk.AssetError, match="UNKNOWN_ASSET_MAJOR_VERSION"):
        io.load(b'{"asset":{"version":"2.0"},"asset":{"version":"1.0"}}')


def test_semantics_of_any_length():
    attributes = {f"TEXCOORD_{'1' * 6000}": 0, "POSITION": 0}
    document = {"asset": {"version": "2.0"}, "meshes": [{"primitives": [{"attributes": attributes}]}]}
    with pytest.raises(tk.AssetError, match="MESH_PRIMITIVE_INDEXED_SEMANTIC_CONTINUITY"):
        io.load(json.dumps(document).encode())


def test_reports_are_bounded(make_glb):
    """Many accessors and joints on the same bytes."""
    size = 1 << 20
    accessor = {
        "componentType": 5121,
        "type": "VEC4",
        "count": size // 4,
        "bufferView": 0,
        "min": [0] * 4,
        "max": [0] * 4,
    }
    sets = {f"{kind}_{i}": i for i in range(300) for kind in ("JOINTS", "WEIGHTS")}
    document = {
        "asset": {"version": "2.0"},
        "buffers": [{"byteLength": size}],
        "bufferViews": [{"buffer": 0, "byteLength": size}],
        "accessors": [dict(accessor, normalized=bool(i % 2)) for i in range(2000)],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0, **sets}}]}],
        "nodes": [{"mesh": 0, "skin": 0}],
        "skins": [{"joints": [0]}],
    }
    start = time.process_time()
    assert not io.validate(make_glb(document, bytes(size))).ok
    assert time.process_time() - start < 20


def test_a_wide_and_deep_graph():
    """200,000 nodes in one chain are read without recursion."""
    count = 200_000
    nodes = [{"children": [i + 1]} for i in range(count - 1)] + [{}]
    data = json.dumps({"asset": {"version": "2.0"}, "nodes": nodes, "scenes": [{"nodes": [0]}]}).encode()
    scene = io.load(data)
    assert len(scene.nodes) == count


def test_problems_are_limited():
    data = json.dumps({"asset": {"version": "2.0"}, "nodes": [{"mesh": 5}] * 50_000}).encode()
    with pytest.raises(tk.AssetError) as caught:
        io.load(data)
    assert len(caught.value.problems) < 2000
    assert caught.value.problems[-1].code == "TOO_MANY_PROBLEMS"
