"""The queue in the database: the contract, and what is its own."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from threedkit.store import Database
from threedkit.store.queue import DatabaseQueue, Message
from threedkit.testing import QueueContract


class TestDatabaseQueue(QueueContract):
    @pytest.fixture
    def opened(self, database):
        return lambda: DatabaseQueue(database)


_HOLD = """
import os, sys
from threedkit.store import Database
from threedkit.store.queue import DatabaseQueue
queue = DatabaseQueue(Database.open(sys.argv[1]))
assert queue.receive(["t"]) is not None
print("held", flush=True)
sys.stdin.read()
os._exit(9)
"""


def test_what_a_dead_process_held_comes_back_at_once(database, url, repository):
    queue = DatabaseQueue(database)
    queue.publish(Message(topic="t", body={"n": 1}))
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLD, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=repository
    )
    assert holder.stdout.readline() == b"held\n"
    assert queue.receive(["t"], 1.5) is None
    holder.stdin.close()
    assert holder.wait(60) == 9
    holder.stdout.close()
    again = queue.receive(["t"], 60.0)
    assert again.attempt == 2
    assert again.ack()
    queue.close()


def test_a_consumer_that_hangs_loses_its_message(database):
    """Its beat stands still for 15 s of the observer's clock; then it can change nothing any more."""

    class Clock:
        now = 0.0

        def __call__(self):
            return self.now

    clock = Clock()
    hangs, other = DatabaseQueue(database, lease_seconds=1e6), DatabaseQueue(database, clock=clock)
    hangs.publish(Message(topic="t", body={}))
    held = hangs.receive(["t"])
    for _ in range(3):
        assert other.receive(["t"]) is None
        clock.now += 5.0
    again = other.receive(["t"])
    assert again.attempt == 2
    assert not held.ack()
    assert not held.nack()
    assert not held.reject("late")
    assert again.ack()
    hangs.close()
    other.close()


def test_a_message_over_which_consumers_die_can_be_told(database):
    """It comes once more than it may, for somebody to reject it."""

    class Clock:
        now = 0.0

        def __call__(self):
            return self.now

    clock = Clock()
    queue = DatabaseQueue(database, clock=clock)
    queue.publish(Message(topic="t", body={}))
    for attempt in range(1, 6):
        hangs = DatabaseQueue(database, lease_seconds=1e6)
        assert hangs.receive(["t"]).attempt == attempt
        for _ in range(5):
            assert queue.receive(["u"]) is None
            clock.now += 5.0
    last = queue.receive(["t"])
    assert last.attempt == 6 > queue.attempts
    assert last.nack("its consumer died")
    assert [(one.attempts, one.reason) for one in queue.dead("t")] == [(6, "its consumer died")]
    queue.close()


def test_the_beat_keeps_a_message(database):
    """However long the work takes."""

    class Clock:
        now = 0.0

        def __call__(self):
            return self.now

    clock = Clock()
    works, other = DatabaseQueue(database, lease_seconds=0.5), DatabaseQueue(database, clock=clock)
    works.publish(Message(topic="t", body={}))
    held = works.receive(["t"])
    for _ in range(6):  # half a minute of the observer's
        assert other.receive(["t"]) is None
        clock.now += 5.0
        wait_for_a_beat(database)
    assert held.ack()
    works.close()
    other.close()


def wait_for_a_beat(database):
    def beat():
        return database.read(lambda connection: connection.exec_driver_sql("SELECT beat FROM messages").scalar())

    before, end = beat(), time.monotonic() + 60
    while beat() == before:
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_message_is_published_with_its_transaction(database):
    queue = DatabaseQueue(database)

    class Stop(Exception):  # noqa: N818 - no error
        pass

    def work(connection, fails):
        queue.enlist(connection, Message(topic="t", body={"fails": fails}))
        if fails:
            raise Stop

    with pytest.raises(Stop):
        database.write(lambda connection: work(connection, True))
    assert queue.receive(["t"]) is None
    database.write(lambda connection: work(connection, False))
    assert queue.receive(["t"]).message.body == {"fails": False}
    queue.close()


def test_publishing_again_is_publishing_once(database):
    queue, message = DatabaseQueue(database), Message(topic="t", body={})
    queue.publish(message)
    queue.publish(message, message)
    assert queue.receive(["t"]).ack()
    assert queue.receive(["t"]) is None
    queue.close()


def test_postgresql_tells_of_new_messages_through_a_restart(postgres):
    with Database.open(postgres.url()) as database:
        queue, other = DatabaseQueue(database), DatabaseQueue(database)
        other.publish(Message(topic="t", body={"n": 1}))
        assert queue.receive(["t"], 60.0).ack()
        postgres.crash()
        postgres.start()
        other.publish(Message(topic="t", body={"n": 2}))
        assert queue.receive(["t"], 60.0).ack()
        queue.close()
        other.close()
