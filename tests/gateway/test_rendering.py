"""What the model becomes: files that Envoy and Kong's schema accept, and models that are refused."""

from __future__ import annotations

import json
import re
import subprocess
from importlib.util import find_spec
from pathlib import Path

import jsonschema
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def shipped(repository):
    return (repository / "dask_cluster" / "gateway" / "gateway.toml").read_text("utf-8")


@pytest.fixture(scope="module")
def pem(tmp_path_factory):
    path = tmp_path_factory.mktemp("pem") / "login.pem"
    key = rsa.generate_private_key(65537, 2048).public_key()
    path.write_bytes(key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo))
    return path


def test_envoy_takes_the_shipped_gateway(rendered, shipped, place, certificates, tmp_path):
    """``envoy --mode validate``, with certificates of this machine in place of a deployment's."""
    text = shipped.replace("/etc/threedkit/", f"{place}/").replace("port = 8443", "port = 18443\nadmin_port = 19901")
    config = rendered("envoy", text, tmp_path)
    system = Path("/etc/ssl/certs/ca-certificates.crt")
    written = json.dumps(config).replace(str(system), str(place / "ca.crt"))
    (tmp_path / "envoy.json").write_text(written)
    program = Path(find_spec("envoy").origin).parent / "_bin" / "envoy"
    command = [str(program), "--mode", "validate", "-c", str(tmp_path / "envoy.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]


def test_upstreams_elsewhere_are_verified_by_name(rendered, shipped, tmp_path):
    config = rendered("envoy", shipped, tmp_path)
    clusters = {one["name"]: one for one in config["static_resources"]["clusters"]}
    assert set(clusters) >= {"geometry", "scene", "material", "animation", "render", "grpc", "notebooks", "keys_login"}
    for name in ("geometry", "scene", "material", "animation", "render", "grpc", "keys_login"):
        context = clusters[name]["transport_socket"]["typed_config"]
        trusted = context["common_tls_context"]["validation_context"]
        host = clusters[name]["load_assignment"]["endpoints"][0]["lb_endpoints"][0]["endpoint"]["address"]
        host = host["socket_address"]["address"]
        assert trusted["match_typed_subject_alt_names"] == [{"san_type": "DNS", "matcher": {"exact": host}}]
        assert context["sni"] == host
    assert "transport_socket" not in clusters["notebooks"]  # as its model says


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('jwks = "https://', 'jwks = "http://', "forge"),
        ("port = 8443", "port = 70000", "port"),
        ("port = 8443", "prot = 8443", "prot"),
        ("[notebooks]", 'notebook_paths = ["/"]\n[notebooks]', "unknown|notebook_paths"),
        ('host = "geometry"', 'host = "geo metry"', "services"),
        ("requests = 100", "requests = 0", "requests"),
        ("[issuers.login]", "[issuers.Log-in]", "issuers"),
        ("geometry = {", "geometrie = {", "geometrie"),
        ("[tls]", "[tls", "TOML|line|Expected"),
        ('certificate = "/etc/threedkit/tls.crt"\n', "", "certificate"),
    ],
)
def test_a_model_that_is_none_is_refused(rendered, shipped, tmp_path, old, new, said):
    assert old in shipped
    error = rendered("envoy", shipped.replace(old, new, 1), tmp_path)
    assert isinstance(error, str)
    assert re.search(said, error), error
    assert error.count("\n") == 1  # one line


@pytest.mark.parametrize("path", ["/", "/v1", "/v1/assets", "hub"])
def test_notebooks_do_not_cover_the_api(rendered, shipped, tmp_path, path):
    error = rendered("envoy", f'notebook_paths = ["{path}"]\n{shipped}', tmp_path)
    assert "notebook_paths" in error


def test_a_file_that_is_not_there(repository, tmp_path):
    import sys

    program = str(repository / "dask_cluster" / "gateway")
    for words in (["envoy", str(tmp_path / "none.toml")], [], ["nginx", "x"], ["envoy"]):
        done = subprocess.run([sys.executable, program, *words], capture_output=True, text=True, check=False)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr


# Kong: a schema, and what can be read off the file. Kong itself cannot be run here.


@pytest.fixture
def kong(rendered, shipped, tmp_path, pem):
    return rendered("kong", shipped, tmp_path, f"login={pem}")


def test_kongs_file_keeps_the_schema(kong):
    schema = json.loads((HERE / "kong_schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(kong)


def test_the_schema_finds_mistakes(kong):
    validator = jsonschema.Draft202012Validator(json.loads((HERE / "kong_schema.json").read_text("utf-8")))
    kong["services"][0]["routes"][0]["protocols"] = ["http"]
    assert list(validator.iter_errors(kong))


def test_kong_asks_for_tokens_where_envoy_does(kong):
    routes = [route for service in kong["services"] for route in service["routes"]]
    assert len({route["name"] for route in routes}) == len(routes)
    for route in routes:
        plugins = {plugin["name"] for plugin in route["plugins"]}
        if route["name"] not in {"threedkit-open", "threedkit-notebooks"}:
            assert "jwt" in plugins, route["name"]
    opened = next(route for route in routes if route["name"] == "threedkit-open")
    assert {path.removeprefix("~").removesuffix("(?:/|$)") for path in opened["paths"]} == {
        "/v1/healthz",
        "/v1/readyz",
        "/v1/jwks.json",
        "/v1/openapi.json",
        "/v1/token",
    }
    assert not any("/metrics" in path for route in routes for path in route["paths"])
    (consumer,) = kong["consumers"]
    assert consumer["jwt_secrets"][0]["key"] == "https://login.example"


def test_kong_without_keys_lets_nobody_in(rendered, shipped, tmp_path):
    assert rendered("kong", shipped, tmp_path)["consumers"] == []
    assert isinstance(rendered("kong", shipped, tmp_path, "stranger=none.pem"), str)
