"""`threedkit worker`: processes of this machine join a scheduler, over TLS or not, and leave nothing behind."""

from __future__ import annotations

import json
import os
import signal

import psutil
import pytest
import trustme
from distributed import Client
from distributed.security import Security

from threedkit.errors import FieldError
from threedkit.jobs import gpus, joining
from threedkit.jobs.joining import WorkerOptions, seats
from threedkit.jobs.worker import engine_reason


@pytest.fixture
def certificates(tmp_path):
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    ours = authority.issue_cert("127.0.0.1")
    ours.cert_chain_pems[0].write_to_path(tmp_path / "our.pem")
    ours.private_key_pem.write_to_path(tmp_path / "our.key")
    return [
        f"--tls-{kind}={tmp_path / file}"
        for kind, file in (("ca-file", "ca.pem"), ("cert", "our.pem"), ("key", "our.key"))
    ]


@pytest.fixture
def join(program, line_with):
    """Run `threedkit worker`; gives the process when its workers are up."""

    def start(*arguments, **more):
        process = program("threedkit", "worker", *arguments, **more)
        line_with(process, "joined")
        return process

    return start


def worker_process():
    return os.getpid()


@pytest.mark.cluster
def test_workers_join_over_tls_come_back_after_a_kill_and_leave_together(scheduler, join, until, certificates):
    address = scheduler(*certificates, protocol="tls")
    command = join(address, "--workers=2", "--name=attic", "--engine=null", "--resource=MEMORY=64", *certificates)
    family = psutil.Process(command.pid)
    files = {
        kind: argument.partition("=")[2] for kind, argument in zip(("ca", "cert", "key"), certificates, strict=True)
    }
    security = Security(
        tls_ca_file=files["ca"], tls_client_cert=files["cert"], tls_client_key=files["key"], require_encryption=True
    )
    with Client(address, security=security, timeout="30s") as client:
        found = {info["name"]: info for info in client.scheduler_info(n_workers=-1)["workers"].values()}
        assert sorted(found) == ["attic-0", "attic-1"]
        assert all(info["resources"] == {"ENGINE": 1.0, "MEMORY": 64.0} for info in found.values())
        assert all(info["nthreads"] == 1 for info in found.values())
        assert set(client.run(engine_reason, "null").values()) == {None}
        before = client.run(worker_process)
        children = {pid: psutil.Process(pid).children() for pid in before.values()}
        assert all(len(engines) == 1 for engines in children.values()), "the preload starts each one's engine"
        victim = next(iter(before.values()))
        os.kill(victim, signal.SIGKILL)
        until(lambda: len(now := client.run(worker_process, on_error="ignore")) == 2 and victim not in now.values())
        until(lambda: not any(engine.is_running() for engine in children[victim]))
        everybody = family.children(recursive=True)
        command.terminate()
        assert command.wait(60) == 0
        until(lambda: not any(process.is_running() for process in everybody))


@pytest.mark.cluster
def test_a_killed_nanny_leaves_no_process_behind(scheduler, join, until):
    """The nannies live in the command's process: SIGKILL for it is one for them."""
    command = join(scheduler(), "--workers=2", "--engine=null")
    everybody = psutil.Process(command.pid).children(recursive=True)
    assert len(everybody) >= 4, "a worker and an engine each, at least"
    os.kill(command.pid, signal.SIGKILL)
    until(lambda: not any(process.is_running() and process.status() != "zombie" for process in everybody))


@pytest.mark.cluster
def test_workers_end_when_the_scheduler_has_gone(scheduler, join):
    address = scheduler()
    command = join(address, "--workers=1", "--engine=null")
    with Client(address, timeout="30s") as client:
        client.shutdown()
    assert command.wait(60) == 0
    assert "has gone" in command.said.read_text()


def test_a_scheduler_that_is_not_there(monkeypatch, capsys):
    from threedkit.cli import main

    monkeypatch.setattr(joining, "_CONNECT_SECONDS", 1.0)
    assert main(["worker", "tcp://127.0.0.1:9", "--workers", "1"]) == 1
    assert "error: scheduler tcp://127.0.0.1:9 cannot be reached" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"scheduler": "farm:8786"}, "tls://host:8786"),
        ({"scheduler": "http://farm"}, "tls://host:8786"),
        ({"scheduler": "tls://farm:8786"}, "needs the certificates"),
        ({"scheduler": "tls://farm:8786", "ca_file": "ca.pem"}, "all three"),
        ({"scheduler": "tcp://farm:8786", "ca_file": "a", "cert_file": "b", "key_file": "c"}, "go with a tls://"),
        ({"scheduler": "tcp://farm:8786", "workers": 0}, "workers"),
    ],
)
def test_options_that_cannot_work(wrong, message):
    with pytest.raises(FieldError, match=message):
        WorkerOptions(**wrong)


@pytest.mark.parametrize("text", ["GPU", "GPU=", "GPU=-1", "GPU=nan", "GPU=inf", "=1", "a b=1"])
def test_resources_that_are_none(text, capsys):
    from threedkit.cli import main

    assert main(["worker", "tcp://127.0.0.1:9", "--plan", f"--resource={text}"]) == 2
    assert "--resource" in capsys.readouterr().err


def test_gpus_are_dealt_out(monkeypatch, capsys):
    from threedkit.cli import main

    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0,GPU-7e2a")
    assert gpus.visible_gpus() == ("0", "GPU-7e2a")
    planned = seats(WorkerOptions(scheduler="tcp://farm:8786"))
    assert [seat.environment["CUDA_VISIBLE_DEVICES"] for seat in planned] == ["0,GPU-7e2a", "GPU-7e2a,0"]
    assert all(seat.resources == {"ENGINE": 1.0, "GPU": 1.0} for seat in planned)
    assert (
        main(["worker", "tcp://farm:8786", "--workers=3", "-e", "filament", "-e", "mitsuba", "--plan", "--json"]) == 0
    )
    plan = json.loads(capsys.readouterr().out)
    assert [seat["environment"]["CUDA_VISIBLE_DEVICES"][0] for seat in plan] == ["0", "G", "0"]
    assert {seat["environment"]["THREEDKIT_WARM"] for seat in plan} == {"filament,mitsuba"}
