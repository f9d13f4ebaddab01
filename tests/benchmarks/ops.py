"""How fast geometry is edited: threedkit beside trimesh, in one process.

    python tests/benchmarks/ops.py [--repeat 5] [--triangles 1000000]

The mesh is a height field of about that many triangles. Welding begins with three vertices for each triangle: ours
compares positions, normals and texture coordinates bit for bit, trimesh rounded positions. Simplifying goes to a tenth:
ours keeps texture coordinates and their seams, trimesh (fast-simplification) knows positions alone. Those who compare
take turns, so that all see the same machine; medians are printed, how often ours fits into each, and how far the
simpler surfaces are from the original. For the rest there is only our own time.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import time
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable


def height_field(triangles: int) -> dict[str, np.ndarray]:
    """A wavy sheet with normals and texture coordinates."""
    side = int((triangles / 2) ** 0.5) + 1
    x, y = np.meshgrid(*[np.linspace(0, 1, side, dtype=np.float32)] * 2)
    slopes = np.stack([-0.9 * np.cos(9 * x) * np.cos(7 * y), 0.7 * np.sin(9 * x) * np.sin(7 * y), np.ones_like(x)], -1)
    corner = (np.arange(side - 1)[:, None] * side + np.arange(side - 1)).reshape(-1)
    quads = [corner, corner + 1, corner + side, corner + 1, corner + side + 1, corner + side]
    return {
        "positions": np.stack([x, y, height(x, y)], -1).reshape(-1, 3).astype(np.float32),
        "normals": (slopes / np.linalg.norm(slopes, axis=-1, keepdims=True)).reshape(-1, 3).astype(np.float32),
        "texcoords": np.stack([x, 1 - y], -1).reshape(-1, 2),
        "indices": np.stack(quads, axis=-1).reshape(-1).astype(np.uint32),
    }


def height(x: Any, y: Any) -> Any:
    """The surface, metres above the sheet."""
    return np.sin(9 * x) * np.cos(7 * y) / 10


def scene_of(sheet: dict[str, np.ndarray]) -> Any:
    """A scene of it, with a normal map."""
    import threedkit as tk

    scene = tk.Scene()
    scene.add(tk.Mesh(tk.Primitive(**sheet), tk.Material(normal_texture=np.full((2, 2, 3), 128, np.uint8))))
    return scene


def turns(makers: dict[str, tuple[Callable[[], Any], Callable[[Any], Any]]], repeat: int) -> dict[str, Any]:
    """Median seconds of each edit on what its maker makes anew, and the last result."""
    times: dict[str, list[float]] = {name: [] for name in makers}
    results = {}
    for _ in range(repeat):
        for name, (make, edit) in makers.items():
            given = make()
            gc.collect()
            start = time.perf_counter()
            results[name] = edit(given) or given
            times[name].append(time.perf_counter() - start)
    return {name: (statistics.median(seconds), results[name]) for name, seconds in times.items()}


def table(title: str, found: dict[str, Any], tell: Callable[[Any], str]) -> None:
    """Print medians, and how often ours fits into each."""
    print(f"\n{title}")
    ours = next(iter(found.values()))[0]
    for name, (seconds, result) in found.items():
        print(f"  {name:34}{seconds * 1e3:10.1f} ms{seconds / ours:8.1f} x   {tell(result)}")


def welding(sheet: dict[str, np.ndarray], repeat: int) -> None:
    """Loose triangles get their indices back."""
    import trimesh

    import threedkit as tk

    loose = {name: array[sheet["indices"]] for name, array in sheet.items() if name != "indices"}
    faces = np.arange(len(loose["positions"])).reshape(-1, 3)

    def soup() -> Any:
        return trimesh.Trimesh(loose["positions"], faces, process=False, validate=False)

    found = turns(
        {
            "threedkit weld": (lambda: scene_of(loose), tk.ops.weld),
            "trimesh merge_vertices": (soup, lambda mesh: mesh.merge_vertices()),
        },
        repeat,
    )
    table(f"weld {len(faces)} loose triangles", found, lambda result: f"{vertices(result)} vertices")


def vertices(result: Any) -> int:
    """Of a scene or of a trimesh mesh."""
    return len(result.vertices) if hasattr(result, "vertices") else result.meshes[0].vertex_count


def simplifying(sheet: dict[str, np.ndarray], repeat: int) -> None:
    """Down to a tenth of the triangles."""
    import trimesh

    import threedkit as tk

    mesh = trimesh.Trimesh(sheet["positions"], sheet["indices"].reshape(-1, 3), process=False, validate=False)
    found = turns(
        {
            "threedkit simplify": (lambda: scene_of(sheet), lambda scene: tk.ops.simplify(scene, ratio=0.1, error=1)),
            "trimesh simplify_quadric_decimation": (lambda: mesh, lambda mesh: mesh.simplify_quadric_decimation(0.9)),
        },
        repeat,
    )
    table(f"simplify {len(mesh.faces)} triangles to a tenth", found, tell_deviation)


def tell_deviation(result: Any) -> str:
    """Triangles, and the distance in height of their middles from the surface."""
    if hasattr(result, "vertices"):
        points, triangles = np.asarray(result.vertices), np.asarray(result.faces)
    else:
        points, triangles = result.meshes[0].primitives[0].positions, result.meshes[0].primitives[0].triangles
    middles = points[triangles].astype(np.float64).mean(axis=1)
    off = np.abs(middles[:, 2] - height(middles[:, 0], middles[:, 1]))
    return f"{len(triangles)} triangles, off by {off.mean() * 1e6:.1f} um, at most {off.max() * 1e6:.1f} um"


def alone(sheet: dict[str, np.ndarray], repeat: int) -> None:
    """Edits that trimesh does not have."""
    import threedkit as tk

    loose = {name: array[sheet["indices"]] for name, array in sheet.items() if name != "indices"}
    found = turns(
        {
            "threedkit weld, tolerance 0.1 mm": (lambda: scene_of(loose), lambda s: tk.ops.weld(s, tolerance=1e-4)),
            "threedkit tangents": (lambda: scene_of(sheet), tk.ops.tangents),
            "threedkit normals": (lambda: scene_of(sheet), lambda s: tk.ops.normals(s, overwrite=True)),
        },
        repeat,
    )
    table("ours alone", found, lambda scene: f"{scene.meshes[0].vertex_count} vertices")


def main() -> None:
    """Generate, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--triangles", type=int, default=1_000_000)
    options = parser.parse_args()
    sheet = height_field(options.triangles)
    welding(sheet, options.repeat)
    simplifying(sheet, options.repeat)
    alone(sheet, options.repeat)


if __name__ == "__main__":
    main()
