"""A view as one file: what is in it, what is refused, and that it works from disk, with WebGL and without."""

from __future__ import annotations

import base64
import gzip
import io
import json
import re

import numpy as np
import pytest
from PIL import Image

import threedkit as tk
from threedkit.errors import FieldError, OutputError
from threedkit.render import fit_camera


@pytest.fixture(scope="module")
def scene():
    scene = tk.Scene(name="ball </script><b>&amp;")
    scene.add(
        tk.Mesh(tk.sphere(segments=16, rings=8), tk.Material(base_color="#ef6631")), name="</script><script>bad()"
    )
    scene.environment.background_color = "#102030"
    return scene


def read(path):
    """The document and the blocks of a file."""
    text = path.read_text("utf-8")
    document = json.loads(re.search(r'<script type="application/json" id="scene">(.*?)</script>', text, re.DOTALL)[1])
    blocks = re.findall(r'<script type="text/plain" id="b-(\w+)" data-zip="(\w*)">(.*?)</script>', text, re.DOTALL)
    return text, document, {name: unpacked(kind, data) for name, kind, data in blocks}


def unpacked(kind, data):
    data = base64.b64decode(data)
    return gzip.decompress(data) if kind == "gzip" else data


def test_a_file_holds_code_scene_and_nothing_that_a_name_can_break(scene, tmp_path):
    from threedkit.jupyter.live import code

    path = scene.to_html(tmp_path / "ball.html", still=False, title=None)
    text, document, blocks = read(path)
    assert blocks["code"] == code.bundle()
    assert set(document["blobs"]) == set(blocks) - {"code"}
    assert document["scene"]["gltf"]["nodes"][0]["name"] == "</script><script>bad()"
    assert "<script>bad" not in text
    assert "<title>ball &lt;/script&gt;&lt;b&gt;&amp;amp;</title>" in text
    assert not re.search(r'(src|href)="(?!data:)', text)  # nothing is loaded from elsewhere
    assert path.read_bytes() == scene.to_html(tmp_path / "again.html", still=False).read_bytes()


def test_a_file_tells_what_its_camera_was_fitted_into(scene, tmp_path):
    def fitted(what, **options):
        return read(what.to_html(tmp_path / "fitted.html", still=False, **options))[1]["scene"]["fitted"]

    assert fitted(scene) == 768 / 480
    assert fitted(scene, camera=fit_camera(scene, (64, 48))) is None
    view = tk.view(scene, height=300, width=900)
    try:
        assert fitted(view) == 3.0
        view.go("top")
        assert fitted(view) is None
    finally:
        view.close()


def test_what_is_too_large_or_odd_is_refused_by_name(scene, tmp_path):
    with pytest.raises(OutputError, match=r"more than limit=100000 bytes; allow more with limit="):
        scene.to_html(tmp_path / "large.html", still=False, limit=100_000)
    with pytest.raises(FieldError, match="texture must be a whole number above 0, not 0"):
        scene.to_html(tmp_path / "odd.html", still=False, texture=0)
    with pytest.raises(OutputError, match=r"must end in \.html"):
        scene.to_html(tmp_path / "odd.txt", still=False)
    assert not list(tmp_path.iterdir())


def picture(page):
    return np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("RGB")).astype(int)


def seen(pixels):
    """Where the ball is."""
    return pixels[..., 0] - pixels[..., 2] > 40


@pytest.mark.browser
@pytest.mark.engine
def test_it_works_from_disk_with_webgl_and_without(scene, tmp_path, browser, chromium, chromium_args, open_tab):
    view = tk.view(scene, height=300)
    try:
        view.grid = True
        path = view.to_html(tmp_path / "ball.html")
    finally:
        view.close()
    assert read(path)[1]["traits"]["grid"] is True
    tab = open_tab(browser, path.as_uri())
    tab.page.locator("#still").wait_for(state="detached", timeout=60_000)
    live = picture(tab.page)
    assert seen(live).mean() > 0.1
    assert tab.page.get_by_role("toolbar").first.is_visible()
    x, y = 640, 550
    tab.page.mouse.move(x, y)
    tab.page.mouse.wheel(0, 0)
    tab.page.mouse.down()
    tab.page.mouse.move(x + 100, y, steps=3)
    tab.page.mouse.up()
    assert not tab.complaints

    blind = browser.browser_type.launch(executable_path=chromium, args=[*chromium_args, "--disable-3d-apis"])
    try:
        page = blind.new_page(viewport={"width": 1280, "height": 1100})
        page.goto(path.as_uri())
        page.locator("#reason", has_text="no WebGL").wait_for()
        assert seen(picture(page)).mean() > 0.1
    finally:
        blind.close()
