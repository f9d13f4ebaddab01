"""Small notebooks to run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import nbformat
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def write_notebook(tmp_path: Path) -> Callable[..., Path]:
    """Write a notebook: a heading, the parameters' source, then code cells."""

    def write(*sources: str, parameters: str = "", name: str = "small") -> Path:
        v4 = nbformat.v4
        cells = [
            v4.new_markdown_cell("# Small\n\nA test.\nNothing more. And this.\n\nElse."),
            v4.new_code_cell(parameters),
        ]
        cells[1].metadata["tags"] = ["parameters"]
        cells += [v4.new_code_cell(source) for source in sources]
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        notebook = v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
        path = tmp_path / f"{name}.ipynb"
        nbformat.write(notebook, path)
        return path

    return write
