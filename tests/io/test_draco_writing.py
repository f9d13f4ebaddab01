"""Scenes written with KHR_draco_mesh_compression."""

from __future__ import annotations

import json
import struct
import warnings

import numpy as np
import pytest

from threedkit import io
from threedkit.scene import Mesh, MorphTarget, Primitive, Scene


def test_every_sample_is_written_without_error(drc, everything, tmp_path, oracle):
    for name, scene in everything.items():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            data = drc.saved(scene, tmp_path / "a.glb")
            again = io.load(data)
            assert oracle.problems(data, least="error") == oracle.problems(scene.to_glb(), least="error"), name
            assert drc.saved(scene, tmp_path / "b.glb") == data, name
        assert len(again.meshes) == len(io.load(scene.to_glb()).meshes), name
        assert np.allclose(again.bounds(), scene.bounds(), atol=1e-3), name


def test_a_mesh_comes_back_within_half_a_step(drc, tmp_path):
    arrays = drc.attributes()
    scene = drc.scene_of(
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
    assert np.abs(corners - np.sort(arrays["POSITION"][drc.grid()[1]].mean(axis=1), axis=0)).max() < 2e-3


def test_morph_targets_keep_the_order_of_the_vertices(drc, tmp_path, oracle):
    shift = np.random.default_rng(5).random((64, 3)).astype(np.float32)
    data = drc.saved(drc.scene_of(targets=MorphTarget(positions=shift)), tmp_path / "a.glb")
    assert drc.NAME.encode() in data
    (found,) = io.load(data).meshes[0].primitives
    assert np.array_equal(found.targets[0].positions, shift)
    assert np.array_equal(found.triangles, drc.grid()[1])
    assert oracle.problems(data, least="error") == []


def test_what_draco_has_no_form_for_stays_beside_it(drc, tmp_path):
    turns = np.arange(64 * 9, dtype=np.float32).reshape(64, 3, 3)
    signs = np.random.default_rng(6).integers(-9, 9, (64, 2)).astype(np.int8)
    data = drc.saved(drc.scene_of(custom={"_TURN": turns, "_SIGN": signs}), tmp_path / "a.glb")
    assert drc.NAME.encode() in data
    (found,) = io.load(data).meshes[0].primitives
    assert np.array_equal(found.custom["_TURN"], turns)
    assert np.array_equal(found.custom["_SIGN"], signs)


@pytest.mark.parametrize("mode", ["POINTS", "LINES", "LINE_STRIP", "TRIANGLE_STRIP", "TRIANGLE_FAN"])
def test_other_modes_are_left_out_with_a_warning(drc, tmp_path, mode):
    scene = drc.scene_of(mode=mode)
    with pytest.warns(UserWarning, match="mesh 'hill', primitive 0 is saved without Draco"):
        data = drc.saved(scene, tmp_path / "a.glb")
    assert drc.NAME.encode() not in data
    assert io.load(data).content_hash == scene.content_hash


def test_triangles_without_area_are_left_out_with_a_warning(drc, tmp_path, capfd):
    scene = Scene()
    scene.add(Mesh(Primitive(np.zeros((3, 3), np.float32), indices=[0, 1, 2])))
    with pytest.warns(UserWarning, match="cannot encode 1 triangles on 3 vertices"):
        data = drc.saved(scene, tmp_path / "a.glb")
    assert io.load(data).content_hash == scene.content_hash


def test_shared_arrays_are_encoded_once(drc, tmp_path):
    positions, faces = drc.grid()
    indices = faces.reshape(-1)
    scene = Scene()
    scene.add(Mesh([Primitive(positions, indices=indices), Primitive(positions, indices=indices)]))
    data = drc.saved(scene, tmp_path / "a.glb")
    length = struct.unpack_from("<I", data, 12)[0]
    plain = json.loads(data[20 : 20 + length])
    assert len(plain["bufferViews"]) == 1
    assert len(plain["accessors"]) == 2
    assert plain["extensionsRequired"] == [drc.NAME]
