"""Scenes and jobs in notebooks: the live view, the job monitor, and controls for both.

Importing this package loads no widget library; its names do, on first use.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from threedkit.jupyter.base import Picked
    from threedkit.jupyter.bundle import mimebundle, show_scene
    from threedkit.jupyter.configurator import Configurator
    from threedkit.jupyter.controls import EnvironmentControls, ExposureControl, LightControls, MaterialControls
    from threedkit.jupyter.live.widget import View
    from threedkit.jupyter.monitor.display import job_mimebundle, show_job
    from threedkit.jupyter.monitor.widget import JobMonitor
    from threedkit.jupyter.pictures.saving import save_scene_html
    from threedkit.jupyter.showing import view
    from threedkit.jupyter.tools.clipping import Clipping
    from threedkit.jupyter.tools.syncing import SyncedViews, sync_views

__all__ = [
    "Clipping",
    "Configurator",
    "EnvironmentControls",
    "ExposureControl",
    "JobMonitor",
    "LightControls",
    "MaterialControls",
    "Picked",
    "SyncedViews",
    "View",
    "job_mimebundle",
    "mimebundle",
    "save_scene_html",
    "show_job",
    "show_scene",
    "sync_views",
    "view",
]

_HOMES = {
    "Clipping": "threedkit.jupyter.tools.clipping",
    "Configurator": "threedkit.jupyter.configurator",
    "EnvironmentControls": "threedkit.jupyter.controls",
    "ExposureControl": "threedkit.jupyter.controls",
    "JobMonitor": "threedkit.jupyter.monitor.widget",
    "LightControls": "threedkit.jupyter.controls",
    "MaterialControls": "threedkit.jupyter.controls",
    "Picked": "threedkit.jupyter.base",
    "SyncedViews": "threedkit.jupyter.tools.syncing",
    "View": "threedkit.jupyter.live.widget",
    "job_mimebundle": "threedkit.jupyter.monitor.display",
    "mimebundle": "threedkit.jupyter.bundle",
    "save_scene_html": "threedkit.jupyter.pictures.saving",
    "show_job": "threedkit.jupyter.monitor.display",
    "show_scene": "threedkit.jupyter.bundle",
    "sync_views": "threedkit.jupyter.tools.syncing",
    "view": "threedkit.jupyter.showing",
}


def __getattr__(name: str) -> Any:
    """Import a name's module when the name is first used (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from threedkit.errors import require

    for package in ("ipywidgets", "anywidget"):
        require(package, extra="jupyter")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
