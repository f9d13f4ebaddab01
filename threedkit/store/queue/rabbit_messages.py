"""Messages as AMQP's, and back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, cast

import aio_pika
import msgspec

from threedkit.store.queue.base import DeadLetter, Message

if TYPE_CHECKING:
    from aio_pika.abc import AbstractIncomingMessage

__all__ = ["attempt", "dead_letter", "decode", "encode", "without_password"]

_ATTEMPTS: Final = "x-threedkit-attempts"
_REASON: Final = "x-threedkit-reason"
_HEADER: Final = "h-"
_COUNT: Final = "x-delivery-count"  # of quorum queues: how often it came back
_MOST_REASON: Final = 2000


def encode(message: Message, *, attempts: int = 0, reason: str = "") -> aio_pika.Message:
    """Write a message, to be kept on disk."""
    headers: dict[str, Any] = {_HEADER + name: value for name, value in message.headers.items()}
    headers[_ATTEMPTS] = attempts
    if reason:
        headers[_REASON] = reason[:_MOST_REASON]
    return aio_pika.Message(
        msgspec.json.encode(message.body),
        headers=headers,
        content_type="application/json",
        delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
        message_id=message.id,
        type=message.topic,
    )


def decode(incoming: AbstractIncomingMessage) -> Message:
    """Read what `encode` wrote."""
    headers = {
        str(name).removeprefix(_HEADER): str(value)
        for name, value in incoming.headers.items()
        if str(name).startswith(_HEADER)
    }
    body = msgspec.json.decode(incoming.body, type=dict[str, Any])
    return Message(topic=incoming.type or "", body=body, id=incoming.message_id or "", headers=headers)


def attempt(incoming: AbstractIncomingMessage) -> int:
    """Return the number of this delivery: those counted by us before it waited, and those that the broker counts."""
    return 1 + _number(incoming, _ATTEMPTS) + _number(incoming, _COUNT)


def dead_letter(incoming: AbstractIncomingMessage) -> DeadLetter:
    """Read a dead letter."""
    reason = str(incoming.headers.get(_REASON, ""))
    return DeadLetter(message=decode(incoming), attempts=_number(incoming, _ATTEMPTS), reason=reason)


def without_password(url: str) -> str:
    """Return a URL that may be shown.

    Example:
        >>> without_password("amqp://me:secret@broker/farm")
        'amqp://me:***@broker/farm'
    """
    return re.sub(r"(?<=://)([^:/@]*):[^@]*@", r"\1:***@", url)


def _number(incoming: AbstractIncomingMessage, name: str) -> int:
    return int(cast("int", incoming.headers.get(name, 0)))
