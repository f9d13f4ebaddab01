"""The view on pythreejs in a real JupyterLab, seen through headless Chromium."""

from __future__ import annotations

import re
import time
from pathlib import Path

import numpy as np
import pytest

pytestmark = pytest.mark.browser

SETUP = """
import threedkit as tk
scene = tk.load({model!r})
scene.environment.background_color = "#102030"
view = tk.view(scene, backend="pythreejs")
view
"""


def test_the_view_looks_like_the_render_and_follows_the_scene(notebook, suzanne, eyes):
    silhouette, overlap, keep, something = eyes.silhouette, eyes.overlap, eyes.keep, eyes.something
    tab = notebook(SETUP.format(model=str(suzanne)), name="follow.ipynb")
    tab.run_all()
    picture = tab.picture_when(something)
    drawn = tab.engine_picture()
    keep("pythreejs_follow", np.concatenate([picture, drawn], axis=1))
    assert overlap(silhouette(picture), silhouette(drawn)) > 0.98
    assert np.abs(picture[..., :3].astype(int) - drawn[..., :3]).mean() < 4

    # A material, the environment and a node, assigned in Python, change the picture.
    before = picture[silhouette(picture)][:, :3].mean(axis=0)
    assert before[2] > before[0]
    assert not tab.execute("scene.materials[0].base_color = '#e03010'")
    red = tab.picture_when(lambda new: (mean := new[silhouette(new)][:, :3].mean(axis=0))[0] > 2 * mean[2])
    assert not tab.execute("scene.environment.intensity = 0.25")
    tab.picture_when(lambda new: new[silhouette(new)].mean() < 0.8 * red[silhouette(red)].mean())
    assert not tab.execute("scene.roots[0].position = (1.0, 0.0, 0.0)")
    moved = tab.picture_when(lambda new: overlap(silhouette(new), silhouette(red)) < 0.8)
    assert overlap(silhouette(moved), silhouette(tab.engine_picture())) > 0.98

    # Added, and taken away again.
    assert not tab.execute(
        "ball = scene.add(tk.Mesh(tk.sphere(0.5), tk.Material(emissive=(1, 1, 0))), position=(-1.5, 0, 0))"
    )
    tab.picture_when(lambda new: silhouette(new).sum() > silhouette(moved).sum() + 1000)
    assert not tab.execute("scene.remove(ball)")
    tab.picture_when(lambda new: silhouette(new).sum() == silhouette(moved).sum())

    # Orbiting with the mouse is known in Python, and rendered from there.
    box = tab.page.locator("canvas:visible").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    tab.page.mouse.move(x, y)
    tab.page.mouse.down()
    tab.page.mouse.move(x + 150, y + 40, steps=5)
    tab.page.mouse.up()
    orbited = tab.picture_when(lambda new: overlap(silhouette(new), silhouette(moved)) < 0.95)
    keep("pythreejs_orbited", np.concatenate([orbited, drawn := tab.engine_picture()], axis=1))
    assert overlap(silhouette(orbited), silhouette(drawn)) > 0.98

    assert silhouette(orbited).sum() > 0.5 * silhouette(moved).sum()  # turned about, not out of sight

    # A double click tells what was hit.
    rows, columns = np.nonzero(silhouette(orbited))
    middle = len(rows) // 2
    tab.page.mouse.dblclick(box["x"] + int(columns[middle]), box["y"] + int(rows[middle]))
    deadline = time.monotonic() + 20
    while "Suzanne" not in (found := tab.execute("print(view.picked)")) and time.monotonic() < deadline:
        tab.page.wait_for_timeout(200)
    assert re.search(r"primitive=0, triangle=\d+", found), found

    assert not tab.execute("import ipywidgets; view.close()")
    left = tab.execute("print(sorted({type(w).__name__ for w in ipywidgets.widgets.widget._instances.values()}))")
    assert not {"Mesh", "Renderer", "MeshStandardMaterial", "BufferGeometry"} & set(re.findall(r"'(\w+)'", left)), left
    assert not tab.complaints


MOVING = """
import numpy as np, threedkit as tk
from tests_models import moving_scene
scene = moving_scene()
view = tk.view(scene, backend="pythreejs")
view
"""


def test_skin_morph_and_player(notebook, lab, eyes):
    silhouette, overlap, keep, something = eyes.silhouette, eyes.overlap, eyes.keep, eyes.something
    (lab.folder / "tests_models.py").write_text((Path(__file__).parent.parent / "models.py").read_text())
    tab = notebook(MOVING, name="moving.ipynb")
    tab.run_all()
    start = tab.picture_when(something)
    keep("pythreejs_moving_0", np.concatenate([start, tab.engine_picture()], axis=1))
    assert overlap(silhouette(start), silhouette(tab.engine_picture())) > 0.97

    # Scrub from Python.
    assert not tab.execute("view.player.time = 1.0")
    end = tab.picture_when(lambda new: overlap(silhouette(new), silhouette(start)) < 0.9)
    tab.page.wait_for_timeout(300)
    end = tab.picture()
    keep("pythreejs_moving_1", np.concatenate([end, tab.engine_picture()], axis=1))
    assert overlap(silhouette(end), silhouette(tab.engine_picture())) > 0.97

    # Play with the button: pictures change by themselves; pause tells the time.
    toggle = tab.page.locator(".widget-play button").first
    toggle.click()
    first = tab.picture()
    tab.picture_when(lambda new: overlap(silhouette(new), silhouette(first)) < 0.95)
    toggle.click()
    tab.page.wait_for_timeout(500)
    paused = tab.picture()
    assert overlap(silhouette(paused), silhouette(tab.engine_picture())) > 0.97
    assert (tab.picture() == paused).all()
    assert not tab.complaints
