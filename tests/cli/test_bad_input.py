"""What bad input gets: one line that names the thing, exit code 2, no traceback, nothing half-written."""

from __future__ import annotations

import json
import struct

import pytest


def one_line(result, *words):
    assert result.returncode == 2, result.stderr
    assert result.stderr.startswith("threedkit: error: ")
    assert len(result.stderr.splitlines()) == 1, result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""
    for word in words:
        assert word in result.stderr


def glb_of(document: dict) -> bytes:
    text = json.dumps(document).encode()
    text += b" " * (-len(text) % 4)
    return struct.pack("<4sIIII", b"glTF", 2, 20 + len(text), len(text), 0x4E4F534A) + text


@pytest.mark.parametrize("command", [("info",), ("convert", "out.glb"), ("render", "-o", "out.png", "--size", "32x32")])
@pytest.mark.parametrize("what", ["missing", "truncated", "magic", "extension", "folder", "empty"])
def test_a_model_that_cannot_be_read(cli, crate, tmp_path, command, what):
    bad = tmp_path / f"{what}.glb"
    if what == "truncated":
        bad.write_bytes(crate.read_bytes()[:300])
    elif what == "magic":
        bad.write_bytes(b"JUNK" + crate.read_bytes()[4:])
    elif what == "extension":
        bad.write_bytes(
            glb_of({"asset": {"version": "2.0"}, "extensionsUsed": ["X_no"], "extensionsRequired": ["X_no"]})
        )
    elif what == "folder":
        bad.mkdir()
    elif what == "empty":
        bad.write_bytes(b"")
    name, *rest = command
    result = cli(name, bad, *rest)
    one_line(result, bad.name, *(["X_no"] if what == "extension" else []))
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted({"crate.glb", *([bad.name] * bad.exists())})


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--size", "0x10"), ("parameter size", "1280x720")),
        (("--engine", "povray"), ("povray", "filament", "mitsuba")),
        (("--camera", "nowhere"), ("nowhere", "close")),
        (("--animation", "nowhere"), ("nowhere",)),
        (("--samples", "0"), ("samples",)),
        (("--samples", "many"), ("samples", "integer")),
        (("--environment", "sunny"), ("sunny", "studio")),
        (("--time", "nan"), ("time",)),
    ],
)
def test_an_option_out_of_its_range(cli, crate, tmp_path, arguments, words):
    one_line(cli("render", crate, "-o", "out.png", *arguments), *words)
    assert not (tmp_path / "out.png").exists()


@pytest.mark.parametrize("output", ["out.xyz", "out", "nowhere/out.png", "crate.glb/out.png", "."])
def test_a_picture_that_cannot_be_written(cli, crate, output):
    one_line(cli("render", crate, "-o", output, "--size", "32x32"), output)


@pytest.mark.parametrize("output", ["out.xyz", "crate.glb/out.glb", "/proc/nowhere/out.glb"])
def test_a_model_that_cannot_be_written(cli, crate, tmp_path, output):
    one_line(cli("convert", crate, output), output.rpartition("/")[0])
    assert [path.name for path in tmp_path.iterdir()] == ["crate.glb"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("-p", "frames=0"), ("frames", "from 1 to 100000", "'0'")),
        (("-p", "size=8x8"), ("size", "16 to 8192")),
        (("-p", "frame=4"), ("'frame'", "did you mean 'frames'", "samples")),
        (("-p", "frames"), ("KEY=VALUE",)),
        (("-p", "asset=nowhere.glb"), ("nowhere.glb", "suzanne")),
        (("-p", "engine=povray"), ("povray", "filament")),
        (("-p", "environment=nowhere.hdr"), ("nowhere.hdr",)),
        (("--output", "crate.glb"), ("crate.glb", "output")),
        (("--output", "/proc/nowhere"), ("/proc/nowhere", "output")),
    ],
)
def test_a_run_that_cannot_begin(cli, crate, tmp_path, arguments, words):
    defaults = () if "--output" in arguments else ("--output", "out")
    one_line(cli("run", "turntable", *arguments, *defaults), *words)
    assert [path.name for path in tmp_path.iterdir()] == [crate.name]


@pytest.mark.parametrize(
    "arguments",
    [("bogus",), ("info",), ("info", "x.glb", "--jsn"), ("run",), ("run", "turntabel"), ("dashboard", "nowhere"),
     ("dashboard", "turntable", "--host", "0.0.0.0"), ("dashboard", "turntable", "--port", "70000")],
)  # fmt: skip
def test_a_line_that_makes_no_sense(cli, arguments):
    one_line(cli(*arguments))


@pytest.mark.parametrize(
    "arguments",
    [
        ("info", "nowhere.glb"),
        ("render", "crate.glb", "-o", "out.png", "--engine", "povray"),
        ("run", "turntable", "-p", "frames=0", "--output", "out"),
        ("convert", "crate.glb", "/proc/nowhere/out.glb"),
    ],
)
def test_the_same_in_a_process_of_its_own(shell, crate, tmp_path, arguments):
    one_line(shell(*arguments))
    assert [path.name for path in tmp_path.iterdir()] == [crate.name]


def test_debug_shows_the_traceback_wherever_it_stands(shell):
    for arguments in (("--debug", "info", "nowhere.glb"), ("info", "nowhere.glb", "--debug")):
        result = shell(*arguments)
        assert result.returncode != 0
        assert "Traceback" in result.stderr
        assert "AssetError" in result.stderr


def test_validate_of_a_broken_file_is_an_answer_not_an_error(cli, crate, tmp_path):
    bad = tmp_path / "cut.glb"
    bad.write_bytes(crate.read_bytes()[:300])
    result = cli("validate", bad, "--json")
    assert result.returncode == 1
    report = json.loads(result.stdout)
    assert report["ok"] is False
    assert {"severity", "code", "pointer", "message", "hint"} == set(report["problems"][0])
    one_line(cli("validate", "nowhere.glb"), "nowhere.glb")
