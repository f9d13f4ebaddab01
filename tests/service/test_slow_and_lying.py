"""Requests that come slowly, lie about their length, or go away: each ends, and everybody else is served."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
from concurrent.futures import ThreadPoolExecutor

import pytest
from service_models import picture

from threedkit.service.heads import HEAD_BYTES


@pytest.fixture(scope="module")
def hasty(serving):
    """A service that waits half a second."""
    with serving(upload_idle=0.5, upload_rate=1000) as app:
        yield app


def said(app, *pieces, pause=0.0):
    """Send bytes as they are, and return all that comes back until the service hangs up."""
    found = b""
    address = "127.0.0.1", int(app.url.rpartition(":")[2])
    hung_up = contextlib.suppress(ConnectionError)  # it has answered already
    with socket.create_connection(address, 60) as line, hung_up:
        for piece in pieces:
            line.settimeout(60)
            line.sendall(piece)
            line.settimeout(pause or 1e-6)
            with contextlib.suppress(TimeoutError):
                found += line.recv(1 << 16)
        line.settimeout(60)
        while block := line.recv(1 << 16):
            found += block
    return found


def status(answer):
    return int(answer.split(b" ", 2)[1]) if answer else None


def post(app, *headers, path="/v1/scenes"):
    lines = (f"POST {path} HTTP/1.1", "Host: x", f"Authorization: Bearer {app.token}", "Connection: close", *headers)
    return "\r\n".join((*lines, "Content-Type: application/json", "", "")).encode()


def count(app):
    return len(app.http.get("/v1/scenes", params={"limit": 1000}).json()["items"])


def test_headers_that_drop_in_one_by_one(hasty):
    answer = said(hasty, b"GET /v1/healthz HTTP/1.1\r\n", *(b"X-%d: a\r\n" % n for n in range(12)), pause=0.1)
    assert status(answer) == 408
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["type"].endswith(":too-slow")


def test_a_second_request_that_never_comes_whole(hasty):
    first = b"GET /v1/healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    answer = said(hasty, first, *(b"G", b"E", b"T"), pause=0.3)
    assert answer.startswith(b"HTTP/1.1 200")
    assert b"HTTP/1.1 408" in answer


def test_a_connection_that_says_nothing_is_closed(hasty):
    assert said(hasty) == b""


def test_headers_without_end(hasty):
    answer = said(hasty, b"GET /v1/healthz HTTP/1.1\r\n", *(b"X: " + b"a" * 60_000 + b"\r\n" for _ in range(40)))
    assert status(answer) in {431, None}  # hung up on while it was still sending
    answer = said(hasty, b"GET /" + b"a" * (4 * HEAD_BYTES))
    assert status(answer) in {400, 431, None}


@pytest.mark.parametrize("path", ["/v1/scenes", "/v1/assets/uploads"])
@pytest.mark.parametrize("pause", [0.1, 0.7])
def test_a_body_that_drops_in(hasty, pause, path):
    before, drops = count(hasty), [b" "] * (12 if pause < 0.5 else 2)
    answer = said(hasty, post(hasty, "Content-Length: 5000", path=path), b"{", *drops, pause=pause)
    assert status(answer) == 408
    assert count(hasty) == before


LYING = {
    "more": (["Content-Length: 900"], b"{}", {408}),
    "less": (["Content-Length: 1"], b"{}", {400}),
    "negative": (["Content-Length: -2"], b"{}", {400}),
    "no number": (["Content-Length: two"], b"{}", {400}),
    "two": (["Content-Length: 2", "Content-Length: 3"], b"{}", {400}),
    "astronomic": (["Content-Length: " + "9" * 18], b"{}", {413}),
    "beyond 64 bits": (["Content-Length: " + "9" * 30], b"{}", {400}),
    "both": (["Content-Length: 2", "Transfer-Encoding: chunked"], b"2\r\n{}\r\n0\r\n\r\n", {400}),
    "chunks of no size": (["Transfer-Encoding: chunked"], b"zz\r\n{}\r\n0\r\n\r\n", {400}),
    "an unknown coding": (["Transfer-Encoding: gzip"], b"{}", {400, 501}),
}


@pytest.mark.parametrize("name", LYING)
def test_lengths_that_lie(hasty, name):
    headers, body, right = LYING[name]
    before = count(hasty)
    answer = said(hasty, post(hasty, *headers), body)
    assert status(answer) in right, answer
    assert b"HTTP/1.1 2" not in answer
    assert count(hasty) == before


@pytest.mark.parametrize(("begun", "right"), [(b"{", 400), (b" " * 4_000_000, 413)])
def test_a_client_that_goes_away_while_it_sends(serving, caplog, begun, right):
    """That is no fault of the service; what was wrong before is what is noted."""
    came = [{"type": "http.request", "body": begun, "more_body": True}, {"type": "http.disconnect"}]
    told = []

    async def receive():
        return came.pop(0)

    async def send(message):
        told.append(message)

    with serving(json_bytes=1 << 20) as app:
        fields = {"authorization": f"Bearer {app.token}", "content-type": "application/json", "host": "x"}
        headers = [(name.encode(), value.encode()) for name, value in fields.items()]
        where = {
            "path": "/v1/scenes",
            "raw_path": b"/v1/scenes",
            "query_string": b"",
            "root_path": "",
            "scheme": "http",
        }
        scope = {"type": "http", "http_version": "1.1", "method": "POST", "headers": headers, **where}
        asyncio.run(app.app(scope, receive, send))
    assert told[0]["status"] == right
    assert [one for one in caplog.records if one.levelname == "ERROR"] == []


def test_a_request_does_not_hide_in_the_body_of_another(hasty):
    """What follows a body of the said length is a request of its own, with no credential of the one before."""
    before = count(hasty)
    open_one = b"GET /v1/healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"
    hidden = post(hasty, "Content-Length: 2").replace(hasty.token.encode(), b"-") + b"{}"
    answer = said(hasty, open_one + hidden)
    assert b"HTTP/1.1 401" in answer
    assert count(hasty) == before


def test_many_who_hang_up_in_the_middle_of_an_answer(hasty):
    files = {"file": ("wall.png", picture(1300, 1300))}
    asset = hasty.http.post("/v1/assets/upload", files=files).json()
    assert asset["size"] > 4 << 20

    def hang_up(_):
        with hasty.http.stream("GET", f"/v1/assets/{asset['asset_id']}/content") as answer:
            return len(next(answer.iter_bytes(1000)))

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(hang_up, range(24))) == {1000}
    whole = hasty.http.get(f"/v1/assets/{asset['asset_id']}/content")
    assert len(whole.content) == asset["size"]


HOSTILE = {
    "keys that come twice": (b'{"name": "a", "name": "b"}', {201, 422}),
    "a number without end": (b'{"metadata": {"n": ' + b"9" * 100_000 + b"}}", {400, 422}),
    "an exponent without end": (b'{"metadata": {"n": 1e' + b"9" * 1000 + b"}}", {400, 422}),
    "infinity": (b'{"metadata": {"n": Infinity}}', {400}),
    "half a surrogate": (b'{"name": "\\ud800"}', {400, 422}),
    "deep": (b'{"metadata": {"a": ' + b"[" * 900 + b"]" * 900 + b"}}", {201, 422}),
    "deeper": (b'{"metadata": ' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"}", {400, 422}),
    "a proto": (b'{"metadata": {"__proto__": {"admin": true}}}', {201}),
    "many keys": (b'{"metadata": {' + b",".join(b'"%d": 0' % n for n in range(50_000)) + b"}}", {201, 413, 422}),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_json_that_is_made_to_do_harm(hasty, name):
    body, right = HOSTILE[name]
    answer = hasty.http.post("/v1/scenes", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in right, answer.text[:500]
    if answer.status_code == 201:
        again = hasty.http.get(answer.headers["location"])
        assert again.json() == answer.json()
