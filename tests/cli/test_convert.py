"""threedkit convert: operations in order, compression, figures before and after."""

from __future__ import annotations

import json
import sys

import pytest

import threedkit as tk
from threedkit.runs import convert


def output_of(result):
    assert result.returncode == 0, result.stderr
    return result.stdout


def one_line(result, *words):
    assert result.returncode == 2
    assert result.stdout == ""
    assert result.stderr.startswith("threedkit: error: ")
    assert result.stderr.count("\n") == 1
    for word in words:
        assert word in result.stderr


@pytest.fixture
def crates(tmp_path):
    """Two equal boxes on four nodes, an unused material, and an empty node."""
    scene = tk.Scene()
    for i in range(4):
        scene.add(tk.Mesh(tk.box(), tk.Material(name="red", base_color="#d03020")), name=f"box{i}", position=(i, 0, 0))
    scene.add(tk.Node(name="locator"))
    scene.declare(materials=[tk.Material(name="unused")])
    path = tmp_path / "crates.glb"
    scene.save(path)
    return path


def test_operations_run_in_the_order_given(cli, crates, tmp_path):
    said = json.loads(output_of(cli("convert", crates, "out.glb", "--op", "dedup", "--op", "prune", "--json")))
    assert said["operations"] == ["dedup", "prune"]
    assert said["before"]["meshes"] == 4
    assert said["before"]["materials"] == 5
    assert said["before"]["bytes"] == crates.stat().st_size
    assert said["after"] == {
        "triangles": 48, "vertices": 96, "draw_calls": 4, "nodes": 4, "meshes": 1, "materials": 1, "textures": 0,
        "images": 0, "texture_memory": 0, "bytes": (tmp_path / "out.glb").stat().st_size,
    }  # fmt: skip
    again = tk.load(tmp_path / "out.glb")
    assert again.content_hash == said["hash"]
    kept = json.loads(output_of(cli("convert", crates, "out.glb", "--op", "prune", "--op", "dedup", "--json")))
    assert kept["after"]["meshes"] == 1
    options = ("--op", "prune:keep_leaves=yes,keep_attributes=yes")
    assert json.loads(output_of(cli("convert", crates, "out.glb", *options, "--json")))["after"]["nodes"] == 5


def test_the_figures_in_words(cli, crates):
    text = output_of(cli("convert", crates, "out.glb", "--op", "dedup"))
    lines = text.splitlines()
    assert lines[0].startswith("out.glb: ")
    assert "meshes  4 -> 1 (-75.0 %)" in [" ".join(line.split()).replace(" ", "  ", 1) for line in lines]
    assert not any(line.startswith("triangles") for line in lines), "what stays the same is not listed"
    assert len(output_of(cli("convert", crates, "out.glb")).splitlines()) == 1


def test_a_file_may_take_the_place_of_its_source(cli, crates):
    before = crates.stat().st_size
    output_of(cli("convert", crates, crates, "--op", "dedup", "--op", "prune"))
    assert crates.stat().st_size < before
    assert len(tk.load(crates).meshes) == 1


def test_files_beside_a_gltf_count(cli, suzanne, tmp_path):
    said = json.loads(output_of(cli("convert", suzanne, "out.gltf", "--json")))
    assert said["bytes"] == sum(path.stat().st_size for path in tmp_path.glob("*")) > said["before"]["bytes"] / 2
    again = json.loads(output_of(cli("convert", "out.gltf", "out.glb", "--op", "unpartition", "--json")))
    assert again["before"]["bytes"] == said["bytes"]


def test_all_operations_are_listed_with_their_options(cli):
    text = output_of(cli("convert", "--list-ops"))
    for name in tk.ops.names():
        assert f"\n{name} " in f"\n{text}"
    assert "  pivot " in text
    listed = json.loads(output_of(cli("convert", "--list-ops", "--json")))
    assert [item["name"] for item in listed] == list(tk.ops.names())
    assert listed[0]["options"][0]["name"] == "pivot"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--op", "dedupe"), ("no operation 'dedupe'", "did you mean 'dedup'", "prune")),
        (("--op", "prune:keep_leafs=yes"), ("prune has no option 'keep_leafs'", "did you mean 'keep_leaves'")),
        (("--op", "prune:keep_leaves=maybe"), ("prune: keep_leaves must be yes | no", "'maybe'")),
        (("--op", "resample:tolerance=-1"), ("resample: tolerance must be", "not -1")),
        (("--op", "resample:tolerance=1e999"), ("resample: tolerance must be number",)),
        (("--op", "resample:tolerance=" + "9" * 5000), ("at most 2000 characters",)),
        (("--op", ""), ("no operation ''",)),
        (("--op", "dedup:"), ("dedup: options follow the colon",)),
        (("--op", "a\x1b[31m\nb"), ("no operation",)),
        ((*["--op", "dedup"] * 101,), ("at most 100 operations",)),
        (("--compress", "zip"), ("zip", "draco", "meshopt")),
    ],
)
def test_what_is_wrong_is_one_line_and_nothing_is_written(cli, crates, tmp_path, arguments, words):
    one_line(cli("convert", crates, "out.glb", *arguments), *words)
    assert [path.name for path in tmp_path.iterdir()] == [crates.name]


def test_a_typo_is_told_before_the_file_is_read(cli, tmp_path):
    one_line(cli("convert", "nowhere.glb", "out.glb", "--op", "wedl"), "wedl")
    one_line(cli("convert", "nowhere.glb", "out.xyz", "--op", "dedup"), "out.xyz")
    one_line(cli("convert", "nowhere.glb", "out.glb", "--op", "dedup"), "nowhere.glb")


def test_both_files_must_be_named(cli, crates):
    one_line(cli("convert"), "threedkit convert chair.obj chair.glb")
    one_line(cli("convert", crates), "threedkit convert chair.obj chair.glb")


@pytest.mark.parametrize("method", ["draco", "meshopt"])
@pytest.mark.parametrize("suffix", [".glb", ".gltf"])
def test_operations_and_then_compression(cli, suzanne, tmp_path, method, suffix):
    options = ("--op", "weld", "--op", "simplify:ratio=0.25", "--compress", method)
    said = json.loads(output_of(cli("convert", suzanne, f"out{suffix}", *options, "--json")))
    assert said["operations"] == ["weld", "simplify:ratio=0.25", f"compress:method={method}"]
    assert said["after"]["triangles"] <= said["before"]["triangles"] / 4 + 1
    assert said["after"]["bytes"] < said["before"]["bytes"] / 6
    again = tk.load(tmp_path / f"out{suffix}")
    assert again.meshes[0].triangle_count == said["after"]["triangles"]
    assert tk.validate(tmp_path / f"out{suffix}").ok


def test_only_gltf_can_be_compressed(cli, crates):
    one_line(cli("convert", crates, "out.obj", "--compress", "draco"), "for a .glb or .gltf")


def test_a_warning_of_an_operation_is_one_line(cli, tmp_path):
    document = {"asset": {"version": "2.0"}, "images": [{"uri": "https://example.org/far.png"}]}
    (tmp_path / "far.gltf").write_text(json.dumps(document))
    result = cli("convert", "far.gltf", "out.gltf", "--op", "unpartition")
    if result.returncode == 0:
        assert result.stderr.startswith("threedkit: warning: unpartition: image")
    else:
        one_line(result, "far.gltf")


def test_a_conversion_in_python(crates, tmp_path):
    done = convert(crates, tmp_path / "out.glb", ["dedup"])
    assert done.after["meshes"] == 1
    assert done.as_dict()["bytes"] == (tmp_path / "out.glb").stat().st_size
    assert "threedkit.ops.dedup" in sys.modules
