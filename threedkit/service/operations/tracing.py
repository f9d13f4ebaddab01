"""Traces: a request, what it put into the queue, the job, its frames. Sent where the usual variables (OTEL_*) say."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from opentelemetry import trace
from opentelemetry.trace import Span, SpanKind, Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from threedkit.errors import require

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from opentelemetry.context import Context

__all__ = ["carried", "continued", "finished_span", "span", "tracing_to_otlp"]

_PROPAGATOR = TraceContextTextMapPropagator()
_SENDERS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")


def _tracer() -> trace.Tracer:
    return trace.get_tracer("threedkit")


@contextmanager
def span(
    name: str, *, kind: SpanKind = SpanKind.INTERNAL, context: Context | None = None, **attributes: Any
) -> Iterator[Span]:
    """Make a span of what is done inside; an error is noted in it, by its kind only.

    Args:
        name: of few values: no ids in it.
        kind: of the span.
        context: of the parent; None: what surrounds it.
        attributes: names with ``_`` for ``.``; None leaves one out.

    Example:
        >>> with span("draw", threedkit_job="fox") as drawing:
        ...     drawing.set_attribute("threedkit.frames", 12)
    """
    values = {key.replace("_", "."): value for key, value in attributes.items() if value is not None}
    with _tracer().start_as_current_span(
        name, context, kind=kind, attributes=values, record_exception=False, set_status_on_exception=False
    ) as made:
        try:
            yield made
        except BaseException as error:
            made.set_status(Status(StatusCode.ERROR, type(error).__name__))
            raise


def carried() -> dict[str, str]:
    """Return the headers that carry the current trace along: in a message, in a job's record.

    Example:
        >>> carried()
        {}
    """
    headers: dict[str, str] = {}
    _PROPAGATOR.inject(headers)
    return headers


def continued(headers: Mapping[str, str]) -> Context:
    """Return the context of a trace that `carried`, or a request's headers, have brought; malformed ones bring none."""
    return _PROPAGATOR.extract({name.lower(): value for name, value in headers.items()})


def finished_span(
    name: str, begun: dt.datetime, ended: dt.datetime, context: Context | None = None, **attributes: Any
) -> Context | None:
    """Make a span of something that is over, such as a frame that a worker has drawn.

    Args:
        name: of the span.
        begun: when; likewise `ended`.
        ended: when.
        context: of the parent; None: what surrounds it.
        attributes: as `span`; ``error=`` makes it a failed one.

    Returns:
        The context of what happened inside; None where it is not recorded.
    """
    error = attributes.pop("error", None)
    values = {key.replace("_", "."): value for key, value in attributes.items() if value is not None}
    made = _tracer().start_span(name, context, attributes=values, start_time=int(begun.timestamp() * 1e9))
    if error:
        made.set_status(Status(StatusCode.ERROR, str(error)))
    made.end(int(max(begun, ended).timestamp() * 1e9))
    return trace.set_span_in_context(made, context) if made.get_span_context().trace_flags.sampled else None


@contextmanager
def tracing_to_otlp(service: str) -> Iterator[None]:
    """Send traces by OTLP over HTTP where ``OTEL_EXPORTER_OTLP_ENDPOINT`` is set; else make none.

    ``OTEL_SERVICE_NAME``, ``OTEL_RESOURCE_ATTRIBUTES``, ``OTEL_TRACES_SAMPLER``, ``OTEL_EXPORTER_OTLP_HEADERS`` and
    ``OTEL_SDK_DISABLED`` are those of OpenTelemetry. What is left is sent at the end.

    Args:
        service: name of the service, where ``OTEL_SERVICE_NAME`` says no other.
    """
    if not any(os.environ.get(name) for name in _SENDERS) or os.environ.get("OTEL_TRACES_EXPORTER") == "none":
        yield
        return
    require("opentelemetry.sdk", extra="service")
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import SERVICE_NAME, Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider(
        resource=Resource.create({} if os.environ.get("OTEL_SERVICE_NAME") else {SERVICE_NAME: service})
    )
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
    try:
        yield
    finally:
        provider.shutdown()
