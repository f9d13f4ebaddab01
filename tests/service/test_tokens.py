"""JSON Web Tokens: what is let in, and every way in which a token can be wrong, forged or hostile."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from threedkit.service.auth import AuthError, UnauthenticatedError
from threedkit.service.auth.credentials import bearer
from threedkit.service.auth.keysets import read_keys
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
