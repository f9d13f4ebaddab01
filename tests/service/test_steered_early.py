"""Work that is paused, resumed, cancelled or deleted at the moment at which a worker takes it: the last word holds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import threedkit as tk
from threedkit.jobs.folder import JobFolder
from threedkit.service.auth import Principal
from threedkit.service.context import Service
from threedkit.service.notebooks import running
from threedkit.service.renders import accepting, drawing, forgetting, products, steering
from threedkit.service.renders.mirror import catch_up
from threedkit.service.renders.requests import NewRenderJob
from threedkit.service.routes import runs as routes
from threedkit.service.settings import Settings
from threedkit.store.blobs import FolderBlobs
from threedkit.store.queue import Message

ADMIN = Principal("admin", admin=True)


@pytest.fixture
def service(tmp_path):
    places = {"database": f"sqlite:///{tmp_path}/records.db", "blobs": str(tmp_path / "blobs")}
    found = Service(Settings(**places, renders=str(tmp_path / "renders"), work=False))
    yield found
    found.stop()


def done(service, *topics):
    """Take all messages of some topics, as a consumer does; return how many."""
    handlers = {"render": drawing.draw, "forget": forgetting.forget}
    count = 0
    while delivery := service.outbox.queue.receive(topics):
        handlers[delivery.message.topic](service, delivery.message)
        delivery.ack()
        count += 1
    return count


# Render jobs


@pytest.fixture
def job_id(service):
    scene = tk.Scene()
    scene.add(tk.Mesh(tk.box(), tk.Material(base_color="#ef6631")), name="box")
    asset = service.store.put(scene, name="box")
    scene_id = service.store.scenes.create(name="box", graph={"assets": [{"asset_id": asset.asset_id}]}).scene_id
    asked = NewRenderJob(scene_id=scene_id, camera_config={"type": "turntable"}, resolution=(32, 24), frames=3)
    return accepting.accept(service, ADMIN, asked).job_id


def while_written(service, monkeypatch, before=(), after=()):
    """Let a worker take the job; do something before and after its job of the ledger is there, and look at both."""
    submit = drawing._submit

    def late(*args):
        for step in before:
            step()
        found = submit(*args)
        catch_up(service)
        for step in after:
            step()
        return found

    monkeypatch.setattr(drawing, "_submit", late)
    assert done(service, "render")
    monkeypatch.undo()


def states(service, job_id):
    catch_up(service)
    return service.store.jobs.get(job_id).status, service.store.renderjobs.get(job_id).status


def test_paused_while_a_worker_writes_it_down(service, job_id, monkeypatch):
    while_written(service, monkeypatch, [lambda: steering.pause(service, ADMIN, job_id)])
    assert states(service, job_id) == ("paused", "paused")
    assert service.store.renderjobs.get(job_id).message == ""
    steering.resume(service, ADMIN, job_id)
    assert states(service, job_id) == ("queued", "queued")


def test_paused_and_resumed_while_a_worker_writes_it_down(service, job_id, monkeypatch):
    steps = [lambda: steering.pause(service, ADMIN, job_id), lambda: steering.resume(service, ADMIN, job_id)]
    while_written(service, monkeypatch, steps)
    assert states(service, job_id) == ("queued", "queued")


def test_resumed_when_it_is_in_the_ledger(service, job_id, monkeypatch):
    pause, resume = (lambda: steering.pause(service, ADMIN, job_id)), (lambda: steering.resume(service, ADMIN, job_id))
    while_written(service, monkeypatch, [pause], [resume])
    assert states(service, job_id)[0] == "queued"


@pytest.mark.parametrize("what", ["pause", "cancel"])
def test_asked_with_an_old_look_at_the_ledger(service, job_id, monkeypatch, what):
    """The worker looks at the record before the wish is in it, whoever wishes at the ledger before the job is in it."""
    found = steering._found

    def slow(*args):
        record, job = found(*args)
        assert job is None
        assert done(service, "render")
        return record, job

    monkeypatch.setattr(steering, "_found", slow)
    getattr(steering, what)(service, ADMIN, job_id)
    assert service.store.jobs.get(job_id).status == {"pause": "paused", "cancel": "cancelled"}[what]


def test_paused_and_then_the_worker_dies(service, job_id, monkeypatch):
    """Its message comes to another one, which finds the job in the ledger."""
    steps = [lambda: steering.pause(service, ADMIN, job_id)]
    monkeypatch.setattr(drawing, "_catch_up", lambda *_: None)
    delivery = service.outbox.queue.receive(["render"])
    submit = drawing._submit
    monkeypatch.setattr(drawing, "_submit", lambda *args: (steps[0](), submit(*args)))
    drawing.draw(service, delivery.message)
    monkeypatch.undo()
    catch_up(service)
    assert service.store.renderjobs.get(job_id).status == "paused"
    drawing.draw(service, delivery.message)
    assert states(service, job_id) == ("paused", "paused")


def test_deleted_while_a_worker_writes_it_down(service, job_id, monkeypatch):
    """`forget` has run by then: the job of the ledger and its folder go all the same."""
    folder = Path(service.store.renderjobs.get(job_id).output_path)
    steps = [lambda: steering.delete(service, ADMIN, job_id), lambda: done(service, "forget")]
    while_written(service, monkeypatch, steps)
    assert done(service, "forget")
    assert not service.store.jobs.several([job_id])
    assert not folder.exists()


def test_deleted_while_its_film_is_made(service, job_id, monkeypatch):
    done(service, "render")
    record = service.store.renderjobs.get(job_id)
    folder = Path(record.output_path)

    class Job:
        def video(self, target):
            steering.delete(service, ADMIN, job_id)
            done(service, "forget")
            target.write_bytes(b"film")

    monkeypatch.setattr(products, "open_job", lambda *_, **__: Job())
    products.make(service, Message(topic="product", body={"job_id": job_id, "name": "film.mp4"}))
    done(service, "forget")
    assert not folder.exists()


def test_what_cannot_be_drawn_stays_cancelled(service, job_id):
    steering.cancel(service, ADMIN, job_id)
    drawing.give_up(service, Message(topic="render", body={"job_id": job_id}), "too late")
    products.give_up(service, Message(topic="t", body={"job_id": job_id, "name": "film.png"}), "too late")
    assert service.store.renderjobs.get(job_id).status == "cancelled"


# Notebooks

CHILD = """
import json, pathlib, sys, time
order = json.loads(sys.argv[1])
folder = pathlib.Path(order["output"])
(folder / "run.json").write_text(json.dumps(order["parameters"]["report"]))
for frame in range(order["parameters"]["frames"]):
    time.sleep(0.01)
    folder.mkdir(exist_ok=True)
    (folder / "frame").write_text(str(frame))
"""
GOOD = {"status": "succeeded", "scene_hash": "0"}
BAD = {"status": "failed", "error": {"type": "ValueError", "message": "no light:\n\x1b[31mlamp\x1b[0m"}}
LONG = 6000


class Run:
    """A run whose process is a small program, and what is done at a step of it."""

    def __init__(self, service, monkeypatch, output):
        self.service, self.monkeypatch, self.output = service, monkeypatch, output
        self.id = ""

    def execute(self, report, frames=1, **steps):
        """``step=work``: `work` is done after the first call of that function."""
        runs, parameters = self.service.store.runs, {"report": report, "frames": frames}
        self.id = runs.create("turntable", parameters, output_path=str(self.output)).run_id
        for name, work in steps.items():
            self.monkeypatch.setattr(running, name, self._then(getattr(running, name), work))
        running.execute(self.service, Message(topic="run", body={"run_id": self.id}))

    def _then(self, function, work):
        called = []

        def wrapped(*args):
            found = function(*args)
            if not called:
                called.append(1)
                work()
            return found

        return wrapped

    @property
    def record(self):
        return self.service.store.runs.get(self.id)

    def cancel(self):
        assert b'"cancelled"' in routes.cancel_run(self.service, ADMIN, self.id).body

    def delete(self):
        assert routes.delete_run(self.service, ADMIN, self.id).status_code == 204
        assert done(self.service, "forget") == 1


@pytest.fixture
def run(service, tmp_path, monkeypatch):
    program = tmp_path / "child.py"
    program.write_text(CHILD)
    start = subprocess.Popen
    monkeypatch.setattr(running, "_LOOK_SECONDS", 0.02)
    monkeypatch.setattr(
        running.subprocess, "Popen", lambda argv, **kwargs: start([sys.executable, str(program), argv[-1]], **kwargs)
    )
    return Run(service, monkeypatch, tmp_path / "renders" / "run")


def test_a_run_ends_well_or_not(run):
    run.execute(GOOD)
    assert (run.record.status, run.record.message) == ("succeeded", "")
    run.execute(BAD)
    assert (run.record.status, run.record.message) == ("failed", "ValueError: no light: lamp")
    assert (run.output / "frame").exists()


def test_a_run_cancelled_while_its_files_are_fetched(run):
    run.execute(GOOD, LONG, _with_files=run.cancel)
    assert (run.record.status, run.record.message) == ("cancelled", "cancelled")
    assert not run.record.started_at


def test_a_run_cancelled_while_it_runs(run, servers):
    def cancel():
        servers.wait_for((run.output / "frame").exists, "the first frame")
        run.cancel()

    run.execute(GOOD, LONG, _tell=cancel)
    assert run.record.status == "cancelled"
    assert (run.output / "frame").exists()


@pytest.mark.parametrize("report", [GOOD, BAD])
def test_a_run_cancelled_while_its_files_are_carried_away(run, report):
    run.execute(report, _keep=run.cancel)
    assert (run.record.status, run.record.result) == ("cancelled", {})


def test_a_run_that_has_ended_is_not_cancelled(run):
    """Also where the route has looked at it before."""
    run.execute(GOOD)
    before = run.record
    assert b'"succeeded"' in routes.cancel_run(run.service, ADMIN, run.id).body
    running.give_up(run.service, Message(topic="run", body={"run_id": run.id}), "too late")
    assert run.record == before


@pytest.mark.parametrize("step", ["_with_files", "_tell", "_keep"])
def test_a_run_deleted_at_any_step_leaves_nothing(run, step):
    run.execute(GOOD, LONG if step == "_tell" else 1, **{step: run.delete})
    done(run.service, "forget")
    assert not run.output.exists()
    assert run.service.outbox.queue.depth("run").dead == 0


def test_a_run_deleted_while_its_files_go_to_a_bucket(run, tmp_path, monkeypatch):
    """Those of them that were there when it was deleted go, and those that came later."""
    bucket = FolderBlobs(tmp_path / "bucket")
    monkeypatch.setenv("THREEDKIT_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(running, "results", lambda _: bucket)
    monkeypatch.setattr(forgetting, "results", lambda _: bucket)
    monkeypatch.setattr(forgetting.JobFolder, "open", lambda _: JobFolder(tmp_path / "none"))
    run.output = "s3://farm/renders/run"
    run.execute(GOOD, _keep=run.delete)
    with bucket.writer("frame") as writer:
        writer.write(b"late")
        writer.finish()
    assert done(run.service, "forget") == 1
    assert list(bucket.list()) == []
    assert not (tmp_path / "home" / "runs" / run.id).exists()


def test_a_run_deleted_before_anything_is_carried_to_a_bucket(run, tmp_path, monkeypatch):
    monkeypatch.setenv("THREEDKIT_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(running, "results", lambda _: pytest.fail("something was uploaded"))
    run.output = "s3://farm/renders/run"
    monkeypatch.setattr(run, "delete", lambda: routes.delete_run(run.service, ADMIN, run.id))
    run.execute(GOOD, LONG, _tell=run.delete)
    assert not (tmp_path / "home" / "runs" / run.id).exists()
