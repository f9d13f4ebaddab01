"""One runner a job: fenced writes, lost leases taken over without comparing clocks, priorities, dependencies."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import msgspec
import psycopg
import pytest
import sqlalchemy as sa

from threedkit.errors import JobError, LeaseLostError
from threedkit.store import Counts, JobStore
from threedkit.store.owner import Owner, is_dead, this_process
from threedkit.store.tables import jobs
from threedkit.store.watch import Watch


@pytest.fixture
def abroad(database):
    """Make the lease of a job look like one of another host, whose process nobody here can see."""

    def move(job):
        owner = msgspec.json.encode(Owner("elsewhere", "another boot", 7, 7)).decode()
        database.write(lambda c: c.execute(sa.update(jobs).where(jobs.c.id == job).values(owner=owner)))

    return move


def stand_still(store, seconds):
    """Look at the leases every three seconds of the observer's clock; returns what was leased, if anything was."""
    for _ in range(int(seconds / 3)):
        store.clock.now += 3
        taken = store.lease("observer")
        if taken is not None:
            return taken
    return None


def test_a_job_has_one_runner(store, new_job):
    store.submit(new_job("fox"))
    lease = store.lease("me")
    assert (lease.job, lease.record.runner, lease.record.alive) == ("fox", "me", True)
    assert (lease.record.pid, lease.record.host) == (os.getpid(), this_process().host)
    assert store.lease("you") is None
    assert store.lease("you", "fox") is None
    lease.release()
    assert store.get("fox").runner == ""
    assert store.lease("you").record.runner == "you"


def test_priority_comes_before_age(store, new_job):
    for name, priority in (("old", 0), ("low", -1), ("young", 0), ("high", 5)):
        store.submit(new_job(name, priority=priority))
    store.set_priority("young", 1)
    assert [store.lease("me").job for _ in range(4)] == ["high", "young", "old", "low"]
    assert store.lease("me") is None


def test_a_lease_that_is_lost_writes_nothing(store, running, abroad, receipt, failure):
    lease = running()
    lease.begin([0, 1])
    abroad("fox")
    taken = stand_still(store, 30)
    before = (store.get("fox"), store.frames("fox"), store.events("fox"))
    for act in (
        lease.beat,
        lambda: lease.move("running"),
        lambda: lease.begin([2]),
        lambda: lease.finish([receipt(0)]),
        lambda: lease.fail([failure(1)], final=True),
        lambda: lease.put_back([0]),
        lambda: lease.reopen([0]),
        lambda: lease.log("words"),
    ):
        with pytest.raises(LeaseLostError, match="runner observer has taken it over"):
            act()
    lease.release()
    assert (store.get("fox"), store.frames("fox"), store.events("fox")) == before
    assert taken.beat().counts == Counts(queued=4)


def test_what_a_lost_runner_was_drawing_waits_again(store, running, abroad, receipt):
    lease = running()
    lease.begin([0, 1, 2], attempt=2, worker="w7")
    lease.finish([receipt(0)])
    abroad("fox")
    assert store.get("fox").alive
    taken = stand_still(store, 30)
    assert taken.record.status == "queued"
    assert taken.record.message == "runner me was lost"
    assert taken.record.counts == Counts(queued=3, succeeded=1)
    (attempt,) = store.attempts("fox", 1)
    assert (attempt.outcome, attempt.attempt, attempt.worker) == ("lost", 2, "w7")
    assert "lease taken over" in [event.kind for event in store.events("fox")]
    taken.move("running")


def test_a_runner_that_beats_keeps_its_job(store, running, abroad):
    lease = running()
    abroad("fox")
    for _ in range(40):
        lease.beat()
        assert stand_still(store, 3) is None
    assert stand_still(store, 12) is None
    assert stand_still(store, 6) is not None


@pytest.mark.parametrize("jump", [1e9, -1e9, 3600.0])
def test_a_clock_that_jumps_takes_nothing(store, running, abroad, jump):
    running()
    abroad("fox")
    assert store.lease("observer") is None
    store.clock.now += jump
    assert store.lease("observer") is None
    assert stand_still(store, 6) is None
    assert stand_still(store, 12) is not None


def test_an_observer_that_slept_has_seen_nothing(store, running, abroad):
    """As one whose database was away for a minute."""
    running()
    abroad("fox")
    for _ in range(3):
        store.clock.now += 60
        assert store.lease("observer") is None
    store.clock.now += 60
    assert store.lease("observer") is not None


def test_wall_clocks_are_not_looked_at(store, running, abroad, monkeypatch):
    """Neither time.time nor datetime decides anything: they may say what they like."""
    lease = running()
    abroad("fox")
    monkeypatch.setattr(time, "time", lambda: 0.0)
    monkeypatch.setattr("threedkit.store.jobs.rows.now", lambda: "1970-01-01T00:00:00.000+00:00")
    lease.beat()
    assert stand_still(store, 15) is None
    monkeypatch.setattr(time, "time", lambda: 4e9)
    assert stand_still(store, 6) is not None


def test_the_watch_of_one_job_is_not_that_of_another():
    now = [0.0]
    watch = Watch(15, lambda: now[0])
    for step in range(10):
        now[0] += 5
        assert watch.is_lost(1, "a", step) is False
        assert watch.is_lost(2, "b", 7) is (step >= 3)
    watch.forget({1})
    assert watch.is_lost(2, "b", 7) is False


HOLD = """
import sys, json, time
from threedkit.store import Database, JobStore
store = JobStore(Database.open(sys.argv[1]))
lease = store.lease("holder", "fox")
lease.move("running")
lease.begin([0, 1])
print("ready", flush=True)
while True:
    time.sleep(0.1)
    lease.beat()
"""


@pytest.fixture
def holder(url, store, new_job, repository):
    """A process that works on job fox."""
    store.submit(new_job("fox"))
    with subprocess.Popen([sys.executable, "-c", HOLD, url], stdout=subprocess.PIPE, cwd=repository) as process:
        assert process.stdout.readline() == b"ready\n"
        yield process
        process.kill()


def test_the_job_of_a_dead_process_is_taken_at_once(store, holder):
    assert store.lease("me") is None
    assert store.get("fox").alive
    assert store.get("fox").pid == holder.pid
    holder.kill()
    holder.wait()
    assert not store.get("fox").alive
    lease = store.lease("me")
    assert (lease.record.status, lease.record.counts) == ("queued", Counts(queued=4))
    assert store.attempts("fox", 0)[0].outcome == "lost"


def test_a_dead_process_does_not_stand_in_the_way_of_a_cancel(store, holder):
    holder.kill()
    holder.wait()
    job = store.wish("fox", "cancel")
    assert (job.status, job.counts) == ("cancelled", Counts(queued=4))
    store.delete("fox")


def in_a_transaction(url):
    """Whether somebody holds the lock of a write."""
    try:
        if url.startswith("sqlite"):
            with sqlite3.connect(url.removeprefix("sqlite:///"), timeout=0.1, isolation_level=None) as connection:
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("ROLLBACK")
        else:
            with psycopg.connect(url) as connection:
                connection.execute("SELECT 1 FROM jobs FOR UPDATE NOWAIT")
    except (sqlite3.OperationalError, psycopg.errors.LockNotAvailable):
        return True
    return False


def test_a_process_that_is_stopped_loses_its_job(url, store, holder):
    """SIGSTOP is a machine that hangs: nobody knows it dead, and its beat stands still. In real time."""
    from threedkit.store import Database

    with Database.open(url) as database:
        observer = JobStore(database, lease_seconds=1.0)
        end = time.monotonic() + 3
        while time.monotonic() < end:
            assert observer.lease("observer") is None
            time.sleep(0.1)
        os.kill(holder.pid, signal.SIGSTOP)
        while in_a_transaction(url):  # one that hangs in the middle of a write holds up the others
            os.kill(holder.pid, signal.SIGCONT)
            time.sleep(0.03)
            os.kill(holder.pid, signal.SIGSTOP)
        end = time.monotonic() + 60
        taken = None
        while taken is None:
            assert time.monotonic() < end
            time.sleep(0.1)
            taken = observer.lease("observer")
        os.kill(holder.pid, signal.SIGCONT)
        assert holder.wait(60) == 1  # LeaseLostError
        taken.move("running")


def test_who_is_dead():
    me = this_process()
    assert not is_dead(me)
    assert is_dead(msgspec.structs.replace(me, start=me.start + 1))  # a later process of the same number
    assert not is_dead(msgspec.structs.replace(me, boot="another boot", pid=1 << 30))
    assert not is_dead(msgspec.structs.replace(me, start=0, pid=1 << 30))
    with subprocess.Popen(["sleep", "60"]) as process:
        owner = msgspec.structs.replace(me, pid=process.pid, start=0)
        stat = Path(f"/proc/{process.pid}/stat").read_text()
        owner = msgspec.structs.replace(owner, start=int(stat.rpartition(")")[2].split()[19]))
        assert not is_dead(owner)
        process.kill()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        assert is_dead(owner)  # a zombie works no more


LEASE = """
import json, sys, time
from threedkit.store import Database, JobStore
url, number = sys.argv[1:]
store = JobStore(Database.open(url))
print("ready", flush=True)
sys.stdin.readline()
end = time.monotonic() + 60
idle = 0
while idle < 3 and time.monotonic() < end:
    lease = store.lease(f"runner {number}")
    if lease is None:
        idle += 1
        time.sleep(0.05)
        continue
    idle = 0
    lease.move("running")
    assert lease.begin(range(5)) == [0, 1, 2, 3, 4]
    lease.skipped = store.skip(lease.job, range(5))
    lease.move("succeeded")
    lease.release()
    print(json.dumps(lease.job))
"""


def test_many_runners_share_the_queue(url, store, new_job, in_processes):
    names = [f"job-{number:02d}" for number in range(24)]
    for name in names:
        store.submit(new_job(name, 5))
    done = in_processes(LEASE, 3, url)
    assert sorted(name for one in done for name in one) == names
    assert {job.status for job in store.list().jobs} == {"succeeded"}


def test_a_job_waits_for_others(store, new_job, running):
    first = running("first", 1)
    second = running("second", 1)
    third, _ = store.submit(new_job("third", priority=9, after=("first", "second")))
    assert third.waits_for == ("first", "second")
    assert store.lease("me") is None
    for lease in (first, second):
        assert store.lease("me") is None
        store.skip(lease.job, [0])
        lease.move("succeeded")
    assert store.get("third").waits_for == ()
    assert store.lease("me").job == "third"


def test_a_job_that_waits_may_be_held_and_does_not_run(store, new_job, running):
    first = running("first", 1)
    lease, job, created = store.submit_leased(new_job("second", after=("first",)), "me")
    assert (job.waits_for, created) == (("first",), True)
    with pytest.raises(JobError, match="job second cannot run yet: it waits for first"):
        lease.move("running")
    store.skip("first", [0])
    first.move("succeeded")
    assert lease.beat().waits_for == ()
    lease.move("running")


def test_what_waits_for_a_cancelled_job_is_cancelled(store, new_job):
    store.submit(new_job("a"))
    store.submit(new_job("b", after=("a",)))
    store.submit(new_job("c", after=("b",)))
    store.submit(new_job("d"))
    store.wish("a", "cancel")
    assert [store.get(name).status for name in "abcd"] == ["cancelled", "cancelled", "cancelled", "queued"]
    assert store.get("c").message == "job b, which it waits for, was cancelled"
    with pytest.raises(JobError, match="cannot wait for a: it was cancelled"):
        store.submit(new_job("e", after=("a",)))


def test_what_waits_for_a_failed_job_waits_on(store, new_job, running, receipt):
    lease = running("a", 1)
    store.submit(new_job("b", after=("a",)))
    lease.move("failed")
    lease.release()
    assert store.lease("me") is None
    assert store.get("b").waits_for == ("a",)
    store.retry("a")
    lease = store.lease("me")
    lease.move("running")
    lease.finish([receipt(0)])
    lease.move("succeeded")
    assert store.lease("me").job == "b"


def test_deleting_what_others_wait_for(store, new_job, running):
    for name in ("a", "b"):
        store.submit(new_job(name))
    store.submit(new_job("c", after=("a",)))
    store.delete("a")
    assert store.get("c").status == "cancelled"
    lease = running("done", 1)
    store.skip("done", [0])
    lease.move("succeeded")
    lease.release()
    store.submit(new_job("d", after=("done",)))
    store.delete("done")
    assert store.get("d").waits_for == ()
    with pytest.raises(JobError, match="there is no job 'a'"):
        store.get("a")


def test_a_submission_is_leased_before_anybody_sees_it(store, new_job):
    lease, job, created = store.submit_leased(new_job("a", submission="k"), "me")
    assert (lease.job, job.runner, created) == ("a", "me", True)
    assert store.lease("thief") is None
    assert store.submit_leased(new_job("b", submission="k"), "me")[::2] == (None, False)


def test_a_job_in_work_is_not_deleted(store, running):
    lease = running()
    with pytest.raises(JobError, match="in the hands of runner me; cancel it first"):
        store.delete("fox")
    lease.release()
    store.delete("fox")
    with pytest.raises(LeaseLostError):
        lease.beat()
    assert store.list().jobs == ()


def test_a_lease_of_a_deleted_job(store, running, database):
    lease = running()
    database.write(lambda c: c.execute(sa.delete(jobs)))
    with pytest.raises(LeaseLostError, match="was deleted"):
        lease.beat()
    lease.release()


def test_a_paused_job_is_given_to_those_who_ask_for_it(store, new_job):
    store.submit(new_job("fox"))
    store.wish("fox", "pause")
    assert store.lease("me") is None
    lease = store.lease("me", "fox")
    assert lease.record.status == "paused"
    assert lease.move("running").status == "running"


def test_beats_carry_time_and_data(store, running):
    lease = running()
    before = lease.record.beat
    lease.beat(1.5, {"workers": 2, "cluster": "tcp://x"})
    job = lease.beat(0.5)
    assert (job.run_seconds, job.data) == (2.0, {"workers": 2, "cluster": "tcp://x"})
    assert job.beat > before
    assert lease.record == job == store.get("fox")


def test_a_beating_thread_beside_a_working_one(store, running, receipt):
    lease = running("fox", 200)
    stop = threading.Event()

    def beat():
        while not stop.is_set():
            lease.beat(0.001)

    thread = threading.Thread(target=beat)
    thread.start()
    for start in range(0, 200, 20):
        chunk = lease.begin(range(start, start + 20))
        lease.finish([receipt(index) for index in chunk])
    stop.set()
    thread.join()
    assert store.counts("fox") == Counts(succeeded=200)
    lease.move("succeeded")


def test_ids_of_processes_are_plain():
    assert json.loads(msgspec.json.encode(this_process()))["pid"] == os.getpid()
