from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def backend(monkeypatch):
    """`tk.view` gives the view on pythreejs."""
    monkeypatch.setenv("THREEDKIT_VIEW", "pythreejs")
