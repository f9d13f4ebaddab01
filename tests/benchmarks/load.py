"""How fast a scene is loaded: threedkit, trimesh and pygltflib side by side in one process.

    python tests/benchmarks/load.py [--repeat 7] [--nodes 10000] [--triangles 5200000]

Two files are generated: one of many nodes (the cost of objects) and one of a single large mesh (the cost of bytes).
The readers take turns, so that all see the same machine; medians and their ratios to ours are printed. The peak memory
of loading the large mesh is measured in a process of its own.
"""

from __future__ import annotations

import argparse
import gc
import json
import multiprocessing
import statistics
import struct
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable


def glb(document: dict, binary: bytes) -> bytes:
    """A GLB by hand, so that no reader under test wrote it."""
    text = json.dumps(document).encode()
    text += b" " * (-len(text) % 4)
    binary += bytes(-len(binary) % 4)
    total = 28 + len(text) + len(binary)
    head = struct.pack("<4sIII4s", b"glTF", 2, total, len(text), b"JSON")
    return b"".join((head, text, struct.pack("<I4s", len(binary), b"BIN\0"), binary))


def many_nodes(count: int) -> bytes:
    """A tree of `count` nodes with names and transforms that share one triangle."""
    rng = np.random.default_rng(0)
    turns = rng.normal(size=(count, 4))
    turns /= np.linalg.norm(turns, axis=1, keepdims=True)
    places, scales = rng.random((count, 3)).tolist(), rng.uniform(0.5, 2, (count, 3)).tolist()
    nodes = [
        {"name": f"node_{i}", "translation": places[i], "rotation": turns[i].tolist(), "scale": scales[i], "mesh": 0}
        for i in range(count)
    ]
    for i in range(0, count, 10):
        nodes[i]["children"] = list(range(i + 1, min(i + 10, count)))
    points = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0]], np.float32)
    accessor = {"bufferView": 0, "componentType": 5126, "count": 3, "type": "VEC3", "min": [0, 0, 0], "max": [1, 1, 0]}
    document = {
        "asset": {"version": "2.0"},
        "scene": 0,
        "scenes": [{"nodes": list(range(0, count, 10))}],
        "nodes": nodes,
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0}}]}],
        "accessors": [accessor],
        "bufferViews": [{"buffer": 0, "byteLength": 36}],
        "buffers": [{"byteLength": 36}],
    }
    return glb(document, points.tobytes())


def one_mesh(triangles: int) -> bytes:
    """A height field of about `triangles` triangles: positions and 32-bit indices."""
    side = int((triangles / 2) ** 0.5) + 1
    x, y = np.meshgrid(*[np.linspace(0, 1, side, dtype=np.float32)] * 2)
    points = np.stack([x, y, np.sin(9 * x) * np.cos(7 * y) / 10], axis=-1).reshape(-1, 3).astype(np.float32)
    corner = (np.arange(side - 1)[:, None] * side + np.arange(side - 1)).reshape(-1)
    quads = [corner, corner + 1, corner + side, corner + 1, corner + side + 1, corner + side]
    indices = np.stack(quads, axis=-1).reshape(-1).astype(np.uint32)
    bounds = {"min": points.min(axis=0).tolist(), "max": points.max(axis=0).tolist()}
    document = {
        "asset": {"version": "2.0"},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0}],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0}, "indices": 1}]}],
        "accessors": [
            {"bufferView": 0, "componentType": 5126, "count": len(points), "type": "VEC3", **bounds},
            {"bufferView": 1, "componentType": 5125, "count": len(indices), "type": "SCALAR"},
        ],
        "bufferViews": [
            {"buffer": 0, "byteLength": points.nbytes, "target": 34962},
            {"buffer": 0, "byteOffset": points.nbytes, "byteLength": indices.nbytes, "target": 34963},
        ],
        "buffers": [{"byteLength": points.nbytes + indices.nbytes}],
    }
    return glb(document, points.tobytes() + indices.tobytes())


def readers() -> dict[str, Callable[[str], object]]:
    """Name of each reader and what it does with a path."""
    import pygltflib
    import trimesh

    import threedkit as tk

    return {
        "threedkit": tk.load,
        "trimesh": trimesh.load,
        "trimesh process=False": lambda path: trimesh.load_scene(path, process=False),
        "pygltflib": lambda path: pygltflib.GLTF2().load(path),
    }


def measure(path: str, repeat: int) -> dict[str, float]:
    """Median seconds of each reader, run in turn."""
    found = readers()
    times: dict[str, list[float]] = {name: [] for name in found}
    for turn in range(repeat + 1):
        for name, read in found.items():
            slow = times[name] and max(times[name]) > 5 and len(times[name]) >= 3
            if slow:
                continue
            gc.collect()
            start = time.perf_counter()
            loaded = read(path)
            if turn:  # the first turn warms up
                times[name].append(time.perf_counter() - start)
            del loaded
    return {name: statistics.median(seconds) for name, seconds in times.items()}


def writers(path: str, repeat: int) -> dict[str, float]:
    """Median seconds to make GLB bytes of the same scene."""
    import trimesh

    import threedkit as tk

    ours, theirs = tk.load(path), trimesh.load_scene(path, process=False)
    found: dict[str, Callable[[], object]] = {
        "threedkit": ours.to_glb,
        "trimesh": lambda: theirs.export(file_type="glb"),
    }
    times: dict[str, list[float]] = {name: [] for name in found}
    for _ in range(max(repeat // 2, 2)):
        for name, write in found.items():
            start = time.perf_counter()
            write()
            times[name].append(time.perf_counter() - start)
    return {name: statistics.median(seconds) for name, seconds in times.items()}


def high_water() -> int:
    """The most memory that this process has had, in bytes (Linux)."""
    text = Path("/proc/self/status").read_text()
    return int(text.partition("VmHWM:")[2].split()[0]) * 1024


def peak(path: str, queue: multiprocessing.Queue) -> None:
    """Memory that loading adds to a fresh process, in bytes."""
    import threedkit as tk

    tk.load(tk.Scene().to_glb())  # imports
    before = high_water()
    scene = tk.load(path)
    queue.put(high_water() - before)
    del scene


def table(title: str, seconds: dict[str, float]) -> None:
    """Print medians and how often ours fits into each."""
    print(f"\n{title}")
    for name, value in seconds.items():
        print(f"  {name:24}{value * 1e3:12.2f} ms{value / seconds['threedkit']:12.1f} x")


def main() -> None:
    """Generate, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=7)
    parser.add_argument("--nodes", type=int, default=10_000)
    parser.add_argument("--triangles", type=int, default=5_200_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        nodes, mesh = Path(folder, "nodes.glb"), Path(folder, "mesh.glb")
        nodes.write_bytes(many_nodes(options.nodes))
        mesh.write_bytes(one_mesh(options.triangles))
        size = mesh.stat().st_size
        table(f"load {options.nodes} nodes ({nodes.stat().st_size / 1e6:.1f} MB)", measure(str(nodes), options.repeat))
        table(
            f"load one mesh of {options.triangles} triangles ({size / 1e6:.1f} MB)", measure(str(mesh), options.repeat)
        )
        context = multiprocessing.get_context("spawn")
        queue = context.Queue()
        process = context.Process(target=peak, args=(str(mesh), queue))
        process.start()
        added = queue.get()
        process.join()
        print(f"  peak memory of ours: {added / 1e6:.0f} MB, {added / size:.2f} x the file")
        table("write the nodes", writers(str(nodes), options.repeat))
        table("write the mesh", writers(str(mesh), options.repeat))


if __name__ == "__main__":
    main()
