"""A scene that was fitted into the picture stays in it when the picture becomes narrower, until the camera is moved."""

from __future__ import annotations

import pytest
from tools_page import Tools, until

import threedkit as tk

pytestmark = pytest.mark.browser

SIZE = (900, 300)


def wall() -> tk.Scene:
    """Wide and flat: it fills the width of the picture."""
    scene = tk.Scene()
    scene.add(tk.Mesh(tk.box((6, 1, 0.2))), name="wall")
    scene.add(tk.PerspectiveCamera(yfov=0.5), name="shot").look_at((0, 0, 6), (0, 0, 0))
    return scene


def across(tools) -> float:
    """How much of the picture's width the wall takes."""
    left, right = (tools.view.run("return v.project(a).x / v.width", (x, 0, 0.1)) for x in (-3, 3))
    return right - left


def test_the_panel_does_not_cut_what_was_fitted(bench):
    bench.page.emulate_media(reduced_motion="reduce")
    tools = Tools(bench, wall(), SIZE)
    tools.key("Home")
    whole = across(tools)
    assert 0.85 < whole < 0.95
    place = tools.camera()["position"]
    tools.key("t")
    until(lambda: tools.view.run("return v.width") < SIZE[0])
    assert across(tools) == pytest.approx(whole, abs=0.02)
    assert tools.view.messages("camera")[-1]["camera"]["position"] == tools.camera()["position"] != place
    tools.key("t")
    until(lambda: tools.view.run("return v.width") == SIZE[0])
    assert tools.camera()["position"] == place
    tools.key("+")
    moved = tools.arrived()["position"]
    tools.key("t")
    until(lambda: tools.view.run("return v.width") < SIZE[0])
    assert tools.camera()["position"] == moved


def test_a_scene_that_comes_fitted_into_a_wider_picture(bench):
    tools = Tools(bench, wall(), (300, 300))
    tools.view.run("""
        const camera = { ...v.camera, position: [0, 0, 6], target: [0, 0, 0] };
        m.say({ type: 'camera', camera, fitted: null });
        await new Promise(requestAnimationFrame);
        v.setCamera(camera, { fitted: 2 }); v.show(v.model);""")
    assert tools.camera()["position"] == pytest.approx([0, 0, 12])
