"""What the machinery of jobs costs: `python tests/benchmarks/jobs.py`. Prints a table; asserts nothing.

- null engine, tiny frames: cost a frame of a whole job (drawn, encoded, hashed, written, receipted) against a bare
  `client.map` of an empty function with one task a frame, on the same embedded cluster;
- a CPU-bound engine on 1 and 2 workers;
- drawing that waits (as for a GPU) with encoding beside it, against the sum of both;
- planning and re-opening a long job.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import msgspec

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


def timed_job(frames, size, workers, **orders):
    """Seconds from running to the end, and the job; one short job before it warms the workers."""
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
            )
            job.result(600)
        return job.snapshot()["elapsed"], job


def row(what, value, note=""):
    print(f"{what:<58} {value:>12}   {note}")


def overhead(frames):
    client = cluster.embedded_client(2)
    client.wait_for_workers(2)
    client.gather(client.map(nothing, range(100), pure=False))
    before = time.perf_counter()
    client.gather(client.map(nothing, range(frames), pure=False))
    bare = (time.perf_counter() - before) / frames
    seconds, job = timed_job(frames, (16, 16), 2)
    row("bare client.map, an empty task a frame", f"{1e3 * bare:.3f} ms", f"{frames} frames, 2 workers")
    chunks = sum(event["event"] == "chunk" for event in job.events) if job.output.exists() else 0
    row("a job, null engine, 16x16 PNG", f"{1e3 * seconds / frames:.3f} ms", f"{chunks or ''} all included")
    row("scene loads in that job (2 worker processes)", job.snapshot()["scene_loads"], "0: the warming job loaded it")


def scaling():
    times = {}
    for workers in (1, 2):
        jobs.close_cluster()
        times[workers], _ = timed_job(60, (64, 64), workers, burn=0.1)
    row("60 frames of 100 ms CPU, 1 worker", f"{times[1]:.2f} s")
    row("60 frames of 100 ms CPU, 2 workers", f"{times[2]:.2f} s", f"{times[1] / times[2]:.2f} times the throughput")


def overlap():
    jobs.close_cluster()
    seconds, job = timed_job(60, (1920, 1080), 1, seconds=0.05)
    timings = job.snapshot()["timings"]
    both = timings["draw_seconds"] + timings["encode_seconds"]
    row("60 frames 1920x1080, 50 ms draw each, 1 worker: draw + encode", f"{both:.2f} s", "if one after the other")
    row("the job", f"{seconds:.2f} s", f"{100 * (1 - seconds / both):.0f} % less")


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
    long_jobs()
    overhead(4000)
    scaling()
    overlap()
    jobs.close_cluster()


if __name__ == "__main__":
    main()
