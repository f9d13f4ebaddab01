"""Engine `mitsuba`: the path tracer Mitsuba 3."""

from __future__ import annotations

from threedkit.render.engines.mitsuba.engine import MitsubaEngine
from threedkit.render.engines.mitsuba.loaded import LoadedScene

__all__ = ["LoadedScene", "MitsubaEngine"]
