"""From a file to a picture: a real server, once with curl and once with tk.connect; and the server's life."""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import httpx
import numpy as np
import pytest
from PIL import Image
from service_models import ball, hdr, picture

import threedkit as tk
from threedkit.errors import InUseError, RecordNotFoundError, ServiceError, VersionConflictError

if TYPE_CHECKING:
    from pathlib import Path

TOKEN = "a-token-for-the-journey-1234"


class Server:
    """``threedkit serve`` in a process of its own."""

    def __init__(self, folder: Path, *options: str, token: str | None = TOKEN) -> None:
        self.folder = folder
        env = {name: value for name, value in os.environ.items() if not name.startswith("THREEDKIT_")}
        env |= {"THREEDKIT_HOME": str(folder / "home"), "THREEDKIT_WORKERS": "1"}
        if token:
            env["THREEDKIT_TOKEN"] = token
        command = [sys.executable, "-m", "threedkit.cli", "serve", "--json", *options]
        self.log = (folder / "log").open("w")
        self.process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=self.log, text=True)
        said = self.process.stdout.readline()
        assert said, (folder / "log").read_text()[-4000:]
        self.said = json.loads(said)
        self.url = self.said["url"]

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        code = self.process.wait(120)
        self.process.stdout.close()
        self.log.close()
        return code


@contextlib.contextmanager
def served(folder, *options, **named):
    server = Server(folder, *(options or ("--port", "0")), **named)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with served(tmp_path_factory.mktemp("journey")) as found:
        yield found


@pytest.fixture
def client(server):
    with tk.connect(server.url, TOKEN) as found:
        yield found


def curl(server, *arguments):
    """The command line that docs/service.md shows."""
    command = ["curl", "-sS", "--fail-with-body", "-H", f"Authorization: Bearer {TOKEN}", *arguments[:-1]]
    url = arguments[-1] if "://" in arguments[-1] else server.url + arguments[-1]
    done = subprocess.run([*command, url], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    return done.stdout


def seen(data):
    pixels = np.asarray(Image.open(io.BytesIO(data)).convert("RGBA"), np.float64)
    return pixels, pixels.shape[:2]


@pytest.mark.cluster
@pytest.mark.engine
def test_from_a_file_to_a_picture_with_curl(server, tmp_path):
    (tmp_path / "ball.glb").write_bytes(ball())
    asset = json.loads(curl(server, "-F", f"file=@{tmp_path / 'ball.glb'}", "/v1/assets/upload"))
    sent = {
        "name": "den",
        "assets": [{"asset_id": asset["asset_id"], "matrix": [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 2, 0, 1]}],
    }
    scene = json.loads(curl(server, "--json", json.dumps(sent), "/v1/scenes"))
    sent = {"scene_id": scene["scene_id"], "resolution": [160, 120], "output_format": "png", "camera_config": {}}
    job = json.loads(curl(server, "--json", json.dumps(sent), "/v1/renderjobs"))
    end = time.monotonic() + 300
    while (found := json.loads(curl(server, f"/v1/renderjobs/{job['job_id']}")))["status"] not in {
        "succeeded",
        "failed",
    }:
        assert time.monotonic() < end, found
        time.sleep(0.2)
    assert found["status"] == "succeeded", found
    assert found["output_path"]
    pixels, size = seen(curl(server, found["output_url"]))
    assert size == (120, 160)
    middle = pixels[60, 80]
    assert middle[0] > middle[2] + 40, "the ball is orange"


@pytest.mark.cluster
@pytest.mark.engine
def test_from_a_scene_to_a_film_in_python(client, tmp_path):
    scene = tk.Scene(name="cube", environment=tk.Environment(background_color=(0.0, 0.0, 0.0)))
    scene.add(tk.Mesh(tk.box(), tk.Material(base_color="#22aa44", roughness=0.8)), name="cube")
    job = client.submit(scene, tk.turntable(scene, frames=3), size=(96, 96), name="round")
    assert job.wait(300) == "succeeded"
    assert (job.progress, job.record.done) == (1.0, 3)
    frames = job.result(tmp_path / "frames")
    assert [path.name for path in frames] == ["frame_0000.png", "frame_0001.png", "frame_0002.png"]
    pixels, size = seen(frames[0].read_bytes())
    assert size == (96, 96)
    assert pixels[48, 48, 1] > pixels[48, 48, 0] + 20, "the cube is green"
    assert pixels[2, 2, :3].max() < 10, "its own background came along"
    film = job.video(tmp_path / "film.mp4")
    assert film.read_bytes()[4:8] == b"ftyp"
    assert [event for event in job.follow() if event], "events are told"
    assert client.renderjobs.list(name="round").items[0].id == job.id
    assert client.renderjobs.get(job.id).status == "succeeded"
    job.delete()
    with pytest.raises(RecordNotFoundError):
        client.renderjobs.get(job.id)


@pytest.mark.engine
def test_what_is_made_of_an_upload(client):
    asset = client.put(ball(), name="round.glb", tags=["orange"])
    assert asset.state == "ready"
    assert asset.model.triangles > 1000
    assert np.allclose(asset.model.bounds.upper, 0.5, atol=0.01)
    end = time.monotonic() + 180
    while any(one.state in {"queued", "running"} for one in client.derivatives.list(asset.asset_id)):
        assert time.monotonic() < end, client.derivatives.list(asset.asset_id)
        time.sleep(0.1)
    found = {(one.kind, one.name): one for one in client.derivatives.list(asset.asset_id)}
    assert {one.state for one in found.values()} == {"succeeded"}, found
    assert found["report", ""].data["ok"]
    assert found["compressed", ""].data["bytes"] < len(ball()) / 2
    levels = [found["lod", name].data["triangles"] for name in "123"]
    assert levels == sorted(levels, reverse=True)
    simple = tk.load(client.derivatives.read(asset.asset_id, "lod", "3"))
    assert simple.meshes[0].triangle_count == levels[2]
    pixels, size = seen(client.derivatives.read(asset.asset_id, "thumbnail"))
    assert size == (256, 256)
    assert pixels[128, 128, 0] > pixels[128, 128, 2] + 40, "the ball is orange"
    assert pixels[0, 0, 3] == 0, "and the rest is clear"
    report = json.loads(client.derivatives.read(asset.asset_id, "report"))
    assert report["problems"] == [] or not any(one["severity"] == "error" for one in report["problems"])
    assert b"<html" in client.derivatives.read(asset.asset_id, "report", "html")[:2000].lower()


def test_pictures_and_light(client):
    for data, name, kind in ((picture(), "wall.png", "texture"), (hdr(), "sky.hdr", "environment")):
        asset = client.put(data, name=name)
        assert (asset.asset_type, asset.state) == (kind, "ready")
        end = time.monotonic() + 180
        while client.derivatives.get(asset.asset_id, "thumbnail").state != "succeeded":
            assert time.monotonic() < end, client.derivatives.list(asset.asset_id)
            time.sleep(0.1)
        assert max(seen(client.derivatives.read(asset.asset_id, "thumbnail"))[1]) <= 256


def test_a_file_that_cannot_be_read_is_kept_and_told_of(client):
    broken = b"glTF\x02\0\0\0" + bytes(100)
    with pytest.raises(tk.AssetError) as caught:
        client.put(broken, name="broken.glb")
    (asset,) = client.assets.list(name="broken.glb").items
    assert asset.state == "failed"
    assert asset.message in str(caught.value)
    assert "/tmp" not in asset.message
    end = time.monotonic() + 180
    while client.derivatives.get(asset.asset_id, "thumbnail").state != "failed":
        assert time.monotonic() < end
        time.sleep(0.1)
    assert not client.derivatives.get(asset.asset_id, "report").data["ok"]


def test_the_client_has_the_stores_face(client):
    first = client.put(ball(), name="one.glb", metadata={"n": 1, "deep": {"a": True}}, wait=False)
    assert client.read(first.asset_id) == ball()
    assert b"".join(client.stream(first.asset_id, 4, 12)) == ball()[4:12]
    assert client.load(first.asset_id).nodes["ball"].name == "ball"
    changed = client.assets.update(first.asset_id, metadata={"m": 2}, tags=["x"])
    assert (changed.metadata, changed.tags) == ({"m": 2}, ("x",))
    with pytest.raises(VersionConflictError):
        client.assets.update(first.asset_id, version=first.version + 90, name="other")
    ids = [one.asset_id for one in client.assets.list(metadata={"m": 2}, limit=1).items]
    assert ids == [first.asset_id]
    ready = client.ready(first.asset_id)
    box = ((-9, -9, -9), (9, 9, 9))
    assert ready.asset_id in [one.asset_id for one in client.assets.list(box=box, relation="within").items]

    gold = client.materials.create({"pbrMetallicRoughness": {"roughnessFactor": 0.2}}, name="gold")
    graph = {"assets": [{"asset_id": first.asset_id, "materials": {"*": gold.material_id}}], "environment": None}
    scene = client.scenes.create(name="den", graph=graph)
    assert scene.graph.environment is None
    with pytest.raises(InUseError):
        client.assets.delete(first.asset_id)
    assert client.scenes.update(scene.scene_id, name="cave").version == 2
    again = client.scenes.update(scene.scene_id, version=2, graph={"lights": [{"type": "point"}]})
    assert (again.version, again.name, len(again.graph.lights)) == (3, "cave", 1)
    assert [one.version for one in client.scenes.versions(scene.scene_id)] == [3, 2, 1]
    assert client.scenes.get(scene.scene_id, 1).graph.lights == ()
    assert client.compose(scene.scene_id, 1).materials[0].roughness == pytest.approx(0.2)
    up = {"node": "ball", "path": "translation", "times": [0, 2], "values": [[0, 0, 0], [0, 1, 0]]}
    lift = client.animations.create({"channels": [up]}, name="up")
    assert client.animations.update(lift.animation_id, name="lift").duration == 2.0
    assert client.materials.update(gold.material_id, definition={"name": "x"}).definition != gold.definition
    client.scenes.delete(scene.scene_id)
    client.assets.delete(first.asset_id)
    with pytest.raises(RecordNotFoundError):
        client.assets.get(first.asset_id)
    with pytest.raises(tk.FieldError):
        client.materials.create({"pbrMetallicRoughness": {"roughnessFactor": "rough"}})


def test_a_wrong_token_and_no_server(server):
    with tk.connect(server.url, "wrong-wrong-wrong-wrong") as stranger, pytest.raises(ServiceError) as caught:
        stranger.assets.list()
    assert caught.value.status == 401
    with tk.connect("http://127.0.0.1:9", "x") as nobody, pytest.raises(ServiceError, match="cannot be reached"):
        nobody.renderjobs.create("x" * 36)
    with pytest.raises(ServiceError, match="not at"):
        tk.connect("ftp://x")


def test_a_server_of_one_service_on_a_socket(tmp_path):
    path = tmp_path / "s.sock"
    with served(tmp_path, "--unix-socket", str(path), "--services", "material", token=None) as one:
        assert path.stat().st_mode & 0o777 == 0o600
        with tk.connect(one.url, one.said["token"]) as client:
            assert client.about()["services"] == ["material"]
            assert client.materials.list().items == ()
            with pytest.raises(RecordNotFoundError):
                client.scenes.list()
        assert one.stop() == 0
    assert not path.exists()


def test_work_that_was_under_way_is_finished_after_a_kill(tmp_path):
    with served(tmp_path) as first, tk.connect(first.url, TOKEN) as client:
        asset = client.put(ball(), name="round.glb", wait=False)
        assert first.stop(signal.SIGKILL) == -signal.SIGKILL
    with served(tmp_path) as second, tk.connect(second.url, TOKEN) as client:
        assert client.ready(asset.asset_id, 300).model.triangles > 1000


def test_the_document_of_the_api(server):
    document = httpx.get(f"{server.url}/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert "/v1/assets/upload" in document["paths"]
    body = document["paths"]["/v1/scenes"]["post"]["requestBody"]["content"]["application/json"]
    assert body["examples"]
