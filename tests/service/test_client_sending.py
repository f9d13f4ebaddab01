"""What the client says and does when an upload in parts goes wrong, against a service that a test plays."""

from __future__ import annotations

import json
import logging

import httpx
import pytest

import threedkit as tk
from threedkit.errors import RecordNotFoundError, ServiceError
from threedkit.service.client.parts import send_in_parts

PLACE = "/v1/assets/uploads/u"
ASSET = {"asset_id": "u", "name": "big.stl", "asset_type": "model"}


class Played:
    """A service with one upload of parts of 2 bytes; `completions` are its answers to those who complete it."""

    def __init__(self, size=8, url=None):
        self.size, self.url = size, url
        self.completions, self.received, self.deleted, self.is_there = [], {}, 0, True

    def __call__(self, request):
        path, method = request.url.path, request.method
        if path == "/v1/assets/uploads":
            return httpx.Response(201, json={"upload_id": "u", "part_size": 2})
        if path == f"{PLACE}/complete":
            status, body, self.is_there = self.completions.pop(0)
            return httpx.Response(status, json=body)
        if not self.is_there:
            return httpx.Response(404, json=problem("not-found", "there is no upload 'u'"))
        if method == "DELETE":
            self.deleted, self.is_there = self.deleted + 1, False
            return httpx.Response(204)
        if method == "PUT":
            self.received[int(path.rpartition("/")[2])] = request.read()
            return httpx.Response(204)
        first, limit = int(request.url.params["first"]), int(request.url.params["limit"])
        numbers = range(first, min(first + limit, self.size // 2 + 1))
        items = [{"number": n, "size": 2, "received": n in self.received, "url": self.url} for n in numbers]
        return httpx.Response(200, json={"items": items, "next": None})


def problem(code, detail):
    return {"type": f"urn:threedkit:problem:{code}", "detail": detail}


@pytest.fixture
def send():
    """Send 8 bytes in parts to a played service."""

    def act(played):
        with tk.connect("http://service", "x") as client:
            client._wire._client = httpx.Client(base_url="http://service", transport=httpx.MockTransport(played))
            return send_in_parts(client._wire, b"12345678", "big.stl", {})

    return act


@pytest.mark.parametrize("code", ["unsupported-type", "wrong-digest"])
def test_what_the_service_refuses_and_gives_up_is_told(send, code):
    """Not that there is nothing left to delete; and it is not sent again."""
    played = Played()
    played.completions = [(415 if code == "unsupported-type" else 409, problem(code, "it is another one"), False)]
    with pytest.raises(ServiceError, match="it is another one") as caught:
        send(played)
    assert caught.value.code == code


def test_what_the_service_has_not_given_up_is_deleted(send):
    played = Played()
    played.completions = [(422, problem("wrong-size", "so not"), True)]
    with pytest.raises(ServiceError, match="so not"):
        send(played)
    assert played.deleted == 1


def test_an_answer_that_was_lost_is_asked_for_again(send):
    """The upload has become an asset meanwhile, and is none any more."""
    played = Played()
    played.completions = [(408, problem("too-slow", "again"), False), (201, ASSET, False)]
    assert send(played).asset_id == "u"
    lost = Played()
    lost.is_there = False
    with pytest.raises(RecordNotFoundError):
        send(lost)


def test_a_bucket_out_of_reach_is_not_tried_for_every_part(send, monkeypatch, caplog):
    tried = []

    def put(url, *, timeout, **_):
        tried.append(timeout.connect)
        raise httpx.ConnectTimeout("timed out")

    monkeypatch.setattr(httpx, "put", put)
    played = Played(url="http://bucket.invalid:9000/u?sign=secret")
    played.completions = [(201, ASSET, False)]
    with caplog.at_level(logging.WARNING, "threedkit.client"):
        send(played)
    assert (tried, b"".join(played.received[n] for n in (1, 2, 3, 4))) == ([5.0, 5.0], b"12345678")
    (said,) = [one.getMessage() for one in caplog.records if one.name == "threedkit.client"]
    assert "bucket.invalid:9000" in said
    assert "secret" not in said


@pytest.mark.parametrize("answer", [None, 403])
def test_a_file_comes_through_the_service_where_the_bucket_is_out_of_reach(answer):
    """It is tried once, and gets no credentials."""
    asked = []

    def played(request):
        if request.url.host == "bucket.invalid":
            asked.append(request.headers.get("Authorization"))
            if answer is None:
                raise httpx.ConnectTimeout("timed out", request=request)
            return httpx.Response(answer, content=b"<Error/>")
        if request.url.params.get("redirect") == "false":
            return httpx.Response(200, content=b"12345678")
        return httpx.Response(307, headers={"Location": "http://bucket.invalid/u?sign=secret"})

    with tk.connect("http://service", "x") as client:
        headers = {"Authorization": "Bearer x"}
        transport = httpx.MockTransport(played)
        client._wire._client = httpx.Client(
            base_url="http://service", transport=transport, headers=headers, follow_redirects=True
        )
        assert [client.read("u") for _ in range(2)] == [b"12345678"] * 2
    assert asked == [None]


def test_a_service_that_has_moved_says_its_own_problems():
    def played(request):
        if request.url.host == "service":
            return httpx.Response(308, headers={"Location": str(request.url.copy_with(host="moved"))})
        return httpx.Response(404, json=problem("not-found", "there is no asset u"))

    with tk.connect("http://service", "x") as client:
        transport = httpx.MockTransport(played)
        client._wire._client = httpx.Client(base_url="http://service", transport=transport, follow_redirects=True)
        with pytest.raises(RecordNotFoundError, match="there is no asset u"):
            client.read("u")


def test_a_bucket_that_fails_once_goes_on_taking(send, monkeypatch):
    played, answers = Played(url="http://bucket.invalid/u"), [503, 200, 503, 200]

    def put(*_, **__):
        return httpx.Response(answers.pop(0))

    monkeypatch.setattr(httpx, "put", put)
    played.completions = [(201, ASSET, False)]
    send(played)
    assert (answers, json.dumps(sorted(played.received))) == ([], "[1, 3]")
