from __future__ import annotations

from threedkit.runs.widgets import shed_widgets

VIEW = "application/vnd.jupyter.widget-view+json"


def notebook():
    outputs = [
        {"data": {VIEW: {"model_id": "a"}, "image/png": "...", "text/plain": "scene"}},
        {"data": {VIEW: {"model_id": "b"}, "text/plain": "a slider"}},
        {"output_type": "stream", "text": "hello"},
    ]
    state = {"application/vnd.jupyter.widget-state+json": {"state": {"a": {"buffers": "x" * 1000}}}}
    return {"metadata": {"widgets": state}, "cells": [{"source": "#"}, {"outputs": outputs}]}


def test_a_small_state_stays():
    kept = notebook()
    assert not shed_widgets(kept)
    assert kept == notebook()


def test_a_large_state_goes_and_the_stills_stay():
    shed = notebook()
    assert shed_widgets(shed, limit=500)
    assert "widgets" not in shed["metadata"]
    first, second, _ = shed["cells"][1]["outputs"]
    assert first["data"] == {"image/png": "...", "text/plain": "scene"}
    assert VIEW in second["data"]  # nothing else would show there
