"""What a queue of messages is: a message, a delivery of it, and the protocol that every queue keeps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, Protocol, Self

import msgspec

from threedkit.errors import FieldError
from threedkit.store.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

__all__ = ["ATTEMPTS", "MAX_BYTES", "DeadLetter", "Delivery", "Depth", "Message", "Queue", "check_topics"]

ATTEMPTS: Final = 5
"""Deliveries of one message before it becomes a dead letter."""

MAX_BYTES: Final = 1 << 20
"""Most bytes of a message's JSON: a message names its subject, it does not carry it."""

_TOPIC = re.compile(r"[a-z][a-z0-9_.-]{0,62}")
_ID = re.compile(r"[A-Za-z0-9_.:-]{1,64}")


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """Something to be done, named by its subject.

    Attributes:
        topic: which consumers it is for, e.g. ``"render"``: lower-case letters, digits, ``_ . -``.
        body: plain JSON values; ids, not contents.
        id: by which a consumer knows what it has done already.
        headers: what goes along for logs and traces, e.g. ``traceparent``.

    Raises:
        FieldError: topic or id is malformed, or the body is too long.

    Example:
        >>> Message(topic="render", body={"job_id": "fox"}, id="m1").body
        {'job_id': 'fox'}
    """

    topic: str
    body: dict[str, Any]
    id: str = msgspec.field(default_factory=new_id)
    headers: dict[str, str] = {}

    def __post_init__(self) -> None:
        """Refuse what no queue could carry."""
        check_topics([self.topic])
        if not _ID.fullmatch(self.id):
            raise FieldError(f"Message.id must be 1 to 64 letters, digits or _ . : -, not {self.id[:80]!r}")
        size = len(msgspec.json.encode((self.body, self.headers)))
        if size > MAX_BYTES:
            raise FieldError(f"Message.body has {size} bytes; put what is more than {MAX_BYTES} into a blob")


class Delivery(Protocol):
    """One delivery of a message, held by one consumer until it says what became of it.

    A consumer that dies, or loses its connection, gives it back unsaid: it is delivered again. Saying so twice, or too
    late, changes nothing and returns False.
    """

    @property
    def message(self) -> Message:
        """What is to be done."""
        ...

    @property
    def attempt(self) -> int:
        """Number of this delivery, from 1; beyond `Queue.attempts` where consumers have died over it: reject it."""
        ...

    def ack(self) -> bool:
        """It is done: forget the message. Return whether it was still ours to say."""
        ...

    def nack(self, reason: str = "", *, delay: float = 0.0) -> bool:
        """Not done: deliver it again after so many seconds, or keep it as a dead letter after the last try."""
        ...

    def reject(self, reason: str) -> bool:
        """It cannot be done: keep it as a dead letter."""
        ...


class DeadLetter(msgspec.Struct, frozen=True, kw_only=True):
    """A message that nobody could do.

    Attributes:
        message: what was to be done.
        attempts: how often it was delivered.
        reason: why the last one failed; "" when its consumer died.
    """

    message: Message
    attempts: int
    reason: str


class Depth(msgspec.Struct, frozen=True):
    """How many messages of a topic wait (those that wait for their time included), are held, and are dead letters.

    Attributes:
        waiting: to be delivered.
        held: delivered and not answered; None where the queue cannot tell.
        dead: letters.
    """

    waiting: int
    held: int | None
    dead: int


class Queue(Protocol):
    """Messages by topic, each delivered at least once to one consumer. Thread-safe.

    What `publish` has returned from is kept through a restart of everything. The order is that of publication, as far
    as several consumers and repeated deliveries allow.
    """

    @property
    def attempts(self) -> int | None:
        """Deliveries that a message has before `nack` makes it a dead letter; None: any number."""
        ...

    def publish(self, *messages: Message, delay: float = 0.0) -> None:
        """Take messages in; they are kept when this returns.

        Args:
            messages: one that is in the queue already, by its id, may be delivered once only.
            delay: seconds before they are delivered.

        Raises:
            StoreError: they could not be taken in; whether some were is not known: publish them again.
        """
        ...

    def receive(self, topics: Sequence[str], timeout: float = 0.0) -> Delivery | None:
        """Return the next message of one of the topics, waiting so many seconds for one; None: there is none.

        Raises:
            StoreError: the queue cannot be reached.
        """
        ...

    def wake(self) -> None:
        """Let those who wait in this process look at once: something may have come."""
        ...

    def depth(self, topic: str) -> Depth:
        """Count."""
        ...

    def dead(self, topic: str, limit: int = 100, ids: Sequence[str] | None = None) -> Sequence[DeadLetter]:
        """Return dead letters, all or those of these ids, oldest first."""
        ...

    def revive(self, topic: str, ids: Sequence[str] | None = None) -> int:
        """Let dead letters, all or those of these ids, be delivered again as new; return how many."""
        ...

    def close(self) -> None:
        """Give back what is held, and end."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def check_topics(topics: Sequence[str]) -> None:
    """Refuse topics that a queue could not name.

    Raises:
        FieldError: one is malformed, or there is none.
    """
    if not topics:
        raise FieldError("topics must name at least one topic")
    for topic in topics:
        if not _TOPIC.fullmatch(topic):
            raise FieldError(f"topic must be lower-case letters, digits or _ . -, at most 63, not {topic[:80]!r}")
