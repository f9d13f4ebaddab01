"""The command line as its users meet it: a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import threedkit as tk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def cli(tmp_path: Path, repository: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run ``threedkit ...`` in a fresh folder and return what it said."""

    def call(*arguments: object) -> subprocess.CompletedProcess[str]:
        paths = [str(repository), *filter(None, [os.environ.get("PYTHONPATH")])]
        return subprocess.run(
            [sys.executable, "-m", "threedkit.cli", *map(str, arguments)],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    return call


@pytest.fixture
def crate(tmp_path: Path) -> Path:
    """A small model: one red box, one camera, one animation."""
    scene = tk.Scene(name="crate")
    box = scene.add(tk.Mesh(tk.box(), tk.Material(name="red", base_color="#d03020")), name="box")
    camera = scene.add(tk.PerspectiveCamera(yfov=0.6), name="close")
    camera.look_at((2, 2, 2), (0, 0, 0))
    channel = tk.Channel(node=box, path="translation", times=[0.0, 1.0], values=[[0, 0, 0], [0, 1, 0]])
    scene.animations = (tk.Animation(name="lift", channels=(channel,)),)
    path = tmp_path / "crate.glb"
    scene.save(path)
    return path
