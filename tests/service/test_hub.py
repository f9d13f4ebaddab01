"""JupyterHub's tokens, exchanged for short ones of the service: with a small Hub that can be ill."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from threedkit.service.auth import AuthSettings

KEY = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)


@pytest.fixture(scope="module")
def hub():
    """JupyterHub's API, as far as tokens are looked up: ``hub.users`` by token; ``hub.status`` when it is ill."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.server.asked += 1
            scheme, _, given = self.headers.get("Authorization", "").partition(" ")
            user = self.server.users.get(given) if scheme == "token" and self.path == "/hub/api/user" else None
            body = json.dumps(user or {"status": 403}).encode() if self.server.body is None else self.server.body
            self.send_response(self.server.status or (200 if user else 403))
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    opened = ["access:services!service=threedkit"]
    server.users = {
        "hub-ada": {"kind": "user", "name": "ada", "groups": ["film"], "admin": False, "scopes": opened},
        "hub-boss": {"kind": "user", "name": "boss", "groups": [], "admin": True, "scopes": opened},
        "hub-other": {"kind": "user", "name": "ada", "scopes": ["access:services!service=another", "self"]},
        "hub-service": {"kind": "service", "name": "ada", "scopes": opened},
    }
    server.asked, server.status, server.body = 0, None, None
    server.url = f"http://127.0.0.1:{server.server_port}/hub/api"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def at_hub(serving, hub, tmp_path_factory):
    keys = tmp_path_factory.mktemp("signing") / "keys.json"
    with serving(auth=AuthSettings(hub_url=hub.url, signing_keys=keys)) as found:
        yield found


@pytest.fixture
def exchange(at_hub, hub):
    at_hub.app.state.authenticator.exchange._limits._limiter.storage.reset()
    hub.status = hub.body = None

    with httpx.Client(base_url=at_hub.url, timeout=60) as http:
        yield lambda given: http.post("/v1/token", headers={"Authorization": f"Bearer {given}"})


def test_a_hubs_token_becomes_a_short_one(at_hub, exchange):
    answer = exchange("hub-ada")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json()["expires_in"] == 600
    with httpx.Client(base_url=at_hub.url) as http:
        mine = {"Authorization": "Bearer " + answer.json()["access_token"]}
        me = http.get("/v1/me", headers=mine).json()
        assert (me["subject"], me["groups"], me["admin"]) == ("ada", ["film"], False)
        boss = {"Authorization": "Bearer " + exchange("hub-boss").json()["access_token"]}
        assert http.get("/v1/me", headers=boss).json()["admin"]
        keys = http.get("/v1/jwks.json").json()["keys"]
        assert all("d" not in key for key in keys)
        assert http.get("/v1/me", headers={"Authorization": "Bearer hub-ada"}).status_code == 401  # only exchanged
        assert (
            http.get("/v1/me", headers={"Authorization": f"Bearer {at_hub.token}"}).status_code == 401
        )  # not embedded
        forged = jwt.encode({"alg": "RS256", "kid": keys[0]["kid"]}, {"iss": "threedkit", "sub": "ada"}, KEY, ["RS256"])
        assert http.get("/v1/me", headers={"Authorization": f"Bearer {forged}"}).status_code == 401


def test_hub_tokens_that_open_nothing(exchange):
    assert exchange("unknown-token").status_code == 401
    assert exchange("hub-service").status_code == 401
    other = exchange("hub-other")
    assert other.status_code == 403
    assert "access:services!service=threedkit" in other.json()["detail"]


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, b""),
        (302, b""),
        (200, b"{}"),
        (200, b"[" * 5000),
        (200, b'{"name": 7}'),
        (200, b'{"name":"' + b"x" * 300_000),
    ],
    ids=range(6),
)
def test_a_hub_that_is_ill(exchange, hub, status, body):
    hub.status, hub.body = status, body
    answer = exchange("hub-ada")
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"


def test_guesses_are_few(exchange, hub):
    hub.asked = 0
    statuses = [exchange(f"guess-{i}").status_code for i in range(40)]
    assert 30 <= statuses.count(401) <= 33  # a minute may end meanwhile
    assert statuses.count(401) + statuses.count(429) == 40
    assert hub.asked == statuses.count(401)


def test_keys_that_are_lost_are_no_news_to_clients(serving, hub, tmp_path):
    keys = tmp_path / "keys.json"
    with serving(auth=AuthSettings(hub_url=hub.url, signing_keys=keys)) as app:
        keys.unlink()
        with httpx.Client(base_url=app.url, timeout=60) as http:
            hub.status = hub.body = None
            for answer in (
                http.post("/v1/token", headers={"Authorization": "Bearer hub-ada"}),
                http.get("/v1/jwks.json"),
            ):
                assert answer.status_code == 503
                assert str(tmp_path) not in answer.text
