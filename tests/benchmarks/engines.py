"""How fast engines draw: ours beside their peers, in one process, taking turns.

    python tests/benchmarks/engines.py [--only frames first switch edit files] [--big] [--samples 4] [--seconds 8]

- frames: a steady frame with read-back, the camera going round: one mesh of 82 thousand triangles, 1,000 nodes that
  share a mesh and, with ``--big``, 5.2 million triangles. Beside each engine of ours the bare loop over the same
  library, beside everything bare pyrender. Medians, and how often a peer's median goes into ours.
- first: from the start of a process to the first picture of a GLB, each in a process of its own.
- switch: another scene in a warm engine, up to its first picture, against reading the same GLB.
- edit: `tk.render` of a scene that has not changed, and of one in which one node has moved.
- files: writing pictures and films.

It prints tables and asserts nothing. An engine that is not there is left out, and the reason printed.
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import engine_starts
import engine_subjects as subjects
from engine_peers import PEERS, contestants

import threedkit as tk
from threedkit.errors import ThreedkitError
from threedkit.render import release

if TYPE_CHECKING:
    from engine_peers import Contestant

SIZES = ((640, 480), (1920, 1080))
WARM_UP = 3
FEWEST, MOST = 5, 200
"""Rounds of a measurement, whatever they take; and however little they take."""


def frames(names: list[str], samples: int, seconds: float, *, big: bool) -> None:
    """Steady frames with read-back."""
    scenes = {"one mesh": subjects.ball(), "1,000 nodes, one mesh": subjects.crowd()}
    if big:
        scenes["5.2 M triangles"] = subjects.ball(5_200_000)
    for title, scene in scenes.items():
        for size in SIZES:
            held = enter(names, samples, scene, size)
            measured = take_turns(held, subjects.orbit(scene, size), seconds)
            for one in held.values():
                one.close()
            heading = f"{title}, {subjects.triangles(scene):,} triangles, {size[0]}x{size[1]}, {samples} samples"
            table(heading, measured)


def enter(names: list[str], samples: int, scene: tk.Scene, size: tuple[int, int]) -> dict[str, Contestant]:
    """Make the contestants that can run here; of the others, print why not."""
    held: dict[str, Contestant] = {}
    makers = contestants(samples)
    for name in names:
        try:
            held[name] = makers[name](scene, size)
        except (ThreedkitError, ImportError, OSError, RuntimeError) as error:
            print(f"  {name}: left out: {' '.join(str(error).split())}")
    return held


def take_turns(held: dict[str, Contestant], cameras: list[Any], seconds: float) -> dict[str, list[float]]:
    """Seconds of each frame of each contestant; one frame each in turn, all through the same camera."""
    for camera in cameras[:WARM_UP]:
        for one in held.values():
            one.draw(camera)
    measured: dict[str, list[float]] = {name: [] for name in held}
    gc.collect()
    gc.disable()
    until = time.perf_counter() + seconds * len(held)
    for number in range(MOST):
        for name, one in held.items():
            camera = cameras[number % len(cameras)]
            start = time.perf_counter()
            one.draw(camera)
            measured[name].append(time.perf_counter() - start)
        if number + 1 >= FEWEST and time.perf_counter() > until:
            break
    gc.enable()
    return measured


def table(heading: str, measured: dict[str, list[float]]) -> None:
    """Medians, quickest, and ratios: to the peer of the same library, and to bare pyrender."""
    rounds = max(map(len, measured.values()), default=0)
    print(f"\n{heading}; {rounds} rounds")
    middle = {name: statistics.median(times) for name, times in measured.items() if times}
    for name, seconds in middle.items():
        notes = [f"{seconds / middle[peer]:6.2f} x {peer}" for peer in PEERS.get(name, ()) if peer in middle]
        quickest = min(measured[name])
        print(f"  {name:16}{1e3 * seconds:10.1f} ms{1e3 * quickest:10.1f} ms at best   {'   '.join(notes)}")


def first(names: list[str], repeat: int) -> None:
    """Process start to first picture."""
    with tempfile.TemporaryDirectory() as folder:
        scene = subjects.ball()
        glb, ply = (scene.save(Path(folder) / f"ball.{kind}") for kind in ("glb", "ply"))
        scripts = engine_starts.scripts(str(glb), str(ply))
        measured: dict[str, list[float]] = {}
        for _ in range(repeat):
            for name in names:
                taken = started(scripts[name])
                if isinstance(taken, str):
                    print(f"  {name}: left out: {taken}")
                else:
                    measured.setdefault(name, []).append(taken)
    table("from the start of a process to the first picture, 82 thousand triangles, 640x480", measured)


def started(script: str) -> float | str:
    """Seconds until the script says that it has its picture, or why it has none."""
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2]), "PYTHONWARNINGS": "ignore"}
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=False, timeout=300
    )
    if done.returncode:
        return (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
    return float(done.stdout.split()[-1]) - start


def switch(names: list[str], repeat: int) -> None:
    """Another scene in a warm engine."""
    for title, scene in {
        "82 thousand triangles": subjects.ball(),
        "82 thousand triangles, a texture of 2048x2048": subjects.ball(texture=2048),
        "1,000 nodes": subjects.crowd(),
        "1.3 M triangles": subjects.ball(1_300_000),
    }.items():
        switches(title, names, scene, repeat)


def switches(title: str, names: list[str], scene: tk.Scene, repeat: int) -> None:
    """Rows of one scene: reading its GLB, and what each contestant's switch to it adds to a frame."""
    size = (64, 48)  # small, so that drawing does not hide loading
    camera = subjects.orbit(scene, size)[0]
    held = enter(names, 4, subjects.ball(2000), size)
    glb = scene.to_glb()
    reading: list[float] = []
    measured: dict[str, list[float]] = {name: [] for name in held}
    for _ in range(repeat):
        for name, one in held.items():
            start = time.perf_counter()
            fresh = tk.load(glb)
            reading.append(time.perf_counter() - start)
            one.load(fresh)
            one.draw(camera)
            whole = time.perf_counter() - start
            steady = min(timed(one, camera) for _ in range(3))
            measured[name].append(whole - reading[-1] - steady)
    for one in held.values():
        one.close()
    table(f"another scene in a warm engine: what its first picture takes longer, {title}", measured)
    print(f"  {'tk.load':16}{1e3 * statistics.median(reading):10.1f} ms")


def edits(names: list[str], repeat: int, *, big: bool) -> None:
    """`tk.render` before and after one node moves."""
    scenes = {"1,000 nodes": subjects.crowd(), "1.3 M triangles": subjects.ball(1_300_000)}
    if big:
        scenes["5.2 M triangles"] = subjects.ball(5_200_000)
    for title, scene in scenes.items():
        camera = subjects.orbit(scene, (64, 48))[0]
        measured: dict[str, list[float]] = {}
        for _ in range(repeat + 1):
            for name in names:
                edit(name, scene, camera, measured)
        release()
        table(f"tk.render, 64x48, {title}", {name: times[1:] for name, times in measured.items()})


def edit(name: str, scene: tk.Scene, camera: Any, measured: dict[str, list[float]]) -> None:
    """One picture of a scene as it is, and one after a node has moved."""
    for title, step in ((f"{name} same", 0.0), (f"{name} moved", 0.01)):
        x, y, z = scene.mesh_nodes[0].position
        if step:
            scene.mesh_nodes[0].position = (x + step, y, z)
        start = time.perf_counter()
        try:
            tk.render(scene, size=(64, 48), camera=camera, engine=name, samples=4, outputs=("color",))
        except ThreedkitError as error:
            if title not in measured:
                print(f"  {title}: left out: {error}")
            continue
        measured.setdefault(title, []).append(time.perf_counter() - start)


def timed(one: Contestant, camera: Any) -> float:
    """Seconds of a frame."""
    start = time.perf_counter()
    one.draw(camera)
    return time.perf_counter() - start


def files(repeat: int) -> None:
    """Writing pictures and films: tests/benchmarks/engine_files.py."""
    import engine_files

    engine_files.report((1920, 1080), repeat)


def main() -> None:
    """Read the command line and print the tables."""
    everyone = list(contestants(1))
    parts = ("frames", "first", "switch", "edit", "files")
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="+", choices=parts, default=parts)
    parser.add_argument("--engines", nargs="+", choices=everyone, default=everyone)
    parser.add_argument("--samples", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=8.0, help="for each contestant of a table")
    parser.add_argument("--repeat", type=int, default=5, help="of what is not a frame")
    parser.add_argument("--big", action="store_true", help="draw 5.2 million triangles too")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    print(f"load average before: {os.getloadavg()[0]:.1f}; {os.cpu_count()} cores")
    if "frames" in options.only:
        frames(options.engines, options.samples, options.seconds, big=options.big)
    if "first" in options.only:
        first(options.engines, options.repeat)
    if "switch" in options.only:
        switch(options.engines, options.repeat)
    if "edit" in options.only:
        edits([name for name in options.engines if not name.startswith("bare")], options.repeat, big=options.big)
    if "files" in options.only:
        files(options.repeat)


if __name__ == "__main__":
    main()
