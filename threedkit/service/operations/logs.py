"""Logs: one JSON object a line, with the ids of the request, the job and the user."""

from __future__ import annotations

import logging
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

import structlog

from threedkit.service.operations.redaction import Redactor

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from structlog.typing import EventDict, Processor

__all__ = ["bound", "logging_to"]

bound = structlog.contextvars.bound_contextvars
"""``with bound(job_id=...)``: what is logged inside, in this thread or task, names it."""

_NOISY = ("httpx", "httpcore", "aiormq", "aio_pika", "hpack", "botocore")


@contextmanager
def logging_to(
    stream: TextIO | None = None,
    *,
    form: Literal["json", "text"] = "json",
    level: str = "info",
    secrets: Iterable[str] = (),
) -> Iterator[None]:
    """Send the logs of the whole process to a stream, those of other packages too; afterwards all is as it was.

    Args:
        stream: None: standard error.
        form: of a line: a JSON object, or text for people.
        level: the lowest that is written.
        secrets: texts that are hidden wherever they stand.

    Example:
        >>> import io
        >>> stream = io.StringIO()
        >>> with logging_to(stream), bound(job_id="fox"):
        ...     logging.getLogger("threedkit.service").info("drawn", extra={"frames": 4})
        >>> sorted(__import__("json").loads(stream.getvalue()))
        ['event', 'frames', 'job_id', 'level', 'logger', 'time']
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_formatter(form, secrets))
    root, before = logging.getLogger(), {name: logging.getLogger(name).level for name in _NOISY}
    handlers, lowest = root.handlers[:], root.level
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(lowest)
        for name, was in before.items():
            logging.getLogger(name).setLevel(was)
        handler.close()


def _formatter(form: Literal["json", "text"], secrets: Iterable[str]) -> logging.Formatter:
    last: Processor
    if form == "json":
        last = structlog.processors.JSONRenderer(ensure_ascii=False)
    else:
        last = structlog.dev.ConsoleRenderer(colors=False)
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.ExtraAdder(),
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
            structlog.processors.format_exc_info,
        ],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, Redactor(secrets), _printable, last],
    )


def _printable(_logger: Any, _name: str, event: EventDict) -> EventDict:
    """Half of a surrogate pair cannot be written as UTF-8."""
    return {
        name: one.encode("utf-8", "backslashreplace").decode() if isinstance(one, str) else one
        for name, one in event.items()
    }
