"""The configurator as a web page, seen through headless Chromium."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from threedkit.runs import dashboard

pytestmark = [pytest.mark.browser, pytest.mark.cluster]


def test_the_configurator_shows_and_renders(browser, open_tab, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    with dashboard("configurator") as server:
        tab = open_tab(browser, server.url)
        picture = tab.picture_when(lambda new: (new[..., 2].astype(int) - new[..., 0] > 40).mean() > 0.05)
        assert picture.shape[0] == 460

        # A colour picked on the page is seen in the picture.
        color = tab.page.locator(".widget-colorpicker input[type=color]").first
        color.evaluate(
            "(input, text) => { input.value = text; input.dispatchEvent(new Event('change', {bubbles: true})) }",
            "#e03010",
        )
        tab.picture_when(lambda new: (new[..., 0].astype(int) - new[..., 2] > 40).mean() > 0.05)

        tab.page.get_by_role("button", name="Render").click()
        result = tab.page.locator("img.threedkit-result")
        result.wait_for(timeout=120_000)
        assert result.evaluate("image => image.naturalWidth") == 640
        if folder := os.environ.get("THREEDKIT_PICTURES"):
            tab.page.screenshot(path=str(Path(folder) / "configurator.png"), full_page=True)
        assert not tab.complaints
