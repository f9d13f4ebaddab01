"""Jobs come into the ledger once for each key, and are found again."""

from __future__ import annotations

import pytest

from threedkit.errors import FieldError, JobError
from threedkit.store import Counts, LayerRecord, NewLayer, from_ranges


def test_a_job_is_written_down_whole(store, new_job):
    new = new_job(
        "20261123-fox",
        ((0, 10), (20, 21)),
        submission="order 7",
        priority=3,
        spec="5" * 64,
        scene="6" * 64,
        output="s3://bucket/fox",
        settings={"attempts": 3, "resources": {"GPU": 1.0}, "name": "füchse"},
    )
    job, created = store.submit(new)
    assert created
    assert (job.id, job.key, job.submission, job.priority) == ("20261123-fox", "0" * 64, "order 7", 3)
    assert (job.spec, job.scene, job.output, job.settings) == (new.spec, new.scene, new.output, new.settings)
    assert (job.status, job.message, job.wish, job.data, job.alive) == ("queued", "", "", {}, False)
    assert job.layers == (LayerRecord("frames", Counts(queued=11)),)
    assert (job.started, job.finished, job.run_seconds, job.worker_seconds) == ("", "", 0.0, 0.0)
    assert job.created.endswith("+00:00")
    assert store.get("20261123-fox") == job
    assert [one.index for one in store.frames(job.id)] == [*range(10), 20]
    assert store.missing(job.id) == new.layers[0].frames
    assert [event.kind for event in store.events(job.id)] == ["submitted"]


def test_layers_are_kept_apart(store, new_job, receipt):
    layers = (NewLayer("slices", ((0, 8),)), NewLayer("frames", ((0, 1),)))
    job, _ = store.submit(new_job("still", layers=layers))
    assert [layer.name for layer in job.layers] == ["slices", "frames"]
    assert job.counts == Counts(queued=1)
    lease = store.lease("me")
    lease.move("running")
    lease.finish([receipt(3)], layer="slices")
    assert store.counts(job.id, layer="slices") == Counts(queued=7, succeeded=1)
    assert store.missing(job.id) == ((0, 1),)
    with pytest.raises(JobError, match="no layer 'shadows'; it has frames, slices"):
        store.missing(job.id, layer="shadows")
    with pytest.raises(JobError, match="no layer 'shadows'; it has frames, slices"):
        lease.begin([0], layer="shadows")


def test_a_key_is_one_job(store, new_job):
    first, _ = store.submit(new_job("a", submission="order 7"))
    again, created = store.submit(new_job("b", submission="order 7"))
    assert (again, created) == (first, False)
    with pytest.raises(JobError, match="'order 7' belongs to job a, which draws something else"):
        store.submit(new_job("c", submission="order 7", key="1" * 64))
    assert store.submit(new_job("d"))[1]
    assert store.submit(new_job("e"))[1]
    with pytest.raises(JobError, match="job d already"):
        store.submit(new_job("d", submission="order 8"))
    assert len(store.list().jobs) == 3


SUBMIT = """
import json, sys
from threedkit.store import Database, JobStore, NewJob, NewLayer
url, number = sys.argv[1:]
store = JobStore(Database.open(url))
print("ready", flush=True)
sys.stdin.readline()
for key in range(12):
    new = NewJob(id=f"{number}-{key}", key="0" * 64, submission=f"key {key}", layers=(NewLayer("frames", ((0, 50),)),))
    job, created = store.submit(new)
    print(json.dumps([job.id, created]))
"""


def test_many_processes_submit_the_same_keys(url, store, in_processes):
    answers = in_processes(SUBMIT, 3, url)
    for tries in zip(*answers, strict=True):
        assert len({job for job, _ in tries}) == 1
        assert sum(created for _, created in tries) == 1
    assert len(store.list().jobs) == 12
    assert all(job.counts == Counts(queued=50) for job in store.list().jobs)


def test_a_submission_that_fails_leaves_nothing(store, new_job):
    with pytest.raises(JobError, match="cannot wait for ghost: there is no such job"):
        store.submit(new_job("a", submission="k", after=("ghost",)))
    assert store.list().jobs == ()
    with pytest.raises(JobError, match="no such job"):
        store.submit(new_job("a", after=("a",)))
    assert store.submit(new_job("a", submission="k"))[1]


NO_PROPER_JOBS = (
    ({"name": ""}, "id of a job"),
    ({"name": "../a"}, "id of a job"),
    ({"name": "a" * 201}, "id of a job"),
    ({"name": "a", "submission": "x" * 201}, "submission key"),
    ({"name": "a", "submission": "a\nb"}, "submission key"),
    ({"name": "a", "priority": 10**9}, "priority"),
    ({"name": "a", "frames": 0}, "must have frames"),
    ({"name": "a", "frames": ()}, "must have frames"),
    ({"name": "a", "frames": ((0, 3), (2, 5))}, "must have frames"),
    ({"name": "a", "frames": ((-3, 3),)}, "must have frames"),
    ({"name": "a", "layers": ()}, "must have a layer"),
    ({"name": "a", "layers": (NewLayer("x", ((0, 1),)), NewLayer("x", ((0, 1),)))}, "no two of one name"),
)


def test_no_proper_job(store, new_job):
    for values, word in NO_PROPER_JOBS:
        with pytest.raises(JobError, match=word) as caught:
            store.submit(new_job(**values))
        assert "\n" not in str(caught.value)
    assert store.list().jobs == ()


def test_scattered_frames(store, new_job):
    ranges = tuple((start, start + 1 + start % 3) for start in range(0, 3000, 5))
    store.submit(new_job("a", ranges))
    assert store.missing("a") == ranges
    assert [one.index for one in store.frames("a", limit=None)] == from_ranges(ranges)
    lease = store.lease("me")
    lease.move("running")
    odd = from_ranges(ranges)[1::2]
    assert lease.begin(odd) == odd
    assert store.counts("a") == Counts(queued=len(from_ranges(ranges)) - len(odd), running=len(odd))
    assert from_ranges(store.ranges("a", ("running",))) == odd


def test_a_job_is_found_by_the_beginning_of_its_id(store, new_job):
    for name in ("fox-1", "fox-12", "bear_x"):
        store.submit(new_job(name))
    assert store.get("b").id == "bear_x"
    assert store.get("fox-1").id == "fox-1"
    assert store.get("fox-12").id == "fox-12"
    with pytest.raises(JobError, match=r"more than one job begins with 'fox': fox-12, fox-1$"):
        store.get("fox")
    for nothing in ("", "wolf", "%", "_", "fox-1%", "bear%"):
        with pytest.raises(JobError, match="there is no job"):
            store.get(nothing)
    for number in range(7):
        store.submit(new_job(f"wolf-{number}"))
    with pytest.raises(JobError, match=r"wolf-6, wolf-5, wolf-4, wolf-3, wolf-2, \.\.\."):
        store.wish("wolf", "pause")


def test_pages_do_not_shift(store, new_job):
    for number in range(7):
        store.submit(new_job(f"job-{number}"))
    first = store.list(limit=3)
    assert [job.id for job in first.jobs] == ["job-6", "job-5", "job-4"]
    store.submit(new_job("newer"))
    store.delete("job-4")
    second = store.list(limit=3, cursor=first.cursor)
    assert [job.id for job in second.jobs] == ["job-3", "job-2", "job-1"]
    third = store.list(limit=3, cursor=second.cursor)
    assert ([job.id for job in third.jobs], third.cursor) == (["job-0"], None)
    assert store.list(limit=8).cursor is None
    with pytest.raises(FieldError, match="cursor"):
        store.list(cursor="job-3")


def test_the_list_may_be_of_some_states(store, new_job):
    for name in ("a", "b", "c", "d"):
        store.submit(new_job(name))
    store.wish("b", "cancel")
    store.wish("c", "pause")
    assert [job.id for job in store.list("queued").jobs] == ["d", "a"]
    assert [job.id for job in store.list(["cancelled", "paused"]).jobs] == ["c", "b"]
    assert store.list("succeeded").jobs == ()


def test_text_that_databases_refuse(store, new_job, running, failure):
    lease = running("a")
    odd = "nul \0 half \ud800 snow ☃"
    lease.fail([failure(1, message=odd, worker=odd)], final=True)
    lease.log("odd", text="snow ☃ nul \0")
    told = store.frames("a", ["failed"])[0]
    assert told.message == "nul \\x00 half \\ud800 snow ☃"
    assert store.events("a")[-1].data["text"] == "snow ☃ nul \0"
