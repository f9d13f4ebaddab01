"""The tools of the live view in a real JupyterLab: what they do is in Python, and what Python does is in them."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

pytestmark = pytest.mark.browser

SETUP = """
import threedkit as tk
scene = tk.Scene(environment=tk.Environment(background_color="#102030"))
paint = tk.Material(name="paint", base_color="#c02030", metallic=0.0, roughness=0.3)
ball = scene.add(tk.Mesh(tk.sphere(radius=1), paint), name="ball")
ink = tk.Material(name="ink", base_color="#1040d0")
ball.mesh.primitives[0].variants = tk.VariantMaterial(material=ink, variants=tk.Variant(name="night"))
lamp = scene.add(tk.SpotLight(intensity=20.0), name="lamp", position=(0, 3, 0))
"""
SHOWN = """
one = tk.view(scene, height=260, width=360, panel=True, title="left")
two = tk.view(scene, height=200, width=300, title="right")
link = tk.sync_views(one, two, selection=True)
import ipywidgets
ipywidgets.VBox([one, two])
"""
STEADY = 300


def keep(tab, name: str) -> None:
    if folder := os.environ.get("THREEDKIT_PICTURES"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        tab.page.screenshot(path=str(Path(folder) / f"{name}.png"))


def test_tools_in_a_notebook(notebook):
    tab = notebook(SETUP, SHOWN, name="tools.ipynb")
    tab.run_all()
    page = tab.page
    left = page.get_by_role("group", name="left", exact=True)
    right = page.get_by_role("group", name="right", exact=True)
    for frame in (left, right):
        frame.locator("canvas").wait_for()
    tab.until("print(len(one.channel.clients), len(two.channel.clients))", lambda text: text == "1 1")
    page.wait_for_timeout(1500)

    edits_go_both_ways(tab, left)
    keys_are_the_views(tab, left)
    python_works_the_tools(tab, left)
    a_kernel_begins_anew(tab)
    assert not tab.execute("link.close(); one.close(); two.close()")
    left.wait_for(state="detached")
    assert not tab.complaints


def edits_go_both_ways(tab, left):
    # A click selects in Python and in the other view; typed values arrive; Python's own are shown.
    page = tab.page
    left.locator(".tk-viewport").click()
    tab.until("print([one.selected, two.selected, one.picked.node] == [ball] * 3)", lambda text: text == "True")
    number = left.get_by_role("spinbutton", name="Roughness")
    number.fill("0.85")
    number.press("Enter")
    tab.until("print(paint.roughness)", lambda text: text == "0.85")
    assert not tab.execute("paint.roughness = 0.15")
    page.wait_for_function("e => e.value === '0.15'", arg=number.element_handle())
    keep(tab, "tools_lab")

    # What Python refuses comes back, and the reason is shown.
    assert not tab.execute("one.selected = lamp")
    cone = left.get_by_role("spinbutton", name="Outer cone, °")
    cone.fill("0")
    cone.press("Enter")
    left.get_by_role("alert").filter(has_text="SpotLight.outer_cone_angle must be").first.wait_for()
    page.wait_for_function("e => e.value === '45'", arg=cone.element_handle())
    assert tab.execute("print(round(lamp.light.outer_cone_angle, 6))").strip() == "0.785398"

    # A variant is put on by the panel, and taken off in Python.
    variant = left.get_by_role("combobox", name="Variant")
    variant.select_option("night")
    tab.until("print(ball.mesh.primitives[0].material is ink, two.variant)", lambda text: text == "True night")
    keep(tab, "tools_variant")
    assert not tab.execute("tk.ops.select_variant(scene, None)")
    page.wait_for_function("e => e.value === ''", arg=variant.element_handle())
    assert tab.execute("print(ball.mesh.primitives[0].material is paint, one.variant)").strip() == "True None"
    keep(tab, "tools_refused")


def keys_are_the_views(tab, left):
    # d d deletes no cell. The other view follows the camera.
    page = tab.page
    left.locator(".tk-viewport").click(position={"x": 10, "y": 10})
    for key in ("d", "d", "s", "5"):
        page.keyboard.press(key)
    tab.until("print(one.shading)", lambda text: text == "wireframe")
    tab.until("print([float(view.camera.matrix[1, 2].round(3)) for view in (one, two)])", lambda t: t == "[1.0, 1.0]")
    assert page.locator(".jp-Cell").count() == 2

    # Ctrl+S is JupyterLab's, the right button the view's.
    dirty = "window.jupyterapp.shell.currentWidget.context.model.dirty"
    page.evaluate(f"{dirty} = true")
    page.keyboard.press("Control+s")
    page.wait_for_function(f"!{dirty}")
    left.locator(".tk-viewport").click(button="right", position={"x": 10, "y": 10})
    page.wait_for_timeout(STEADY)
    assert page.locator(".lm-Menu:visible").count() == 0
    page.keyboard.press("b")
    tab.until("print(list(one.bookmarks))", lambda text: text == "['View 1']")
    assert not tab.execute("two.go('left')")
    tab.until("print([float(view.camera.matrix[0, 2].round(3)) for view in (one, two)])", lambda t: t == "[-1.0, -1.0]")


def python_works_the_tools(tab, left):
    page = tab.page
    assert not tab.execute("one.clipping = ((0, 1, 0), 0.25); one.measure((0, 0, 0), (0, 0, 1)); one.preset = 'sunset'")
    left.get_by_text("1 m", exact=True).wait_for()
    left.get_by_role("button", name="Clipping plane").click()
    place = left.get_by_role("spinbutton", name="Place, m")
    page.wait_for_function("e => e.value === '0.25'", arg=place.element_handle())
    place.press("ArrowUp")
    tab.until("print(one.clipping.offset)", lambda text: text == "0.26")
    page.keyboard.press("Escape")

    # JupyterLab's theme is the view's.
    paper = "element => getComputedStyle(element).backgroundColor"
    before = left.evaluate(paper)
    page.evaluate("window.jupyterapp.commands.execute('apputils:change-theme', { theme: 'JupyterLab Dark' })")
    page.wait_for_function(f"([e, before]) => ({paper})(e) !== before", arg=[left.element_handle(), before])
    page.wait_for_timeout(STEADY)
    keep(tab, "tools_dark_lab")
    assert np.mean([int(part) for part in left.evaluate(paper)[4:-1].split(",")]) < 80


COUNT = """async () => {
    const { Viewport } = await Object.values(globalThis.__threedkit_view)[0];
    const own = Viewport.prototype.dispose;
    globalThis.disposed = 0;
    Viewport.prototype.dispose = function () { globalThis.disposed += 1; own.call(this); };
    await window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart();
}"""


def a_kernel_begins_anew(tab):
    # Run again after a restart, the cell frees what the views of the old kernel hold on the page.
    tab.page.evaluate(COUNT)
    tab.run_all()
    tab.page.wait_for_function("globalThis.disposed === 2")
    tab.until("print(len(one.channel.clients), len(two.channel.clients))", lambda text: text == "1 1")
