"""A job's state as HTML and text: in the monitor, and by itself in a saved notebook."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from threedkit.jupyter.monitor.cells import cells
from threedkit.jupyter.monitor.pictures import data_uri
from threedkit.jupyter.style import BUSY, DANGER, IDLE, SKIPPED, SUCCESS, WARNING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from threedkit.store import Event

__all__ = ["chip", "crew", "errors", "facts", "html", "line", "log", "text"]

_COLORS = {
    "queued": "#7a7a7a",
    "running": BUSY,
    "paused": WARNING,
    "succeeded": SUCCESS,
    "failed": DANGER,
    "cancelled": SKIPPED,
}
_MINUTE, _HOUR = 60, 3600


def _duration(seconds: float) -> str:
    if seconds >= _HOUR:
        return f"{int(seconds // _HOUR)} h {int(seconds % _HOUR // _MINUTE):02d} min"
    if seconds >= _MINUTE:
        return f"{int(seconds // _MINUTE)} min {int(seconds % _MINUTE):02d} s"
    return f"{seconds:.1f} s"


def line(state: dict[str, Any]) -> str:
    """How far a job is, in one line, from `Job.snapshot()`."""
    parts = [f"{state['done']}/{state['total']} frames", _duration(state["elapsed"])]
    if state["slices"] is not None and state["status"] != "succeeded":
        parts.insert(1, f"{state['slices']['done']}/{state['slices']['total']} slices")
    if state["status"] == "running" and state["eta"] is not None:
        parts.append(f"{_duration(state['eta'])} left")
    if state["reused"]:
        parts.append(f"{state['reused']} kept from before")
    return ", ".join(parts)


def text(state: dict[str, Any]) -> str:
    """The job in plain text."""
    return "\n".join([f"job {state['id']}: {state['status']}, {line(state)}, in {state['output']}", *state["errors"]])


def chip(status: str) -> str:
    """The status as a coloured label."""
    style = f"background:{_COLORS.get(status, '#7a7a7a')};color:#fff;border-radius:3px;padding:0 6px;font-size:90%"
    return f'<span style="{style}">{escape(status)}</span>'


def facts(state: dict[str, Any]) -> str:
    """What is drawn and by what, in one small line."""
    width, height = state["size"]
    workers = f"{state['workers']} workers" if state["workers"] else ""
    spent = f"{_duration(state['worker_seconds'])} of workers" if state["worker_seconds"] else ""
    parts = [state["engine"], f"{width} x {height}", f"{state['samples']} samples", state["device"], workers, spent]
    link = ""
    if state["cluster"].startswith(("http://", "https://")):
        address = escape(state["cluster"], quote=True)
        link = f' · <a href="{address}" target="_blank" rel="noopener noreferrer">Dask dashboard</a>'
    plain = escape(" · ".join(part for part in parts if part))
    return f'<span style="opacity:.7;font-size:90%">{plain}{link}</span>'


def crew(state: dict[str, Any]) -> str:
    """A table of the workers: what they are at, what they have done, what they failed with."""
    rows = "".join(
        "<tr>"
        + "".join(f'<td style="padding:0 12px 0 0;text-align:left">{escape(str(cell))}</td>' for cell in _member(*one))
        + "</tr>"
        for one in state["crew"].items()
    )
    heads = "".join(
        f'<th style="padding:0 12px 0 0;text-align:left;font-weight:600">{name}</th>'
        for name in ("worker", "at frame", "done", "failed", "last error")
    )
    return f'<table style="font-size:90%;line-height:1.5"><tr>{heads}</tr>{rows}</table>' if rows else "none yet"


def _member(name: str, member: dict[str, Any]) -> tuple[object, ...]:
    error = f"excluded: {member['error']}" if member.get("excluded") else member.get("error", "")
    at = member.get("frame")
    return name, "" if at is None else at, member.get("done", 0), member.get("failed", 0), error


def log(events: Iterable[Event]) -> str:
    """Events, a line each, the newest last."""
    lines = "\n".join(
        f"{event.time[11:19]}  {event.kind}  {', '.join(f'{key} {value}' for key, value in event.data.items())}"[:200]
        for event in events
    )
    return f'<pre style="font-size:85%;line-height:1.4;margin:0;white-space:pre-wrap">{escape(lines)}</pre>'


def errors(state: dict[str, Any]) -> str:
    """What went wrong, a line each, or what the job waits for; empty if there is nothing to say."""
    lines = [*state["errors"], *([state["message"]] if state["status"] == "failed" and state["message"] else [])]
    if not lines and state["message"]:  # why it waits or is paused
        return f'<div style="margin:4px 0 0 0;font-size:90%">{escape(state["message"])}</div>'
    if not lines:
        return ""
    items = "".join(f"<li>{escape(item)}</li>" for item in lines)
    return f'<ul style="color:{DANGER};margin:4px 0 0 0;padding-left:1.4em;font-size:90%">{items}</ul>'


def html(state: dict[str, Any], strip: bytes | None) -> str:
    """The whole monitor as it stands, without scripts or styles from elsewhere.

    Args:
        state: `Job.snapshot()`.
        strip: JPEG of frames, see `Thumbnails.strip`.
    """
    color = _COLORS.get(state["status"], "#7a7a7a")
    bar = f'<div style="width:{100 * state["progress"]:.1f}%;height:100%;background:{color};border-radius:2px"></div>'
    picture = f'<img src="{data_uri(strip)}" alt="frames" style="margin-top:6px;max-width:100%">' if strip else ""
    return (
        '<div style="max-width:768px;font:13px/1.5 var(--jp-ui-font-family,sans-serif)">'
        f"<div><b>job {escape(state['id'])}</b> {chip(state['status'])} {escape(line(state))}</div>"
        f'<div style="height:4px;background:{IDLE};border-radius:2px;margin:5px 0">{bar}</div>'
        f"{cells(state['states'])}<div>{facts(state)}</div>{errors(state)}{picture}</div>"
    )
