"""The queue on RabbitMQ: quorum queues, publisher confirms, dead letters. Imported on first use: aio-pika."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

import aio_pika
from aio_pika.exceptions import AMQPException

from threedkit.errors import StoreError
from threedkit.store.queue import rabbit_messages as coding
from threedkit.store.queue.base import ATTEMPTS, DeadLetter, Depth, check_topics
from threedkit.store.queue.rabbit_topology import Topology

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence
    from types import TracebackType

    from aio_pika.abc import AbstractChannel, AbstractConnection, AbstractIncomingMessage

    from threedkit.store.queue.base import Message

__all__ = ["RabbitDelivery", "RabbitQueue"]

PATIENCE: Final = 30.0
"""Seconds for which publishing is tried again while the broker is away."""

_CONNECT_SECONDS = 30.0
_CONFIRM_SECONDS = 30.0
_FIRST_DELAY, _LAST_DELAY = 0.1, 2.0
_AWAY = (AMQPException, OSError, TimeoutError, RuntimeError)
"""What aio-pika raises when the connection or channel is gone; RuntimeError: one that is closed is used."""

T = TypeVar("T")


class RabbitQueue:
    """A queue on a RabbitMQ broker, 3.10 or later. Thread-safe: one connection, on a loop in a thread of its own.

    Each topic is a durable quorum queue ``PREFIX.TOPIC`` with a queue of dead letters ``PREFIX.TOPIC.dead``; messages
    that wait for their time are in ``PREFIX.TOPIC.delay.MILLISECONDS``. A message is published when the broker has
    confirmed it. One that is published twice is delivered twice: consumers know what they have done by its id.

    Args:
        url: ``amqp://user:password@host/vhost``, or ``amqps://`` with TLS.
        prefix: of the names of all queues.
        attempts: deliveries before a message is a dead letter.
        patience: seconds for which publishing goes on through an outage.

    Raises:
        StoreError: the broker cannot be reached.
    """

    def __init__(
        self, url: str, *, prefix: str = "threedkit", attempts: int = ATTEMPTS, patience: float = PATIENCE
    ) -> None:
        """Connect."""
        # What happens to the connection is told by our errors; aiormq would tell it with tracebacks.
        logging.getLogger("aiormq.connection").setLevel(logging.CRITICAL)
        self.attempts = attempts
        self._url = url
        self._patience = patience
        self._topology = Topology(prefix)
        self._connection: AbstractConnection | None = None
        self._sender: AbstractChannel | None = None
        self._closed = False
        self._loop = asyncio.new_event_loop()
        self._lock = asyncio.Lock()
        self._waiting: set[asyncio.Task[Any]] = set()
        self._thread = threading.Thread(target=self._loop.run_forever, name="threedkit-rabbit", daemon=True)
        self._thread.start()
        try:
            self._call(self._connected())
        except StoreError:
            self.close()
            raise

    # Taking in

    def publish(self, *messages: Message, delay: float = 0.0) -> None:
        """Take messages in; see `Queue`."""
        for message in messages:
            self._call(self._patiently(lambda m=message: self._send(m, delay=delay)))  # type: ignore[misc]

    async def _send(self, message: Message, *, delay: float = 0.0, attempts: int = 0) -> None:
        channel = await self._sending()
        key = await self._topology.place(channel, message.topic, delay)
        await self._put(channel, coding.encode(message, attempts=attempts), key)

    async def _put(self, channel: AbstractChannel, encoded: aio_pika.Message, key: str) -> None:
        await channel.default_exchange.publish(encoded, key, mandatory=True, timeout=_CONFIRM_SECONDS)

    # Giving out

    def receive(self, topics: Sequence[str], timeout: float = 0.0) -> RabbitDelivery | None:
        """Return the next message; see `Queue`."""
        check_topics(topics)
        try:
            return self._call(self._receive(list(topics), self._loop.time() + timeout))
        except StoreError:
            if self._closed:
                return None
            raise

    async def _receive(self, topics: list[str], end: float) -> RabbitDelivery | None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - `_call` makes one
        self._waiting.add(task)
        try:
            return await self._twice(lambda: self._next(topics, end))
        finally:
            self._waiting.discard(task)

    async def _next(self, topics: list[str], end: float) -> RabbitDelivery | None:
        """One message on a channel of its own, which ends with its delivery."""
        try:
            channel = await (await self._connected()).channel(publisher_confirms=False)
            try:
                incoming = await self._take(channel, topics, end)
            except BaseException:
                await channel.close()
                raise
            if incoming is None:
                await channel.close()
                return None
            return RabbitDelivery(self, channel, incoming)
        except _AWAY as error:
            raise self._error(error) from error

    async def _take(self, channel: AbstractChannel, topics: list[str], end: float) -> AbstractIncomingMessage | None:
        queues = [await self._topology.main(channel, topic) for topic in topics]
        for queue in queues:
            incoming = await queue.get(fail=False, timeout=_CONFIRM_SECONDS)
            if incoming is not None:
                return incoming
        left = end - self._loop.time()
        if left <= 0:
            return None
        await channel.set_qos(prefetch_count=1)
        arrived: asyncio.Queue[AbstractIncomingMessage] = asyncio.Queue()
        tags = [await queue.consume(arrived.put) for queue in queues]
        closing = asyncio.ensure_future(channel.closed())
        first = asyncio.ensure_future(arrived.get())
        try:
            await asyncio.wait((first, closing), timeout=left, return_when=asyncio.FIRST_COMPLETED)
            if closing.done():
                raise ConnectionError("the channel was closed")
            for queue, tag in zip(queues, tags, strict=True):
                await queue.cancel(tag)
            got = [first.result()] if first.done() else []
            while not arrived.empty():
                got.append(arrived.get_nowait())
            for more in got[1:]:
                await more.nack(requeue=True)
            return got[0] if got else None
        finally:
            for future in (first, closing):
                future.cancel()

    def wake(self) -> None:
        """Nothing to do: the broker tells at once."""

    # Looking after

    def depth(self, topic: str) -> Depth:
        """Count; what waits for its time, and what is held, is not known to the broker's answer."""
        check_topics([topic])

        async def count() -> Depth:
            async with (await self._connected()).channel() as channel:
                main = await self._topology.main(channel, topic, fresh=True)
                dead = await self._topology.dead(channel, topic, fresh=True)
                waiting, letters = main.declaration_result.message_count, dead.declaration_result.message_count
                return Depth(waiting or 0, None, letters or 0)

        return self._call(self._answered(count))

    def dead(self, topic: str, limit: int = 100, ids: Sequence[str] | None = None) -> Sequence[DeadLetter]:
        """Return dead letters, oldest first; see `Queue`."""
        check_topics([topic])
        return self._call(self._answered(lambda: self._dead(topic, limit, ids)))

    async def _dead(self, topic: str, limit: int, ids: Sequence[str] | None) -> list[DeadLetter]:
        async with (await self._connected()).channel() as channel:
            queue = await self._topology.dead(channel, topic)
            seen: list[AbstractIncomingMessage] = []
            found: list[DeadLetter] = []
            while len(found) < limit and (letter := await queue.get(fail=False)) is not None:
                seen.append(letter)
                read = coding.dead_letter(letter)
                found += [read] if ids is None or read.message.id in ids else []
            for letter in reversed(seen):
                await letter.nack(requeue=True)
            return found

    def revive(self, topic: str, ids: Sequence[str] | None = None) -> int:
        """Let dead letters be delivered again; return how many."""
        check_topics([topic])
        return self._call(self._answered(lambda: self._revive(topic, ids)))

    async def _revive(self, topic: str, ids: Sequence[str] | None) -> int:
        count, kept = 0, []
        async with (await self._connected()).channel() as channel:
            queue = await self._topology.dead(channel, topic)
            while (letter := await queue.get(fail=False)) is not None:
                message = coding.decode(letter)
                if ids is not None and message.id not in ids:
                    kept.append(letter)
                    continue
                await self._send(message)
                await letter.ack()
                count += 1
            for letter in reversed(kept):
                await letter.nack(requeue=True)
        return count

    def close(self) -> None:
        """Give back what is held, and end."""
        if self._thread.is_alive():
            self._call(self._close())
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._loop.close()

    async def _close(self) -> None:
        self._closed = True
        if self._connection is not None:
            await self._connection.close()
        await asyncio.gather(*self._waiting, return_exceptions=True)

    # The connection

    async def _connected(self) -> AbstractConnection:
        async with self._lock:
            if self._closed:
                raise StoreError(f"{self!r} is closed")
            if self._connection is None or _is_gone(self._connection):
                await self._reconnect()
            assert self._connection is not None  # noqa: S101 - `_reconnect` makes one, or raises
            return self._connection

    async def _reconnect(self) -> None:
        """Connect anew; a connection that is not closed would complain when it is collected."""
        before, self._connection, self._sender = self._connection, None, None
        self._topology.forget()
        if before is not None:
            await _end(before)
        connection = aio_pika.Connection(aio_pika.connection.make_url(self._url))
        try:
            await connection.connect(timeout=_CONNECT_SECONDS)
        except (*_AWAY, ValueError) as error:
            await _end(connection)
            raise self._error(error) from error
        self._connection = connection

    async def _sending(self) -> AbstractChannel:
        """The channel for what is published, with confirms."""
        connection = await self._connected()
        async with self._lock:
            if self._sender is None or self._sender.is_closed:
                self._sender = await connection.channel(publisher_confirms=True, on_return_raises=True)
            return self._sender

    async def _answered(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        try:
            return await work()
        except _AWAY as error:
            raise self._error(error) from error

    async def _twice(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Try again at once: a broker closes a connection that asks for a queue while another one makes that queue."""
        try:
            return await work()
        except StoreError:
            await asyncio.sleep(_FIRST_DELAY)
            return await work()

    async def _patiently(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Try again while the broker is away."""
        end, delay = self._loop.time() + self._patience, _FIRST_DELAY
        while True:
            try:
                return await self._answered(work)
            except StoreError:
                if self._closed or self._loop.time() + delay > end:
                    raise
            await asyncio.sleep(delay)
            delay = min(2 * delay, _LAST_DELAY)

    def _call(self, work: Coroutine[Any, Any, T]) -> T:
        """Run on the loop's thread, and wait for it."""
        if not self._thread.is_alive():
            work.close()
            raise StoreError(f"{self!r} is closed")
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def _error(self, error: BaseException) -> StoreError:
        said = " ".join(str(error).split()) or type(error).__name__
        return StoreError(f"the broker {coding.without_password(self._url)} cannot be reached: {said}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<RabbitQueue {coding.without_password(self._url)}>"


async def _end(connection: AbstractConnection) -> None:
    with contextlib.suppress(*_AWAY):
        await connection.close()


def _is_gone(connection: AbstractConnection) -> bool:
    """Whether nothing can be asked by it any more; the transport knows before the connection does."""
    transport = connection.transport
    return connection.is_closed or transport is None or bool(transport.connection.is_closed)


class RabbitDelivery:
    """A message of a `RabbitQueue`, held on a channel of its own; see `Delivery`."""

    def __init__(self, queue: RabbitQueue, channel: AbstractChannel, incoming: AbstractIncomingMessage) -> None:
        """Made by `RabbitQueue.receive`."""
        self.message = coding.decode(incoming)
        self.attempt = coding.attempt(incoming)
        self._queue = queue
        self._channel = channel
        self._incoming = incoming
        self._open = True

    def ack(self) -> bool:
        """Forget the message."""
        return self._answer(self._incoming.ack)

    def nack(self, reason: str = "", *, delay: float = 0.0) -> bool:
        """Deliver it again, or bury it after the last try."""
        if self.attempt >= self._queue.attempts:
            return self.reject(reason)
        if delay <= 0:
            return self._answer(lambda: self._incoming.nack(requeue=True))
        return self._answer(lambda: self._later(delay))

    def reject(self, reason: str) -> bool:
        """Keep it as a dead letter."""
        return self._answer(lambda: self.bury(reason))

    async def _later(self, delay: float) -> None:
        """Publish it anew, then forget this one: if we die in between it is delivered twice, but never lost."""
        await self._queue._send(self.message, delay=delay, attempts=self.attempt)  # noqa: SLF001 - one class in two
        await self._incoming.ack()

    async def bury(self, reason: str) -> None:
        """Publish it as a dead letter, then forget this one."""
        queue = self._queue
        channel = await queue._sending()  # noqa: SLF001 - one class in two
        dead = await queue._topology.dead(channel, self.message.topic)  # noqa: SLF001
        letter = coding.encode(self.message, attempts=min(self.attempt, queue.attempts), reason=reason)
        await queue._put(channel, letter, dead.name)  # noqa: SLF001
        await self._incoming.ack()
        await self._channel.close()

    def _answer(self, work: Callable[[], Coroutine[Any, Any, None]]) -> bool:
        if not self._open:
            return False
        self._open = False
        return self._queue._call(self._say(work))  # noqa: SLF001 - one class in two

    async def _say(self, work: Callable[[], Coroutine[Any, Any, None]]) -> bool:
        """The broker has given the message to another one when the channel is gone."""
        try:
            if self._channel.is_closed:
                return False
            await work()
            await self._channel.close()
        except _AWAY:
            return False
        return True

    def __repr__(self) -> str:
        return f"<Delivery {self.message.id} of {self.message.topic}, attempt {self.attempt}>"
