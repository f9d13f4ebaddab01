"""Jobs whose engines crash and hang, as their user sees them."""

from __future__ import annotations

import os
import time

import psutil
import pytest

from threedkit import jobs
from threedkit.jobs import cluster

pytestmark = pytest.mark.cluster


def until(condition, seconds=60.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def engines():
    """Process ids of the engine processes of workers that run; other tests may have left one of this process."""
    found = set()
    for process in psutil.Process().children(recursive=True):
        try:
            ours = "threedkit.jobs.engine_process" in process.cmdline() and process.ppid() != os.getpid()
            if ours and process.status() != psutil.STATUS_ZOMBIE:
                found.add(process.pid)
        except psutil.NoSuchProcess:
            continue
    return found


def workers():
    return {worker.process.pid for worker in cluster._embedded.cluster.workers.values()}


def test_cancelling_a_job_that_hangs_frees_the_engines_and_keeps_the_workers(submit_null, tmp_path):
    warm = submit_null(8, output=tmp_path / "warm", seconds=0.05)
    assert warm.wait(60) == "succeeded"
    kept = workers()
    job = submit_null(12, output=tmp_path / "hangs", hang=list(range(12)))
    until(lambda: job.snapshot()["status"] == "running")
    time.sleep(1.0)
    before = engines()
    job.cancel()
    assert job.wait(30) == "cancelled"
    until(lambda: not job._runner.is_alive())
    until(lambda: len(before - engines()) >= 1)
    again = submit_null(8, output=tmp_path / "again")
    assert again.wait(60) == "succeeded"
    assert workers() == kept


@pytest.mark.parametrize(("what", "words"), [("crash", "SIGSEGV"), ("exit", "exit code 7")])
def test_a_frame_that_crashes_the_engine_says_how_and_the_workers_stay(submit_null, what, words):
    job = submit_null(8, attempts=2, **{what: [3]})
    assert job.wait(120) == "failed"
    assert list(job.errors) == [3]
    assert words in job.errors[3]
    assert job.done == 7
    kept = workers()
    assert all(psutil.pid_exists(pid) for pid in kept)


def test_a_crash_that_happens_once_costs_nothing(submit_null, tmp_path):
    marks = tmp_path / "marks"
    marks.mkdir()
    job = submit_null(8, marks=str(marks), crash_once=[5])
    assert job.wait(120) == "succeeded"
    assert sum(mark.name.startswith("5-") for mark in marks.iterdir()) == 2


def test_warnings_of_the_engine_are_in_the_events(submit_null):
    job = submit_null(4, warn=[2])
    assert job.wait(60) == "succeeded"
    assert any("frame 2 is odd" in str(event) for event in job.events())


def test_closing_the_cluster_leaves_no_engine(submit_null):
    submit_null(4).result(60)
    ours = {pid for pid in engines() if psutil.Process(pid).ppid() in workers()}  # not those of other tests' services
    assert ours
    jobs.close_cluster()
    until(lambda: not ours & engines())
