"""What any process may ask of a job, while somebody works on it and while nobody does."""

from __future__ import annotations

import pytest

from threedkit.errors import JobError
from threedkit.store import Counts


def test_where_nobody_is_at_work_it_is_done_at_once(store, new_job):
    store.submit(new_job("fox"))
    assert store.wish("fox", "pause").status == "paused"
    with pytest.raises(JobError, match="paused and cannot become paused"):
        store.wish("fox", "pause")
    assert store.wish("fox", "resume").status == "queued"
    assert store.wish("fox", "resume").status == "queued"
    job = store.wish("fox", "cancel")
    assert (job.status, job.message, bool(job.finished)) == ("cancelled", "cancelled", True)
    assert store.wish("fox", "cancel").status == "cancelled"
    for what in ("pause", "resume"):
        with pytest.raises(JobError, match="cancelled and cannot become"):
            store.wish("fox", what)


def test_a_runner_finds_the_wish_with_its_next_beat(store, running):
    lease = running()
    assert store.wish("fox", "pause").wish == "pause"
    assert store.get("fox").status == "running"
    assert lease.beat().wish == "pause"
    job = lease.move("paused")
    assert (job.status, job.wish) == ("paused", "")
    store.wish("fox", "resume")
    assert lease.beat().wish == "resume"
    job = lease.move("running")
    assert (job.status, job.wish) == ("running", "")
    store.wish("fox", "cancel")
    job = lease.move("cancelled", "cancelled")
    assert (job.status, job.wish) == ("cancelled", "")
    assert [e.data["wish"] for e in store.events("fox") if e.kind == "wish"] == ["pause", "resume", "cancel"]


def test_a_wish_is_taken_back_by_its_opposite(store, running):
    lease = running()
    store.wish("fox", "pause")
    assert store.wish("fox", "pause").wish == "pause"
    assert store.wish("fox", "resume").wish == ""
    lease.move("paused")
    store.wish("fox", "resume")
    assert store.wish("fox", "pause").wish == ""
    assert store.get("fox").status == "paused"


def test_a_cancel_is_final(store, running):
    lease = running()
    store.wish("fox", "pause")
    assert store.wish("fox", "cancel").wish == "cancel"
    for what in ("pause", "resume"):
        with pytest.raises(JobError, match="being cancelled"):
            store.wish("fox", what)
    lease.move("cancelled")
    lease.release()
    assert store.lease("me") is None
    assert store.lease("me", "fox") is None


def test_running_needs_no_resume(store, running):
    running()
    with pytest.raises(JobError, match="it is not paused"):
        store.wish("fox", "resume")


def test_a_wish_outlives_the_runner(store, running):
    """A job whose runner went away before it could obey is offered to the next one, who finds the wish."""
    lease = running()
    lease.move("paused")
    store.wish("fox", "resume")
    lease.release()
    taken = store.lease("you")
    assert (taken.record.status, taken.record.wish) == ("paused", "resume")


def test_failed_frames_are_tried_again(store, running, receipt, failure):
    lease = running("fox", 5)
    lease.begin(range(4), attempt=3)
    lease.finish([receipt(0)])
    lease.fail([failure(1), failure(2)], final=True)
    before = lease.record.steered
    job = store.retry("fox")
    assert (job.status, job.counts) == ("running", Counts(queued=3, running=1, succeeded=1))
    assert job.steered == before + 1
    one = store.frames("fox", start=1)[0]
    assert (one.state, one.attempt, one.error, one.message) == ("queued", 0, "", "")
    assert [attempt.attempt for attempt in store.attempts("fox", 1)] == [3]


def test_a_failed_job_is_queued_again(store, running, failure):
    lease = running("fox", 3)
    lease.begin([0, 1, 2])
    lease.fail([failure(0), failure(1)], final=True)
    store.skip("fox", [2])
    lease.move("failed", "2 frames failed")
    lease.release()
    job = store.retry("fox", [1, 2])
    assert (job.status, job.message, job.finished) == ("queued", "", "")
    assert job.counts == Counts(queued=2, failed=1)
    assert store.lease("me").job == "fox"


def test_what_cannot_be_tried_again(store, running, receipt, new_job):
    lease = running("fox", 1)
    lease.finish([receipt(0)])
    assert store.retry("fox", [0]).counts == Counts(succeeded=1)
    lease.move("succeeded")
    store.submit(new_job("bear"))
    store.wish("bear", "cancel")
    for name in ("fox", "bear"):
        with pytest.raises(JobError, match="only a failed job can be tried again"):
            store.retry(name)
        with pytest.raises(JobError, match="nothing to skip"):
            store.skip(name, [0])


def test_frames_are_skipped(store, running, receipt, failure):
    lease = running("fox", 6)
    lease.begin([0, 1, 2])
    lease.finish([receipt(0)])
    lease.fail([failure(1)], final=True)
    before = lease.record.steered
    job = store.skip("fox", range(5))
    assert job.counts == Counts(queued=1, succeeded=1, skipped=4)
    assert job.steered == before + 1
    assert store.events("fox")[-1].data["frames"] == [1, 2, 3, 4]
    store.skip("fox", range(6))
    lease.move("succeeded")


def test_settings_are_merged(store, new_job, running):
    lease = running("fox", settings={"attempts": 3, "budget": 10.0})
    job = store.set_settings("fox", budget=60.0, note="more")
    assert job.settings == {"attempts": 3, "budget": 60.0, "note": "more"}
    assert lease.beat().steered == job.steered > 0
    store.submit(new_job("bare"))
    assert store.set_settings("bare", budget=1.0).settings == {"budget": 1.0}
