"""What the machinery of jobs costs: `python tests/benchmarks/jobs.py`. Prints a table; asserts nothing.

- null engine, tiny frames: cost a frame of a whole job (drawn, encoded, hashed, written, receipted) against a bare
  `client.map` of an empty function with one task a frame, on the same embedded cluster;
- a CPU-bound engine on 1 and 2 workers;
- drawing that waits (as for a GPU) with encoding beside it, against the sum of both;
- the ledger of a job of 100,000 frames: submitting, planning, listing, progress, resuming.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import msgspec

REPEATS = 3
"""The median of so many is shown."""

ROOT = Path(__file__).resolve().parents[2]
for entry in (ROOT, ROOT / "tests" / "jobs" / "plugins"):
    sys.path.insert(0, str(entry))

import threedkit as tk  # noqa: E402
from threedkit import jobs  # noqa: E402
from threedkit.jobs import cluster, plan  # noqa: E402
from threedkit.jobs.backlog import Backlog  # noqa: E402
from threedkit.jobs.ledger import Ledger  # noqa: E402
from threedkit.jobs.records import job_store  # noqa: E402
from threedkit.jobs.snapshot import snapshot  # noqa: E402
from threedkit.jobs.worker import Task  # noqa: E402
from threedkit.store import NewJob, NewLayer  # noqa: E402


def scene(**orders):
    made = tk.Scene(extras={"null": orders})
    made.add(tk.Mesh(tk.sphere(), tk.Material()))
    return made


def nothing(number):
    return number


def timed_job(frames, size, workers, *, picture="png", **orders):
    """Seconds from running to the end, its snapshot and its number of tasks; a short job before warms the workers."""
    subject = scene(**orders)
    with tempfile.TemporaryDirectory() as folder:
        for count, name in ((2 * workers, "warm"), (frames, "job")):
            job = jobs.submit(
                subject,
                jobs.turntable(subject, count),
                size=size,
                engine="null",
                output=Path(folder) / name,
                workers=workers,
                format=picture,
            )
            job.result(600)
        tasks = sum(event.kind == "chunk" for event in job.events())
        return job.snapshot()["elapsed"], job.snapshot(), tasks


def first(values):
    return values[0]


def row(what, value, note=""):
    print(f"{what:<58} {value:>12}   {note}")


def overhead(frames):
    """Both in turn, so that other work on the machine meets both."""
    client = cluster.embedded_client(2)
    client.wait_for_workers(2)
    client.gather(client.map(nothing, range(100), pure=False))
    bare, ours = [], []
    for _ in range(REPEATS):
        before = time.perf_counter()
        client.gather(client.map(nothing, range(frames), pure=False))
        bare.append((time.perf_counter() - before) / frames)
        seconds, _, tasks = timed_job(frames, (16, 16), 2)
        ours.append(seconds / frames)
    ratio = statistics.median(ours) / statistics.median(bare)
    row(
        "bare client.map, an empty task a frame",
        f"{1e3 * statistics.median(bare):.3f} ms",
        f"{frames} frames, 2 workers",
    )
    row("a job, null engine, 16x16 PNG, all included", f"{1e3 * statistics.median(ours):.3f} ms", f"{tasks} tasks")
    row("... ratio", f"{ratio:.2f}", "ledger, sidecars, hashes, PNG and files included")


def scaling():
    for order, what in (("burn", "CPU"), ("seconds", "waiting")):
        times = {1: [], 2: []}
        for _ in range(REPEATS):
            for workers in (1, 2):
                jobs.close_cluster()
                seconds, *_ = timed_job(60, (64, 64), workers, **{order: 0.1})
                times[workers].append(seconds)
        one, two = statistics.median(times[1]), statistics.median(times[2])
        row(f"60 frames of 100 ms {what}, 1 worker", f"{one:.2f} s")
        row(f"60 frames of 100 ms {what}, 2 workers", f"{two:.2f} s", f"{one / two / 2:.2f} of twice the throughput")
    jobs.close_cluster()
    with tempfile.TemporaryDirectory() as folder:
        subject = scene()
        job = jobs.submit(subject, jobs.turntable(subject, 200), size=(16, 16), engine="null", output=folder, workers=2)
        job.result(600)
        row("scene loads for 200 frames on 2 worker processes", job.snapshot()["scene_loads"])


def overlap():
    jobs.close_cluster()
    best = min((timed_job(40, (1280, 720), 1, picture="webp", seconds=0.05) for _ in range(REPEATS)), key=first)
    seconds, timings = best[0], best[1]["timings"]
    row("40 WebP frames 1280x720, 1 worker: waiting for the engine", f"{timings['draw_seconds']:.2f} s")
    row("... encoding, summed over its threads", f"{timings['encode_seconds']:.2f} s")
    row("... the job", f"{seconds:.2f} s", "the two overlap")


class Receipt(NamedTuple):
    """What the ledger reads off a receipt."""

    index: int
    file: str = "frame.png"
    key: str = "0" * 64
    size: int = 1000
    sha256: str = "1" * 64
    draw_seconds: float = 0.01
    encode_seconds: float = 0.001
    worker: str = "0"
    device: str = "null"
    reused: bool = False


def timed(what, work, note=""):
    before = time.perf_counter()
    result = work()
    row(what, f"{time.perf_counter() - before:.3f} s", note)
    return result


def long_jobs(total=100_000):
    subject = scene()
    spec = jobs.RenderSpec(scene_hash="0" * 64, engine="null", shots=jobs.turntable(subject, total))
    store = job_store()
    name = f"bench-{os.getpid()}"
    new = NewJob(id=name, key=spec.key, layers=(NewLayer("frames", ((0, total),)),), output="/nowhere")
    record, _ = timed(f"ledger: submit {total:,} frames", lambda: store.submit(new))

    def plan_all():
        backlog, chunks = Backlog(), 0
        backlog.add(range(total))
        while backlog.next(workers=16, seconds=0.02, busy=False) is not None:
            chunks += 1
        return chunks

    timed("plan all of them for 16 workers", plan_all)
    lease = store.lease("bench", name)
    lease.move("running")

    def draw_half():
        for start in range(0, total // 2, 500):
            frames = range(start, start + 500)
            lease.begin(frames)
            lease.settle(finished=[Receipt(index) for index in frames])

    timed("ledger: begin and settle half of them, 500 at a time", draw_half)
    lease.release()
    timed("ledger: list the newest 50 jobs", lambda: store.list(limit=50))
    ledger = Ledger(store, store.get(name))
    timed("progress: a snapshot with the state of each frame", lambda: (snapshot(ledger), ledger.states()))
    timed("... the next one", lambda: (ledger.refresh(), snapshot(ledger), ledger.states()))

    def resume():
        ledger.take(store.lease("bench", name))
        backlog = Backlog()
        backlog.add(ledger.frames_in("."))
        return len(backlog)

    left = timed("resume: lease, states, what is left lined up", resume)
    row("... frames left", left)
    ledger.leave()
    store.delete(record.id)
    before = time.perf_counter()
    for index in range(2000):
        spec.frame_key(index)
    row("content key of a frame", f"{1e6 * (time.perf_counter() - before) / 2000:.0f} us")
    ranges = tuple((90_000 + 2 * run, 90_001 + 2 * run) for run in range(plan.MAX_RANGES))
    task = Task(ticket="f" * 32, root="/" + "x" * 100, token="f" * 32, spec="f" * 64, ranges=ranges, job="f" * 24)
    row("largest task", f"{len(msgspec.json.encode(task))} bytes", "without a scene, whatever its size")


def main():
    home = tempfile.TemporaryDirectory(prefix="threedkit-bench-", ignore_cleanup_errors=True)
    os.environ["THREEDKIT_HOME"] = home.name
    row("load average of the machine before", f"{os.getloadavg()[0]:.1f}", f"{os.cpu_count()} cores")
    long_jobs()
    overhead(4000)
    scaling()
    overlap()
    jobs.close_cluster()


if __name__ == "__main__":
    main()
