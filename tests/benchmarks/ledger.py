"""What the ledger costs at 100,000 frames: `python tests/benchmarks/ledger.py`. Prints a table; asserts nothing.

SQLite in a temporary folder, and PostgreSQL where it is installed; medians of three jobs on each: time on the clock and
time of the processor in this process (a busy machine stretches the former; PostgreSQL's own work is only in that).
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
import uuid
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from threedkit.store import Database, JobStore, NewJob, NewLayer, from_ranges

FRAMES, CHUNK, REPEATS = 100_000, 100, 3
LIMITS = {"submit": 2.0, "list": 1.0, "progress": 1.0, "resume": 1.0}
"""Seconds that issue 5 allows."""


class Receipt(NamedTuple):
    index: int
    file: str
    sha256: str
    key: str = "k" * 64
    size: int = 123_456
    draw_seconds: float = 0.01
    encode_seconds: float = 0.01
    worker: str = "tcp://10.0.0.7:40123"
    device: str = "llvmpipe (LLVM 15.0.6, 256 bits)"
    reused: bool = False


def receipts(frames):
    return [Receipt(index, f"frame_{index:05d}.png", f"{index:064x}") for index in frames]


class Clock:
    def __init__(self):
        self.seconds = defaultdict(list)
        self.processor = defaultdict(list)

    def __call__(self, name, act):
        start, used = time.perf_counter(), time.process_time()
        answer = act()
        self.seconds[name].append(time.perf_counter() - start)
        self.processor[name].append(time.process_time() - used)
        return answer


def one_job(store, clock):
    """A job that is half drawn when its runner is lost, and is gone on with."""
    name = f"job-{uuid.uuid4().hex[:8]}"
    new = NewJob(id=name, key="0" * 64, submission=name, layers=(NewLayer("frames", ((0, FRAMES),)),))
    clock("submit", lambda: store.submit(new))
    clock("submit again (same key)", lambda: store.submit(new))
    lease = store.lease("bench", name)
    lease.move("running")
    half = FRAMES // 2
    for start in range(0, 20 * CHUNK, CHUNK):
        chunk = clock(f"begin {CHUNK}", lambda start=start: lease.begin(range(start, start + CHUNK)))
        done = receipts(chunk)
        clock(
            f"settle {CHUNK}",
            lambda done=done: lease.settle(finished=done, happened=[("chunk", {"frames": len(done)})]),
        )
        clock("beat", lambda: lease.beat(0.5))
    clock("reconcile 48,000", lambda: lease.finish(receipts(range(20 * CHUNK, half))))
    lease.begin(range(half, half + 4 * CHUNK))
    clock("list", store.list)
    clock("progress", lambda: store.get(name))
    clock("page of 1,000 frames", lambda: store.frames(name))
    clock("all frames", lambda: store.frames(name, limit=None))
    clock("events", lambda: store.events(name))
    lease.release()

    def resume():
        again = store.lease("heir", name)
        again.move("running")
        missing = from_ranges(store.missing(name))
        again.begin(missing[:CHUNK])
        return again

    again = clock("resume", resume)
    clock("skip every second", lambda: store.skip(name, range(half, FRAMES, 2)))
    again.release()
    clock("delete", lambda: store.delete(name))


def report(title, clock, size):
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"\n{title}: {FRAMES:,} frames, median of {REPEATS} jobs; ms on the clock, ms of our processor; load {load}")
    for name, seconds in clock.seconds.items():
        limit = f"   (limit {LIMITS[name]:g} s)" if name in LIMITS else ""
        used = 1000 * statistics.median(clock.processor[name])
        print(f"  {name:26s} {1000 * statistics.median(seconds):9.1f} {used:9.1f}{limit}")
    both = [[of[f"{act} {CHUNK}"] for act in ("begin", "settle")] for of in (clock.seconds, clock.processor)]
    each, used = (1000 * sum(map(statistics.median, pair)) / CHUNK for pair in both)
    print(f"  {'a frame, in chunks of ' + str(CHUNK):26s} {each:9.3f} {used:9.3f}")
    if size:
        print(f"  {'file':26s} {size / 1e6:9.1f} MB, {size / FRAMES:.0f} bytes a frame")


def measure(url):
    clock = Clock()
    with Database.open(url) as database:
        store = JobStore(database)
        for number in range(300):
            store.submit(
                NewJob(id=f"old-{number}", key="0" * 64, layers=(NewLayer("frames", ((0, 10),)),), priority=-1)
            )
        for _ in range(REPEATS):
            one_job(store, clock)
    return clock


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "farm.db"
        clock = measure(f"sqlite:///{path}")
        report("SQLite", clock, path.stat().st_size)
    sys.path.insert(0, str(Path(__file__).parents[1]))
    import servers

    try:
        server = servers.Postgres()
    except RuntimeError as error:
        print(f"\nPostgreSQL: not measured: {error}")
        return
    try:
        report("PostgreSQL", measure(server.url()), 0)
    finally:
        server.close()


if __name__ == "__main__":
    main()
