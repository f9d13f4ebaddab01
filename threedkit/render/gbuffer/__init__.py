"""Data images of a scene (depth, normal, position, object id) by one OpenGL pass, for engines that draw colour only."""

from __future__ import annotations

from threedkit.render.gbuffer.buffer import OUTPUTS, GBuffer
from threedkit.render.gbuffer.geometry import LoadedGeometry

__all__ = ["OUTPUTS", "GBuffer", "LoadedGeometry"]
