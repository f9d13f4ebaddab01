"""What is committed: notebooks without results, that read well as they stand."""

from __future__ import annotations

import json

import nbformat
import pytest


@pytest.fixture(scope="session")
def notebooks(repository):
    found = sorted((repository / "notebooks").glob("*.ipynb"))
    assert found
    return found


def test_notebooks_are_valid_clean_and_have_stable_cell_ids(notebooks):
    for path in notebooks:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                assert cell.outputs == [], path.name
                assert cell.execution_count is None, path.name
            assert cell.id.replace("-", "").isalpha(), f"{path.name}: name the cell {cell.id}"
        assert set(notebook.metadata) <= {"kernelspec", "language_info", "threedkit"}, path.name
        assert notebook.metadata.kernelspec.name == "python3"


def test_notebooks_begin_with_a_title_have_short_cells_and_prose_between_them(notebooks):
    for path in notebooks:
        cells = nbformat.read(path, as_version=4).cells
        assert cells[0].cell_type == "markdown"
        assert cells[0].source.startswith("# ")
        template = any("parameters" in cell.metadata.get("tags", []) for cell in cells)
        assert sum(cell.cell_type == "markdown" for cell in cells) >= (3 if template else 1), path.name
        for cell in cells:
            assert len(cell.source.splitlines()) <= 30, f"{path.name}: {cell.id} is long"


def test_notebooks_are_stored_as_jupyter_stores_them(notebooks):
    for path in notebooks:
        text = path.read_text()
        document = json.loads(text)
        assert text == json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True) + "\n", path.name
