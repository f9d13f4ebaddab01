"""Pictures of a view in a real JupyterLab: an engine's frames, renderings over it, stills in the saved notebook."""

from __future__ import annotations

import base64
import io
import time

import nbformat
import numpy as np
import pytest
from PIL import Image

pytestmark = [pytest.mark.browser, pytest.mark.engine]

TOKEN = "threedkit-tests"
SETUP = """
import threedkit as tk
scene = tk.Scene()
ball = scene.add(tk.Mesh(tk.sphere(), tk.Material(base_color="#ef6631", roughness=0.4)), name="ball")
box = scene.add(tk.Mesh(tk.box(), tk.Material(base_color="#3355ee")), name="box", position=(1.6, 0, 0))
scene.environment.background_color = "#102030"
view = tk.view(scene, height=300)
view
"""
GONE = "Saved picture. Run the cell for the live view."


def decoded(data: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGBA"))


def sized(picture: np.ndarray, like: np.ndarray) -> np.ndarray:
    return np.asarray(Image.fromarray(picture).resize(like.shape[1::-1]))


def difference(a: np.ndarray, b: np.ndarray) -> float:
    """Mean of levels."""
    return float(np.abs(a[..., :3].astype(int) - b[..., :3]).mean())


def drag(tab, dx: int, dy: int) -> None:
    box = tab.page.locator("canvas.tk-canvas").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    tab.page.mouse.move(x, y)
    tab.page.mouse.down()
    tab.page.mouse.move(x + dx, y + dy, steps=8)
    tab.page.mouse.up()


def drawn_by(tab, text: str):
    """What says who draws; its words grow fewer after some seconds, its title does not."""
    return tab.page.locator(f".tk-drawn-by[title*='{text}']")


def compare_a_rendering(tab, eyes, live) -> None:
    """A rendering lies over the view, is compared with it, and taken away."""
    assert not tab.execute("r = view.render((192, 120), 'mitsuba', samples=16)")
    tab.page.locator(".tk-rendering-text", has_text="16 of 16 samples, ").wait_for()
    rendered = tab.page.locator("img.tk-rendering")
    tab.page.wait_for_function("document.querySelector('img.tk-rendering').naturalWidth === 192")
    assert rendered.bounding_box() == pytest.approx(tab.page.locator("canvas.tk-canvas").bounding_box(), abs=1)
    tab.page.locator(".tk-wipe").press("ArrowLeft")
    assert "inset(0px" in rendered.evaluate("img => getComputedStyle(img).clipPath")
    drag(tab, 60, 0)
    assert rendered.evaluate("img => img.style.visibility") == "hidden"
    tab.page.locator(".tk-rendering-bar button", has_text="rendered").click()
    assert rendered.evaluate("img => img.style.visibility") == "visible"
    tab.picture_when(lambda new: eyes.something(new) and eyes.alike(new, live) > 0.99)  # back where it was taken
    tab.page.locator(".tk-rendering-bar .tk-icon-button").click()
    rendered.wait_for(state="detached")
    assert tab.until("print(r.status)", lambda text: text == "closed")


def watch_an_engine(tab, eyes, live) -> np.ndarray:
    """Frames of an engine take over; the camera, edits and clicks go on."""
    assert not tab.execute("view.mode = 'remote'")
    drawn_by(tab, "Drawn by an engine").wait_for()
    drag(tab, 120, 30)
    tab.picture_when(lambda new: eyes.something(new) and eyes.alike(new, live) < 0.95)
    drawn = tab.engine_picture()
    tab.picture_when(lambda new: difference(new, sized(drawn, new)) < 2)  # it is the engine's
    moved = tab.settled()
    eyes.keep("remote", moved, sized(drawn, moved))
    assert not tab.execute("ball.visible = False")
    alone = tab.picture_when(lambda new: eyes.silhouette(new).sum() < 0.8 * eyes.silhouette(moved).sum())
    rows, columns = np.nonzero(eyes.silhouette(alone))
    canvas, at = tab.page.locator("canvas.tk-canvas").bounding_box(), int(len(rows) / 2)
    tab.page.mouse.click(canvas["x"] + int(columns[at]), canvas["y"] + int(rows[at]))
    picked = tab.until("print(view.picked)", lambda text: "box" in text)
    assert "normal=(" in picked, picked
    assert tab.execute("print(view.picked.triangle in range(12), len(view.picked.uv))").strip() == "True 2"
    png = tab.execute("import base64; print(base64.b64encode(await view.capture()).decode())")
    assert eyes.alike(decoded(base64.b64decode(png)), alone) > 0.99
    assert not tab.execute("ball.visible = True")
    return moved


def test_renderings_and_frames_of_an_engine(notebook, eyes):
    few = "from threedkit.jupyter.packing import Limits" + SETUP.replace("height=300", "height=300, limits=Limits(500)")
    tab = notebook(few, name="engine.ipynb")
    tab.run_all()
    live = tab.picture_when(eyes.something)
    compare_a_rendering(tab, eyes, live)
    moved = watch_an_engine(tab, eyes, live)

    # The browser draws again; it is simplified there, and seen in full on demand.
    assert not tab.execute("view.mode = 'auto'")
    drawn_by(tab, "Shown simplified").get_by_role("button", name="full picture").click()
    full = tab.picture_when(lambda new: difference(new, moved) < 1)
    eyes.keep("full", moved, full)
    drawn_by(tab, "Every triangle").get_by_role("button", name="in the browser").click()
    drawn_by(tab, "Shown simplified").wait_for()
    tab.picture_when(lambda new: eyes.something(new) and difference(new, moved) >= 1)
    assert not tab.complaints


def still_of(path) -> np.ndarray | None:
    """The picture in the first output of a notebook."""
    for output in nbformat.read(path, 4).cells[0].outputs:
        if "image/png" in output.get("data", {}):
            return decoded(base64.b64decode(output.data["image/png"]))
    return None


def test_a_saved_notebook_shows_what_was_seen(notebook, lab, eyes):
    tab = notebook(SETUP, name="stills.ipynb")
    tab.run_all()
    first = tab.picture_when(eyes.something)
    drag(tab, 150, 20)
    turned = tab.picture_when(lambda new: eyes.alike(new, first) < 0.95)
    while (turned != (turned := tab.picture())).any():
        tab.page.wait_for_timeout(500)
    tab.page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")
    deadline = time.monotonic() + 90
    while (still := still_of(lab.folder / "stills.ipynb")) is None and time.monotonic() < deadline:
        tab.page.wait_for_timeout(100)
    eyes.keep("saved", turned, sized(still, turned))
    assert eyes.alike(sized(still, turned), turned) > 0.99
    assert tab.page.locator("canvas.tk-canvas").count() == 1  # the live view has stayed

    # The page is opened again while the kernel lives: the still, then the live view as it was.
    tab.page.reload(wait_until="domcontentloaded")
    tab.picture_when(lambda new: eyes.something(new) and eyes.alike(new, turned) > 0.99)
    assert not tab.page.locator(".tk-still img").is_visible()

    # The kernel ends: the view stays, and says so. The page is opened again: the still, and no "model not found".
    tab.page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
    note = tab.page.locator(".tk-still-note")
    note.filter(has_text="The kernel has ended").wait_for()
    assert eyes.alike(tab.picture(), turned) > 0.99
    tab.page.reload(wait_until="domcontentloaded")
    note.filter(has_text=GONE).wait_for()
    shown = tab.page.locator(".tk-still img")
    assert shown.bounding_box()["width"] > 300
    tab.page.wait_for_timeout(2500)  # so long ipywidgets would look for it
    assert "not found" not in tab.page.locator(".jp-OutputArea").first.inner_text()
    assert not [text for text in tab.complaints if "not found" in text]


def test_a_browser_without_webgl(notebook, lab, eyes, browser, chromium, chromium_args):
    blind = browser.browser_type.launch(executable_path=chromium, args=[*chromium_args, "--disable-3d-apis"])
    tab = notebook(SETUP, name="blind.ipynb")
    context = blind.new_context(viewport={"width": 1280, "height": 800})
    other = type(tab)(context.new_page()).listen()
    try:
        tab.page.close()
        other.page.goto(f"{lab.url}/lab/tree/blind.ipynb?token={TOKEN}&reset", wait_until="domcontentloaded")
        other.page.wait_for_function(
            "() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'",
            timeout=90000,
        )
        other.run_all()
        picture = other.picture_when(eyes.something)
        assert drawn_by(other, "no WebGL").is_visible()
        drawn = other.engine_picture()
        eyes.keep("blind", picture, sized(drawn, picture))
        assert eyes.alike(picture, sized(drawn, picture)) > 0.99
        assert other.execute("print(view.mode, view._browser['webgl'])").strip() == "auto False"
    finally:
        blind.close()
