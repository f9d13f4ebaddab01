"""KHR_draco_mesh_compression: read, written, and hostile."""

from __future__ import annotations

import copy
import json
import os
import random
import struct
import subprocess
import sys
import threading
import warnings

import DracoPy
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threedkit import io
from threedkit.errors import AssetError, MissingPackageError
from threedkit.io.gltf.codecs import CodecError, draco, draco_process
from threedkit.io.gltf.codecs.draco_header import read_header
from threedkit.scene import Mesh, MorphTarget, Primitive, Scene

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


# -- the codec ------------------------------------------------------------------------------------------------------


def test_headers_say_what_is_decoded():
    for data in streams():
        mesh, header = DracoPy.decode(data), read_header(memoryview(data))
        assert header.faces == len(mesh.faces)
        assert header.points <= len(mesh.points)
        if header.method == "sequential":
            assert header.points == len(mesh.points)


@given(st.binary(max_size=60))
def test_any_header_is_read_or_refused(tail):
    for head in (b"", b"DRACO\x02\x02\x01\x01\x00\x80", b"DRACO\x02\x01\x01\x00\x00\x00"):
        try:
            read_header(memoryview(head + tail))
        except CodecError as error:
            message = str(error)
            assert message


def test_the_child_decodes_as_the_package_does():
    for data in streams():
        mesh = DracoPy.decode(data)
        ids = [attribute["unique_id"] for attribute in mesh.attributes]
        found = apart(data, len(mesh.points), len(mesh.faces), ids)
        assert np.array_equal(found.faces, mesh.faces)
        for attribute in mesh.attributes:
            assert np.array_equal(found.attributes[attribute["unique_id"]], attribute["data"])


@settings(max_examples=30)
@given(st.integers(2, 9), st.integers(6, 16), st.integers(0, 10), st.booleans())
def test_positions_are_off_by_half_a_step_at_most(side, bits, level, keep_order):
    positions, faces = grid(side)
    options = draco.DracoOptions(position_bits=bits, level=level)
    made = draco.encode(faces, {"POSITION": positions}, options, keep_order=keep_order)
    found = made.mesh.attributes[made.ids["POSITION"]]
    step = float((positions.max(axis=0) - positions.min(axis=0)).max()) / (2**bits - 1)
    distance = np.abs(found[:, None] - positions[None]).max(axis=2).min(axis=1)
    assert distance.max() <= step / 2 * 1.001 + 1e-6
    assert draco.encode(faces, {"POSITION": positions}, options, keep_order=keep_order).data == made.data


def test_what_is_not_quantised_is_kept_exactly():
    arrays = attributes()
    made = draco.encode(grid()[1], arrays, draco.DracoOptions(), keep_order=True)
    for name in ("TEXCOORD_1", "COLOR_0", "JOINTS_0", "WEIGHTS_0", "_ID"):
        assert np.array_equal(made.mesh.attributes[made.ids[name]].reshape(arrays[name].shape), arrays[name]), name
    assert np.array_equal(made.mesh.faces, grid()[1])


@pytest.mark.parametrize(("points", "faces", "match"), [(64, 97, "triangles"), (63, 98, "points"), (500, 98, "points")])
def test_counts_are_held_against_the_document(points, faces, match):
    made = draco.encode(grid()[1], {"POSITION": grid()[0]}, draco.DracoOptions())
    with pytest.raises(CodecError, match=match) as caught:
        apart(made.data, points, faces)
    assert caught.value.code == "COMPRESSED_DATA_MISMATCH"


def test_a_bomb_is_refused_by_its_header():
    head = b"DRACO" + bytes([2, 2, 1, 1, 0, 0, 0]) + b"\xff\xff\xff\x0f" + b"\xff\xff\xff\x3f" + bytes(50)
    with pytest.raises(CodecError, match="unfolds to") as caught:
        apart(head, (1 << 25) - 1, None)
    assert caught.value.code == "COMPRESSED_DATA_TOO_LARGE"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"DRACO",
        b"DRAGON" + bytes(60),
        b"DRACO" + bytes([1, 3, 1, 0, 0, 0, 1, 3, 0]),
        b"DRACO" + bytes([2, 2, 0, 0, 0, 0, 1, 3, 0]),
        b"DRACO" + bytes([2, 2, 1, 7, 0, 0, 1, 3, 0]),
        b"DRACO" + bytes([2, 2, 1, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255]),
        b"DRACO" + bytes([2, 2, 1, 0, 0, 0x80, 255, 255, 255, 255, 15, 1]),
    ],
)
def test_what_is_no_mesh_is_refused(data):
    with pytest.raises(CodecError) as caught:
        apart(data, 3, 1)
    assert caught.value.code == "COMPRESSED_DATA_INVALID"


# -- the child process ------------------------------------------------------------------------------------------------


@pytest.fixture
def other_worker(monkeypatch, tmp_path):
    """Put another program in the worker's place."""

    def put(text: str) -> None:
        path = tmp_path / "worker.py"
        path.write_text(text)
        draco_process._drop()
        monkeypatch.setattr(draco_process, "_WORKER", path)

    yield put
    draco_process._drop()


def test_a_crash_of_the_decoder_is_an_error_and_the_next_mesh_is_decoded(other_worker, monkeypatch):
    data = streams()[0]
    other_worker("import os, sys; sys.stdin.buffer.read(8); os.abort()")
    with pytest.raises(CodecError, match="signal 6") as caught:
        apart(data, 25, 32)
    assert caught.value.code == "COMPRESSED_DATA_TOO_LARGE"
    monkeypatch.undo()
    assert len(apart(data, 25, 32).faces) == 32


def test_a_child_that_says_nothing_is_ended(other_worker, monkeypatch):
    other_worker("import time; time.sleep(60)")
    monkeypatch.setattr(draco_process, "_PATIENCE", 0.05)
    with pytest.raises(CodecError, match="takes longer than"):
        apart(streams()[0], 25, 32)


def test_a_child_that_talks_nonsense_is_ended(other_worker):
    other_worker("import sys; sys.stdin.buffer.read(8); sys.stdout.buffer.write(b'\\xff' * 100); sys.stdout.flush()")
    with pytest.raises(CodecError, match="broke down"):
        apart(streams()[0], 25, 32)


def test_a_child_that_cannot_be_started_is_an_error(make_glb, monkeypatch):
    draco_process._drop()
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert codes(make_glb(*full_document())) == {"DECODER_UNAVAILABLE"}


def test_a_child_that_has_gone_is_replaced():
    data = streams()[0]
    assert len(apart(data, 25, 32).faces) == 32
    child = draco_process._child
    child.process.kill()
    child.process.wait()
    assert len(apart(data, 25, 32).faces) == 32
    assert draco_process._child is not child


def test_memory_is_bounded(monkeypatch):
    positions, faces = grid(300)
    data = DracoPy.encode(positions, faces)
    monkeypatch.setattr(draco_process, "_MEMORY", 1 << 20)
    monkeypatch.setattr(draco_process, "_MEMORY_MULTIPLE", 0)
    monkeypatch.setattr(draco_process, "_POINT", 0)
    with pytest.raises(CodecError) as caught:
        apart(data, 90_000, len(faces))
    assert caught.value.code == "COMPRESSED_DATA_TOO_LARGE"
    monkeypatch.undo()
    assert len(apart(data, 90_000, len(faces)).faces) == len(faces)


def test_a_document_has_one_clock():
    clock = draco.Clock()
    clock.spend(100)
    with pytest.raises(CodecError, match="too long"):
        apart(streams()[0], 25, 32, clock=clock)


def test_threads_share_the_child():
    data, found = streams()[0], []
    threads = [threading.Thread(target=lambda: found.append(apart(data, 25, 32).faces)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert all(np.array_equal(faces, found[0]) for faces in found)


def test_a_forked_process_has_a_child_of_its_own():
    data = streams()[0]
    apart(data, 25, 32)
    mine = draco_process._child.process.pid
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # threads of other tests' libraries
        pid = os.fork()
    if pid == 0:
        try:
            count = len(apart(data, 25, 32).faces)
            os.write(writing, struct.pack("<II", count, draco_process._child.process.pid))
            draco_process._drop()
        finally:
            os._exit(0)
    os.waitpid(pid, 0)
    count, its = struct.unpack("<II", os.read(reading, 8))
    os.close(reading)
    os.close(writing)
    assert count == 32
    assert its != mine
    assert len(apart(data, 25, 32).faces) == 32
    assert draco_process._child.process.pid == mine


def test_the_child_ends_with_the_process(tmp_path):
    script = tmp_path / "use.py"
    script.write_text(
        "import sys\nfrom pathlib import Path\nfrom threedkit.io.gltf.codecs import draco, draco_process\n"
        "data = memoryview(Path(sys.argv[1]).read_bytes())\n"
        "draco.decode(data, points=25, faces=32, ids=(), row=12, limit=1 << 28, clock=draco.Clock())\n"
        "print(draco_process._child.process.pid)\n"
    )
    (tmp_path / "a.drc").write_bytes(streams()[0])
    out = subprocess.run(
        [sys.executable, "-W", "error", script, tmp_path / "a.drc"], capture_output=True, text=True, check=True
    )
    assert out.stderr == ""
    with pytest.raises(ProcessLookupError):
        os.kill(int(out.stdout), 0)


def test_without_the_package_the_error_names_it(make_glb, monkeypatch):
    draco_process._drop()
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(MissingPackageError, match="pip install"):
        io.load(make_glb(*full_document()))


# -- reading --------------------------------------------------------------------------------------------------------


def test_every_attribute_is_found_by_its_id(make_glb, oracle):
    glb = make_glb(*full_document())
    arrays, (primitive,) = attributes(), io.load(glb).meshes[0].primitives
    assert np.abs(primitive.positions - arrays["POSITION"]).max() < 1e-3
    assert np.array_equal(primitive.normals, arrays["NORMAL"])
    assert np.abs(primitive.texcoords[0] - arrays["TEXCOORD_0"]).max() < 1e-3
    assert np.array_equal(primitive.texcoords[1], arrays["TEXCOORD_1"])
    assert np.array_equal(primitive.colors[0], arrays["COLOR_0"])
    assert np.array_equal(primitive.joints[0], arrays["JOINTS_0"])
    assert np.array_equal(primitive.weights[0], arrays["WEIGHTS_0"])
    assert np.array_equal(primitive.custom["_ID"], arrays["_ID"][:, 0])
    assert np.array_equal(primitive.triangles, grid()[1])
    assert primitive.indices.dtype == np.uint16
    assert io.validate(glb).ok
    assert oracle.problems(glb, least="error") == []


def test_ids_may_be_swapped(make_glb):
    plain, data = full_document()
    ids = plain["meshes"][0]["primitives"][0]["extensions"][NAME]["attributes"]
    ids["WEIGHTS_0"], ids["COLOR_0"] = ids["COLOR_0"], ids["WEIGHTS_0"]
    assert "COMPRESSED_DATA_MISMATCH" in codes(make_glb(plain, data))


def test_attributes_beside_the_bitstream_are_read_as_usual(make_glb):
    plain, data = full_document()
    primitive, count = plain["meshes"][0]["primitives"][0], 64
    del primitive["extensions"][NAME]["attributes"]["WEIGHTS_0"]
    data += bytes(-len(data) % 4)
    weights = np.random.default_rng(3).random((count, 4)).astype(np.float32)
    plain["bufferViews"].append({"buffer": 0, "byteOffset": len(data), "byteLength": weights.nbytes, "target": 34962})
    plain["accessors"][primitive["attributes"]["WEIGHTS_0"]]["bufferView"] = 1
    data += weights.tobytes()
    plain["buffers"][0]["byteLength"] = len(data)
    assert np.array_equal(io.load(make_glb(plain, data)).meshes[0].primitives[0].weights[0], weights)


def test_where_the_extension_is_not_required_the_plain_data_is_read(make_glb, monkeypatch):
    positions, faces = grid()
    data = draco.encode(faces, {"POSITION": positions}, draco.DracoOptions(position_bits=4), keep_order=True)
    plain, binary = document(data.data, data.ids, {"POSITION": positions}, faces.size)
    del plain["extensionsRequired"]
    for number, array in enumerate((faces.reshape(-1).astype(np.uint16), positions)):
        binary += bytes(-len(binary) % 4)
        plain["bufferViews"].append({"buffer": 0, "byteOffset": len(binary), "byteLength": array.nbytes})
        plain["accessors"][number]["bufferView"] = number + 1
        binary += array.tobytes()
    plain["buffers"][0]["byteLength"] = len(binary)
    monkeypatch.setattr(draco, "decode", None)
    assert np.array_equal(io.load(make_glb(plain, binary)).meshes[0].primitives[0].positions, positions)


def test_without_indices_and_as_a_strip_it_is_read_as_triangles(make_glb):
    plain, data = full_document()
    primitive = plain["meshes"][0]["primitives"][0]
    primitive["mode"] = 5
    plain["accessors"][0]["count"] = 150  # of the strip: not known before it is made
    scene = io.load(make_glb(plain, data))
    assert np.array_equal(scene.meshes[0].primitives[0].triangles, grid()[1])
    del primitive["mode"], primitive["indices"]
    plain["accessors"][0]["count"] = 3
    scene = io.load(make_glb(plain, data), strict=False)
    assert np.array_equal(scene.meshes[0].primitives[0].triangles, grid()[1])


def test_primitives_may_share_a_bitstream_and_accessors(make_glb):
    plain, data = full_document()
    mesh = plain["meshes"][0]
    mesh["primitives"].append(copy.deepcopy(mesh["primitives"][0]))
    first, second = io.load(make_glb(plain, data)).meshes[0].primitives
    assert first.positions is second.positions
    assert first.indices is second.indices


def test_primitives_may_share_accessors_but_not_the_bitstream(make_glb):
    positions, faces = grid()
    one = draco.encode(faces, {"POSITION": positions}, draco.DracoOptions(), keep_order=True)
    two = draco.encode(faces, {"POSITION": positions + 9}, draco.DracoOptions(), keep_order=True)
    plain, data = document(one.data, one.ids, {"POSITION": positions}, faces.size)
    data += bytes(-len(data) % 4)
    plain["bufferViews"].append({"buffer": 0, "byteOffset": len(data), "byteLength": len(two.data)})
    data += two.data
    plain["buffers"][0]["byteLength"] = len(data)
    primitives = plain["meshes"][0]["primitives"]
    primitives.append(copy.deepcopy(primitives[0]))
    primitives[1]["extensions"][NAME]["bufferView"] = 1
    first, second = io.load(make_glb(plain, data)).meshes[0].primitives
    assert np.abs(first.positions - positions).max() < 1e-3
    assert np.abs(second.positions - positions - 9).max() < 1e-3


CONTRADICTIONS = {
    "view": (("bufferView",), 9, "UNRESOLVED_REFERENCE"),
    "text": (("bufferView",), "0", "TYPE_MISMATCH"),
    "id": (("attributes", "NORMAL"), 99, "COMPRESSED_DATA_MISMATCH"),
    "negative id": (("attributes", "NORMAL"), -1, "INVALID_INDEX"),
    "unknown attribute": (("attributes", "TANGENT"), 0, "COMPRESSED_DATA_MISMATCH"),
    "no attributes": (("attributes",), {}, None),
}


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_what_contradicts_itself_is_refused(make_glb, name):
    (*path, last), value, code = CONTRADICTIONS[name]
    plain, data = full_document()
    place = plain["meshes"][0]["primitives"][0]["extensions"][NAME]
    for key in path:
        place = place[key]
    place[last] = value
    if code is None:
        assert io.load(make_glb(plain, data)).meshes[0].primitives[0].positions.max() == 0.0  # nothing is said of it
    else:
        assert code in codes(make_glb(plain, data))


@pytest.mark.parametrize(
    ("number", "changes"),
    [
        (0, {"count": 291}),
        (0, {"count": 295}),
        (0, {"componentType": 5121, "count": 294}),
        (1, {"count": 63}),
        (2, {"count": 65}),
        (2, {"componentType": 5120, "normalized": True}),
        (5, {"type": "VEC3"}),
        (4, {"componentType": 5121}),
    ],
)
def test_accessors_must_match_what_is_decoded(make_glb, number, changes):
    plain, data = full_document()
    plain["accessors"][number].update(changes)
    found = codes(make_glb(plain, data)) if number or changes["count"] != 294 else {"COMPRESSED_DATA_MISMATCH"}
    assert "COMPRESSED_DATA_MISMATCH" in found


@pytest.mark.parametrize("mode", [0, 1, 3, 6])
def test_other_modes_are_refused(make_glb, mode):
    plain, data = full_document()
    plain["meshes"][0]["primitives"][0]["mode"] = mode
    assert "COMPRESSED_DATA_MISMATCH" in codes(make_glb(plain, data))


def test_signed_integers_come_back_as_such():
    plain = np.float64([[-32768, 5], [32767, -1]])
    assert draco.fit(plain, np.dtype(np.int16), 2, normalized=False).tolist() == plain.astype(int).tolist()
    scaled = np.float32([[-127, 0], [127, 64]]) / np.float32(127)
    assert draco.fit(scaled.astype(float), np.dtype(np.int8), 2, normalized=True).tolist() == [[-127, 0], [127, 64]]
    with pytest.raises(CodecError, match="does not fit int8"):
        draco.fit(plain, np.dtype(np.int8), 2, normalized=False)
    with pytest.raises(CodecError, match="float32, not int16"):
        draco.fit(plain.astype(np.float32), np.dtype(np.int16), 2, normalized=False)
    with pytest.raises(CodecError, match="integers, not float32"):
        draco.fit(plain, np.dtype(np.float32), 2, normalized=False)


# -- writing --------------------------------------------------------------------------------------------------------


def scene_of(**values) -> Scene:
    positions, faces = grid()
    scene = Scene()
    scene.add(Mesh(Primitive(positions, indices=faces.reshape(-1), **values), name="hill"))
    return scene


def saved(scene, path) -> bytes:
    scene.save(path, compression="draco")
    return path.read_bytes()


def test_every_sample_is_written_without_error(everything, tmp_path, oracle):
    for name, scene in everything.items():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            data = saved(scene, tmp_path / "a.glb")
            again = io.load(data)
            assert oracle.problems(data, least="error") == oracle.problems(scene.to_glb(), least="error"), name
            assert saved(scene, tmp_path / "b.glb") == data, name
        assert len(again.meshes) == len(io.load(scene.to_glb()).meshes), name
        assert np.allclose(again.bounds(), scene.bounds(), atol=1e-3), name


def test_a_mesh_comes_back_within_half_a_step(tmp_path):
    arrays = attributes()
    scene = scene_of(
        normals=arrays["NORMAL"], texcoords=(arrays["TEXCOORD_0"], arrays["TEXCOORD_1"]), colors=arrays["COLOR_0"],
        joints=arrays["JOINTS_0"], weights=arrays["WEIGHTS_0"], custom={"_ID": np.arange(64, dtype=np.uint16)},
    )  # fmt: skip
    scene.compression, scene.compression_options = "draco", {"position_bits": 11, "level": 10}
    scene.save(tmp_path / "a.glb")
    (found,) = io.load(tmp_path / "a.glb").meshes[0].primitives
    order = np.argsort(found.custom["_ID"])
    assert np.abs(found.positions[order] - arrays["POSITION"]).max() <= 7 / 2047 / 2 * 1.001
    assert np.array_equal(found.colors[0][order], arrays["COLOR_0"])
    assert np.array_equal(found.joints[0][order], arrays["JOINTS_0"])
    assert np.array_equal(found.weights[0][order], arrays["WEIGHTS_0"])
    assert np.array_equal(found.texcoords[1][order], arrays["TEXCOORD_1"])
    assert found.indices.dtype == np.uint32
    corners = np.sort(found.positions[found.triangles].mean(axis=1), axis=0)
    assert np.abs(corners - np.sort(arrays["POSITION"][grid()[1]].mean(axis=1), axis=0)).max() < 2e-3


def test_morph_targets_keep_the_order_of_the_vertices(tmp_path, oracle):
    shift = np.random.default_rng(5).random((64, 3)).astype(np.float32)
    data = saved(scene_of(targets=MorphTarget(positions=shift)), tmp_path / "a.glb")
    assert NAME.encode() in data
    (found,) = io.load(data).meshes[0].primitives
    assert np.array_equal(found.targets[0].positions, shift)
    assert np.array_equal(found.triangles, grid()[1])
    assert oracle.problems(data, least="error") == []


def test_what_draco_has_no_form_for_stays_beside_it(tmp_path):
    turns = np.arange(64 * 9, dtype=np.float32).reshape(64, 3, 3)
    signs = np.random.default_rng(6).integers(-9, 9, (64, 2)).astype(np.int8)
    data = saved(scene_of(custom={"_TURN": turns, "_SIGN": signs}), tmp_path / "a.glb")
    assert NAME.encode() in data
    (found,) = io.load(data).meshes[0].primitives
    assert np.array_equal(found.custom["_TURN"], turns)
    assert np.array_equal(found.custom["_SIGN"], signs)


@pytest.mark.parametrize("mode", ["POINTS", "LINES", "LINE_STRIP", "TRIANGLE_STRIP", "TRIANGLE_FAN"])
def test_other_modes_are_left_out_with_a_warning(tmp_path, mode):
    scene = scene_of(mode=mode)
    with pytest.warns(UserWarning, match="mesh 'hill', primitive 0 is saved without Draco"):
        data = saved(scene, tmp_path / "a.glb")
    assert NAME.encode() not in data
    assert io.load(data).content_hash == scene.content_hash


def test_triangles_without_area_are_left_out_with_a_warning(tmp_path, capfd):
    scene = Scene()
    scene.add(Mesh(Primitive(np.zeros((3, 3), np.float32), indices=[0, 1, 2])))
    with pytest.warns(UserWarning, match="cannot encode 1 triangles on 3 vertices"):
        data = saved(scene, tmp_path / "a.glb")
    assert io.load(data).content_hash == scene.content_hash


def test_shared_arrays_are_encoded_once(tmp_path):
    positions, faces = grid()
    indices = faces.reshape(-1)
    scene = Scene()
    scene.add(Mesh([Primitive(positions, indices=indices), Primitive(positions, indices=indices)]))
    data = saved(scene, tmp_path / "a.glb")
    length = struct.unpack_from("<I", data, 12)[0]
    plain = json.loads(data[20 : 20 + length])
    assert len(plain["bufferViews"]) == 1
    assert len(plain["accessors"]) == 2
    assert plain["extensionsRequired"] == [NAME]


# -- hostile --------------------------------------------------------------------------------------------------------


def test_mutated_bitstreams_are_refused_or_read(make_glb):
    chance = random.Random(20261123)
    documents = [full_document(keep_order=True), full_document(keep_order=False)]
    documents[1][0]["accessors"] = [dict(one) for one in documents[1][0]["accessors"]]
    for _ in range(300):
        plain, data = chance.choice(documents)
        mutated = bytearray(data)
        for _ in range(chance.choice((1, 1, 2, 8))):
            place = chance.randrange(len(mutated) if chance.random() < 0.5 else 60)
            mutated[place] = chance.choice((0, 1, 127, 128, 255, chance.randrange(256)))
        try:
            io.load(make_glb(plain, bytes(mutated)))
        except AssetError:
            continue


def test_bitstreams_cut_off_anywhere_are_refused(make_glb):
    plain, data = full_document()
    for length in (*range(1, 80), *range(80, len(data), 97)):
        plain["bufferViews"][0]["byteLength"] = length
        assert codes(make_glb(plain, data)) <= {"COMPRESSED_DATA_INVALID", "COMPRESSED_DATA_MISMATCH"}, length


# -- models ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Box", "RiggedSimple"])
def test_compressed_models_equal_their_twins(shared_assets, name):
    if shared_assets is None:
        return
    folder = shared_assets / "gltf-sample-assets/Models" / name
    scenes = [io.load(folder / form / f"{name}.gltf") for form in ("glTF", "glTF-Draco")]
    centers = []
    for scene in scenes:
        (node,) = scene.mesh_nodes
        (primitive,) = node.mesh.primitives
        centers.append(scene.pose(None).positions(node, primitive)[primitive.triangles].mean(axis=1))
    distance = np.linalg.norm(centers[0][:, None] - centers[1][None], axis=2)
    assert distance.min(axis=0).max() < 5e-3
    assert distance.min(axis=1).max() < 5e-3


def test_quantised_positions_inside_draco_are_read(shared_assets):
    if shared_assets is None:
        return
    scene = io.load(shared_assets / "gltf-transform/packages/functions/test/in/DenseSphere.glb")
    (primitive,) = scene.meshes[0].primitives
    assert primitive.positions.dtype == np.float32
    assert np.abs(np.linalg.norm(primitive.positions, axis=1) - 1.0).max() < 0.01
    assert primitive.formats["POSITION"] == ("int16", True)
