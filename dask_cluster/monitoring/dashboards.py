"""Grafana's dashboards, as code: ``python dask_cluster/monitoring/dashboards.py FOLDER`` writes their JSON.

Grafana imports the files as they are (Dashboards > Import, or provisioning). The queries are run on a real Prometheus
in tests; Grafana itself was not run.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final, NamedTuple

__all__ = ["DASHBOARDS", "Panel", "render"]

_SOURCE: Final = {"type": "prometheus", "uid": "${source}"}
_WIDE, _HIGH = 24, 8


class Panel(NamedTuple):
    """One picture.

    Args:
        title: what is seen.
        queries: legend -> PromQL.
        unit: Grafana's name of the unit.
        kind: timeseries, stat, bargauge or table.
        about: how to read it.
        width: of 24 columns.
    """

    title: str
    queries: dict[str, str]
    unit: str = "short"
    kind: str = "timeseries"
    about: str = ""
    width: int = 8


def _rate(metric: str, by: str = "", where: str = "") -> str:
    return f"sum{f' by ({by})' if by else ''} (rate({metric}{{{where}}}[$__rate_interval]))"


def _quantile(share: float, metric: str, by: str = "", where: str = "") -> str:
    labels = f"le, {by}" if by else "le"
    return f"histogram_quantile({share}, sum by ({labels}) (rate({metric}_bucket{{{where}}}[$__rate_interval])))"


_REQUESTS, _SECONDS = "threedkit_http_requests_total", "threedkit_http_request_seconds"
_ERRORS = 'status=~"5.."'

SERVICE: Final = (
    Panel("Up", {"{{instance}}": 'up{job="threedkit"}'}, kind="stat", width=4),
    Panel("Requests", {"{{method}} {{route}}": _rate(_REQUESTS, "method, route")}, "reqps", width=12),
    Panel(
        "Errors",
        {
            "share": f"({_rate(_REQUESTS, where=_ERRORS)} or vector(0)) / {_rate(_REQUESTS)}",
            "refused {{status}}": _rate("threedkit_refusals_total", "status"),
        },
        "percentunit",
        about="5xx are ours; refusals (401, 403, 429) are the clients' and are counted per second.",
    ),
    Panel(
        "Time of a request",
        {
            "half": _quantile(0.5, _SECONDS),
            "19 of 20": _quantile(0.95, _SECONDS),
            "99 of 100": _quantile(0.99, _SECONDS),
        },
        "s",
    ),
    Panel("Slowest routes", {"{{route}}": f"topk(8, {_quantile(0.95, _SECONDS, 'route')})"}, "s", "bargauge"),
    Panel("In progress", {"{{instance}}": "threedkit_http_requests_in_progress"}),
    Panel(
        "Bytes",
        {"received": _rate("threedkit_http_received_bytes_total"), "sent": _rate("threedkit_http_sent_bytes_total")},
        "Bps",
    ),
    Panel("Memory", {"{{instance}}": 'process_resident_memory_bytes{job="threedkit"}'}, "bytes"),
    Panel("Processor", {"{{instance}}": 'rate(process_cpu_seconds_total{job="threedkit"}[$__rate_interval])'}),
    Panel("Open files", {"{{instance}}": 'process_open_fds{job="threedkit"}'}),
    Panel("Assets", {"{{asset_type}}": "max by (asset_type) (threedkit_assets)"}, kind="stat"),
    Panel("Bytes of assets", {"": "max(threedkit_asset_bytes)"}, "bytes", "stat"),
)

RENDERS: Final = (
    Panel("Jobs", {"{{status}}": "max by (status) (threedkit_render_jobs)"}, kind="stat", width=12),
    Panel("Ended", {"{{status}}": "sum by (status) (increase(threedkit_render_jobs_ended_total[1h]))"}, width=12),
    Panel(
        "Request to first frame",
        {
            "half": _quantile(0.5, "threedkit_first_frame_seconds"),
            "9 of 10": _quantile(0.9, "threedkit_first_frame_seconds"),
        },
        "s",
    ),
    Panel("Request to end", {"half": _quantile(0.5, "threedkit_render_job_seconds")}, "s"),
    Panel("Frames", {"a second": _rate("threedkit_frames_drawn_total")}),
    Panel(
        "Queue",
        {"{{topic}} {{state}}": "max by (topic, state) (threedkit_queue_messages)"},
        about="dead: given up after five tries.",
    ),
    Panel("Oldest message", {"{{topic}}": "max by (topic) (threedkit_queue_oldest_seconds)"}, "s"),
    Panel("Handled", {"{{topic}} {{outcome}}": _rate("threedkit_messages_handled_total", "topic, outcome")}),
    Panel("Time of a message", {"{{topic}}": _quantile(0.95, "threedkit_message_seconds", "topic")}, "s"),
    Panel(
        "Pipeline: time of a step",
        {"{{step}}": _quantile(0.95, "threedkit_pipeline_step_seconds", "step")},
        "s",
    ),
    Panel(
        "Pipeline: failures",
        {"{{step}}": _rate("threedkit_pipeline_step_seconds_count", "step", 'outcome="failed"')},
    ),
    Panel("Derivatives", {"{{kind}} {{state}}": "max by (kind, state) (threedkit_derivatives)"}, kind="table"),
)

DASHBOARDS: Final = {
    "threedkit-service": ("threedkit: service", SERVICE),
    "threedkit-renders": ("threedkit: renders", RENDERS),
}
"""Title and panels of each dashboard, by its uid."""


def render(uid: str) -> dict[str, Any]:
    """Return a dashboard as Grafana's JSON (schema 39, Grafana 11 and later)."""
    title, panels = DASHBOARDS[uid]
    source = {"name": "source", "type": "datasource", "query": "prometheus", "label": "Prometheus"}
    return {
        "uid": uid,
        "title": title,
        "tags": ["threedkit"],
        "schemaVersion": 39,
        "version": 1,
        "editable": False,
        "refresh": "30s",
        "time": {"from": "now-6h", "to": "now"},
        "timezone": "browser",
        "templating": {"list": [source]},
        "panels": list(_placed(panels)),
    }


def _placed(panels: tuple[Panel, ...]) -> list[dict[str, Any]]:
    """Set panels in rows, from left to right."""
    found: list[dict[str, Any]] = []
    x = y = 0
    for number, panel in enumerate(panels, 1):
        if x + panel.width > _WIDE:
            x, y = 0, y + _HIGH
        found.append(_panel(number, panel, x, y))
        x += panel.width
    return found


def _panel(number: int, panel: Panel, x: int, y: int) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": number,
        "type": panel.kind,
        "title": panel.title,
        "datasource": _SOURCE,
        "gridPos": {"x": x, "y": y, "w": panel.width, "h": _HIGH},
        "fieldConfig": {"defaults": {"unit": panel.unit, "min": 0}, "overrides": []},
        "targets": [
            {"refId": chr(ord("A") + i), "datasource": _SOURCE, "expr": query, "legendFormat": legend}
            | ({"instant": True, "format": "table"} if panel.kind == "table" else {})
            for i, (legend, query) in enumerate(panel.queries.items())
        ],
    }
    if panel.about:
        made["description"] = panel.about
    return made


def main(folder: Path) -> None:
    """Write every dashboard into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for uid in DASHBOARDS:
        (folder / f"{uid}.json").write_text(json.dumps(render(uid), indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python dask_cluster/monitoring/dashboards.py FOLDER")
    main(Path(sys.argv[1]))
