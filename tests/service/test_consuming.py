"""Consumers outlive every message: whatever a handler raises, it is answered, in one line, and the next one comes."""

from __future__ import annotations

import contextlib
import threading
import time

import pytest

import threedkit as tk
from threedkit.errors import StoreError
from threedkit.service import consuming
from threedkit.service import running as service_running
from threedkit.service.consuming import Consumers, Handler
from threedkit.service.context import Service
from threedkit.service.notebooks import running
from threedkit.service.pipeline import Pipeline
from threedkit.service.renders import drawing, products
from threedkit.service.renders.mirror import catch_up
from threedkit.service.settings import Settings
from threedkit.store import NewJob, NewLayer
from threedkit.store.queue import Message
from threedkit.store.values import as_line

TEXT = "no light:\n\t\x1b[31mlamp\x1b[0m \0\ud800" + "x" * 9000
LINE = as_line(TEXT)


@pytest.fixture
def service(tmp_path):
    places = {"database": f"sqlite:///{tmp_path}/records.db", "blobs": str(tmp_path / "blobs")}
    found = Service(Settings(**places, renders=str(tmp_path / "renders"), work=False))
    yield found
    found.stop()


def settled(service, topic="t"):
    """Wait until nothing waits and nothing is held."""
    end = time.monotonic() + 60
    while (depth := service.outbox.queue.depth(topic)).waiting or depth.held:
        assert time.monotonic() < end, depth
        time.sleep(0.02)
    return depth


def consume(service, handler):
    consumers = Consumers(service, {"t": handler}, 1)
    consumers.start()
    return consumers


def test_an_error_of_several_lines(service):
    """On the last try it is written down as one line; the thread takes the next message."""
    service.outbox.queue.attempts = 1
    first, second = (service.store.runs.create("turntable").run_id for _ in range(2))

    def handle(message):
        raise RuntimeError(f"a\n\x1b[1m{message.body['run_id']}\x1b[0m")

    consumers = consume(service, Handler(handle, lambda message, reason: running.give_up(service, message, reason)))
    for run_id in (first, second):
        service.outbox.publish(Message(topic="t", body={"run_id": run_id}))
    assert settled(service).dead == 2
    consumers.stop()
    for run_id in (first, second):
        record = service.store.runs.get(run_id)
        assert (record.status, record.message) == ("failed", f"RuntimeError: a {run_id}")
    assert {one.reason for one in service.outbox.queue.dead("t")} == {
        f"RuntimeError: a {run_id}" for run_id in (first, second)
    }


def test_giving_up_that_fails(service, caplog):
    """The message is a dead letter all the same, and the thread goes on."""
    given_up = []

    def handle(_message):
        raise tk.errors.FieldError("no such thing")

    def give_up(message, _reason):
        given_up.append(message.id)
        raise ValueError("nobody has foreseen this")

    consumers = consume(service, Handler(handle, give_up))
    service.outbox.publish(Message(topic="t", body={}), Message(topic="t", body={}))
    assert settled(service).dead == 2
    consumers.stop()
    assert len(given_up) == 2
    assert "nobody has foreseen this" in caplog.text


def test_the_queue_fails_in_a_way_that_nobody_has_foreseen(service, monkeypatch):
    monkeypatch.setattr(consuming, "_AGAIN_SECONDS", 0.01)
    receive, tried = service.outbox.queue.receive, []

    def once_broken(*args):
        tried.append(1)
        if len(tried) == 1:
            raise ValueError("no number")
        return receive(*args)

    monkeypatch.setattr(service.outbox.queue, "receive", once_broken)
    done = []
    consumers = consume(service, Handler(done.append))
    service.outbox.publish(Message(topic="t", body={}))
    settled(service)
    consumers.stop()
    assert len(done) == 1


@pytest.mark.parametrize("what", ["done", "given up"])
def test_the_records_are_away_when_it_is_to_be_said(service, monkeypatch, what):
    """It is said when they are there again: a message that is held by a process that lives is nobody else's."""
    monkeypatch.setattr(consuming, "_AGAIN_SECONDS", 0.01)
    away, given_up = [StoreError("away")] * 3, []

    def broken(work):
        def wrapped(*args):
            if away:
                raise away.pop()
            return work(*args)

        return wrapped

    def handle(_message):
        if what == "given up":
            raise tk.errors.FieldError("no such thing")

    handler = Handler(handle, broken(lambda message, _: given_up.append(message.id)))
    service.outbox.publish(Message(topic="t", body={}))
    delivery = service.outbox.queue.receive(["t"])
    if what == "done":
        delivery.ack = broken(delivery.ack)
    Consumers(service, {"t": handler}, 0)._take(delivery)
    assert not away
    depth = service.outbox.queue.depth("t")
    assert (depth.held, depth.dead, len(given_up)) == ((0, 0, 0) if what == "done" else (0, 1, 1))


def test_the_runner_begins_anew(service, monkeypatch):
    """Whatever ended it: without it nothing is drawn any more, and nothing else says so."""
    monkeypatch.setattr(service_running, "_AGAIN_SECONDS", 0.01)
    begun, again = [], threading.Event()

    def serve(*, woken, **_):
        begun.append(1)
        if len(begun) == 1:
            raise ValueError("nobody has foreseen this")
        again.set()
        woken.wait(60)

    monkeypatch.setattr(service_running, "serve_jobs", serve)
    monkeypatch.setattr(service_running, "connected", lambda _: contextlib.nullcontext())
    service.settings = service.settings.model_copy(update={"prestart": False})
    runner = service_running.RunnerPart(service)
    runner.start()
    assert again.wait(30)
    runner.stop()


def test_any_text_can_be_told(service):
    """Errors of others come with line breaks, colours, NUL and half surrogates, and at any length."""
    assert LINE.startswith("no light: lamp \\x00\\ud800xxx")
    assert len(LINE) == 4000
    store = service.store
    asset = store.put(tk.Scene(), name="box").asset_id
    scene = store.scenes.create(name="s", graph={"assets": [{"asset_id": asset}]}).scene_id
    job, film = store.renderjobs.create(scene).job_id, store.renderjobs.create(scene, output_format="mp4").job_id
    drawing.give_up(service, Message(topic="t", body={"job_id": job}), TEXT)
    products.give_up(service, Message(topic="t", body={"job_id": film, "name": "film.mp4"}), TEXT)
    assert store.renderjobs.get(job).message == LINE
    assert store.renderjobs.get(film).message == as_line(f"no film: {TEXT}")
    run = store.runs.create("turntable").run_id
    running.give_up(service, Message(topic="t", body={"run_id": run}), TEXT)
    assert store.runs.get(run).message == LINE
    store.assets.update(asset, state="processing")
    store.derivatives.plan(asset, ["thumbnail"])
    Pipeline(store, service.settings).give_up(Message(topic="t", body={"asset_id": asset}), TEXT)
    assert (store.assets.get(asset).state, store.assets.get(asset).message) == ("failed", LINE)
    assert store.derivatives.get(asset, "thumbnail").error == LINE


def test_the_mirror_reflects_any_message(service):
    """A job of the ledger fails with the text of an engine's error."""
    asset = service.store.put(tk.Scene(), name="box").asset_id
    scene = service.store.scenes.create(name="s", graph={"assets": [{"asset_id": asset}]}).scene_id
    record = service.store.renderjobs.create(scene)
    service.store.jobs.submit(NewJob(id=record.job_id, key="0" * 64, layers=(NewLayer("frames", ((0, 1),)),)))
    lease = service.store.jobs.lease("runner", record.job_id)
    lease.move("running")
    lease.move("failed", "no light:\n\x1b[31mlamp\x1b[0m")
    catch_up(service)
    found = service.store.renderjobs.get(record.job_id)
    assert (found.status, found.message) == ("failed", "no light: lamp")
    assert catch_up(service) == 0
