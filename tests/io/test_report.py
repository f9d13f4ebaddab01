"""Reports and descriptions."""

from __future__ import annotations

import json

import pytest

import threedkit as tk
from threedkit import io


def test_a_valid_document(make_glb, small):
    report = tk.validate(make_glb(*small))
    assert report.ok, report
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
    data = make_glb(document, binary)
    assert io.load(data)
    found = {(problem.severity, problem.code) for problem in tk.validate(data).problems}
    assert found >= {
        ("error", "EMPTY_ENTITY"),
        ("error", "UNDECLARED_EXTENSION"),
        ("error", "ACCESSOR_MAX_MISMATCH"),
        ("error", "IMAGE_MIME_TYPE_INVALID"),
        ("warning", "UNEXPECTED_PROPERTY"),
        ("error", "MESH_PRIMITIVE_TOO_FEW_TEXCOORDS"),
    }


def test_the_text_of_a_report(make_glb, small):
    document, binary = small
    document["nodes"][1]["mesh"] = 7
    report = tk.validate(make_glb(document, binary))
    assert not report.ok
    assert str(report).splitlines()[0].startswith("bytes: not valid, 1 errors")
    assert "UNRESOLVED_REFERENCE /nodes/1/mesh: there are 1 meshes, none with index 7" in str(report)


def test_a_missing_file_is_no_report(tmp_path):
    with pytest.raises(tk.AssetError, match="no such file"):
        tk.validate(tmp_path / "no.glb")


def test_other_formats(tmp_path):
    scene = tk.Scene()
    scene.add(tk.box())
    scene.save(tmp_path / "a.stl")
    report = tk.validate(tmp_path / "a.stl")
    assert report.ok
    assert report.statistics.triangles == 12
    (tmp_path / "b.stl").write_bytes(b"solid x\nfacet")
    assert not tk.validate(tmp_path / "b.stl").ok


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


def test_real_models(real_models):
    """A report is given for each; those that load without a thorough look have no error of structure."""
    for path in real_models:
        report = tk.validate(path)
        assert report.statistics or not report.ok, path
