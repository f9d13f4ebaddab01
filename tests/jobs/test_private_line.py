"""The embedded cluster is its owner's alone: nobody without its key is heard."""

from __future__ import annotations

import ssl

import psutil
import pytest
from distributed import Client
from distributed.security import Security

from threedkit import jobs
from threedkit.jobs.cluster import embedded_client
from threedkit.jobs.private_line import make_keys

pytestmark = pytest.mark.cluster


@pytest.fixture(scope="module")
def client():
    jobs.close_cluster()
    yield embedded_client(1)
    jobs.close_cluster()


def test_all_lines_are_encrypted(client):
    assert client.submit(sum, (3, 4)).result(60) == 7
    addresses = [client.scheduler.address, *client.scheduler_info()["workers"]]
    assert len(addresses) == 2
    assert all(address.startswith("tls://127.0.0.1:") for address in addresses)


def test_a_stranger_is_not_heard(client):
    """Neither without a key, nor with one of his own, although he trusts whom he speaks to."""
    for address in (client.scheduler.address, *client.scheduler_info()["workers"]):
        host, port = address.removeprefix("tls://").split(":")
        mine = make_keys()
        ours = ssl.get_server_certificate((host, int(port)))
        own = {"tls_client_cert": mine["certificate"], "tls_client_key": mine["key"]}
        stranger = Security(require_encryption=True, tls_ca_file=ours, **own)
        with pytest.raises(OSError, match=r"(?i)timed out|alert|unknown|closed"):
            Client(address, security=stranger, timeout=1, set_as_default=False)
        with pytest.raises(OSError, match="tcp"):
            Client(address.replace("tls://", "tcp://"), timeout=2, set_as_default=False)
    assert client.submit(sum, (3, 4), pure=False).result(60) == 7


def test_the_key_is_not_seen_by_others(client):
    (pid,) = (info["pid"] for info in client.run(lambda: {"pid": __import__("os").getpid()}).values())
    process = psutil.Process(pid)
    told = " ".join((*process.cmdline(), *process.environ().values()))
    assert "PRIVATE KEY" not in told
