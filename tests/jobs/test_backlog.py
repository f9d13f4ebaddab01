"""What is handed out next, to whom, and what a machine offers: plain values, no cluster."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threedkit.jobs import gpus
from threedkit.jobs.backlog import Backlog
from threedkit.jobs.health import Health
from threedkit.store.ranges import from_ranges


def drain(backlog, *, workers=2, seconds=0.01):
    orders = []
    while (order := backlog.next(workers=workers, seconds=seconds, busy=False)) is not None:
        orders.append(order)
    return orders


@given(
    fresh=st.sets(st.integers(0, 300)),
    again=st.sets(st.integers(301, 400)),
    suspects=st.sets(st.integers(401, 420)),
    dropped=st.sets(st.integers(0, 420)),
    workers=st.integers(1, 8),
    seconds=st.none() | st.floats(1e-4, 5.0),
)
def test_every_frame_comes_out_once(fresh, again, suspects, dropped, workers, seconds):
    backlog = Backlog()
    backlog.add(sorted(fresh))
    for frame in again:
        backlog.again(frame, attempt=2)
    backlog.suspect(suspects, attempt=1)
    assert len(backlog) == len(fresh) + len(again) + len(suspects)
    backlog.drop(dropped)
    orders = drain(backlog, workers=workers, seconds=seconds)
    assert Counter(frame for order in orders for frame in from_ranges(order.ranges)) == Counter(
        (fresh | again | suspects) - dropped
    )
    assert not backlog
    for order in orders:
        frames = from_ranges(order.ranges)
        assert frames == sorted(frames)
        assert order.alone == (frames[0] > 400)
        assert order.attempt == (2 if 300 < frames[0] <= 400 else 1)


def test_suspects_wait_until_nothing_is_in_flight():
    backlog = Backlog()
    backlog.suspect([3], attempt=2)
    assert backlog.next(workers=2, seconds=None, busy=True) is None
    order = backlog.next(workers=2, seconds=None, busy=False)
    assert (order.ranges, order.attempt, order.alone) == (((3, 4),), 2, True)


def test_a_hundred_thousand_frames_are_handed_out_in_little_time():
    backlog = Backlog()
    backlog.add(range(100_000))
    assert len(drain(backlog, workers=16, seconds=0.02)) < 5000


def test_a_worker_that_fails_where_others_succeed_is_excluded():
    health = Health()
    assert health.note("bad", "no driver") == ()
    assert health.note("good", None) == ()
    assert health.note("bad", "no driver") == ()
    assert health.note("bad", "no memory") == ("bad",)
    assert health.excluded == {"bad": "no memory"}
    assert health.note("bad", "no memory") == ()


def test_where_nobody_succeeds_nobody_is_to_blame():
    health = Health()
    for _ in range(9):
        assert health.note("a", "broken scene") == health.note("b", "broken scene") == ()
    assert health.note("b", None) == ("a",)
    assert health.note("b", "broken scene") == ()


def test_a_success_ends_a_streak():
    health = Health()
    for _ in range(5):
        health.note("good", None)
        health.note("odd", "x")
        health.note("odd", "x")
        health.note("odd", None)
    assert health.excluded == {}


SMI = """#!/bin/sh
echo "GPU 0: NVIDIA H100 (UUID: GPU-1)"
echo "GPU 1: NVIDIA H100 (UUID: GPU-2)"
"""


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine without GPUs, whatever this one has."""
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(gpus, "_PROC", tmp_path / "gpus")
    return tmp_path


def test_gpus_are_found_by_nvidia_smi_or_the_driver(machine, monkeypatch):
    assert gpus.visible_gpus() == ()
    for address in ("0000:01:00.0", "0000:02:00.0", "0000:03:00.0"):
        (machine / "gpus" / address).mkdir(parents=True)
    assert gpus.visible_gpus() == ("0", "1", "2")
    tool = machine / "nvidia-smi"
    tool.write_text(SMI)
    tool.chmod(0o755)
    assert gpus.visible_gpus() == ("0", "1")
    tool.write_text("#!/bin/sh\nexit 9\n")
    assert gpus.visible_gpus() == ("0", "1", "2")


@pytest.mark.parametrize(("allowed", "found"), [("", ()), ("-1", ()), ("0", ("0",)), ("2, GPU-5", ("2", "GPU-5"))])
def test_the_environment_limits_them(machine, monkeypatch, allowed, found):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", allowed)
    assert gpus.visible_gpus() == found
