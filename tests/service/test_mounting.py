"""The service inside a real Jupyter server: under its login, its base URL, on a socket of its user's."""

from __future__ import annotations

import importlib.metadata
import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import httpx
import psutil
import pytest

from threedkit.service.auth.origins import is_from_elsewhere
from threedkit.service.mounting import proxied

BASE = "/user/ada/lab"


class Jupyter:
    def __init__(self, url, process, log):
        self.url, self.process, self.log = url, process, log

    def client(self, **headers):
        return httpx.Client(base_url=f"{self.url}{BASE}", headers=headers, timeout=90)


@pytest.fixture(scope="module")
def jupyter(servers, tmp_path_factory):
    home, port = tmp_path_factory.mktemp("jupyter"), servers.free_port()
    flags = [f"--ServerApp.port={port}", f"--ServerApp.base_url={BASE}", "--IdentityProvider.token=jupyter-secret"]
    flags += ["--ServerApp.allow_root=True", "--ServerApp.open_browser=False", f"--ServerApp.root_dir={home}"]
    flags += ["--ServerApp.ip=127.0.0.1", "--ServerApp.port_retries=0"]
    places = {"HOME": str(home), "JUPYTER_CONFIG_DIR": str(home), "JUPYTER_RUNTIME_DIR": str(home / "r")}
    places |= {"THREEDKIT_HOME": str(home / "threedkit"), "TMPDIR": str(home)}
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyter_server", *flags], env={**os.environ, **places}, stdout=log, stderr=log
        )
    servers.wait_for(lambda: servers.listens(port), "Jupyter", process)
    found = Jupyter(f"http://127.0.0.1:{port}", process, home / "log")
    found.home = home
    yield found
    process.terminate()
    process.wait(60)


@pytest.fixture
def mine(jupyter):
    with jupyter.client(Authorization="token jupyter-secret") as made:
        yield made


def test_the_entry_point_is_installed():
    (found,) = importlib.metadata.entry_points(group="jupyter_serverproxy_servers", name="threedkit")
    assert found.load() is proxied
    assert proxied()["environment"]["THREEDKIT_TOKEN"] != proxied()["environment"]["THREEDKIT_TOKEN"]


def test_naming_the_service_imports_nothing_heavy():
    program = (
        "import sys, threedkit.service.mounting; print(*{'fastapi', 'dask', 'sqlalchemy', 'numpy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_jupyters_login_comes_first(jupyter):
    with jupyter.client() as stranger:
        assert stranger.get("/threedkit/v1/me").status_code in {302, 403}
        own = {"Authorization": "Bearer " + "a" * 43}
        assert stranger.get("/threedkit/v1/me", headers=own).status_code in {302, 403}
        assert stranger.post("/threedkit/v1/scenes", json={"name": "s", "assets": []}).status_code in {302, 403}


def test_whoever_is_logged_in_works_with_it(mine):
    me = mine.get("/threedkit/v1/me")
    assert me.status_code == 200
    assert me.json()["admin"]
    made = mine.post("/threedkit/v1/scenes", json={"name": "s", "assets": []})
    assert made.status_code == 201, made.text
    scene = made.json()["scene_id"]
    assert mine.get(f"/threedkit/v1/scenes/{scene}").json()["name"] == "s"
    assert mine.delete(f"/threedkit/v1/scenes/{scene}", headers={"If-Match": "*"}).status_code == 204
    missing = mine.get("/threedkit/v1/scenes/7")
    assert (missing.status_code, missing.headers["content-type"]) == (404, "application/problem+json")


def test_urls_lead_back_through_jupyter(mine, jupyter):
    made = mine.post("/threedkit/v1/scenes", json={"name": "s", "assets": []})
    place = made.headers.get("location", "")
    assert place == "" or httpx.get(f"{jupyter.url}{httpx.URL(place).path}", headers=mine.headers).status_code == 200


def _child(jupyter):
    children = psutil.Process(jupyter.process.pid).children(recursive=True)
    return next(one for one in children if "serve" in one.cmdline())


def _is_the_service(port):
    try:
        return httpx.get(f"http://127.0.0.1:{port}/v1/healthz", timeout=5).status_code == 200
    except httpx.HTTPError:  # it does not speak HTTP
        return False


def test_the_socket_is_its_users_alone(mine, jupyter):
    mine.get("/threedkit/v1/healthz")
    child = _child(jupyter)
    ports = [one.laddr.port for one in child.net_connections("inet") if one.status == "LISTEN"]  # Dask's own
    assert not any(_is_the_service(port) for port in ports)
    path = Path(child.cmdline()[child.cmdline().index("--unix-socket") + 1])
    assert stat.S_ISSOCK(path.stat().st_mode)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    with httpx.Client(transport=httpx.HTTPTransport(uds=str(path)), base_url="http://threedkit") as direct:
        assert direct.get("/v1/me").status_code == 401  # the socket alone opens nothing
    assert not any("jupyter-secret" in word or "Bearer" in word for word in child.cmdline())


def test_pages_of_other_sites_are_refused(mine):
    scene = {"name": "s", "assets": []}
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},  # another port of this host
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
    ):
        answer = mine.post("/threedkit/v1/scenes", json=scene, headers=headers)
        assert answer.status_code == 403, headers
    own = str(mine.base_url.copy_with(path="/")).rstrip("/")
    for headers in ({"Sec-Fetch-Site": "same-origin", "Origin": own}, {"Origin": own}, {}):
        assert mine.post("/threedkit/v1/scenes", json=scene, headers=headers).status_code == 201, headers


def test_identity_headers_and_keys_change_nothing(mine):
    assert mine.get("/threedkit/v1/me", headers={"X-Threedkit-User": "boss"}).json()["subject"] != "boss"
    assert mine.get("/threedkit/v1/me", headers={"X-API-Key": "tk_1"}).status_code == 401  # two credentials


def test_no_log_holds_a_token(mine, jupyter):
    mine.get("/threedkit/v1/me?token=jupyter-secret")
    token = _child(jupyter).environ()["THREEDKIT_TOKEN"]
    text = jupyter.log.read_text("utf-8", "replace")
    assert token not in text
    lines = [json.loads(line) for line in re.findall(r'^\{"event".*$', text, re.MULTILINE)]
    assert any(line.get("path") == "/v1/me" and line["status"] == 200 for line in lines)
    assert "jupyter-secret" not in json.dumps(lines)


def test_where_a_request_comes_from():
    elsewhere = lambda **headers: is_from_elsewhere(httpx.Headers({k.replace("_", "-"): v for k, v in headers.items()}))  # noqa: E731
    assert not elsewhere()
    assert not elsewhere(sec_fetch_site="none", origin="http://evil")
    assert elsewhere(sec_fetch_site="odd")
    assert not elsewhere(host="h:1", origin="https://h:1")
    assert elsewhere(host="h:1", origin="https://h:2")
    assert not elsewhere(host="inner", x_forwarded_host="hub.example", origin="https://hub.example")
