"""Files in and out: glTF natively, other mesh formats through trimesh.

Each name comes from its module when it is first used: who writes a document needs no reader, no checks and no report.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from threedkit.io.environment import load_environment
    from threedkit.io.gltf.save import content_hash, to_glb
    from threedkit.io.info import describe
    from threedkit.io.loading import load
    from threedkit.io.pygltflib import from_pygltflib, to_pygltflib
    from threedkit.io.report import Profile, Report, Statistics, validate
    from threedkit.io.saving import save

__all__ = [
    "Profile",
    "Report",
    "Statistics",
    "content_hash",
    "describe",
    "from_pygltflib",
    "load",
    "load_environment",
    "save",
    "to_glb",
    "to_pygltflib",
    "validate",
]

_HOMES = {
    "Profile": "report",
    "Report": "report",
    "Statistics": "report",
    "content_hash": "gltf.save",
    "describe": "info",
    "from_pygltflib": "pygltflib",
    "load": "loading",
    "load_environment": "environment",
    "save": "saving",
    "to_glb": "gltf.save",
    "to_pygltflib": "pygltflib",
    "validate": "report",
}


def __getattr__(name: str) -> Any:
    """Import a name's module when the name is first used (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
    return value


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
