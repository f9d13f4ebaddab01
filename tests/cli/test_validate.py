"""``threedkit validate``: exit codes, text, JSON, profiles, the page, many files."""

from __future__ import annotations

import json

import pytest

import threedkit as tk


@pytest.fixture
def cut(crate, tmp_path):
    path = tmp_path / "cut.glb"
    path.write_bytes(crate.read_bytes()[:300])
    return path


def test_exit_codes(cli, crate, cut, tmp_path):
    assert cli("validate", crate).returncode == 0
    assert cli("validate", cut).returncode == 1
    assert cli("validate", crate, "--profile", "web").returncode == 0
    (tmp_path / "tight.toml").write_text("max_triangles = 11\n")
    assert cli("validate", crate, "--profile", "tight.toml").returncode == 1
    assert cli("validate", crate, "nowhere.glb").returncode == 2
    assert cli("validate", crate, "--profile", "nowhere").returncode == 2
    assert cli("validate", crate, "--html", "nowhere/report.html").returncode == 2
    assert cli("validate", crate, "--severity", "fatal").returncode == 2
    assert cli("validate", crate, "--max-problems", "-1").returncode == 2
    assert cli("validate").returncode == 2


def test_text_says_what_and_how_to_mend_it(cli, crate, cut, tmp_path):
    (tmp_path / "tight.toml").write_text('name = "tight"\nmax_triangles = 11\n')
    said = cli("validate", crate, cut, "--profile", "tight.toml", "--severity", "error")
    lines = said.stdout.splitlines()
    assert lines[0] == f"{crate}: valid, profile tight not kept, 1 error, 0 warnings"
    assert lines[1] == "  error PROFILE_TRIANGLES_TOO_MANY /: 12 triangles; at most 11 are allowed (profile tight)"
    assert lines[2] == "    Simplify the meshes: --op simplify:ratio=0.5."
    assert lines[3].startswith(f"{cut}: not valid, profile tight not kept, 1 error")
    assert said.stderr == ""


def test_one_file_is_one_document_and_several_are_a_list(cli, crate, cut):
    one = json.loads(cli("validate", crate, "--json").stdout)
    assert one["ok"] is True
    assert one["statistics"]["triangles"] == 12
    assert one["statistics"]["animations"] == [{"name": "lift", "duration": 1.0, "channels": 1}]
    assert one["profile"] is None
    several = cli("validate", crate, cut, "nowhere.glb", "--json", "--profile", "web")
    assert several.returncode == 2
    assert several.stderr.startswith("threedkit: error: nowhere.glb: FILE_NOT_FOUND")
    document = json.loads(several.stdout)
    assert document["ok"] is False
    assert [file["ok"] for file in document["files"]] == [True, False, False]
    assert [file["source"] for file in document["files"]] == [str(crate), str(cut), "nowhere.glb"]
    assert document["files"][0]["profile"]["checks"][0]["rule"] == "max_file_bytes"


def test_the_same_numbers_as_info(cli, crate):
    facts = json.loads(cli("info", crate, "--json").stdout)
    numbers = json.loads(cli("validate", crate, "--json").stdout)["statistics"]
    for name in ("triangles", "vertices", "draw_calls", "nodes", "meshes", "texture_memory"):
        assert facts[name] == numbers[name], name
    assert facts["size"] == [round(length, 6) for length in numbers["bounds"]["size"]]


def test_fewer_problems(cli, tmp_path):
    document = {"asset": {"version": "2.0"}, "scene": 3, **{f"x{i}": 1 for i in range(20)}}
    path = tmp_path / "odd.gltf"
    path.write_text(json.dumps(document))
    assert len(cli("validate", path, "--max-problems", 5).stdout.splitlines()) <= 1 + 2 * 5 + 1
    assert "and 16 more" in cli("validate", path, "--max-problems", 5).stdout
    listed = json.loads(cli("validate", path, "--json", "--max-problems", 5).stdout)
    assert len(listed["problems"]) == 5
    assert listed["warnings"] == 20
    listed = json.loads(cli("validate", path, "--json", "--severity", "error").stdout)
    assert {problem["severity"] for problem in listed["problems"]} == {"error"}


def test_a_page_of_several_files(cli, crate, cut, tmp_path):
    said = cli("validate", crate, cut, "nowhere.glb", "--html", "report.html")
    assert said.returncode == 2
    page = (tmp_path / "report.html").read_text("utf-8")
    assert page.count("<article") == 3
    assert "nowhere.glb" in page


def test_a_hostile_file_does_not_steer_the_terminal(cli, tmp_path):
    path = tmp_path / "a\x1b[31m.gltf"
    path.write_text(json.dumps({"asset": {"version": "2.0", "generator": "\x1b]0;x\x07"}, "\x1b[2J": 1, "scene": 9}))
    for command in (("validate", path), ("info", path), ("validate", path, "--json"), ("info", tmp_path / "\x1b.glb")):
        said = cli(*command)
        assert "\x1b" not in said.stdout + said.stderr
        assert "\x07" not in said.stdout


def test_lenient(cli, tmp_path):
    path = tmp_path / "empty.gltf"
    path.write_text('{"asset": {"version": "2.0"}, "nodes": []}')
    assert cli("validate", path).returncode == 1
    refused = cli("info", path)
    assert refused.returncode == 2
    assert "--lenient" in refused.stderr
    assert cli("info", path, "--lenient").returncode == 0
    assert cli("convert", path, "out.glb").returncode == 2
    assert cli("convert", path, "out.glb", "--lenient").returncode == 0
    assert tk.load(tmp_path / "out.glb")
