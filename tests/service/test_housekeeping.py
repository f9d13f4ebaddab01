"""What is kept for a time only goes while the service runs, not when it is started only."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from threedkit.errors import StoreError
from threedkit.service import Settings, housekeeping
from threedkit.service.context import Service
from threedkit.service.housekeeping import Housekeeper
from threedkit.service.workers import parts
from threedkit.store.idempotency import Taken
from threedkit.store.outbox import once


@pytest.fixture
def service(tmp_path):
    made = Service(Settings(database=f"sqlite:///{tmp_path}/records.db", blobs=str(tmp_path / "blobs"), pipeline=False))
    yield made
    made.stop()


def age(service):
    """Make a request key, a mark and an upload whose time is over."""

    def work(connection):
        service.keys.note(connection, "ann", "k", Taken("scenes.create", "", "0198"))
        once(connection, "pipeline", "m")
        connection.exec_driver_sql("UPDATE requests SET created = '2001-01-01 00:00:00'")
        connection.exec_driver_sql("UPDATE handled SET at = 0")

    service.database.write(work)
    service.store.uploads.new(3, life=dt.timedelta(0))


def left(service):
    def work(connection):
        tables = ("requests", "handled", "uploads")
        return [connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() for table in tables]

    return service.database.read(work)


def test_it_looks_again_and_again(service, monkeypatch):
    monkeypatch.setattr(housekeeping, "_EVERY_SECONDS", 0.05)
    keeper = Housekeeper(service)
    keeper.start()
    for _ in range(2):
        age(service)
        end = time.monotonic() + 60
        while left(service) != [0, 0, 0]:
            assert time.monotonic() < end, left(service)
            time.sleep(0.02)
    keeper.stop()
    keeper.join(60)
    assert not keeper.is_alive()


def test_what_fails_does_not_keep_the_rest(service, monkeypatch):
    def away(*_):
        raise StoreError("the disk is away")

    age(service)
    monkeypatch.setattr(type(service.blobs), "abort_upload", away)
    keeper = Housekeeper(service)
    assert (keeper.forget(), left(service)) == (False, [0, 0, 1])
    monkeypatch.undo()
    assert (keeper.forget(), left(service)) == (True, [0, 0, 0])


def test_a_process_that_works_has_one(service):
    threads = [getattr(part, "_thread", None) for part in parts(service)]
    assert any(isinstance(thread, Housekeeper) for thread in threads)
