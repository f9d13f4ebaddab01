"""The live view in a real JupyterLab, seen through headless Chromium."""

from __future__ import annotations

import os
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

pytestmark = pytest.mark.browser


def keep(name: str, picture: np.ndarray) -> None:
    """Keep a picture to be looked at, where THREEDKIT_PICTURES says."""
    if folder := os.environ.get("THREEDKIT_PICTURES"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        Image.fromarray(picture).save(Path(folder) / f"{name}.png")


def test_last_line_of_a_cell(notebook):
    tab = notebook(
        """
import threedkit as tk
scene = tk.Scene()
metal = tk.Material(base_color="#ef6631", metallic=1.0, roughness=0.3)
scene.add(tk.Mesh(tk.sphere(radius=1), metal), name="ball", position=(0, 1, 0))
scene.add(tk.Mesh(tk.box(), tk.Material(base_color="#3366ef", metallic=0, roughness=0.5)), position=(2, 0.5, 0))
scene.environment.background_color = "#102030"
""",
        "scene",
    )
    start = time.monotonic()
    tab.run_all()
    picture = tab.picture()
    print("first picture", time.monotonic() - start)
    tab.page.wait_for_timeout(3000)
    keep("ball", tab.picture())
    print(picture.shape, picture[0, 0], tab.complaints)
    if folder := os.environ.get("THREEDKIT_PICTURES"):
        tab.page.screenshot(path=folder + "/page.png")
    assert not tab.complaints
