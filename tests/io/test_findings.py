"""What public collections and the fuzzer found, told again with documents made here."""

from __future__ import annotations

import base64
import contextlib
import copy
import json
import weakref

import meshopt
import numpy as np
import pytest

import threedkit as tk
from threedkit.io.gltf import collector
from threedkit.testing.scenes import scenes_equal

LIGHTS, MESHOPT, QUANTIZATION = "KHR_lights_punctual", "EXT_meshopt_compression", "KHR_mesh_quantization"
ODD = (-1, 2**64, 0.5, -1.0, 1e308, "", None, True, [], {})


def text(**members) -> bytes:
    return json.dumps({"asset": {"version": "2.0"}, **members}).encode()


def accessor(kind, count, **more):
    return {"type": kind, "componentType": 5126, "count": count, **more}


@pytest.mark.parametrize("root", [None, {}, {LIGHTS: {}}, {LIGHTS: {"lights": []}}, {LIGHTS: {"lights": {}}}])
def test_a_light_that_is_no_index_and_not_declared(root):
    for light in ODD:
        more = {} if root is None else {"extensions": root}
        data = text(nodes=[{"extensions": {LIGHTS: {"light": light}}}], **more)
        assert not tk.validate(data).ok
        with pytest.raises(tk.AssetError):
            tk.load(data, strict=False)


def test_accessors_without_bytes_stay_so_where_zeros_may_not_be_stored(oracle):
    """Normals, tangents, weights and inverse bind matrices that nobody gave are no error; zeros in bytes would be."""
    attributes = {"POSITION": 0, "NORMAL": 1, "TANGENT": 2, "JOINTS_0": 3, "WEIGHTS_0": 2}
    data = text(
        scenes=[{"nodes": [0, 1]}],
        nodes=[{"mesh": 0, "skin": 0}, {}],
        meshes=[{"primitives": [{"attributes": attributes}]}],
        skins=[{"joints": [1], "inverseBindMatrices": 4}],
        accessors=[
            accessor("VEC3", 3, min=[0, 0, 0], max=[0, 0, 0]),
            accessor("VEC3", 3),
            accessor("VEC4", 3),
            {"type": "VEC4", "componentType": 5121, "count": 3},
            accessor("MAT4", 1),
        ],
    )
    assert not oracle.problems(data, least="error")
    scene = tk.load(data)
    assert not scene.meshes[0].primitives[0].normals.any()
    written = scene.to_glb()
    assert not oracle.problems(written, least="error")
    again = tk.load(written)
    assert not scenes_equal(scene, again)
    assert again.to_glb() == written
    assert tk.validate(written).ok


def test_normals_that_are_zero_here_and_there_are_stored():
    normals = np.array([[0, 0, 0], [0, 0, 1], [0, 1, 0]], np.float32)
    scene = tk.Scene()
    scene.add(tk.Mesh(tk.Primitive(np.eye(3, dtype=np.float32), normals=normals)))
    np.testing.assert_array_equal(tk.load(scene.to_glb()).meshes[0].primitives[0].normals, normals)


def test_an_animation_whose_keys_have_no_bytes_is_left_out():
    sampler = {"input": 0, "output": 1}
    data = text(
        nodes=[{}],
        animations=[{"samplers": [sampler], "channels": [{"sampler": 0, "target": {"node": 0, "path": "scale"}}]}],
        accessors=[accessor("SCALAR", 2, min=[0], max=[1]), accessor("VEC3", 2)],
    )
    scene = tk.load(data)
    assert not scene.animations
    assert not scenes_equal(scene, tk.load(scene.to_glb()))


@pytest.mark.parametrize("name", ["a.png", "a.dds"])
def test_an_image_of_no_known_format_goes_into_a_glb(tmp_path, name, oracle):
    (tmp_path / name).write_bytes(b"DDS " + bytes(60))
    (tmp_path / "a.gltf").write_bytes(text(images=[{"uri": name}]))
    scene = tk.load(tmp_path / "a.gltf")
    written = scene.to_glb()
    assert not oracle.problems(written, least="error")
    again = tk.load(written)
    assert bytes(again.images[0].data) == (tmp_path / name).read_bytes()
    assert not scenes_equal(scene, again)
    assert again.to_glb() == written


def stored_twice(stored: np.ndarray, fallback: np.ndarray | None) -> bytes:
    """Three normals of signed bytes: those compressed by meshopt, and those that are there beside them."""
    packed = meshopt.encode_vertex_buffer(stored)
    said = {"buffer": 0, "byteLength": len(packed), "byteStride": 4, "count": 3, "mode": "ATTRIBUTES"}
    view = {"buffer": 1, "byteLength": 12, "byteStride": 4, "target": 34962, "extensions": {MESHOPT: said}}
    other = {"byteLength": 12, "extensions": {MESHOPT: {"fallback": True}}}
    if fallback is not None:
        other["uri"] = data_uri(fallback.tobytes())
    return text(
        extensionsUsed=[MESHOPT, QUANTIZATION],
        extensionsRequired=[QUANTIZATION] if fallback is not None else [MESHOPT, QUANTIZATION],
        meshes=[{"primitives": [{"attributes": {"POSITION": 0, "NORMAL": 1}}]}],
        accessors=[
            accessor("VEC3", 3, min=[0, 0, 0], max=[0, 0, 0]),
            {"type": "VEC3", "componentType": 5120, "normalized": True, "count": 3, "bufferView": 0},
        ],
        bufferViews=[view],
        buffers=[{"byteLength": len(packed), "uri": data_uri(packed)}, other],
    )


def data_uri(data: bytes) -> str:
    return "data:application/octet-stream;base64," + base64.b64encode(data).decode()


@pytest.mark.parametrize(("stored", "beside", "severity"), [
    (3, None, "warning"), (127, None, None), (127, 3, "error"), (3, 127, None), (127, 127, None),
])  # fmt: skip
def test_numbers_that_come_out_of_a_codec_are_no_errors_but_warnings(oracle, stored, beside, severity):
    """Khronos' validator does not look into them, for codecs are lossy, but at what is there beside them."""
    values = np.zeros((2, 3, 4), np.int8)
    values[0, :, 2], values[1, :, 2] = stored, beside or 0
    data = stored_twice(values[0], None if beside is None else values[1])
    report = tk.validate(data)
    assert report.ok is (severity != "error") is not bool(oracle.problems(data, least="error"))
    found = [p.severity for p in report.problems if p.code == "ACCESSOR_VECTOR3_NON_UNIT"]
    assert found == [severity] * bool(severity)
    assert tk.load(data).meshes[0].primitives[0].normals[0, 2] == pytest.approx(stored / 127)


@pytest.mark.parametrize("number", ["1e309", "-1e999", "1" * 540])
@pytest.mark.parametrize("place", ["materials", "asset", "extras", "unknown"])
def test_a_number_too_large_for_a_float_where_nobody_needs_it(number, place):
    parts = {
        "materials": '"asset":{"version":"2.0"},"materials":[{"foo":%s}]',
        "asset": '"asset":{"version":"2.0","x":%s},"materials":[{"alphaCutoff":0.5}]',
        "extras": '"asset":{"version":"2.0"},"nodes":[{"extras":{"a":%s}}],"materials":[{"alphaCutoff":0.5}]',
        "unknown": '"asset":{"version":"2.0"},"foo":[%s],"materials":[{"alphaCutoff":0.5}]',
    }
    data = ("{" + parts[place] % number + "}").encode()
    report = tk.validate(data)
    with contextlib.suppress(tk.AssetError):
        written = tk.load(data).to_glb()
        assert report.ok
        assert tk.load(written).to_glb() == written


@pytest.mark.parametrize("count", [2, 30_000])
def test_one_file_after_the_other_does_not_fill_the_memory(monkeypatch, count):
    """Nodes with children are cycles, which only the garbage collector frees: it must come to them."""
    data = text(nodes=[{"children": list(range(1, count + 1))}, *({} for _ in range(count))])
    monkeypatch.setattr(collector, "_PENDING_BYTES", 4 * len(data))
    loaded = [weakref.ref(tk.load(data).roots[0]) for _ in range(12)]
    assert sum(root() is not None for root in loaded) <= 6


def test_many_objects_are_looked_at_now_and_then(monkeypatch):
    monkeypatch.setattr(collector, "_PENDING_OBJECTS", 1000)
    tally = collector._Tally(objects=1001, alive=10)
    tally.settle()
    assert tally.objects == 0
    assert tally.alive > 1000
    tally.objects = tally.alive // 4
    tally.settle()
    assert tally.objects > 0


EXTENSIONS = {
    ("nodes", 0): {
        "EXT_mesh_gpu_instancing": {"attributes": {"TRANSLATION": 0, "_X": 0}},
        "KHR_node_visibility": {"visible": True},
        "MSFT_lod": {"ids": [0]},
        LIGHTS: {"light": 0},
    },
    ("meshes", 0, "primitives", 0): {
        "KHR_materials_variants": {"mappings": [{"material": 0, "variants": [0]}]},
        "KHR_draco_mesh_compression": {"bufferView": 0, "attributes": {"POSITION": 0}},
    },
    ("materials", 0): {
        "KHR_materials_clearcoat": {"clearcoatFactor": 1, "clearcoatTexture": {"index": 0}},
        "KHR_materials_pbrSpecularGlossiness": {"diffuseFactor": [1, 1, 1, 1], "diffuseTexture": {"index": 0}},
    },
    ("textures", 0): {"KHR_texture_basisu": {"source": 0}, "EXT_texture_webp": {"source": 0}},
    ("bufferViews", 0): {
        MESHOPT: {"buffer": 0, "byteLength": 4, "byteStride": 4, "count": 1, "mode": "ATTRIBUTES", "filter": "NONE"}
    },
}


def places(value, where=()):
    yield where
    for key, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places(item, (*where, key))


def put(value, where, thing):
    if not where:
        return thing
    holder = value
    for key in where[:-1]:
        holder = holder[key]
    holder[where[-1]] = thing
    return value


@pytest.mark.parametrize("used", [True, False])
@pytest.mark.parametrize("place", EXTENSIONS)
def test_odd_values_in_extensions(place, used):
    """Whatever stands in them, declared or not: a report, and a scene or AssetError."""
    base = {
        "nodes": [{"mesh": 0}],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0}, "material": 0}]}],
        "accessors": [accessor("VEC3", 3, bufferView=0, min=[0, 0, 0], max=[0, 0, 0])],
        "bufferViews": [{"buffer": 0, "byteLength": 36}],
        "buffers": [{"byteLength": 36, "uri": data_uri(bytes(36))}],
        "materials": [{"pbrMetallicRoughness": {"baseColorTexture": {"index": 0}}}],
        "textures": [{}],
    }
    for name, extension in EXTENSIONS[place].items():
        for where in places(extension):
            for odd in (*ODD, 0, 1, [[]], [{}], [0]):
                changed = {name: put(copy.deepcopy(extension), where, odd)}
                document = put(copy.deepcopy(base), (*place, "extensions"), changed)
                data = text(**document, **({"extensionsUsed": [name]} if used else {}))
                tk.validate(data)
                with contextlib.suppress(tk.AssetError):
                    tk.load(data, strict=False).to_glb()
