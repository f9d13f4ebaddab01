"""A job on real worker processes: it draws every frame once, can be steered, and survives what goes wrong."""

from __future__ import annotations

import threading
import time

import msgspec
import numpy as np
import pytest
from PIL import Image

import threedkit as tk
from threedkit import jobs
from threedkit.errors import (
    EngineUnavailableError,
    FieldError,
    JobCancelledError,
    JobError,
    JobFailedError,
    OutputError,
    UnknownEngineError,
)
from threedkit.jobs.job import Job
from threedkit.render import registry

pytestmark = pytest.mark.cluster


def until(condition, seconds=30.0, step=0.01):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(step)


def size_of(path):
    with Image.open(path) as image:
        return image.size


def drawn(folder):
    """Frame number -> how often it was drawn, from the marks that the null engine left."""
    counts = {}
    for mark in folder.iterdir():
        number = int(mark.name.partition("-")[0])
        counts[number] = counts.get(number, 0) + 1
    return counts


@pytest.fixture
def marks(tmp_path):
    folder = tmp_path / "marks"
    folder.mkdir()
    return folder


def test_every_frame_is_drawn_once(submit_null, marks):
    job = submit_null(20, marks=str(marks))
    assert isinstance(job, Job)
    assert job.result(60) == [job.output / "frames" / f"frame_{index:04d}.png" for index in range(20)]
    assert job.status == "succeeded"
    assert (job.done, job.total, job.progress, job.eta, job.errors) == (20, 20, 1.0, 0.0, {})
    assert drawn(marks) == dict.fromkeys(range(20), 1)
    with Image.open(job.frames[7]) as image:
        picture = np.asarray(image)
    assert picture.shape == (24, 32, 4)
    assert picture[0, 0].tolist() == [0, 0, 7 * 16, 255]
    assert job.snapshot()["scene_loads"] <= 2
    assert not list(job.output.rglob("*.part"))
    assert "succeeded 20/20" in repr(job)


def test_the_record_says_what_happened(submit_null):
    job = submit_null(4)
    job.result(60)
    record = msgspec.json.decode((job.output / "job.json").read_bytes())
    assert record["status"] == "succeeded"
    assert record["key"] == job.key
    sidecars = [msgspec.json.decode(path.read_bytes()) for path in sorted((job.output / ".job/receipts").iterdir())]
    assert [receipt["index"] for receipt in sidecars] == [0, 1, 2, 3]
    for receipt in sidecars:
        data = (job.output / "frames" / receipt["file"]).read_bytes()
        assert receipt["sha256"] == jobs.spec.digest(data)
        assert receipt["size"] == len(data)
        assert receipt["device"] == "numpy"
    assert [event.data["status"] for event in job.events() if event.kind == "status"] == ["running", "succeeded"]
    assert (job.output / ".job" / "blobs" / job.spec.scene_hash).is_file()


def test_progress_is_told(submit_null):
    seen = []
    job = submit_null(6, seconds=0.05)
    end = job.on_progress(lambda one: seen.append((one.status, one.done)))
    job.on_progress(lambda _: 1 / 0)  # must not harm the job
    job.result(60)
    until(lambda: seen and seen[-1] == ("succeeded", 6))
    end()
    assert [done for _, done in seen] == sorted(done for _, done in seen)


def test_a_failing_frame_fails_alone_and_can_be_retried(submit_null, marks, tmp_path):
    job = submit_null(8, fail_once=[3], fail=[5], marks=str(marks), attempts=2)
    assert job.wait(60) == "failed"
    assert list(job.errors) == [5]
    assert "told to fail at 5" in job.errors[5]
    assert job.done == 7
    assert drawn(marks)[3] == 2
    assert drawn(marks)[5] == 2
    for act in (job.result, job.video, job.contact_sheet):
        with pytest.raises(JobFailedError, match="frames failed: 5") as caught:
            act()
        assert "\n" not in str(caught.value)
    job.retry()
    assert job.wait(60) == "failed"
    assert drawn(marks)[5] == 4
    assert drawn(marks)[4] == 1


def test_retry_mends_what_has_become_possible(submit_null, marks):
    job = submit_null(5, fail_once=[2], marks=str(marks), attempts=1)
    assert job.wait(60) == "failed"
    job.retry()
    assert job.wait(60) == "succeeded"
    assert drawn(marks) == {0: 1, 1: 1, 2: 2, 3: 1, 4: 1}
    with pytest.raises(JobError, match="only a failed job"):
        job.retry()


@pytest.mark.parametrize("what", ["kill_once", "kill_worker_once"])
def test_a_killed_engine_or_worker_costs_nothing(submit_null, marks, what):
    job = submit_null(16, marks=str(marks), seconds=0.01, **{what: [6]})
    assert job.wait(120) == "succeeded"
    assert job.done == 16
    assert all(size_of(frame) == (32, 24) for frame in job.frames)


@pytest.mark.parametrize(("what", "words"), [("kill", "SIGKILL"), ("kill_worker", "worker process died")])
def test_a_frame_that_kills_what_draws_it_fails_alone(submit_null, marks, what, words):
    job = submit_null(10, marks=str(marks), **{what: [4]})
    assert job.wait(180) == "failed"
    assert list(job.errors) == [4]
    assert words in job.errors[4]
    assert job.done == 9


def test_pause_and_resume(submit_null, marks):
    job = submit_null(40, seconds=0.05, marks=str(marks))
    until(lambda: job.done >= 6)  # both workers are at it
    job.pause()
    assert job.status == "paused"
    held = [-1]
    until(lambda: held.append(len(list(marks.iterdir()))) or held[-1] == held[-2], step=1.0)
    until(lambda: job.done == held[-1])
    assert job.done < 40
    with pytest.raises(JobError, match="paused"):
        job.pause()
    with pytest.raises(TimeoutError):
        job.result(0.1)
    with pytest.raises(JobError, match="wait"):
        job.video()
    job.resume()
    assert job.wait(60) == "succeeded"
    assert drawn(marks) == dict.fromkeys(range(40), 1)


def test_cancel_keeps_what_is_done(submit_null):
    job = submit_null(200, seconds=0.05)
    until(lambda: job.done >= 2)
    job.cancel()
    assert job.wait(5) == "cancelled"
    job.cancel()
    with pytest.raises(JobCancelledError, match="cancelled at"):
        job.result()
    with pytest.raises(JobError, match="cannot become"):
        job.pause()
    until(lambda: not job._runner.is_alive())
    assert 2 <= job.done < 200
    assert all(frame.is_file() for frame in job.frames)
    record = msgspec.json.decode((job.output / "job.json").read_bytes())
    assert record["status"] == "cancelled"


def test_a_cancelled_job_frees_the_workers(submit_null, tmp_path):
    first = submit_null(100, seconds=0.2, output=tmp_path / "a")
    until(lambda: first.done >= 1)
    first.cancel()
    second = submit_null(2, output=tmp_path / "b")
    assert second.wait(20) == "succeeded"


def test_the_same_job_again_draws_only_what_is_missing(submit_null, make_scene, marks):
    scene = make_scene(marks=str(marks))
    first = submit_null(10, scene=scene)
    first.result(60)
    first.frames[3].unlink()
    first.frames[4].write_bytes(b"damaged")
    second = submit_null(10, scene=scene)
    second.result(60)
    assert second.snapshot()["reused"] == 8
    assert drawn(marks) == {index: 2 if index in {3, 4} else 1 for index in range(10)}
    assert second.key == first.key
    assert second.id != first.id


def test_another_job_in_the_same_folder_replaces_its_frames(submit_null, make_scene):
    scene = make_scene()
    first = submit_null(10, scene=scene)
    first.result(60)
    first.video()
    (first.output / "frames" / "notes.txt").write_text("mine")
    second = submit_null(6, scene=scene, size=(16, 16))
    second.result(60)
    frames = sorted(path.name for path in (second.output / "frames").iterdir())
    assert frames == [*(f"frame_{index:04d}.png" for index in range(6)), "notes.txt"]
    assert all(size_of(frame) == (16, 16) for frame in second.frames)
    assert not (second.output / "film.mp4").exists()


def test_one_job_at_a_time_in_a_folder(submit_null):
    job = submit_null(50, seconds=0.05)
    with pytest.raises(JobError, match=job.id):
        submit_null(50)
    seen = jobs.open_job(job.output)
    assert (seen.id, seen.status in {"queued", "running"}) == (job.id, True)
    with pytest.raises(JobError, match="cannot become"):
        seen.resume()
    seen.cancel()
    assert job.status == "cancelled"


def test_a_job_is_found_again_in_its_folder(submit_null):
    job = submit_null(3)
    job.result(60)
    again = jobs.open_job(job.output)
    assert (again.id, again.status, again.frames, again.spec) == (job.id, "succeeded", job.frames, job.spec)
    with pytest.raises(JobError, match="holds no job"):
        jobs.open_job(job.output.parent)


def test_two_jobs_share_the_cluster(submit_null, tmp_path):
    both = [submit_null(10, seconds=0.02, output=tmp_path / name) for name in "ab"]
    assert [job.wait(60) for job in both] == ["succeeded", "succeeded"]
    assert both[0].snapshot()["cluster"] == both[1].snapshot()["cluster"]


def test_no_output_folder_is_needed(make_scene, monkeypatch, tmp_path):
    monkeypatch.setenv("THREEDKIT_HOME", str(tmp_path))
    scene = make_scene()
    job = tk.submit(scene, tk.turntable(scene, 2), size=(16, 16), engine="null")
    job.result(60)
    assert job.output == tmp_path / "jobs" / job.id


def test_every_output_is_kept(make_scene, tmp_path):
    scene = make_scene()
    job = jobs.submit(
        scene,
        jobs.turntable(scene, 2),
        size=(16, 8),
        engine="null",
        outputs=("color", "depth"),
        format="npz",
        output=tmp_path,
    )
    job.result(60)
    with np.load(job.frames[1]) as arrays:
        assert arrays["depth"].shape == (8, 16)
    with pytest.raises(JobError, match="png"):
        job.video()


def test_bad_input_is_named_before_any_worker_starts(make_scene, tmp_path, monkeypatch):
    scene = make_scene()
    shots = jobs.turntable(scene, 2)
    started = []
    monkeypatch.setattr(jobs.connection, "embedded_client", lambda *_: started.append(1))
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    (tmp_path / "broken.glb").write_bytes(b"glTF but not really")
    for error, word, values in (
        (UnknownEngineError, "nullest", {"engine": "nullest"}),
        (OutputError, "file", {"output": blocked / "job"}),
        (tk.errors.RenderError, "size", {"size": (0, 0)}),
        (tk.errors.RenderError, "size", {"size": (10,)}),
        (FieldError, "attempts", {"attempts": 0}),
        (FieldError, "workers", {"workers": 0}),
        (FieldError, "format", {"format": "bmp"}),
        (FieldError, "fps", {"fps": -1.0}),
        (FieldError, "turntable", {"shots": [1, 2]}),
        (tk.errors.AssetError, "broken.glb", {"scene": tmp_path / "broken.glb"}),
    ):
        arguments = {"scene": scene, "shots": shots, "engine": "null", "output": tmp_path / "out", **values}
        with pytest.raises(error, match=word) as caught:
            jobs.submit(arguments.pop("scene"), arguments.pop("shots"), **arguments)
        assert "\n" not in str(caught.value)
    monkeypatch.setenv("THREEDKIT_NULL_REASON", "no driver; run: install one")
    registry.probe_engine.cache_clear()
    with pytest.raises(EngineUnavailableError, match="install one"):
        jobs.submit(scene, shots, engine="null", output=tmp_path / "out")
    registry.probe_engine.cache_clear()
    assert not started


def test_a_full_disk_is_reported(submit_null, monkeypatch):
    """The folder cannot be written any more while the job runs: the frames fail with the reason."""
    job = submit_null(30, seconds=0.05, attempts=1)
    until(lambda: job.done >= 2)
    folder = job.output / "frames"
    folder.rename(job.output / "gone")
    assert job.wait(60) == "failed"
    assert "cannot be written" in next(iter(job.errors.values()))


def test_callbacks_may_steer(submit_null):
    """A callback runs in the job's thread and may call the job's own methods."""
    ended = threading.Event()
    job = submit_null(100, seconds=0.02)

    def stop_early(one):
        if one.done >= 3 and one.status == "running":
            one.cancel()
            ended.set()

    job.on_progress(stop_early)
    assert ended.wait(30)
    assert job.wait(10) == "cancelled"


def test_the_monitor_is_found_by_name(submit_null, monkeypatch):
    import sys
    import types

    shown = []
    room = types.SimpleNamespace(
        job_mimebundle=lambda job, include, exclude: {"text/plain": job.id}, show_job=shown.append
    )
    monkeypatch.setitem(sys.modules, "threedkit.jupyter", room)
    job = submit_null(1)
    assert job._repr_mimebundle_() == {"text/plain": job.id}
    job._ipython_display_()
    assert shown == [job]
    job.result(60)
