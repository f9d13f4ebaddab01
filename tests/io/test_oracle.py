"""Khronos' validator finds no error in anything that is written, and no warning that is not explained here."""

from __future__ import annotations

import importlib.util
import warnings
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

import threedkit as tk
from threedkit import io
from threedkit.errors import AssetError

_SPEC = importlib.util.spec_from_file_location("strategies", Path(__file__).with_name("strategies.py"))
strategies = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(strategies)

FROM_THE_SCENE = {
    "MESH_PRIMITIVE_GENERATED_TANGENT_SPACE": "a normal texture without tangents is written as it is",
}
"""Warnings that say something of the scene, which is written as it was made."""

FROM_THE_VALUES = {
    "ACCESSOR_ANIMATION_SAMPLER_OUTPUT_NON_NORMALIZED_QUATERNION",
    "ACCESSOR_INVALID_SIGN",
    "ACCESSOR_JOINTS_INDEX_DUPLICATE",
    "ACCESSOR_NON_CLAMPED",
    "ACCESSOR_VECTOR3_NON_UNIT",
    "ACCESSOR_WEIGHTS_NEGATIVE",
    "ACCESSOR_WEIGHTS_NON_NORMALIZED",
    "MESH_PRIMITIVE_NO_TANGENT_SPACE",
}
"""Errors in generated scenes whose numbers are drawn at random: vectors of any length, a joint twice ..."""


def faults(problems, ignore=()):
    return [f"{s} {code} {where}: {text}" for s, code, where, text in problems if code not in ignore]


@pytest.mark.parametrize("suffix", [".glb", ".gltf"])
def test_every_kind_of_scene(everything, oracle, tmp_path, suffix):
    for name, scene in everything.items():
        path = scene.save(tmp_path / f"{name}{suffix}")
        found = oracle.problems(path.read_bytes(), tmp_path, least="warning")
        assert not faults(found, FROM_THE_SCENE), name
        report = tk.validate(path)
        assert not faults(p for p in report.problems if p.severity in {"error", "warning"}), name


@pytest.mark.filterwarnings("ignore:.*is saved without Draco")  # points and lines
@pytest.mark.parametrize("operation", ["quantize", "compress:method=meshopt", "compress:method=draco"])
def test_every_kind_of_scene_made_smaller(everything, oracle, tmp_path, operation):
    """The validator does not look inside meshopt and Draco, but at everything around them."""
    for name, scene in everything.items():
        path = tk.ops.parse(operation)(scene.copy()).save(tmp_path / f"{name}.glb")
        found = oracle.problems(path.read_bytes(), least="warning")
        assert not faults(found, FROM_THE_SCENE), name
        report = tk.validate(path)
        assert not faults(p for p in report.problems if p.severity in {"error", "warning"}), name


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(strategies.scenes())
def test_generated_scenes(oracle, scene):
    """No error but those that the values ask for, and the same ones from both."""
    written = scene.to_glb()
    found = oracle.problems(written, least="error")
    assert not faults(found, FROM_THE_VALUES)
    ours = {problem.code for problem in tk.validate(written).problems if problem.severity == "error"}
    assert ours == {code for _, code, _, _ in found}


def test_real_models_saved_again(real_models, oracle, tmp_path):
    """Whatever was read is written with no error or warning that the file did not have before."""
    counts = Counter()
    for path in real_models:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of data that nothing known refers to
                scene = io.load(path)
        except AssetError:
            counts["refused"] += 1
            continue
        before = Counter(code for _, code, *_ in oracle.problems(path.read_bytes(), path.parent, least="warning"))
        target = scene.save(tmp_path / f"{counts['saved']}{path.suffix}")
        after = oracle.problems(target.read_bytes(), tmp_path, least="warning")
        new = [fault for fault in after if fault[1] not in before]
        assert not faults(new, FROM_THE_SCENE), path
        counts["saved"] += 1
        counts["with errors before"] += any(code for code in before)
    print(f"\n{dict(counts)}")
    assert counts["saved"]
