"""run.json: what ran, how, with what, how long, and how it ended."""

from __future__ import annotations

import importlib.metadata
import json
import platform
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from threedkit.runs.output import OutputFolder

__all__ = ["NOTE", "RunRecord", "Status", "notes_of", "versions"]

Status = Literal["running", "succeeded", "failed", "cancelled"]

NOTE = "threedkit"
"""Key in an output's metadata under which a notebook notes facts for its run's record."""

_PACKAGES = (
    "threedkit", "numpy", "filly", "mitsuba", "drjit", "moderngl", "dask", "distributed", "av", "pillow",
    "pythreejs", "ipywidgets", "ipykernel", "jupyterlab", "nbclient", "papermill",
)  # fmt: skip


def versions() -> dict[str, str]:
    """Return the versions of Python and of the packages that a run rests on, those that are installed."""
    found = {"python": platform.python_version()}
    for name in _PACKAGES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def notes_of(notebook: Any) -> dict[str, Any]:
    """Gather what the cells of an executed notebook noted in their outputs' metadata.

    Args:
        notebook: an nbformat notebook.

    Returns:
        Topic (``"scene"``, ``"timings"``) -> facts; a later note on a topic adds to the earlier ones.
    """
    notes: dict[str, Any] = {}
    for topic, facts in _each_note(notebook):
        notes[topic] = {**notes.get(topic, {}), **facts}
    return notes


def _each_note(notebook: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            note = output.get("metadata", {}).get(NOTE, {})
            yield from ((topic, facts) for topic, facts in note.items() if isinstance(facts, dict))


@dataclass(slots=True)
class RunRecord:
    """The content of run.json while a run goes on; :meth:`write` puts it on disk.

    Attributes:
        folder: the run's output folder.
        parameters: canonical value of every parameter.
        started: UTC.
        status: ``"running"`` until :meth:`finish`.
        error: type, message and cell of what went wrong.
        notes: what the notebook noted: scene, timings, and results of other kinds by topic.
    """

    folder: OutputFolder
    parameters: dict[str, Any]
    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    finished: datetime | None = None
    status: Status = "running"
    error: dict[str, Any] | None = None
    notes: dict[str, Any] = field(default_factory=dict)

    def finish(self, status: Status, *, error: dict[str, Any] | None = None) -> None:
        """Note how the run ended, and write it."""
        self.status, self.error, self.finished = status, error, datetime.now(UTC)
        self.write()

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON document."""
        folder = self.folder
        job = {key: value for key, value in folder.read_job().items() if key != "frames"} if self._own_job() else {}
        end = self.finished or datetime.now(UTC)
        scene = self.notes.get("scene", {})
        paths = {
            "notebook": folder.notebook, "film": folder.film, "contact_sheet": folder.contact_sheet,
            "frames": folder.frames, "kernel_log": folder.log,
        }  # fmt: skip
        oldest = 0.0 if self.status == "succeeded" else self.started.timestamp() - 1  # not an earlier run's
        return {
            "format": "threedkit.run/1",
            "template": folder.name,
            "status": self.status,
            "error": self.error,
            "parameters": self.parameters,
            "scene": scene,
            "scene_hash": scene.get("hash") or job.get("scene"),
            "engine": {"name": job.get("engine"), "device": job.get("device")},
            "job": job,
            "results": {topic: facts for topic, facts in self.notes.items() if topic not in {"scene", "timings"}},
            "versions": versions(),
            "platform": platform.platform(),
            "started": self.started.isoformat(timespec="milliseconds"),
            "finished": None if self.finished is None else self.finished.isoformat(timespec="milliseconds"),
            "timings": {**self.notes.get("timings", {}), "total": round((end - self.started).total_seconds(), 3)},
            "files": {name: path.name for name, path in paths.items() if _modified(path) >= oldest},
        }

    def write(self) -> None:
        """Write run.json atomically.

        Raises:
            OutputError: it cannot be written.
        """
        from threedkit.io.files import write_all

        text = json.dumps(self.as_dict(), indent=2, ensure_ascii=False) + "\n"
        write_all([(self.folder.record, [text.encode()])])

    def _own_job(self) -> bool:
        """Whether job.json was written by this run, not left by an earlier one."""
        return _modified(self.folder.job) >= self.started.timestamp() - 1


def _modified(path: Path) -> float:
    """When a file was last changed, as a POSIX time; -inf when there is none."""
    try:
        return path.stat().st_mtime
    except OSError:
        return float("-inf")
