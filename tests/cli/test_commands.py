from __future__ import annotations

import json
import os
import signal
import struct
import subprocess
import sys
import time

import pytest

import threedkit as tk


def output_of(result):
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_help_version_and_examples(cli):
    assert "turntable" in output_of(cli("--help"))
    assert output_of(cli()) == output_of(cli("--help"))
    assert output_of(cli("--version")) == f"threedkit {tk.__version__}\n"
    for command in ("info", "validate", "convert", "render", "run", "dashboard"):
        assert "Example" in output_of(cli(command, "--help"))


def test_help_loads_no_room(repository):
    code = (
        "import sys\nfrom threedkit.cli import main\nmain(['--help'])\n"
        "loaded = {name.partition('.')[0] for name in sys.modules}\n"
        "assert not loaded & {'numpy', 'msgspec', 'traitlets', 'dask', 'papermill', 'IPython'}, loaded\n"
        "assert not any(name.startswith('threedkit.') and name.count('.') == 1 "
        "and name.split('.')[1] not in ('cli', 'errors') for name in sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=repository, capture_output=True)


def test_info_in_words_and_in_json(cli, crate):
    facts = json.loads(output_of(cli("info", crate, "--json")))
    scene = tk.load(crate)
    assert facts["triangles"] == 12
    assert facts["hash"] == scene.content_hash
    assert facts["animations"] == [{"name": "lift", "duration": 1.0}]
    text = output_of(cli("info", crate))
    assert "lift (1.00 s)" in text
    assert "1 (red)" in text


def test_validate_finds_a_good_file_good(cli, crate):
    assert "valid" in output_of(cli("validate", crate))
    assert json.loads(output_of(cli("validate", crate, "--json")))["ok"] is True


@pytest.mark.parametrize("target", ["new.gltf", "new.glb", "new.obj", "new.stl", "new.ply"])
def test_convert_writes_what_can_be_read_again(cli, crate, tmp_path, target):
    said = json.loads(output_of(cli("convert", crate, target, "--json")))
    assert said["output"] == target
    again = tk.load(tmp_path / target)
    assert sum(len(p.triangles) for mesh in again.meshes for p in mesh.primitives) == 12


def test_render_draws_a_picture_of_the_size_asked_for(shell, crate, tmp_path):
    line = ("render", crate, "-o", "out.png", "--size", "64x48", "--transparent", "--camera", "close", "--time", "0.5")
    said = json.loads(output_of(shell(*line, "--json")))
    assert said["output"] == "out.png"
    data = (tmp_path / "out.png").read_bytes()
    assert struct.unpack(">II", data[16:24]) == (64, 48)
    from PIL import Image

    with Image.open(tmp_path / "out.png") as picture:
        alpha = picture.convert("RGBA").getchannel("A")
        assert alpha.getextrema() == (0, 255)


def test_render_keeps_the_layers_where_the_file_can_hold_them(shell, crate, tmp_path):
    import numpy as np

    output_of(shell("render", crate, "-o", "out.npz", "--size", "32x32"))
    with np.load(tmp_path / "out.npz") as layers:
        assert {"color", "depth", "normal", "object_id"} <= set(layers)


@pytest.mark.engine
def test_render_takes_the_outputs_asked_for(cli, crate, tmp_path):
    import numpy as np
    from PIL import Image

    size = ("--size", "32x24")
    output_of(cli("render", crate, "-o", "out.npz", *size, "--outputs", "color, uv"))
    with np.load(tmp_path / "out.npz") as layers:
        assert set(layers) == {"color", "uv", "threedkit"}
    output_of(cli("render", crate, "-o", "all.npz", *size, "--outputs", "all", "--engine", "filament"))
    with np.load(tmp_path / "all.npz") as layers:
        wanted = {"color", "alpha", "depth", "normal", "position", "object_id", "material_id", "albedo", "motion", "uv"}
        assert wanted <= set(layers)
    output_of(cli("render", crate, "-o", "depth.png", *size, "--outputs", "depth"))
    with Image.open(tmp_path / "depth.png") as picture:
        assert picture.mode == "I;16"
    for name in ("a.jxl", "b.jxl"):
        output_of(cli("render", crate, "-o", name, *size, *(("--quality", "50") if name == "b.jxl" else ())))
    assert (tmp_path / "b.jxl").stat().st_size != (tmp_path / "a.jxl").stat().st_size


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("-o", "a.png", "--outputs", "color,depth"), "a.png holds one image, not color, depth; name a .exr or .npz"),
        (("-o", "a.png", "--outputs", "all"), "a.png holds one image, not all"),
        (("-o", "a.png", "--outputs", "uv"), "a.png: a .png cannot hold uv; save it as .exr or .npz"),
        (("-o", "a.jpg", "--outputs", "depth"), "a.jpg: a .jpg cannot hold depth; save it as .png, .exr or .npz"),
        (("-o", "a.exr", "--outputs", "shine"), "unknown output 'shine'; known are all, color, "),
        (("-o", "a.exr", "--outputs", ""), "unknown output ''; known are all, color, "),
        (("-o", "a.webp", "--size", "16384x20"), "a.webp: a .webp is at most 16383 pixels wide and high"),
        (("-o", "a.png", "--quality", "50"), "a.png: a .png loses nothing and has no quality"),
        (("-o", "a.jpg", "--quality", "0"), "a.jpg: quality must be a whole number from 1 to 100, not 0"),
    ],
)
def test_render_refuses_what_the_file_cannot_hold(cli, crate, tmp_path, options, words):
    said = cli("render", crate, *options)
    assert said.returncode == 2
    assert words in said.stderr
    assert said.stderr.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["crate.glb"]


def test_run_lists_templates_and_their_parameters(cli):
    assert {"optimise", "turntable"} <= {line.split()[0] for line in output_of(cli("run", "--list")).splitlines()}
    listed = json.loads(output_of(cli("run", "--list", "--json")))
    assert "turntable" in {template["name"] for template in listed}
    assert "a whole number from 1 to 100000; default 120" in output_of(cli("run", "turntable", "--help-parameters"))
    parameters = json.loads(output_of(cli("run", "turntable", "--help-parameters", "--json")))["parameters"]
    assert {"name", "kind", "default", "minimum", "maximum", "unit", "choices", "description", "allowed"} == set(
        parameters[0]
    )


def test_a_run_that_fails_while_it_runs_has_exit_code_1(shell, tmp_path):
    import nbformat

    v4 = nbformat.v4
    cells = [v4.new_code_cell("a: int = 1", metadata={"tags": ["parameters"]}), v4.new_code_cell("1 / (a - 1)")]
    nbformat.write(v4.new_notebook(cells=cells), tmp_path / "bad.ipynb")
    result = shell("run", "bad.ipynb", "--output", "out")
    assert result.returncode == 1
    assert result.stderr.startswith("threedkit: error: bad: cell 2 failed: ZeroDivisionError: division by zero")
    assert len(result.stderr.splitlines()) == 1
    assert json.loads((tmp_path / "out" / "run.json").read_text())["status"] == "failed"
    good = shell("run", "bad.ipynb", "-p", "a=2", "--output", "out", "--json")
    assert json.loads(output_of(good))["status"] == "succeeded"


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_stopped_run_says_so_in_its_record_and_leaves_no_process(tmp_path, repository, number, code):
    import nbformat
    import psutil

    v4 = nbformat.v4
    sleep = "open('ready', 'w').close()\nimport time\ntime.sleep(600)"
    cells = [v4.new_code_cell("a: int = 1", metadata={"tags": ["parameters"]}), v4.new_code_cell(sleep)]
    nbformat.write(v4.new_notebook(cells=cells), tmp_path / "slow.ipynb")
    program = [sys.executable, "-m", "threedkit.cli"]
    line = [*program, "run", str(tmp_path / "slow.ipynb"), "--output", str(tmp_path / "out")]
    environment = {**os.environ, "PYTHONPATH": str(repository)}
    with subprocess.Popen(line, env=environment, stderr=subprocess.PIPE, text=True) as process:
        end = time.monotonic() + 120
        while not (tmp_path / "out" / "ready").exists():
            assert time.monotonic() < end
            time.sleep(0.1)
        kernels = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(number)
        _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (code, f"threedkit: stopped: {signal.Signals(number).name}\n")
    assert json.loads((tmp_path / "out" / "run.json").read_text())["status"] == "cancelled"
    assert (tmp_path / "out" / "slow.ipynb").exists()
    assert psutil.wait_procs(kernels, timeout=20)[1] == []
