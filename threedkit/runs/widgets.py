"""The widgets that an executed notebook keeps, so that it shows them when it is opened without a kernel."""

from __future__ import annotations

import json
from typing import Any, Final

__all__ = ["MAX_STATE", "shed_widgets"]

MAX_STATE: Final = 8 * 2**20
"""Most bytes of widget state that an executed notebook keeps: larger ones are not shown by GitHub and open slowly."""

_VIEW: Final = "application/vnd.jupyter.widget-view+json"


def shed_widgets(notebook: Any, limit: int = MAX_STATE) -> bool:
    """Take the widgets out of a notebook whose widget state is too large: their stills stay.

    Args:
        notebook: an nbformat notebook; changed in place.
        limit: bytes of state that may stay.

    Returns:
        Whether the widgets were taken out.

    Example:
        >>> shed_widgets({"metadata": {"widgets": {}}, "cells": []})
        False
    """
    state = notebook["metadata"].get("widgets")
    if not state or len(json.dumps(state)) <= limit:
        return False
    del notebook["metadata"]["widgets"]
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            if _VIEW in data and any(kind.startswith(("image/", "text/html")) for kind in data):
                del data[_VIEW]
    return True
