"""The tables. `migrations` makes them; a test holds that both agree. Imported on first use: they need SQLAlchemy."""

from threedkit.store.tables.base import METADATA
from threedkit.store.tables.jobs import attempts, events, frames, jobs, layers, outputs, waits
from threedkit.store.tables.queue import handled, messages

__all__ = ["METADATA", "attempts", "events", "frames", "handled", "jobs", "layers", "messages", "outputs", "waits"]
