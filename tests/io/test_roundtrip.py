"""Generated scenes survive being saved and loaded."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

import threedkit as tk
from threedkit import io

_SPEC = importlib.util.spec_from_file_location("strategies", Path(__file__).with_name("strategies.py"))
strategies = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(strategies)
scenes = strategies.scenes

WRITTEN = frozenset({"asset", "extensions_used", "extensions_required", "uri"})


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(scenes())
def test_generated_scenes(scene_differences, scene):
    data = io.to_glb(scene)
    again = io.load(data)
    assert scene_differences(scene, again, ignore=WRITTEN) == []
    assert io.to_glb(again) == data
    assert scene_differences(again, io.load(io.to_glb(again))) == []
    assert io.content_hash(scene) == io.content_hash(again)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(scenes())
def test_generated_scenes_as_gltf(scene_differences, tmp_path_factory, scene):
    path = tmp_path_factory.mktemp("gltf") / "größe & 1.gltf"
    io.save(scene, path)
    again = io.load(path)
    assert scene_differences(scene, again, ignore=WRITTEN) == []
    assert io.content_hash(again) == io.content_hash(scene)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(scenes())
def test_what_is_written_is_valid(scene):
    """No error of structure; vectors of any length and colours beyond 1 are there because they are drawn at random."""
    random_values = {
        "ACCESSOR_VECTOR3_NON_UNIT",
        "ACCESSOR_INVALID_SIGN",
        "ACCESSOR_NON_CLAMPED",
        "ACCESSOR_ANIMATION_SAMPLER_OUTPUT_NON_NORMALIZED_QUATERNION",
        "ACCESSOR_JOINTS_INDEX_DUPLICATE",
        "ACCESSOR_WEIGHTS_NEGATIVE",
        "ACCESSOR_WEIGHTS_NON_NORMALIZED",
    }
    report = io.validate(io.to_glb(scene))
    errors = {
        problem for problem in report.problems if problem.severity == "error" and problem.code not in random_values
    }
    assert errors == set()
    assert report.statistics.nodes == len(scene.nodes)


def test_every_real_model(real_models, scene_differences):
    """Each is loaded and comes back the same, or is refused for a reason that is known."""
    refused = {}
    for path in real_models:
        try:
            scene = io.load(path, strict=False)
        except tk.AssetError as error:
            refused[path.name] = {problem.code for problem in error.problems if problem.severity == "error"}
            continue
        data = io.to_glb(scene)
        again = io.load(data, strict=False)
        assert scene_differences(scene, again) == [], path
        assert io.to_glb(again) == data, path
    unsupported = {name for name, codes in refused.items() if codes == {"UNSUPPORTED_EXTENSION"}}
    broken = refused.keys() - unsupported
    assert all(name.startswith(("invalid-", "integer-out-of-bounds")) for name in broken), broken


def test_order_and_unused_entries_stay(make_glb, small):
    document, binary = small
    document["materials"].insert(0, {"name": "unused"})
    document["meshes"][0]["primitives"][0]["material"] = 1
    scene = io.load(make_glb(document, binary))
    again = io.load(scene.to_glb())
    assert again.materials[0].name == "unused"
    assert again.meshes[0].primitives[0].material is again.materials[1]


def test_everything_in_the_small_document(make_glb, small, scene_differences):
    scene = io.load(make_glb(*small))
    assert scene.name == "main"
    assert len(scene.alternates) == 1
    assert scene.nodes[3].light.intensity == 2
    assert scene.nodes[3].extensions == {"VENDOR_thing": {"x": [1, {"y": None}]}}
    mesh = scene.meshes[0]
    assert mesh.target_names == ("smile",)
    assert mesh.extras == {"more": True}
    primitive = mesh.primitives[0]
    assert primitive.targets[0].positions.tolist() == [[0, 0, 0], [0.5, 0.5, 0.5], [0, 0, 0]]
    assert primitive.custom["_ID"].dtype == np.float32
    info = scene.materials[0].base_color_texture
    assert (info.offset, info.scale) == ((0.5, 0), (2, 2))
    assert scene.nodes[2].matrix[:3, 3].tolist() == [4, 5, 6]
    assert scene.images[0].pixels.tolist() == [[[255, 0, 0]] * 2] * 2
    assert scene_differences(scene, io.load(scene.to_glb())) == []


def test_extras_that_are_no_object(make_glb, small):
    document, binary = small
    document["nodes"][0]["extras"] = [1, 2]
    scene = io.load(make_glb(document, binary))
    assert scene.nodes[0].extras == {"$value": [1, 2]}
    assert b'"extras":[1,2]' in scene.to_glb()


@pytest.mark.parametrize("dtype", ["int64", "float64", "uint32", "bool", "int16"])
def test_custom_attributes_of_other_dtypes(dtype):
    values = np.array([0, 1, 1], dtype)
    scene = tk.Scene()
    scene.add(tk.Primitive(np.eye(3, dtype=np.float32), custom={"_ID": values}))
    again = io.load(scene.to_glb()).meshes[0].primitives[0].custom["_ID"]
    assert again.tolist() == values.astype(again.dtype).tolist()


def test_shared_arrays_are_written_once():
    points = np.random.default_rng(0).random((10_000, 3), dtype=np.float32)
    scene = tk.Scene()
    for _ in range(10):
        scene.add(tk.Primitive(points))
    assert len(scene.to_glb()) < 2 * points.nbytes


def test_empty_meshes_are_left_out():
    scene = tk.Scene()
    node = scene.add(tk.Mesh(()), name="nothing")
    assert node.mesh is not None
    again = io.load(scene.to_glb())
    assert again.nodes["nothing"].mesh is None
