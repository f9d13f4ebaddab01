"""Faults of real processes: no finished frame is lost or changed, the ledger is right, and nothing is left over."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import dask
import msgspec
import psutil
import pytest
from distributed import Client, LocalCluster

from threedkit import jobs
from threedkit.jobs.records import job_store
from threedkit.jobs.spec import digest
from threedkit.store import JobStore

pytestmark = pytest.mark.cluster

HERE = "127.0.0.1:0"
SUBMIT = """
import sys
import threedkit as tk

scene = tk.Scene(extras={{"null": {orders}}})
scene.add(tk.Mesh(tk.sphere(), tk.Material()))
job = tk.submit(scene, tk.turntable(scene, {frames}), size=(16, 16), engine="null", output=sys.argv[1], detach={detach})
print(job.id, flush=True)
{then}
"""
"""The program of a user, which dies."""


class Shell:
    """Programs that share one ledger, and what is left of them."""

    def __init__(self, tmp_path):
        self.home = tmp_path / "home"
        self.marks = tmp_path / "marks"
        self.marks.mkdir()
        self.output = tmp_path / "out"
        self.mark = f"mark-{os.getpid()}-{tmp_path.name}"
        here = Path(__file__).parent
        self.environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(here.parent.parent), str(here / "plugins")]),
            "THREEDKIT_HOME": str(self.home),
            "THREEDKIT_WORKERS": "2",
            "THREEDKIT_TEST_MARK": self.mark,
        }

    def start(self, *arguments):
        return subprocess.Popen(
            [sys.executable, *map(str, arguments)],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def submit(self, frames, *, then="job.wait()", detach=False, **orders):
        orders = {"marks": str(self.marks), **orders}
        code = textwrap.dedent(SUBMIT).format(orders=orders, frames=frames, then=then, detach=detach)
        process = self.start("-c", code, self.output)
        self.job = process.stdout.readline().strip()
        assert self.job, process.stderr.read()
        return process

    def cli(self, *arguments):
        """Run ``threedkit jobs ...``; return its exit code and what it said."""
        process = self.start("-m", "threedkit.cli", "jobs", *arguments)
        said, errors = process.communicate(timeout=300)
        return process.returncode, said, errors

    def state(self):
        code, said, errors = self.cli("show", self.job, "--json")
        assert code == 0, errors
        return json.loads(said)

    def pictures(self):
        return sorted(self.output.glob("frames/*.png"))

    def wait_for_frames(self, count, seconds=180):
        until(lambda: len(self.pictures()) >= count, seconds)

    def processes(self):
        """Everything that belongs to this test and still runs."""
        found = []
        for process in psutil.process_iter():
            try:
                if process.pid != os.getpid() and self.mark in process.environ().get("THREEDKIT_TEST_MARK", ""):
                    found.append(process)
            except psutil.Error:
                continue
        return found

    def drawn(self):
        """Frame number -> how often it was drawn."""
        counts = {}
        for mark in self.marks.iterdir():
            number = int(mark.name.partition("-")[0])
            counts[number] = counts.get(number, 0) + 1
        return counts

    def check(self, frames, status="succeeded", failed=()):
        """Ledger, sidecars and files say the same, and nothing runs any more."""
        state = self.state()
        assert (state["status"], state["failed"]) == (status, list(failed))
        assert state["states"] == "".join("f" if index in failed else "d" for index in range(frames))
        connection = self.ledger()
        rows = connection.execute("SELECT frame, sha256, size FROM outputs ORDER BY frame").fetchall()
        connection.close()
        assert [row[0] for row in rows] == [index for index in range(frames) if index not in failed]
        for index, sha256, size in rows:
            data = (self.output / f"frames/frame_{index:04d}.png").read_bytes()
            receipt = msgspec.json.decode((self.output / f".job/receipts/frame_{index:04d}.png.json").read_bytes())
            assert (digest(data), len(data)) == (sha256, size) == (receipt["sha256"], receipt["size"])
        assert not list(self.output.rglob("*.part"))
        until(lambda: not self.processes(), 60)

    def ledger(self):
        url = self.environment.get("THREEDKIT_DATABASE")
        if url is not None:
            import psycopg

            return psycopg.connect(url)
        import sqlite3

        return sqlite3.connect(self.home / "threedkit.db")


def until(condition, seconds=120.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


@pytest.fixture
def shell(tmp_path):
    made = Shell(tmp_path)
    yield made
    for process in made.processes():
        process.kill()


def test_the_submitting_process_is_killed(shell):
    process = shell.submit(60, seconds=0.05)
    shell.wait_for_frames(8)
    process.kill()
    process.communicate()
    until(lambda: not shell.processes(), 60)
    assert shell.state()["status"] == "paused"
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in shell.pictures()}
    code, said, errors = shell.cli("resume", shell.job)
    assert (code, "succeeded, 60/60" in said) == (0, True), errors
    assert {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in before} == before
    again = [index for index, count in shell.drawn().items() if count > 1]
    assert len(again) <= 6  # those that were being drawn or encoded
    shell.check(60)


def test_postgresql_is_restarted_in_the_middle_of_a_job(shell, servers):
    """Once in order and once by a crash: the job waits for its ledger and goes on."""
    server = servers.Postgres()
    try:
        shell.environment["THREEDKIT_DATABASE"] = server.url()
        process = shell.submit(120, then="print(job.wait(200), job.message)", seconds=0.05)
        for count, end in ((10, server.stop), (40, server.crash)):
            shell.wait_for_frames(count)
            end()
            time.sleep(1.0)
            server.start()
        said, errors = process.communicate(timeout=240)
        assert said.startswith("succeeded"), said + errors
        shell.check(120)
    finally:
        server.close()


def test_a_runner_is_killed_again_and_again(shell):
    """At any moment, writes of frames, sidecars and ledger included; the next runner takes over at once."""
    shell.submit(150, then="", detach=True, seconds=0.01).communicate(timeout=180)
    for count in (1, 25, 60, 90):
        runner = shell.start("-m", "threedkit.cli", "jobs", "runner")
        shell.wait_for_frames(count)
        runner.kill()
        runner.communicate()
    before = {path: path.read_bytes() for path in shell.pictures()}
    code, said, errors = shell.cli("runner", "--until-idle")
    assert (code, "succeeded" in said) == (0, True), errors
    assert {path: path.read_bytes() for path in before} == before
    kinds = [json.loads(line)["kind"] for line in shell.cli("logs", shell.job, "--json")[1].splitlines()]
    assert "lease taken over" in kinds
    shell.check(150)


def test_a_runner_that_is_asked_to_end_hands_its_jobs_back(shell):
    shell.submit(150, then="", detach=True, seconds=0.05).communicate(timeout=180)
    runner = shell.start("-m", "threedkit.cli", "jobs", "runner")
    shell.wait_for_frames(4)
    runner.send_signal(signal.SIGTERM)
    said, errors = runner.communicate(timeout=180)
    assert runner.returncode == 128 + signal.SIGTERM, errors
    assert "queued" in said
    state = shell.state()
    assert (state["status"], state["runner"], state["counts"]["running"]) == ("queued", "", 0)
    drawn = shell.drawn()
    assert set(drawn.values()) == {1}
    assert state["done"] == len(drawn)
    assert shell.cli("cancel", shell.job)[0] == 0
    until(lambda: not shell.processes(), 60)


def test_only_one_of_two_processes_gets_a_job(shell):
    shell.submit(40, then="", detach=True, seconds=0.05).communicate(timeout=180)
    both = [shell.start("-m", "threedkit.cli", "jobs", "resume", shell.job) for _ in range(2)]
    ends = [process.communicate(timeout=120) for process in both]
    codes = sorted(process.returncode for process in both)
    assert codes in ([0, 0], [0, 1]), ends
    until(lambda: shell.state()["status"] == "succeeded")
    assert set(shell.drawn().values()) == {1}
    shell.check(40)


def test_the_scheduler_is_killed(submit_null, tmp_path):
    """The client cannot reach it any more: the job has failed, with all that was finished, and goes on elsewhere."""
    marks = tmp_path / "marks"
    marks.mkdir()
    with dask.config.set({"distributed.comm.timeouts.connect": "2s"}):
        address = tmp_path / "scheduler.json"
        scheduler = subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0",
             "--no-dashboard", "--scheduler-file", str(address)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until(lambda: address.is_file() and address.stat().st_size)
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        worker = subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_worker", "--scheduler-file", str(address), "--nthreads", "1",
             "--no-dashboard", "--death-timeout", "60", "--local-directory", str(tmp_path)],
            env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            client = Client(scheduler_file=str(address), set_as_default=False)
            client.wait_for_workers(1, timeout=120)
            job = submit_null(80, client=client, marks=str(marks), seconds=0.03)
            until(lambda: job.done >= 3)
            scheduler.kill()
            scheduler.wait()
            assert job.wait(180) == "failed"
            assert "scheduler" in job.message or "cluster" in job.message
            client.close(timeout=2)
        finally:
            for process in (scheduler, worker):
                process.kill()
                process.wait()
    job.join()
    again = jobs.open_job(job.id)
    before = again.done
    assert 3 <= before < 80
    again.retry()
    assert again.wait(180) == "succeeded"
    assert sum(path.name.partition("-")[0].isdecimal() for path in marks.iterdir()) <= 80 + 8


@pytest.mark.parametrize("victim", ["worker", "nanny"])
def test_a_worker_or_its_nanny_is_killed(submit_null, victim):
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=HERE, processes=True) as theirs,
        Client(theirs, set_as_default=False) as client,
    ):
        job = submit_null(60, client=client, seconds=0.05)
        until(lambda: job.done >= 4)
        nanny = theirs.workers[0]
        pid = nanny.process.pid if victim == "worker" else psutil.Process(nanny.process.pid).ppid()
        if pid == os.getpid():  # the nannies of a LocalCluster are tasks of this process: end what it keeps
            theirs.sync(nanny.kill)
        else:
            os.kill(pid, signal.SIGKILL)
        assert job.wait(240) == "succeeded"
    assert job.done == 60
    counted = job_store().counts(job.id)
    assert (counted.succeeded, counted.left, counted.failed) == (60, 0, 0)


def test_a_clock_that_jumps_takes_no_job_away(submit_null):
    """Another host's runner looks for lost jobs, and its clock leaps ahead between any two looks."""
    jumps = itertools.count(0.0, 1e6)
    other = JobStore(job_store().database, clock=lambda: next(jumps))
    job = submit_null(60, seconds=0.05)
    while job.status in {"queued", "running"}:
        assert other.lease("elsewhere") is None
        time.sleep(0.6)
    assert job.status == "succeeded"
    assert "lease taken over" not in [event.kind for event in job.events()]


def test_wall_clocks_are_for_people_only(repository):
    """No time-out, lease or measurement of ours asks what time it is; the ages of files are told by nothing else."""
    collector = repository / "threedkit" / "store" / "keeping" / "collecting.py"  # its grace is hours
    for room in ("jobs", "store"):
        for path in set((repository / "threedkit" / room).rglob("*.py")) - {collector}:
            assert "time.time(" not in path.read_text(), path


FULL = """
import os, sys, time
import threedkit as tk

ballast = os.path.join(sys.argv[1], "ballast")
with open(ballast, "wb") as file:
    file.write(bytes(2_900_000))
scene = tk.Scene(extras={"null": {"seconds": 0.01}})
scene.add(tk.Mesh(tk.sphere(), tk.Material()))
job = tk.submit(scene, tk.turntable(scene, 40), size=(128, 128), engine="null", format="npz",
                output=os.path.join(sys.argv[1], "job"))
end = time.monotonic() + 180
while job.status in ("queued", "running"):
    assert time.monotonic() < end, job
    time.sleep(0.05)
print(job.status, "|", job.message, flush=True)
done = job.done
os.unlink(ballast)
job.resume()
print(job.wait(180), done, job.done, len(job.frames), all(path.is_file() for path in job.frames), flush=True)
"""


def test_a_full_disk_pauses_the_job(shell, tmp_path):
    """On a file system of 4 MB, in a mount namespace of its own."""
    place = tmp_path / "small"
    place.mkdir()
    script = tmp_path / "full.py"
    script.write_text(FULL)
    line = f'mount -t tmpfs -o size=4m tmpfs "{place}" && exec "{sys.executable}" "{script}" "{place}"'
    flags = ["-m"] if os.geteuid() == 0 else ["-r", "-m"]
    command = [shutil.which("unshare"), *flags, "sh", "-c", line]
    done = subprocess.run(command, env=shell.environment, capture_output=True, text=True, timeout=300, check=False)
    first, second = done.stdout.splitlines()
    assert first.startswith("paused | "), done.stderr
    for word in (str(place / "job"), "MB free", "No space left", "resume"):
        assert word in first
    status, before, after, frames, there = second.split()
    assert (status, after, frames, there) == ("succeeded", "40", "40", "True"), done.stderr
    assert 0 < int(before) < 40
    until(lambda: not shell.processes(), 60)
