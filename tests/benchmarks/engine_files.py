"""How fast pictures and films are written: `python tests/benchmarks/engine_files.py`, or engines.py --only files.

- each format on one frame, plain and noisy, beside Pillow's PNG as it comes; both take turns;
- a turntable by a job of one worker to PNGs and, while they come, to a film, against drawing alone and encoding alone
  (PNGs and film from memory, side by side): with an engine that waits as for a GPU, and with Filament.

It prints tables and asserts nothing.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import statistics
import sys
import tempfile
import threading
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))
sys.path.insert(0, str(HERE))
os.environ["PYTHONPATH"] = f"{HERE}:{os.environ.get('PYTHONPATH', '')}"  # workers find replay_engine

import engine_subjects as subjects  # noqa: E402
import numpy as np  # noqa: E402
import psutil  # noqa: E402
from PIL import Image  # noqa: E402

import threedkit as tk  # noqa: E402
from threedkit import jobs  # noqa: E402
from threedkit.jobs import engine_host, film  # noqa: E402
from threedkit.jobs.film_formats import FILMS  # noqa: E402
from threedkit.jobs.spec import digest  # noqa: E402
from threedkit.render import Frame  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

REPLAY = "replay_engine:ReplayEngine"
WAITS = (0.003, 0.02)
"""Seconds a frame: an H100 with 82 thousand triangles at 1080p, and a tenth of its work more."""
ENCODERS = 2
CYCLE = 12
ROUNDS = 2
DRAWN, PNGS, FILMED = "drawing alone", "encoding alone, PNG", "encoding alone, PNG and film"


def report(size: tuple[int, int], repeat: int, *, only: str | None = None) -> None:
    """Print all tables, or ``formats`` or ``turntable`` only."""
    plain = drawn(size)
    if only != "turntable":
        every_format(plain, repeat)
    if only != "formats":
        every_turntable(plain, size)


def every_format(plain: NDArray[np.uint8], repeat: int) -> None:
    """A plain frame, and the same with noise all over it."""
    noisy = plain.copy()
    noise = np.random.default_rng(1).gamma(8, 1 / 8, noisy[..., :3].shape)
    noisy[..., :3] = np.clip(noisy[..., :3] * noise, 0, 255)
    for name, color in (("plain", plain), ("noisy", noisy)):
        formats(f"{name}, {color.shape[1]}x{color.shape[0]}", color, repeat)


def every_turntable(plain: NDArray[np.uint8], size: tuple[int, int]) -> None:
    """Engines that wait, and one that draws."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "picture.npy"
        np.save(file, plain)
        for seconds in WAITS:
            scene = subjects.ball(100)
            scene.extras["replay"] = {"file": str(file), "seconds": seconds}
            turntable(f"waiting {1e3 * seconds:.0f} ms a frame", scene, REPLAY, size)
        turntable("Filament, 82 thousand triangles", subjects.ball(), "filament", size)
    jobs.close_cluster()


def drawn(size: tuple[int, int]) -> NDArray[np.uint8]:
    """A frame of the textured ball."""
    scene = subjects.ball(texture=512)
    return tk.render(scene, size=size, outputs=("color",), engine="filament").color


def formats(title: str, color: NDArray[np.uint8], repeat: int) -> None:
    """Milliseconds and kilobytes of each format."""
    frame = Frame(color=color)
    ways: dict[str, Callable[[], bytes]] = {"Pillow's PNG": partial(pillow_png, color)}
    ways |= {name: partial(frame.encode, name) for name in ("png", "jxl", "jpg", "webp", "avif", "exr", "npz")}
    ways["jxl, quality 90"] = partial(frame.encode, "jxl", quality=90)
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    sizes = {name: len(way()) for name, way in ways.items()}
    for _ in range(repeat):
        for name, way in ways.items():
            wall, work = time.perf_counter(), time.process_time()
            way()
            times[name].append((time.perf_counter() - wall, time.process_time() - work))
    print(f"\n{title:<40} {'ms':>8} {'CPU ms':>8} {'KB':>8}   of Pillow's PNG (CPU)")
    pillow = statistics.median(work for _, work in times["Pillow's PNG"])
    for name, pairs in times.items():
        wall, work = (statistics.median(column) for column in zip(*pairs, strict=True))
        ratio = f"1/{pillow / work:.1f}"
        print(f"  {name:<38} {1e3 * wall:8.1f} {1e3 * work:8.1f} {sizes[name] / 1e3:8.0f}   {ratio}")


def pillow_png(color: NDArray[np.uint8]) -> bytes:
    """What users have today."""
    buffer = io.BytesIO()
    Image.fromarray(color).save(buffer, "PNG")
    return buffer.getvalue()


def turntable(title: str, scene: tk.Scene, engine: str, size: tuple[int, int]) -> None:
    """A job with its film, against its parts: seconds, and seconds of all processors."""
    shots = jobs.turntable(scene, subjects.TURN)
    rows: dict[str, list[tuple[float, float]]] = {}

    def timed(what: str, work: Callable[[], Any]) -> Any:
        wall, busy = time.perf_counter(), processors()
        found = work()
        rows.setdefault(what, []).append((time.perf_counter() - wall, processors() - busy))
        return found

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start = partial(jobs.submit, scene, size=size, engine=engine, workers=1)
        job = start(shots, output=folder / "warm")
        some = [film.read_picture(path) for path in job.result()[:CYCLE]]
        for turn in range(ROUNDS):
            timed(DRAWN, partial(draw_alone, job.spec, scene))
            timed(PNGS, partial(encode_alone, some, folder, with_film=False))
            timed(FILMED, partial(encode_alone, some, folder))
            timed("job to PNG", lambda turn=turn: start(shots, output=folder / f"{turn}").wait())
            film_too = lambda turn=turn: start(shots, output=folder / f"{turn} film").video(follow=True)  # noqa: E731
            timed("job to PNG and film", film_too)
    print(
        f"\n{subjects.TURN} frames {size[0]}x{size[1]}, {title}; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    )
    medians = {what: [statistics.median(column) for column in zip(*pairs, strict=True)] for what, pairs in rows.items()}
    for what, (wall, busy) in medians.items():
        slower = max(medians[DRAWN][0], medians[FILMED if "film" in what else PNGS][0])
        against = f"{wall / slower:.2f} x the slower" if what.startswith("job") else ""
        print(f"  {what:<32} {wall:6.2f} s, {busy:6.2f} s of the processors   {against}", flush=True)


def processors() -> float:
    """CPU seconds of this process and of all that it has started."""
    me = psutil.Process()
    total = 0.0
    for process in (me, *me.children(recursive=True)):
        with contextlib.suppress(psutil.Error):
            times = process.cpu_times()
            total += times.user + times.system
    return total


def draw_alone(spec: jobs.RenderSpec, scene: tk.Scene) -> None:
    """All frames in one engine process, two of them ordered at a time, as a worker does."""
    host = engine_host.the_host()
    glb = scene.to_glb()
    waiting: deque[Any] = deque()
    for index in range(spec.total):
        waiting.append(host.draw(spec.engine, spec.scene_hash, lambda: glb, spec.shot(index)))
        if len(waiting) > 1:
            waiting.popleft().result().__exit__(None, None, None)
    waiting.popleft().result().__exit__(None, None, None)


def encode_alone(pictures: list[NDArray[np.uint8]], folder: Path, *, with_film: bool = True) -> None:
    """Pictures in memory to PNG files and, side by side, to a film."""
    frames = subjects.TURN
    ready = [Frame(color=np.dstack([one, np.full(one.shape[:2], 255, np.uint8)])) for one in pictures]

    def png(index: int) -> str:
        data = ready[index % len(ready)].encode("png")
        (folder / f"{index}.png").write_bytes(data)
        return digest(data)

    def mp4() -> None:
        FILMS[".mp4"].write(folder / "alone.mp4", (pictures[i % len(pictures)] for i in range(frames)), 24, 18, None)

    thread = threading.Thread(target=mp4)
    if with_film:
        thread.start()
    with ThreadPoolExecutor(ENCODERS) as pool:
        list(pool.map(png, range(frames)))
    if with_film:
        thread.join()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", default="1920x1080")
    parser.add_argument("--repeat", type=int, default=7)
    parser.add_argument("--only", choices=("formats", "turntable"))
    options = parser.parse_args()
    width, height = options.size.split("x")
    report((int(width), int(height)), options.repeat, only=options.only)
