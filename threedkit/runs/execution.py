"""Run a notebook template as a job, through papermill."""

from __future__ import annotations

import contextlib
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from threedkit.errors import JobFailedError, require
from threedkit.runs.kernels import KERNEL_NAME, kernel_environment, kernel_manager_class
from threedkit.runs.output import OUTPUT_VARIABLE, OutputFolder
from threedkit.runs.parameters import check_parameters, preflight
from threedkit.runs.progress import RunProgress, bar, watching
from threedkit.runs.record import RunRecord, Status, notes_of
from threedkit.runs.templates import Template, find_template
from threedkit.runs.widgets import shed_widgets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

__all__ = ["RunResult", "run"]

_START_TIMEOUT = 180  # seconds for a kernel to start on a busy machine


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run left.

    Attributes:
        status: ``"succeeded"``; a run that fails raises instead.
        output: the folder.
        notebook: the executed notebook.
        film: the film; None where the template makes none.
        contact_sheet: the pictures side by side; None where the template makes none.
        frames: the pictures, in order.
        report: the content of run.json.
    """

    status: Status
    output: Path
    notebook: Path
    film: Path | None
    contact_sheet: Path | None
    frames: tuple[Path, ...]
    report: dict[str, Any]

    def as_rows(self) -> list[tuple[str, str]]:
        """Return where everything lies, as rows of a table."""
        places = {"film": self.film, "contact sheet": self.contact_sheet, "notebook": self.notebook}
        rows = [(name, str(path)) for name, path in places.items() if path is not None]
        if self.frames:
            rows.append(("frames", f"{self.frames[0].parent} ({len(self.frames)})"))
        rows.append(("record", str(self.output / "run.json")))
        return [*rows, ("time", f"{self.report['timings']['total']:.1f} s")]


def run(
    name_or_path: str | Path,
    parameters: Mapping[str, object] | None = None,
    output: str | Path | None = None,
    progress: bool | Callable[[RunProgress], None] = True,
) -> RunResult:
    """Run a notebook template and keep everything it makes in one folder.

    Every parameter is checked, and the files and engines they name are tried, before the folder is made. The
    notebook runs in a kernel of this very Python, whose working directory is the folder. Running again into the
    same folder replaces the run's own files, keeps frames that are still right, and touches nothing else.

    Args:
        name_or_path: a template that comes with threedkit (``"turntable"``), or the path of a notebook with a
            cell tagged ``parameters``.
        parameters: name -> value; text such as ``"48"`` or ``"640x480"`` is converted. The rest keep their defaults.
        output: the folder; ``output/<name>`` when None.
        progress: True draws bars on the terminal; a function is called with each :class:`RunProgress`.

    Returns:
        Where everything lies, and the content of run.json.

    Raises:
        ParameterError: no such template, or a parameter is unknown or out of its range.
        AssetError, UnknownEngineError, EngineUnavailableError: what a parameter names cannot be used.
        OutputError: the folder cannot be written to.
        JobFailedError: a cell failed; run.json says ``failed`` and the notebook up to there is kept.

    Example:
        >>> result = run("turntable", parameters={"asset": "suzanne", "frames": 48})  # doctest: +SKIP
        >>> result.film.name  # doctest: +SKIP
        'film.mp4'
    """
    template = find_template(name_or_path)
    values = check_parameters(template.parameters, parameters or {})
    preflight(template.parameters, values)
    folder = OutputFolder(Path(output or Path("output") / template.name).expanduser().absolute(), template.name)
    papermill = require("papermill", extra="runs")
    folder.prepare()
    folder.log.unlink(missing_ok=True)
    record = RunRecord(folder, values)
    record.write()
    given = {name: values[name] for name in parameters or {}}
    with contextlib.ExitStack() as stack:
        callback = stack.enter_context(bar(template.name)) if progress is True else progress or None
        stack.enter_context(_recorded(record))
        _execute(papermill, template, given, folder, callback)
    return _result(record)


@contextlib.contextmanager
def _recorded(record: RunRecord) -> Iterator[None]:
    """Put the notebook in its place and write the record, however the execution ends."""
    execution = require("papermill.exceptions", extra="runs")
    client = require("nbclient.exceptions", extra="runs")
    try:
        yield
    except execution.PapermillExecutionError as error:
        _keep_notebook(record)
        what = " ".join(str(error.evalue).split()) or "no message"
        _fail(record, f"cell {error.exec_count} failed: {error.ename}: {what}", error.ename, error.exec_count)
    except client.DeadKernelError:
        _keep_notebook(record)
        log = f"; see {record.folder.log}" if record.folder.log.exists() else ""
        _fail(record, f"the kernel died (out of memory, or a driver crashed){log}", "DeadKernelError", None)
    except BaseException as error:
        _keep_notebook(record)
        stopped = isinstance(error, KeyboardInterrupt | SystemExit)
        record.finish("cancelled" if stopped else "failed", error=_error(type(error).__name__, str(error), None))
        raise
    else:
        _keep_notebook(record)
        record.finish("succeeded")


def _fail(record: RunRecord, message: str, kind: str, cell: int | None) -> None:
    record.finish("failed", error=_error(kind, message, cell))
    text = f"{record.folder.name}: {message} (kept: {record.folder.notebook})"
    raise JobFailedError(text) from None


def _error(kind: str, message: str, cell: int | None) -> dict[str, Any]:
    return {"type": kind, "message": message, "cell": cell}


def _execute(
    papermill: Any,
    template: Template,
    given: Mapping[str, object],
    folder: OutputFolder,
    callback: Callable[[RunProgress], None] | None,
) -> None:
    """Let papermill execute the template; it saves the notebook after every cell."""
    environment = kernel_environment({OUTPUT_VARIABLE: str(folder.path)})
    with _hushed("papermill"), watching(folder, template.code_cells + bool(given), callback) as cell_started:
        papermill.execute_notebook(
            _verbatim(template.path),
            _verbatim(folder.unfinished),
            parameters=dict(given),
            kernel_name=KERNEL_NAME,
            language="python",
            progress_bar=False,
            start_timeout=_START_TIMEOUT,
            kernel_manager_class=kernel_manager_class(environment, folder.log),
            resources={"metadata": {"path": str(folder.path)}},
            on_cell_execute=lambda **_: cell_started(),
        )


@contextlib.contextmanager
def _hushed(logger: str) -> Iterator[None]:
    """Keep a logger quiet: what goes wrong is said once, by the error."""
    found = logging.getLogger(logger)
    before, found.disabled = found.disabled, True
    try:
        yield
    finally:
        found.disabled = before


def _verbatim(path: Path) -> str:
    """Quote a path for papermill, which fills in ``{name}``."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _keep_notebook(record: RunRecord) -> None:
    """Give the executed notebook its name, without this machine's paths, trusted as its own author's."""
    nbformat = require("nbformat", extra="runs")
    sign = require("nbformat.sign", extra="runs")
    folder = record.folder
    if folder.log.exists() and not folder.log.stat().st_size:
        folder.log.unlink()
    if not folder.unfinished.exists():
        return
    notebook = nbformat.read(folder.unfinished, as_version=4)
    notebook.metadata.get("papermill", {}).update(input_path=f"{folder.name}.ipynb", output_path=f"{folder.name}.ipynb")
    record.notes = notes_of(notebook)
    shed_widgets(notebook)
    nbformat.write(notebook, folder.unfinished)
    folder.unfinished.replace(folder.notebook)
    sign.NotebookNotary().sign(notebook)


def _result(record: RunRecord) -> RunResult:
    folder = record.folder
    return RunResult(
        status=record.status,
        output=folder.path,
        notebook=folder.notebook,
        film=folder.film if folder.film.exists() else None,
        contact_sheet=folder.contact_sheet if folder.contact_sheet.exists() else None,
        frames=tuple(sorted(folder.frames.glob("*.png"))),
        report=record.as_dict(),
    )
