"""The queue on a real RabbitMQ: the contract, and what is its own."""

from __future__ import annotations

import threading
import time

import pytest

from threedkit.errors import StoreError
from threedkit.store.ids import new_id
from threedkit.store.queue import Message, RabbitQueue
from threedkit.testing import QueueContract


class TestRabbitQueue(QueueContract):
    @pytest.fixture
    def opened(self, rabbitmq):
        return lambda: RabbitQueue(rabbitmq.url)


def test_the_broker_dies_and_nothing_is_lost(rabbitmq):
    """What was confirmed outlives it; those who publish and wait go on when it is back."""
    topic = f"t{new_id()}"
    with RabbitQueue(rabbitmq.url, patience=120.0) as queue:
        queue.publish(Message(topic=topic, body={"n": 1}))
        held = queue.receive([topic], 60.0)
        time.sleep(1.5)  # a queue that was declared within half a second before is not found again by the broker
        rabbitmq.crash()
        assert not held.ack()
        with pytest.raises(StoreError, match="cannot be reached"):
            queue.receive([topic], 60.0)
        late = threading.Thread(target=lambda: queue.publish(Message(topic=topic, body={"n": 2})))
        late.start()
        time.sleep(0.5)
        rabbitmq.start()
        late.join(120)
        assert not late.is_alive()
        got = [queue.receive([topic], 60.0) for _ in range(2)]
        assert sorted(one.message.body["n"] for one in got) == [1, 2]
        assert {one.message.body["n"]: one.attempt for one in got}[1] == 2
        assert all(one.ack() for one in got)


def test_a_broker_that_is_not_there_is_named_without_its_password(servers):
    with pytest.raises(StoreError, match=r"broker amqp://me:\*\*\*@127.0.0.1:\d+/ cannot be reached"):
        RabbitQueue(f"amqp://me:secret@127.0.0.1:{servers.free_port()}/")


def test_a_wrong_password(rabbitmq):
    with pytest.raises(StoreError, match="cannot be reached"):
        RabbitQueue(rabbitmq.url.replace("guest:guest", "guest:wrong"))
