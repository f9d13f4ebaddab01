"""EXT_meshopt_compression and KHR_meshopt_compression: read, written, and hostile."""

from __future__ import annotations

import base64
import copy
import json
import random
import warnings
from itertools import pairwise

import meshopt as package
import numpy as np
import pytest

from threedkit import io
from threedkit.errors import AssetError, FieldError, OutputError
from threedkit.io.gltf.codecs import meshopt
from threedkit.io.gltf.container import parse
from threedkit.io.gltf.problems import Problems
from threedkit.scene import Mesh, Primitive, Scene

EXT, KHR = "EXT_meshopt_compression", "KHR_meshopt_compression"


def grid(side: int = 12) -> tuple[np.ndarray, np.ndarray]:
    """Vertices and triangles (in the order that the codec likes) of a bent grid."""
    x, y = np.meshgrid(np.arange(side, dtype=np.float32), np.arange(side, dtype=np.float32))
    positions = np.stack([x.ravel(), y.ravel(), np.sin(x.ravel())], axis=1)
    corner = (np.arange(side - 1)[:, None] * side + np.arange(side - 1)).ravel()
    first = np.stack([corner, corner + 1, corner + side], 1)
    second = np.stack([corner + 1, corner + side + 1, corner + side], 1)
    indices = np.concatenate([first, second]).reshape(-1).astype(np.uint32)
    encoded = package.encode_index_buffer(package.reorder_mesh(indices, triangles=True, optsize=False)[0])
    return positions, package.decode_index_buffer(encoded, len(indices), 4)


def document(extension: str, views: list[dict], accessors: list[dict], primitive: dict, data: list[bytes]) -> tuple:
    """A GLB's JSON and bytes: each view is stored compressed in buffer 0 and unfolds into buffer 1."""
    binary, unfolded, made = b"", 0, []
    for view, packed in zip(views, data, strict=True):
        said = {"buffer": 0, "byteOffset": len(binary), "byteLength": len(packed), **view}
        size = view["count"] * view["byteStride"]
        made.append({"buffer": 1, "byteOffset": unfolded, "byteLength": size, "extensions": {extension: said}})
        if view["mode"] == "ATTRIBUTES":
            made[-1].update(byteStride=view["byteStride"], target=34962)
        binary += packed + bytes(-len(packed) % 4)
        unfolded += size + -size % 4
    return {
        "asset": {"version": "2.0"},
        "extensionsUsed": [extension, "KHR_mesh_quantization"],
        "extensionsRequired": [extension, "KHR_mesh_quantization"],
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0}],
        "meshes": [{"primitives": [primitive]}],
        "accessors": accessors,
        "bufferViews": made,
        "buffers": [
            {"byteLength": len(binary)},
            {"byteLength": unfolded, "extensions": {extension: {"fallback": True}}},
        ],
    }, binary


def grid_document(extension: str = EXT, version: int = 0) -> tuple:
    positions, indices = grid()
    count, normals = len(positions), np.tile(np.float32([0, 0, 1, 0]), (len(positions), 1))
    views = [
        {"byteStride": 12, "count": count, "mode": "ATTRIBUTES"},
        {"byteStride": 4, "count": count, "mode": "ATTRIBUTES", "filter": "OCTAHEDRAL"},
        {"byteStride": 2, "count": len(indices), "mode": "TRIANGLES"},
    ]
    accessors = [
        {"bufferView": 0, "componentType": 5126, "count": count, "type": "VEC3", "min": [0, 0, -1], "max": [11, 11, 1]},
        {"bufferView": 1, "componentType": 5120, "count": count, "type": "VEC3", "normalized": True},
        {"bufferView": 2, "componentType": 5123, "count": len(indices), "type": "SCALAR"},
    ]
    data = [
        package.encode_vertex_buffer_level(positions, 2, version),
        package.encode_vertex_buffer_level(package.encode_filter_oct(normals, 4, 8), 2, version),
        package.encode_index_buffer(indices),
    ]
    primitive = {"attributes": {"POSITION": 0, "NORMAL": 1}, "indices": 2}
    return document(extension, views, accessors, primitive, data)


def codes(glb: bytes) -> set[str]:
    with pytest.raises(AssetError) as caught:
        io.load(glb)
    return {problem.code for problem in caught.value.problems if problem.severity == "error"}


# -- reading --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("extension", "version"), [(EXT, 0), (KHR, 0), (KHR, 1)])
def test_a_document_reads_as_its_plain_twin(make_glb, extension, version):
    scene = io.load(make_glb(*grid_document(extension, version)))
    positions, indices = grid()
    primitive = scene.meshes[0].primitives[0]
    assert np.array_equal(primitive.positions, positions)
    assert np.array_equal(primitive.indices, indices)
    assert primitive.indices.dtype == np.uint16
    assert np.array_equal(primitive.normals, np.tile(np.float32([0, 0, 1]), (len(positions), 1)))
    assert scene.compression == ""
    assert scene.extensions_used == ()
    assert io.validate(make_glb(*grid_document(extension, version))).ok


def test_filters_are_undone(make_glb):
    random_numbers = np.random.default_rng(0)
    count = 40
    positions = random_numbers.random((count, 3)).astype(np.float32)
    colors = random_numbers.random((count, 4)).astype(np.float32)
    turns = random_numbers.normal(size=(count, 4)).astype(np.float32)
    turns /= np.linalg.norm(turns, axis=1)[:, None]
    data = [
        package.encode_vertex_buffer(package.encode_filter_exp(positions, 20)),
        package.encode_vertex_buffer(package.encode_filter_color(colors, 4, 8)),
        package.encode_vertex_buffer(package.encode_filter_quat(turns, 8, 16)),
    ]
    views = [
        {"byteStride": 12, "count": count, "mode": "ATTRIBUTES", "filter": "EXPONENTIAL"},
        {"byteStride": 4, "count": count, "mode": "ATTRIBUTES", "filter": "COLOR"},
        {"byteStride": 8, "count": count, "mode": "ATTRIBUTES", "filter": "QUATERNION"},
    ]
    low, high = positions.min(axis=0).tolist(), positions.max(axis=0).tolist()
    accessors = [
        {"bufferView": 0, "componentType": 5126, "count": count, "type": "VEC3", "min": low, "max": high},
        {"bufferView": 1, "componentType": 5121, "count": count, "type": "VEC4", "normalized": True},
        {"bufferView": 2, "componentType": 5122, "count": count, "type": "VEC4", "normalized": True},
    ]
    primitive = {"attributes": {"POSITION": 0, "COLOR_0": 1, "_TURN": 2}, "mode": 0}
    glb = make_glb(*document(KHR, views, accessors, primitive, data))
    found = io.load(glb).meshes[0].primitives[0]
    assert np.abs(found.positions - positions).max() < 1e-5
    assert np.abs(found.as_float("colors") - colors).max() < 0.02
    assert np.abs(np.abs((found.custom["_TURN"] * turns).sum(axis=1)) - 1.0).max() < 1e-3
    assert io.validate(glb).ok  # declared bounds may be a little off what is decoded


def test_the_bytes_behind_a_fallback_buffer_are_not_looked_for(make_glb):
    plain, binary = grid_document()
    plain["buffers"][1]["uri"] = "not-there.bin"
    assert io.load(make_glb(plain, binary)).meshes[0].primitives[0].vertex_count == 144


def test_an_unmarked_buffer_without_bytes_will_do(make_glb):
    plain, binary = grid_document()
    del plain["buffers"][1]["extensions"]
    assert io.load(make_glb(plain, binary)).meshes[0].primitives[0].vertex_count == 144


def test_a_gltf_with_its_data_in_a_uri_is_read():
    plain, binary = grid_document()
    plain["buffers"][0]["uri"] = "data:application/octet-stream;base64," + base64.b64encode(binary).decode()
    assert io.load(json.dumps(plain).encode()).meshes[0].primitives[0].vertex_count == 144


CONTRADICTIONS = {
    "stride": ({"byteStride": 16}, "COMPRESSED_DATA_MISMATCH"),
    "count": ({"count": 143}, "COMPRESSED_DATA_MISMATCH"),
    "both wrong": ({"count": 1728, "byteStride": 1}, "VALUE_NOT_IN_RANGE"),
    "filter's stride": ({"filter": "OCTAHEDRAL"}, "COMPRESSED_DATA_MISMATCH"),
    "mode": ({"mode": "INDICES"}, "COMPRESSED_DATA_MISMATCH"),
    "unknown mode": ({"mode": "POINTS"}, None),
    "unknown filter": ({"filter": "DELTA"}, None),
    "buffer": ({"buffer": 7}, "UNRESOLVED_REFERENCE"),
    "placeholder": ({"buffer": 1}, "BUFFER_VIEW_TOO_LONG"),
    "past the end": ({"byteLength": 1 << 40}, "BUFFER_VIEW_TOO_LONG"),
    "cut off": ({"byteLength": 30}, "COMPRESSED_DATA_INVALID"),
    "shifted": ({"byteOffset": 4}, "COMPRESSED_DATA_INVALID"),
    "text": ({"count": "144"}, "TYPE_MISMATCH"),
}


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_what_contradicts_itself_is_refused(make_glb, name):
    changes, code = CONTRADICTIONS[name]
    plain, binary = grid_document()
    plain["bufferViews"][0]["extensions"][EXT].update(changes)
    found = codes(make_glb(plain, binary))
    assert code is None or code in found


def test_both_extensions_at_one_view_are_refused(make_glb):
    plain, binary = grid_document()
    plain["extensionsUsed"].append(KHR)
    view = plain["bufferViews"][0]
    view["extensions"][KHR] = view["extensions"][EXT]
    assert "COMPRESSED_DATA_INVALID" in codes(make_glb(plain, binary))


def test_a_document_that_unfolds_too_far_is_refused_by_name(make_glb):
    plain, binary = grid_document()
    rows = np.zeros((1 << 18, 32), np.uint8)
    data = meshopt.encode(rows, "ATTRIBUTES", 1)
    said = {"buffer": 0, "byteOffset": len(binary), "byteLength": len(data), "byteStride": 32, "count": len(rows)}
    for _ in range(40):
        view = {"buffer": 1, "byteLength": rows.nbytes, "extensions": {EXT: {**said, "mode": "ATTRIBUTES"}}}
        plain["bufferViews"].append(view)
    plain["buffers"][0]["byteLength"] += len(data)
    plain["buffers"][1]["byteLength"] = rows.nbytes
    assert len(data) < 10_000
    assert codes(make_glb(plain, binary + data)) == {"COMPRESSED_DATA_TOO_LARGE"}


def test_an_index_out_of_range_is_found_behind_the_codec(make_glb):
    plain, binary = grid_document()
    plain["accessors"][0]["count"] = plain["accessors"][1]["count"] = 100
    assert codes(make_glb(plain, binary)) == {"ACCESSOR_INDEX_OOB"}


# -- writing --------------------------------------------------------------------------------------------------------


def scene_of(**values) -> Scene:
    positions, indices = grid()
    scene = Scene()
    scene.add(Mesh(Primitive(positions, indices=indices, **values)))
    return scene


def saved(scene, path, compression="meshopt") -> bytes:
    scene.save(path, compression=compression)
    return path.read_bytes()


def test_every_sample_comes_back_exactly(everything, tmp_path, scene_differences, oracle):
    for name, scene in everything.items():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            data = saved(scene, tmp_path / "a.glb")
            assert scene_differences(io.load(scene.to_glb()), io.load(data)) == [], name
        assert oracle.problems(data, least="error") == oracle.problems(scene.to_glb(), least="error"), name
        assert saved(scene, tmp_path / "b.glb") == data, name


def test_a_gltf_with_files_comes_back_exactly(everything, tmp_path, oracle):
    scene = next(scene for scene in everything.values() if scene.meshes and scene.images)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        data = saved(scene, tmp_path / "a.gltf")
        assert io.load(tmp_path / "a.gltf").content_hash == io.load(scene.to_glb()).content_hash
    assert oracle.problems(data, tmp_path, least="error") == []


@pytest.mark.parametrize("khronos", [False, True])
def test_the_extension_is_declared_and_required(tmp_path, khronos):
    scene = scene_of()
    scene.compression, scene.compression_options = "meshopt", {"khronos": khronos}
    scene.save(tmp_path / "a.glb")
    data = (tmp_path / "a.glb").read_bytes()
    chunks = parse(memoryview(data), Problems("a"))
    plain = json.loads(bytes(chunks.json))
    name = KHR if khronos else EXT
    assert plain["extensionsUsed"] == plain["extensionsRequired"] == [name]
    assert plain["buffers"][1]["extensions"] == {name: {"fallback": True}}
    assert "uri" not in plain["buffers"][1]
    modes = [view["extensions"][name]["mode"] for view in plain["bufferViews"]]
    assert sorted(modes) == ["ATTRIBUTES", "TRIANGLES"]
    for view, after in pairwise(plain["bufferViews"]):
        assert after["byteOffset"] >= view.get("byteOffset", 0) + view["byteLength"]
    assert len(data) < len(scene.to_glb())
    assert io.load(data).content_hash == scene.content_hash


def test_a_filter_is_used_where_it_changes_nothing(tmp_path):
    directions = np.random.default_rng(0).normal(size=(144, 4)).astype(np.float32)
    directions[:, 3] = 0
    directions[:, :3] /= np.linalg.norm(directions[:, :3], axis=1)[:, None]
    rows = package.encode_filter_oct(directions, 8, 10)
    rows = package.decode_vertex_buffer(package.encode_vertex_buffer(rows), 144, 8, "OCTAHEDRAL").view(np.int16)
    normals = np.maximum(rows[:, :3] / np.float32(32767), np.float32(-1))
    scene = scene_of(normals=normals, formats={"NORMAL": ("int16", True)})
    data = saved(scene, tmp_path / "a.glb")
    assert b"OCTAHEDRAL" in data
    assert io.load(data).content_hash == scene.content_hash
    scene.meshes[0].primitives[0].normals = np.maximum((rows[:, :3] ^ 1) / np.float32(32767), np.float32(-1))
    data = saved(scene, tmp_path / "a.glb")
    assert b"OCTAHEDRAL" not in data
    assert io.load(data).content_hash == scene.content_hash


def test_the_canonical_form_is_never_compressed():
    scene = scene_of()
    before = scene.to_glb()
    scene.compression = "meshopt"
    assert scene.to_glb() == before


def test_wrong_choices_are_refused(tmp_path):
    scene = scene_of()
    with pytest.raises(FieldError, match="compression must be one of"):
        scene.save(tmp_path / "a.glb", compression="zip")
    with pytest.raises(FieldError, match=r"Scene\.compression must be one of"):
        scene.compression = "zip"
    with pytest.raises(OutputError, match=r"is for \.glb and \.gltf"):
        scene.save(tmp_path / "a.stl", compression="draco")
    scene.compression_options = {"position_bits": 99}
    with pytest.raises(FieldError, match="position_bits=99"):
        scene.save(tmp_path / "a.glb", compression="draco")
    assert not list(tmp_path.iterdir())


# -- hostile --------------------------------------------------------------------------------------------------------


def test_cut_off_and_mutated_streams_are_refused_or_read(make_glb):
    plain, binary = grid_document(KHR, 1)
    chance = random.Random(20261123)
    for _ in range(400):
        mutated, changed = bytearray(binary), copy.deepcopy(plain)
        for _ in range(chance.choice((1, 1, 2, 8))):
            mutated[chance.randrange(len(mutated))] = chance.choice((0, 1, 127, 128, 255, chance.randrange(256)))
        if chance.random() < 0.3:
            said = changed["bufferViews"][chance.randrange(3)]["extensions"][KHR]
            member = chance.choice(sorted(said))
            said[member] = chance.choice((0, 1, 2, 3, 4, 16, 1 << 31, 1 << 53, -1, None, "TRIANGLES", "COLOR", 1.5, []))
        try:
            scene = io.load(make_glb(changed, bytes(mutated)))
        except AssetError:
            continue
        assert scene.meshes[0].primitives[0].vertex_count == 144


def test_streams_cut_off_anywhere_are_refused(make_glb):
    plain, binary = grid_document()
    for view in plain["bufferViews"]:
        said = view["extensions"][EXT]
        whole = said["byteLength"]
        for length in (*range(1, min(whole, 60)), *range(max(1, whole - 40), whole)):
            said["byteLength"] = length
            assert codes(make_glb(plain, binary)) <= {"COMPRESSED_DATA_INVALID", "ACCESSOR_INDEX_OOB"}, length
        said["byteLength"] = whole


# -- models ---------------------------------------------------------------------------------------------------------


def test_real_models_come_back_exactly(real_models, tmp_path):
    for path in real_models:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                scene = io.load(path)
            except AssetError:
                continue  # test_goldens says which
            assert io.load(saved(scene, tmp_path / "a.glb")).content_hash == scene.content_hash, path


def test_compressed_models_equal_their_twins(shared_assets):
    if shared_assets is None:
        return
    twin = io.load(shared_assets / "gltf-sample-assets/Models/Box/glTF-Binary/Box.glb")
    wanted = twin.pose(None)
    (node,) = twin.mesh_nodes
    for suffix in ("glb", "gltf"):
        scene = io.load(shared_assets / f"gltf-transform/packages/extensions/test/in/BoxMeshopt.{suffix}")
        (other,) = scene.mesh_nodes
        mine, its = node.mesh.primitives[0], other.mesh.primitives[0]
        corners = scene.pose(None).positions(other, its)[its.triangles].mean(axis=1)
        expected = wanted.positions(node, mine)[mine.triangles].mean(axis=1)
        distance = np.linalg.norm(corners[:, None] - expected[None], axis=2)
        assert distance.min(axis=0).max() < 1e-6
        assert distance.min(axis=1).max() < 1e-6
    assert io.load(shared_assets / "meshoptimizer/demo/pirate.glb").meshes[0].primitives[0].vertex_count == 2887
