"""A service that cannot start leaves nothing running."""

from __future__ import annotations

import asyncio
import threading

import pytest

from threedkit.errors import ParameterError
from threedkit.service import Settings
from threedkit.service.app import create_app
from threedkit.store.database import Database
from threedkit.store.outbox import Relay
from threedkit.store.queue.database import DatabaseQueue


def test_what_was_started_ends_when_a_later_part_cannot_start(tmp_path):
    settings = Settings(
        database=f"sqlite:///{tmp_path}/records.db", blobs=str(tmp_path / "blobs"), host="0.0.0.0", grpc_port=0
    )
    app = create_app(settings)
    before = set(threading.enumerate())

    async def run() -> None:
        async with app.router.lifespan_context(app):
            pass

    with pytest.raises(ParameterError, match="would send tokens in the clear"):
        asyncio.run(run())
    left = {thread.name for thread in set(threading.enumerate()) - before if thread.name.startswith("threedkit")}
    assert not left


def test_the_relay_goes_on_after_an_error_that_nobody_has_foreseen(tmp_path, monkeypatch, caplog):
    monkeypatch.setattr("threedkit.store.outbox._AGAIN_SECONDS", 0.0)
    source, target = (DatabaseQueue(Database(f"sqlite:///{tmp_path}/{name}.db")) for name in ("here", "there"))
    relay, moved = Relay(source, target), threading.Event()

    def move(_: float) -> bool:
        if not caplog.records:
            raise RuntimeError("a fault of a driver")
        moved.set()
        return False

    monkeypatch.setattr(relay, "move_one", move)
    relay.start()
    assert moved.wait(60)
    relay.stop()
    relay.join()
    assert "a fault of a driver" in caplog.text
