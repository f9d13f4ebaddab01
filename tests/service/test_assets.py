"""Assets: brought, fetched whole and in ranges, listed, changed, deleted; what goes wrong leaves nothing."""

from __future__ import annotations

import contextlib
import hashlib
import socket
import time
from pathlib import Path

import httpx
import pytest
from service_models import ball, hdr, picture

A_FORM = {"Content-Type": "multipart/form-data; boundary=b"}
BIG = hashlib.shake_256(b"seed").digest(3 << 20)


def upload(app, data, file="ball.glb", kind="application/octet-stream", headers=None, **fields):
    return app.http.post("/v1/assets/upload", files={"file": (file, data, kind)}, data=fields, headers=headers)


def blobs_of(app):
    return {path.name for path in Path(app.service.blobs.url).rglob("*") if path.is_file()}


def problem(answer, status, code):
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text
    assert answer.json()["type"].rpartition(":")[2] == code
    return answer.json()


def test_an_upload_is_an_asset(app):
    glb = ball()
    answer = upload(app, glb, tags="red, round", metadata='{"author": "Ann"}')
    found = answer.json()
    assert answer.status_code == 201
    assert answer.headers["location"] == f"/v1/assets/{found['asset_id']}"
    assert (found["name"], found["asset_type"], found["file_format"]) == ("ball.glb", "model", "glb")
    assert (found["sha256"], found["size"]) == (hashlib.sha256(glb).hexdigest(), len(glb))
    assert (found["tags"], found["metadata"], found["state"]) == (["red", "round"], {"author": "Ann"}, "processing")
    assert app.http.get(answer.headers["location"]).json() == found
    kinds = {
        one["kind"]: one["state"] for one in app.http.get(f"{answer.headers['location']}/derivatives").json()["items"]
    }
    assert kinds == dict.fromkeys(("report", "metadata", "thumbnail", "lod", "compressed"), "queued")


def test_content_whole_and_in_ranges(app):
    data = b"solid \n" + BIG
    url = upload(app, data, "big.stl").headers["location"] + "/content"
    whole = app.http.get(url)
    assert whole.content == data
    etag = whole.headers["etag"]
    assert etag == f'"{hashlib.sha256(data).hexdigest()}"'
    assert 'filename="big.stl"' in whole.headers["content-disposition"]
    part = app.http.get(url, headers={"Range": "bytes=1048570-2097160"})
    assert (part.status_code, part.content) == (206, data[1048570:2097161])
    assert part.headers["content-range"] == f"bytes 1048570-2097160/{len(data)}"
    assert app.http.get(url, headers={"Range": "bytes=-5", "If-Range": etag}).content == data[-5:]
    assert app.http.get(url, headers={"Range": "bytes=-5", "If-Range": '"other"'}).content == data
    assert app.http.get(url, headers={"If-None-Match": etag}).status_code == 304
    problem(app.http.get(url, headers={"Range": "bytes=99999999-"}), 416, "range-not-satisfiable")
    head = app.http.head(url)
    assert (head.status_code, head.headers["content-length"], head.content) == (200, str(len(data)), b"")


@pytest.mark.parametrize(("name", "make", "kind"), [("a.png", picture, "texture"), ("a.hdr", hdr, "environment")])
def test_other_kinds_of_files(app, name, make, kind):
    assert upload(app, make(), name).json()["asset_type"] == kind


@pytest.mark.parametrize(
    ("name", "data", "kind", "status", "code"),
    [
        ("virus.exe", b"MZ", "application/octet-stream", 415, "unsupported-type"),
        ("ball.glb", b"no model at all", "application/octet-stream", 415, "unsupported-type"),
        ("ball.glb", ball(), "image/png", 415, "unsupported-type"),
        ("ball.glb", b"", "application/octet-stream", 422, "invalid-request"),
    ],
)
def test_what_is_not_kept_leaves_nothing(app, name, data, kind, status, code):
    before = blobs_of(app)
    problem(upload(app, data, name, kind), status, code)
    assert blobs_of(app) == before


@pytest.mark.parametrize(
    "fields",
    [
        {"metadata": "{"},
        {"metadata": "[1]"},
        {"tags": "[1]"},
        {"colour": "red"},
        {"name": "x" * 400},
        {"name": "a\x00b"},
    ],
)
def test_odd_fields_are_refused(app, fields):
    problem(upload(app, ball(), **fields), 422, "invalid-request")


@pytest.mark.parametrize("name", ["../../../etc/passwd.glb", "..\\..\\x.glb", "/x.glb", "a\nSet-Cookie: b.glb"])
def test_names_lead_nowhere(app, name):
    body = (
        f'--b\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
        + ball()
        + b"\r\n--b--\r\n"
    )
    answer = app.http.post(
        "/v1/assets/upload", content=body, headers={"Content-Type": "multipart/form-data; boundary=b"}
    )
    if answer.status_code == 201:
        found = answer.json()["name"]
        assert "/" not in found
        assert "\\" not in found
        content = app.http.get(f"/v1/assets/{answer.json()['asset_id']}/content")
        assert "set-cookie" not in content.headers
    else:
        assert answer.status_code in {400, 415, 422}


def test_too_large_by_its_length_and_by_its_bytes(serving):
    with serving(upload_bytes=1 << 20) as app:
        found = problem(upload(app, b"solid " + bytes(3 << 20), "big.stl"), 413, "too-large")
        assert found["limit"] == (1 << 20) + (1 << 20)  # the form's own bytes included
        form = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.stl"\r\n\r\nsolid '

        def endless():
            yield form
            while True:
                yield bytes(1 << 16)

        with _Either() as said:
            said.append(app.http.post("/v1/assets/upload", content=endless(), headers=A_FORM))
        assert not said or said[0].status_code == 413
        assert blobs_of(app) == set()
        assert app.http.get("/v1/healthz").status_code == 200


class _Either:
    """An answer, or a connection that was cut because nobody listens any more."""

    def __enter__(self):
        return []

    def __exit__(self, kind, error, trace):
        return kind is not None and issubclass(kind, httpx.TransportError)


def raw(app, head, *pieces, pause=0.0, read=True):
    """Send bytes as they are; return the answer, or nothing when we hang up."""
    with socket.create_connection(("127.0.0.1", int(app.url.rpartition(":")[2])), 60) as line:
        line.sendall(head.replace("\n", "\r\n").encode())
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # it has answered already
            for piece in pieces:
                line.sendall(piece)
                time.sleep(pause)
        if not read:
            return b""
        line.settimeout(60)
        said = b""
        while block := line.recv(1 << 16):
            said += block
            if b"\r\n\r\n" in said and b"request_id" in said:
                break
        return said


FORM = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.stl"\r\n\r\nsolid '


def heading(app, length):
    return (
        f"POST /v1/assets/upload HTTP/1.1\nHost: x\nAuthorization: Bearer {app.token}\n"
        f"Content-Type: multipart/form-data; boundary=b\nContent-Length: {length}\n\n"
    )


def test_a_length_that_is_too_long_and_a_slow_upload_are_given_up(serving):
    with serving(upload_idle=0.3) as app:
        said = raw(app, heading(app, 1000), FORM + b"\r\n--b--\r\n")
        assert b"408" in said.split(b"\r\n")[0]
        assert b"too-slow" in said
        assert blobs_of(app) == set()
    with serving(upload_idle=0.2, upload_rate=1000) as app:
        said = raw(app, heading(app, 100_000), FORM, *[b"x"] * 12, pause=0.1)
        assert b"too-slow" in said
        assert blobs_of(app) == set()


def test_a_length_that_is_too_short_cuts_the_form(app):
    before = blobs_of(app)
    said = raw(app, heading(app, len(FORM)), FORM)
    assert b"400" in said.split(b"\r\n")[0]
    assert b"cut-short" in said
    assert blobs_of(app) == before


def test_a_connection_that_ends_leaves_nothing(app):
    before = blobs_of(app)
    raw(app, heading(app, 10 << 20), FORM, bytes(3 << 20), read=False)
    for _ in range(1200):
        if blobs_of(app) == before:
            break
        time.sleep(0.05)
    assert blobs_of(app) == before


def test_the_same_key_uploads_once(app):
    headers = {"Idempotency-Key": "order-4711"}
    first, second = (upload(app, ball(), headers=headers) for _ in range(2))
    assert first.json()["asset_id"] == second.json()["asset_id"]
    assert "idempotent-replayed" not in first.headers
    assert second.headers["idempotent-replayed"] == "true"
    problem(app.http.post("/v1/scenes", json={"name": "x"}, headers=headers), 422, "idempotency-key-reused")
    problem(upload(app, ball(0.7), headers=headers), 422, "idempotency-key-reused")  # another file
    problem(app.http.post("/v1/assets/upload", files={"x": b"1"}, headers=headers), 422, "invalid-request")


def test_changes_are_made_under_a_version(app):
    url = upload(app, ball(), tags="a", metadata='{"a": 1, "b": {"c": 2}}').headers["location"]
    etag = app.http.get(url).headers["etag"]
    changed = app.http.patch(
        url, json={"tags": ["b"], "metadata": {"a": None, "b": {"d": 3}}}, headers={"If-Match": etag}
    )
    assert changed.json()["metadata"] == {"b": {"c": 2, "d": 3}}
    assert changed.json()["tags"] == ["b"]
    found = problem(app.http.patch(url, json={"name": "x"}, headers={"If-Match": etag}), 412, "version-conflict")
    assert found["version"] == 2
    assert app.http.patch(url, json={"name": "x"}).headers["etag"] == '"3"'
    assert app.http.patch(url, json={"name": "x"}).headers["etag"] == '"3"'  # nothing changed
    assert app.http.get(url, headers={"If-None-Match": '"3"'}).status_code == 304
    problem(app.http.put(url, json={}), 422, "invalid-request")
    assert app.http.put(url, json={"name": "y"}).json()["tags"] == []
    problem(app.http.delete(url, headers={"If-Match": '"1"'}), 412, "version-conflict")
    assert app.http.delete(url, headers={"If-Match": '"4"'}).status_code == 204
    problem(app.http.get(url), 404, "not-found")
    problem(app.http.get(f"{url}/content"), 404, "not-found")


def test_lists_come_in_pages_and_by_filters(serving):
    with serving() as app:
        ids = [
            upload(app, ball(), f"ball{i}.glb", tags=f"n{i},ball", metadata=f'{{"n": {i}, "on": true}}').json()[
                "asset_id"
            ]
            for i in range(5)
        ]
        upload(app, picture(), "wall.png")
        seen, cursor = [], None
        while True:
            page = app.http.get(
                "/v1/assets", params={"limit": 2, "asset_type": "model", **({"cursor": cursor} if cursor else {})}
            ).json()
            seen += [one["asset_id"] for one in page["items"]]
            cursor = page["next"]
            if cursor is None:
                break
        assert seen == ids[::-1]

        def names(**query):
            return [one["name"] for one in app.http.get("/v1/assets", params=query).json()["items"]]

        assert names(tag=["n3", "ball"]) == ["ball3.glb"]
        assert names(metadata=["n:2", "on:true"]) == ["ball2.glb"]
        assert names(contains="WALL") == ["wall.png"]
        assert names(file_format="png") == ["wall.png"]
        assert names(order="name", limit=1) == ["ball0.glb"]
        assert names(name="ball1.glb") == ["ball1.glb"]
        problem(app.http.get("/v1/assets", params={"bbox": "1,2,3"}), 422, "invalid-request")
        problem(app.http.get("/v1/assets", params={"bbox": "1,1,1,0,0,0"}), 422, "invalid-value")
        problem(app.http.get("/v1/assets", params={"cursor": "x" * 9}), 400, "bad-cursor")


def test_an_upload_in_parts(app):
    data = b"solid \n" + BIG * 4
    size = 5 << 20
    body = {
        "file": "parts.stl",
        "size": len(data),
        "part_size": size,
        "tags": ["big"],
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    begun = app.http.post("/v1/assets/uploads", json=body)
    url = begun.headers["location"]
    assert (begun.json()["parts"], begun.json()["received"]) == (3, 0)
    parts = app.http.get(f"{url}/parts").json()["items"]
    assert [(one["size"], one["received"], one["url"]) for one in parts] == [
        (size, False, None), (size, False, None), (len(data) - 2 * size, False, None)
    ]  # fmt: skip
    assert app.http.put(f"{url}/parts/3", content=data[2 * size :]).status_code == 204
    problem(app.http.put(f"{url}/parts/1", content=b"short"), 422, "wrong-size")
    problem(app.http.post(f"{url}/complete"), 409, "upload-incomplete")
    assert app.http.put(f"{url}/parts/1", content=data[:size]).status_code == 204
    assert [one["received"] for one in app.http.get(f"{url}/parts").json()["items"]] == [True, False, True]
    assert app.http.put(f"{url}/parts/2", content=data[size : 2 * size]).status_code == 204
    first, again = (app.http.post(f"{url}/complete") for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["asset_id"] == again.json()["asset_id"] == begun.json()["upload_id"]
    assert first.json()["tags"] == ["big"]
    assert app.http.get(f"{first.headers['location']}/content").content == data
    problem(app.http.get(url), 404, "not-found")


def test_odd_uploads_in_parts(serving):
    with serving(upload_bytes=20 << 20) as app:
        problem(app.http.post("/v1/assets/uploads", json={"file": "a.exe", "size": 10}), 415, "unsupported-type")
        problem(app.http.post("/v1/assets/uploads", json={"file": "a.stl", "size": 30 << 20}), 413, "too-large")
        problem(app.http.post("/v1/assets/uploads", json={"file": "a.stl", "size": 0}), 422, "invalid-request")
        url = app.http.post("/v1/assets/uploads", json={"file": "a.glb", "size": 600}).headers["location"]
        problem(app.http.put(f"{url}/parts/2", content=b"x"), 422, "wrong-size")
        assert app.http.put(f"{url}/parts/1", content=bytes(600)).status_code == 204
        problem(app.http.post(f"{url}/complete"), 415, "unsupported-type")
        problem(app.http.get(url), 404, "not-found")
        url = app.http.post("/v1/assets/uploads", json={"file": "a.glb", "size": 600, "sha256": "0" * 64}).headers[
            "location"
        ]
        assert app.http.put(f"{url}/parts/1", content=bytes(600)).status_code == 204
        problem(app.http.post(f"{url}/complete"), 409, "wrong-digest")
        url = app.http.post("/v1/assets/uploads", json={"file": "a.glb", "size": 600}).headers["location"]
        assert app.http.delete(url).status_code == 204
        problem(app.http.get(url), 404, "not-found")


def test_nobody_gets_in_without_a_token(app):
    for method, path in (
        ("GET", "/v1/assets"),
        ("POST", "/v1/assets/upload"),
        ("GET", "/v1/scenes"),
        ("POST", "/v1/scenes"),
    ):
        answer = httpx.request(method, app.url + path)
        found = problem(answer, 401, answer.json()["type"].rpartition(":")[2])
        assert "Bearer" in answer.headers["www-authenticate"]
        assert app.token not in str(found)
    assert httpx.get(app.url + "/v1/healthz").status_code == 200
