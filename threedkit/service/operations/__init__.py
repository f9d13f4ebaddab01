"""How the service is watched: logs, metrics, traces. See docs/operations.md."""

from threedkit.service.operations.installing import install, watched
from threedkit.service.operations.logs import bound, logging_to
from threedkit.service.operations.tracing import carried, continued, finished_span, span

__all__ = ["bound", "carried", "continued", "finished_span", "install", "logging_to", "span", "watched"]
