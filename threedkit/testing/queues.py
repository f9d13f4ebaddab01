# ruff: noqa: S101 - asserts are what a contract suite is made of
"""The contract that every queue passes, as a pytest class to derive from."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from threedkit.errors import FieldError
from threedkit.store.ids import new_id
from threedkit.store.queue import Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from threedkit.store.queue import Delivery, Queue

__all__ = ["QueueContract"]

_SOON = 60.0


class QueueContract:
    """All that `threedkit.store.queue.Queue` promises, tested.

    Derive a class whose name begins with ``Test`` and override `opened`: it opens the same queue anew each time it is
    called, as another process would, with five attempts a message.

    Example:
        >>> class TestMine(QueueContract):
        ...     @pytest.fixture
        ...     def opened(self, database):
        ...         return lambda: DatabaseQueue(database)
    """

    @pytest.fixture
    def opened(self) -> Callable[[], Queue]:
        """What opens the queue that is tested."""
        raise NotImplementedError

    @pytest.fixture
    def topic(self) -> str:
        """A topic that no other test uses."""
        return f"t{new_id()}"

    @pytest.fixture
    def queue(self, opened: Callable[[], Queue]) -> Any:
        """The queue that is tested."""
        with opened() as queue:
            yield queue

    def take(self, queue: Queue, topic: str, timeout: float = _SOON) -> Delivery:
        """Receive a message that must be there."""
        delivery = queue.receive([topic], timeout)
        assert delivery is not None
        return delivery

    def test_a_message_comes_whole_and_once(self, queue: Queue, topic: str) -> None:
        """Id, body and headers are untouched; what was acknowledged is gone."""
        body = {"text": "ä \u2028 'quoted' \\0 ; DROP", "list": [1, 2.5, None, True], "deep": {"": {}}}
        message = Message(topic=topic, body=body, headers={"traceparent": "00-1-2-01"})
        queue.publish(message)
        delivery = self.take(queue, topic)
        assert delivery.message == message
        assert delivery.attempt == 1
        assert queue.receive([topic]) is None
        assert delivery.ack()
        assert not delivery.ack()
        assert not delivery.nack()
        assert not delivery.reject("late")
        assert queue.receive([topic]) is None
        assert queue.depth(topic).waiting == 0

    def test_order_and_topics(self, queue: Queue, topic: str) -> None:
        """First in, first out; other topics stay."""
        other = f"t{new_id()}"
        sent = [Message(topic=topic, body={"n": n}) for n in range(5)]
        queue.publish(Message(topic=other, body={}), *sent)
        got = [self.take(queue, topic) for _ in sent]
        assert [one.message.id for one in got] == [one.id for one in sent]
        assert all(one.ack() for one in got)
        assert queue.receive([topic]) is None
        both = queue.receive([topic, other], _SOON)
        assert both is not None
        assert both.message.topic == other
        assert both.ack()

    def test_nack_brings_it_back(self, queue: Queue, topic: str) -> None:
        """With its attempts counted."""
        queue.publish(Message(topic=topic, body={}, id=new_id()))
        first = self.take(queue, topic)
        assert first.nack("the disk is full")
        again = self.take(queue, topic)
        assert again.message.id == first.message.id
        assert again.attempt == 2
        assert again.ack()

    def test_delays(self, queue: Queue, topic: str) -> None:
        """Of what is published, and of what failed: not before their time, then soon."""
        begun = time.monotonic()
        queue.publish(Message(topic=topic, body={"n": 1}), delay=1.0)
        late = self.take(queue, topic)
        assert time.monotonic() - begun > 0.9
        begun = time.monotonic()
        assert late.nack("not yet", delay=1.0)
        again = self.take(queue, topic)
        assert time.monotonic() - begun > 0.9
        assert (again.attempt, again.message.body) == (2, {"n": 1})
        assert again.ack()

    def test_dead_letters(self, queue: Queue, topic: str) -> None:
        """After five deliveries, or at once when rejected; they can be revived."""
        bad, worse = Message(topic=topic, body={"n": 1}), Message(topic=topic, body={"n": 2})
        queue.publish(bad)
        for attempt in range(1, 6):
            delivery = self.take(queue, topic)
            assert delivery.attempt == attempt
            assert delivery.nack(f"reason {attempt}")
        assert queue.receive([topic], 0.3) is None
        queue.publish(worse)
        assert self.take(queue, topic).reject("no such scene")
        self.until(lambda: queue.depth(topic).dead == 2)
        letters = queue.dead(topic)
        assert [(one.message, one.attempts, one.reason) for one in letters] == [
            (bad, 5, "reason 5"),
            (worse, 1, "no such scene"),
        ]
        assert len(queue.dead(topic, limit=1)) == 1
        assert [one.message.id for one in queue.dead(topic, 1, [worse.id, "unknown"])] == [worse.id]
        assert not queue.dead(topic, ids=["unknown"])
        assert queue.revive(topic, [worse.id]) == 1
        again = self.take(queue, topic)
        assert (again.message, again.attempt) == (worse, 1)
        assert again.ack()
        assert queue.revive(topic) == 1
        assert self.take(queue, topic).ack()
        assert queue.depth(topic).dead == 0

    def test_what_a_lost_consumer_held_comes_back(self, opened: Callable[[], Queue], topic: str) -> None:
        """A consumer that is closed gives back; what it says afterwards changes nothing."""
        with opened() as writer:
            writer.publish(Message(topic=topic, body={}))
        consumer = opened()
        held = self.take(consumer, topic)
        consumer.close()
        with opened() as other:
            again = self.take(other, topic)
            assert again.attempt == 2
            assert again.message == held.message
            assert again.ack()

    def test_a_waiting_consumer_hears_at_once(self, opened: Callable[[], Queue], topic: str) -> None:
        """Of what another one publishes."""
        with opened() as queue, opened() as other:
            got: list[Delivery | None] = []
            waiting = threading.Thread(target=lambda: got.append(queue.receive([topic], _SOON)))
            waiting.start()
            time.sleep(0.3)
            other.publish(Message(topic=topic, body={}))
            waiting.join(_SOON)
            assert got[0] is not None
            assert got[0].ack()

    def test_wake_ends_the_waiting(self, queue: Queue, topic: str) -> None:
        """So that a process can end: `close` from another thread does."""
        ended = threading.Event()

        def wait() -> None:
            queue.receive([topic], 600.0)
            ended.set()

        thread = threading.Thread(target=wait, daemon=True)
        thread.start()
        time.sleep(0.2)
        queue.close()
        assert ended.wait(_SOON)

    def test_each_message_has_one_consumer(self, opened: Callable[[], Queue], topic: str) -> None:
        """Many publish, many consume: none is lost, none comes twice."""
        published: list[str] = []
        got: list[str] = []
        done = threading.Event()

        def publish() -> None:
            with opened() as queue:
                for number in range(20):
                    message = Message(topic=topic, body={"n": number})
                    queue.publish(message)
                    published.append(message.id)

        def consume() -> None:
            with opened() as queue:
                while not done.is_set():
                    delivery = queue.receive([topic], 0.2)
                    if delivery is not None:
                        got.append(delivery.message.id)
                        assert delivery.ack()

        consumers = [threading.Thread(target=consume) for _ in range(3)]
        publishers = [threading.Thread(target=publish) for _ in range(2)]
        for thread in consumers + publishers:
            thread.start()
        for thread in publishers:
            thread.join()
        self.until(lambda: len(got) >= len(published))
        done.set()
        for thread in consumers:
            thread.join()
        assert sorted(got) == sorted(published)

    def test_what_is_no_message(self, queue: Queue) -> None:
        """Is refused before it is sent."""
        for topic in ("", "Upper", "a b", "a/b", "x" * 64, "1st", "a\n"):
            with pytest.raises(FieldError, match="topic"):
                Message(topic=topic, body={})
            with pytest.raises(FieldError, match="topic"):
                queue.receive([topic])
        with pytest.raises(FieldError, match="topics"):
            queue.receive([])
        with pytest.raises(FieldError, match="into a blob"):
            Message(topic="t", body={"data": "x" * (1 << 20)})
        with pytest.raises(FieldError, match=r"Message\.id"):
            Message(topic="t", body={}, id="a b")

    def until(self, ready: Callable[[], bool]) -> None:
        """Wait for something that comes soon."""
        end = time.monotonic() + _SOON
        while not ready():
            assert time.monotonic() < end
            time.sleep(0.02)
