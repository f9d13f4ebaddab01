"""The optimise template: one real run with its defaults, then what it left."""

from __future__ import annotations

import nbformat
import pytest

import threedkit as tk

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def result(suzanne, tmp_path_factory):
    folder = tmp_path_factory.mktemp("optimise")
    parameters = {"asset": str(suzanne), "size": [160, 120]}
    return tk.run("optimise", parameters=parameters, output=folder / "out", progress=False)


def outputs_of(result, cell_id):
    (cell,) = [cell for cell in nbformat.read(result.notebook, as_version=4).cells if cell.id == cell_id]
    return [output.get("data", {"text/plain": output.get("text", "")}) for output in cell.outputs]


def test_it_ran_and_the_new_file_is_smaller_and_valid(result, suzanne):
    assert result.status == "succeeded"
    path = result.output / "optimised.glb"
    assert path.stat().st_size < suzanne.stat().st_size / 2
    assert tk.validate(path).ok
    figures = result.report["results"]["conversion"]
    assert figures["after"]["triangles"] < figures["before"]["triangles"]
    assert figures["after"]["bytes"] == path.stat().st_size


def test_the_notebook_reads_as_a_report(result):
    notebook = nbformat.read(result.notebook, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert all(output.get("name") != "stderr" for output in cell.outputs), cell
    (table,) = outputs_of(result, "convert")
    assert "triangles" in table["text/html"]
    (verdict,) = outputs_of(result, "validate")
    assert "text/html" in verdict


def test_the_pictures_show_nearly_the_same(result):
    assert {"before.png", "after.png"} <= {path.name for path in result.output.iterdir()}
    for name in ("before", "after"):
        (picture,) = outputs_of(result, name)
        assert "image/png" in picture
    (said,) = outputs_of(result, "differ")
    assert float(said["text/plain"].split()[1].rstrip(";")) < 3
