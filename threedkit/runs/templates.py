"""Notebook templates: where they lie, and what they say about themselves."""

from __future__ import annotations

import importlib.resources
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from threedkit.errors import ParameterError, require
from threedkit.runs.parameters import Parameter, parse_parameters, suggest

__all__ = ["Template", "find_notebook", "find_template", "notebook_names", "templates"]

_TAG = "parameters"


@dataclass(frozen=True, slots=True)
class Template:
    """A notebook that runs as a job.

    Attributes:
        name: the file's name without its suffix.
        path: absolute path of the notebook.
        title: its first heading.
        summary: the first paragraph under the heading, on one line.
        parameters: in the order of the cell that declares them.
    """

    name: str
    path: Path
    title: str
    summary: str
    parameters: tuple[Parameter, ...]

    def as_row(self) -> tuple[str, str]:
        """Return its name and the first sentence about it."""
        return self.name, self.summary.partition(". ")[0].rstrip(".")

    def as_dict(self) -> dict[str, Any]:
        """Return it as one JSON object."""
        return {
            "name": self.name,
            "path": str(self.path),
            "title": self.title,
            "summary": self.summary,
            "parameters": [parameter.as_dict() for parameter in self.parameters],
        }


def _folder() -> Path:
    """Where the notebooks of this installation lie: inside the wheel, or beside the package in a source tree."""
    package = Path(str(importlib.resources.files("threedkit")))
    shipped = package / "_notebooks"
    return shipped if shipped.is_dir() else package.parent / "notebooks"


def notebook_names() -> tuple[str, ...]:
    """Return the names of the notebooks that come with threedkit.

    Example:
        >>> "turntable" in notebook_names()
        True
    """
    return tuple(sorted(path.stem for path in _folder().glob("*.ipynb")))


def find_notebook(name_or_path: str | Path) -> Path:
    """Find a notebook by the name of one that comes with threedkit, or by its path.

    Args:
        name_or_path: ``"turntable"``, or a path (it has a folder or ends in .ipynb).

    Raises:
        ParameterError: there is none; lists those that there are.
    """
    text = str(name_or_path)
    if re.fullmatch(r"[\w-]+", text):
        known = notebook_names()
        if text in known:
            return _folder() / f"{text}.ipynb"
        message = f"no notebook is named {text!r}{suggest(text, known)}; known are {', '.join(known)}, or give a path"
        raise ParameterError(message)
    path = Path(text).expanduser().absolute()
    if path.suffix != ".ipynb" or not path.is_file():
        why = "is not a notebook (.ipynb)" if path.exists() else "does not exist"
        message = f"notebook {text} {why}; give a path or one of these names: {', '.join(notebook_names())}"
        raise ParameterError(message)
    return path


def find_template(name_or_path: str | Path) -> Template:
    """Find a template and read what it says about itself.

    Args:
        name_or_path: as for :func:`find_notebook`.

    Raises:
        ParameterError: there is no such notebook, it is damaged, or it declares no parameters.

    Example:
        >>> find_template("turntable").parameters[0].name
        'asset'
    """
    path = find_notebook(name_or_path)
    notebook = _read(path)
    cells = [cell for cell in notebook.cells if _TAG in cell.metadata.get("tags", [])]
    if len(cells) != 1 or cells[0].cell_type != "code":
        message = f"{path.name}: a template has exactly one code cell tagged {_TAG!r}, this notebook has {len(cells)}"
        raise ParameterError(message)
    title, summary = _heading(notebook.cells)
    parameters = parse_parameters(cells[0].source, where=f"{path.name}, cell {notebook.cells.index(cells[0]) + 1}")
    return Template(path.stem, path, title or path.stem, summary, parameters)


def templates() -> tuple[Template, ...]:
    """Return the templates that come with threedkit: its notebooks that declare parameters."""
    return tuple(find_template(name) for name in notebook_names() if _declares(_folder() / f"{name}.ipynb"))


def _read(path: Path) -> Any:
    nbformat = require("nbformat", extra="runs")
    try:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
    except (OSError, ValueError, TypeError, AttributeError, KeyError, nbformat.ValidationError) as error:
        message = f"{path}: not a readable notebook: {str(error).splitlines()[0] if str(error) else 'damaged'}"
        raise ParameterError(message) from None
    return notebook


def _declares(path: Path) -> bool:
    return any(_TAG in cell.metadata.get("tags", []) for cell in _read(path).cells)


def _heading(cells: list[Any]) -> tuple[str, str]:
    """Title and summary from the first Markdown cell that has a heading."""
    for cell in cells:
        if cell.cell_type == "markdown" and (match := re.search(r"^#\s+(.+)$", cell.source, flags=re.MULTILINE)):
            body = cell.source[match.end() :].strip().split("\n\n")[0]
            return match[1].strip(), " ".join(body.split())
    return "", ""
