"""Engine processes of workers that end, in whatever way: real processes, killed for real; none outlives its worker."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import msgspec
import psutil
import pytest
from distributed import Client, LocalCluster

from threedkit import jobs
from threedkit.jobs import worker
from threedkit.jobs.engine_host import EngineHost, HostSettings
from threedkit.jobs.folder import JobFolder
from threedkit.jobs.receipts import Receipt

HERE = Path(__file__).parent
SHARED = Path("/dev/shm")

BEGIN = """
import sys, threading, time
import threedkit as tk
from threedkit import jobs
from threedkit.jobs.engine_host import the_host

scene = tk.Scene(extras={"null": {"hang": [1], "seconds": 0.01}})
scene.add(tk.Mesh(tk.sphere(), tk.Material()))
spec = jobs.RenderSpec(scene_hash=scene.content_hash, engine="null", shots=jobs.Orbit(frames=4), size=(640, 480))

def draw(number):
    return the_host().draw("null", spec.scene_hash, scene.to_glb, spec.shot(number))

kept = draw(0).result()
hanging = draw(1)
while not hanging.running():
    time.sleep(0.01)
time.sleep(0.2)
print(the_host().pid, flush=True)
"""


def environment():
    places = [str(HERE.parent.parent), str(HERE / "plugins"), os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(places)}


def alive(pid):
    """Whether a process runs; one that has ended and is not yet collected by its parent does not."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def gone(*pids, seconds=20.0):
    end = time.monotonic() + seconds
    while any(alive(pid) for pid in pids):
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


@contextlib.contextmanager
def script(text):
    """A Python process; at the end it and its children are ended."""
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(text)],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        with contextlib.suppress(psutil.NoSuchProcess):
            for child in psutil.Process(process.pid).children(recursive=True):
                child.kill()
        process.kill()
        process.communicate()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_worker_that_is_killed_in_mid_frame_leaves_nothing(number):
    """Even when the engine hangs in C code with the GIL in its hands, and a frame is still held."""
    before = set(SHARED.iterdir())
    with script(BEGIN + "time.sleep(1000)") as process:
        child = int(process.stdout.readline())
        assert alive(child)
        process.send_signal(number)
        assert gone(child)
        assert gone(process.pid)
    assert not [path for path in set(SHARED.iterdir()) - before if "threedkit" in path.name]


@pytest.mark.parametrize(
    ("end", "code"), [("", 0), ("raise SystemExit(3)", 3), ("import os; os._exit(4)", 4), ("1 / 0", 1)]
)
def test_a_worker_that_ends_by_itself_takes_it_along(end, code):
    begin, _, _ = BEGIN.partition("hanging =")
    with script(f"{begin}\nprint(the_host().pid, flush=True)\n{end}\n") as process:
        child = int(process.stdout.readline())
        _, errors = process.communicate(timeout=60)
        assert process.returncode == code, errors
        assert gone(child)
        assert "Exception ignored" not in errors
        assert "Fatal" not in errors


def test_a_worker_that_ends_while_its_engine_hangs_ends_it():
    with script(BEGIN) as process:
        child = int(process.stdout.readline())
        process.communicate(timeout=90)
        assert process.returncode == 0
        assert gone(child)


CLUSTER = """
import sys, time
from distributed import Client, LocalCluster
import threedkit as tk
from threedkit.jobs.worker import draw_chunk, Task

def engine():
    from threedkit.jobs.engine_host import the_host
    return the_host().pid

if __name__ == "__main__":
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address="127.0.0.1:0") as cluster:
        client = Client(cluster)
        task = Task(ticket="t", root=sys.argv[1], token=sys.argv[2], spec=sys.argv[3], ranges=((0, 4),))
        future = client.submit(draw_chunk, task)
        while not (pids := client.run(engine)) or None in pids.values():
            time.sleep(0.05)
        print(*pids.values(), flush=True)
        time.sleep(1000)
"""


@pytest.fixture
def make_task(make_scene, tmp_path):
    """A job's folder and the task for all of its frames."""

    def make(frames=4, place="job", engine="null", size=(16, 8), samples=1, scene=None, **orders):
        folder = JobFolder(tmp_path / place)
        folder.create()
        glb = (scene or make_scene(**orders)).to_glb()
        spec = jobs.RenderSpec(
            scene_hash=folder.blobs.put(glb),
            engine=engine,
            shots=jobs.Orbit(frames=frames),
            size=size,
            samples=samples,
        )
        return worker.Task(
            ticket=place,
            root=str(folder.root),
            token=folder.new_token(),
            spec=folder.blobs.put(spec.to_json()),
            ranges=((0, frames),),
        )

    return make


@pytest.mark.cluster
def test_a_nanny_that_is_killed_leaves_no_engine(make_task, tmp_path):
    """`LocalCluster` keeps its nannies in the process that made it."""
    task = make_task(hang=[1])
    path = tmp_path / "cluster.py"
    path.write_text(CLUSTER)
    process = subprocess.Popen(
        [sys.executable, str(path), task.root, task.token, task.spec],
        env=environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        engine = int(process.stdout.readline())
        family = [child.pid for child in psutil.Process(process.pid).children(recursive=True)]
        assert engine in family
        process.kill()
        assert gone(*family)
    finally:
        process.kill()
        process.communicate()


def engine_pid():
    from threedkit.jobs.engine_host import the_host

    return the_host().pid


def running():
    """Whether the engine of this worker process is at a frame."""
    from threedkit.jobs.engine_host import the_host

    return the_host()._current is not None


@pytest.fixture(scope="module")
def client():
    """Two worker processes of two threads each."""
    with (
        LocalCluster(n_workers=2, threads_per_worker=2, dashboard_address="127.0.0.1:0") as cluster,
        Client(cluster, set_as_default=False) as one,
    ):
        yield one


def until(condition, seconds=60.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


@pytest.mark.cluster
def test_cancel_ends_the_running_frame_and_the_worker_goes_on(client, make_task):
    address = next(iter(client.scheduler_info()["workers"]))
    task = make_task(hang=[2])
    future = client.submit(worker.draw_chunk, task, workers=[address], pure=False)
    root = Path(task.root)
    until(lambda: len(list(root.glob("frames/*.png"))) == 2)
    pid = client.run(engine_pid, workers=[address])[address]
    client.run(worker.kill, task.ticket)
    delivery = future.result(60)
    assert [receipt.index for receipt in delivery.receipts] == [0, 1]
    assert delivery.skipped == (2, 3)
    assert not delivery.failures
    assert gone(pid)
    again = make_task(place="again")
    delivery = client.submit(worker.draw_chunk, again, workers=[address], pure=False).result(60)
    assert len(delivery.receipts) == 4


@pytest.mark.cluster
def test_pause_lets_the_running_frame_finish(client, make_task):
    address = next(iter(client.scheduler_info()["workers"]))
    client.submit(worker.draw_chunk, make_task(place="warm"), workers=[address], pure=False).result(60)
    task = make_task(place="paused", seconds=1.0)
    future = client.submit(worker.draw_chunk, task, workers=[address], pure=False)
    until(lambda: client.run(running, workers=[address])[address])
    pid = client.run(engine_pid, workers=[address])[address]
    client.run(worker.stop, task.ticket)
    delivery = future.result(60)
    assert delivery.receipts
    assert len(delivery.receipts) + len(delivery.skipped) == 4
    assert delivery.skipped
    assert not delivery.failures
    assert client.run(engine_pid, workers=[address])[address] == pid


@pytest.mark.cluster
def test_a_frame_that_hangs_fails_by_its_time_limit_and_the_others_are_drawn(client, make_task):
    task = msgspec.structs.replace(make_task(place="late", hang=[1]), frame_timeout=1.5, attempt=2)
    delivery = client.submit(worker.draw_chunk, task, pure=False).result(60)
    assert [receipt.index for receipt in delivery.receipts] == [0, 2, 3]
    (failure,) = delivery.failures
    assert (failure.index, failure.error, failure.attempts, failure.hopeless) == (1, "FrameTimeoutError", 2, False)
    assert failure.worker in {"0", "1"}
    assert failure.told.endswith(f"(attempt 2, worker {failure.worker})")


@pytest.mark.cluster
def test_tasks_of_several_threads_share_one_engine(client, make_task):
    address = next(iter(client.scheduler_info()["workers"]))
    tasks = [make_task(place=f"thread-{number}", frames=8, seconds=0.01) for number in range(2)]
    futures = [client.submit(worker.draw_chunk, task, workers=[address], pure=False) for task in tasks]
    deliveries = client.gather(futures)
    assert [len(delivery.receipts) for delivery in deliveries] == [8, 8]
    assert sum(delivery.loads for delivery in deliveries) <= 1  # one scene, sent once


def files_and_receipts(root):
    folder = JobFolder(Path(root))
    files = {path.name: path.read_bytes() for path in folder.frames.iterdir()}
    receipts = {path.name: msgspec.json.decode(path.read_bytes(), type=Receipt) for path in folder.receipts.iterdir()}
    return files, receipts


@pytest.mark.cluster
@pytest.mark.engine
@pytest.mark.parametrize("engine", ["null", "filament"])
def test_two_workers_make_the_same_bytes_and_say_what_made_them(client, make_task, engine):
    results = []
    for number, address in enumerate(client.scheduler_info()["workers"]):
        task = make_task(place=f"{engine}-{number}", frames=3, engine=engine, size=(64, 48), samples=4)
        delivery = client.submit(worker.draw_chunk, task, workers=[address], pure=False).result(120)
        assert not delivery.failures, delivery.failures
        results.append(files_and_receipts(task.root))
    (files, receipts), (other_files, other_receipts) = results
    assert files == other_files
    assert {one.worker for one in receipts.values()} != {one.worker for one in other_receipts.values()}
    for name, receipt in receipts.items():
        same = {"worker": "", "draw_seconds": 0.0, "encode_seconds": 0.0}
        assert msgspec.structs.replace(receipt, **same) == msgspec.structs.replace(other_receipts[name], **same)
    first = receipts["frame_0001.png.json"]
    assert (first.index, first.seed, first.samples, first.engine, first.attempt) == (1, 1, 4, engine, 1)
    assert first.scene == task_spec(task).scene_hash
    assert first.spec == task.spec
    assert first.device
    assert {"threedkit", "numpy"} <= set(first.versions)
    if engine == "null":
        assert first.versions["threedkit-null"] == "1.0"


def task_spec(task):
    return jobs.RenderSpec.from_json(JobFolder(Path(task.root)).blobs.get(task.spec))


def memory(pid):
    return psutil.Process(pid).memory_info().rss


def test_memory_stays_flat_over_thousands_of_frames(make_scene):
    host = EngineHost(HostSettings())
    scene = make_scene()
    spec = jobs.RenderSpec(scene_hash=scene.content_hash, engine="null", shots=jobs.Orbit(frames=5000), size=(160, 120))
    shots = [spec.shot(number) for number in range(2200)]
    try:
        for number, shot in enumerate(shots):
            host.draw("null", spec.scene_hash, scene.to_glb, shot).result(60).release()
            if number == 200:
                before = memory(os.getpid()), memory(host.pid)
        after = memory(os.getpid()), memory(host.pid)
    finally:
        host.close()
    assert after[0] - before[0] < 8 << 20
    assert after[1] - before[1] < 8 << 20


def test_memory_stays_bounded_over_a_thousand_scenes(make_scene):
    host = EngineHost(HostSettings(scenes=8, scene_bytes=64 << 20))
    spec = jobs.RenderSpec(scene_hash="0" * 64, engine="null", shots=jobs.Orbit(frames=5000), size=(16, 12))
    glb = make_scene(heavy=2 << 20).to_glb()
    try:
        for number in range(1000):
            drawn = host.draw("null", f"{number:064x}", lambda: glb, spec.shot(0)).result(60)
            assert drawn.loaded
            drawn.release()
            if number == 100:
                before = memory(os.getpid()), memory(host.pid)
        after = memory(os.getpid()), memory(host.pid)
    finally:
        host.close()
    assert after[0] - before[0] < 16 << 20
    assert after[1] - before[1] < 64 << 20
