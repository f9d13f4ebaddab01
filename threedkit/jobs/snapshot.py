"""A job's state as plain values: for monitors, logs, services and ``job.json``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from threedkit.jobs.ledger import Ledger
    from threedkit.store import JobRecord

__all__ = ["brief", "snapshot"]

_ERRORS_SHOWN = 20


def brief(record: JobRecord, status: str, message: str) -> dict[str, Any]:
    """Return plain values about a job for a list of many."""
    return {
        "id": record.id,
        "status": status,
        "message": message,
        "counts": msgspec.to_builtins(record.counts),
        "priority": record.priority,
        "engine": record.settings.get("engine", ""),
        "size": record.settings.get("size", [0, 0]),
        "worker_seconds": round(record.worker_seconds, 3),
        "runner": record.runner,
        "output": record.output,
        "created": record.created,
        "started": record.started,
        "finished": record.finished,
    }


def snapshot(ledger: Ledger) -> dict[str, Any]:
    """Return plain values about a job as it is now; see ``docs/jobs.md`` for the fields."""
    record, facts, shown = ledger.record, ledger.facts, ledger.record.settings
    errors = ledger.errors()
    return {
        "id": record.id,
        "key": record.key,
        "status": ledger.status,
        "message": ledger.message,
        "done": ledger.done,
        "total": ledger.total,
        "progress": ledger.progress,
        "eta": ledger.eta,
        "elapsed": round(ledger.elapsed, 3),
        "counts": msgspec.to_builtins(record.counts),
        "split": shown.get("split", 1),
        "slices": {"done": ledger.work.succeeded, "total": ledger.work.total} if shown.get("split", 1) > 1 else None,
        "reused": facts.reused,
        "failed": sorted(ledger.failures),
        "errors": errors[:_ERRORS_SHOWN],
        "scene": record.scene,
        "engine": shown.get("engine", ""),
        "device": facts.device,
        "size": shown.get("size", [0, 0]),
        "samples": shown.get("samples", 0),
        "fps": shown.get("fps", 0.0),
        "format": shown.get("format", ""),
        "cluster": facts.cluster,
        "workers": facts.workers,
        "crew": {name: msgspec.to_builtins(one) for name, one in sorted(facts.crew.items())},
        "scene_loads": facts.loads,
        "worker_seconds": round(record.worker_seconds, 3),
        "budget": ledger.budget,
        "priority": record.priority,
        "waits_for": list(record.waits_for),
        "runner": record.runner,
        "output": str(ledger.folder.root),
        "created": record.created,
        "started": record.started,
        "finished": record.finished,
        "timings": {
            "seconds": round(ledger.elapsed, 3),
            "draw_seconds": round(facts.draw_seconds, 3),
            "encode_seconds": round(facts.encode_seconds, 3),
        },
    }
