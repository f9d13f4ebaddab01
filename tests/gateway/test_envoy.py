"""The gateway, run: TLS, tokens, forged identities, limits, routes, gRPC, notebooks, smuggled requests."""

from __future__ import annotations

import json
import ssl
import uuid

import grpc
import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from websockets.sync.client import connect

STRANGER = RSAKey.generate_key(2048)


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


def name():
    """A user whom nobody has seen: with a full bucket."""
    return uuid.uuid4().hex


@pytest.fixture
def mine(issuer):
    return bearer(issuer.token(name()))


# TLS


def test_nothing_in_the_clear(envoy, certificates):
    with pytest.raises(httpx.TransportError):
        httpx.get(f"http://localhost:{envoy.port}/v1/healthz")
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"https://localhost:{envoy.port}/v1/healthz")  # an authority that is not known
    old = ssl.create_default_context(cafile=str(envoy.folder / "ca.crt"))
    old.maximum_version = ssl.TLSVersion.TLSv1_2
    assert httpx.get(f"https://localhost:{envoy.port}/v1/healthz", verify=old).status_code == 200


# Routes


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/v1/assets", "geometry"),
        ("/v1/assets/7/content?range=1", "geometry"),
        ("/v1/assets/upload", "geometry"),
        ("/v1/scenes/7", "scene"),
        ("/v1/materials", "material"),
        ("/v1/animations/7", "animation"),
        ("/v1/renderjobs/7/frames/3", "render"),
        ("/v1/runs", "render"),
        ("/v1/me", "geometry"),
        ("/v1/assetsx", "geometry"),
        ("/v1//scenes///7", "scene"),
        ("/v1/assets/../scenes/7", "scene"),
    ],
)
def test_each_service_gets_its_paths(client, mine, path, service):
    told = client.get(path, headers=mine).json()
    assert told["service"] == service
    assert ".." not in told["path"]
    assert "//" not in told["path"]


def test_what_is_not_for_others_has_no_route(client, mine):
    for path in ("/metrics", "/", "/docs", "/threedkit.v1.Test/Who"):
        assert client.get(path, headers=mine).status_code == 404


# Tokens


@pytest.mark.parametrize("path", ["/v1/healthz", "/v1/readyz", "/v1/jwks.json", "/v1/openapi.json"])
def test_some_paths_are_open(client, path):
    assert client.get(path).status_code == 200


def test_a_hubs_token_reaches_the_exchange(client):
    told = client.post("/v1/token", headers={"Authorization": "Bearer 0123456789abcdef"}).json()
    assert dict(told["headers"])["authorization"] == "Bearer 0123456789abcdef"


def test_tokens_of_both_issuers(client, issuer, own_issuer):
    for one in (issuer, own_issuer):
        token = one.token("ada")
        told = dict(client.get("/v1/me", headers=bearer(token)).json()["headers"])
        assert told["x-threedkit-user"] == "ada"
        assert told["authorization"] == f"Bearer {token}"  # the service looks for itself


def _forgeries(issuer):
    head, body, signature = issuer.token().split(".")
    return {
        "nothing": "",
        "not a token": "abc",
        "a stranger's key": issuer.token(key=STRANGER),
        "expired": issuer.token(exp=1),
        "not yet": issuer.token(nbf=4_000_000_000),
        "never expires": issuer.token(exp=None),
        "another audience": issuer.token(aud="another"),
        "another issuer": issuer.token(iss="https://evil.example"),
        "cut": f"{head}.{body}.{signature[:-10]}",
        "unsigned": f"{head}.{body}.",
        "none": f"eyJhbGciOiJub25lIn0.{body}.",
        "oversized": issuer.token(padding="x" * 40_000),
    }


def test_forged_tokens_reach_nobody(client, issuer, services):
    before = [len(server.seen) for server in services.values()]
    for what, token in _forgeries(issuer).items():
        answer = client.get("/v1/scenes", headers=bearer(token) if token else {})
        assert answer.status_code in {401, 403, 431}, what
        if answer.status_code == 401:
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["type"] == "urn:threedkit:problem:unauthorized"
    both = [("Authorization", f"Bearer {issuer.token()}"), ("Authorization", f"Bearer {issuer.token(key=STRANGER)}")]
    assert client.get("/v1/scenes", headers=both).status_code in {400, 401, 403}
    assert [len(server.seen) for server in services.values()] == before


def test_a_token_in_the_query_is_none(client, issuer):
    token = issuer.token()
    for place in (f"/v1/scenes?access_token={token}", f"/v1/scenes?token={token}"):
        assert client.get(place).status_code == 401


def test_an_api_key_is_for_the_service_to_judge(client):
    told = dict(client.get("/v1/scenes", headers={"X-API-Key": f"tk_{name()[:16]}_secret"}).json()["headers"])
    assert told["x-api-key"].startswith("tk_")
    assert "x-threedkit-user" not in told
    assert client.get("/v1/scenes", headers={"X-API-Key": "something"}).status_code == 401
    bad = {"X-API-Key": "tk_1", **bearer("a.b.c")}
    assert client.get("/v1/scenes", headers=bad).status_code == 401


# Identities that clients bring along


def test_identity_headers_are_the_gateways(client, issuer):
    forged = [
        ("X-Threedkit-User", "admin"),
        ("x-threedkit-user", "root"),
        ("X-THREEDKIT-GROUPS", "staff"),
        ("X-Forwarded-For", "10.0.0.1"),
        ("X-Envoy-Internal", "true"),
        ("X-Envoy-Original-Path", "/v1/other"),
        ("X-Request-Id", "mine"),
    ]
    headers = [*forged, ("Authorization", f"Bearer {issuer.token('eve')}")]
    told = client.get("/v1/me", headers=headers).json()["headers"]
    values = {key: [value for name, value in told if name == key] for key, _ in told}
    assert values["x-threedkit-user"] == ["eve"]
    assert "x-threedkit-groups" not in values
    assert not {"10.0.0.1"} & {place.strip() for value in values["x-forwarded-for"] for place in value.split(",")}
    assert values["x-request-id"] != ["mine"]
    assert "x-envoy-original-path" not in values
    keyed = [*forged, ("X-API-Key", f"tk_{name()[:16]}_s")]
    told = dict(client.get("/v1/me", headers=keyed).json()["headers"])
    assert "x-threedkit-user" not in told
    opened = dict(client.get("/v1/openapi.json", headers=forged).json()["headers"])
    assert "x-threedkit-user" not in opened


def test_a_name_with_an_underscore_is_refused(client, mine):
    with pytest.raises(httpx.RemoteProtocolError):
        _ok(client.get("/v1/me", headers={**mine, "X_Threedkit_User": "admin"}))


def _ok(answer):
    if answer.status_code >= 400:
        raise httpx.RemoteProtocolError(str(answer.status_code))


# Limits


def test_each_user_has_a_bucket(client, issuer):
    busy, calm = bearer(issuer.token(name())), bearer(issuer.token(name()))
    statuses = [client.get("/v1/me", headers=busy).status_code for _ in range(45)]
    assert statuses[:40] == [200] * 40
    assert set(statuses[41:]) == {429}
    refused = client.get("/v1/me", headers=busy)
    assert refused.json()["type"] == "urn:threedkit:problem:too-many-requests"
    assert refused.headers["retry-after"] == "60"
    assert client.get("/v1/me", headers=calm).status_code == 200
    again = issuer.token(jwt.decode(busy["Authorization"][7:], issuer.key, ["RS256"]).claims["sub"], jti="another")
    assert client.get("/v1/me", headers=bearer(again)).status_code == 429  # a new token is no new bucket


def test_each_key_has_a_bucket(client):
    keys = [{"X-API-Key": f"tk_{name()[:16]}_{i}"} for i in range(2)]
    statuses = [client.get("/v1/me", headers=keys[0]).status_code for _ in range(45)]
    assert statuses.count(429) >= 4
    assert client.get("/v1/me", headers=keys[1]).status_code == 200


def test_oversize_bodies(client, mine, services):
    small, large, file = b"x" * 100_000, b"x" * 100_001, b"x" * 5_000_000
    assert client.post("/v1/scenes", content=small, headers=mine).json()["length"] == 100_000
    answer = client.post("/v1/scenes", content=large, headers=mine)
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:threedkit:problem:too-large"
    before = len(services["scene"].seen)
    chunked = client.post("/v1/scenes", content=iter([large, large]), headers=mine)  # no Content-Length to go by
    assert chunked.status_code == 413
    assert len(services["scene"].seen) == before
    assert client.post("/v1/assets/upload", content=file, headers=mine).json()["length"] == len(file)
    assert client.post("/v1/assets/upload", content=file + b"x", headers=mine).status_code == 413
    streamed = client.post("/v1/assets/upload", content=iter([large] * 5), headers=mine).json()
    assert (streamed["service"], streamed["length"]) == ("geometry", 500_005)


def test_many_or_large_headers(client, mine):
    many = {**mine, **{f"X-Pad-{i}": "x" for i in range(120)}}
    assert client.get("/v1/me", headers=many).status_code == 431
    assert client.get("/v1/me", headers={**mine, "X-Pad": "x" * 40_000}).status_code == 431


# Smuggling and injection


def _request(issuer, head, body=b"", user=None):
    token = issuer.token(user or name())
    return f"{head}\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n".encode() + body


def _reached(services, user):
    """What has come to any service in this user's name."""
    return [
        told for server in services.values() for told in server.seen if ["x-threedkit-user", user] in told["headers"]
    ]


HIDDEN = b"GET /v1/materials/smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.mark.parametrize(
    "framing",
    [
        b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + HIDDEN,
        b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + HIDDEN,
        b"Content-Length: 0\r\nContent-Length: %d\r\n\r\n" % len(HIDDEN) + HIDDEN,
        b"Content-Length: 0, %d\r\n\r\n" % len(HIDDEN) + HIDDEN,
        b"Content-Length: +%d\r\n\r\n" % len(HIDDEN) + HIDDEN,
        b"Content-Length: -1\r\n\r\n" + HIDDEN,
        b"Content-Length : 0\r\n\r\n" + HIDDEN,
        b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + HIDDEN,
        b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + HIDDEN,
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n" + HIDDEN,
        b"Transfer-Encoding:\x0bchunked\r\n\r\n0\r\n\r\n" + HIDDEN,
        b"X: y\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + HIDDEN,
        b"X: y\rTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + HIDDEN,
        b"X: y\x00z\r\n\r\n" + HIDDEN,
        b"Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n" + HIDDEN,
        b"Transfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n0\r\n\r\n" + HIDDEN,
        b"Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n" + HIDDEN,
    ],
    ids=range(17),
)
def test_one_request_stays_one(raw, issuer, services, framing):
    """However a body is framed, what hides in it is nobody's request: refused, or a request without a token."""
    user = name()
    raw(_request(issuer, "POST /v1/scenes HTTP/1.1", framing, user))
    assert len(_reached(services, user)) <= 1
    assert not [told for server in services.values() for told in server.seen if "smuggled" in told["path"]]


@pytest.mark.parametrize(
    "line",
    [
        "GET /v1/scenes%2f..%2fmaterials HTTP/1.1",
        "GET /v1/scenes%5c..%5cmaterials HTTP/1.1",
        "GET /v1/%2e%2e/metrics HTTP/1.1",
        "GET /v1/scenes/..;/metrics HTTP/1.1",
        "GET /metrics HTTP/1.1",
        "GET /v1/scenes/%00 HTTP/1.1",
        "GET /v1/scenes\tx HTTP/1.1",
        "GET //metrics HTTP/1.1",
        "GET /v1/scenes/../../metrics HTTP/1.1",
        "GET http://127.0.0.1:1/metrics HTTP/1.1",
        "GET /v1/scenes HTTP/9.9",
        "CONNECT 127.0.0.1:22 HTTP/1.1",
        "PRI * HTTP/2.0",
    ],
)
def test_paths_that_mean_two_things(raw, issuer, services, line):
    user = name()
    answer = raw(_request(issuer, line, b"Connection: close\r\n\r\n", user))
    reached = _reached(services, user)
    for told in reached:  # what got through means what it says: a path of the API, and nothing to be resolved again
        assert told["path"].startswith("/v1/"), told
        assert ".." not in told["path"], told
    if not reached:
        assert answer == b"" or answer.split()[1][:1] == b"4"


def test_line_breaks_in_values_are_no_headers(raw, issuer, services):
    before = len(services["scene"].seen)
    raw(_request(issuer, "GET /v1/scenes HTTP/1.1", b"X-Pad: a\nX-Threedkit-User: admin\r\nConnection: close\r\n\r\n"))
    for told in services["scene"].seen[before:]:
        assert [value for key, value in told["headers"] if key == "x-threedkit-user"] != ["admin"]


# gRPC


@pytest.fixture
def channel(envoy):
    credentials = grpc.ssl_channel_credentials((envoy.folder / "ca.crt").read_bytes())
    with grpc.secure_channel(f"localhost:{envoy.port}", credentials) as made:
        yield made


def test_grpc_streams_both_ways(channel, issuer):
    echo = channel.stream_stream("/threedkit.v1.Test/Echo")
    sent = [bytes([i]) * 200_000 for i in range(10)]
    metadata = [("authorization", f"Bearer {issuer.token(name())}")]
    assert list(echo(iter(sent), metadata=metadata, timeout=30)) == sent  # more than a document may be


def test_grpc_needs_a_token_and_forges_no_name(channel, issuer):
    who = channel.unary_unary("/threedkit.v1.Test/Who")
    with pytest.raises(grpc.RpcError) as caught:
        who(b"", timeout=30)
    assert caught.value.code() == grpc.StatusCode.UNAUTHENTICATED
    metadata = [("authorization", f"Bearer {issuer.token('ada')}"), ("x-threedkit-user", "admin")]
    told = json.loads(who(b"", metadata=metadata, timeout=30))
    assert [value for key, value in told if key == "x-threedkit-user"] == ["ada"]


# Notebooks


def test_a_kernel_answers_over_a_websocket(client, envoy, certificates):
    mine = {"Authorization": "token notebooks"}
    assert client.get("/user/ada/api/kernels").status_code == 403  # Jupyter's own login
    kernel = client.post("/user/ada/api/kernels", headers=mine, json={"name": "python3"}).json()["id"]
    address = f"wss://localhost:{envoy.port}/user/ada/api/kernels/{kernel}/channels"
    with pytest.raises(Exception, match="403"), connect(address, ssl=certificates):
        pass
    header = {"msg_id": "m1", "session": "s", "username": "ada", "msg_type": "execute_request", "version": "5.3"}
    content = {"code": "6 * 7", "silent": False, "store_history": False, "user_expressions": {}, "allow_stdin": False}
    asked = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
    with connect(address, ssl=certificates, additional_headers=mine, max_size=None) as socket:
        socket.send(json.dumps(asked))
        while True:
            told = json.loads(socket.recv(timeout=60))
            if told["msg_type"] == "execute_result":
                break
    assert told["content"]["data"]["text/plain"] == "42"
    client.delete(f"/user/ada/api/kernels/{kernel}", headers=mine)


def test_the_api_upgrades_to_nothing(client, mine):
    upgrade = {**mine, "Connection": "Upgrade", "Upgrade": "websocket"}
    upgrade |= {"Sec-WebSocket-Key": "eA==", "Sec-WebSocket-Version": "13"}
    assert client.get("/v1/scenes", headers=upgrade).status_code in {400, 403, 404, 426}


# The log


def test_the_log_names_users_and_no_tokens(client, envoy, issuer, servers):
    who, token = name(), issuer.token("ada")
    client.get(f"/v1/scenes?secret={who}", headers=bearer(issuer.token(who)))
    client.get("/v1/scenes", headers=bearer(token))
    servers.wait_for(lambda: who in envoy.log, "the log")
    lines = [json.loads(line) for line in envoy.log.splitlines() if line.startswith("{")]
    mine = [line for line in lines if line.get("user") == who]
    assert [(line["path"], line["status"], line["upstream"]) for line in mine] == [("/v1/scenes", 200, "scene")]
    assert token not in envoy.log
    assert f"secret={who}" not in envoy.log
