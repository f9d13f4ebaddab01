"""Strangers, races, and files that are made to do harm: each gets its problem, and nothing stored is harmed."""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from service_models import ball, hdr, picture

from threedkit.io.formats import detect
from threedkit.service.ingest import kinds_of
from threedkit.service.pipeline import Pipeline
from threedkit.service.settings import Settings
from threedkit.store import Access, Store
from threedkit.store.keys import KeyStore
from threedkit.store.queue import Message


@pytest.fixture(scope="module")
def users(app):
    """Clients of two users with API keys of their own."""
    keys = KeyStore(app.service.database)
    found = []
    for name in ("ann", "bob"):
        _, secret = keys.create(name, name="test", scopes=["assets:write", "scenes:write"])
        found.append(httpx.Client(base_url=app.url, headers={"Authorization": f"Bearer {secret}"}, timeout=120))
    yield found
    for client in found:
        client.close()


def put(client, data=None, name="ball.glb", **fields):
    answer = client.post("/v1/assets/upload", files={"file": (name, data or ball())}, data=fields)
    assert answer.status_code == 201, answer.text
    return answer.json()


def code(answer):
    return answer.json()["type"].rpartition(":")[2]


def test_what_is_anothers_does_not_exist(users):
    ann, bob = users
    asset = put(ann)["asset_id"]
    scene = ann.post("/v1/scenes", json={"name": "s", "assets": [{"asset_id": asset}]}).json()["scene_id"]
    gold = ann.post("/v1/materials", json={"definition": {}}).json()["material_id"]
    begun = ann.post("/v1/assets/uploads", json={"file": "a.stl", "size": 9}).json()["upload_id"]
    nobody = "01a20000-0000-7000-8000-000000000000"
    for path, known in (("assets", asset), ("scenes", scene), ("materials", gold), ("assets/uploads", begun)):
        for method in ("GET", "PATCH", "PUT", "DELETE"):
            kwargs = {"json": {"name": "mine"}} if method in {"PATCH", "PUT"} and "uploads" not in path else {}
            if path == "materials" and method == "PUT":
                kwargs["json"]["definition"] = {}
            theirs, none = (bob.request(method, f"/v1/{path}/{one}", **kwargs) for one in (known, nobody))
            assert theirs.status_code == none.status_code, (method, path, theirs.text)
            assert theirs.status_code in {404, 405}
            assert theirs.json()["detail"].replace(known, "") == none.json()["detail"].replace(nobody, "")
    for path in ("content", "thumbnail", "report", "derivatives", "derivatives/lod"):
        assert bob.get(f"/v1/assets/{asset}/{path}").status_code == 404
    assert bob.put(f"/v1/assets/uploads/{begun}/parts/1", content=b"123456789").status_code == 404
    assert bob.post(f"/v1/assets/uploads/{begun}/complete").status_code == 404
    assert code(bob.post("/v1/scenes", json={"assets": [{"asset_id": asset}]})) == "unknown-reference"
    assert bob.get("/v1/assets").json()["items"] == []
    assert bob.get("/v1/assets", params={"owner": "ann"}).json()["items"] == []
    assert ann.get(f"/v1/assets/{asset}").json()["version"] == 1


def test_a_group_shares(app, users):
    ann, bob = users
    shared = put(ann, groups="film")["asset_id"]
    assert bob.get(f"/v1/assets/{shared}").status_code == 404
    film = app.service.store.as_(Access("bob", frozenset({"film"})))
    assert film.assets.get(shared).owner == "ann"


def test_keys_are_each_users_own(users):
    ann, bob = users
    headers = {"Idempotency-Key": "same"}
    first, second = (who.post("/v1/scenes", json={"name": "x"}, headers=headers).json() for who in (ann, bob))
    assert first["scene_id"] != second["scene_id"]


def test_races_for_a_version_have_one_winner(app):
    url = f"/v1/scenes/{app.http.post('/v1/scenes', json={'name': 'race'}).json()['scene_id']}"
    with ThreadPoolExecutor(8) as pool:
        names, match = [f"n{n}" for n in range(8)], {"If-Match": '"1"'}
        answers = list(pool.map(lambda name: app.http.patch(url, json={"name": name}, headers=match), names))
    assert sorted(one.status_code for one in answers) == [200] + 7 * [412]
    assert app.http.get(url).headers["etag"] == '"2"'


def test_changes_without_a_version_do_not_undo_each_other(app):
    url = f"/v1/scenes/{app.http.post('/v1/scenes', json={'name': 'merge'}).json()['scene_id']}"
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda n: app.http.patch(url, json={"metadata": {f"k{n}": n}}), range(8)))
    done = [n for n, one in enumerate(answers) if one.status_code == 200]
    assert {one.status_code for one in answers} <= {200, 412}
    assert app.http.get(url).json()["metadata"] == {f"k{n}": n for n in done}


def test_a_request_that_is_sent_many_times_at_once_makes_one_thing(app):
    def send(_):
        return app.http.post("/v1/scenes", json={"name": "once"}, headers={"Idempotency-Key": "storm"})

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(8)))
    assert {one.status_code for one in answers} == {201}
    assert len({one.json()["scene_id"] for one in answers}) == 1


def test_what_was_made_once_and_deleted_is_not_made_again(app):
    headers = {"Idempotency-Key": "made-and-deleted"}
    made = app.http.post("/v1/materials", json={"definition": {}}, headers=headers).json()["material_id"]
    assert app.http.delete(f"/v1/materials/{made}").status_code == 204
    again = app.http.post("/v1/materials", json={"definition": {}}, headers=headers)
    assert (again.status_code, code(again)) == (409, "deleted-since")


EVIL = ["' OR 1=1 --", '"; DROP TABLE assets; --', "%' UNION SELECT * FROM api_keys --", "$.a'||'b", "*", "%_%"]


@pytest.mark.parametrize("text", EVIL)
def test_text_is_text(app, text):
    put(app.http, picture(), "wall.png")
    before = len(app.http.get("/v1/assets").json()["items"])
    for query in ({"name": text}, {"contains": text}, {"tag": text}, {"metadata": f"{text}:x"}, {"owner": text}):
        answer = app.http.get("/v1/assets", params=query)
        assert answer.status_code in {200, 422}, answer.text
        assert answer.status_code == 422 or answer.json()["items"] == []
    made = app.http.post("/v1/scenes", json={"name": text, "tags": [text], "metadata": {text: text}}).json()
    assert (made["name"], made["tags"], made["metadata"]) == (text, [text], {text: text})
    assert app.http.get("/v1/scenes", params={"name": text}).json()["items"][0]["scene_id"] == made["scene_id"]
    assert len(app.http.get("/v1/assets").json()["items"]) == before


# Files that are made to do harm, given to the pipeline as the queue gives them


def bomb_png():
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1 << 20))) + chunk(b"IEND", b"")


def bomb_3mf():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("3D/3dmodel.model", b"<model>" + b" " * (300 << 20) + b"</model>")
    return stream.getvalue()


def glb_of(document):
    text = json.dumps(document).encode()
    text += b" " * (-len(text) % 4)
    return b"glTF" + struct.pack("<II", 2, 20 + len(text)) + struct.pack("<I", len(text)) + b"JSON" + text


def huge_accessor():
    accessor = {"componentType": 5126, "count": 2_000_000_000, "type": "VEC3"}
    mesh = {"primitives": [{"attributes": {"POSITION": 0}}]}
    return glb_of({"asset": {"version": "2.0"}, "accessors": [accessor], "meshes": [mesh], "nodes": [{"mesh": 0}]})


def work(folder, data, name, **settings):
    """Bring a file, and let the pipeline work on it; return the asset and its derivatives by kind."""
    store = Store(f"sqlite:///{folder}/r.db", blobs=str(folder / "blobs"))
    kind = detect(name, data)
    asset = store.assets.create(
        store.put_blob(data),
        name=name,
        asset_type=kind.asset_type,
        file_format=kind.name,
        state="processing",
        also=lambda connection, record: store.derivatives.plan(
            record.asset_id, kinds_of(record.asset_type), connection=connection
        ),
    )
    pipeline = Pipeline(store, Settings(**settings))
    message = Message(topic="asset", body={"asset_id": asset.asset_id})
    try:
        pipeline.handle(message)
        pipeline.handle(message)  # it may come twice
    finally:
        pipeline.close()
    found = {one.kind: one for one in store.derivatives.list(asset.asset_id) if not one.name}
    return store.assets.get(asset.asset_id), found


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("bomb.png", bomb_png),
        ("bomb.3mf", bomb_3mf),
        ("huge.glb", huge_accessor),
        ("huge.hdr", lambda: hdr().replace(b"-Y 32 +X 64", b"-Y 99999 +X 99999")),
        ("cut.glb", lambda: ball()[:2000]),
        ("deep.gltf", lambda: b'{"asset": {"version": "2.0"}, "extras": ' + b"[" * 50_000 + b"]" * 50_000 + b"}"),
    ],
)
def test_bombs_cost_a_step_and_no_more(tmp_path, name, make):
    asset, found = work(tmp_path, make(), name, step_memory=3 << 30, step_seconds=60)
    assert asset.state == "failed"
    assert asset.message
    assert "/tmp" not in asset.message
    assert {one.state for one in found.values()} <= {"failed", "skipped", "succeeded"}
    assert found["metadata"].state == "failed"
    assert max(one.attempts for one in found.values()) <= 2


def test_a_document_does_not_reach_other_files(tmp_path):
    secret = Store(f"sqlite:///{tmp_path}/r.db", blobs=str(tmp_path / "blobs")).put_blob(bytes(36)).name
    for uri in (secret, f"../blobs/{secret}", f"../{secret}", f"{tmp_path}/blobs/{secret}", "/etc/passwd"):
        document = {
            "asset": {"version": "2.0"},
            "buffers": [{"uri": uri, "byteLength": 36}],
            "bufferViews": [{"buffer": 0, "byteLength": 36}],
            "accessors": [{"bufferView": 0, "componentType": 5126, "count": 3, "type": "VEC3"}],
            "meshes": [{"primitives": [{"attributes": {"POSITION": 0}}]}],
            "nodes": [{"mesh": 0}],
        }
        asset, _ = work(tmp_path, json.dumps(document).encode(), "thief.gltf")
        assert asset.state == "failed", uri


def test_a_step_that_takes_too_long_is_ended(tmp_path):
    asset, found = work(tmp_path, picture(), "wall.png", step_seconds=0.001)
    assert asset.state == "failed"
    assert "longer than" in found["metadata"].error
    assert found["metadata"].attempts == 2


def test_a_step_that_takes_too_much_memory_fails_alone(tmp_path):
    asset, found = work(tmp_path, picture(600, 600), "wall.png", step_memory=1)
    assert asset.state == "failed"
    assert found["metadata"].state == "failed"
