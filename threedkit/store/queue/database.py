"""The queue in the database: nothing to set up, and a message is written with the record that it is about."""

from __future__ import annotations

import secrets
import threading
import time
from typing import TYPE_CHECKING, Any, Final, Self

from threedkit.errors import StoreError
from threedkit.store.queue import rows
from threedkit.store.queue.base import ATTEMPTS, check_topics
from threedkit.store.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType

    from sqlalchemy.engine import Connection, Row

    from threedkit.store.database import Database
    from threedkit.store.queue.base import DeadLetter, Depth, Message
    from threedkit.store.queue.listener import Listener

__all__ = ["DatabaseDelivery", "DatabaseQueue"]

LEASE_SECONDS: Final = 15.0
_LOOK_SECONDS: Final = 0.1  # where nobody tells us: SQLite, other processes
_TOLD_SECONDS: Final = 0.5  # where PostgreSQL tells us: for messages whose time comes
_RECOVER_SECONDS: Final = 1.0


class DatabaseQueue:
    """A queue in a table, for any number of processes that share a database.

    A message that is held belongs to its consumer until the consumer's beat has stood still for `lease_seconds` of the
    observer's monotonic clock, or its process is known to be dead on this host: no two machines' clocks are compared.
    PostgreSQL tells consumers of new messages (LISTEN, NOTIFY); in SQLite they look ten times a second.

    Args:
        database: where the messages are.
        attempts: deliveries before a message is a dead letter; None: any number.
        lease_seconds: see above.
        clock: monotonic seconds.

    Example:
        >>> import tempfile
        >>> from threedkit.store import Database
        >>> from threedkit.store.queue import Message
        >>> queue = DatabaseQueue(Database.open(f"sqlite:///{tempfile.mkdtemp()}/farm.db"))
        >>> queue.publish(Message(topic="render", body={"job_id": "fox"}))
        >>> delivery = queue.receive(["render"])
        >>> delivery.message.body, delivery.attempt, delivery.ack(), queue.receive(["render"])
        ({'job_id': 'fox'}, 1, True, None)
        >>> queue.close()
    """

    def __init__(
        self,
        database: Database,
        *,
        attempts: int | None = ATTEMPTS,
        lease_seconds: float = LEASE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Use a database that is open; nothing runs before the first `receive`."""
        self.database = database
        self.attempts = attempts
        self._beat_seconds = lease_seconds / 5
        self._token = secrets.token_hex(16)
        self._watch = Watch(lease_seconds, clock)
        self._clock = clock
        self._news = threading.Condition()
        self._told = 0  # grows with every wake
        self._held = 0
        self._recovered = -float("inf")
        self._heart: threading.Thread | None = None
        self._listener: Listener | None = None
        self._closed = threading.Event()

    # Taking in

    def enlist(self, connection: Connection, *messages: Message, delay: float = 0.0) -> None:
        """Write messages in a transaction of the caller's: they are published if and when it is committed.

        `wake` afterwards saves consumers in this process the wait until they look.
        """
        rows.insert(connection, messages, delay)

    def publish(self, *messages: Message, delay: float = 0.0) -> None:
        """Take messages in; see `Queue`."""
        self.database.write(lambda connection: rows.insert(connection, messages, delay), repeatable=True)
        self.wake()

    # Giving out

    def receive(self, topics: Sequence[str] | None, timeout: float = 0.0) -> DatabaseDelivery | None:
        """Return the next message; see `Queue`. Here None stands for all topics."""
        if topics is not None:
            check_topics(topics)
        end = self._clock() + timeout
        self._listen()
        while not self._closed.is_set():
            told = self._told
            self._recover()
            delivery = self._take(topics)
            left = end - self._clock()
            if delivery is not None or left <= 0:
                return delivery
            with self._news:
                if told == self._told:
                    self._news.wait(min(left, self._patience))
            if timeout and told != self._told and end - self._clock() <= 0:
                return self._take(topics)
        return None

    def wake(self) -> None:
        """Let those who wait look at once."""
        with self._news:
            self._told += 1
            self._news.notify_all()

    def _take(self, topics: Sequence[str] | None) -> DatabaseDelivery | None:
        """Look first: that takes no write lock."""
        if not self.database.read(lambda connection: rows.something_waits(connection, topics)):
            return None
        row = self.database.write(lambda connection: rows.take(connection, topics, self._token))
        if row is None:
            return None
        with self._news:
            self._held += 1
            if self._heart is None:
                self._heart = threading.Thread(target=self._beat, name="threedkit-queue-beat", daemon=True)
                self._heart.start()
        return DatabaseDelivery(self, row, self._token)

    def settled(self) -> None:
        """A delivery was answered."""
        with self._news:
            self._held -= 1

    def _recover(self) -> None:
        with self._news:
            if self._clock() - self._recovered < _RECOVER_SECONDS:
                return
            self._recovered = self._clock()
        held = self.database.read(lambda connection: rows.others_hold(connection, self._token))
        if held:
            self.database.write(lambda c: rows.recover(c, self._token, self._watch))

    @property
    def _patience(self) -> float:
        return _TOLD_SECONDS if self._listener is not None and self._listener.listens else _LOOK_SECONDS

    def _listen(self) -> None:
        if self.database.is_sqlite or self._listener is not None:
            return
        from threedkit.store.queue.listener import Listener

        with self._news:
            if self._listener is None:
                self._listener = Listener(self.database, rows.CHANNEL, self.wake)
                self._listener.start()

    def _beat(self) -> None:
        while not self._closed.wait(self._beat_seconds):
            if self._held:
                try:
                    self.database.write(lambda connection: rows.beat(connection, self._token), repeatable=True)
                except StoreError:  # the database is away for long: the next beat tries again
                    continue

    # Looking after

    def depth(self, topic: str) -> Depth:
        """Count; see `Queue`."""
        return self.database.read(lambda connection: rows.depth(connection, topic))

    def dead(self, topic: str, limit: int = 100, ids: Sequence[str] | None = None) -> Sequence[DeadLetter]:
        """Return dead letters, oldest first; see `Queue`."""
        return self.database.read(lambda connection: rows.dead_letters(connection, topic, limit, ids))

    def revive(self, topic: str, ids: Sequence[str] | None = None) -> int:
        """Let dead letters be delivered again; return how many."""
        count = self.database.write(lambda connection: rows.revive(connection, topic, ids))
        self.wake()
        return count

    def close(self) -> None:
        """Give back what is held, and end; the database stays open."""
        self._closed.set()
        self.wake()
        if self._listener is not None:
            self._listener.stop()
        if self._heart is not None:
            self._heart.join()
        if self._held:
            self.database.write(lambda connection: rows.give_back(connection, self._token))
            self._held = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<DatabaseQueue {self.database.url}>"


class DatabaseDelivery:
    """A message of a `DatabaseQueue`, held; see `Delivery`."""

    def __init__(self, queue: DatabaseQueue, row: Row[Any], token: str) -> None:
        """Made by `DatabaseQueue.receive`."""
        self.message = rows.message_of(row)
        self.attempt: int = row.attempts
        self._queue = queue
        self._ours = (row.number, token, row.attempts)
        self._open = True

    def ack(self) -> bool:
        """Forget the message."""
        return self._answer(lambda connection: rows.forget(connection, *self._ours))

    def nack(self, reason: str = "", *, delay: float = 0.0) -> bool:
        """Deliver it again, or bury it after the last try."""
        last = self._queue.attempts is not None and self.attempt >= self._queue.attempts
        if last:
            return self.reject(reason)
        done = self._answer(lambda c: rows.put_back(c, *self._ours, reason=reason, delay=delay))
        self._queue.wake()
        return done

    def reject(self, reason: str) -> bool:
        """Keep it as a dead letter."""
        return self._answer(lambda connection: rows.bury(connection, *self._ours, reason))

    def _answer(self, work: Callable[[Connection], bool]) -> bool:
        if not self._open:
            return False
        # After a connection lost in the commit the second try finds it done: "not ours" then, which costs nothing.
        done = self._queue.database.write(work, repeatable=True)
        self._open = False
        self._queue.settled()
        return done

    def __repr__(self) -> str:
        return f"<Delivery {self.message.id} of {self.message.topic}, attempt {self.attempt}>"
