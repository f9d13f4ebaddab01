"""The real service behind the real gateway: a file goes up and comes down, a stranger finds nothing."""

from __future__ import annotations

import os
import subprocess
import sys

import httpx
import pytest


@pytest.fixture(scope="module")
def address(servers, place, certificates, issuer, rendered, gateway_text, tmp_path_factory):
    """One process with all five services, and Envoy in front of it."""
    home, port = tmp_path_factory.mktemp("service"), servers.free_port()
    (place / "login.json").write_bytes(issuer.jwks)
    environment = {
        **os.environ,
        "THREEDKIT_HOME": str(home),
        "THREEDKIT_WORK": "false",
        "THREEDKIT_AUTH_JWKS": str(place / "login.json"),
        "THREEDKIT_AUTH_ISSUER": issuer.name,
    }
    with (home / "log").open("wb") as log:
        command = [sys.executable, "-m", "threedkit.cli", "serve", "--port", str(port), "--json"]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=log)
    envoy = None
    try:
        assert process.stdout.readline(), (home / "log").read_text()[-2000:]
        names = ("geometry", "scene", "material", "animation", "render")
        text = gateway_text(dict.fromkeys(names, port), issuer.name).replace(
            '[issuers.own]\nissuer = "threedkit"\n', ""
        )
        text = text.replace('jwks = "service"\n', "")
        config = rendered("envoy", text, place)
        assert isinstance(config, dict), config
        envoy = servers.Envoy(config, place)
        listener = config["static_resources"]["listeners"][0]["address"]["socket_address"]["port_value"]
        yield f"https://localhost:{listener}"
    finally:
        if envoy is not None:
            envoy.close()
        process.terminate()
        process.wait(60)
        process.stdout.close()


@pytest.fixture
def client(address, certificates):
    with httpx.Client(base_url=address, verify=certificates, timeout=60) as made:
        yield made


def who(issuer, name):
    return {"Authorization": f"Bearer {issuer.token(name)}"}


def test_a_file_goes_up_and_comes_down(client, issuer):
    ada, eve = who(issuer, "ada"), who(issuer, "eve")
    data = b"solid s\nendsolid s\n" + b" " * 3_000_000
    made = client.post("/v1/assets/upload", files={"file": ("s.stl", data)}, headers=ada)
    assert made.status_code == 201, made.text
    asset = made.json()["asset_id"]
    assert made.json()["owner"] == "ada"
    back = client.get(f"/v1/assets/{asset}/content", headers=ada, follow_redirects=True)
    assert back.content == data
    part = client.get(f"/v1/assets/{asset}/content", headers={**ada, "Range": "bytes=0-6"}, follow_redirects=True)
    assert (part.status_code, part.content) == (206, b"solid s")
    assert client.get(f"/v1/assets/{asset}", headers=eve).status_code == 404
    assert client.get("/v1/me", headers=eve).json()["subject"] == "eve"


def test_a_name_that_a_client_claims_is_nobodys(client, issuer):
    me = client.get("/v1/me", headers={**who(issuer, "eve"), "X-Threedkit-User": "ada"}).json()
    assert (me["subject"], me["admin"]) == ("eve", False)


def test_the_same_id_is_in_the_answer_and_the_logs_of_both(client, issuer):
    answer = client.get("/v1/scenes/none", headers=who(issuer, "ada"))
    assert answer.status_code == 404
    assert answer.json()["request_id"] == answer.headers["x-request-id"]


def test_keys_are_judged_by_the_service(client):
    assert client.get("/v1/me", headers={"X-API-Key": "tk_0123456789abcdef_nothing"}).status_code == 401
    assert client.get("/metrics").status_code == 401


def test_errors_of_both_look_alike(client, issuer):
    from_gateway = client.get("/v1/scenes")
    from_service = client.get("/v1/me", headers={"X-API-Key": "tk_0123456789abcdef_nothing"})
    for answer in (from_gateway, from_service):
        assert answer.status_code == 401
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["type"] == "urn:threedkit:problem:unauthorized"
