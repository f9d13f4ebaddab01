"""Reports and descriptions: verdicts, hints, statistics, text and JSON."""

from __future__ import annotations

import ast
import json
import pickle
import re

import numpy as np
import pytest

import threedkit as tk
from threedkit import io
from threedkit.errors import OutputError
from threedkit.io.report import statistics_of, validate_all
from threedkit.io.report.hints import hints


def test_a_valid_document(make_glb, small):
    report = tk.validate(make_glb(*small))
    assert report.ok, report
    assert report.valid
    assert report.profile is None
    assert report.statistics.nodes == 4
    assert report.statistics.triangles == 1
    assert report.statistics.draw_calls == 1
    assert [animation.duration for animation in report.statistics.animations] == [1.0]
    assert report.statistics.duration == 1
    assert report.statistics.extensions_used == ("KHR_lights_punctual", "KHR_texture_transform", "VENDOR_thing")
    assert json.loads(json.dumps(report.to_dict()))["ok"] is True


def test_what_only_a_report_tells(make_glb, small):
    document, binary = small
    document["extensionsUsed"] = []
    document["accessors"][0]["max"] = [9, 1, 0]
    document["images"][0]["mimeType"] = "image/jpeg"
    document["nodes"][0]["banana"] = 1
    document["materials"][0]["normalTexture"]["texCoord"] = 3
    found = {(problem.severity, problem.code) for problem in tk.validate(make_glb(document, binary)).problems}
    assert found >= {
        ("error", "EMPTY_ENTITY"),
        ("error", "UNDECLARED_EXTENSION"),
        ("error", "ACCESSOR_MAX_MISMATCH"),
        ("error", "IMAGE_MIME_TYPE_INVALID"),
        ("warning", "UNEXPECTED_PROPERTY"),
        ("error", "MESH_PRIMITIVE_TOO_FEW_TEXCOORDS"),
    }


def broken(make_glb, small) -> bytes:
    document, binary = small
    document["nodes"][0]["banana"] = 1
    document["nodes"][1]["mesh"] = 7
    document["materials"][0]["pbrMetallicRoughness"]["metallicFactor"] = 3
    return make_glb(document, binary)


def test_the_text_of_a_report(make_glb, small):
    report = tk.validate(broken(make_glb, small))
    assert not report.ok
    lines = str(report).splitlines()
    assert re.fullmatch(r"bytes: not valid, \d+ errors, \d+ warnings?", lines[0])
    severities = [line.split()[0] for line in lines[1:]]
    assert severities == sorted(severities, key=["error", "warning", "info", "hint"].index)
    assert len(report.lines("error")) == 1 + report.count("error")
    assert report.lines("hint", 1)[-1] == f"  ... and {len(report.problems) - 1} more"
    assert any(line.startswith("    ") for line in report.lines(hints=True))


def test_a_problem_is_four_things_and_has_a_hint(make_glb, small):
    report = tk.validate(broken(make_glb, small))
    for problem in report.problems:
        severity, code, pointer, message = problem
        assert problem == (severity, code, pointer, message)
        assert problem.hint == report.hint(problem) == hints()[code]
        assert message
    listed = report.to_dict()["problems"]
    assert [tuple(item)[:4] for item in listed] == [("severity", "code", "pointer", "message")] * len(listed)
    assert listed[0]["hint"] == report.problems[0].hint
    assert tk.Problem("error", "NOBODY_KNOWS", "", "x").hint == ""
    assert pickle.loads(pickle.dumps(report)) == report


NO_CODES = ("O_", "JOINTS_", "COLOR_", "TEXCOORD_", "WEIGHTS_", "THREEDKIT_")


def test_every_code_has_a_hint(repository):
    """Those that the sources name, and all that Khronos' validator has."""
    said = {
        node.value
        for path in (repository / "threedkit" / "io").rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call)
        for node in call.args
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        and re.fullmatch(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+", node.value) and not node.value.startswith(NO_CODES)
    }  # fmt: skip
    issues = repository / "tests" / "oracle" / "node_modules" / "gltf-validator" / "ISSUES.md"
    known = set(re.findall(r"^\|? ?([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+) ?\|", issues.read_text("utf-8"), re.MULTILINE))
    assert len(said) > 80
    assert len(known) > 150
    own = {code for code in said if f"PROFILE_{code}" in hints()}
    assert sorted((said - own | known) - set(hints())) == []
    assert all(
        hint[0].isupper() and hint.endswith((".", "?", ",")) for hint in hints().values() if not hint[-1].isalpha()
    )


def test_control_characters_do_not_reach_a_terminal():
    report = tk.validate(b'{"asset":{"version":"2.0"},"extensionsUsed":["\\u001b[31m\\u202e"],"x\\u001b":1}')
    assert "\x1b" not in str(report)
    assert "\u202e" not in str(report)


def test_missing_files_and_unknown_formats(tmp_path):
    with pytest.raises(tk.AssetError, match="no such file"):
        tk.validate(tmp_path / "no.glb")
    (tmp_path / "a.nope").write_text("")
    with pytest.raises(tk.AssetError, match="UNSUPPORTED_FORMAT"):
        tk.validate(tmp_path / "a.nope")
    (tmp_path / "good.gltf").write_text('{"asset": {"version": "2.0"}}')
    reports, missing = validate_all([tmp_path / "good.gltf", tmp_path / "no.glb"])
    assert [report.ok for report in reports] == [True, False]
    assert [error.source for error in missing] == [str(tmp_path / "no.glb")]


def test_other_formats(tmp_path):
    scene = tk.Scene()
    scene.add(tk.box())
    scene.save(tmp_path / "a.stl")
    report = tk.validate(tmp_path / "a.stl")
    assert report.ok
    assert report.statistics.triangles == 12
    assert report.statistics.file_bytes == (tmp_path / "a.stl").stat().st_size
    (tmp_path / "b.stl").write_bytes(b"solid x\nfacet")
    assert not tk.validate(tmp_path / "b.stl").ok


def test_statistics_count_what_is_drawn():
    scene = tk.Scene()
    mesh = tk.Mesh(tk.box(), tk.Material(base_color_texture=tk.Image.from_array(np.zeros((4, 8, 3), np.uint8))))
    scene.add(mesh, name="one")
    scene.add(mesh, name="two", position=(2, 0, 0))
    hidden = scene.add(mesh, name="hidden", position=(100, 0, 0))
    hidden.visible = False
    crowd = scene.add(mesh, name="crowd")
    crowd.instances = tk.scene.Instances(translation=np.float32([[0, 0, 0], [0, 0, 5]]))
    scene.add(tk.Primitive(positions=np.zeros((3, 3), np.float32), mode="POINTS"))
    numbers = statistics_of(scene, file_bytes=10)
    assert (numbers.triangles, numbers.draw_calls) == (4 * 12, 4)
    assert numbers.modes == {"POINTS": 1, "TRIANGLES": 3}
    assert (numbers.nodes, numbers.meshes, numbers.primitives, numbers.images) == (5, 2, 2, 1)
    assert numbers.texture_memory == 4 * (32 + 8 + 2 + 1)
    assert numbers.bounds.min == (-0.5, -0.5, -0.5)
    assert numbers.bounds.max == (2.5, 0.5, 5.5)
    assert numbers.bounds.size == (3.0, 1.0, 6.0)
    assert (numbers.image_list[0].width, numbers.image_list[0].height) == (8, 4)
    assert json.loads(json.dumps(numbers.to_dict()))["bounds"]["size"] == [3, 1, 6]
    with pytest.raises(AttributeError):
        numbers.triangles = 3


def test_other_files_are_counted(tmp_path):
    scene = tk.Scene()
    scene.add(tk.Mesh(tk.box(), tk.Material(base_color_texture=tk.Image.from_array(np.zeros((4, 8, 3), np.uint8)))))
    path = scene.save(tmp_path / "a.gltf")
    others = sum(file.stat().st_size for file in tmp_path.iterdir() if file != path)
    numbers = tk.validate(path).statistics
    assert (numbers.file_bytes, numbers.external_bytes) == (path.stat().st_size, others)


def test_a_broken_image_has_no_size():
    scene = tk.Scene()
    scene.add(tk.Mesh(tk.box(), tk.Material(base_color_texture=tk.Image(data=b"\x89PNG\r\n\x1a\n", name="cut"))))
    (image,) = statistics_of(scene).image_list
    assert (image.name, image.width, image.height, image.memory) == ("cut", None, None, 0)


def test_describe(tmp_path):
    scene = tk.Scene(name="mine")
    scene.add(tk.Mesh(tk.box(), tk.Material(name="red", base_color="#f00")), position=(0, 1, 0))
    scene.add(tk.PerspectiveCamera(), name="eye")
    described = io.describe(scene)
    assert described["name"] == "mine"
    assert described["material_names"] == ["red"]
    assert described["camera_names"] == ["eye"]
    assert described["bounds"] == {"min": [-0.5, 0.5, -0.5], "max": [0.5, 1.5, 0.5], "size": [1.0, 1.0, 1.0]}
    assert json.loads(json.dumps(described)) == described
    scene.save(tmp_path / "a.glb")
    assert io.describe(tmp_path / "a.glb")["triangles"] == 12


def test_an_empty_scene():
    assert io.describe(tk.Scene())["bounds"] is None
    report = tk.validate(tk.Scene().to_glb())
    assert report.ok, report


def test_a_report_as_a_file(tmp_path):
    report = tk.validate(tk.Scene().to_glb())
    assert json.loads(report.save(tmp_path / "r.json").read_text("utf-8")) == report.to_dict()
    assert report.save(tmp_path / "r.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    for name in ("r.txt", "r.json/r.html"):
        with pytest.raises(OutputError, match=r"r\.txt|Not a directory"):
            report.save(tmp_path / name)


@pytest.mark.filterwarnings("ignore:.*they are lost when the scene is saved")
def test_real_models(real_models):
    """A report is given for each; statistics are there unless it cannot be read."""
    for path in real_models:
        report = tk.validate(path, profile="web")
        assert report.statistics is not None or not report.ok, path
        assert report.profile.checks or report.statistics is None
        assert report.to_html()


def test_operations_that_hints_name_are_there():
    for hint in hints().values():
        for text in re.findall(r"--op ([\w:=.,]*\w)", hint):
            assert callable(tk.ops.parse(text))
