"""The Python side of the tools around a live view: what is selected, cut, measured, bookmarked, and how it is shown."""

from __future__ import annotations

from threedkit.jupyter.tools.clipping import Clipping
from threedkit.jupyter.tools.measuring import UNITS, Measurement
from threedkit.jupyter.tools.presets import PRESETS, preset_radiance
from threedkit.jupyter.tools.standard import STANDARD_VIEWS
from threedkit.jupyter.tools.syncing import SyncedViews, sync_views
from threedkit.jupyter.tools.traits import SHADINGS, Tools

__all__ = [
    "PRESETS",
    "SHADINGS",
    "STANDARD_VIEWS",
    "UNITS",
    "Clipping",
    "Measurement",
    "SyncedViews",
    "Tools",
    "preset_radiance",
    "sync_views",
]
