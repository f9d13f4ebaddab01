from __future__ import annotations

import json
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.sign import NotebookNotary

from threedkit.errors import AssetError, JobFailedError, OutputError, ParameterError, UnknownEngineError
from threedkit.runs import run

PROGRESS = """
import json, pathlib, time
for done in range(frames + 1):
    pathlib.Path("job.json").write_text(json.dumps({"done": done, "total": frames, "engine": "e", "device": "d"}))
    time.sleep(0.3)
"""
NOTE = """
class Noted:
    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/plain": "noted"}, {"threedkit": {"timings": {"load": 1.5}, "scene": {"hash": "ab"}}}
Noted()
"""


def read(path: Path) -> dict:
    return json.loads(path.read_text())


def text_of(notebook: Path) -> str:
    cells = nbformat.read(notebook, as_version=4).cells
    return "".join(output.get("text", "") for cell in cells for output in cell.get("outputs", []))


def test_a_run_executes_in_this_python_in_its_folder_and_records_what_it_did(write_notebook, tmp_path):
    source = "import os, sys, threedkit\nprint(os.getcwd(), sys.executable, frames, name)"
    cell = "frames: int = 5  # Pictures [1 to 9]\nname: str = 'x'"
    path = write_notebook(source, NOTE, parameters=cell)
    folder = tmp_path / "out {frames} $HOME"
    result = run(path, {"frames": "3"}, folder, progress=False)
    assert text_of(result.notebook) == f"{folder} {sys.executable} 3 x\n"
    assert result.status == "succeeded"
    assert (result.film, result.contact_sheet, result.frames) == (None, None, ())
    record = read(folder / "run.json")
    assert record == {**result.report, "timings": record["timings"], "finished": record["finished"]}
    assert record["status"] == "succeeded"
    assert record["error"] is None
    assert record["parameters"] == {"frames": 3, "name": "x"}
    assert record["scene_hash"] == "ab"
    assert record["timings"]["load"] == 1.5
    assert record["timings"]["total"] > 0
    assert record["started"] < record["finished"]
    assert record["started"].endswith("+00:00")
    assert {"python", "threedkit", "numpy", "papermill"} <= set(record["versions"])
    said = {"kernel_log": "kernel.log"}  # on a slow machine a kernel has something to say
    assert record["files"].items() - said.items() == {("notebook", "small.ipynb")}
    assert {file.name for file in folder.iterdir()} - set(said.values()) == {"run.json", "small.ipynb"}
    executed = nbformat.read(result.notebook, as_version=4)
    assert str(tmp_path) not in json.dumps(executed.metadata)
    assert NotebookNotary().check_signature(executed), "its outputs are its author's own: Lab shows them"


def test_a_foreign_kernelspec_is_not_used(write_notebook, tmp_path, monkeypatch):
    spec = tmp_path / "jupyter" / "kernels" / "python3"
    spec.mkdir(parents=True)
    (spec / "kernel.json").write_text(json.dumps({"argv": ["/bin/false"], "display_name": "x", "language": "python"}))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    path = write_notebook("import sys; print(sys.executable)", parameters="a: int = 1")
    assert text_of(run(path, output=tmp_path / "out", progress=False).notebook).strip() == sys.executable


def test_progress_of_cells_and_frames_reaches_the_caller_while_the_notebook_runs(write_notebook, tmp_path):
    seen = []
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "job.json").write_text('{"done": 9, "total": 9}')
    run(write_notebook(PROGRESS, parameters="frames: int = 3"), output=tmp_path / "out", progress=seen.append)
    assert seen == sorted(seen)
    assert (seen[0].cell, seen[0].total) == (1, 0), "an earlier run's job does not count"
    assert seen[-1] == (2, 2, 3, 3)
    assert {progress.done for progress in seen} == {0, 1, 2, 3}
    assert read(tmp_path / "out" / "run.json")["engine"] == {"name": "e", "device": "d"}


def test_a_failing_cell_keeps_the_notebook_and_the_record_and_raises_one_line(write_notebook, tmp_path):
    path = write_notebook("print('before')", "raise ValueError('no\\ngood')", "print('after')", parameters="a: int = 1")
    with pytest.raises(JobFailedError) as caught:
        run(path, output=tmp_path / "out", progress=False)
    assert str(caught.value).startswith("small: cell 3 failed: ValueError: no good (kept: ")
    assert text_of(tmp_path / "out" / "small.ipynb") == "before\n"
    record = read(tmp_path / "out" / "run.json")
    assert record["status"] == "failed"
    assert record["error"] == {"type": "ValueError", "message": "cell 3 failed: ValueError: no good", "cell": 3}
    assert record["finished"]


def test_a_kernel_that_dies_leaves_its_last_words(write_notebook, tmp_path):
    path = write_notebook("import os; os._exit(7)", parameters="a: int = 1")
    with pytest.raises(JobFailedError, match="the kernel died"):
        run(path, output=tmp_path / "out", progress=False)
    assert read(tmp_path / "out" / "run.json")["status"] == "failed"
    assert (tmp_path / "out" / "small.ipynb").exists()


def test_running_again_replaces_the_runs_own_files_and_nothing_else(write_notebook, tmp_path):
    path = write_notebook("print(a)", parameters="a: int = 1")
    first = run(path, {"a": 1}, tmp_path / "out", progress=False)
    (tmp_path / "out" / "mine.txt").write_text("mine")
    (tmp_path / "out" / "film.mp4").write_text("old")
    second = run(path, {"a": 2}, tmp_path / "out", progress=False)
    assert first.output == second.output
    assert text_of(second.notebook) == "2\n"
    assert read(tmp_path / "out" / "run.json")["parameters"] == {"a": 2}
    assert (tmp_path / "out" / "mine.txt").read_text() == "mine"


def test_bad_input_is_found_before_anything_is_made(write_notebook, tmp_path):
    cell = "a: int = 1  # A [1 to 3]\nasset: Asset = 'suzanne'\nengine: Engine = 'auto'\nlight: Environment = 'studio'"
    path = write_notebook("print(a)", parameters=cell)
    truncated = tmp_path / "cut.glb"
    truncated.write_bytes(b"glTF\x02\x00\x00\x00\xff\x00")
    for parameters, error in (
        ({"a": 4}, ParameterError),
        ({"b": 1}, ParameterError),
        ({"asset": "nowhere.glb"}, ParameterError),
        ({"asset": tmp_path}, ParameterError),
        ({"asset": truncated}, AssetError),
        ({"engine": "povray"}, UnknownEngineError),
        ({"light": "nowhere.hdr"}, ParameterError),
        ({"light": "sunny"}, ParameterError),
    ):
        with pytest.raises(error) as caught:
            run(path, parameters, tmp_path / "out", progress=False)
        assert "\n" not in str(caught.value)
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written_is_found_before_the_start(write_notebook, tmp_path):
    path = write_notebook("print(1)", parameters="a: int = 1")
    (tmp_path / "file").write_text("")
    for output in (tmp_path / "file", tmp_path / "file" / "below", Path("/proc/nowhere")):
        with pytest.raises(OutputError, match="cannot write to the output folder"):
            run(path, output=output, progress=False)


async def _inside_a_running_loop(path: Path, output: Path) -> str:
    return run(path, output=output, progress=False).status


def test_a_run_may_be_started_inside_a_notebook_whose_loop_is_running(write_notebook, tmp_path):
    import asyncio

    path = write_notebook("print(1)", parameters="a: int = 1")
    assert asyncio.run(_inside_a_running_loop(path, tmp_path / "out")) == "succeeded"
