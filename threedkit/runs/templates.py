"""Notebook templates: where they lie, and what they say about themselves."""

from __future__ import annotations

import importlib.resources
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from threedkit.errors import ParameterError
from threedkit.runs.parameters import Parameter, parse_parameters, suggest

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Template", "find_notebook", "find_template", "notebook_names", "templates"]

_TAG = "parameters"
_FORMAT = 4


@dataclass(frozen=True, slots=True)
class Template:
    """A notebook that runs as a job.

    Attributes:
        name: the file's name without its suffix.
        path: absolute path of the notebook.
        title: its first heading.
        summary: the first paragraph under the heading, on one line.
        parameters: in the order of the cell that declares them.
        code_cells: how many code cells it has.
    """

    name: str
    path: Path
    title: str
    summary: str
    parameters: tuple[Parameter, ...]
    code_cells: int

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
    cells = _read(path)
    tagged = [number for number, cell in enumerate(cells, 1) if _TAG in cell.tags and cell.kind == "code"]
    if len(tagged) != 1:
        message = f"{path.name}: a template has exactly one code cell tagged {_TAG!r}, this notebook has {len(tagged)}"
        raise ParameterError(message)
    title, summary = _heading(cells)
    return Template(
        name=path.stem,
        path=path,
        title=title or path.stem,
        summary=summary,
        parameters=parse_parameters(cells[tagged[0] - 1].source, where=f"{path.name}, cell {tagged[0]}"),
        code_cells=sum(cell.kind == "code" for cell in cells),
    )


def templates() -> tuple[Template, ...]:
    """Return the templates that come with threedkit: its notebooks that declare parameters."""
    return tuple(
        find_template(name)
        for name in notebook_names()
        if any(_TAG in cell.tags for cell in _read(_folder() / f"{name}.ipynb"))
    )


class _Cell(NamedTuple):
    kind: str
    source: str
    tags: tuple[str, ...]


def _read(path: Path) -> list[_Cell]:
    """Read the cells of a notebook: plain JSON, so that listing templates needs no Jupyter package."""
    try:
        return _cells(json.loads(path.read_bytes()))
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        reason = str(error).partition("\n")[0] if isinstance(error, (OSError, ValueError)) else "cells are missing"
        message = f"{path}: not a readable notebook: {reason}"
        raise ParameterError(message) from None


def _cells(document: Any) -> list[_Cell]:
    if document["nbformat"] != _FORMAT:
        message = f"format {document['nbformat']} is not {_FORMAT}; open and save it in Jupyter"
        raise ValueError(message)
    return [
        _Cell(
            kind=cell["cell_type"],
            source="".join(cell["source"]),
            tags=tuple(str(tag) for tag in cell.get("metadata", {}).get("tags", [])),
        )
        for cell in document["cells"]
    ]


def _heading(cells: Sequence[_Cell]) -> tuple[str, str]:
    """Title and summary from the first Markdown cell that has a heading."""
    for cell in cells:
        if cell.kind == "markdown" and (match := re.search(r"^#\s+(.+)$", cell.source, flags=re.MULTILINE)):
            body = cell.source[match.end() :].strip().split("\n\n")[0]
            return match[1].strip(), " ".join(body.split())
    return "", ""
