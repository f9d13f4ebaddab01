"""A job's state as HTML and text: in the monitor, and by itself in a saved notebook."""

from __future__ import annotations

from html import escape
from typing import Any

from threedkit.jupyter.monitor.pictures import data_uri

__all__ = ["html", "line", "text"]

_COLORS = {
    "queued": "#7a7a7a",
    "running": "#1976d2",
    "paused": "#b26a00",
    "succeeded": "#2e7d32",
    "failed": "#c62828",
    "cancelled": "#6d4c41",
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
    style = f"background:{_COLORS.get(status, '#7a7a7a')};color:#fff;border-radius:9px;padding:1px 9px;font-size:90%"
    return f'<span style="{style}">{escape(status)}</span>'


def facts(state: dict[str, Any]) -> str:
    """What is drawn and by what, in one small line."""
    width, height = state["size"]
    parts = [state["engine"], f"{width} x {height}", f"{state['samples']} samples", state["device"]]
    return '<span style="opacity:.7;font-size:90%">' + escape(" · ".join(part for part in parts if part)) + "</span>"


def errors(state: dict[str, Any]) -> str:
    """What went wrong, a line each; empty if nothing did."""
    lines = [*state["errors"], *([state["message"]] if state["status"] == "failed" and state["message"] else [])]
    if not lines:
        return ""
    items = "".join(f"<li>{escape(item)}</li>" for item in lines)
    return f'<ul style="color:#c62828;margin:4px 0 0 0;padding-left:1.4em;font-size:90%">{items}</ul>'


def html(state: dict[str, Any], strip: bytes | None) -> str:
    """The whole monitor as it stands, without scripts or styles from elsewhere.

    Args:
        state: `Job.snapshot()`.
        strip: JPEG of frames, see `Thumbnails.strip`.
    """
    color = _COLORS.get(state["status"], "#7a7a7a")
    bar = f'<div style="width:{100 * state["progress"]:.1f}%;height:100%;background:{color};border-radius:4px"></div>'
    picture = f'<img src="{data_uri(strip)}" alt="frames" style="margin-top:6px;max-width:100%">' if strip else ""
    return (
        '<div style="max-width:768px;font-family:sans-serif;line-height:1.6">'
        f"<div><b>job {escape(state['id'])}</b> {chip(state['status'])} {escape(line(state))}</div>"
        f'<div style="height:8px;background:rgba(128,128,128,.25);border-radius:4px;margin:4px 0">{bar}</div>'
        f"<div>{facts(state)}</div>{errors(state)}{picture}</div>"
    )
