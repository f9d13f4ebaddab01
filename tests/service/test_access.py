"""Who may do what, asked of a real service: keys, tokens, owners, groups, quotas, rates, JupyterHub."""

from __future__ import annotations

import datetime as dt
import json
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import msgspec
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from threedkit.errors import NotFoundError, ParameterError, QuotaError
from threedkit.service.auth import AuthSettings, EmbeddedToken, check_binding, new_token
from threedkit.service.auth.scopes import ALL, expand
from threedkit.store import Database
from threedkit.store.keys import KeyStore
from threedkit.store.quotas import Quota, QuotaStore, Usage

KEY = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)
ISSUER = "https://login.example"


def token(subject, scopes="assets:write scenes:write", **claims):
    now = int(time.time())
    values = {"iss": ISSUER, "aud": "threedkit", "sub": subject, "iat": now, "exp": now + 60, "scope": scopes, **claims}
    return {"Authorization": "Bearer " + jwt.encode({"alg": "RS256", "kid": KEY.kid}, values, KEY, ["RS256"])}


@pytest.fixture(scope="module")
def login(tmp_path_factory):
    """Settings that trust the issuer above."""
    path = tmp_path_factory.mktemp("keys") / "jwks.json"
    path.write_text(json.dumps({"keys": [KEY.as_dict(private=False)]}))
    return {"jwks": str(path), "issuer": ISSUER, "embedded": True}


@pytest.fixture(scope="module")
def app(serving, login):
    with serving(auth=AuthSettings(**login, admin_groups="staff", quota_assets=3, quota_jobs=2)) as found:
        yield found


@pytest.fixture
def http(app):
    """A client without a credential."""
    with httpx.Client(base_url=app.url, timeout=30) as made:
        yield made


def make_scene(http, who, **more):
    answer = http.post("/v1/scenes", json={"name": "s", "assets": [], **more}, headers=who)
    assert answer.status_code == 201, answer.text
    return answer.json()["scene_id"]


def upload(http, who, data=b"solid s\nendsolid s\n"):
    return http.post("/v1/assets/upload", files={"file": ("s.stl", data)}, headers=who)


# Proofs


def test_nobody_gets_a_challenge(http):
    for path in ("/v1/me", "/v1/assets", "/v1/scenes/7", "/metrics"):
        answer = http.get(path)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == 'Bearer realm="threedkit"'
        assert answer.headers["content-type"] == "application/problem+json"
    wrong = http.get("/v1/me", headers={"Authorization": "Bearer " + new_token()})
    assert wrong.headers["www-authenticate"] == 'Bearer realm="threedkit", error="invalid_token"'


def test_the_process_token_is_its_user(app, http):
    me = app.http.get("/v1/me").json()
    assert me["admin"]
    assert set(me["scopes"]) == ALL
    near = app.token[:-1] + ("a" if app.token[-1] != "a" else "b")
    for other in (near, app.token + "x", app.token[:-1], app.token.upper()):
        assert http.get("/v1/me", headers={"Authorization": f"Bearer {other}"}).status_code == 401


def test_a_token_of_the_issuer(http):
    me = http.get("/v1/me", headers=token("ada", groups=["film"])).json()
    assert (me["subject"], me["groups"], me["admin"]) == ("ada", ["film"], False)
    assert http.get("/v1/me", headers=token("boss", groups=["staff"])).json()["admin"]
    for bad in (token("ada", exp=1), token("ada", aud="x"), token("")):
        assert http.get("/v1/me", headers=bad).status_code == 401


def test_keys_open_until_they_end(app, http):
    clock = [dt.datetime.now(dt.UTC)]
    keys = KeyStore(app.service.database, clock=lambda: clock[0])
    key, secret = keys.create("ada", scopes=["assets:read"], groups=["film"], lasts=dt.timedelta(days=1))
    for headers in ({"Authorization": f"Bearer {secret}"}, {"X-API-Key": secret}):
        me = http.get("/v1/me", headers=headers).json()
        assert (me["subject"], me["groups"], me["scopes"]) == ("ada", ["film"], ["assets:read"])
    for wrong in (secret[:-1] + "~", secret[:20], "tk_" + "0" * 16 + "_" + "a" * 43, "tk_'; DROP TABLE api_keys;--"):
        answer = http.get("/v1/me", headers={"X-API-Key": wrong})
        assert answer.status_code == 401
        assert wrong not in answer.text
    assert keys.list("ada")[0].used is not None
    verifier = next(one for one in app.app.state.authenticator.verifiers if type(one).__name__ == "KeyVerifier")
    keys.revoke(key.id)
    verifier._clock = lambda: time.monotonic() + 6  # what it remembered is over
    assert http.get("/v1/me", headers={"X-API-Key": secret}).status_code == 401
    past, gone = keys.create("ada", scopes=["assets:read"], lasts=dt.timedelta(microseconds=1))
    assert not past.is_good(dt.datetime.now(dt.UTC))
    assert http.get("/v1/me", headers={"X-API-Key": gone}).status_code == 401


def test_the_database_holds_no_key(app):
    key, secret = KeyStore(app.service.database).create("eve", scopes=["assets:read"])
    raw = app.service.database.read(
        lambda connection: connection.exec_driver_sql("SELECT * FROM api_keys").mappings().all()
    )
    assert secret.rpartition("_")[2] not in str([dict(row) for row in raw])
    assert len(secret) == 3 + 16 + 1 + 43
    assert key.id in secret


def test_key_records(app):
    keys = KeyStore(app.service.database)
    with pytest.raises(NotFoundError):
        keys.revoke("nothing")
    for subject in ("", "a" * 201, "a\nb"):
        with pytest.raises(ParameterError):
            keys.create(subject)
    with pytest.raises(ParameterError):
        keys.create("ada", lasts=dt.timedelta(0))
    first = keys.revoke(keys.create("zoe")[0].id)
    assert keys.revoke(first.id) == first  # once is for good


# Scopes


def test_scopes_bound_what_a_credential_may(http):
    reader, nothing = token("ada", "assets:read"), token("ada", "")
    assert http.get("/v1/assets", headers=reader).status_code == 200
    refused = upload(http, reader)
    assert refused.status_code == 403
    assert 'error="insufficient_scope", scope="assets:write"' in refused.headers["www-authenticate"]
    assert http.get("/v1/scenes", headers=reader).status_code == 403
    assert http.get("/v1/assets", headers=nothing).status_code == 403
    assert http.get("/metrics", headers=nothing).status_code == 200  # as Prometheus has it


def test_scopes_of_people():
    assert expand(["all"]) == ALL
    assert "runs:write" not in expand(["read", "write"])
    with pytest.raises(ParameterError, match="there are read"):
        expand(["admin"])


def test_a_route_without_a_scope_is_public_on_purpose(app):
    """Everything but a few routes asks who asks: found out by asking all of them."""
    public = {"/v1/healthz", "/v1/readyz", "/v1/jwks.json", "/v1/token", "/v1/openapi.json"}
    document = app.http.get("/v1/openapi.json").json()
    with httpx.Client(base_url=app.url) as stranger:
        for path, methods in document["paths"].items():
            for method in set(methods) & {"get", "post", "put", "patch", "delete"}:
                answer = stranger.request(method, path.replace("{", "").replace("}", ""))
                assert (answer.status_code == 401) or path in public, (method, path, answer.status_code)


# Owners and groups


def test_a_stranger_finds_nothing(http):
    ada, eve = token(uuid.uuid4().hex), token(uuid.uuid4().hex)
    scene, asset = make_scene(http, ada), upload(http, ada).json()["asset_id"]
    for path in (f"/v1/scenes/{scene}", f"/v1/assets/{asset}", f"/v1/assets/{asset}/content"):
        assert http.get(path, headers=ada).status_code == 200
        mine, none = (
            http.get(path, headers=eve),
            http.get(path.replace(scene, asset).replace(asset, scene), headers=eve),
        )
        assert mine.status_code == 404
        assert mine.json()["type"] == none.json()["type"]
        assert mine.json().keys() == none.json().keys()
        assert http.delete(path.removesuffix("/content"), headers={**eve, "If-Match": "*"}).status_code == 404
    for path in ("/v1/scenes", "/v1/assets"):
        assert http.get(path, headers=eve).json()["items"] == []
    used = http.post("/v1/scenes", json={"name": "x", "assets": [{"asset_id": asset}]}, headers=eve)
    assert used.status_code in {404, 422}  # another's asset cannot be referred to
    assert http.get(f"/v1/scenes/{scene}", headers=token("boss", groups=["staff"])).status_code == 200


def test_a_group_shares(http):
    ada, bob, eve = token("ada-g", groups=["film"]), token("bob-g", groups=["film"]), token("eve-g", groups=["other"])
    scene = make_scene(http, ada, groups=["film"])
    assert http.get(f"/v1/scenes/{scene}", headers=bob).status_code == 200
    assert http.get(f"/v1/scenes/{scene}", headers=eve).status_code == 404
    assert http.delete(f"/v1/scenes/{scene}", headers={**bob, "If-Match": "*"}).status_code in {403, 404}
    assert http.get(f"/v1/scenes/{scene}", headers=ada).status_code == 200


def test_an_owner_is_not_chosen(http):
    ada = token("ada-o")
    answer = http.post("/v1/scenes", json={"name": "s", "assets": [], "owner": "boss"}, headers=ada)
    if answer.status_code == 201:
        assert answer.json()["owner"] == "ada-o"
    else:
        assert answer.status_code == 422


# Quotas


def test_a_quota_holds_under_a_race(http):
    ada = token(uuid.uuid4().hex)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda i: upload(http, ada, b"solid %d\nendsolid\n" % i), range(8)))
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [201] * 3 + [403] * 5
    refused = next(answer for answer in answers if answer.status_code == 403).json()
    assert refused["type"] == "urn:threedkit:problem:quota-exceeded"
    me = http.get("/v1/me", headers=ada).json()
    assert (me["usage"]["assets"], me["quota"]["assets"]) == (3, 3)
    first = next(answer for answer in answers if answer.status_code == 201).json()["asset_id"]
    assert http.delete(f"/v1/assets/{first}", headers={**ada, "If-Match": "*"}).status_code == 204
    assert upload(http, ada, b"solid again\nendsolid\n").status_code == 201


def test_a_file_without_a_length_is_given_up_at_the_quota(app, http):
    """And nothing is left of it: what is stored first and refused then would stay until somebody collects it."""
    subject = uuid.uuid4().hex
    app.service.quotas.set(subject, Quota(bytes=1_000_000))
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="s.stl"\r\n\r\nsolid s\n'
    headers = {**token(subject), "Content-Type": "multipart/form-data; boundary=b"}
    for pieces, status in ((4, 201), (60, 403), (40, 403)):
        before = blobs_of(app)

        def body(count=pieces):
            yield head
            for number in range(count):
                yield b"%08d" % number * 3000
            yield b"\r\n--b--\r\n"

        assert http.post("/v1/assets/upload", content=body(), headers=headers).status_code == status
        assert len(blobs_of(app) - before) == (status == 201)


def blobs_of(app):
    return {path for path in Path(app.service.blobs.url).rglob("*") if path.is_file()}


def begin(http, who, **headers):
    return http.post("/v1/assets/uploads", json={"file": "s.stl", "size": 20}, headers={**who, **headers})


def test_uploads_in_parts_count_from_their_beginning(http):
    ada = token(uuid.uuid4().hex)
    begun = [begin(http, ada) for _ in range(4)]
    assert [answer.status_code for answer in begun] == [201] * 3 + [403]
    assert upload(http, ada).status_code == 403
    place = begun[0].headers["location"]
    assert http.put(f"{place}/parts/1", content=b"solid s\nendsolid s\n ", headers=ada).status_code == 204
    assert http.post(f"{place}/complete", headers=ada).status_code == 201
    assert begin(http, ada).status_code == 403
    assert http.delete(begun[1].headers["location"], headers=ada).status_code == 204
    first, again = (begin(http, ada, **{"Idempotency-Key": "u1"}) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["upload_id"] == again.json()["upload_id"]
    assert again.headers["idempotent-replayed"] == "true"
    assert http.get("/v1/me", headers=ada).json()["usage"]["assets"] == 3


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path):
    url = f"sqlite:///{tmp_path}/farm.db" if request.param == "sqlite" else request.getfixturevalue("postgres").url()
    with Database.open(url) as opened:
        yield opened


def test_keys_and_quotas_on_both_databases(database):
    keys = KeyStore(database)
    key, secret = keys.create("ada", name="laptop", scopes=["assets:read", "jobs:read"], groups=["b", "a"], admin=True)
    assert msgspec.structs.replace(keys.find(secret), used=None) == key
    assert keys.list() == keys.list("ada")
    quotas = QuotaStore(database, Quota(jobs=1))
    quotas.set("ada", Quota(bytes=10))
    quotas.check("ada", Usage(bytes=10, jobs=1))
    for more in (Usage(bytes=11), Usage(jobs=2)):
        with pytest.raises(QuotaError, match="your quota is"):
            quotas.check("ada", more)
    database.write(quotas.holds("ada"))
    assert quotas.list() == {"ada": Quota(bytes=10)}
    assert quotas.set("ada", Quota()) == Quota(jobs=1)
    assert quotas.list() == {}
    with pytest.raises(ParameterError):
        quotas.set("ada", Quota(bytes=-1))


# Rates


def test_rates_are_each_users_own(serving, login):
    with serving(auth=AuthSettings(**login, rate_limit="5/hour")) as app, httpx.Client(base_url=app.url) as http:
        ada, bob = token("ada"), token("a/da")
        statuses = [http.get("/v1/me", headers=ada).status_code for _ in range(8)]
        assert statuses == [200] * 5 + [429] * 3
        refused = http.get("/v1/me", headers=ada)
        assert 1 <= int(refused.headers["retry-after"]) <= 3600
        assert refused.headers["content-type"] == "application/problem+json"
        assert http.get("/v1/me", headers=bob).status_code == 200
        assert {app.http.get("/v1/me").status_code for _ in range(20)} == {200}  # the process's own user


def test_a_service_without_a_hub(app, http):
    assert http.post("/v1/token", headers=token("ada")).status_code == 404
    assert http.get("/v1/jwks.json").status_code == 404


# Where it listens


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "farm.example", "127.0.0.1.example", ""])
def test_only_loopback_without_tls(host):
    with pytest.raises(ParameterError, match="in the clear"):
        check_binding(host, tls=False)
    check_binding(host, tls=True)


def test_loopback_has_several_names():
    for host in ("127.0.0.1", "127.9.9.9", "localhost", "::1", "[::1]"):
        check_binding(host, tls=False)


def test_a_short_token_is_refused():
    with pytest.raises(ParameterError, match="at least 16"):
        EmbeddedToken("short")


def test_settings_say_which_value_is_wrong(monkeypatch):
    from threedkit.service import Settings

    monkeypatch.setenv("THREEDKIT_AUTH_RATE_LIMIT", "often")
    with pytest.raises(ParameterError, match="THREEDKIT_AUTH_RATE_LIMIT"):
        Settings.read()
    monkeypatch.setenv("THREEDKIT_AUTH_RATE_LIMIT", "")
    monkeypatch.setenv("THREEDKIT_AUTH_JWKS", "keys.json")
    with pytest.raises(ParameterError, match="issuer"):
        Settings.read()


def test_settings_of_access(monkeypatch):
    monkeypatch.setenv("THREEDKIT_AUTH_RATE_LIMIT", "none")
    assert AuthSettings().rate_limit == ""
    with pytest.raises(ValueError, match="own"):
        AuthSettings(issuer="threedkit")
