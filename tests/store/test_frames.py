"""Frames go through their states in batches, each with its attempts, files and events."""

from __future__ import annotations

import threading

import pytest

from threedkit.errors import JobError
from threedkit.store import FINAL, Counts, check_move
from threedkit.store.states import MOVES


def test_a_chunk_is_drawn(store, running, receipt, failure):
    lease = running("fox", 8)
    assert lease.begin(range(6), attempt=1, worker="w1") == [0, 1, 2, 3, 4, 5]
    lease.settle(
        finished=[receipt(0), receipt(1, reused=True)],
        failed=[failure(2)],
        again=[failure(3, message="once more")],
        put_back=[4],
        happened=[("chunk", {"worker": "w1", "frames": [0, 1]})],
        seconds=0.5,
    )
    job = lease.record
    assert job.counts == Counts(queued=4, running=1, succeeded=2, failed=1)
    assert job.worker_seconds == 1.0  # of frame 0, and of those that failed; frame 1 was there before
    assert store.missing("fox") == ((3, 8),)
    frames = {one.index: one for one in store.frames("fox")}
    assert (frames[0].file, frames[0].sha256, frames[0].size) == ("frame_0000.png", "a" * 64, 7)
    assert (frames[0].attempt, frames[0].worker, frames[0].reused, frames[1].reused) == (1, "w1", False, True)
    assert (frames[2].state, frames[2].error, frames[2].message) == ("failed", "RenderError", "no light")
    assert (frames[3].state, frames[3].message, frames[3].file) == ("queued", "once more", "")
    assert (frames[4].state, frames[4].message) == ("queued", "")
    assert frames[5].state == "running"
    assert frames[5].begun.endswith("+00:00")
    assert [one.outcome for index in range(6) for one in store.attempts("fox", index)] == ["failed", "failed"]
    assert [one.kind for one in store.events("fox")][-3:] == ["frame failed", "frame tried again", "chunk"]
    lease.begin([3], attempt=2, worker="w2")
    lease.finish([receipt(3, worker="w2")])
    done = store.frames("fox", start=3, limit=1)[0]
    assert (done.state, done.attempt, done.worker, done.error, done.message) == ("succeeded", 2, "w2", "", "")


def test_receipts_are_taken_whatever_the_state(store, running, receipt, failure):
    lease = running("fox", 5)
    lease.begin([0, 1])
    lease.fail([failure(1)], final=True)
    store.skip("fox", [2])
    lease.finish([receipt(index) for index in range(4)])
    assert lease.record.counts == Counts(queued=1, succeeded=4)
    lease.fail([failure(0)], final=True)
    lease.fail([failure(0)], final=False)
    lease.put_back([0, 1])
    assert lease.record.counts == Counts(queued=1, succeeded=4)


def test_a_receipt_told_twice_changes_nothing(store, running, receipt):
    lease = running("fox", 2)
    lease.finish([receipt(0)])
    before = store.frames("fox"), len(store.events("fox"))
    lease.finish([receipt(0)])
    assert (store.frames("fox"), len(store.events("fox"))) == before
    assert lease.record.worker_seconds == 0.5


def test_another_result_for_a_frame_is_told(store, running, receipt):
    lease = running("fox", 2)
    lease.finish([receipt(0)])
    lease.finish([receipt(0, sha256="b" * 64)])
    assert store.frames("fox")[0].sha256 == "b" * 64
    event = store.events("fox")[-1]
    assert (event.kind, event.data["frame"], event.data["before"]) == ("frame changed", 0, "a" * 64)


def test_skipped_frames_are_not_begun(store, running, failure):
    lease = running("fox", 6)
    store.skip("fox", [1, 2])
    assert lease.begin(range(4)) == [0, 3]
    assert lease.begin(range(6)) == [4, 5]
    store.skip("fox", [3])
    lease.fail([failure(3)], final=True)
    lease.put_back([3])
    assert lease.record.counts == Counts(running=3, skipped=3)
    assert store.ranges("fox", ("skipped",)) == ((1, 4),)


def test_damaged_frames_are_drawn_again(store, running, receipt):
    lease = running("fox", 4)
    lease.finish([receipt(index) for index in range(3)])
    assert lease.reopen([0, 2, 3]) == [0, 2]
    assert lease.record.counts == Counts(queued=3, succeeded=1)
    assert store.missing("fox") == ((0, 1), (2, 4))
    assert store.frames("fox")[0].file == ""
    assert [one.outcome for one in store.attempts("fox", 2)] == ["damaged"]
    assert store.events("fox")[-1].data["frames"] == [0, 2]
    assert lease.reopen([3]) == []


def test_frames_that_are_not_there(store, running, receipt, failure):
    lease = running("fox", ((0, 3), (7, 8)))
    for act in (
        lambda: lease.finish([receipt(5)]),
        lambda: lease.fail([failure(5)], final=True),
        lambda: lease.put_back([5]),
        lambda: store.skip("fox", [0, 5]),
        lambda: store.retry("fox", [5]),
    ):
        with pytest.raises(JobError, match="layer frames of job fox has no frame 5"):
            act()
    assert lease.begin([2, 5, 7]) == [2, 7]
    assert store.counts("fox") == Counts(queued=2, running=2)


def test_success_means_every_frame(store, running, receipt):
    lease = running("fox", 3)
    lease.finish([receipt(0), receipt(1)])
    with pytest.raises(JobError, match="cannot have succeeded: 1 of its frames are not finished"):
        lease.move("succeeded")
    store.skip("fox", [2])
    job = lease.move("succeeded")
    assert job.ended
    assert job.finished
    with pytest.raises(JobError, match="succeeded and cannot become running"):
        lease.move("running")


@pytest.mark.parametrize("before", MOVES)
def test_only_legal_moves(before):
    for after in MOVES:
        if after in MOVES[before]:
            check_move("fox", before, after)
        else:
            with pytest.raises(JobError, match=f"is {before} and cannot become {after}"):
                check_move("fox", before, after)
    assert (before in FINAL) == (not MOVES[before] or before == "failed")


def test_frames_come_in_pages(store, running, receipt):
    lease = running("fox", ((0, 100), (200, 250)))
    lease.finish([receipt(index) for index in range(0, 100, 2)])
    seen, start = [], 0
    while page := store.frames("fox", start=start, limit=40):
        seen += [one.index for one in page]
        start = page[-1].index + 1
    assert seen == [*range(100), *range(200, 250)]
    assert [one.index for one in store.frames("fox", ("succeeded",), start=95)] == [96, 98]
    assert len(store.frames("fox", limit=None)) == 150


def test_events_are_numbered_without_gaps(store, running, receipt):
    """However many threads write them: a reader who goes on where it stopped misses nothing."""
    lease = running("fox", 40)
    seen, stop = [], threading.Event()

    def read():
        after = 0
        while not stop.is_set() or store.events("fox", after):
            for event in store.events("fox", after, limit=3):
                assert event.number == after + 1
                seen.append(event)
                after = event.number

    def write(name):
        for number in range(10):
            store.log("fox", name, number=number)

    threads = [threading.Thread(target=write, args=(name,)) for name in "abc"]
    reader = threading.Thread(target=read)
    for thread in (*threads, reader):
        thread.start()
    for index in range(10):
        lease.settle(finished=[receipt(index)], happened=[("chunk", {"frames": [index]})])
    for thread in threads:
        thread.join()
    stop.set()
    reader.join()
    assert [event.number for event in seen] == list(range(1, len(seen) + 1))
    for name in "abc":
        assert [event.data["number"] for event in seen if event.kind == name] == list(range(10))
    assert [event.data["frames"] for event in seen if event.kind == "chunk"] == [[index] for index in range(10)]


def test_a_job_handed_back_waits_whole(store, running, receipt):
    lease = running("fox", 4)
    lease.begin([0, 1])
    lease.finish([receipt(0)])
    lease.release("the runner ended")
    job = store.get("fox")
    assert (job.status, job.message, job.counts) == ("queued", "the runner ended", Counts(queued=3, succeeded=1))
    assert store.attempts("fox", 1) == []
    lease.release()
    with pytest.raises(JobError, match="it was given back"):
        lease.beat()
    again = store.lease("you")
    assert again.record.started == job.started
    assert again.move("running").started == job.started
