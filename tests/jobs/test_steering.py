"""Jobs steered from anywhere: keys, dependencies, budgets, ranges, skips, and commands from other processes."""

from __future__ import annotations

import shutil
import time

import pytest

from threedkit import jobs
from threedkit.errors import CapabilityError, FieldError, JobError, JobFailedError
from threedkit.jobs.records import job_store

pytestmark = pytest.mark.cluster


def until(condition, seconds=120.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


def drawn(folder):
    """Numbers of the frames that were drawn, one entry a time."""
    return sorted(int(mark.name.partition("-")[0]) for mark in folder.iterdir())


@pytest.fixture
def marks(tmp_path):
    folder = tmp_path / "marks"
    folder.mkdir()
    return folder


def test_a_key_makes_a_submission_happen_once(submit_null, make_scene, tmp_path):
    scene = make_scene()
    key = f"night-{tmp_path}"
    first = submit_null(4, scene=scene, options={"key": key})
    again = submit_null(4, scene=scene, options={"key": key}, output=tmp_path / "elsewhere")
    assert again.id == first.id
    assert again.result(240) == first.result(240)
    assert not (tmp_path / "elsewhere").exists()
    with pytest.raises(JobError, match="something else"):
        submit_null(5, scene=scene, options={"key": key}, output=tmp_path / "elsewhere")


def test_only_the_frames_asked_for(submit_null, marks):
    job = submit_null(12, marks=str(marks), options={"frames": "1-3,8,0-10:5"})
    assert [frame.name for frame in job.result(240)] == [f"frame_{index:04d}.png" for index in (0, 1, 2, 3, 5, 8, 10)]
    assert drawn(marks) == [0, 1, 2, 3, 5, 8, 10]
    assert (job.done, job.total) == (7, 7)
    assert job.snapshot()["states"] == "dddd-d--d-d"
    for text in ("12", "3-1", "x", "", "1-3:0"):
        with pytest.raises(FieldError, match="frames"):
            submit_null(12, options={"frames": text})


def test_a_job_waits_for_another(submit_null, tmp_path, marks):
    first = submit_null(6, fail_once=[2], marks=str(marks), attempts=1, seconds=0.05, output=tmp_path / "a")
    second = submit_null(3, output=tmp_path / "b", options={"after": first})
    third = submit_null(3, output=tmp_path / "c", options={"after": [first.id, second]})
    assert (second.status, second.message) == ("queued", f"waits for {first.id}")
    assert first.wait(240) == "failed"
    assert second.wait(240) == "queued"
    with pytest.raises(JobFailedError, match=first.id):
        second.result(1)
    first.retry()
    assert third.wait(240) == "succeeded"
    assert second.record.finished <= third.record.started
    assert first.record.finished <= second.record.started
    with pytest.raises(JobError, match="no job"):
        submit_null(3, output=tmp_path / "d", options={"after": "nothing-of-that-name"})


def test_cancelling_a_job_cancels_those_that_wait_for_it(submit_null, tmp_path):
    first = submit_null(100, seconds=0.1, output=tmp_path / "a")
    second = submit_null(3, output=tmp_path / "b", options={"after": first})
    first.cancel()
    assert second.wait(10) == "cancelled"
    assert first.id in second.message


def test_a_budget_stops_a_job_and_a_larger_one_goes_on(submit_null, marks):
    job = submit_null(30, seconds=0.1, marks=str(marks), options={"budget": 1.0})
    until(lambda: job.status == "paused")
    assert "budget of 1 worker-seconds" in job.message
    assert job.worker_seconds >= 1.0
    assert 3 <= job.done < 25
    job.resume(budget=1000)
    assert job.wait(240) == "succeeded"
    assert drawn(marks) == list(range(30))
    with pytest.raises(FieldError, match="budget"):
        submit_null(3, options={"budget": -1})


def test_skipped_frames_are_not_missed(submit_null, marks):
    job = submit_null(30, seconds=0.05, marks=str(marks))
    until(lambda: job.done >= 1)
    job.skip("25-29")
    assert job.total == 25
    assert job.wait(240) == "succeeded"
    assert max(drawn(marks)) < 25
    assert job.snapshot()["states"] == "d" * 25 + "s" * 5
    with pytest.raises(JobError, match="succeeded"):
        job.skip([3])


def test_frames_that_failed_can_be_skipped_or_tried_again_while_the_job_runs(submit_null, marks):
    job = submit_null(60, seconds=0.03, fail=[2, 3], fail_once=[5], marks=str(marks), attempts=1)
    until(lambda: {2, 3, 5} <= set(job.errors))
    job.skip([2, 3])
    job.retry([5])
    assert job.wait(240) == "succeeded"
    assert (job.done, job.total) == (58, 58)
    assert drawn(marks).count(5) == 2


def test_a_frame_has_its_time(submit_null):
    job = submit_null(4, hang=[2], attempts=1, options={"frame_timeout": 1.0})
    assert job.wait(240) == "failed"
    assert list(job.errors) == [2]
    assert "FrameTimeoutError" in job.errors[2]


def test_somebody_else_steers(submit_null):
    """Another object knows the job by the ledger only, as one in another process does."""
    job = submit_null(300, seconds=0.02)
    until(lambda: job.done >= 2)
    other = jobs.open_job(job.id[:-3])
    seen = []
    end = other.on_progress(lambda one: seen.append(one.done))
    assert (other.id, other.status) == (job.id, "running")
    other.pause()
    assert other.status == "paused"
    until(lambda: job.status == "paused")  # its runner has written it down, and is about to know it itself
    other.set_priority(7)
    other.resume(budget=1e6)
    assert other.status == "running"
    until(lambda: job.status == "running")
    until(lambda: job.snapshot()["priority"] == 7 and job.snapshot()["budget"] == 1e6)
    until(lambda: seen and seen[-1] > 2)
    end()
    states = other.snapshot()["states"]
    assert len(states) == 300
    assert states.count("d") > 2
    other.cancel()
    assert other.status == "cancelled"
    until(lambda: job.status == "cancelled")
    kinds = [event.kind for event in other.events()]
    assert kinds[0] == "submitted"
    assert {"chunk", "wish", "status", "priority"} <= set(kinds)


def test_a_cancel_ends_frames_that_are_being_drawn(submit_null, tmp_path):
    job = submit_null(4, seconds=60.0)
    until(lambda: "r" in job.snapshot()["states"] and job.snapshot()["workers"])
    time.sleep(1.5)
    job.cancel()
    before = time.monotonic()
    assert submit_null(2, output=tmp_path / "next").wait(240) == "succeeded"
    assert time.monotonic() - before < 30


def test_events_are_followed_to_the_end(submit_null):
    job = submit_null(20, seconds=0.02)
    seen = [event.number for event in job.follow()]
    assert seen == list(range(1, len(seen) + 1))
    assert job.status == "succeeded"
    assert [event.data["status"] for event in job.events() if event.kind == "status"] == ["running", "succeeded"]


def test_a_detached_job_waits_for_a_runner(submit_null, tmp_path):
    detached = {"detach": True}
    slow = submit_null(5, output=tmp_path / "a", options=detached)
    urgent = submit_null(5, output=tmp_path / "b", options={**detached, "priority": 5})
    last = submit_null(5, output=tmp_path / "c", options={**detached, "priority": 9, "after": slow})
    assert [job.status for job in (slow, urgent, last)] == ["queued"] * 3
    said = []
    jobs.serve_jobs(at_once=1, until_idle=True, tell=said.append)
    assert [job.wait(1) for job in (slow, urgent, last)] == ["succeeded"] * 3
    begun = [line.partition(":")[0] for line in said if "begins" in line]
    assert begun == [urgent.id, slow.id, last.id]


def test_what_no_engine_of_that_name_offers_is_refused_at_once(make_scene, tmp_path):
    scene = make_scene()
    with pytest.raises(CapabilityError, match="uv"):
        jobs.submit(
            scene, jobs.turntable(scene, 2), engine="null", outputs=("color", "uv"), format="npz", output=tmp_path
        )
    with pytest.raises(JobError, match="FARM=1"):
        jobs.submit(scene, jobs.turntable(scene, 2), engine="null", resources={"FARM": 1}, output=tmp_path / "b")


def test_an_estimate_is_near_the_truth(make_scene, tmp_path):
    scene = make_scene(seconds=0.05)
    shots = jobs.turntable(scene, 200)
    guess = jobs.estimate(scene, shots, size=(16, 16), engine="null", probes=5)
    assert guess.frames == 200
    assert len(guess.probed) == 5
    assert {guess.probed[0], guess.probed[-1]} == {0, 199}
    assert 0.05 <= guess.frame_seconds < 0.5
    assert guess.low <= guess.seconds <= guess.high
    assert guess.worker_seconds == pytest.approx(200 * guess.frame_seconds, rel=1.0)
    assert "200 frames" in str(guess)
    broken = make_scene(fail=[0])
    with pytest.raises(JobError, match="told to fail"):
        jobs.estimate(broken, jobs.turntable(broken, 5), size=(16, 16), engine="null", attempts=1)


def test_jobs_are_listed_newest_first(submit_null, tmp_path):
    made = [submit_null(2, output=tmp_path / name) for name in "ab"]
    assert [job.wait(240) for job in made] == ["succeeded"] * 2
    listed = [job.id for job in jobs.jobs(limit=2)]
    assert listed == [made[1].id, made[0].id]
    assert made[0].id in [job.id for job in jobs.jobs("succeeded")]
    assert made[0].id not in [job.id for job in jobs.jobs(["failed", "paused"])]


def test_a_job_whose_folder_is_gone_fails_and_the_runner_goes_on(submit_null, tmp_path):
    gone = submit_null(2, output=tmp_path / "a", options={"detach": True})
    kept = submit_null(2, output=tmp_path / "b", options={"detach": True})
    shutil.rmtree(tmp_path / "a")
    jobs.serve_jobs(at_once=1, until_idle=True, tell=lambda _: None)
    assert gone.status == "failed"
    assert f"{tmp_path / 'a'} is gone" in gone.message
    assert kept.wait(1) == "succeeded"


def test_finished_frames_that_are_gone_or_damaged_are_drawn_again(submit_null, marks):
    job = submit_null(40, seconds=0.03, marks=str(marks))
    until(lambda: job.done >= 8)
    job.pause()
    until(lambda: "r" not in job.snapshot()["states"])
    before = drawn(marks)
    job.frames[1].unlink()
    job.frames[2].write_bytes(job.frames[2].read_bytes()[:-1] + b"x")
    job.detach()
    assert job.status == "queued"
    jobs.serve_jobs(until_idle=True, tell=lambda _: None)
    assert job.wait(1) == "succeeded"
    assert sorted(set(drawn(marks)) - {1, 2}) == [index for index in range(40) if index not in {1, 2}]
    assert sorted(drawn(marks)) == sorted([*range(40), 1, 2])
    assert set(before) <= set(range(40))


def test_a_folder_from_another_ledger_is_taken_in(submit_null, marks):
    job = submit_null(12, marks=str(marks), options={"frames": "0-9"})
    job.result(240)
    job.join()
    job.frames[4].unlink()
    job_store().delete(job.id)
    again = jobs.open_job(job.output)
    assert (again.id, again.status, again.done, again.total) == (job.id, "paused", 9, 10)
    again.resume()
    assert again.wait(240) == "succeeded"
    assert drawn(marks) == sorted([*range(10), 4])
