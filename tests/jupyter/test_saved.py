"""What a notebook shows when it has been executed without a browser, and is read where no kernel is."""

from __future__ import annotations

import base64
import io
import os

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient
from PIL import Image

pytestmark = [pytest.mark.engine, pytest.mark.cluster]

CELLS = (
    """
import threedkit as tk
scene = tk.Scene()
ball = scene.add(tk.Mesh(tk.sphere(segments=16, rings=8), tk.Material(base_color="#ef6631")))
scene
""",
    """
job = tk.submit(scene, tk.turntable(scene, frames=3), size=(64, 48), samples=1, workers=1, output={output!r})
job
""",
    """
import threading
job.result()
for thread in threading.enumerate():
    if thread.name == f"monitor of {job.id}":
        thread.join(20)
""",
)


@pytest.fixture(scope="module")
def executed(tmp_path_factory, repository):
    folder = tmp_path_factory.mktemp("saved")
    cells = [nbformat.v4.new_code_cell(cell.replace("{output!r}", repr(str(folder / "job")))) for cell in CELLS]
    notebook = nbformat.v4.new_notebook(cells=cells)
    environment = os.environ | {"PYTHONPATH": str(repository), "IPYTHONDIR": str(folder / "ipython")}
    client = NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(folder)}})
    client.execute(env=environment)
    return notebook


def test_the_scene_is_a_picture(executed):
    (output,) = executed.cells[0].outputs
    # No widget-view: with the state that nbclient saves, nbconvert would prefer it, and show nothing offline.
    assert {"application/vnd.threedkit.view+json", "image/png", "text/plain"} == set(output.data)
    assert output.data["text/plain"].startswith("<Scene")
    picture = np.asarray(Image.open(io.BytesIO(base64.b64decode(output.data["image/png"]))).convert("RGB"))
    assert picture.shape[0] == 480
    red, _, blue = picture[240, picture.shape[1] // 2].tolist()
    assert red > 2 * blue  # the ball


def test_the_job_has_ended_in_the_cell_that_showed_it(executed):
    (output,) = executed.cells[1].outputs
    assert "succeeded" in output.data["text/html"]
    assert "3/3 frames" in output.data["text/html"]
    assert "data:image/jpeg;base64," in output.data["text/html"]


@pytest.mark.parametrize(
    ("exporter", "marks"), [("html", ("data:image/png;base64,", "3/3 frames")), ("markdown", ("![png]",))]
)
def test_nbconvert_shows_the_still(executed, exporter, marks):
    from nbconvert.exporters import get_exporter

    assert executed.metadata.widgets  # nbclient's: the still wins all the same
    text, _ = get_exporter(exporter)().from_notebook_node(executed)
    assert all(mark in text for mark in marks)


def test_papermill_keeps_the_still(tmp_path, repository):
    import papermill

    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELLS[0])])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, tmp_path / "in.ipynb")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(repository))
        papermill.execute_notebook(tmp_path / "in.ipynb", tmp_path / "out.ipynb", cwd=tmp_path, progress_bar=False)
    data = nbformat.read(tmp_path / "out.ipynb", 4).cells[0].outputs[-1].data
    assert "image/png" in data
    assert "application/vnd.jupyter.widget-view+json" not in data
