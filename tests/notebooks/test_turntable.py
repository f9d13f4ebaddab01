"""The main job, end to end: one real run of the turntable in a real kernel, then everything it left."""

from __future__ import annotations

import base64
import io
import json
import os
import re
import subprocess
import sys
import time

import nbformat
import pytest

import threedkit as tk

pytestmark = [pytest.mark.cluster, pytest.mark.engine]

FRAMES = 6
LINE = ("run", "turntable", "-p", f"frames={FRAMES}", "-p", "size=160x120", "-p", "seed=7")


def call(repository, folder, *arguments):
    paths = [str(repository), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    line = [sys.executable, "-m", "threedkit.cli", *map(str, arguments)]
    done = subprocess.run(line, cwd=folder, env=environment, capture_output=True, text=True, timeout=500, check=False)
    assert done.returncode == 0, done.stderr
    return done


@pytest.fixture(scope="module")
def finished(repository, suzanne, tmp_path_factory):
    """One run from the command line, of a copy of the model under another name."""
    folder = tmp_path_factory.mktemp("turntable")
    (folder / "monkey.glb").write_bytes(suzanne.read_bytes())
    said = call(repository, folder, *LINE, "-p", "asset=monkey.glb", "--output", "out", "--json")
    return folder / "out", json.loads(said.stdout)


@pytest.fixture(scope="module")
def executed(finished):
    return nbformat.read(finished[0] / "turntable.ipynb", as_version=4)


def outputs_of(notebook, cell_id):
    (cell,) = [cell for cell in notebook.cells if cell.id == cell_id]
    return [output.data for output in cell.outputs if "data" in output]


def picture(data):
    from PIL import Image

    return Image.open(io.BytesIO(base64.b64decode(data["image/png"])))


def test_the_folder_holds_the_notebook_frames_film_sheet_and_record(finished):
    folder, record = finished
    assert {"turntable.ipynb", "frames", "film.mp4", "contact_sheet.png", "run.json", "job.json"} <= {
        path.name for path in folder.iterdir() if not path.name.startswith(".")
    }
    assert len(list((folder / "frames").glob("*.png"))) == FRAMES
    assert {"notebook", "film", "contact_sheet", "frames"} <= set(record["files"])
    assert not list(folder.glob("*.part"))


def test_the_record_says_what_ran_how_with_what_and_how_it_ended(finished, suzanne):
    folder, record = finished
    stored = json.loads((folder / "run.json").read_text())
    assert stored["status"] == record["status"] == "succeeded"
    assert stored["parameters"]["frames"] == FRAMES
    assert stored["parameters"]["size"] == [160, 120]
    assert stored["parameters"]["seed"] == 7
    assert stored["parameters"]["asset"].endswith("monkey.glb")
    scene = tk.load(suzanne)
    assert stored["scene_hash"] == scene.content_hash == stored["job"]["scene"]
    assert stored["engine"]["name"] in tk.engine_names()
    assert stored["engine"]["device"]
    assert {"load", "render", "film", "contact sheet", "total"} <= set(stored["timings"])
    assert {"python", "threedkit", "numpy", "dask", "av"} <= set(stored["versions"])
    assert stored["started"] < stored["finished"]


def test_the_notebook_reads_as_a_report_when_opened_afterwards(executed):
    for cell in executed.cells:
        if cell.cell_type == "code":
            assert cell.execution_count, cell.id
            assert all(output.output_type != "error" for output in cell.outputs)
            assert all(output.get("name") != "stderr" for output in cell.outputs), cell
    (facts,) = outputs_of(executed, "load")
    assert "3,936" in facts["text/html"]
    (times,) = outputs_of(executed, "timings")
    assert "Render" in times["text/plain"]
    (job,) = outputs_of(executed, "render")
    assert "succeeded" in job["text/plain"]
    assert f"| Frames | {FRAMES} |" in job["text/markdown"]


def test_the_last_line_scene_shows_a_picture(executed):
    (view,) = outputs_of(executed, "scene")
    assert "application/vnd.threedkit.view+json" in view
    still = picture(view).convert("RGB")
    assert len(still.getcolors(1 << 24)) > 50, "a lit model, not one colour"


def test_the_saved_monitor_shows_the_finished_job(executed):
    (monitor,) = outputs_of(executed, "submit")
    assert ">succeeded<" in monitor["text/html"]
    assert ">running<" not in monitor["text/html"]


def test_the_contact_sheet_and_the_film_are_inside(executed, finished):
    (sheet,) = outputs_of(executed, "sheet")
    assert base64.b64decode(sheet["image/png"]) == (finished[0] / "contact_sheet.png").read_bytes()
    (film,) = outputs_of(executed, "play")
    source = re.search(r' src="data:video/mp4;base64,([^"]+)"', film["text/html"])
    assert source is not None
    assert base64.b64decode(source[1]) == (finished[0] / "film.mp4").read_bytes()
    assert picture(film).size == (160, 120)


def test_the_film_opens_has_every_frame_and_moves(finished):
    import av
    import numpy as np

    with av.open(str(finished[0] / "film.mp4")) as container:
        stream = container.streams.video[0]
        assert (stream.codec_context.name, stream.codec_context.pix_fmt) == ("h264", "yuv420p")
        pictures = [frame.to_ndarray(format="rgb24") for frame in container.decode(stream)]
    assert len(pictures) == FRAMES
    assert pictures[0].shape == (120, 160, 3)
    assert np.abs(pictures[0].astype(int) - pictures[3]).mean() > 1


@pytest.mark.browser
def test_jupyterlab_shows_the_report_as_it_was_left(finished, chromium, chromium_args, tmp_path):
    from playwright.sync_api import sync_playwright

    line = [sys.executable, "-m", "jupyterlab", "--no-browser", "--port=0", "--allow-root"]
    line += [f"--ServerApp.root_dir={finished[0]}", "--IdentityProvider.token=token"]
    environment = {**os.environ, "JUPYTER_CONFIG_DIR": str(tmp_path), "JUPYTERLAB_SETTINGS_DIR": str(tmp_path)}
    log = tmp_path / "lab.log"
    with (
        log.open("w") as file,
        subprocess.Popen(line, env=environment, stderr=file, text=True) as server,
        sync_playwright() as playwright,
    ):
        try:
            while (listening := re.search(r"http://[\w.]+:(\d+)/lab", log.read_text())) is None:
                assert server.poll() is None, log.read_text()
                time.sleep(0.2)
            port = listening[1]
            browser = playwright.chromium.launch(executable_path=chromium, args=chromium_args)
            page = browser.new_page(viewport={"width": 1200, "height": 3800})
            page.goto(f"http://127.0.0.1:{port}/lab/tree/turntable.ipynb?token=token&reset", timeout=120_000)
            page.locator("video").wait_for(timeout=120_000)
            page.wait_for_function("document.querySelector('video').readyState >= 2", timeout=60_000)
            assert page.evaluate("document.querySelector('video').videoWidth") == 160
            page.locator(".jp-OutputArea .tk-still img").first.wait_for(timeout=60_000)
            page.get_by_role("rowheader", name="Content hash").wait_for()
            page.locator("text=succeeded").first.wait_for()
            browser.close()
        finally:
            server.terminate()


def test_running_again_keeps_finished_frames_and_fewer_frames_leave_no_strangers(finished, repository):
    folder = finished[0]
    before = {path.name: path.stat().st_mtime_ns for path in (folder / "frames").glob("*.png")}
    line = (*LINE, "-p", "asset=monkey.glb", "--output", "out", "--json")
    again = json.loads(call(repository, folder.parent, *line).stdout)
    assert again["status"] == "succeeded"
    assert {path.name: path.stat().st_mtime_ns for path in (folder / "frames").glob("*.png")} == before
    fewer = json.loads(call(repository, folder.parent, *line, "-p", "frames=3").stdout)
    assert fewer["parameters"]["frames"] == 3
    assert len(list((folder / "frames").glob("*.png"))) == 3
