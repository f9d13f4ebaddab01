"""The folder that a run fills: what lies where, and writing so that a reader never sees half a file."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from threedkit.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["OUTPUT_VARIABLE", "OutputFolder", "check_target", "output_folder"]

OUTPUT_VARIABLE = "THREEDKIT_RUN_OUTPUT"
"""Environment variable by which a running notebook learns its output folder."""


@dataclass(frozen=True, slots=True)
class OutputFolder:
    """Paths inside one run's output folder.

    Attributes:
        path: the folder, absolute.
        name: of the template; names the executed notebook.
    """

    path: Path
    name: str

    @property
    def notebook(self) -> Path:
        """The executed notebook."""
        return self.path / f"{self.name}.ipynb"

    @property
    def unfinished(self) -> Path:
        """Where papermill saves the notebook while it runs."""
        return self.path / f".{self.name}.unfinished.ipynb"

    @property
    def log(self) -> Path:
        """What the kernel's process wrote to its own stdout and stderr, drivers included; absent when nothing."""
        return self.path / "kernel.log"

    @property
    def record(self) -> Path:
        """What ran, how, with what, how long, and how it ended."""
        return self.path / "run.json"

    @property
    def job(self) -> Path:
        """The render job's state, kept by threedkit.jobs."""
        return self.path / "job.json"

    @property
    def frames(self) -> Path:
        """Folder of the pictures."""
        return self.path / "frames"

    @property
    def film(self) -> Path:
        """The pictures as a film."""
        return self.path / "film.mp4"

    @property
    def contact_sheet(self) -> Path:
        """The pictures side by side."""
        return self.path / "contact_sheet.png"

    def prepare(self) -> None:
        """Make the folder and prove that files can be written there.

        Raises:
            OutputError: they cannot; says why.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self.path, prefix=".writable-"):
                pass
        except OSError as error:
            blocked = isinstance(error, FileExistsError | NotADirectoryError)
            why = "a file is in its place" if blocked else error.strerror
            message = f"cannot write to the output folder {self.path}: {why}; choose another with --output or output="
            raise OutputError(message) from None

    def read_job(self) -> dict[str, Any]:
        """Return the render job's state; empty while there is none."""
        try:
            state = json.loads(self.job.read_bytes())
        except (OSError, ValueError):
            return {}
        return state if isinstance(state, dict) else {}


def check_target(path: Path, endings: Sequence[str]) -> None:
    """Make sure that a file can be written before the work for it begins.

    Args:
        path: the file to be.
        endings: those that are known, without the dot.

    Raises:
        OutputError: its ending is unknown, or its folder is missing or cannot be written to.
    """
    if path.suffix.lower().lstrip(".") not in endings:
        message = f"output {path} must end in one of .{', .'.join(endings)}"
        raise OutputError(message)
    if path.is_dir():
        message = f"output {path} is a folder; name a file in it"
        raise OutputError(message)
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".writable-"):
            pass
    except OSError as error:
        message = f"cannot write {path}: {error.strerror} (folder {path.parent})"
        raise OutputError(message) from None


def output_folder(name: str = "notebook") -> Path:
    """Return the folder that a notebook writes to: the run's, or ``output/<name>`` when it is run by hand.

    Args:
        name: of the notebook.

    Example:
        >>> output_folder("turntable").name
        'turntable'
    """
    given = os.environ.get(OUTPUT_VARIABLE)
    return Path(given) if given else Path("output") / name
