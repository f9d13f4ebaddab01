"""The HTML of reports: whatever a file says is text, nothing is loaded, and sorting and filtering work."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import numpy as np
import pytest

import threedkit as tk
from threedkit.io.report import find_profile, render_page, save_reports, validate_all

EVIL = '<script>alert(1)</script><img src=x onerror="alert(2)">&amp;\'"\u202e\x1b[31m{{ 7 * 7 }}'

PIXELS = np.zeros((2, 2, 3), np.uint8)


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags, self.attributes, self.shown = [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.shown.append(data)


@pytest.fixture
def evil(tmp_path):
    """A file whose name, and everything in it, would rather be a page."""
    document = {
        "asset": {"version": "2.0", "generator": EVIL, "copyright": EVIL},
        "extensionsUsed": [EVIL, "A"],
        "materials": [{"name": EVIL, "pbrMetallicRoughness": {"metallicFactor": 1}}],
        "animations": [{"name": EVIL}],
        EVIL: 1,
    }
    path = tmp_path / "<img src=x onerror=alert(3)>&.gltf"
    path.write_text(json.dumps(document))
    return path


@pytest.fixture
def several(evil, tmp_path):
    scene = tk.Scene()
    scene.add(tk.Mesh(tk.sphere(), tk.Material(base_color_texture=tk.Image.from_array(PIXELS, name=EVIL))))
    good = scene.save(tmp_path / "good.glb")
    cut = tmp_path / "cut.glb"
    cut.write_bytes(good.read_bytes()[:500])
    return validate_all([good, evil, cut, tmp_path / "missing.glb"], find_profile("web"))[0]


def test_everything_is_escaped(several):
    page = render_page(several)
    tags = Tags(page)
    assert {"script", "style", "form", "table"} <= set(tags.tags)
    assert "img" not in tags.tags
    assert tags.tags.count("script") == 1
    assert not [name for name, _ in tags.attributes if name.startswith("on") or name in {"src", "style"}]
    assert {value for name, value in tags.attributes if name == "href"} == {f"#file-{i}" for i in range(4)}
    assert "\x1b" not in page
    assert "\u202e" not in page
    assert "49" not in "".join(tags.shown).split("Generator")[1][:100]
    for report in several:
        fragment = Tags(report._repr_html_())
        assert not {"script", "img", "iframe", "link"} & set(fragment.tags)
        assert not [name for name, _ in fragment.attributes if name.startswith("on")]


def test_nothing_is_loaded(several):
    page = render_page(several)
    assert not re.search(r"(?:src|href)=[\"']?(?:https?:|//)", page)
    assert "@import" not in page
    assert "url(" not in page
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy.startswith("default-src &#39;none&#39;")
    assert "unsafe" not in policy


def test_the_same_report_is_the_same_page(several):
    assert render_page(several) == render_page(several)


def test_a_cell_shows_the_worst_hundred():
    document = {"asset": {"version": "2.0"}, **{f"x{i}": 1 for i in range(300)}, "scene": 7}
    fragment = tk.validate(json.dumps(document).encode())._repr_html_()
    assert fragment.count("<tr") == 101
    assert "UNRESOLVED_REFERENCE" in fragment
    assert "more</p>" in fragment


@pytest.mark.browser
def test_in_a_browser(several, tmp_path, chromium, chromium_args):
    from playwright.sync_api import sync_playwright

    path = save_reports(several, tmp_path / "report.html")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=chromium_args)
        page = browser.new_page(viewport={"width": 1000, "height": 800}, color_scheme="dark")
        said, asked = [], []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: said.append(dialog.message))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(path.as_uri())
        files = page.locator("table.sortable:not(.problems)")
        names = files.locator("tbody td:first-child")
        assert names.count() == 4
        files.get_by_role("button", name="Errors").click()
        files.get_by_role("button", name="Errors").click()
        errors = [int(text) for text in files.locator("tbody td:nth-child(3)").all_inner_texts()]
        assert errors == sorted(errors, reverse=True)
        assert files.locator("th").nth(2).get_attribute("aria-sort") == "descending"
        article = page.locator("article", has_text="onerror=alert(3)").first
        rows = article.locator("table.problems tbody tr")
        before = rows.count()
        article.locator("input[type=search]").fill("unexpected_property")
        shown = [row for row in rows.all() if row.is_visible()]
        assert 0 < len(shown) < before
        assert article.locator("output").inner_text() == f"{len(shown)} of {before} shown"
        dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.emulate_media(color_scheme="light")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != dark
        page.emulate_media(media="print")
        assert not article.locator("form.filter").is_visible()
        page.emulate_media(media="screen")
        page.set_viewport_size({"width": 400, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 400
        browser.close()
    assert said == []
    assert asked == [path.as_uri()]
