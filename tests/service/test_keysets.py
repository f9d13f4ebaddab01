"""Sets of public keys, from files and URLs, through their rotation; and the keys with which the service signs."""

from __future__ import annotations

import asyncio
import base64
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from joserfc.errors import SecurityWarning
from joserfc.jwk import ECKey, OctKey, RSAKey

from threedkit.errors import ParameterError
from threedkit.service.auth import UnauthenticatedError, UnavailableError
from threedkit.service.auth.keysets import FileKeys, UrlKeys, key_source, read_keys
from threedkit.service.auth.signing import ISSUER, Signer
from threedkit.service.auth.tokens import TokenVerifier

FOR = "threedkit"
NOW = 1_800_000_000

RSA = RSAKey.generate_key(2048, {"kid": "r1", "use": "sig", "alg": "RS256"})
EC = ECKey.generate_key("P-256", {"kid": "e1", "use": "sig", "alg": "ES256"})
CLAIMS = {"aud": FOR, "sub": "ada", "exp": NOW + 600, "nbf": NOW, "iat": NOW, "scope": "assets:read"}


def key_set(*keys):
    return json.dumps({"keys": [key.as_dict(private=False) for key in keys]}).encode()


def verify(verifier, text):
    return asyncio.run(verifier.verify(text))


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
    first = signer.sign(CLAIMS)
    assert Signer(path).public() == signer.public()
    assert "d" not in signer.public()["keys"][0]
    verifier = TokenVerifier(FileKeys(path), issuer=ISSUER, audience=FOR, clock=lambda: NOW)
    assert verify(verifier, first).subject == "ada"
    new = signer.rotate()
    second = Signer(path).sign(CLAIMS)
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
