"""The live view in a real JupyterLab, seen through headless Chromium."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

import threedkit as tk

pytestmark = pytest.mark.browser

SETUP = """
import threedkit as tk
scene = tk.load({model!r})
scene.environment.background_color = "#102030"
"""


def middle(picture, eyes) -> tuple[int, int]:
    """(x, y) of a pixel well inside the silhouette."""
    rows, columns = np.nonzero(eyes.silhouette(picture))
    row = int(np.median(rows))
    inside = columns[rows == row]
    return int(inside[len(inside) // 2]), row


def drag(tab, by: tuple[int, int], index: int = 0) -> None:
    box = tab.page.locator("canvas:visible").nth(index).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    tab.page.mouse.move(x, y)
    tab.page.mouse.down()
    tab.page.mouse.move(x + by[0], y + by[1], steps=5)
    tab.page.mouse.up()


HELD = """
view = tk.view(scene)
clicks, told, send = [], [], view.send
view.send = lambda content, buffers=None: (told.append(content["type"]), send(content, buffers))
view.on_pick(clicks.append)
import ipywidgets
slider = ipywidgets.FloatSlider(min=0, max=1, value=0.3)
link = ipywidgets.link((slider, "value"), (scene.materials[0], "roughness"))
view
"""
ON_TRIANGLE = """
import numpy as np
p = view.picked
corners = p.node.world_from_node @ np.c_[p.node.mesh.primitives[0].positions[
    p.node.mesh.primitives[0].triangles[p.triangle]], np.ones(3)].T
a, b, c = corners[:3].T
n = np.cross(b - a, c - a); n /= np.linalg.norm(n)
w = np.linalg.lstsq(np.c_[a, b, c], np.array(p.point), rcond=None)[0]
print(abs(np.dot(np.array(p.point) - a, n)) < 1e-3, (w > -0.01).all(), abs(np.dot(n, p.normal)) > 0.9, len(clicks))
"""


OFFERED = """async () => {
    const versions = Object.keys(globalThis.__threedkit_view);
    const offered = await globalThis.__threedkit_code(versions[0]);
    return [versions.length, offered?.length ?? 0, await globalThis.__threedkit_code("0123456789abcdef")];
}"""


def test_a_scene_that_one_can_hold(notebook, suzanne, eyes):
    tab = notebook(SETUP.format(model=str(suzanne)), HELD, name="held.ipynb")
    tab.run_all()
    picture = tab.picture_when(eyes.something)
    drawn = tab.engine_picture()
    eyes.keep("held", picture, drawn)
    assert eyes.alike(picture, drawn) > 0.97
    assert np.abs(picture[..., :3].astype(int) - drawn[..., :3]).mean() < 4

    # The scene was on its way before the page asked, and came once.
    assert tab.execute("print(told.count('scene'), told.count('edit'))") == "1 0\n"

    # The code came from the server, which has this version and no other.
    size = Path(tk.__file__).with_name("jupyter").joinpath("static", "view.js").stat().st_size
    assert tab.page.evaluate(OFFERED) == [1, size, None]

    # What is assigned in Python is seen.
    assert not tab.execute("slider.value = 0.9")
    dull = tab.picture_when(lambda new: np.abs(new[..., :3].astype(int) - picture[..., :3]).mean() > 1)
    assert eyes.alike(dull, picture) > 0.99
    assert not tab.execute("scene.materials[0].base_color = '#e03010'")
    red = tab.picture_when(lambda new: (mean := new[eyes.silhouette(new)][:, :3].mean(axis=0))[0] > 2 * mean[2])
    assert not tab.execute("scene.environment.intensity = 0.25")
    tab.picture_when(lambda new: new[eyes.silhouette(new)].mean() < 0.8 * red[eyes.silhouette(red)].mean())
    assert not tab.execute("scene.roots[0].position = (1.0, 0.0, 0.0)")
    tab.picture_when(lambda new: eyes.alike(new, red) < 0.8)
    moved = tab.settled()  # no draft: it is compared to the pixel
    assert eyes.alike(moved, tab.engine_picture()) > 0.97

    # Added, lit, and taken away again.
    code = "ball = scene.add(tk.Mesh(tk.sphere(0.5), tk.Material(emissive=(1, 1, 0))), position=(-1.5, 0, 0))"
    assert not tab.execute(code)
    more = tab.picture_when(lambda new: eyes.silhouette(new).sum() > eyes.silhouette(moved).sum() + 1000)
    assert not tab.execute("lamp = scene.add(tk.DirectionalLight(intensity=5))")
    tab.picture_when(lambda new: new[..., :3].mean() > more[..., :3].mean() + 1)
    assert not tab.execute("scene.remove(ball); scene.remove(lamp)")
    tab.picture_when(lambda new: eyes.silhouette(new).sum() == eyes.silhouette(moved).sum())

    # Orbiting is known in Python, and rendered from there.
    drag(tab, (150, 40))
    tab.picture_when(lambda new: eyes.alike(new, moved) < 0.95)
    orbited, drawn = tab.settled(), tab.engine_picture()
    eyes.keep("orbited", orbited, drawn)
    assert eyes.alike(orbited, drawn) > 0.97
    assert not tab.execute("view.fit()")
    fitted = tab.picture_when(lambda new: eyes.alike(new, orbited) < 0.9)

    # A click tells what was hit.
    box = tab.page.locator("canvas:visible").bounding_box()
    x, y = middle(fitted, eyes)
    tab.page.mouse.click(box["x"] + x, box["y"] + y)
    found = tab.until("print(view.picked)", lambda text: "Suzanne" in text)
    assert re.search(r"primitive=0, triangle=\d+", found), found
    assert tab.execute(ON_TRIANGLE).split() == ["True", "True", "True", "1"]

    assert not tab.execute("view.close()")
    tab.page.wait_for_function("() => !document.querySelector('canvas.tk-canvas')")
    left = tab.execute("print(sorted(type(w).__name__ for w in ipywidgets.widgets.widget._instances.values()))")
    assert "View" not in left
    assert not tab.complaints


MOVING = """
import numpy as np, threedkit as tk
from tests_models import moving_scene
scene = moving_scene()
view = tk.view(scene)
view
"""


def test_skin_morph_and_player(notebook, lab, eyes):
    (lab.folder / "tests_models.py").write_text((Path(__file__).parent / "models.py").read_text())
    tab = notebook(MOVING, name="moving.ipynb")
    tab.run_all()
    start = tab.picture_when(eyes.something)
    eyes.keep("moving_0", start, tab.engine_picture())
    assert eyes.alike(start, tab.engine_picture()) > 0.97

    assert not tab.execute("view.player.time = 1.0")
    tab.picture_when(lambda new: eyes.alike(new, start) < 0.9)
    end = tab.settled()
    eyes.keep("moving_1", end, tab.engine_picture())
    assert eyes.alike(end, tab.engine_picture()) > 0.97

    assert not tab.execute("view.player.play()")
    first = tab.picture()
    tab.picture_when(lambda new: eyes.alike(new, first) < 0.95)
    assert not tab.execute("view.player.pause()")
    paused = tab.settled()
    assert eyes.alike(paused, tab.engine_picture()) > 0.97
    assert not tab.complaints


SURROUNDED = """
import threedkit as tk
scene = tk.Scene(environment=tk.Environment(background="environment", rotation=0.7, intensity=0.8))
scene.add(tk.Mesh(tk.sphere(), tk.Material(metallic=1.0, roughness=0.1)))
scene.add(tk.SpotLight(intensity=8, color=(1, 0.2, 0.2))).look_at((0, 3, 1), (0, 0, 0))
scene.add(tk.PointLight(intensity=2, color=(0.2, 0.2, 1)), position=(1.5, 0, 1))
scene.add(tk.Mesh(tk.plane((4, 4)), tk.Material(metallic=0)), position=(0, -1.2, 0))
view = tk.view(scene, height=300)
"""


def test_two_places_a_cell_run_again_and_a_page_loaded_again(notebook, eyes):
    tab = notebook(SURROUNDED + "view", "view", "other = tk.view(scene, height=100)\nother", name="surrounded.ipynb")
    tab.run_all()

    def ready(new):
        return new[..., :3].min() > 20 and new[..., :3].std() > 10

    picture = tab.picture_when(ready)
    drawn = tab.engine_picture()
    eyes.keep("surrounded", picture, drawn)
    assert np.abs(picture[..., :3].astype(int) - drawn[..., :3]).mean() < 8

    # One view at two places: what is turned at one is turned at the other.
    twin = tab.picture_when(ready, index=1)
    assert np.abs(twin.astype(int) - picture).mean() < 0.5
    drag(tab, (100, 20))
    tab.picture_when(lambda new: np.abs(new.astype(int) - picture).mean() > 2)
    turned = tab.settled()
    tab.picture_when(lambda new: np.abs(new.astype(int) - turned).mean() < 0.5, index=1)

    # Run again, the last cell frees the view that it made before.
    count = "import ipywidgets; print(len(ipywidgets.widgets.widget._instances))"
    tab.picture_when(ready, index=2)
    before = tab.execute(count)
    tab.page.evaluate("window.jupyterapp.commands.execute('notebook:run-cell')")
    tab.until("print(other.channel.clients != {})", lambda text: text == "True")
    assert tab.execute(count) == before

    # The browser forgets everything; the view comes back from the kernel as it was.
    tab.page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")
    tab.page.wait_for_timeout(1000)
    assert not tab.complaints
    drawn = tab.engine_picture()
    tab.page.reload(wait_until="domcontentloaded")
    tab.picture_when(
        lambda new: new.shape == drawn.shape and np.abs(new[..., :3].astype(int) - drawn[..., :3]).mean() < 8
    )


MANY = """
import threedkit as tk, ipywidgets, numpy as np
scene = tk.Scene()
scene.environment.background_color = "#102030"
scene.add(tk.Mesh(tk.sphere(), tk.Material(base_color="#ef6631")))
views = [tk.view(scene, height=60, width=90, controls=False) for _ in range(50)]
ipywidgets.HBox(views, layout={"flex_flow": "row wrap"})
"""
ODD = """
odd = tk.Scene()
odd.environment.background_color = "#102030"
bad = tk.sphere().positions.copy()
ball = tk.sphere()
odd.add(tk.Mesh(tk.Primitive(bad, indices=ball.indices, normals=ball.normals)), position=(-2, 0, 0))
bad[5] = np.nan
odd.add(tk.Mesh(tk.Primitive(np.zeros((3, 3), np.float32))))
odd.add(tk.Mesh(()))
odd.add(tk.Mesh(tk.Primitive(np.random.default_rng(0).random((500, 3), np.float32), mode="POINTS")), position=(1, 0, 0))
odd.add(tk.Mesh(tk.Primitive(np.float32([[0, 0, 0], [1, 1, 0], [2, 0, 0]]), mode="LINE_STRIP")), position=(1, -1.5, 0))
odd.add(tk.Mesh(tk.box((0.2, 0.2, 0.2)))).instances = tk.Instances(translation=[(0, i / 2, 0) for i in range(-2, 3)])
colors = np.random.default_rng(0).random((len(ball.positions), 3), np.float32)
painted = tk.Primitive(ball.positions, indices=ball.indices, normals=ball.normals, colors=colors)
odd.add(tk.Mesh(painted), position=(4, 0, 0))
limited = tk.view(odd, height=200, limits=Limits(triangles=1500))
limited
"""


def test_fifty_views_and_odd_geometry(notebook, eyes):
    tab = notebook(
        MANY,
        "from threedkit.jupyter.packing import Limits\n" + ODD,
        "tk.view(tk.Scene(), height=80)",
        name="many.ipynb",
    )
    tab.run_all()
    for index in (0, 25, 49):
        assert eyes.something(tab.picture_when(eyes.something, index=index))
    assert tab.page.locator("canvas:visible").count() >= 50
    odd = tab.picture_when(eyes.something, index=50)
    eyes.keep("odd", odd, tab.engine_picture("limited"))
    assert "coarser form" in tab.execute("print(limited.notes)")
    assert not tab.complaints

    # Closed and opened again and again: nothing is left behind.
    held = "[len(ipywidgets.widgets.widget._instances), len(scene.materials[0]._trait_notifiers)]"
    again = "for _ in range(20): views[0].close(); views[0] = tk.view(scene, height=60)\nprint(" + held + ")"
    assert tab.execute(again) == tab.execute(again)
