"""The parts of a report that a template shows: facts, film and timings, readable wherever the notebook is opened."""

from __future__ import annotations

import base64
import contextlib
import html
import struct
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from threedkit.errors import JobError
from threedkit.runs.facts import asset_facts, fact_rows
from threedkit.runs.record import NOTE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from threedkit.jobs import Job
    from threedkit.runs.conversion import Conversion
    from threedkit.scene import Scene

__all__ = ["Film", "Picture", "RunReport", "Table", "picture_size"]

_EMBED_LIMIT = 8_000_000  # bytes of film that a notebook carries inside; a longer one is linked


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a label and a text, shown as HTML, Markdown or plain text.

    Attributes:
        rows: label and text of each row.
        note: topic -> facts that the output's metadata carries to the run's record.
    """

    rows: Sequence[tuple[str, str]]
    note: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        width = max((len(label) for label, _ in self.rows), default=0)
        return "\n".join(f"{label:<{width}}  {text}" for label, text in self.rows)

    __repr__ = __str__

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[dict[str, str], dict[str, Any]]:
        del include, exclude  # Jupyter filters afterwards
        cells = "".join(
            f'<tr><th style="text-align:left">{html.escape(label)}</th>'
            f'<td style="text-align:left">{html.escape(text)}</td></tr>'
            for label, text in self.rows
        )
        lines = [f"| {_cell(label)} | {_cell(text)} |" for label, text in self.rows]
        data = {
            "text/html": f"<table><tbody>{cells}</tbody></table>",
            "text/markdown": "\n".join(["| | |", "|---|---|", *lines]),
            "text/plain": str(self),
        }
        return data, {NOTE: self.note} if self.note else {}


@dataclass(frozen=True, slots=True)
class Film:
    """A film that plays inside the notebook; where HTML is not shown (GitHub), its first picture stands in.

    A film of up to 8 MB is carried inside the notebook, a longer one is linked: it lies beside the notebook.

    Attributes:
        path: the film (mp4).
        poster: a picture (png) shown until it plays.
        size: width and height in pixels.
    """

    path: Path
    poster: Path
    size: tuple[int, int]

    def __repr__(self) -> str:
        return f"Film({str(self.path)!r}, {self.path.stat().st_size:,} bytes)"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[dict[str, str], dict[str, Any]]:
        del include, exclude  # Jupyter filters afterwards
        name = html.escape(self.path.name, quote=True)
        poster = base64.b64encode(self.poster.read_bytes()).decode()
        film = self.path.read_bytes() if self.path.stat().st_size <= _EMBED_LIMIT else None
        source = name if film is None else f"data:video/mp4;base64,{base64.b64encode(film).decode()}"
        width, height = self.size
        video = (
            f'<video controls loop muted playsinline width="{width}" height="{height}" style="max-width:100%;'
            f'height:auto" poster="data:image/png;base64,{poster}" src="{source}">{name}</video>'
        )
        text = f'{video}<div><a href="{name}" download>{name}</a></div>'
        return {"text/html": text, "image/png": poster, "text/plain": repr(self)}, {}


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG that the notebook carries inside.

    Attributes:
        path: the file.
    """

    path: Path

    def __repr__(self) -> str:
        return f"Picture({str(self.path)!r})"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[dict[str, str], dict[str, Any]]:
        del include, exclude  # Jupyter filters afterwards
        return {"image/png": base64.b64encode(self.path.read_bytes()).decode(), "text/plain": repr(self)}, {}


class RunReport:
    """Keeps the time of each step of a notebook, and makes the parts that it shows.

    Example:
        >>> report = RunReport()
        >>> with report.timed("load"):
        ...     pass
        >>> report.timings().rows[0][0]
        'Load'
    """

    def __init__(self) -> None:
        self._seconds: dict[str, float] = {}

    @contextlib.contextmanager
    def timed(self, step: str) -> Iterator[None]:
        """Measure a step.

        Args:
            step: its name, e.g. ``"load"``.
        """
        start = time.perf_counter()
        try:
            yield
        finally:
            self._seconds[step] = round(time.perf_counter() - start, 3)

    def facts(self, scene: Scene, source: str | Path | None = None) -> Table:
        """Tabulate what there is to know about a scene.

        Args:
            scene: the scene.
            source: the file that it came from.
        """
        facts = asset_facts(scene, source)
        return Table(fact_rows(facts), {"scene": facts})

    def conversion(self, done: Conversion) -> Table:
        """Tabulate what a conversion changed.

        Args:
            done: what :func:`threedkit.runs.convert` gave.
        """
        return Table(
            [("Operations", ", ".join(done.operations) or "none"), *done.as_rows()], {"conversion": done.as_dict()}
        )

    def render(self, job: Job) -> Table:
        """Wait for a job, measure it, and tabulate how it went.

        Args:
            job: as it was submitted.

        Raises:
            JobFailedError: it ended without all of its frames.
            JobCancelledError: it was cancelled.
        """
        with self.timed("render"):
            frames = job.result()
        _wait_for_monitors(job)
        rows = [("Status", job.status), ("Frames", f"{len(frames)}")]
        rows.append(("Speed", f"{len(frames) / max(self._seconds['render'], 0.001):.2f} frames a second"))
        return Table(rows)

    def film(self, job: Job) -> Film:
        """Make the film of a finished job, ready to be shown.

        Raises:
            JobFailedError: the job has no film.
        """
        with self.timed("film"):
            path = job.video()
        return Film(path, job.frames[0], picture_size(job.frames[0]))

    def sheet(self, job: Job) -> Picture:
        """Make the contact sheet of a finished job, ready to be shown.

        Raises:
            JobFailedError: the job has no pictures.
        """
        with self.timed("contact sheet"):
            path = job.contact_sheet()
        return Picture(path)

    def timings(self) -> Table:
        """Tabulate the measured steps."""
        rows = [(step.capitalize(), f"{seconds:.2f} s") for step, seconds in self._seconds.items()]
        rows.append(("Together", f"{sum(self._seconds.values()):.2f} s"))
        return Table(rows, {"timings": dict(self._seconds)})


def _wait_for_monitors(job: Job) -> None:
    """Let the monitors of an ended job show the end while this cell runs: a notebook keeps no later news of them.

    Each follows the job in a thread called "monitor of <id>", which ends after its last update.
    """
    for thread in threading.enumerate():
        if thread.name == f"monitor of {job.id}":
            thread.join(timeout=10)


def picture_size(path: Path) -> tuple[int, int]:
    """Return the width and height of a PNG in pixels, read from its header (ISO/IEC 15948, chunk IHDR)."""
    with path.open("rb") as file:
        header = file.read(24)
    if header[:8] != b"\x89PNG\r\n\x1a\n":
        message = f"{path} is not a PNG"
        raise JobError(message)
    width, height = struct.unpack(">II", header[16:24])
    return width, height


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
