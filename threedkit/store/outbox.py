"""Nothing accepted is lost, nothing has effect twice: messages written with their records, and marks of what was done.

A message that is to follow a record is written in the record's own transaction, into the queue of the database
(`Outbox.add`). Where that is the queue which consumers use, it is published with the commit. Where they use RabbitMQ, a
`Relay` takes it from there to the broker and forgets it when the broker has confirmed it. A relay that dies between the
two publishes it twice, and any consumer may die before it has said that it is done: so a consumer does what it does
either in a way that can be repeated, or in one transaction with `once`. Imported on first use: SQLAlchemy.
"""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from threedkit.errors import StoreError
from threedkit.store.queue.base import ATTEMPTS
from threedkit.store.queue.database import DatabaseQueue
from threedkit.store.queue.rows import clock
from threedkit.store.tables.queue import handled

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from threedkit.store.database import Database
    from threedkit.store.queue.base import Message, Queue

__all__ = ["KEPT_SECONDS", "Outbox", "Relay", "forget_handled", "once"]

KEPT_SECONDS: Final = 14 * 24 * 3600.0
"""How long it is remembered what has been done."""

_logger = logging.getLogger("threedkit.queue")
_WAIT_SECONDS = 5.0
_AGAIN_SECONDS = 1.0


class Outbox:
    """Where messages are written together with the records that they are about.

    Args:
        database: of the records.
        queue: that of the consumers; None, or a `DatabaseQueue` on the same database, needs no relay.

    Example:
        >>> import tempfile
        >>> from threedkit.store import Database
        >>> from threedkit.store.queue import Message
        >>> database = Database.open(f"sqlite:///{tempfile.mkdtemp()}/farm.db")
        >>> outbox = Outbox(database)
        >>> def work(connection):  # a record would be written here, too
        ...     outbox.add(connection, Message(topic="render", body={"job_id": "fox"}))
        >>> database.write(work)
        >>> outbox.queue.receive(["render"]).message.body
        {'job_id': 'fox'}
    """

    def __init__(self, database: Database, queue: Queue | None = None) -> None:
        """Write to a database that is open."""
        self.database = database
        own = queue if isinstance(queue, DatabaseQueue) and queue.database is database else None
        # What waits for a relay waits for as long as the broker is away.
        attempts = ATTEMPTS if queue is None else None
        self.source = DatabaseQueue(database, attempts=attempts) if own is None else own
        self.queue: Queue = self.source if queue is None else queue

    @property
    def needs_relay(self) -> bool:
        """Whether consumers read another queue than the one that messages are written to."""
        return self.queue is not self.source

    def add(self, connection: Connection, *messages: Message, delay: float = 0.0) -> None:
        """Write messages in the transaction of a record: both are kept, or neither."""
        self.source.enlist(connection, *messages, delay=delay)

    def publish(self, *messages: Message, delay: float = 0.0) -> None:
        """Write messages that belong to no record."""
        self.source.publish(*messages, delay=delay)

    def wake(self) -> None:
        """After the commit: consumers, or the relay, in this process look at once."""
        self.source.wake()

    def close(self) -> None:
        """Give back what is held; the database stays open."""
        self.source.close()
        if self.needs_relay:
            self.queue.close()

    def relay(self) -> Relay:
        """Return the thread that brings messages to the consumers' queue; start it where `needs_relay`."""
        return Relay(self.source, self.queue)


class Relay(threading.Thread):
    """Brings messages from the database to another queue, through outages of either; several processes may run one.

    Args:
        source: where they are written; without a limit of attempts, so that no outage makes dead letters.
        target: where consumers wait for them.
    """

    def __init__(self, source: DatabaseQueue, target: Queue) -> None:
        """Prepare; `start` begins."""
        super().__init__(name="threedkit-relay", daemon=True)
        self._source = source
        self._target = target
        self._end = threading.Event()

    def run(self) -> None:
        """Move messages until `stop`."""
        while not self._end.is_set():
            try:
                self.move_one(_WAIT_SECONDS)
            except StoreError as error:
                _logger.warning("the relay waits: %s", error)
                self._end.wait(_AGAIN_SECONDS)
            except Exception:  # whatever it is: without the relay no message moves any more
                _logger.exception("the relay waits after an error that nobody has foreseen")
                self._end.wait(_AGAIN_SECONDS)

    def move_one(self, timeout: float = 0.0) -> bool:
        """Move the next message; return whether there was one.

        Raises:
            StoreError: one of the queues is away; the message waits where it was.
        """
        delivery = self._source.receive(None, timeout)
        if delivery is None:
            return False
        try:
            self._target.publish(delivery.message)
        except StoreError as error:
            delivery.nack(str(error))
            raise
        delivery.ack()
        return True

    def stop(self) -> None:
        """End after the message that is being moved; does not wait."""
        self._end.set()
        self._source.wake()


def once(connection: Connection, consumer: str, message: str) -> bool:
    """Note in this transaction that a consumer handles a message; tell whether it had not been noted before.

    What the consumer does in the same transaction happens once, however often the message is delivered.

    Args:
        connection: of a transaction that may write.
        consumer: name of who handles it.
        message: its id.
    """
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    row = make(handled).values(consumer=consumer, message=message, at=clock(connection))
    return connection.execute(row.on_conflict_do_nothing(index_elements=["consumer", "message"])).rowcount == 1


def forget_handled(connection: Connection, seconds: float = KEPT_SECONDS) -> int:
    """Forget what was handled longer ago than so many seconds; return how many."""
    return connection.execute(sa.delete(handled).where(handled.c.at < clock(connection) - seconds)).rowcount
