"""Clusters: the embedded one starts from any kind of program and leaves nothing behind; any Dask client works."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import psutil
import pytest
from distributed import Client, LocalCluster

from threedkit import jobs
from threedkit.errors import EngineUnavailableError, FieldError, JobError
from threedkit.jobs import cluster
from threedkit.jobs.local_cluster import worker_environment

pytestmark = pytest.mark.cluster

SCRIPT = """
import sys
import threedkit as tk

scene = tk.Scene(extras={{"null": {{"seconds": {seconds}}}}})
scene.add(tk.Mesh(tk.sphere(), tk.Material()))
print("once", flush=True)
job = tk.submit(scene, tk.turntable(scene, {frames}), size=(16, 16), engine="null", output=sys.argv[1])
{then}
"""
HERE = "127.0.0.1:0"
WAIT = "print(job.wait(60), job.done, flush=True)"


def environment():
    here = Path(__file__).parent
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(
            [str(here.parent.parent), str(here / "plugins"), os.environ.get("PYTHONPATH", "")]
        ),
        "THREEDKIT_WORKERS": "2",
    }


def code(then=WAIT, frames=4, seconds=0.0):
    return textwrap.dedent(SCRIPT).format(then=then, frames=frames, seconds=seconds)


def run(arguments, **options):
    return subprocess.run(
        [sys.executable, *arguments],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
        **options,
    )


def our_workers(mark):
    """Worker processes, of any parent, whose environment holds the mark."""
    found = []
    for process in psutil.process_iter(["cmdline"]):
        try:
            if "threedkit.jobs.worker_process" in (process.info["cmdline"] or []) and mark in str(process.environ()):
                found.append(process)
        except psutil.Error:
            continue
    return found


def gone(mark, seconds=10.0):
    end = time.monotonic() + seconds
    while our_workers(mark):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def test_a_script_without_a_guard(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(code())
    done = run([str(script), str(tmp_path / "out")])
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["once", "succeeded", "4"]
    assert done.stderr == ""


def test_from_standard_input_and_from_the_command_line(tmp_path):
    done = run(["-", str(tmp_path / "a")], input=code())
    assert done.stdout.split() == ["once", "succeeded", "4"], done.stderr
    done = run(["-c", code(), str(tmp_path / "b")])
    assert done.stdout.split() == ["once", "succeeded", "4"], done.stderr


def start_and_wait_for_frames(tmp_path, mark):
    """A process in the middle of a long job."""
    process = subprocess.Popen(
        [sys.executable, "-c", code("job.wait()", frames=400, seconds=0.05), str(tmp_path / "out")],
        env={**environment(), "THREEDKIT_TEST_MARK": mark},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    end = time.monotonic() + 60
    while len(list(tmp_path.glob("out/frames/*.png"))) < 4:
        assert time.monotonic() < end
        assert process.poll() is None, process.stderr.read()
        time.sleep(0.05)
    assert len(our_workers(mark)) == 2
    return process


def test_killing_the_process_leaves_no_orphans_and_the_job_can_be_resumed(tmp_path):
    mark = f"mark-{os.getpid()}-kill"
    process = start_and_wait_for_frames(tmp_path, mark)
    process.kill()
    process.communicate()
    assert gone(mark)
    job = jobs.open_job(tmp_path / "out")
    assert job.status == "paused"
    assert job.done < 400
    assert "has ended" in job.message
    stamps = {frame: frame.stat().st_mtime_ns for frame in (tmp_path / "out/frames").glob("*.png")}
    assert len(stamps) >= max(4, job.done)
    job.resume()
    while job.done < len(stamps) + 4:
        time.sleep(0.02)
    job.cancel()
    assert {frame: frame.stat().st_mtime_ns for frame in stamps} == stamps


def test_interrupting_the_process_ends_the_workers_and_says_how_to_go_on(tmp_path):
    mark = f"mark-{os.getpid()}-interrupt"
    process = start_and_wait_for_frames(tmp_path, mark)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode != 0
    assert "KeyboardInterrupt" in errors
    assert "open_job" in errors
    assert gone(mark, 2.0)
    assert jobs.open_job(tmp_path / "out").status == "paused"


def test_an_uncaught_error_ends_the_workers(tmp_path):
    done = run(["-c", code("job.wait(1); raise SystemExit(3)", frames=400, seconds=0.05), str(tmp_path / "out")])
    assert done.returncode == 3
    assert "was interrupted at" in done.stderr
    assert "Traceback" not in done.stderr


def test_closing_the_embedded_cluster_ends_its_processes(submit_null):
    submit_null(2).result(60)
    started = [worker.process.pid for worker in cluster._embedded.cluster.workers.values()]
    scratch = Path(cluster._embedded.cluster._scratch.name)
    assert all(psutil.pid_exists(pid) for pid in started)
    jobs.close_cluster()
    assert not any(psutil.pid_exists(pid) for pid in started)
    assert not scratch.exists()
    jobs.close_cluster()


def test_the_cluster_grows_when_asked(make_scene, tmp_path):
    scene = make_scene()
    shots = jobs.turntable(scene, 40)
    job = jobs.submit(scene, shots, size=(16, 16), engine="null", output=tmp_path / "out", workers=3)
    job.result(60)
    client = cluster.embedded_client()
    client.wait_for_workers(3, timeout=30)
    assert cluster.worker_count(client) == 3
    jobs.close_cluster()


def test_losing_the_embedded_cluster_fails_the_job_and_retry_goes_on(submit_null):
    job = submit_null(60, seconds=0.05)
    while job.done < 2:
        time.sleep(0.01)
    jobs.close_cluster()
    assert job.wait(30) == "failed"
    assert "cluster" in job.message
    job.retry()
    assert job.wait(60) == "succeeded"


def test_workers_share_the_cores():
    assert worker_environment(3)["THREEDKIT_THREADS"] == os.environ.get("THREEDKIT_THREADS", "3")


def test_the_number_of_workers_can_be_set(monkeypatch):
    monkeypatch.setenv("THREEDKIT_WORKERS", "5")
    assert cluster.default_workers() == 5
    monkeypatch.setenv("THREEDKIT_WORKERS", "many")
    with pytest.raises(FieldError, match="THREEDKIT_WORKERS"):
        cluster.default_workers()
    monkeypatch.delenv("THREEDKIT_WORKERS")
    assert cluster.default_workers() >= 1


@pytest.fixture(scope="module")
def foreign():
    """Somebody else's cluster, two processes of two threads."""
    with (
        LocalCluster(n_workers=2, threads_per_worker=2, dashboard_address=HERE, resources={"GPU": 1}) as theirs,
        Client(theirs, set_as_default=False) as client,
    ):
        yield client


def test_any_client_works(submit_null, foreign):
    job = submit_null(12, client=foreign)
    job.result(60)
    assert job.snapshot()["workers"] == 2
    assert job.snapshot()["scene_loads"] <= 2
    assert set(job.snapshot()["crew"]) <= {"0", "1"}


def test_resources_place_the_work(make_scene, foreign, tmp_path):
    scene = make_scene()
    shots = jobs.turntable(scene, 2)
    options = {"size": (8, 8), "engine": "null", "client": foreign, "output": tmp_path / "out"}
    assert jobs.submit(scene, shots, resources={"GPU": 1}, **options).wait(60) == "succeeded"
    with pytest.raises(JobError, match="FARM=1"):
        jobs.submit(scene, shots, resources={"FARM": 1}, **options)
    with pytest.raises(FieldError, match="embedded"):
        jobs.submit(scene, shots, engine="null", client=foreign, workers=2, output=tmp_path / "x")


BLIND = """
import os
from threedkit.errors import StoreError
from threedkit.jobs import folder
from threedkit.store.blobs import FolderBlobs

folder.JobFolder.shares = lambda self, token: False

def get(self, name):
    raise StoreError("this worker cannot see the folder")

FolderBlobs.get = get
os.environ["THREEDKIT_NULL_REASON"] = os.environ.get("THREEDKIT_REMOTE_REASON", "")
if not os.environ["THREEDKIT_NULL_REASON"]:
    del os.environ["THREEDKIT_NULL_REASON"]
"""


def test_workers_without_the_disk_get_blobs_and_send_frames_home(submit_null, tmp_path, monkeypatch):
    preload = tmp_path / "blind.py"
    preload.write_text(BLIND)
    with (
        LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=HERE, preload=[str(preload)]) as theirs,
        Client(theirs, set_as_default=False) as client,
    ):
        job = submit_null(9, client=client)
        assert job.result(60) == [job.output / "frames" / f"frame_{index:04d}.png" for index in range(9)]
        assert client.run(carried) == dict.fromkeys(client.run(carried), 0)
        again = submit_null(9, client=client)
        again.result(60)
        assert again.snapshot()["reused"] == 9


def carried():
    from threedkit.jobs.blobs import CARRIED

    return len(CARRIED)


def test_an_engine_that_no_worker_has_is_said_at_once(submit_null, tmp_path, monkeypatch):
    preload = tmp_path / "blind.py"
    preload.write_text(BLIND)
    monkeypatch.setenv("THREEDKIT_REMOTE_REASON", "no driver here")
    with (
        LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=HERE, preload=[str(preload)]) as theirs,
        Client(theirs, set_as_default=False) as client,
        pytest.raises(EngineUnavailableError, match="no driver here"),
    ):
        submit_null(2, client=client)


def test_a_client_must_be_one(make_scene, foreign, tmp_path):
    scene = make_scene()
    shots = jobs.turntable(scene, 2)
    closed = Client(foreign.scheduler.address, set_as_default=False)
    closed.close()
    for error, client in ((FieldError, "tcp://somewhere:8786"), (JobError, closed)):
        with pytest.raises(error, match="client"):
            jobs.submit(scene, shots, engine="null", client=client, output=tmp_path)


def test_workers_that_do_not_come_up_are_reported_with_their_last_words(submit_null, tmp_path, monkeypatch):
    jobs.close_cluster()
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\necho this machine has no luck\nexit 1\n")
    broken.chmod(0o755)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "executable", str(broken))
        job = submit_null(2)
        assert job.wait(60) == "failed"
    assert "no luck" in job.message
    job.retry()
    assert job.wait(60) == "succeeded"


def seat():
    return os.environ.get("CUDA_VISIBLE_DEVICES")


def test_the_embedded_cluster_shares_the_gpus(make_scene, tmp_path, monkeypatch):
    """With a tool that says there are two: nothing here needs a real one."""
    tool = tmp_path / "bin" / "nvidia-smi"
    tool.parent.mkdir()
    tool.write_text("#!/bin/sh\necho 'GPU 0: one (UUID: GPU-1)'\necho 'GPU 1: two (UUID: GPU-2)'\n")
    tool.chmod(0o755)
    jobs.close_cluster()
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    with monkeypatch.context() as patch:
        patch.setenv("PATH", f"{tool.parent}:{os.environ['PATH']}")
        scene = make_scene()
        shots = jobs.turntable(scene, 4)
        options = {"size": (8, 8), "engine": "null", "resources": {"GPU": 1}, "workers": 3}
        job = jobs.submit(scene, shots, output=tmp_path / "out", **options)
        assert job.wait(60) == "succeeded"
        client = cluster.embedded_client()
        client.wait_for_workers(3, timeout=30)
        assert sorted(client.run(seat).values()) == ["0,1", "0,1", "1,0"]
        patch.delenv("THREEDKIT_WORKERS", raising=False)
        patch.setattr(cluster, "_cores", lambda: 64)
        assert [cluster.embedded_workers(count) for count in (1, 2)] == [4, 8]
        patch.setattr(cluster, "_cores", lambda: 2)
        assert [cluster.embedded_workers(count) for count in (0, 1, 8)] == [2, 2, 8]
    jobs.close_cluster()


def test_a_cluster_without_workers_is_waited_for(submit_null):
    """The job says what it waits for, and a cluster that can grow sees that there is work."""
    with (
        LocalCluster(n_workers=0, threads_per_worker=1, dashboard_address=HERE) as theirs,
        Client(theirs, set_as_default=False) as client,
    ):
        job = submit_null(6, client=client)
        end = time.monotonic() + 20
        while "waits for a worker" not in job.message:
            assert time.monotonic() < end
            time.sleep(0.05)
        assert job.status == "running"
        theirs.adapt(minimum=0, maximum=2, interval="200ms")
        assert job.wait(60) == "succeeded"
        assert "waiting" in [event.kind for event in job.events()]


def start_worker(address, name, scratch, **environment):
    here = Path(__file__).parent
    paths = os.pathsep.join([str(here.parent.parent), str(here / "plugins")])
    return subprocess.Popen(
        [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--name", name,
         "--no-dashboard", "--local-directory", str(scratch), "--death-timeout", "10"],
        env={**os.environ, "PYTHONPATH": paths, **environment},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


@pytest.fixture
def mixed(tmp_path, request):
    """A cluster of a good worker and one with something in its environment."""
    with (
        LocalCluster(n_workers=0, dashboard_address=HERE) as theirs,
        Client(theirs, set_as_default=False) as client,
    ):
        address = theirs.scheduler_address
        workers = [start_worker(address, "good", tmp_path), start_worker(address, "bad", tmp_path, **request.param)]
        try:
            client.wait_for_workers(2, timeout=60)
            yield client
        finally:
            for worker in workers:
                worker.terminate()
                worker.wait(20)


@pytest.mark.parametrize("mixed", [{"THREEDKIT_NULL_REASON": "no card in this one"}], indirect=True)
def test_workers_without_the_engine_get_no_task(submit_null, mixed):
    job = submit_null(12, client=mixed)
    assert job.wait(90) == "succeeded"
    crew = job.snapshot()["crew"]
    assert (crew["good"]["done"], "bad" in crew) == (12, False)
    unfit = [event.data for event in job.events() if event.kind == "worker unfit"]
    assert [(one["worker"], "no card" in one["reason"]) for one in unfit] == [("bad", True)]


@pytest.mark.parametrize("mixed", [{"THREEDKIT_NULL_START": "crash"}], indirect=True)
def test_a_worker_that_keeps_failing_is_excluded_and_named(submit_null, mixed):
    """Its engine dies whenever it starts; each frame is tried again on the other worker."""
    job = submit_null(40, client=mixed, seconds=0.1)
    assert job.wait(120) == "succeeded", job.errors
    excluded = [event.data for event in job.events() if event.kind == "worker excluded"]
    assert [one["worker"] for one in excluded] == ["bad"]
    crew = job.snapshot()["crew"]
    assert crew["bad"]["excluded"]
    assert crew["bad"]["failed"] >= 3
    assert crew["good"]["done"] == 40
