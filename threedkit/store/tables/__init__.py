"""The tables. `migrations` makes them; a test holds that both agree. Imported on first use: they need SQLAlchemy."""

from threedkit.store.tables.access import api_keys, quotas
from threedkit.store.tables.assets import COUNTS, EDGES, assets, derivatives, models
from threedkit.store.tables.base import METADATA
from threedkit.store.tables.blobs import blobs, uploads
from threedkit.store.tables.idempotency import requests
from threedkit.store.tables.jobs import attempts, events, frames, jobs, layers, outputs, waits
from threedkit.store.tables.queue import handled, messages
from threedkit.store.tables.renderjobs import renderjobs
from threedkit.store.tables.runs import runs
from threedkit.store.tables.scenes import animations, materials, scene_versions, scenes, uses

__all__ = [
    "COUNTS",
    "EDGES",
    "METADATA",
    "animations",
    "api_keys",
    "assets",
    "attempts",
    "blobs",
    "derivatives",
    "events",
    "frames",
    "handled",
    "jobs",
    "layers",
    "materials",
    "messages",
    "models",
    "outputs",
    "quotas",
    "renderjobs",
    "requests",
    "runs",
    "scene_versions",
    "scenes",
    "uploads",
    "uses",
    "waits",
]
