"""Each feature of glTF's core, on a document made for it: read right, written back, read again as the same."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote

import numpy as np
import pytest

import threedkit as tk
from threedkit import io
from threedkit.io.gltf.layout import COMPONENT_TYPES, layout_of
from threedkit.scene import MODES

TRIANGLE = np.float32([[0, 0, 0], [1, 0, 0], [0, 1, 0]])
KINDS = {(): "SCALAR", (2,): "VEC2", (3,): "VEC3", (4,): "VEC4", (2, 2): "MAT2", (3, 3): "MAT3", (4, 4): "MAT4"}
DTYPES = [np.dtype(name) for name in ("int8", "uint8", "int16", "uint16", "float32")]


class Builder:
    """A glTF document that grows by arrays."""

    def __init__(self) -> None:
        self.binary = b""
        self.json: dict = {"asset": {"version": "2.0"}, "accessors": [], "bufferViews": []}

    def view(self, data: bytes, **more) -> int:
        self.binary += bytes(-len(self.binary) % 4)
        place = {"buffer": 0, "byteOffset": len(self.binary), "byteLength": len(data)}
        self.json["bufferViews"].append({**place, **more})
        self.binary += data
        return len(self.json["bufferViews"]) - 1

    def accessor(self, array: np.ndarray, *, stride: int = 0, normalized: bool = False, **more) -> int:
        """Lay an array out by the rules: columns of matrices at multiples of 4 bytes, elements `stride` bytes apart."""
        kind, number = KINDS[array.shape[1:]], COMPONENT_TYPES[array.dtype]
        layout = layout_of(kind, number)
        step = stride or layout.size
        data = np.full((len(array) - 1) * step + layout.size, 0xAA, np.uint8)
        whole = np.ndarray((len(array), *layout.shape), array.dtype, data, 0, (step, *layout.strides))
        whole[...] = array.swapaxes(1, 2) if array.ndim == 3 else array
        if stride:
            data = np.append(data, np.full(step * len(array) - len(data), 0xAA, np.uint8))
        view = self.view(data.tobytes(), **({"byteStride": stride} if stride else {}))
        return self.add(array, bufferView=view, normalized=normalized, **more)

    def add(self, array: np.ndarray, *, normalized: bool = False, bounds: bool = True, **more) -> int:
        kind, number = KINDS[array.shape[1:]], COMPONENT_TYPES[array.dtype]
        entry = {"componentType": number, "count": len(array), "type": kind, **more}
        if normalized:
            entry["normalized"] = True
        if bounds:
            flat = (array.swapaxes(1, 2) if array.ndim == 3 else array).reshape(len(array), -1)
            entry["min"], entry["max"] = flat.min(axis=0).tolist(), flat.max(axis=0).tolist()
        self.json["accessors"].append(entry)
        return len(self.json["accessors"]) - 1

    def draw(self, attributes: dict, **more) -> dict:
        """One mesh on one node."""
        primitive = {"attributes": attributes, **more}
        self.json.setdefault("meshes", []).append({"primitives": [primitive]})
        self.json.setdefault("nodes", []).append({"mesh": len(self.json["meshes"]) - 1})
        self.json["scenes"] = [{"nodes": list(range(len(self.json["nodes"])))}]
        self.json["scene"] = 0
        return primitive

    def glb(self, make_glb) -> bytes:
        if self.binary:
            self.json["buffers"] = [{"byteLength": len(self.binary)}]
        return make_glb({name: value for name, value in self.json.items() if value}, self.binary)


@pytest.fixture
def builder() -> Builder:
    return Builder()


@pytest.fixture
def loaded(builder, make_glb, scene_differences):
    """Load the built document; hold what is written against what was read, and what a report says of both."""

    def load() -> tk.Scene:
        data = builder.glb(make_glb)
        scene = io.load(data)
        saved = scene.to_glb()
        assert scene_differences(scene, io.load(saved)) == []
        assert io.load(saved).to_glb() == saved
        before = {problem.code for problem in io.validate(data).problems if problem.severity == "error"}
        after = {problem.code for problem in io.validate(saved).problems if problem.severity == "error"}
        assert after <= before
        return scene

    return load


def values_of(shape: tuple[int, ...], dtype: np.dtype, count: int = 5) -> np.ndarray:
    rng = np.random.default_rng([ord(dtype.char), *shape])
    size = (count, *shape)
    if dtype.kind == "f":
        return rng.normal(size=size).astype(dtype)
    limits = np.iinfo(dtype)
    return rng.integers(limits.min, limits.max, size=size, dtype=dtype, endpoint=True)


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("shape", KINDS, ids=KINDS.values())
def test_component_and_element_types(builder, loaded, shape, dtype):
    """Matrices of small integers have columns padded to 4 bytes; vertex elements are multiples of 4 bytes."""
    array = values_of(shape, dtype)
    step = -(-layout_of(KINDS[shape], COMPONENT_TYPES[dtype]).size // 4) * 4
    points = builder.accessor(np.repeat(TRIANGLE[:1], 5, axis=0))
    builder.draw({"POSITION": points, "_THING": builder.accessor(array, stride=step)}, mode=0)
    found = loaded().meshes[0].primitives[0].custom["_THING"]
    assert found.dtype == dtype
    assert np.array_equal(found, array)


@pytest.mark.parametrize("dtype", ["int8", "uint8", "int16", "uint16"])
def test_normalized_integers(builder, loaded, dtype):
    array = values_of((4,), np.dtype(dtype), count=9)
    points = builder.accessor(np.repeat(TRIANGLE[:1], 9, axis=0))
    builder.draw({"POSITION": points, "_THING": builder.accessor(array, normalized=True)}, mode=0)
    scene = loaded()
    primitive = scene.meshes[0].primitives[0]
    limit = np.iinfo(dtype).max
    assert np.allclose(primitive.custom["_THING"], np.maximum(array / limit, -1), atol=1e-7)
    assert primitive.formats == {"_THING": (dtype, True)}
    document = json.loads(scene.to_glb()[20:].split(b"\0")[0].rpartition(b"}")[0] + b"}")
    stored = document["accessors"][document["meshes"][0]["primitives"][0]["attributes"]["_THING"]]
    assert (stored["componentType"], stored["normalized"]) == (COMPONENT_TYPES[np.dtype(dtype)], True)


@pytest.mark.parametrize("dtype", ["uint8", "uint16"])
@pytest.mark.parametrize("semantic", ["TEXCOORD_0", "COLOR_0", "WEIGHTS_0"])
def test_normalized_core_attributes(builder, loaded, semantic, dtype):
    width = 2 if semantic.startswith("TEX") else 4
    array = np.zeros((3, width), dtype)
    array[:, 0] = np.iinfo(dtype).max
    step = -(-array.itemsize * width // 4) * 4
    attributes = {"POSITION": builder.accessor(TRIANGLE)}
    attributes[semantic] = builder.accessor(array, stride=step, normalized=True)
    if semantic == "WEIGHTS_0":
        attributes["JOINTS_0"] = builder.accessor(np.zeros((3, 4), "uint8"))
    builder.draw(attributes)
    field = {"T": "texcoords", "C": "colors", "W": "weights"}[semantic[0]]
    primitive = loaded().meshes[0].primitives[0]
    assert getattr(primitive, field)[0].dtype == dtype
    assert primitive.as_float(field)[:, 0].tolist() == [1, 1, 1]


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "uint32"])
@pytest.mark.parametrize("mode", range(7))
def test_primitive_modes(builder, loaded, mode, dtype):
    points = np.float32([[0, 0, 0], [1, 0, 0], [0, 1, 0], [1, 1, 0], [0, 2, 0], [1, 2, 0]])
    indices = np.array([0, 1, 2, 3, 4, 5], dtype)
    builder.draw({"POSITION": builder.accessor(points)}, indices=builder.accessor(indices), mode=mode)
    builder.draw({"POSITION": 0}, mode=mode)
    scene = loaded()
    for mesh in scene.meshes:
        assert mesh.primitives[0].mode == MODES[mode]
        assert len(mesh.primitives[0].triangles) == {4: 2, 5: 4, 6: 4}.get(mode, 0)
    assert scene.meshes[0].primitives[0].indices.dtype == dtype


@pytest.mark.parametrize("based", [False, True])
@pytest.mark.parametrize("dtype", ["uint8", "uint16", "uint32"])
def test_sparse_accessors(builder, loaded, based, dtype):
    base = np.float32([[1, 2, 3]] * 4) if based else np.zeros((4, 3), np.float32)
    whole = base.copy()
    whole[[1, 3]] = [[5, 6, 7], [8, 9, 10]]
    more = {"bufferView": builder.view(base.tobytes())} if based else {}
    sparse = {
        "count": 2,
        "indices": {"bufferView": builder.view(np.array([1, 3], dtype).tobytes()), "componentType": 0},
        "values": {"bufferView": builder.view(whole[[1, 3]].tobytes())},
    }
    sparse["indices"]["componentType"] = COMPONENT_TYPES[np.dtype(dtype)]
    builder.draw({"POSITION": builder.add(whole, sparse=sparse, **more)}, mode=0)
    assert np.array_equal(loaded().meshes[0].primitives[0].positions, whole)


def test_interleaved_and_strided_views(builder, loaded):
    """Position, normal and colour of a vertex side by side, 36 bytes apart with a gap."""
    normals, colors = np.float32([[0, 0, 1]] * 3), np.uint8([[255, 0, 0, 255], [0, 255, 0, 255], [0, 0, 255, 128]])
    data = np.full((3, 36), 0xCC, np.uint8)
    data[:, 0:12] = TRIANGLE.view(np.uint8).reshape(3, 12)
    data[:, 12:24] = normals.view(np.uint8).reshape(3, 12)
    data[:, 28:32] = colors
    view = builder.view(data.tobytes(), byteStride=36, target=34962)
    builder.draw(
        {
            "POSITION": builder.add(TRIANGLE, bufferView=view),
            "NORMAL": builder.add(normals, bufferView=view, byteOffset=12),
            "COLOR_0": builder.add(colors, bufferView=view, byteOffset=28, normalized=True),
        }
    )
    primitive = loaded().meshes[0].primitives[0]
    assert np.array_equal(primitive.positions, TRIANGLE)
    assert np.array_equal(primitive.normals, normals)
    assert np.array_equal(primitive.colors[0], colors)


def test_accessors_that_overlap_and_share_bytes(builder, loaded):
    """Two accessors on one view, one of them a part of the other, and an accessor without a view: zeros."""
    view = builder.view(np.concatenate([TRIANGLE, TRIANGLE + 1]).tobytes(), byteStride=12)
    builder.draw({"POSITION": builder.add(np.concatenate([TRIANGLE, TRIANGLE + 1]), bufferView=view)})
    builder.draw({"POSITION": builder.add(TRIANGLE + 1, bufferView=view, byteOffset=36)})
    builder.draw({"POSITION": builder.add(np.zeros((3, 3), np.float32))})
    scene = loaded()
    assert [mesh.primitives[0].positions[-1].tolist() for mesh in scene.meshes] == [[1, 2, 1], [1, 2, 1], [0, 0, 0]]


def test_morph_targets_with_names_and_weights(builder, loaded):
    base = {"POSITION": builder.accessor(TRIANGLE), "NORMAL": builder.accessor(np.float32([[0, 0, 1]] * 3))}
    shift = builder.accessor(TRIANGLE * 2)
    primitive = builder.draw(base, targets=[{"POSITION": shift, "NORMAL": shift}, {"POSITION": shift}])
    builder.json["meshes"][0].update(weights=[0.25, 0.5], extras={"targetNames": ["smile", "blink"], "more": 1})
    builder.json["nodes"].append({"mesh": 0, "weights": [1, 0]})
    builder.json["scenes"][0]["nodes"].append(1)
    assert len(primitive["targets"]) == 2
    scene = loaded()
    mesh = scene.meshes[0]
    assert (mesh.weights, mesh.target_names, mesh.extras) == ((0.25, 0.5), ("smile", "blink"), {"more": 1})
    assert mesh.primitives[0].targets[1].normals is None
    pose = scene.pose(None)
    assert (pose.weights(scene.nodes[0]), pose.weights(scene.nodes[1])) == ((0.25, 0.5), (1, 0))


@pytest.mark.parametrize("skeleton", [False, True])
@pytest.mark.parametrize("matrices", [False, True])
def test_skins(builder, loaded, skeleton, matrices):
    builder.draw(
        {
            "POSITION": builder.accessor(TRIANGLE),
            "JOINTS_0": builder.accessor(np.uint16([[0, 1, 0, 0]] * 3)),
            "WEIGHTS_0": builder.accessor(np.float32([[0.5, 0.5, 0, 0]] * 3)),
        }
    )
    inverse = np.stack([np.eye(4, dtype=np.float32)] * 2)
    inverse[1, :3, 3] = (1, 2, 3)
    builder.json["nodes"][0]["skin"] = 0
    builder.json["nodes"] += [{"children": [2], "name": "hip"}, {"translation": [0, 1, 0]}]
    builder.json["scenes"][0]["nodes"].append(1)
    skin = {"joints": [1, 2], "name": "bones"}
    if skeleton:
        skin["skeleton"] = 1
    if matrices:
        skin["inverseBindMatrices"] = builder.accessor(inverse, bounds=False)
    builder.json["skins"] = [skin]
    scene = loaded()
    found = scene.skins[0]
    assert found.joints == (scene.nodes[1], scene.nodes[2])
    assert found.skeleton is (scene.nodes[1] if skeleton else None)
    assert found.inverse_bind_matrices is None if not matrices else np.array_equal(found.inverse_bind_matrices, inverse)


def test_several_scenes(builder, loaded):
    builder.json["nodes"] = [{"name": "a"}, {"name": "b"}, {"name": "a"}, {}]
    builder.json["scenes"] = [{"nodes": [0]}, {"name": "two", "nodes": [1, 2], "extras": {"x": 1}}, {"nodes": [1]}, {}]
    builder.json["scene"] = 1
    scene = loaded()
    assert (scene.name, scene.index, scene.extras) == ("two", 1, {"x": 1})
    assert [node.name for node in scene.roots] == ["b", "a"]
    assert [len(other.roots) for other in scene.alternates] == [1, 1, 0]
    assert scene.nodes["a"] is scene.nodes[0]


def test_document_without_scenes(builder, loaded):
    builder.json["nodes"] = [{"children": [1]}, {}, {}]
    assert [node.name for node in loaded().roots] == ["", ""]


def test_cameras_on_nodes(builder, loaded):
    builder.json["cameras"] = [
        {"type": "perspective", "perspective": {"yfov": 0.5, "znear": 0.1, "aspectRatio": 1.5, "zfar": 9}, "name": "p"},
        {"type": "perspective", "perspective": {"yfov": 0.5, "znear": 0.1, "extras": {"film": 35}}},
        {"type": "perspective", "perspective": {"yfov": 0.5, "znear": 0.1, "extras": {}}},
        {"type": "orthographic", "orthographic": {"xmag": 2, "ymag": 1, "znear": 0, "zfar": 10, "extras": [1]}},
    ]
    builder.json["nodes"] = [{"camera": i, "name": str(i)} for i in (3, 0, 1, 1, 2)]
    builder.json["scenes"], builder.json["scene"] = [{"nodes": [0, 1, 2, 3, 4]}], 0
    scene = loaded()
    assert [scene.cameras.index(node.camera) for node in scene.camera_nodes] == [3, 0, 1, 1, 2]
    assert (scene.cameras[0].zfar, scene.cameras[1].zfar, scene.cameras[3].xmag) == (9, None, 2)
    assert scene.cameras[1].nested == {"perspective": {"extras": {"film": 35}}}


@pytest.mark.parametrize("interpolation", ["STEP", "LINEAR", "CUBICSPLINE"])
def test_animations(builder, loaded, interpolation):
    cubic = 3 if interpolation == "CUBICSPLINE" else 1
    turns = np.tile(np.float32([[0, 0, 0, 1]]), (2 * cubic, 1))
    small = np.int16(turns * 32767)
    times = builder.accessor(np.float32([0, 1]))
    samplers = [
        {"input": times, "output": builder.accessor(np.zeros((2 * cubic, 3), np.float32)), "extras": {"s": 1}},
        {"input": times, "output": builder.accessor(turns)},
        {"input": times, "output": builder.accessor(small, normalized=True)},
    ]
    builder.json["nodes"] = [{}, {}]
    builder.json["scenes"], builder.json["scene"] = [{"nodes": [0, 1]}], 0
    builder.json["animations"] = [
        {
            "name": "go",
            "samplers": [{**sampler, "interpolation": interpolation} for sampler in samplers],
            "channels": [
                {"sampler": 0, "target": {"node": 0, "path": "translation", "extras": {"t": 1}}},
                {"sampler": 0, "target": {"node": 0, "path": "scale"}, "extras": {"c": 1}},
                {"sampler": 1, "target": {"node": 0, "path": "rotation"}},
                {"sampler": 2, "target": {"node": 1, "path": "rotation"}},
                {"sampler": 0, "target": {"path": "translation"}},
            ],
        }
    ]
    scene = loaded()
    first, second, third, fourth, free = scene.animations["go"].channels
    assert {channel.interpolation for channel in scene.animations[0].channels} == {interpolation}
    assert first.nested == {"target": {"extras": {"t": 1}}, "sampler": {"extras": {"s": 1}}}
    assert (second.extras, third.stored, fourth.stored, free.node) == ({"c": 1}, None, ("int16", True), None)
    assert fourth.values.reshape(-1)[-1] == 1


def test_extras_everywhere(builder, loaded):
    attributes = {"POSITION": builder.accessor(TRIANGLE), "TEXCOORD_0": builder.accessor(TRIANGLE[:, :2].copy())}
    builder.draw(attributes, material=0, extras={"at": "primitive"})
    image = base64.b64encode(tk.Image.from_array(np.zeros((1, 1, 3), np.uint8)).data).decode()
    lists = {
        "nodes": [{"mesh": 0, "extras": {"at": "node"}}],
        "materials": [{"extras": {"at": "material"}, "normalTexture": {"index": 0, "extras": {"at": "info"}}}],
        "textures": [{"source": 0, "sampler": 0, "extras": {"at": "texture"}}],
        "samplers": [{"extras": {"at": "sampler"}}],
        "images": [{"uri": f"data:image/png;base64,{image}", "extras": {"at": "image"}}],
        "scenes": [{"nodes": [0], "extras": {"at": "scene"}}],
    }
    builder.json.update(lists, extras={"at": "document"})
    builder.json["asset"].update(extras={"at": "asset"}, copyright="me", minVersion="2.0")
    scene = loaded()
    assert [scene.document_extras["at"], scene.extras["at"], scene.asset["extras"]["at"]] == [
        "document",
        "scene",
        "asset",
    ]
    assert (scene.asset["copyright"], scene.asset["minVersion"]) == ("me", "2.0")
    for name in ("nodes", "materials", "textures", "samplers", "images"):
        assert getattr(scene, name)[0].extras["at"] == name[:-1]
    assert scene.meshes[0].primitives[0].extras == {"at": "primitive"}
    assert scene.materials[0].normal_texture.extras == {"at": "info"}


@pytest.mark.parametrize("value", [[1, 2], "text", 3.5, False, {"a": {"b": [None]}}, {}])
def test_extras_of_any_json(builder, loaded, value):
    builder.json["nodes"] = [{"extras": value, "name": "one"}]
    builder.json["scenes"], builder.json["scene"] = [{"nodes": [0]}], 0
    found = loaded().nodes[0].extras
    assert found == (value if isinstance(value, dict) else {"$value": value})


NAMES = ["a b.bin", "größe.bin", "日本語.bin", "100%.bin", "a#b?c.bin", "sub folder/x.bin", "plus+and&.bin"]


@pytest.mark.parametrize("name", NAMES)
def test_paths(builder, tmp_path, scene_differences, name):
    """Percent-encoded as the standard says, and plain unicode as many exporters write it."""
    builder.draw({"POSITION": builder.accessor(TRIANGLE)})
    target = tmp_path / name
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(builder.binary)
    plain = name if not set("%#?") & set(name) else quote(name)
    for number, uri in enumerate({quote(name), plain}):
        builder.json["buffers"] = [{"byteLength": len(builder.binary), "uri": uri}]
        path = tmp_path / f"{number}.gltf"
        path.write_text(json.dumps(builder.json), "utf-8")
        scene = io.load(path)
        assert np.array_equal(scene.meshes[0].primitives[0].positions, TRIANGLE)
        saved = tmp_path / "saved" / f"größe {number} & 100%.gltf"
        saved.parent.mkdir(exist_ok=True)
        scene.save(saved)
        assert scene_differences(scene, io.load(saved)) == []


def test_data_uris_and_several_buffers(builder, make_glb, scene_differences):
    """A buffer in the GLB, one in base64 and one percent-encoded; buffer 1 is not the GLB's."""
    builder.draw({"POSITION": builder.accessor(TRIANGLE)})
    builder.draw({"POSITION": builder.accessor(TRIANGLE * 2)})
    builder.draw({"POSITION": builder.accessor(TRIANGLE * 4)})
    parts = [(TRIANGLE * factor).tobytes() for factor in (1, 2, 4)]
    for number, view in enumerate(builder.json["bufferViews"]):
        view.update(buffer=number, byteOffset=0)
    builder.json["buffers"] = [
        {"byteLength": 36},
        {"byteLength": 36, "uri": "data:application/octet-stream;base64," + base64.b64encode(parts[1]).decode()},
        {"byteLength": 36, "uri": "data:application/gltf-buffer," + quote(parts[2])},
    ]
    scene = io.load(make_glb(builder.json, parts[0]))
    assert [mesh.primitives[0].positions[1, 0] for mesh in scene.meshes] == [1, 2, 4]
    assert scene_differences(scene, io.load(scene.to_glb())) == []


def test_external_images(builder, tmp_path, scene_differences):
    images = {"größe 1.png": tk.Image.from_array(np.zeros((2, 2, 3), np.uint8)).data, "b.jpg": b"\xff\xd8\xff\xe0more"}
    for name, data in images.items():
        (tmp_path / name).write_bytes(data)
    builder.json["images"] = [
        {"uri": quote("größe 1.png")},
        {"uri": "größe 1.png", "name": "again"},
        {"uri": "b.jpg", "mimeType": "image/jpeg"},
    ]
    builder.json["textures"] = [{"source": 0}, {"source": 1}, {"source": 2}, {}]
    path = tmp_path / "x.gltf"
    path.write_text(json.dumps({k: v for k, v in builder.json.items() if v}), "utf-8")
    scene = io.load(path)
    assert [bytes(image.data) for image in scene.images] == [*images.values()][:1] * 2 + [images["b.jpg"]]
    assert scene.images[0].uri == "größe 1.png"
    scene.save(tmp_path / "out.gltf")
    scene.save(tmp_path / "out.glb")
    assert (tmp_path / "out.gltf").exists()
    assert scene_differences(scene, io.load(tmp_path / "out.gltf")) == []
    assert scene_differences(scene, io.load(tmp_path / "out.glb")) == []
