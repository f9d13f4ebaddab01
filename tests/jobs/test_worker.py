"""Inside a worker: chunks of frames, what becomes of them, and an orderly end."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time

import msgspec
import psutil
import pytest

from threedkit import jobs
from threedkit.errors import OutputError, StoreError
from threedkit.io.files import write
from threedkit.jobs import worker
from threedkit.jobs.blobs import CARRIED, fetch, locate
from threedkit.jobs.cluster import embedded_client
from threedkit.jobs.folder import JobFolder
from threedkit.jobs.preload import warm_names
from threedkit.store.blobs import FolderBlobs


@pytest.fixture
def job_folder(make_scene, tmp_path):
    """A folder with a scene and a spec, and the task for all of its frames."""

    def make(frames=4, **orders):
        folder = JobFolder(tmp_path / "job")
        folder.create()
        glb = make_scene(**orders).to_glb()
        spec = jobs.RenderSpec(
            scene_hash=folder.blobs.put(glb), engine="null", shots=jobs.Orbit(frames=frames), size=(16, 8)
        )
        task = worker.Task(
            ticket="ticket",
            root=str(folder.root),
            token=folder.new_token(),
            spec=folder.blobs.put(spec.to_json()),
            ranges=((0, frames),),
        )
        return folder, spec, task

    return make


def test_a_chunk_leaves_frames_sidecars_and_receipts(job_folder):
    folder, spec, task = job_folder()
    first = worker.draw_chunk(task, "w")
    assert [receipt.index for receipt in first.receipts] == [0, 1, 2, 3]
    assert (first.loads, first.worker, first.failures, first.payloads) == (1, "w", (), {})
    again = worker.draw_chunk(task, "w")
    assert all(receipt.reused for receipt in again.receipts)
    assert folder.finished(spec, 2) == msgspec.structs.replace(first.receipts[2], reused=True)


def test_a_stopped_ticket_ends_the_chunk(job_folder):
    _, _, task = job_folder()
    stopped = msgspec.structs.replace(task, ticket="stopped")
    worker.stop("stopped")
    assert worker.draw_chunk(stopped, "w").skipped == (0, 1, 2, 3)


def test_a_failing_frame_is_reported_with_its_reason(job_folder):
    _, _, task = job_folder(fail=[1])
    delivery = worker.draw_chunk(task, "w")
    assert [receipt.index for receipt in delivery.receipts] == [0, 2, 3]
    (failure,) = delivery.failures
    assert (failure.index, failure.error, failure.hopeless) == (1, "RenderError", False)


def test_without_an_engine_the_other_frames_are_left_to_others(job_folder):
    _, _, task = job_folder(frames=20, unplug=[1])
    delivery = worker.draw_chunk(task, "w")
    (failure,) = delivery.failures
    assert (failure.index, failure.error, failure.hopeless) == (1, "EngineUnavailableError", False)
    assert delivery.receipts[0].index == 0
    assert len(delivery.skipped) >= 17


def test_another_disk_sends_the_bytes_home(job_folder):
    folder, spec, task = job_folder()
    elsewhere = msgspec.structs.replace(task, token="another")
    delivery = worker.draw_chunk(elsewhere, "w")
    assert sorted(delivery.payloads) == [0, 1, 2, 3]
    assert not any(folder.frames.iterdir())
    folder.store(delivery.receipts[0], delivery.payloads[0])
    assert folder.finished(spec, 0) is not None


def test_what_was_carried_along_is_taken_first(tmp_path, monkeypatch):
    blobs = FolderBlobs(tmp_path)
    name = blobs.put(b"abc")
    assert locate(name, blobs) == tmp_path / name
    monkeypatch.setitem(CARRIED, "job", {name: b"abc", "0" * 64: b"other"})
    assert locate(name, blobs) == fetch(name, blobs) == b"abc"
    assert fetch("0" * 64, blobs) == b"other"
    with pytest.raises(StoreError, match="11111"):
        fetch("1" * 64, blobs)


def test_files_appear_whole_or_not_at_all(tmp_path, monkeypatch):
    target = tmp_path / "file"
    write(target, b"old")
    seen = []

    def replace(self, other):
        seen.append((self.read_bytes(), target.read_bytes()))
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(target), "replace", replace)
    with pytest.raises(OutputError, match="No space left"):
        write(target, b"new")
    assert seen == [(b"new", b"old")]
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    with pytest.raises(OutputError, match="Not a directory"):
        write(target / "below" / "file", b"")


def test_readers_never_see_half_a_file(tmp_path):
    target = tmp_path / "file"
    contents = [bytes([letter]) * 200_000 for letter in b"abcd"]
    write(target, contents[0])
    writers = [threading.Thread(target=lambda c=c: [write(target, c) for _ in range(25)]) for c in contents]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        assert target.read_bytes() in contents
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


ENDS = """
import threedkit as tk
from threedkit import jobs
from threedkit.jobs.engine_host import the_host

scene = tk.Scene()
scene.add(tk.Mesh(tk.sphere(), tk.Material()))
spec = jobs.RenderSpec(scene_hash=scene.content_hash, engine="filament", shots=jobs.turntable(scene, 1), size=(16, 16))
print(the_host().draw("filament", spec.scene_hash, scene.to_glb, spec.shot(0)).result().frame.size)
"""


@pytest.mark.engine
def test_the_engine_ends_in_its_own_thread(repository):
    """GL engines abort the process when another thread closes them."""
    done = subprocess.run(
        [sys.executable, "-c", ENDS], capture_output=True, text=True, timeout=120, check=False, cwd=repository
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "(16, 16)"
    assert "Panic" not in done.stderr
    assert "Exception" not in done.stderr


@pytest.mark.cluster
@pytest.mark.parametrize(("warm", "engines"), [("null", 1), ("none", 0)])
def test_an_embedded_worker_starts_its_engine_before_the_first_job(monkeypatch, warm, engines):
    monkeypatch.setenv("THREEDKIT_WARM", warm)
    jobs.close_cluster()
    client = embedded_client(1, warm=True)
    (told,) = client.run(warm_names).values()
    (pid,) = client.run(os.getpid).values()

    def drawing():
        children = [process.cmdline() for process in psutil.Process(pid).children()]
        return sum("threedkit.jobs.engine_process" in line for line in children)

    assert len(told) == engines
    end = time.monotonic() + 60
    while drawing() < engines:
        assert time.monotonic() < end
        time.sleep(0.05)
    assert drawing() == engines
    jobs.close_cluster()
