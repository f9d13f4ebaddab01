"""The live view in a real JupyterLab, seen through headless Chromium."""

from __future__ import annotations

import base64
import io
import os
import re
import time
from pathlib import Path

import nbformat
import numpy as np
import pytest
from PIL import Image

pytestmark = pytest.mark.browser

BACKGROUND = (16, 32, 48)
SETUP = """
import json
import threedkit as tk
scene = tk.load({model!r})
scene.environment.background_color = "#102030"
"""


def keep(name: str, picture: np.ndarray) -> None:
    """Keep a picture to be looked at, where THREEDKIT_PICTURES says."""
    if folder := os.environ.get("THREEDKIT_PICTURES"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        Image.fromarray(picture).save(Path(folder) / f"{name}.png")


def silhouette(picture: np.ndarray) -> np.ndarray:
    return np.abs(picture[..., :3].astype(int) - BACKGROUND).max(axis=-1) > 3


def overlap(a: np.ndarray, b: np.ndarray) -> float:
    return float((a & b).sum() / max((a | b).sum(), 1))


def something(picture: np.ndarray) -> bool:
    return silhouette(picture).any()


def engine_picture(tab, variable: str = "view") -> np.ndarray:
    """What the engine draws from the view's camera, over the same background."""
    code = f"import base64; print(base64.b64encode({variable}.snapshot(samples=4)._repr_png_()).decode())"
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(tab.execute(code)))).convert("RGBA"))


def test_a_scene_as_the_last_line_of_a_cell(notebook, lab, suzanne):
    tab = notebook(SETUP.format(model=str(suzanne)), "scene", name="last_line.ipynb")
    start = time.monotonic()
    tab.run_all()
    picture = tab.picture_when(something)
    print(f"\nfrom Run All to the first picture: {time.monotonic() - start:.1f} s")
    keep("suzanne", picture)

    # The cell's output holds the still beside the widget; Lab shows the widget.
    assert tab.page.locator(".jp-OutputArea-output img").count() == 0
    tab.page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")
    deadline = time.monotonic() + 30
    outputs = []
    while not outputs and time.monotonic() < deadline:
        tab.page.wait_for_timeout(200)
        outputs = nbformat.read(lab.folder / "last_line.ipynb", 4).cells[1].outputs
    data = outputs[0].data
    assert {"application/vnd.jupyter.widget-view+json", "image/png", "text/plain"} <= set(data)
    still = np.asarray(Image.open(io.BytesIO(base64.b64decode(data["image/png"]))).convert("RGBA"))
    keep("suzanne_still", still)
    wanted = np.asarray(Image.fromarray(picture).resize(still.shape[1::-1]))
    assert overlap(silhouette(still), silhouette(wanted)) > 0.9
    assert not tab.complaints


def test_the_view_looks_like_the_render_and_follows_the_scene(notebook, suzanne):
    tab = notebook(SETUP.format(model=str(suzanne)), "view = tk.view(scene)\nview", name="follow.ipynb")
    tab.run_all()
    picture = tab.picture_when(something)
    drawn = engine_picture(tab)
    keep("follow", np.concatenate([picture, drawn], axis=1))
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
    assert overlap(silhouette(moved), silhouette(engine_picture(tab))) > 0.98

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
    keep("orbited", np.concatenate([orbited, drawn := engine_picture(tab)], axis=1))
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
view = tk.view(scene)
view
"""


def test_skin_morph_and_player(notebook, lab):
    (lab.folder / "tests_models.py").write_text((Path(__file__).parent / "models.py").read_text())
    tab = notebook(MOVING, name="moving.ipynb")
    tab.run_all()
    start = tab.picture_when(something)
    keep("moving_0", np.concatenate([start, engine_picture(tab)], axis=1))
    assert overlap(silhouette(start), silhouette(engine_picture(tab))) > 0.97

    # Scrub from Python.
    assert not tab.execute("view.player.time = 1.0")
    end = tab.picture_when(lambda new: overlap(silhouette(new), silhouette(start)) < 0.9)
    tab.page.wait_for_timeout(300)
    end = tab.picture()
    keep("moving_1", np.concatenate([end, engine_picture(tab)], axis=1))
    assert overlap(silhouette(end), silhouette(engine_picture(tab))) > 0.97

    # Play with the button: pictures change by themselves; pause tells the time.
    toggle = tab.page.locator(".widget-play button").first
    toggle.click()
    first = tab.picture()
    tab.picture_when(lambda new: overlap(silhouette(new), silhouette(first)) < 0.95)
    toggle.click()
    tab.page.wait_for_timeout(500)
    paused = tab.picture()
    assert overlap(silhouette(paused), silhouette(engine_picture(tab))) > 0.97
    assert (tab.picture() == paused).all()
    assert not tab.complaints


SURROUNDED = """
import threedkit as tk
scene = tk.Scene(environment=tk.Environment(background="environment", rotation=0.7, intensity=0.8))
scene.add(tk.Mesh(tk.sphere(), tk.Material(metallic=1.0, roughness=0.1)))
scene.add(tk.SpotLight(intensity=8, color=(1, 0.2, 0.2))).look_at((0, 3, 1), (0, 0, 0))
scene.add(tk.PointLight(intensity=2, color=(0.2, 0.2, 1)), position=(1.5, 0, 1))
scene.add(tk.Mesh(tk.plane((4, 4)), tk.Material(metallic=0)), position=(0, -1.2, 0))
view = tk.view(scene, height=300)
view
"""


def test_surroundings_and_a_page_loaded_again(notebook):
    tab = notebook(SURROUNDED, name="surrounded.ipynb")
    tab.run_all()
    # Ready when the mirror ball is there and the background is not black.
    picture = tab.picture_when(lambda new: new[..., :3].min() > 20 and new[..., :3].std() > 10)
    drawn = engine_picture(tab)
    keep("surrounded", np.concatenate([picture, drawn], axis=1))
    assert np.abs(picture[..., :3].astype(int) - drawn[..., :3]).mean() < 8
    corners = np.s_[:: picture.shape[0] - 1, :: picture.shape[1] - 1, :3]
    np.testing.assert_allclose(picture[corners].astype(int), drawn[corners].astype(int), atol=6)

    # The browser forgets everything; the view comes back from the kernel as it was.
    tab.page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")
    tab.page.wait_for_timeout(1000)
    tab.page.reload(wait_until="domcontentloaded")
    tab.picture_when(lambda new: new.shape == picture.shape and np.abs(new.astype(int) - picture).mean() < 0.1)
    assert not tab.complaints


LAYERED = """
import threedkit as tk
scene = tk.Scene()
material = tk.Material(base_color="#301008", metallic=0.0, roughness=1.0)
scene.add(tk.Mesh(tk.sphere(radius=1), material))
scene.environment.background_color = "#102030"
view = tk.view(scene)
view
"""


def test_layers_of_a_material_are_shown_and_followed(notebook):
    tab = notebook(LAYERED, name="layers.ipynb")
    tab.run_all()
    dull = tab.picture_when(something)

    def changed(before):
        def told(new):  # a mesh that is made anew is away for a moment
            there = silhouette(new) & silhouette(before)
            return there.sum() > 1000 and np.abs(new[..., :3].astype(int) - before[..., :3])[there].mean() > 1

        return told

    pictures = [dull]
    for code in (
        "material.clearcoat = 1.0",  # another kind of material in the browser
        "material.clearcoat.roughness = 0.7",
        "material.transmission = 0.9",
        "material.transmission.factor = 0.0",
        "material.unlit = True",
    ):
        assert not tab.execute(code)
        pictures.append(tab.picture_when(changed(pictures[-1])))
    keep("layers", np.concatenate(pictures, axis=1))
    lacquer = pictures[1]
    drawn = engine_picture(tab) if not tab.execute("material.unlit, material.clearcoat = False, 1.0") else None
    keep("lacquer", np.concatenate([lacquer, drawn], axis=1))
    assert np.abs(lacquer[..., :3].astype(int) - drawn[..., :3]).mean() < 4
    assert lacquer[..., :3].max() > 1.5 * dull[silhouette(dull)][:, :3].max()
    assert not tab.complaints
