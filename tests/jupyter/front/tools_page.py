"""A view with its tools in a page without a kernel, and what a user does to it."""

from __future__ import annotations

import inspect
import os
import time
from pathlib import Path

import threedkit as tk

SIZE = (360, 240)
PATIENCE = 60
"""Seconds after which something that should happen has not."""


def table() -> tk.Scene:
    """A ball of radius 0.5 over the origin on a board, a lamp, a camera."""
    scene = tk.Scene(environment=tk.Environment(background_color=(0.05, 0.05, 0.05)))
    group = scene.add(tk.Node(name="things"))
    paint = tk.Material(name="paint", base_color="#c02030", metallic=0.0, roughness=0.3)
    group.add(tk.Mesh(tk.sphere(radius=0.5), paint), name="ball", position=(0, 0.5, 0))
    group.add(
        tk.Mesh(tk.box((2.0, 0.1, 2.0)), tk.Material(name="oak", base_color="#8a5a2b")),
        name="board",
        position=(0, -0.05, 0),
    )
    scene.add(tk.SpotLight(intensity=5.0, outer_cone_angle=0.6), name="lamp", position=(0, 3, 0))
    scene.add(tk.PerspectiveCamera(yfov=0.5), name="shot").look_at((0, 0.5, 6), (0, 0.5, 0))
    return scene


def keep(view, name: str) -> None:
    """Keep a screenshot to be looked at, where THREEDKIT_PICTURES says."""
    if folder := os.environ.get("THREEDKIT_PICTURES"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        view.page.screenshot(path=str(Path(folder) / f"tools_{name}.png"))


def until(holds) -> None:
    """Wait until `holds()` is true."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, inspect.getsource(holds)
        time.sleep(0.05)


class Tools:
    """One view with its tools, and what a user does to it."""

    def __init__(self, bench, scene=None, size=SIZE, camera="shot", traits=None, **player):
        traits = {"controls": True, "title": "Table", "_id": f"m{bench.count}", **(traits or {})}
        self.view = bench.open(scene or table(), size, camera, traits=traits, **player)
        self.page = self.view.page
        self.frame = self.page.locator(f".tk-frame[data-model='{traits['_id']}']")
        self.picture = self.frame.locator(".tk-viewport")

    def trait(self, name):
        return self.view.run("return m.host.get(a) ?? null", name)

    def put(self, name, value):
        self.view.run("m.host.set(...a)", [name, value])

    def camera(self):
        return self.view.run("return v.camera")

    def key(self, *keys):
        self.picture.focus()
        for key in keys:
            self.page.keyboard.press(key)
        self.page.wait_for_timeout(60)

    def button(self, name):
        return self.frame.get_by_role("button", name=name, exact=True)

    def click(self, x=0.5, y=0.5):
        box = self.picture.bounding_box()
        count = "return m.clicks"
        self.view.run("m.clicks ??= (v.on('pick', () => (m.clicks += 1)), 0)")
        before = self.view.run(count)
        self.page.mouse.click(box["x"] + x * box["width"], box["y"] + y * box["height"])
        until(lambda: self.view.run(count) > before)

    def arrived(self):
        """Where the camera goes to: at once, for the page asks for little motion."""
        self.page.wait_for_timeout(60)
        return self.camera()

    def row(self, label, group=None):
        inside = self.frame if group is None else self.frame.get_by_role("region", name=group)
        return inside.locator(".tk-row").filter(has=self.page.locator(".tk-label", has_text=label)).first

    def shown(self):
        self.page.wait_for_timeout(60)
        return self.view.picture().astype(int)

    def play_kernel(self):
        """From now on there is a kernel that hears edits."""
        self.view.run("m.host.live = true")
