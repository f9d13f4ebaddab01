"""What may happen to a database while it is written: afterwards it is consistent, and nothing told is lost."""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import sys
import threading
import time

import psycopg
import pytest
import sqlalchemy as sa

from threedkit.errors import StoreError
from threedkit.store import Counts, Database, JobStore
from threedkit.store.tables import frames, layers, outputs


def check(database):
    """The file is whole, and what is counted is what there is."""

    def work(connection):
        if database.is_sqlite:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        for layer in connection.execute(sa.select(layers)).all():
            query = sa.select(frames.c.state, sa.func.count()).where(frames.c.layer == layer.number)
            found = {state: count for state, count in connection.execute(query.group_by(frames.c.state))}  # noqa: C416 - rows
            counted = {name: getattr(layer, name) for name in ("queued", "running", "succeeded", "failed", "skipped")}
            assert {name: count for name, count in counted.items() if count} == found
        finished = sa.select(sa.func.count()).where(frames.c.state == "succeeded")
        assert connection.scalar(finished) == connection.scalar(sa.select(sa.func.count()).select_from(outputs))

    database.read(work)


# A process that dies

WRITE = """
import json, sys
from collections import namedtuple
from threedkit.store import Database, JobStore, NewJob, NewLayer
Receipt = namedtuple("Receipt", "index file sha256 key size draw_seconds encode_seconds worker device reused")
url, number = sys.argv[1:]
store = JobStore(Database.open(url))
while True:
    name = f"job-{number}"
    new = NewJob(id=name, key="0" * 64, layers=(NewLayer("frames", ((0, 3000),)),))
    lease, _, _ = store.submit_leased(new, "writer")
    print(json.dumps(["submitted", name]), flush=True)
    lease.move("running")
    for start in range(0, 3000, 300):
        chunk = lease.begin(range(start, start + 300))
        done = [Receipt(index, "f", "a" * 64, "", 1, 0.1, 0.1, "w", "", False) for index in chunk]
        lease.settle(finished=done, happened=[("chunk", {"start": start})])
        print(json.dumps(["finished", name, start]), flush=True)
    lease.move("succeeded")
    lease.release()
    number = f"{number}0"
"""


def test_a_writer_killed_in_the_middle(url, database, store, repository):
    chance = random.Random(5)
    told = []
    for attempt in range(1, 4):
        command = [sys.executable, "-c", WRITE, url, str(attempt)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=repository) as process:
            told.append(json.loads(process.stdout.readline()))
            time.sleep(chance.uniform(0.0, 0.4))
            process.kill()
            told += [json.loads(line) for line in process.stdout if line.endswith(b"\n")]
        check(database)
    done = [one for one in told if one[0] == "finished"]
    assert told
    for _, name, start in done:
        ranges = store.ranges(name, ("succeeded",))
        assert any(first <= start and start + 300 <= stop for first, stop in ranges)
    for job in store.list().jobs:
        assert (job.alive, job.counts.total) == (False, 3000)
        if not job.ended:
            lease = store.lease("heir", job.id)
            assert lease.record.counts.running == 0
            begun = lease.begin(range(3000))
            assert len(begun) + lease.record.counts.succeeded == 3000
    check(database)


# A disk that is full


@pytest.fixture
def full_disk(url):
    """A SQLite file that may grow to so many pages of 4 KiB: `full_disk(pages)`."""
    opened = []

    def make(pages):
        database = Database.open(url, patience=1.0)
        database.limit = pages
        opened.append(database)

        @sa.event.listens_for(database.engine, "checkout")
        def limit(connection, *_):
            connection.execute(f"PRAGMA max_page_count = {database.limit}")

        return database

    yield make
    for database in opened:
        database.close()


def test_a_full_disk_loses_nothing(url, full_disk, new_job, receipt):
    if not url.startswith("sqlite"):
        return  # its server's disk cannot be filled here; tests/store/test_trouble.py has what it says then
    database = full_disk(150)
    store = JobStore(database)
    store.submit(new_job("fox", 4000))
    lease = store.lease("me")
    lease.move("running")

    def draw(first):
        for start in range(first, 4000, 100):
            chunk = lease.begin(range(start, start + 100))
            lease.settle(finished=[receipt(index) for index in chunk], happened=[("chunk", {"start": start})])

    with pytest.raises(StoreError, match="cannot grow: its disk is full; free some space") as caught:
        draw(0)
    assert "\n" not in str(caught.value)
    check(database)
    done = store.counts("fox").succeeded
    assert 0 < done < 4000
    with pytest.raises(StoreError, match="full"):
        store.submit(new_job("bear", 4000))
    assert [job.id for job in store.list().jobs] == ["fox"]
    database.limit = 10_000  # somebody has made room: the same lease goes on
    lease.put_back(range(4000))
    draw(done)
    assert store.counts("fox") == Counts(succeeded=4000)
    lease.move("succeeded")
    starts = [event.data["start"] for event in store.events("fox") if event.kind == "chunk"]
    assert starts == list(range(0, 4000, 100))
    check(database)


# Locks


def test_another_writer_holds_the_lock_for_seconds(url, store, running, receipt):
    lease = running("fox", 3)
    held, go = threading.Event(), threading.Event()

    def hold():
        if url.startswith("sqlite"):
            with sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None) as connection:
                connection.execute("BEGIN EXCLUSIVE")
                held.set()
                go.wait(60)
                connection.execute("ROLLBACK")
            connection.close()
        else:
            with psycopg.connect(url) as connection:
                connection.execute("LOCK TABLE jobs IN ACCESS EXCLUSIVE MODE")
                held.set()
                go.wait(60)

    other = threading.Thread(target=hold)
    other.start()
    assert held.wait(30)
    threading.Timer(2.0, go.set).start()
    start = time.monotonic()
    lease.finish([receipt(0)])
    assert time.monotonic() - start > 1
    other.join()
    assert store.counts("fox") == Counts(queued=2, succeeded=1)


def test_a_lock_that_is_never_given_back_is_named(url):
    if not url.startswith("sqlite"):
        return  # PostgreSQL ends such a session by itself: connect.py
    with (
        Database.open(url, patience=0.3) as database,
        sqlite3.connect(database.url[10:], isolation_level=None) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match=r"is locked by another process for 0.3 s"):
            database.write(lambda connection: connection.exec_driver_sql("DELETE FROM jobs"))
        other.execute("ROLLBACK")
    other.close()


# A server that goes away and comes back


def test_postgresql_is_restarted_in_the_middle(servers, new_job, receipt):
    server = servers.Postgres()
    try:
        with Database.open(server.url()) as database:
            store = JobStore(database)
            lease, _, _ = store.submit_leased(new_job("fox", 100_000), "me")
            lease.move("running")
            stop, errors = threading.Event(), []

            def work():
                start = 0
                try:
                    while not stop.is_set():
                        chunk = lease.begin(range(start, start + 20))
                        assert chunk == list(range(start, start + 20))
                        lease.settle(finished=[receipt(one) for one in chunk], happened=[("chunk", {"start": start})])
                        start += 20
                except Exception as error:
                    errors.append(error)
                    raise
                counts.append(start)

            def watch():
                try:
                    while not stop.is_set():
                        store.get("fox")
                        store.list()
                        lease.beat()
                        time.sleep(0.02)
                except Exception as error:
                    errors.append(error)
                    raise

            counts = []
            threads = [threading.Thread(target=work), threading.Thread(target=watch)]
            for thread in threads:
                thread.start()
            for act in (server.stop, server.crash, server.stop):
                time.sleep(0.7)
                act()
                time.sleep(0.7)
                server.start()
            time.sleep(0.7)
            stop.set()
            for thread in threads:
                thread.join()
            assert errors == []
            (drawn,) = counts
            assert store.counts("fox") == Counts(queued=100_000 - drawn, succeeded=drawn)
            starts = [event.data["start"] for event in store.events("fox", limit=100_000) if event.kind == "chunk"]
            assert starts == list(range(0, drawn, 20))
            assert store.get("fox").worker_seconds == pytest.approx(0.5 * drawn)
            check(database)
    finally:
        server.close()


@pytest.fixture
def unheard(url, database):
    """The next commit comes through, and the connection is lost before the server can say so."""
    commit = database.engine.dialect.do_commit

    def lose():
        def once(connection):
            database.engine.dialect.do_commit = commit
            commit(connection)
            connection.dbapi_connection.close()
            raise psycopg.OperationalError("server closed the connection unexpectedly")

        database.engine.dialect.do_commit = once

    yield lose
    database.engine.dialect.do_commit = commit


def test_an_answer_that_is_lost_does_nothing_twice(url, store, running, receipt, unheard, new_job):
    if url.startswith("sqlite"):
        return  # there is no line to be lost
    lease = running("fox", 10)
    unheard()
    assert lease.begin([0, 1, 2], attempt=1) == [0, 1, 2]
    unheard()
    lease.settle(finished=[receipt(0)], put_back=[1], happened=[("chunk", {})], seconds=1.0)
    unheard()
    assert lease.beat(2.0).run_seconds == 2.0
    unheard()
    assert lease.move("paused").status == "paused"
    job = store.get("fox")
    assert job.counts == Counts(queued=8, running=1, succeeded=1)
    assert (job.worker_seconds, job.run_seconds) == (1.5, 2.0)
    assert [event.kind for event in store.events("fox")].count("chunk") == 1
    unheard()
    other, created = store.submit(new_job("bear", submission="k"))
    assert (other.id, created) == ("bear", True)
    unheard()
    taken, _, created = store.submit_leased(new_job("wolf"), "me")
    assert created
    taken.move("running")
    unheard()
    with pytest.raises(StoreError, match="whether the last change was kept is not known"):
        store.log("fox", "words")
    assert store.events("fox")[-1].kind == "words"


def test_postgresql_ends_sessions_that_hang(url, database):
    if url.startswith("sqlite"):
        return  # a file has no sessions
    query = "SELECT current_setting('idle_in_transaction_session_timeout'), current_setting('lock_timeout')"
    for _ in range(2):  # a connection that is used again, too
        assert database.read(lambda connection: tuple(connection.exec_driver_sql(query).one())) == ("1min", "20s")
