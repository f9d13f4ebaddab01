"""A scene that the null engine draws, and that engine itself, made known by its entry point."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from threedkit.render import registry

PLUGINS = Path(__file__).parent / "plugins"
if str(PLUGINS) not in sys.path:
    # Worker processes get this path too: that is how an installed engine of somebody else would reach them.
    sys.path.insert(0, str(PLUGINS))
    registry._paths.cache_clear()
os.environ.setdefault("THREEDKIT_WORKERS", "2")


@pytest.fixture
def make_scene():
    """Build a scene with a ball, and orders for the null engine."""
    import threedkit as tk

    def make(**orders):
        scene = tk.Scene(name="ball", extras={"null": orders})
        scene.add(tk.Mesh(tk.sphere(radius=1.0), tk.Material(base_color="#ef6631")), name="ball")
        return scene

    return make


@pytest.fixture
def submit_null(make_scene, tmp_path):
    """Submit a job for the null engine: few small frames unless told otherwise."""
    from threedkit import jobs

    def submit(
        frames=6, *, size=(32, 24), output=None, client=None, attempts=3, scene=None, fps=24.0, options=(), **orders
    ):
        scene = scene if scene is not None else make_scene(**orders)
        shots = jobs.turntable(scene, frames, fps=fps)
        return jobs.submit(
            scene,
            shots,
            size=size,
            engine="null",
            samples=1,
            output=tmp_path / "job" if output is None else output,
            client=client,
            attempts=attempts,
            **dict(options),
        )

    return submit


@pytest.fixture(scope="session", autouse=True)
def _close_the_cluster():
    yield
    from threedkit import jobs

    jobs.close_cluster()
