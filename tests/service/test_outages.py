"""The database, the bucket or the service killed in the middle of an upload, a download or a render.

Whoever asks is told so, with a problem document or a cut connection; afterwards nothing half-made is listed, the check
of the store is clean, the same request succeeds, and what broke off goes with the garbage.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import itertools
import json
import os
import socket
import subprocess
import sys
import time
import uuid

import httpx
import pytest
from PIL import Image
from service_models import ball

from threedkit import jobs
from threedkit.service.client.uploading import Upload

MIB = 1 << 20
PART = 5 * MIB
BIG = b"solid \n" + hashlib.shake_256(b"outage").digest(16 * MIB)
LONG = b"solid \n" + hashlib.shake_256(b"long").digest(56 * MIB)
"""More than the systems on its way hold of a file that nobody reads: 32 MiB received and twice 4 MiB sent (Linux)."""
SHA256 = hashlib.sha256(BIG).hexdigest()


@pytest.fixture(scope="module")
def team(serving, postgres, s3):
    """An app as a team has it: records in PostgreSQL, files in a bucket; it waits a second for either."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {**s3.environment(), "THREEDKIT_S3_OUTAGE": "1"}.items():
            patch.setenv(name, value)
        places = {"database": postgres.url(), "blobs": s3.url()}
        with serving(**places) as app:
            app.places, app.service.database.patience = places, 1.0
            yield app


@pytest.fixture(autouse=True)
def _up_again(postgres, s3):
    """A test that fails leaves its servers running for the others."""
    yield
    for server in (postgres, s3):
        if not server.is_up:
            server.start()


def upload(app, between=lambda: None, data=BIG, **headers):
    """Send a form whose file has something happen in its middle."""
    form = Upload(data, "big.stl", {"tags": "outage"})

    def content():
        for number, piece in enumerate(form.content()):
            if number == 10:
                between()
            yield piece

    http = app if isinstance(app, httpx.Client) else app.http
    return http.post("/v1/assets/upload", content=content(), headers={**form.headers, **headers})


def narrow(app):
    """A client whose system holds little of an answer that is not read: the rest is still with the others."""
    transport = httpx.HTTPTransport(socket_options=[(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 16)])
    return httpx.Client(base_url=app.url, headers=app.http.headers, timeout=120, transport=transport)


def check_told(answer):
    """A problem that says to come back, and nothing of the places inside."""
    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json"), answer.text
    assert int(answer.headers["retry-after"]) > 0
    assert not any(word in answer.text for word in ("postgresql", "s3://", "127.0.0.1", "Traceback"))


def check_clean(app, *asset_ids, data=BIG):
    """These assets are listed and whole; nothing else is, nor is anything left for the collector in the end."""
    listed = app.http.get("/v1/assets").json()["items"]
    assert {one["asset_id"] for one in listed} == set(asset_ids)
    store = app.service.store
    assert store.check(deep=True).ok
    store.collect(dt.timedelta(0))
    checked = store.check(deep=True)
    assert (checked.faults, checked.unused) == ((), 0)
    for asset_id in asset_ids:
        assert hashlib.sha256(store.read(asset_id)).digest() == hashlib.sha256(data).digest()
        app.service.store.assets.delete(asset_id)
    store.collect(dt.timedelta(0))
    assert store.check().blobs == 0


def check_once(app, key):
    """The same upload with the same key succeeds, and succeeds once."""
    first, again = (upload(app, **{"Idempotency-Key": key}) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201), first.text
    assert first.json()["sha256"] == SHA256
    assert again.headers["idempotent-replayed"] == "true"
    assert first.json()["asset_id"] == again.json()["asset_id"]
    return first.json()["asset_id"]


@pytest.mark.parametrize("name", ["postgres", "s3"])
def test_a_server_killed_in_the_middle_of_an_upload(team, request, name):
    server, key = request.getfixturevalue(name), uuid.uuid4().hex
    check_told(upload(team, server.kill, **{"Idempotency-Key": key}))
    check_told(team.http.get("/v1/readyz"))
    server.start()
    assert team.http.get("/v1/assets").json()["items"] == []
    check_clean(team, check_once(team, key))


def test_servers_that_come_back_in_time_are_not_noticed(team, serving, postgres, s3, monkeypatch):
    monkeypatch.setenv("THREEDKIT_S3_OUTAGE", "60")

    def restart():
        for server in (postgres, s3):
            server.kill()
            server.start()

    with serving(**team.places) as patient:
        answer = upload(patient, restart)
    assert answer.status_code == 201, answer.text
    check_clean(team, answer.json()["asset_id"])


def test_a_commit_of_which_nobody_knows_is_made_once(team, postgres, monkeypatch):
    """The database dies between the commit and its answer: the upload is there, and its key knows."""
    engine, key = team.service.database.engine, uuid.uuid4().hex
    commit = engine.dialect.do_commit

    def last(connection):
        noted = connection.execute("SELECT count(*) FROM requests WHERE key = %s", (key,)).fetchone()[0]
        commit(connection)
        if noted:
            monkeypatch.undo()
            postgres.kill()
            connection.execute("SELECT 1")

    monkeypatch.setattr(engine.dialect, "do_commit", last)
    check_told(upload(team, **{"Idempotency-Key": key}))
    postgres.start()
    (listed,) = team.http.get("/v1/assets").json()["items"]
    assert check_once(team, key) == listed["asset_id"]
    check_clean(team, listed["asset_id"])


@pytest.mark.parametrize("name", ["postgres", "s3"])
def test_a_server_killed_between_the_parts_of_an_upload(team, request, name):
    server = request.getfixturevalue(name)
    body = {"file": "parts.stl", "size": len(BIG), "part_size": PART, "sha256": SHA256}
    place = team.http.post("/v1/assets/uploads", json=body).headers["location"]
    parts = team.http.get(f"{place}/parts").json()["items"]

    def bytes_of(part):
        return BIG[(part["number"] - 1) * PART :][: part["size"]]

    def put(part, between=lambda: None):
        def content():
            yield bytes_of(part)[:MIB]
            between()
            for start in range(MIB, part["size"], MIB):
                yield bytes_of(part)[start:][:MIB]

        headers = {"Content-Length": str(part["size"])}
        return team.http.put(f"{place}/parts/{part['number']}", content=content(), headers=headers)

    assert httpx.put(parts[0]["url"], content=bytes_of(parts[0])).status_code == 200
    answer = put(parts[1], server.kill)
    if name == "s3":
        check_told(answer)
        with pytest.raises(httpx.TransportError):
            httpx.put(parts[2]["url"], content=bytes_of(parts[2]))
    elif answer.status_code != 204:  # which it is if it had begun: the database is not asked for the rest
        check_told(answer)
    check_told(team.http.get(f"{place}/parts"))
    check_told(team.http.post(f"{place}/complete"))
    server.start()
    there = team.http.get(f"{place}/parts").json()["items"]
    assert [part["number"] for part in there if part["received"]] == [1, 2][: 1 + (answer.status_code == 204)]
    assert team.http.get("/v1/assets").json()["items"] == []
    assert team.http.post(f"{place}/complete").status_code == 409
    for part in there:
        assert part["received"] or put(part).status_code == 204
    first, again = (team.http.post(f"{place}/complete") for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201), first.text
    check_clean(team, first.json()["asset_id"])


@pytest.fixture
def process(team, tmp_path):
    """A service in a process of its own, with the same records and files: its URL, and what kills it."""
    environment = {**os.environ, "THREEDKIT_TOKEN": team.token, "THREEDKIT_HOME": str(tmp_path)}
    environment |= {"THREEDKIT_DATABASE": team.places["database"], "THREEDKIT_BLOBS": team.places["blobs"]}
    command = [sys.executable, "-m", "threedkit.cli", "serve", "--port", "0", "--no-workers", "--json"]
    with (
        (tmp_path / "log").open("w") as log,
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=log) as started,
    ):
        said = started.stdout.readline()
        assert said, (tmp_path / "log").read_text()[-4000:]
        yield json.loads(said)["url"], lambda: (started.kill(), started.wait(60))
        started.kill()


def test_the_service_killed_in_the_middle_of_uploads(team, process):
    """In one request and in parts: another process of the service goes on with what is there."""
    url, kill = process
    key = uuid.uuid4().hex
    with httpx.Client(base_url=url, headers=team.http.headers, timeout=60) as http:
        begun = http.post("/v1/assets/uploads", json={"file": "parts.stl", "size": len(BIG), "part_size": PART})
        place = begun.headers["location"]
        assert http.put(f"{place}/parts/2", content=BIG[PART : 2 * PART]).status_code == 204

        def first_part():
            yield BIG[:MIB]
            with pytest.raises(httpx.TransportError):
                upload(http, kill, **{"Idempotency-Key": key})
            yield BIG[MIB:PART]

        with pytest.raises(httpx.TransportError):
            http.put(f"{place}/parts/1", content=first_part(), headers={"Content-Length": str(PART)})
    assert team.http.get("/v1/assets").json()["items"] == []
    for _ in range(3):  # the server may keep what came of the first part, after what we bring now
        parts = team.http.get(f"{place}/parts").json()["items"]
        assert parts[1]["received"]
        for part in parts:
            start = (part["number"] - 1) * PART
            assert part["received"] or httpx.put(part["url"], content=BIG[start : start + PART]).status_code == 200
        whole = team.http.post(f"{place}/complete")
        if whole.status_code != 409:
            break
    assert whole.status_code == 201, whole.text
    check_clean(team, whole.json()["asset_id"], check_once(team, key))


def test_the_bucket_killed_in_the_middle_of_a_download(team, s3):
    """The answer is cut, and never shorter than it says; a range goes on where it broke."""
    asset = upload(team, data=LONG).json()["asset_id"]
    url, came = f"/v1/assets/{asset}/content?redirect=false", bytearray()
    with narrow(team) as http, http.stream("GET", url) as answer:
        assert (answer.status_code, answer.headers["content-length"]) == (200, str(len(LONG)))
        pieces = answer.iter_bytes()
        came += next(pieces)
        s3.kill()
        with pytest.raises(httpx.RemoteProtocolError):
            came.extend(itertools.chain.from_iterable(pieces))
    assert 0 < len(came) < len(LONG)
    check_told(team.http.get(url))
    s3.start()
    rest = team.http.get(url, headers={"Range": f"bytes={len(came)}-", "If-Range": answer.headers["etag"]})
    assert rest.status_code == 206
    assert came + rest.content == LONG
    check_clean(team, asset, data=LONG)


@pytest.mark.cluster
@pytest.mark.engine
def test_the_bucket_killed_in_the_middle_of_a_render(team, serving, s3):
    """The job is paused and says why; resumed, it is drawn to its end, each frame whole."""
    jobs.close_cluster()  # one that other tests have left has another environment
    with serving(**team.places, work=True, pipeline=False, workers=1) as drawing:
        asset = drawing.http.post("/v1/assets/upload", files={"file": ("ball.glb", ball(segments=12))}).json()
        body = {"name": "ball", "assets": [{"asset_id": asset["asset_id"]}], "environment": None}
        scene = drawing.http.post("/v1/scenes", json=body).json()["scene_id"]
        asked = {"scene_id": scene, "resolution": [32, 24], "camera_config": {"type": "turntable"}, "frames": 30}
        url = f"/v1/renderjobs/{drawing.http.post('/v1/renderjobs', json=asked).json()['job_id']}"
        assert drawing.http.get(url).json()["output_path"].startswith("s3://")

        def until(*statuses, done=0):
            end = time.monotonic() + 120
            while (job := drawing.http.get(url).json())["status"] not in statuses or job["done"] < done:
                assert time.monotonic() < end, job
                assert job["status"] != "failed", job
                time.sleep(0.02)
            return job

        until("running", done=3)
        s3.kill()
        paused = until("paused", "succeeded")
        assert 3 <= paused["done"] < 30
        s3.start()
        assert drawing.http.post(f"{url}/resume").status_code == 200
        assert until("succeeded")["done"] == 30
        frames = drawing.http.get(f"{url}/frames?limit=100").json()["items"]
        assert [frame["state"] for frame in frames] == ["succeeded"] * 30
        for index in range(30):
            answer = drawing.http.get(f"{url}/frames/{index}?redirect=false")
            assert Image.open(io.BytesIO(answer.content)).size == (32, 24)
        assert drawing.service.store.check(deep=True).ok
    jobs.close_cluster()
