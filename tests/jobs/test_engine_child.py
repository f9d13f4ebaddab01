"""The engine process of a worker: what it draws, how it ends, and that it never outlives who started it."""

from __future__ import annotations

import gc
import logging
import os
import signal
import threading
import time
from concurrent.futures import wait
from pathlib import Path

import numpy as np
import psutil
import pytest

from threedkit import jobs
from threedkit.errors import (
    AssetError,
    EngineCrashedError,
    EngineUnavailableError,
    FieldError,
    FrameTimeoutError,
    JobCancelledError,
    JobError,
    RenderError,
    UnknownEngineError,
)
from threedkit.jobs.engine_host import EngineHost, HostSettings
from threedkit.jobs.engine_host.probe import probe_apart

HERE = Path(__file__).parent
LONG = 60.0


@pytest.fixture
def make_host():
    """Hosts that are closed at the end, whatever a test has done to them."""
    made = []

    def make(**settings):
        made.append(EngineHost(HostSettings(**settings)))
        return made[-1]

    yield make
    for host in made:
        host.kill("the test is over")
        host.close()


@pytest.fixture
def host(make_host):
    return make_host(grace=0.2)


def shot(number=0, size=(8, 6), outputs=("color",)):
    spec = jobs.RenderSpec(
        scene_hash="0" * 64, engine="null", shots=jobs.Orbit(frames=5000), size=size, outputs=outputs, format="npz"
    )
    return spec.shot(number)


@pytest.fixture
def order(make_scene):
    """Order one frame of a scene that holds orders for the null engine; the future."""

    def draw(host, number=0, *, name=None, size=(8, 6), outputs=("color",), timeout=None, ticket="", **orders):
        scene = make_scene(**orders)
        name = scene.content_hash if name is None else name
        return host.draw("null", name, scene.to_glb, shot(number, size, outputs), timeout=timeout, ticket=ticket)

    return draw


def alive(pid):
    """Whether a process runs; one that has ended and is not yet collected by its parent does not."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def gone(pid, seconds=20.0):
    end = time.monotonic() + seconds
    while alive(pid):
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def until(condition, seconds=LONG):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


def test_a_frame_comes_over_with_all_that_belongs_to_it(host, order):
    outputs = ("color", "radiance", "depth", "normal", "object_id")
    with order(host, 3, size=(7, 5), outputs=outputs).result(LONG) as drawn:
        frame = drawn.frame
        assert frame.outputs == outputs
        assert frame.size == (7, 5)
        assert frame.color[4, 6].tolist() == [255, 255, 48, 255]
        assert np.array_equal(frame.radiance * 256, frame.color[..., :3])
        assert (frame.depth == 1).all()
        assert frame.object_id[:, 0].tolist() == [1, 1, 0, 0, 0]
        assert frame.names == {1: "ball", 2**32 - 1: "last"}
        assert {**frame.meta, "drawing": 0} == {"engine": "null", "device": "numpy", "seconds": 0.5, "drawing": 0}
        assert not frame.color.flags.writeable
        assert frame.color.ctypes.data % 64 == frame.depth.ctypes.data % 64 == 0
        assert (drawn.device, drawn.loaded) == ("numpy", True)
    assert host.pid != os.getpid()
    assert order(host).result(LONG).frame.outputs == ("color",)


def test_released_frames_are_drawn_over_and_kept_ones_are_not(make_host, order):
    host = make_host(slots=2)
    kept = order(host, 1).result(LONG)
    for number in range(2, 8):
        order(host, number).result(LONG).release()
    assert kept.frame.color[0, 0, 2] == 16
    view = kept.frame.color
    kept.release()
    kept.release()
    with pytest.raises(RenderError, match="released"):
        _ = kept.frame
    order(host, 9).result(LONG).release()
    order(host, 10).result(LONG).release()
    assert view[0, 0, 2] in {16, 144, 160}  # its memory is another frame's now


def test_drawing_waits_for_the_encoders(make_host, order):
    host = make_host(slots=2)
    first, second = (order(host, number).result(LONG) for number in (1, 2))
    third = order(host, 3)
    assert not wait([third], 0.5).done
    first.release()
    assert third.result(LONG).frame.color[0, 0, 2] == 48
    assert second.frame.color[0, 0, 2] == 32


def test_a_frame_that_is_forgotten_gives_its_memory_back(make_host, order):
    host = make_host(slots=1)
    for number in range(4):
        picture = order(host, number).result(LONG).frame.color
        assert picture[0, 0, 2] == 16 * number  # a view is enough to keep it
        del picture
        gc.collect()


def test_a_huge_frame_and_small_ones_share_the_memory(make_host, order):
    host = make_host(slots=3, slot_bytes=1 << 20)
    with order(host, 1, size=(2000, 1500), outputs=("color", "depth")).result(LONG) as drawn:
        assert drawn.frame.color.nbytes == 12_000_000
        assert drawn.frame.color[-1, -1].tolist() == [255, 255, 16, 255]
    for number in range(6):
        with order(host, number).result(LONG) as drawn:
            assert drawn.frame.color[0, 0, 2] == 16 * number
    assert sum(slot.size for slot in host._driver._pool._slots.values()) <= 1 << 20


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("crash", ["SIGSEGV", "threedkit_null.py"]),
        ("kill", ["SIGKILL"]),
        ("exit", ["exit code 7"]),
    ],
)
def test_a_death_costs_that_frame_only_and_is_told(host, order, what, words):
    order(host, 0, **{what: [1]}).result(LONG).release()
    before = host.pid
    futures = [order(host, number, **{what: [1]}) for number in (1, 2)]
    with pytest.raises(EngineCrashedError) as caught:
        futures[0].result(LONG)
    assert all(word in str(caught.value) for word in words), caught.value
    assert "\n" not in str(caught.value)
    with futures[1].result(LONG) as drawn:
        assert drawn.loaded
    assert gone(before)
    assert host.pid != before


def test_killed_from_outside(host, order):
    order(host).result(LONG).release()
    waiting = order(host, seconds=100)
    until(waiting.running)
    os.kill(host.pid, signal.SIGKILL)
    with pytest.raises(EngineCrashedError, match="SIGKILL"):
        waiting.result(LONG)
    order(host).result(LONG).release()
    before = host.pid
    os.kill(before, signal.SIGKILL)  # while it has nothing to do: no frame pays for it
    until(lambda: host.pid is None)
    order(host).result(LONG).release()


def test_killed_while_it_starts(host):
    ready = host.warm("null")
    until(lambda: host.pid)
    os.kill(host.pid, signal.SIGKILL)
    assert ready.result(LONG) == "numpy"


@pytest.mark.parametrize("what", ["hang", "eat", "chatter"])
def test_a_frame_that_takes_too_long_is_ended(host, order, what):
    """Also in C code that never lets go of the GIL."""
    order(host, 0, **{what: [1]}).result(LONG).release()
    before = host.pid
    with pytest.raises(FrameTimeoutError, match=r"more than 0\.3 s"):
        order(host, 1, timeout=0.3, **{what: [1]}).result(LONG)
    assert gone(before)
    order(host, 2, timeout=20.0, **{what: [1]}).result(LONG).release()


def test_the_time_limit_is_the_frames_not_the_scenes(host, order):
    order(host, 0, timeout=0.3, load_seconds=0.6).result(LONG).release()


def test_a_process_that_takes_too_much_memory_is_ended(make_host, order):
    host = make_host(memory=600 << 20)
    with pytest.raises(EngineCrashedError, match=r"MiB of memory .* 600 are allowed"):
        order(host, 1, eat=[1]).result(LONG)
    order(host, 2).result(LONG).release()


def test_cancelling_ends_the_frame_and_what_waits(host, order):
    order(host, 0, hang=[1]).result(LONG).release()
    before = host.pid
    running, waiting = order(host, 1, ticket="a", hang=[1]), order(host, 2, ticket="a")
    other = order(host, 3, ticket="b")
    until(running.running)
    host.kill("no longer wanted", "a")
    for future in (running, waiting):
        with pytest.raises(JobCancelledError, match="no longer wanted"):
            future.result(LONG)
    assert gone(before)
    other.result(LONG).release()


def test_cancelling_another_run_harms_nobody(host, order):
    order(host).result(LONG).release()
    before = host.pid
    running = order(host, 1, ticket="a", seconds=0.5)
    until(running.running)
    host.kill("not yours", "b")
    host.withdraw("this one has begun", "a")
    running.result(LONG).release()
    assert host.pid == before


def test_a_frame_may_be_finished_within_the_grace(make_host, order):
    host = make_host(grace=30.0)
    running = order(host, 1, seconds=0.5)
    until(running.running)
    host.kill("soon")
    running.result(LONG).release()


def test_an_engine_that_dies_at_its_start_is_not_tried_for_ever(host, order, monkeypatch):
    monkeypatch.setenv("THREEDKIT_NULL_START", "crash")
    with pytest.raises(EngineUnavailableError, match=r"cannot start: .*SIGABRT.*'null: no card'"):
        host.warm("null").result(LONG)
    monkeypatch.delenv("THREEDKIT_NULL_START")
    before = time.monotonic()
    with pytest.raises(EngineUnavailableError, match="no card"):  # told again, not tried again
        order(host).result(LONG)
    assert time.monotonic() - before < 10


def test_an_engine_that_hangs_at_its_start_is_ended(make_host, order, monkeypatch):
    monkeypatch.setenv("THREEDKIT_NULL_START", "hang")
    host = make_host(start_seconds=3.0)
    with pytest.raises(EngineUnavailableError, match="within 3 s"):
        order(host).result(LONG)
    assert host.pid is None


def test_errors_keep_their_class_and_their_words(host, order, caplog):
    with pytest.raises(RenderError, match="told to fail at 1"):
        order(host, 1, fail=[1]).result(LONG)
    with pytest.raises(RenderError, match="division by zero") as caught:
        order(host, 1, divide=[1]).result(LONG)
    assert caught.value.error == "ZeroDivisionError"
    assert "Traceback" in caplog.text
    with pytest.raises(UnknownEngineError, match="nullest"):
        host.warm("nullest").result(LONG)
    with pytest.raises(RenderError, match=r"shape \(6, 8, 4\) and returned \(2, 2, 4\)"):
        order(host, 1, small=[1]).result(LONG)
    with pytest.raises(RenderError, match="asked for uv and returned depth"):
        order(host, 1, outputs=("uv",)).result(LONG)
    pid = host.pid
    order(host, 2).result(LONG).release()
    assert host.pid == pid


def test_a_broken_scene_says_everything_and_is_read_once(host):
    fetched = []

    def broken():
        fetched.append(1)
        return b"this is no GLB"

    for _ in range(3):
        with pytest.raises(AssetError) as caught:
            host.draw("null", "x", broken, shot()).result(LONG)
        assert caught.value.problems
        assert caught.value.problems[0].severity == "error"
    assert len(fetched) == 1


def test_warnings_reach_the_log_and_the_frame(host, order, caplog):
    caplog.set_level(logging.WARNING, "threedkit.jobs")
    with order(host, 5, warn=[5]).result(LONG) as drawn:
        assert drawn.warnings == ("UserWarning: frame 5 is odd",)
    assert "frame 5 is odd" in caplog.text


def test_an_engine_that_has_lost_its_device_is_made_anew(host, order):
    order(host, 0, unplug=[1]).result(LONG).release()
    pid = host.pid
    with pytest.raises(EngineUnavailableError, match="pulled out"):
        order(host, 1, unplug=[1]).result(LONG)
    with order(host, 2, unplug=[1]).result(LONG) as drawn:
        assert drawn.loaded
    assert host.pid == pid


def test_a_scene_may_come_as_a_file(host, make_scene, tmp_path):
    scene = make_scene()
    path = tmp_path / scene.content_hash
    path.write_bytes(scene.to_glb())
    host.draw("null", scene.content_hash, lambda: path, shot()).result(LONG).release()
    other = tmp_path / ("f" * 64)
    other.write_bytes(scene.to_glb())
    with pytest.raises(JobError, match=r"ffffffffffff .* is damaged"):
        host.draw("null", "f" * 64, lambda: other, shot()).result(LONG)
    with pytest.raises(AssetError, match="no such file"):
        host.draw("null", "e" * 64, lambda: tmp_path / "e", shot()).result(LONG)


def test_few_scenes_stay(make_host, make_scene):
    host = make_host(scenes=2)
    fetched = []

    def draw(name):
        def source():
            fetched.append((name, threading.current_thread().name))
            return make_scene().to_glb()

        host.draw("null", name, source, shot()).result(LONG).release()

    for name in ("a", "b", "a", "c", "a", "b"):  # two stay: b is dropped for c, c for b
        draw(name)
    assert [name for name, _ in fetched] == ["a", "b", "c", "b"]
    assert {thread for _, thread in fetched} == {"threedkit-engine"}


def test_scenes_are_dropped_for_their_size(make_host, order):
    host = make_host(scenes=100, scene_bytes=100 << 20)
    loads = [order(host, 0, heavy=40 << 20, mark=mark).result(LONG).loaded for mark in (0, 1, 2, 1, 0)]
    assert loads == [True, True, True, False, True]


def test_a_stopped_process_is_ended_too(host, order):
    order(host).result(LONG).release()
    os.kill(host.pid, signal.SIGSTOP)
    with pytest.raises(FrameTimeoutError):
        order(host, timeout=0.3).result(LONG)
    order(host).result(LONG).release()


def test_nonsense_on_the_line_is_noticed(host, order):
    order(host).result(LONG).release()
    before = host.pid
    host._driver._process.channel.send(b"this is no message")
    until(lambda: host.pid != before)
    assert gone(before)
    order(host).result(LONG).release()


def test_want_of_memory_drops_the_other_scenes(host, order):
    order(host, mark=1).result(LONG).release()
    with order(host, alone=True).result(LONG) as drawn:
        assert any("memory is used up" in warning for warning in drawn.warnings)
    with order(host, mark=1).result(LONG) as drawn:
        assert drawn.loaded


def test_many_threads_are_served_in_turn(host, order):
    order(host).result(LONG).release()
    drawn = []

    def order_and_wait(name):
        for number in range(10):
            with order(host, number, seconds=0.01).result(LONG) as one:
                drawn.append((name, int(one.frame.color[0, 0, 2]) // 16))

    threads = [threading.Thread(target=order_and_wait, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONG)
    assert sorted(drawn) == [(name, number) for name in "abc" for number in range(10)]
    for name in "abc":  # nobody is done before the others are well on their way
        last = max(place for place, (who, _) in enumerate(drawn) if who == name)
        assert all(sum(who == other for who, _ in drawn[: last + 1]) >= 7 for other in "abc")


def test_an_engine_is_asked_in_a_process_apart(monkeypatch):
    probe_apart.cache_clear()
    assert probe_apart("null") is None
    assert "known are" in probe_apart("nullest")
    probe_apart.cache_clear()
    monkeypatch.setenv("THREEDKIT_NULL_REASON", "no driver; run: install one")
    assert probe_apart("null") == "no driver; run: install one"
    probe_apart.cache_clear()
    monkeypatch.setenv("THREEDKIT_NULL_START", "probe")
    assert "its process was ended by SIGABRT" in probe_apart("null")
    probe_apart.cache_clear()


def test_settings_come_from_the_environment(monkeypatch):
    monkeypatch.setenv("THREEDKIT_ENGINE_SCENES", "7")
    assert HostSettings.from_environment().scenes == 7
    monkeypatch.setenv("THREEDKIT_ENGINE_MEMORY", "much")
    with pytest.raises(FieldError, match="THREEDKIT_ENGINE_MEMORY"):
        EngineHost()
