"""Render jobs over REST, drawn for real: from the upload to the film."""

from __future__ import annotations

import io
import json
import time

import av
import numpy as np
import pytest
from PIL import Image

import threedkit as tk
from threedkit.errors import FieldError, RecordNotFoundError
from threedkit.service.auth import Principal
from threedkit.service.renders import products, steering
from threedkit.store import NewJob, NewLayer
from threedkit.testing import silhouette_iou

SIZE = [64, 48]
IDENTITY = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]


@pytest.fixture(scope="module")
def drawing(serving):
    """An app that also draws."""
    with serving(work=True, workers=1) as found:
        yield found


@pytest.fixture(scope="module")
def ring():
    scene = tk.Scene()
    scene.add(tk.Mesh(tk.torus(), tk.Material(base_color="#ef6631", roughness=0.4)), name="ring")
    camera = scene.add(tk.PerspectiveCamera(yfov=0.8), name="front")
    camera.look_at((0, 0.5, 4), (0, 0, 0))
    return scene


@pytest.fixture(scope="module")
def scene_id(drawing, ring):
    return make_scene(drawing, ring)


def make_scene(app, scene):
    files = {"file": ("ring.glb", scene.to_glb(), "model/gltf-binary")}
    asset = app.http.post("/v1/assets/upload", files=files).json()["asset_id"]
    body = {"name": "ring", "assets": [{"asset_id": asset, "matrix": IDENTITY}], "environment": None}
    answer = app.http.post("/v1/scenes", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()["scene_id"]


def submit(app, scene_id, **more):
    body = {"scene_id": scene_id, "resolution": SIZE, **more}
    answer = app.http.post("/v1/renderjobs", json=body)
    assert answer.status_code == 201, answer.text
    assert answer.headers["location"] == f"/v1/renderjobs/{answer.json()['job_id']}"
    return answer.json()["job_id"]


def wait(app, job_id, *states):
    end = time.monotonic() + 120
    while True:
        job = app.http.get(f"/v1/renderjobs/{job_id}").json()
        if job["status"] in (states or ("succeeded", "failed", "cancelled")):
            return job
        assert time.monotonic() < end, job
        time.sleep(0.05)


def test_a_still_as_the_library_draws_it(drawing, scene_id, ring):
    job_id = submit(drawing, scene_id, camera_config={"camera": "front"})
    job = wait(drawing, job_id)
    assert job["status"] == "succeeded", job["message"]
    assert job["output_url"] == f"{drawing.url}/v1/renderjobs/{job_id}/frames/0"
    assert (job["total"], job["done"], job["progress"]) == (1, 1, 1.0)
    assert job["completed_at"] > job["created_at"]
    answer = drawing.http.get(job["output_url"])
    assert answer.headers["content-type"] == "image/png"
    picture = np.asarray(Image.open(io.BytesIO(answer.content)).convert("RGBA"))
    stored = drawing.service.store.compose(scene_id)
    expected = tk.render(stored, size=tuple(SIZE), camera="front").color
    assert np.abs(picture.astype(int) - expected.astype(int)).max() <= 1
    part = drawing.http.get(job["output_url"], headers={"Range": "bytes=1-3"})
    assert (part.status_code, part.content) == (206, b"PNG")
    known = {"If-None-Match": answer.headers["etag"]}
    assert drawing.http.get(job["output_url"], headers=known).status_code == 304
    assert silhouette_iou(picture[..., 0] > 0, expected[..., 0] > 0) > 0.99


def test_a_film_its_frames_and_its_events(drawing, scene_id):
    job_id = submit(drawing, scene_id, output_format="mp4", camera_config={"type": "turntable"}, frames=6)
    job = wait(drawing, job_id)
    assert (job["status"], job["total"]) == ("succeeded", 6), job["message"]
    film = drawing.http.get(job["output_url"])
    assert film.headers["content-type"] == "video/mp4"
    with av.open(io.BytesIO(film.content)) as opened:
        assert sum(1 for _ in opened.decode(video=0)) == 6
    sheet = drawing.http.get(f"/v1/renderjobs/{job_id}/contact_sheet")
    assert Image.open(io.BytesIO(sheet.content)).width > SIZE[0]
    first = drawing.http.get(f"/v1/renderjobs/{job_id}/frames", params={"limit": 4}).json()
    rest = drawing.http.get(f"/v1/renderjobs/{job_id}/frames", params={"limit": 4, "cursor": first["next"]}).json()
    frames = first["items"] + rest["items"]
    assert [one["index"] for one in frames] == list(range(6))
    assert rest["next"] is None
    assert len({drawing.http.get(one["url"]).content for one in frames}) > 3
    assert drawing.http.get(f"/v1/renderjobs/{job_id}/frames/6").status_code == 404
    events = drawing.http.get(f"/v1/renderjobs/{job_id}/events").text
    numbers = [int(line[4:]) for line in events.splitlines() if line.startswith("id: ")]
    assert numbers == list(range(1, len(numbers) + 1))
    back = drawing.http.get(f"/v1/renderjobs/{job_id}/events", headers={"Last-Event-ID": str(numbers[-2])}).text
    assert [line for line in back.splitlines() if line.startswith("id: ")] == [f"id: {numbers[-1]}"]
    assert json.loads(back.strip().splitlines()[-1].removeprefix("data: "))["status"] == "succeeded"
    assert drawing.http.delete(f"/v1/renderjobs/{job_id}").status_code == 204
    assert drawing.http.get(f"/v1/renderjobs/{job_id}").status_code == 404
    gone = drawing.service.store.jobs
    end = time.monotonic() + 120
    while gone.several([job_id]):
        assert time.monotonic() < end
        time.sleep(0.1)


def test_a_film_that_could_not_be_made_is_tried_again(drawing, scene_id, monkeypatch):
    def fails(*_):
        raise FieldError("no encoder")

    monkeypatch.setattr(products, "make", fails)
    job_id = submit(drawing, scene_id, output_format="gif", frames=2)
    job = wait(drawing, job_id)
    assert (job["status"], job["message"], job["done"]) == ("failed", "no film: no encoder", 2)
    monkeypatch.undo()
    assert drawing.http.post(f"/v1/renderjobs/{job_id}/retry").json()["status"] == "running"
    job = wait(drawing, job_id)
    assert job["status"] == "succeeded", job["message"]
    assert drawing.http.get(job["output_url"]).content[:3] == b"GIF"


def test_events_come_while_it_is_drawn(drawing, scene_id):
    job_id = submit(drawing, scene_id, frames=8)
    kinds = []
    with drawing.http.stream("GET", f"/v1/renderjobs/{job_id}/events") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        kinds = [line.removeprefix("event: ") for line in answer.iter_lines() if line.startswith("event: ")]
    assert kinds.count("end") == 1
    assert kinds[-1] == "end"
    assert kinds.index("submitted") < kinds.index("chunk") < kinds.index("end")
    assert kinds.count("state") > 1
    job = wait(drawing, job_id)
    assert job["settings"]["camera"] == "turntable"  # it does not move by itself
    frames = drawing.http.get(f"/v1/renderjobs/{job_id}/frames").json()["items"]
    assert len({one["sha256"] for one in frames}) > 4


def test_what_cannot_be_drawn_fails_with_its_reason(drawing, scene_id):
    job = wait(drawing, submit(drawing, scene_id, camera_config={"camera": "back"}))
    assert job["status"] == "failed"
    assert "'back'" in job["message"]
    assert "'front'" in job["message"]
    frames = wait(drawing, submit(drawing, scene_id, frames="7-9"))
    assert (frames["status"], "7" in frames["message"]) == ("failed", True)
    again = drawing.http.post(f"/v1/renderjobs/{job['job_id']}/retry")
    assert again.status_code == 200
    assert wait(drawing, job["job_id"])["status"] == "failed"


def test_a_running_job_is_paused_resumed_and_cancelled(drawing, scene_id):
    job_id = submit(drawing, scene_id, camera_config={"type": "turntable"}, frames=4000)
    wait(drawing, job_id, "running")
    path = f"/v1/renderjobs/{job_id}"
    assert drawing.http.post(f"{path}/pause").status_code == 200
    assert wait(drawing, job_id, "paused")["done"] < 4000
    assert drawing.http.post(f"{path}/resume").status_code == 200
    wait(drawing, job_id, "running")
    assert drawing.http.post(f"{path}/cancel").status_code == 200
    done = wait(drawing, job_id)
    assert done["status"] == "cancelled"
    assert drawing.http.post(f"{path}/pause").status_code == 409
    assert drawing.http.post(f"{path}/cancel").status_code == 200
    assert drawing.http.get(f"{path}/film").status_code == 409
    listed = drawing.http.get("/v1/renderjobs", params={"status": "cancelled", "scene_id": scene_id}).json()["items"]
    assert [one["job_id"] for one in listed] == [job_id]


def test_a_job_that_no_worker_has_seen_is_steered_too(app, ring):
    scene_id = make_scene(app, ring)
    job_id = submit(app, scene_id)
    path = f"/v1/renderjobs/{job_id}"
    assert app.http.get(path).json()["status"] == "queued"
    assert app.http.post(f"{path}/resume").status_code == 409
    assert app.http.post(f"{path}/pause").json()["status"] == "paused"
    assert app.http.post(f"{path}/resume").json()["status"] == "queued"
    assert app.http.post(f"{path}/cancel").json()["status"] == "cancelled"
    assert app.http.post(f"{path}/resume").status_code == 409
    assert app.http.get(f"{path}/frames").json() == {"items": [], "next": None}
    assert app.http.get(f"{path}/events").text.count("event: end") == 1
    assert app.http.delete(path, headers={"If-Match": '"77"'}).status_code == 412
    etag = app.http.get(path).headers["etag"]
    assert app.http.delete(path, headers={"If-Match": etag}).status_code == 204


def test_a_list_by_state_says_what_the_jobs_say(app, ring):
    """Also before any worker has told the records of it: there is none here."""
    scene_id = make_scene(app, ring)
    job_id = submit(app, scene_id)
    jobs = app.service.store.jobs
    jobs.submit(NewJob(id=job_id, key="0" * 64, layers=(NewLayer("frames", ((0, 1),)),)))
    lease = jobs.lease("runner", job_id)
    for state in ("running", "failed"):
        lease.move(state)
        assert app.http.get(f"/v1/renderjobs/{job_id}").json()["status"] == state
        for asked in ("queued", "running", "failed"):
            listed = app.http.get("/v1/renderjobs", params={"status": asked, "scene_id": scene_id}).json()["items"]
            assert [one["job_id"] for one in listed] == [job_id] * (asked == state)


def test_a_request_sent_twice_is_one_job(app, ring):
    scene_id = make_scene(app, ring)
    body, key = {"scene_id": scene_id, "resolution": SIZE}, {"Idempotency-Key": "film-4711"}
    first = app.http.post("/v1/renderjobs", json=body, headers=key)
    again = app.http.post("/v1/renderjobs", json=body, headers=key)
    assert again.json()["job_id"] == first.json()["job_id"]
    assert again.headers["idempotent-replayed"] == "true"
    other = app.http.post("/v1/renderjobs", json={**body, "frames": 2}, headers=key)
    assert other.status_code == 422


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"resolution": [0, 48]}, "resolution"),
        ({"resolution": [64]}, "resolution"),
        ({"output_format": "bmp"}, "output_format"),
        ({"camera_config": {"type": "fisheye"}}, "camera_config"),
        ({"camera_config": {"eye": [0, 0, "NaN"]}}, "camera_config.look_at.eye"),
        ({"engine": "blender"}, "blender"),
        ({"samples": 0}, "samples"),
        ({"outputs": ["color", "depth"]}, "exr"),
        ({"frames": 0}, "frames"),
        ({"scene_id": "0193f5c0-0000-7000-8000-000000000000"}, "scene"),
        ({"scene_version": 99}, "version"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_is_no_render_job_is_refused_before_it_is_written(app, ring, wrong, said):
    scene_id = make_scene(app, ring)
    before = len(app.http.get("/v1/renderjobs").json()["items"])
    answer = app.http.post("/v1/renderjobs", json={"scene_id": scene_id, "resolution": SIZE, **wrong})
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert said in answer.json()["detail"]
    assert len(app.http.get("/v1/renderjobs").json()["items"]) == before


def test_a_stranger_finds_no_job(app, ring):
    job_id = submit(app, make_scene(app, ring))
    stranger = Principal("mallory")
    for steer in (steering.pause, steering.resume, steering.cancel, steering.retry, steering.delete):
        with pytest.raises(RecordNotFoundError, match=job_id):
            steer(app.service, stranger, job_id)
    assert app.http.get(f"/v1/renderjobs/{job_id}").json()["status"] == "queued"
    assert not app.service.store_for(stranger).renderjobs.list().items


def test_notebook_templates_are_run(drawing):
    templates = {one["name"]: one for one in drawing.http.get("/v1/runs/templates").json()["items"]}
    assert {"turntable", "optimise"} <= set(templates)
    assert {one["name"]: one["kind"] for one in templates["turntable"]["parameters"]}["frames"] == "int"
    parameters = {"asset": "suzanne", "frames": 1, "size": [32, 24], "samples": 1}
    answer = drawing.http.post("/v1/runs", json={"template": "turntable", "parameters": parameters})
    assert answer.status_code == 201, answer.text
    path = f"/v1/runs/{answer.json()['run_id']}"
    end = time.monotonic() + 120
    while (run := drawing.http.get(path).json())["status"] not in ("succeeded", "failed"):
        assert time.monotonic() < end
        time.sleep(0.2)
    assert run["status"] == "succeeded", run["message"]
    files = {one["name"]: one for one in drawing.http.get(f"{path}/outputs").json()["items"]}
    assert {"turntable.ipynb", "film.mp4", "frames/frame_0000.png", "run.json"} <= set(files)
    picture = Image.open(io.BytesIO(drawing.http.get(files["frames/frame_0000.png"]["url"]).content))
    assert picture.size == (32, 24)
    assert drawing.http.get(f"{path}/outputs/.job/lock").status_code == 404
    assert drawing.http.delete(path).status_code == 204


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"asset": "/etc/passwd"}, "/etc/passwd"),
        ({"asset": "../secret.glb"}, "secret"),
        ({"environment": "/etc/passwd.hdr"}, "passwd"),
        ({"frames": "many"}, "frames"),
        ({"output": "/tmp"}, "output"),
    ],
)
def test_parameters_name_no_files_of_the_service(app, parameters, said):
    answer = app.http.post("/v1/runs", json={"template": "turntable", "parameters": parameters})
    assert (answer.status_code, said in answer.json()["detail"]) == (422, True)
    for name in ("../turntable", "/etc/passwd", "turntable.ipynb"):
        assert app.http.post("/v1/runs", json={"template": name}).status_code == 422


def test_a_trace_leads_from_the_request_to_every_frame(drawing, scene_id, spans):
    body = {"scene_id": scene_id, "resolution": [48, 32], "output_format": "png", "frames": 3}
    parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    asked = drawing.http.post("/v1/renderjobs", json=body, headers={"traceparent": parent})
    job = asked.json()["job_id"]
    wait(drawing, job, "succeeded")

    def mine():
        return [one for one in spans.get_finished_spans() if f"{one.context.trace_id:032x}" == parent[3:35]]

    end = time.monotonic() + 120
    while sum(one.name == "frame" for one in mine()) < 3 and time.monotonic() < end:
        time.sleep(0.1)
    by_id = {one.context.span_id: one for one in mine()}
    names = {one.name for one in by_id.values()}
    assert {"POST /v1/renderjobs", "render process", "render job", "frame"} <= names
    frames = [one for one in by_id.values() if one.name == "frame"]
    assert sorted(one.attributes["threedkit.frame"] for one in frames) == [0, 1, 2]
    for frame in frames:
        whole = by_id[frame.parent.span_id]
        assert (whole.name, whole.attributes["threedkit.job"]) == ("render job", job)
        assert whole.start_time <= frame.start_time <= frame.end_time
        request = by_id[whole.parent.span_id]
        assert request.name == "POST /v1/renderjobs"
        assert f"{request.parent.span_id:016x}" == parent[36:52]
    (message,) = [one for one in by_id.values() if one.name == "render process"]
    assert by_id[message.parent.span_id].name == "POST /v1/renderjobs"
