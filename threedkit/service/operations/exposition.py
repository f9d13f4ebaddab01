"""`/metrics`: the counters of this process, and how jobs, queue, pipeline and assets stand in the database."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa
from prometheus_client import generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector, CollectorRegistry

from threedkit.service.operations.metrics import REGISTRY
from threedkit.store.tables import assets, derivatives, messages, renderjobs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.engine import Connection

    from threedkit.store import Database
    from threedkit.store.queue import Queue

__all__ = ["CONTENT_TYPE", "Exposition"]

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"

_COUNTS: Final = {
    "threedkit_render_jobs": ("Render jobs by status.", (renderjobs.c.status,)),
    "threedkit_derivatives": ("What is made of uploads, by kind and state.", (derivatives.c.kind, derivatives.c.state)),
    "threedkit_assets": ("Assets by type.", (assets.c.asset_type,)),
}


class Exposition:
    """Writes all metrics as Prometheus reads them.

    Args:
        database: that is counted.
        queue: that is asked how many messages of each topic wait.
        topics: those.
        remembers: seconds for which counts are not asked for again, whoever asks.
    """

    def __init__(self, database: Database, queue: Queue, topics: Sequence[str], remembers: float = 5.0) -> None:
        """Count nothing yet."""
        self._registry = CollectorRegistry()
        self._registry.register(_Records(database, queue, topics, remembers))

    def text(self) -> bytes:
        """Return the metrics in Prometheus' text format; blocks for the database.

        Raises:
            StoreError: the database is out of reach.
        """
        return generate_latest(REGISTRY) + generate_latest(self._registry)


class _Records(Collector):
    def __init__(self, database: Database, queue: Queue, topics: Sequence[str], remembers: float) -> None:
        self._database, self._queue, self._topics, self._remembers = database, queue, topics, remembers
        self._until, self._found = float("-inf"), list[GaugeMetricFamily]()
        self._lock = threading.Lock()

    def describe(self) -> list[GaugeMetricFamily]:
        return []

    def collect(self) -> Iterable[GaugeMetricFamily]:
        with self._lock:
            if time.monotonic() >= self._until:
                self._found = [*self._database.read(_count), self._depth()]
                self._until = time.monotonic() + self._remembers
            return self._found

    def _depth(self) -> GaugeMetricFamily:
        family = GaugeMetricFamily(
            "threedkit_queue_messages", "Messages in the queue, by topic and state.", labels=["topic", "state"]
        )
        for topic in self._topics:
            depth = self._queue.depth(topic)
            for state, count in (("waiting", depth.waiting), ("held", depth.held), ("dead", depth.dead)):
                if count is not None:
                    family.add_metric([topic, state], count)
        return family


def _count(connection: Connection) -> list[GaugeMetricFamily]:
    found = []
    for name, (text, columns) in _COUNTS.items():
        family = GaugeMetricFamily(name, text, labels=[column.name for column in columns])
        query: sa.Select[Any] = sa.select(*columns, sa.func.count()).group_by(*columns)
        for *labels, count in connection.execute(query):
            family.add_metric([str(label) for label in labels], count)
        found.append(family)
    size = GaugeMetricFamily("threedkit_asset_bytes", "Bytes of all assets.")
    size.add_metric(
        [], float(connection.execute(sa.select(sa.func.coalesce(sa.func.sum(assets.c.size), 0))).scalar_one())
    )
    return [*found, size, _oldest(connection)]


def _oldest(connection: Connection) -> GaugeMetricFamily:
    """Return how long the oldest message of each topic has been waiting: for a consumer, or for the broker."""
    family = GaugeMetricFamily(
        "threedkit_queue_oldest_seconds", "Age of the oldest message that waits, by topic.", labels=["topic"]
    )
    query = sa.select(messages.c.topic, sa.func.min(messages.c.due)).where(messages.c.state == "waiting")
    for topic, due in connection.execute(query.group_by(messages.c.topic)):
        family.add_metric([topic], max(0.0, time.time() - due))
    return family
