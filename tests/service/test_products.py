"""Films and contact sheets that are asked for: what cannot be made is told, and who waits keeps nobody else waiting."""

from __future__ import annotations

import asyncio

import httpx
import pytest

import threedkit as tk
from threedkit.errors import JobError
from threedkit.service.renders import products
from threedkit.service.renders.places import place_of, results
from threedkit.service.routes import results as routes
from threedkit.store import NewJob, NewLayer


@pytest.fixture(scope="module")
def scene_id(app):
    answer = app.http.post("/v1/scenes", json={"name": "empty", "assets": []})
    assert answer.status_code == 201, answer.text
    return answer.json()["scene_id"]


@pytest.fixture
def drawn(app, scene_id, tmp_path, monkeypatch):
    """A job whose frames are drawn: ``drawn("exr")`` is its id."""
    monkeypatch.setattr(routes, "_WAIT_SECONDS", 0.2)
    monkeypatch.setenv("THREEDKIT_HOME", str(tmp_path))

    def make(output_format="png"):
        body = {"scene_id": scene_id, "resolution": [8, 6], "output_format": output_format}
        job_id = app.http.post("/v1/renderjobs", json=body).json()["job_id"]
        app.service.store.jobs.submit(NewJob(id=job_id, key="0" * 64, layers=(NewLayer("frames", ((0, 1),)),)))
        app.service.database.write(
            lambda connection: connection.exec_driver_sql("UPDATE jobs SET status = 'succeeded'")
        )
        return job_id

    return make


def told(answer):
    return answer.status_code, answer.json()["type"].rpartition(":")[2], answer.json()["detail"]


@pytest.mark.parametrize("kind", ["exr", "npz"])
def test_frames_that_hold_data_make_none(app, drawn, kind):
    path = f"/v1/renderjobs/{drawn(kind)}"
    for what in ("film", "contact_sheet"):
        status, code, detail = told(app.http.get(f"{path}/{what}"))
        assert (status, code) == (409, "job-conflict")
        assert f"are {kind}, which hold data" in detail
    assert app.service.outbox.queue.depth(products.TOPIC).waiting == 0


def test_what_could_not_be_made_says_why_and_is_tried_again_when_asked(app, drawn):
    queue, job_id = app.service.outbox.queue, drawn()
    path = f"/v1/renderjobs/{job_id}/film"
    for _ in range(2):
        assert told(app.http.get(path))[:2] == (503, "not-ready")
    assert queue.depth(products.TOPIC).waiting == 1
    assert queue.receive([products.TOPIC]).reject("no encoder\nfor this")
    with tk.connect(app.url, app.token) as client:
        job = client.renderjobs.get(job_id)
        for _ in range(2):
            with pytest.raises(JobError, match=r"film.mp4 .* could not be made: no encoder\\nfor this"):
                job.video("film.mp4")
    assert queue.depth(products.TOPIC).dead == 1
    assert told(app.http.get(path, params={"again": True}))[:2] == (503, "not-ready")
    assert (queue.depth(products.TOPIC).waiting, queue.depth(products.TOPIC).dead) == (1, 0)
    with results(place_of(app.service, job_id)).writer("film.mp4") as writer:
        writer.write(b"film")
        writer.finish()
    assert app.http.get(path).content == b"film"
    assert queue.receive([products.TOPIC]).ack()


def test_who_waits_keeps_nobody_waiting(app, drawn, monkeypatch):
    """More of them than there are threads."""
    monkeypatch.setattr(routes, "_WAIT_SECONDS", 20.0)
    path = f"/v1/renderjobs/{drawn()}"

    async def ask():
        limits = httpx.Limits(max_connections=100)
        headers = {"Authorization": f"Bearer {app.token}"}
        async with httpx.AsyncClient(base_url=app.url, headers=headers, limits=limits, timeout=60) as http:
            waiting = [asyncio.create_task(http.get(f"{path}/film")) for _ in range(60)]
            await asyncio.sleep(0.5)
            status = (await http.get(path)).status_code
            done = sum(one.done() for one in waiting)
            for one in waiting:
                one.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)
            return status, done

    assert asyncio.run(ask()) == (200, 0)
