"""What a Scene does through the rooms above it, by name.

`scene/` knows no file format, engine or widget. Methods such as `Scene.save` are bound here to the room that does
the work, which is imported when the method is first called.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["PORTS", "port"]

PORTS = {
    "to_glb": "threedkit.io:to_glb",
    "save": "threedkit.io:save",
    "content_hash": "threedkit.io:content_hash",
    "to_pygltflib": "threedkit.io:to_pygltflib",
    "mimebundle": "threedkit.jupyter:mimebundle",
    "show": "threedkit.jupyter:show_scene",
    "to_html": "threedkit.jupyter:save_scene_html",
}
"""Name of the port: "module:function", whose first parameter is the scene."""


def port(name: str) -> Callable[..., Any]:
    """The function that stands behind a port."""
    module, _, function = PORTS[name].partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), function)
    return found
