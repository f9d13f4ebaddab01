"""Drivers that the raster engines share: OpenGL through EGL."""

from threedkit.render.drivers.probe import Driver, probe_driver

__all__ = ["Driver", "probe_driver"]
