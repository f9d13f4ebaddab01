"""Views that a cell has shown, so that running it again frees them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from threedkit.jupyter.base import SceneView

__all__ = ["replace_in_cell"]

_shown: dict[str, tuple[str, list[SceneView]]] = {}


def _run() -> tuple[str, str]:
    """The notebook's cell and the message that runs it; empty where the front end does not tell."""
    ipython = sys.modules.get("IPython")
    shell: Any = ipython.get_ipython() if ipython is not None else None
    parent: dict[str, Any] = getattr(shell, "get_parent", dict)() or {}
    cell = parent.get("metadata", {}).get("cellId", "")
    return str(cell), str(parent.get("header", {}).get("msg_id", ""))


def replace_in_cell(view: SceneView) -> None:
    """Remember a view as shown by the running cell, and close those of the cell's earlier runs."""
    cell, message = _run()
    if not cell:
        return
    earlier, views = _shown.get(cell, (message, []))
    if earlier != message:
        for old in views:
            old.close()
        views = []
    _shown[cell] = (message, [*views, view])
