"""What a notebook shows when it has been executed without a browser, and is read where no kernel is."""

from __future__ import annotations

import os

import nbformat
import pytest
from nbclient import NotebookClient

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
    data = executed.cells[0].outputs[-1].data
    assert {"application/vnd.jupyter.widget-view+json", "image/png", "text/plain"} == set(data)
    assert data["text/plain"].startswith("<Scene")


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

    # As saved: without the state of the widgets.
    saved = nbformat.from_dict({**executed, "metadata": {k: v for k, v in executed.metadata.items() if k != "widgets"}})
    text, _ = get_exporter(exporter)().from_notebook_node(saved)
    assert all(mark in text for mark in marks)
