"""A view, and a browser that is a list of messages (view_browser.py); a file with another scene has its own `scene`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

import threedkit as tk

if TYPE_CHECKING:
    from view_browser import Browser

FOLDER = str(Path(__file__).parent)
if FOLDER not in sys.path:
    sys.path.insert(0, FOLDER)  # view_browser.py


@pytest.fixture
def scene() -> tk.Scene:
    made = tk.Scene()
    made.add(tk.Mesh(tk.sphere(segments=8, rings=4), tk.Material(roughness=0.5)), name="ball")
    made.add(tk.PointLight(intensity=2.0), name="lamp")
    turn = tk.Channel(
        node=made.nodes["lamp"], path="translation", times=np.float32([0, 2]), values=np.float32([[0, 0, 0], [1, 0, 0]])
    )
    made.animations = [tk.Animation(name="move", channels=(turn,))]
    return made


@pytest.fixture
def view(scene):
    made = tk.view(scene, height=120)
    yield made
    made.close()


@pytest.fixture
def browser(view) -> Browser:
    from view_browser import Browser

    return Browser(view)
