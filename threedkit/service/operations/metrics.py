"""What Prometheus reads: requests, jobs, the queue, the pipeline. Names: docs/operations.md."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from prometheus_client import (
    GC_COLLECTOR,
    PLATFORM_COLLECTOR,
    PROCESS_COLLECTOR,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["REGISTRY", "handling", "job_ended", "pipeline_step", "refused"]

REGISTRY: Final = CollectorRegistry()
"""All metrics of this process; those that come from the database are added by `exposition`."""

disable_created_metrics()  # type: ignore[no-untyped-call]  # a second series for each, which nobody asks for

for _collector in (PROCESS_COLLECTOR, PLATFORM_COLLECTOR, GC_COLLECTOR):
    REGISTRY.register(_collector)

_QUICK: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 120.0)
_LONG: Final = (0.1, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 900.0, 3600.0, 14400.0)

requests = Counter("threedkit_http_requests", "Requests answered.", ("method", "route", "status"), registry=REGISTRY)
request_seconds = Histogram(
    "threedkit_http_request_seconds",
    "From the first byte of a request to the last of its answer.",
    ("method", "route"),
    buckets=_QUICK,
    registry=REGISTRY,
)
in_progress = Gauge("threedkit_http_requests_in_progress", "Requests being answered.", registry=REGISTRY)
received = Counter("threedkit_http_received_bytes", "Bytes of requests' bodies.", registry=REGISTRY)
sent = Counter("threedkit_http_sent_bytes", "Bytes of answers' bodies.", registry=REGISTRY)
refusals = Counter("threedkit_refusals", "Requests refused for who asked, by status.", ("status",), registry=REGISTRY)

messages_handled = Counter(
    "threedkit_messages_handled",
    "Messages handled, by their outcome.",
    ("topic", "outcome"),
    registry=REGISTRY,
)
message_seconds = Histogram(
    "threedkit_message_seconds", "Time to handle a message.", ("topic",), buckets=_LONG, registry=REGISTRY
)
step_seconds = Histogram(
    "threedkit_pipeline_step_seconds",
    "Time of a step of an upload's pipeline.",
    ("step", "outcome"),
    buckets=_LONG,
    registry=REGISTRY,
)
jobs_ended = Counter("threedkit_render_jobs_ended", "Render jobs that have ended.", ("status",), registry=REGISTRY)
job_seconds = Histogram(
    "threedkit_render_job_seconds", "From a render job's request to its end.", buckets=_LONG, registry=REGISTRY
)
first_frame_seconds = Histogram(
    "threedkit_first_frame_seconds",
    "From a render job's request to its first frame.",
    buckets=_LONG,
    registry=REGISTRY,
)
frames_drawn = Counter("threedkit_frames_drawn", "Frames drawn by jobs that have ended.", registry=REGISTRY)


def refused(status: int) -> None:
    """Count a request that was refused for who asked: 401, 403, 429."""
    refusals.labels(str(status)).inc()


@contextmanager
def handling(topic: str) -> Iterator[dict[str, str]]:
    """Measure the handling of a message; set ``["outcome"]`` of what is given to other than ``done``.

    Example:
        >>> with handling("render") as told:
        ...     told["outcome"] = "again"
    """
    told, begun = {"outcome": "done"}, time.perf_counter()
    try:
        yield told
    except BaseException:
        told["outcome"] = "failed"
        raise
    finally:
        messages_handled.labels(topic, told["outcome"]).inc()
        message_seconds.labels(topic).observe(time.perf_counter() - begun)


@contextmanager
def pipeline_step(step: str) -> Iterator[None]:
    """Measure a step of the pipeline; an error makes it a failed one."""
    begun, outcome = time.perf_counter(), "failed"
    try:
        yield
        outcome = "done"
    finally:
        step_seconds.labels(step, outcome).observe(time.perf_counter() - begun)


def job_ended(status: str, seconds: float, first_frame: float | None, frames: int) -> None:
    """Count a render job that has ended.

    Args:
        status: succeeded, failed or cancelled.
        seconds: since it was asked for.
        first_frame: seconds from then to the first frame; None: there is none.
        frames: drawn.
    """
    jobs_ended.labels(status).inc()
    job_seconds.observe(seconds)
    frames_drawn.inc(frames)
    if first_frame is not None:
        first_frame_seconds.observe(first_frame)
