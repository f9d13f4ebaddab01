"""Our settings for Dask Gateway start a real one; the page's code makes a cluster there and draws on it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

CONFIG = "dask-gateway/dask_gateway_config.py"


@pytest.fixture
def gateway(program, definitions, tmp_path, line_with):
    """Address of a gateway; its clusters run in processes of ours."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    folder = tmp_path / "gateway"
    folder.mkdir()
    process = program(
        "dask-gateway-server", "--config", str(definitions / CONFIG), cwd=folder, GATEWAY_ADDRESS=f"127.0.0.1:{port}"
    )

    line_with(process, "200 GET /api/v1/routes")  # the proxy knows its way
    return f"http://127.0.0.1:{port}"


USER = """
import os, sys
from dask_gateway import Gateway

gateway = Gateway(sys.argv[1])
cluster = gateway.new_cluster(device="gpu")
cluster.scale(1)
client = cluster.get_client()
client.wait_for_workers(1, timeout=60)
(worker,) = client.scheduler_info(n_workers=-1)["workers"].values()
print(worker["resources"], client.submit(os.getenv, "THREEDKIT_WARM").result(30))
client.close()
cluster.shutdown()
try:
    gateway.new_cluster(engine="blender")
except ValueError as error:
    print(error)
gateway.close()
"""


def user(code, *arguments, cwd):
    """Run a user's program: its clients end with it, and dask_gateway's complain when they are collected earlier."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=cwd, capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.cluster
@pytest.mark.engine
def test_the_page_draws_on_a_cluster_behind_a_gateway(gateway, snippet, tmp_path):
    said = user(snippet("gateway.md", instead={"http://127.0.0.1:8000": gateway}), cwd=tmp_path)
    assert said == ["succeeded 4"]
    assert len(list(tmp_path.glob("ring/frames/*.png"))) == 4


@pytest.mark.cluster
def test_what_a_user_chooses_is_what_workers_offer(gateway, tmp_path):
    offered, refused = user(USER, gateway, cwd=tmp_path)
    assert offered == "{'ENGINE': 1.0, 'GPU': 1.0} filament"
    assert "blender" in refused


def test_it_does_not_listen_to_strangers_unguarded(definitions):
    done = subprocess.run(
        [Path(sys.executable).with_name("dask-gateway-server"), "--config", str(definitions / CONFIG)],
        env={**os.environ, "GATEWAY_ADDRESS": "0.0.0.0:8000"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode != 0
    assert "set GATEWAY_AUTH" in done.stderr + done.stdout
