"""Queues of messages: in the database by default, on RabbitMQ in a deployment. Both keep one contract."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from threedkit.store.queue.base import ATTEMPTS, DeadLetter, Delivery, Depth, Message, Queue

if TYPE_CHECKING:
    from threedkit.store.queue.database import DatabaseQueue
    from threedkit.store.queue.rabbit import RabbitQueue

__all__ = [
    "ATTEMPTS",
    "DatabaseQueue",
    "DeadLetter",
    "Delivery",
    "Depth",
    "Message",
    "Queue",
    "RabbitQueue",
]

_LATE = {"DatabaseQueue": ("database", "sqlalchemy", "store"), "RabbitQueue": ("rabbit", "aio_pika", "service")}
"""Names whose modules need more than the standard library: module, package, extra."""


def __getattr__(name: str) -> Any:
    """Import what needs SQLAlchemy or aio-pika on first use (PEP 562).

    Raises:
        MissingPackageError: it is not installed.
    """
    if name not in _LATE:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from threedkit.errors import require

    module, package, extra = _LATE[name]
    require(package, extra=extra)
    value = getattr(importlib.import_module(f"{__name__}.{module}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names."""
    return [*__all__]
