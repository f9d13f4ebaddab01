"""What the machinery of jobs costs: `python tests/benchmarks/jobs.py`. Prints a table; asserts nothing.

- null engine, tiny frames: cost a frame of a whole job (drawn, encoded, hashed, written, receipted) against a bare
  `client.map` of an empty function with one task a frame, on the same embedded cluster;
- a CPU-bound engine on 1 and 2 workers;
- drawing that waits (as for a GPU) with encoding beside it, against the sum of both;
- planning and re-opening a long job.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

import msgspec

REPEATS = 3
"""The best of so many is shown: the machine may have other things to do."""

ROOT = Path(__file__).resolve().parents[2]
for entry in (ROOT, ROOT / "tests" / "jobs" / "plugins"):
    sys.path.insert(0, str(entry))

import threedkit as tk  # noqa: E402
from threedkit import jobs  # noqa: E402
from threedkit.jobs import cluster, plan  # noqa: E402
from threedkit.jobs.worker import Task  # noqa: E402


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
        tasks = sum(event["event"] == "chunk" for event in job.events)
        return job.snapshot()["elapsed"], job.snapshot(), tasks


def first(values):
    return values[0]


def row(what, value, note=""):
    print(f"{what:<58} {value:>12}   {note}")


def overhead(frames):
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
    row("bare client.map, an empty task a frame", f"{1e3 * min(bare):.3f} ms", f"{frames} frames, 2 workers")
    row("a job, null engine, 16x16 PNG, all included", f"{1e3 * min(ours):.3f} ms", f"{tasks} tasks")


def scaling():
    for order, what in (("burn", "CPU"), ("seconds", "waiting")):
        times = {1: [], 2: []}
        for _ in range(REPEATS):
            for workers in (1, 2):
                jobs.close_cluster()
                seconds, snapshot, _ = timed_job(60, (64, 64), workers, **{order: 0.1})
                times[workers].append(seconds)
        one, two = min(times[1]), min(times[2])
        row(f"60 frames of 100 ms {what}, 1 worker", f"{one:.2f} s")
        row(f"60 frames of 100 ms {what}, 2 workers", f"{two:.2f} s", f"{one / two:.2f} times the throughput")
    row("scene loads on 2 worker processes", snapshot["scene_loads"], "0: the warming job has loaded it")


def overlap():
    jobs.close_cluster()
    best = min((timed_job(40, (1280, 720), 1, picture="webp", seconds=0.05) for _ in range(REPEATS)), key=first)
    seconds, timings = best[0], best[1]["timings"]
    row("40 WebP frames 1280x720, 1 worker: waiting for the engine", f"{timings['draw_seconds']:.2f} s")
    row("... encoding, summed over its threads", f"{timings['encode_seconds']:.2f} s")
    row("... the job", f"{seconds:.2f} s", "the two overlap")


def long_jobs():
    subject = scene()
    spec = jobs.RenderSpec(scene_hash="0" * 64, engine="null", shots=jobs.turntable(subject, 100_000))
    before = time.perf_counter()
    waiting = list(reversed(plan.as_ranges(range(spec.total))))
    chunks = 0
    while waiting:
        left = sum(stop - start for start, stop in waiting)
        plan.take(waiting, plan.chunk_size(left, 16, 0.02))
        chunks += 1
    row("planning 100,000 frames for 16 workers", f"{time.perf_counter() - before:.3f} s", f"{chunks} chunks")
    before = time.perf_counter()
    for index in range(2000):
        spec.frame_key(index)
    row("content key of a frame", f"{1e6 * (time.perf_counter() - before) / 2000:.0f} us")
    ranges = tuple((90_000 + 2 * run, 90_001 + 2 * run) for run in range(plan.MAX_RANGES))
    task = Task(ticket="f" * 32, root="/" + "x" * 100, token="f" * 32, spec="f" * 64, ranges=ranges)
    row("largest task", f"{len(msgspec.json.encode(task))} bytes", "without a scene, whatever its size")


def main():
    row("load average of the machine before", f"{os.getloadavg()[0]:.1f}", f"{os.cpu_count()} cores")
    long_jobs()
    overhead(4000)
    scaling()
    overlap()
    jobs.close_cluster()


if __name__ == "__main__":
    main()
