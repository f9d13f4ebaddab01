"""JSON Web Tokens: what is let in, and every way in which a token can be wrong, forged or hostile."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.errors import SecurityWarning
from joserfc.jwk import ECKey, OctKey, RSAKey

from threedkit.errors import ParameterError
from threedkit.service.auth import AuthError, UnauthenticatedError, UnavailableError
from threedkit.service.auth.credentials import bearer
from threedkit.service.auth.keysets import FileKeys, UrlKeys, key_source, read_keys
from threedkit.service.auth.signing import ISSUER, Signer
from threedkit.service.auth.tokens import TokenVerifier

ISSUED_BY, FOR = "https://login.example", "threedkit"
NOW = 1_800_000_000

RSA = RSAKey.generate_key(2048, {"kid": "r1", "use": "sig", "alg": "RS256"})
EC = ECKey.generate_key("P-256", {"kid": "e1", "use": "sig", "alg": "ES256"})
STRANGER = RSAKey.generate_key(2048, {"kid": "r1"})


def key_set(*keys):
    return json.dumps({"keys": [key.as_dict(private=False) for key in keys]}).encode()


def claims(**changes):
    usual = {
        "iss": ISSUED_BY,
        "aud": FOR,
        "sub": "ada",
        "exp": NOW + 600,
        "nbf": NOW,
        "iat": NOW,
        "scope": "assets:read",
    }
    return {name: value for name, value in {**usual, **changes}.items() if value is not None}


def token(key=RSA, alg="RS256", header=None, **changes):
    return jwt.encode({"alg": alg, "kid": key.kid, **(header or {})}, claims(**changes), key, [alg])


def part(value):
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


class Keys:
    """A key source that holds what it is given."""

    def __init__(self, *keys):
        self.found = read_keys(key_set(*keys))

    async def find(self, kid, algorithm):
        from threedkit.service.auth.keysets import _choose

        return _choose(self.found, kid, algorithm)


@pytest.fixture
def verifier():
    return TokenVerifier(Keys(RSA, EC), issuer=ISSUED_BY, audience=FOR, admin_groups=("staff",), clock=lambda: NOW)


def verify(verifier, text):
    return asyncio.run(verifier.verify(text))


@pytest.mark.parametrize(("key", "alg"), [(RSA, "RS256"), (EC, "ES256")])
def test_a_good_token_says_who_asks(verifier, key, alg):
    who = verify(verifier, token(key, alg, groups=["film"], scope="assets:read scenes:write beyond:us", jti="7"))
    assert (who.subject, who.groups, who.proof, who.credential) == ("ada", {"film"}, "jwt", "7")
    assert who.scopes == {"assets:read", "scenes:write"}
    assert not who.admin


def test_administrators_are_made_by_group_or_scope(verifier):
    assert verify(verifier, token(groups=["staff"])).admin
    assert verify(verifier, token(scope="admin")).admin
    assert not verify(verifier, token(sub="staff", scope="")).admin


def test_a_token_of_another_issuer_is_somebody_elses_to_judge(verifier):
    assert verify(verifier, token(iss="https://other.example")) is None
    assert verify(verifier, "tk_0123456789abcdef_secret") is None


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": NOW - 31},
        {"exp": None},
        {"exp": "soon"},
        {"exp": True},
        {"exp": 1e308 * 10},
        {"nbf": NOW + 31},
        {"iat": NOW + 31},
        {"aud": "another-service"},
        {"aud": None},
        {"aud": [["threedkit"]]},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"sub": "ada\r\nX-Admin: 1"},
        {"sub": "a" * 201},
        {"groups": "staff"},
        {"groups": [["staff"]]},
        {"groups": ["g"] * 501},
        {"scope": {"admin": True}},
    ],
    ids=str,
)
def test_claims_that_do_not_fit(verifier, changes):
    with pytest.raises(UnauthenticatedError) as caught:
        verify(verifier, token(**changes))
    assert "\n" not in str(caught.value)
    assert 'error="invalid_token"' in caught.value.headers["WWW-Authenticate"]


def test_clocks_may_differ_by_the_leeway(verifier):
    assert verify(verifier, token(exp=NOW - 29)).subject == "ada"
    assert verify(verifier, token(nbf=NOW + 29, iat=NOW + 29)).subject == "ada"


def test_no_signature_is_no_token(verifier):
    for alg in ("none", "None", "NONE", "nOnE", ""):
        with pytest.raises(UnauthenticatedError):
            verify(verifier, f"{part({'alg': alg, 'kid': 'r1'})}.{part(claims())}.")


def test_a_public_key_is_no_shared_secret(verifier):
    """The confusion of RS256 with HS256: signed with the public key, which everybody has, as an HMAC's secret."""
    for secret in (RSA.as_pem(private=False), RSA.as_pem(private=False).strip(), key_set(RSA)):
        for alg, digest in (("HS256", hashlib.sha256), ("HS512", hashlib.sha512)):
            head = f"{part({'alg': alg, 'kid': 'r1', 'typ': 'JWT'})}.{part(claims(scope='admin'))}"
            forged = part(hmac.new(secret, head.encode(), digest).digest())
            with pytest.raises(UnauthenticatedError):
                verify(verifier, f"{head}.{forged}")


def test_a_key_verifies_its_own_algorithm_only(verifier):
    plain = RSAKey.import_key({name: value for name, value in RSA.as_dict(private=True).items() if name != "alg"})
    with pytest.raises(UnauthenticatedError, match="header"):
        verify(verifier, token(plain, "PS256"))
    _, body, signature = token(RSA, "RS256").split(".")
    with pytest.raises(UnauthenticatedError):  # an elliptic key by its id, with RS256 in the header
        verify(verifier, f"{part({'alg': 'RS256', 'kid': 'e1'})}.{body}.{signature}")


def test_a_strangers_signature_under_a_known_id(verifier):
    with pytest.raises(UnauthenticatedError, match="signature"):
        verify(verifier, token(STRANGER))


@pytest.mark.parametrize(
    "header", [{"jwk": RSA.as_dict(private=False)}, {"jku": "http://127.0.0.1:1/keys"}, {"x5u": "http://127.0.0.1:1/"}]
)
def test_keys_that_a_token_brings_along_are_not_looked_at(verifier, header):
    with pytest.raises(UnauthenticatedError, match="signature"):
        verify(verifier, token(STRANGER, header=header))


def test_critical_extensions_are_not_ignored(verifier):
    _, body, signature = token().split(".")
    with pytest.raises(UnauthenticatedError, match="header"):
        verify(verifier, f"{part({'alg': 'RS256', 'kid': 'r1', 'crit': ['exp'], 'exp': 1})}.{body}.{signature}")


def test_changed_claims(verifier):
    head, _, signature = token().split(".")
    with pytest.raises(UnauthenticatedError, match="signature"):
        verify(verifier, f"{head}.{part(claims(sub='eve'))}.{signature}")


RS = {"alg": "RS256"}


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (b"", b""),
        (b"a", b"b"),
        ([], claims()),
        ({"alg": 7}, claims()),
        ({}, claims()),
        (b"{" * 4000, claims()),
        (RS, b"[" * 5000),
        (RS, b'{"a":' * 900),
        (RS, b'{"exp":' + b"9" * 5000 + b"}"),
        (RS, b'{"exp":NaN}'),
        (RS, [claims()]),
        (RS, b"\xff\xfe"),
    ],
    ids=range(12),
)
def test_malformed_tokens(verifier, head, body):
    with pytest.raises(UnauthenticatedError, match="malformed"):
        verify(verifier, f"{part(head)}.{part(body)}.x")


@given(st.data())
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_damage_is_let_in(verifier, data):
    """Any change of a good token's letters is refused, or changes nothing of what it says."""
    good = token(EC, "ES256")
    place = data.draw(st.integers(0, len(good) - 1))
    letter = data.draw(st.characters(codec="ascii"))
    changed = good[:place] + letter + good[place + 1 :]
    try:
        who = verify(verifier, changed)
    except AuthError:
        return
    assert who is None or (who.subject, who.scopes) == ("ada", {"assets:read"})


def test_without_an_id_the_only_key_is_meant():
    alone = TokenVerifier(Keys(RSA), issuer=ISSUED_BY, audience=FOR, clock=lambda: NOW)
    head = {"alg": "RS256"}
    text = jwt.encode(head, claims(), RSA, ["RS256"])
    assert verify(alone, text).subject == "ada"
    both = TokenVerifier(
        Keys(RSA, RSAKey.generate_key(2048, {"kid": "r2"})), issuer=ISSUED_BY, audience=FOR, clock=lambda: NOW
    )
    with pytest.raises(UnauthenticatedError, match="not known"):
        verify(both, text)


# Credentials in headers


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [("Authorization", "")],
        [("Authorization", "Basic YTpi")],
        [("Authorization", "Bearer")],
        [("Authorization", "Bearer a"), ("authorization", "Bearer b")],
        [("Authorization", "Bearer a"), ("X-API-Key", "b")],
        [("Authorization", "Bearer a b")],
        [("Authorization", "Bearer a\x00b")],
        [("Authorization", "Bearer a, Bearer b")],
        [("Authorization", "Bearer " + "a" * 8193)],
        [("X-API-Key", "käse")],
    ],
    ids=range(11),
)
def test_headers_without_one_good_credential(headers):
    with pytest.raises(UnauthenticatedError):
        bearer(headers)


def test_headers_with_one():
    assert bearer([("Accept", "*/*"), ("AUTHORIZATION", "bearer  a.b-c_d~e+f/g==")]) == "a.b-c_d~e+f/g=="
    assert bearer([("authorization", "token jupyter")]) == "jupyter"
    assert bearer([("x-api-key", "tk_1")]) == "tk_1"


# Sets of keys


def test_only_keys_that_may_verify_are_taken():
    with pytest.warns(SecurityWarning, match="2048"):
        weak = RSAKey.generate_key(1024, {"kid": "weak"}).as_dict(private=False)
    shared = OctKey.generate_key(256, {"kid": "oct"}).as_dict(private=True)
    others = [
        {**RSA.as_dict(private=False), "kid": "enc", "use": "enc"},
        {**RSA.as_dict(private=False), "kid": "hs", "alg": "HS256"},
        {**ECKey.generate_key("P-384", {"kid": "p384"}).as_dict(private=False)},
        {"kty": "RSA", "kid": "broken", "n": "AA", "e": "!!"},
        {"kty": ["RSA"], "kid": "odd"},
        {"kid": "bare"},
    ]
    found = read_keys(json.dumps({"keys": [weak, shared, *others, RSA.as_dict(private=False)]}).encode())
    assert list(found) == ["r1"]
    with pytest.raises(ParameterError, match="no key"):
        read_keys(json.dumps({"keys": [weak, shared, *others]}).encode())


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"keys": {}}', b'{"keys": [1]}', b"[" * 100_000, b"\xff"])
def test_no_key_set(data):
    with pytest.raises(ParameterError):
        read_keys(data)


def test_a_private_key_in_a_set_only_verifies():
    found = read_keys(json.dumps({"keys": [RSA.as_dict(private=True)]}).encode())
    assert not found["r1"][0].is_private


def test_a_file_is_followed_through_its_rotation(tmp_path):
    path = tmp_path / "keys.json"
    path.write_bytes(key_set(RSA))
    now = [0.0]
    keys = FileKeys(path, clock=lambda: now[0])
    find = lambda kid, alg: asyncio.run(keys.find(kid, alg))  # noqa: E731
    assert find("r1", "RS256") is not None
    path.write_bytes(key_set(RSA, EC))
    assert find("e1", "ES256") is None  # not looked at within the second
    now[0] = 2.0
    assert find("e1", "ES256") is not None
    path.write_bytes(b"{ half written")
    now[0] = 4.0
    assert find("e1", "ES256") is not None
    path.write_bytes(key_set(EC))
    now[0] = 6.0
    assert find("r1", "RS256") is None
    with pytest.raises(ParameterError, match="cannot be read"):
        key_source(str(tmp_path / "none.json"))


@pytest.fixture
def key_server():
    """Serves ``server.body`` with ``server.status``; counts."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.server.asked += 1
            time.sleep(self.server.slow)
            self.send_response(self.server.status)
            if self.server.status == 302:
                self.send_header("Location", "/elsewhere")
            self.end_headers()
            try:
                self.wfile.write(self.server.body)
            except OSError:
                return  # the client has had enough

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.status, server.slow, server.body = 0, 200, 0.0, key_set(RSA)
    server.url = f"http://127.0.0.1:{server.server_port}/jwks.json"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_url_is_followed_through_its_rotation(key_server):
    now = [0.0]
    keys = UrlKeys(key_server.url, fresh=300, pause=10, stale=1000, clock=lambda: now[0])
    find = lambda kid, alg: asyncio.run(keys.find(kid, alg))  # noqa: E731
    assert find("r1", "RS256") is not None
    for _ in range(20):
        assert find("r1", "RS256") is not None
        assert find("forged", "RS256") is None  # an unknown id costs no request within the pause
    assert key_server.asked == 1
    key_server.body = key_set(RSA, EC)
    now[0] = 11.0
    assert find("e1", "ES256") is not None
    assert key_server.asked == 2
    now[0] = 320.0  # no longer fresh
    assert find("e1", "ES256") is not None
    assert key_server.asked == 3
    for status, body in ((500, b""), (302, key_set(EC)), (200, b"no keys"), (200, b" " * 300_000)):
        key_server.status, key_server.body = status, body
        now[0] += 310
        if now[0] <= 320 + 1000:
            assert find("e1", "ES256") is not None  # what was known goes on
    now[0] = 320.0 + 1001
    with pytest.raises(UnavailableError):
        find("e1", "ES256")
    key_server.status, key_server.body = 200, key_set(EC)
    now[0] += 11
    assert find("e1", "ES256") is not None
    assert find("r1", "RS256") is None  # withdrawn


def test_those_who_ask_together_share_one_request(key_server):
    key_server.slow = 0.2
    keys = UrlKeys(key_server.url)

    async def many():
        return await asyncio.gather(*(keys.find("r1", "RS256") for _ in range(50)))

    assert all(asyncio.run(many()))
    assert key_server.asked == 1


@pytest.mark.parametrize("url", ["http://login.example/keys", "ftp://login.example/keys", "http://127.0.0.1.example/k"])
def test_keys_come_by_https(url):
    with pytest.raises(ParameterError, match="https"):
        UrlKeys(url)


# Our own signatures


def test_the_service_signs_and_rotates(tmp_path):
    path = tmp_path / "deep" / "keys.json"
    signer = Signer(path, clock=lambda: NOW)
    assert path.stat().st_mode & 0o777 == 0o600
    first = signer.sign(claims(iss=None))
    assert Signer(path).public() == signer.public()
    assert "d" not in signer.public()["keys"][0]
    verifier = TokenVerifier(FileKeys(path), issuer=ISSUER, audience=FOR, clock=lambda: NOW)
    assert verify(verifier, first).subject == "ada"
    new = signer.rotate()
    second = Signer(path).sign(claims(iss=None))
    assert json.loads(base64.urlsafe_b64decode(second.split(".")[0] + "=="))["kid"] == new
    later = TokenVerifier(FileKeys(path), issuer=ISSUER, audience=FOR, clock=lambda: NOW)
    assert [verify(later, text).subject for text in (first, second)] == ["ada", "ada"]
    for _ in range(3):
        signer.rotate()
    assert len(signer.public()["keys"]) == 3
    with pytest.raises(UnauthenticatedError):
        verify(TokenVerifier(FileKeys(path), issuer=ISSUER, audience=FOR, clock=lambda: NOW), first)


def test_signing_keys_that_others_can_read_are_refused(tmp_path):
    path = tmp_path / "keys.json"
    Signer(path)
    path.chmod(0o640)
    with pytest.raises(ParameterError, match="chmod 600"):
        Signer(path)


def test_processes_that_start_together_sign_with_one_key(tmp_path):
    path = tmp_path / "keys.json"
    with_keys = []
    threads = [threading.Thread(target=lambda: with_keys.append(Signer(path).public())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({json.dumps(one) for one in with_keys}) == 1
    assert [p.name for p in tmp_path.iterdir()] == ["keys.json"]
