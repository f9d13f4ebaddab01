"""PostgreSQL, S3, RabbitMQ, requests in one process and work in another: the same service by settings alone."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time

import httpx
import pytest
from PIL import Image

import threedkit as tk

TOKEN = "a-token-for-deployments-0123"


@pytest.fixture(scope="module")
def deployed(serving, postgres, s3, rabbitmq, repository, tmp_path_factory):
    """An app that answers, and a worker beside it: ``deployed.worker``, ``deployed.restart()``."""
    home = tmp_path_factory.mktemp("home")
    url, blobs, queue = postgres.url(), s3.url(), rabbitmq.url
    before = {name: os.environ.get(name) for name in s3.environment()}
    os.environ.update(s3.environment())
    environment = {
        **os.environ,
        "THREEDKIT_HOME": str(home),
        "THREEDKIT_DATABASE": url,
        "THREEDKIT_BLOBS": blobs,
        "THREEDKIT_QUEUE": queue,
        "THREEDKIT_WORKERS": "1",
        "THREEDKIT_LOG_LEVEL": "warning",
    }

    def start():
        command = [sys.executable, "-m", "threedkit.cli", "serve", "--workers-only"]
        with (home / "worker.log").open("ab") as log:
            worker = subprocess.Popen(command, cwd=repository, env=environment, stdout=subprocess.PIPE, stderr=log)
        assert worker.stdout.readline().startswith(b"working"), (home / "worker.log").read_text()[-3000:]
        return worker

    with serving(database=url, blobs=blobs, queue=queue, work=False, token=TOKEN) as app:
        app.http.headers["Authorization"] = f"Bearer {TOKEN}"
        app.start, app.worker = start, start()
        yield app
        app.worker.send_signal(signal.SIGTERM)
        assert app.worker.wait(90) == 0
        app.worker.stdout.close()
    for name, value in before.items():
        os.environ.pop(name) if value is None else os.environ.__setitem__(name, value)


@pytest.fixture(scope="module")
def scene_id(deployed):
    scene = tk.Scene()
    scene.add(tk.Mesh(tk.torus(), tk.Material(base_color="#ef6631")), name="ring")
    files = {"file": ("ring.glb", scene.to_glb(), "model/gltf-binary")}
    asset = deployed.http.post("/v1/assets/upload", files=files).json()["asset_id"]
    return deployed.http.post("/v1/scenes", json={"name": "ring", "assets": [{"asset_id": asset}]}).json()["scene_id"]


def submit(app, scene_id, **more):
    answer = app.http.post("/v1/renderjobs", json={"scene_id": scene_id, "resolution": [64, 48], **more})
    assert answer.status_code == 201, answer.text
    return answer.json()["job_id"]


def wait(app, job_id, *states):
    end = time.monotonic() + 180
    while (job := app.http.get(f"/v1/renderjobs/{job_id}").json())["status"] not in (states or ("succeeded", "failed")):
        assert time.monotonic() < end, job
        time.sleep(0.1)
    return job


def test_a_film_goes_through_all_of_them(deployed, scene_id):
    job = wait(deployed, submit(deployed, scene_id, frames=3, output_format="mp4"))
    assert job["status"] == "succeeded", job["message"]
    assert job["output_path"].startswith("s3://")
    assert deployed.http.get(job["output_url"], params={"redirect": False}).content[4:8] == b"ftyp"
    frame = deployed.http.get(f"/v1/renderjobs/{job['job_id']}/frames/0")
    assert frame.status_code == 307
    picture = httpx.get(frame.headers["location"])  # the store itself answers, without our token
    assert Image.open(io.BytesIO(picture.content)).size == (64, 48)
    part = deployed.http.get(
        f"/v1/renderjobs/{job['job_id']}/frames/0", params={"redirect": False}, headers={"Range": "bytes=1-3"}
    )
    assert (part.status_code, part.content) == (206, b"PNG")
    record = deployed.service.store.renderjobs.get(job["job_id"])
    assert (record.status, record.result["frames"]["done"]) == ("succeeded", 3)
    assert deployed.http.delete(f"/v1/renderjobs/{job['job_id']}").status_code == 204


def test_a_worker_killed_in_the_middle_is_replaced(deployed, scene_id):
    """What it had drawn stays; another one goes on, and the job succeeds."""
    job_id = submit(deployed, scene_id, frames=40)
    end = time.monotonic() + 180
    while not deployed.http.get(f"/v1/renderjobs/{job_id}").json()["done"]:
        assert time.monotonic() < end
        time.sleep(0.05)
    deployed.worker.kill()
    deployed.worker.wait()
    deployed.worker.stdout.close()
    late = submit(deployed, scene_id)  # accepted while nobody works
    deployed.worker = deployed.start()
    job = wait(deployed, job_id)
    assert (job["status"], job["done"]) == ("succeeded", 40), job["message"]
    assert wait(deployed, late)["status"] == "succeeded"
    assert len(deployed.service.store.jobs.list().jobs) >= 2
