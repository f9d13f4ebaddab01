"""The job monitor in a real JupyterLab: frames arrive, a picture opens with a click, a split picture sharpens."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.cluster]

SETUP = """
import threedkit as tk
scene = tk.Scene()
scene.add(tk.Mesh(tk.torus(), tk.Material(base_color="#e76f51", metallic=0.0, roughness=0.4)), name="ring")
"""
TURNTABLE = "job = tk.submit(scene, tk.turntable(scene, frames=16), size=(160, 120), output='ring')\njob"
SPLIT = """
shots = tk.stills(scene, size=(240, 180))
still = tk.submit(scene, shots, size=(240, 180), engine="mitsuba", samples=1024, split=8, output="still")
still
"""
SECONDS = 120_000


def keep(tab, name):
    if folder := os.environ.get("THREEDKIT_PICTURES"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        tab.page.screenshot(path=str(Path(folder) / f"{name}.png"))


def test_frames_come_and_open(notebook):
    tab = notebook(SETUP, TURNTABLE, name="monitor.ipynb")
    tab.run_all()
    page = tab.page
    page.wait_for_selector("text=/16\\/16 frames/", timeout=SECONDS)
    page.wait_for_selector("[aria-label='frames: 16 done']", timeout=SECONDS)
    small = page.locator("button[title^='open frame_']")
    small.nth(11).wait_for(timeout=SECONDS)
    assert small.count() == 12
    background = small.nth(3).evaluate("element => getComputedStyle(element).backgroundImage")
    assert background.startswith('url("data:image/jpeg;base64,')
    small.nth(3).click()
    picture = page.locator(".jp-OutputArea-output img.widget-image:visible, .jp-OutputArea-output img:visible").last
    picture.wait_for(timeout=SECONDS)
    assert picture.evaluate("element => [element.naturalWidth, element.naturalHeight]") == [160, 120]
    page.locator("text=Log").last.click()
    page.wait_for_selector("text=/chunk/", timeout=SECONDS)
    keep(tab, "monitor")
    assert not tab.complaints


def test_a_split_still_is_seen_before_it_is_done(notebook):
    tab = notebook(SETUP, SPLIT, name="split.ipynb")
    tab.run_all()
    page = tab.page
    said = set()
    end = time.monotonic() + SECONDS / 1000
    while not any("1/1 frames" in line for line in said):
        assert time.monotonic() < end, said
        said.update(page.locator(".jp-Notebook").inner_text().splitlines())
        if any("of 8 slices" in line for line in said):
            keep(tab, "monitor_preview")
        page.wait_for_timeout(100)
    assert [line for line in said if re.fullmatch(r"[1-7] of 8 slices", line)], said
    page.wait_for_selector("text=frame_0000.png", timeout=SECONDS)
    keep(tab, "monitor_split")
    assert not tab.complaints
