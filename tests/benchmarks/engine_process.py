"""What an engine process costs against an engine thread: `python tests/benchmarks/engine_process.py`. Asserts nothing.

The null engine draws the same frames in a thread of this process (`render.engine_thread`) and in an engine process
(`jobs.engine_host`), in turn; the engine's own time is taken off. Then: start, scenes, and memory over many frames.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
for entry in (ROOT, ROOT / "tests" / "jobs" / "plugins"):
    sys.path.insert(0, str(entry))

import psutil  # noqa: E402

import threedkit as tk  # noqa: E402
from threedkit import jobs  # noqa: E402
from threedkit.jobs.engine_host import EngineHost, HostSettings  # noqa: E402
from threedkit.render.engine_thread import EngineThread  # noqa: E402

ROUNDS = 40
"""Short rounds, thread and process in turn: on a busy machine the best one says what the thing itself costs."""


def make_scene(**orders):
    scene = tk.Scene(extras={"null": orders})
    scene.add(tk.Mesh(tk.sphere(), tk.Material()))
    return scene


def row(what, value, note=""):
    print(f"{what:<58} {value:>20}   {note}")


def overhead(host, thread, scene, size, count):
    """Median (best) of the time a frame beside the engine's own, in a thread and in a process."""
    spec = jobs.RenderSpec(scene_hash=scene.content_hash, engine="null", shots=jobs.Orbit(frames=count), size=size)
    shots = [spec.shot(number) for number in range(count)]
    times = {"thread": [], "process": []}
    for _ in range(ROUNDS):
        before, drawing = time.perf_counter(), 0.0
        for shot in shots:
            drawing += thread.draw(scene, shot)[0].meta["drawing"]
        times["thread"].append((time.perf_counter() - before - drawing) / count)
        before, drawing = time.perf_counter(), 0.0
        for shot in shots:
            with host.draw("null", spec.scene_hash, scene.to_glb, shot).result() as drawn:
                drawing += drawn.frame.meta["drawing"]
        times["process"].append((time.perf_counter() - before - drawing) / count)
    return {name: shown(values) for name, values in times.items()}


def shown(seconds):
    return f"{1e3 * statistics.median(seconds):.3f} ({1e3 * min(seconds):.3f}) ms"


def copying(size):
    source = np.ones((size[1], size[0], 4), np.uint8)
    target = np.ones_like(source)
    times = []
    for _ in range(ROUNDS):
        before = time.perf_counter()
        np.copyto(target, source)
        times.append(time.perf_counter() - before)
    return shown(times)


def frames():
    host, thread, scene = EngineHost(), EngineThread("null"), make_scene()
    before = time.perf_counter()
    host.warm("null").result()
    row("start of an engine process, null engine, to its first frame", f"{time.perf_counter() - before:.2f} s")
    for size, count in (((16, 16), 40), ((1280, 720), 4), ((1920, 1080), 4)):
        found = overhead(host, thread, scene, size, count)
        name = f"{size[0]}x{size[1]} RGBA, beside the engine's time"
        row(f"{name}: thread", found["thread"], "median (best)")
        row(f"{name}: process", found["process"], f"a memcpy of it: {copying(size)}")
    host.close()
    thread.close()


def memory():
    host, scene = EngineHost(HostSettings(scenes=8, scene_bytes=64 << 20)), make_scene(heavy=2 << 20)
    spec = jobs.RenderSpec(scene_hash=scene.content_hash, engine="null", shots=jobs.Orbit(frames=1), size=(160, 120))
    shot, glb = spec.shot(0), scene.to_glb()

    def resident():
        return np.array([psutil.Process(pid).memory_info().rss for pid in (os.getpid(), host.pid)]) / 1e6

    for what, count, name in (("frames", 2000, None), ("scenes of 2 MB, 8 of which stay", 1000, "{:064x}")):
        for number in range(-100, count):
            if number == 0:
                start = resident()
            hashed = spec.scene_hash if name is None else name.format(number + 100)
            host.draw("null", hashed, lambda: glb, shot).result().release()
        worker, engine = resident() - start
        row(f"memory grows over {count} {what}", f"{worker:+.1f} MB", f"engine process {engine:+.1f} MB")
    host.close()


def main():
    row("load average of the machine before", f"{os.getloadavg()[0]:.1f}", f"{os.cpu_count()} cores")
    frames()
    memory()


if __name__ == "__main__":
    main()
