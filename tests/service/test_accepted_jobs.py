"""Nothing accepted is lost, nothing has effect twice: processes are killed between every two steps of a render job."""

from __future__ import annotations

import contextlib
import os
import threading
import time

import pytest

import threedkit as tk
from threedkit.errors import StoreError
from threedkit.service.auth import Principal
from threedkit.service.consuming import Again, Consumers, Handler
from threedkit.service.context import Service
from threedkit.service.renders import accepting, drawing
from threedkit.service.renders.mirror import catch_up
from threedkit.service.renders.requests import NewRenderJob
from threedkit.service.settings import Settings
from threedkit.service.workers import handlers
from threedkit.store.outbox import Outbox, once
from threedkit.store.queue import Message, RabbitQueue

ADMIN = Principal("admin", admin=True)
KILLED = 9


@pytest.fixture
def settings(tmp_path):
    places = {"database": f"sqlite:///{tmp_path}/records.db", "blobs": str(tmp_path / "blobs")}
    return Settings(**places, renders=str(tmp_path / "renders"), work=False)


@pytest.fixture
def scene_id(settings):
    with opened(settings) as service:
        scene = tk.Scene()
        scene.add(tk.Mesh(tk.box(), tk.Material(base_color="#ef6631")), name="box")
        asset = service.store.put(scene, name="box")
        return service.store.scenes.create(name="box", graph={"assets": [{"asset_id": asset.asset_id}]}).scene_id


@contextlib.contextmanager
def opened(settings):
    service = Service(settings)
    try:
        yield service
    finally:
        service.stop()


def in_a_process(work):
    """Do something in a process of its own, which ends by being killed; return its exit code."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def dies(*_args, **_kwargs):
    os._exit(KILLED)


def dies_after(holder, name, monkeypatch):
    """Let a function be the last thing that its process does."""
    function = getattr(holder, name)

    def wrapped(*args, **kwargs):
        function(*args, **kwargs)
        os._exit(KILLED)

    monkeypatch.setattr(holder, name, wrapped)


def accept(service, scene_id):
    return accepting.accept(service, ADMIN, NewRenderJob(scene_id=scene_id, resolution=(32, 24), frames=3))


def take_one(service):
    """What a consumer does with one message."""
    delivery = service.outbox.queue.receive(["render"], 60.0)
    Consumers(service, handlers(service), 0)._take(delivery)


def drain(service):
    """Work until nothing is left to do."""
    consumers = Consumers(service, handlers(service), 2)
    consumers.start()
    end = time.monotonic() + 90
    while any((depth := service.outbox.queue.depth("render")).waiting or depth.held or 0 for _ in "a"):
        assert time.monotonic() < end
        time.sleep(0.05)
    consumers.stop()


def check_one_job(service, job_id):
    """The record, its one job in the ledger, with its three frames, and nothing else."""
    jobs = service.store.jobs.list().jobs
    assert [job.id for job in jobs] == [job_id]
    assert jobs[0].counts.total == 3
    assert service.outbox.queue.depth("render").dead == 0
    lease = service.store.jobs.lease("runner", job_id)
    assert lease is not None
    lease.move("running")
    catch_up(service)
    assert service.store.renderjobs.get(job_id).status == "running"


def test_killed_before_the_commit_nothing_was_accepted(settings, scene_id):
    def work():
        with opened(settings) as service:
            accepting.accept(service, ADMIN, NewRenderJob(scene_id=scene_id, resolution=(32, 24)), also=dies)

    assert in_a_process(work) == KILLED
    with opened(settings) as service:
        assert not service.store.renderjobs.list().items
        assert service.outbox.queue.depth("render").waiting == 0


def test_killed_after_the_commit_it_is_drawn(settings, scene_id, monkeypatch):
    monkeypatch.setattr(Outbox, "wake", dies)

    def work():
        with opened(settings) as service:
            accept(service, scene_id)

    assert in_a_process(work) == KILLED
    monkeypatch.undo()
    with opened(settings) as service:
        (record,) = service.store.renderjobs.list().items
        drain(service)
        check_one_job(service, record.job_id)


@pytest.mark.parametrize(
    "step",
    ["received", "composed", "blobs are written", "job is written", "lease is released", "submitted", "acknowledged"],
)
def test_a_worker_killed_at_any_step(settings, scene_id, monkeypatch, step):
    """The message comes to another worker, and the ledger's job is there once, ready for a runner."""
    from threedkit.jobs import submission
    from threedkit.store import JobStore, Store
    from threedkit.store.jobs.lease import Lease
    from threedkit.store.queue.database import DatabaseDelivery

    with opened(settings) as service:
        job_id = accept(service, scene_id).job_id
    places = {
        "received": lambda: monkeypatch.setattr(drawing, "_submit", dies),
        "composed": lambda: dies_after(Store, "composed", monkeypatch),
        "blobs are written": lambda: monkeypatch.setattr(JobStore, "submit_leased", dies),
        "job is written": lambda: dies_after(JobStore, "submit_leased", monkeypatch),
        "lease is released": lambda: dies_after(Lease, "release", monkeypatch),
        "submitted": lambda: dies_after(drawing, "_submit", monkeypatch),
        "acknowledged": lambda: dies_after(DatabaseDelivery, "ack", monkeypatch),
    }
    assert submission
    places[step]()

    def work():
        with opened(settings) as service:
            take_one(service)

    assert in_a_process(work) == KILLED
    monkeypatch.undo()
    with opened(settings) as service:
        drain(service)
        check_one_job(service, job_id)


def test_a_job_over_which_workers_die_fails_and_says_so(settings, scene_id, monkeypatch):
    with opened(settings) as service:
        job_id = accept(service, scene_id).job_id
    monkeypatch.setattr(drawing, "_submit", dies)

    def work():
        with opened(settings) as service:
            take_one(service)

    for _ in range(5):
        assert in_a_process(work) == KILLED
    with opened(settings) as service:
        drain(service)
        record = service.store.renderjobs.get(job_id)
        assert (record.status, "died" in record.message) == ("failed", True)
        assert service.outbox.queue.depth("render").dead == 1


def test_cancelled_while_a_worker_writes_it_down(settings, scene_id, monkeypatch):
    """Whichever of the two comes first, nothing is drawn."""
    from threedkit.service.renders import steering

    with opened(settings) as service:
        job_id = accept(service, scene_id).job_id
        submit = drawing._submit

        def late(*args):
            service.store.renderjobs.update(job_id, status="cancelled", message="cancelled")
            return submit(*args)

        monkeypatch.setattr(drawing, "_submit", late)
        take_one(service)
        assert service.store.jobs.several([job_id])[job_id].status == "cancelled"
        monkeypatch.undo()
        other = accept(service, scene_id).job_id
        take_one(service)
        steering.cancel(service, ADMIN, other)
        assert service.store.jobs.several([other])[other].status == "cancelled"


def test_what_a_consumer_says_decides_what_becomes_of_a_message(settings):
    """Retried with growing pauses, put off, or a dead letter at once; `give_up` hears of every dead letter."""
    given_up, tried = [], []

    def handle(message):
        tried.append(message.body["kind"])
        if message.body["kind"] == "put off" and tried.count("put off") == 1:
            raise Again(0.1, "not yet")
        if message.body["kind"] == "hopeless":
            raise tk.errors.FieldError("no such thing")
        if message.body["kind"] == "away":
            raise StoreError("the bucket is away")

    with opened(settings) as service:
        queue = service.outbox.queue
        handler = Handler(handle, lambda message, reason: given_up.append((message.body["kind"], reason)))
        consumers = Consumers(service, {"t": handler}, 1)
        for kind in ("fine", "put off", "hopeless"):
            queue.publish(Message(topic="t", body={"kind": kind}))
        consumers.start()
        end = time.monotonic() + 90
        while (depth := queue.depth("t")).waiting or depth.held:
            assert time.monotonic() < end
            time.sleep(0.02)
        consumers.stop()
        assert tried == ["fine", "put off", "hopeless", "put off"]
        assert given_up == [("hopeless", "no such thing")]
        queue.publish(Message(topic="t", body={"kind": "away"}))
        delivery = queue.receive(["t"])
        begun = time.monotonic()
        Consumers(service, {"t": handler}, 0)._take(delivery)
        assert queue.receive(["t"], 60.0) is not None
        assert time.monotonic() - begun > 0.9


def test_an_effect_in_the_database_happens_once(settings):
    """However often its message comes."""
    with opened(settings) as service:
        effects = []

        def work(connection):
            if once(connection, "counter", "m1"):
                effects.append(1)

        for _ in range(3):
            service.database.write(work)
        assert effects == [1]


def test_a_relay_that_dies_between_two_queues_loses_nothing(settings, scene_id, rabbitmq, monkeypatch):
    """The message comes twice to the broker, and is one job."""
    over = settings.model_copy(update={"queue": None})
    with opened(over) as service:
        job_id = accept(service, scene_id).job_id
    dies_after(RabbitQueue, "publish", monkeypatch)

    def work():
        with opened(over) as service:
            Outbox(service.database, RabbitQueue(rabbitmq.url)).relay().move_one(60.0)

    assert in_a_process(work) == KILLED
    monkeypatch.undo()
    with opened(over) as service, RabbitQueue(rabbitmq.url) as broker:
        service.outbox = Outbox(service.database, broker)
        relay = service.outbox.relay()
        relay.start()
        end = time.monotonic() + 90
        while broker.depth("render").waiting < 2:
            assert time.monotonic() < end
            time.sleep(0.05)
        drain(service)
        relay.stop()
        relay.join()
        service.outbox.source.close()
        check_one_job(service, job_id)
        service.outbox = Outbox(service.database)


def test_the_broker_is_away_and_jobs_are_accepted(settings, scene_id, rabbitmq):
    """They wait in the database; the relay brings them when it is back."""
    with opened(settings) as service, RabbitQueue(rabbitmq.url, patience=0.5) as broker:
        service.outbox = Outbox(service.database, broker)
        relay = service.outbox.relay()
        relay.start()
        rabbitmq.crash()
        job_id = accept(service, scene_id).job_id
        time.sleep(1.5)
        assert service.outbox.source.depth("render").dead == 0
        restart = threading.Thread(target=rabbitmq.start)
        restart.start()
        restart.join()
        delivery = broker.receive(["render"], 90.0)
        assert delivery.message.body == {"job_id": job_id}
        Consumers(service, handlers(service), 0)._take(delivery)
        relay.stop()
        relay.join()
        check_one_job(service, job_id)
        service.outbox = Outbox(service.database)
