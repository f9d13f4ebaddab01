"""The command line as its users meet it (`shell`), and the same without the second that a process costs (`cli`)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import warnings
from typing import TYPE_CHECKING

import pytest

import threedkit as tk
from threedkit.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Said = subprocess.CompletedProcess[str]


@pytest.fixture
def shell(tmp_path: Path, repository: Path) -> Callable[..., Said]:
    """Run ``threedkit ...`` as a process of its own in a fresh folder and return what it said."""

    def call(*arguments: object) -> Said:
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
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Run a command in this process, in a fresh folder, and return what it said."""

    def call(*arguments: object) -> Said:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(warnings, "showwarning", warnings.showwarning)
        before = signal.getsignal(signal.SIGTERM)
        capfd.readouterr()
        try:
            code = main([str(argument) for argument in arguments])
        finally:
            signal.signal(signal.SIGTERM, before)
        return Said(arguments, code, *capfd.readouterr())

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
