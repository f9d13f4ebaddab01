"""Jobs in words: rows and lines for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec

from threedkit.errors import printable, require
from threedkit.jobs.durations import duration
from threedkit.store.ranges import as_ranges

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.table import Table

    from threedkit.jobs.job import Job
    from threedkit.store import Event

__all__ = ["event_json", "event_line", "job_rows", "jobs_table"]

_COLOURS: Final = {
    "queued": "dim",
    "running": "blue",
    "paused": "yellow",
    "succeeded": "green",
    "failed": "red",
    "cancelled": "magenta",
}
_COLUMNS: Final[tuple[tuple[str, Literal["left", "right"]], ...]] = (
    ("id", "left"),
    ("status", "left"),
    ("frames", "right"),
    ("left", "right"),
    ("prio", "right"),
    ("engine", "left"),
    ("size", "right"),
    ("what", "left"),
)
_ERRORS_SHOWN: Final = 10


def jobs_table(jobs: Sequence[Job]) -> Table:
    """Return a table of jobs, a line each."""
    table: Table = require("rich.table", extra="cluster").Table(box=None, pad_edge=False, header_style="bold")
    for heading, justify in _COLUMNS:
        table.add_column(heading, justify=justify, no_wrap=heading != "what", overflow="ellipsis")
    text = require("rich.text", extra="cluster").Text
    for job in jobs:
        cells = _cells(job)
        table.add_row(
            *(text(cell, style=_COLOURS[job.status] if place == 1 else "") for place, cell in enumerate(cells))
        )
    return table


def _cells(job: Job) -> list[str]:
    state = job.record
    shown = state.settings
    size = "x".join(str(side) for side in shown.get("size", ()))
    done = f"{job.done}/{job.total}"
    return [
        job.id,
        job.status,
        done if not state.counts.failed else f"{done} ({state.counts.failed} failed)",
        duration(job.eta) if job.status == "running" else "",
        str(state.priority or ""),
        str(shown.get("engine", "")),
        size,
        printable(job.message or state.output),
    ]


def job_rows(job: Job) -> list[tuple[str, str]]:
    """Return labels and texts about one job."""
    state = job.snapshot()
    counts = state["counts"]
    rows = [
        ("Job", state["id"]),
        ("Status", state["status"] + (f": {state['message']}" if state["message"] else "")),
        ("Frames", ", ".join(f"{count} {name}" for name, count in counts.items() if count)),
        ("Progress", f"{100 * state['progress']:.1f} %, {duration(state['elapsed'])} at work"),
        ("Left", duration(state["eta"]) if state["status"] == "running" else ""),
        ("Draws", f"{state['engine']}, {state['size'][0]}x{state['size'][1]}, {state['samples']} samples"),
        ("Device", state["device"]),
        ("Workers", f"{state['workers']}, {state['worker_seconds']:.1f} worker-seconds{_budget(state)}"),
        ("Excluded", ", ".join(f"{name} ({one['error']})" for name, one in state["crew"].items() if "excluded" in one)),
        ("Priority", str(state["priority"] or "")),
        ("Waits for", ", ".join(state["waits_for"])),
        ("Runner", state["runner"]),
        ("Cluster", state["cluster"]),
        ("Output", state["output"]),
        ("Created", state["created"]),
        ("Finished", state["finished"]),
    ]
    errors = [("Failed", line) for line in state["errors"][:_ERRORS_SHOWN]]
    return [(label, text) for label, text in rows if text] + errors


def event_json(event: Event) -> str:
    """Return an event as a JSON document in one line."""
    return msgspec.json.encode(event).decode("utf-8")


def event_line(event: Event) -> str:
    """Return an event in one line: time, kind, what there is to say.

    Example:
        >>> from threedkit.store import Event
        >>> event_line(Event(1, "2026-11-23T05:01:35.387+00:00", "status", {"status": "running", "message": ""}))
        '2026-11-23 05:01:35  status  status=running'
    """
    time = event.time[:19].replace("T", " ")
    said = " ".join(
        f"{name}={_value(name, value)}" for name, value in event.data.items() if value not in ("", [], None)
    )
    return printable(f"{time}  {event.kind}  {said}")


def _value(name: str, value: Any) -> str:
    return _frames(value) if name == "frames" and isinstance(value, list) else str(value)


def _frames(value: Iterable[Any]) -> str:
    """Frames as people write them, whether they come as numbers or as ranges."""
    items = list(value)
    ranges = as_ranges(items) if items and isinstance(items[0], int) else [tuple(item) for item in items]
    return ",".join(f"{start}-{stop - 1}" if stop - start > 1 else str(start) for start, stop in ranges)


def _budget(state: dict[str, Any]) -> str:
    return f" of {state['budget']:g}" if state["budget"] is not None else ""
