"""Scenes and jobs in notebooks: the live view, the job monitor, and controls for both.

Importing this package loads no widget library; its names do, on first use.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from threedkit.errors import require

if TYPE_CHECKING:
    from threedkit.jupyter.bundle import mimebundle
    from threedkit.jupyter.player import Player
    from threedkit.jupyter.viewer import Picked, View, view

__all__ = ["Picked", "Player", "View", "mimebundle", "view"]

_HOMES = {
    "Picked": "threedkit.jupyter.viewer",
    "Player": "threedkit.jupyter.player",
    "View": "threedkit.jupyter.viewer",
    "mimebundle": "threedkit.jupyter.bundle",
    "view": "threedkit.jupyter.viewer",
}


def __getattr__(name: str) -> Any:
    """Import a name's module when the name is first used (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    for package in ("ipywidgets", "pythreejs"):
        require(package, extra="jupyter")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
