"""Data images of a scene (depth, normals, ids, motion ...) by one OpenGL pass, for engines that draw colour only."""

from __future__ import annotations

from threedkit.render.gbuffer.buffer import OUTPUTS, GBuffer
from threedkit.render.gbuffer.data import DataPass
from threedkit.render.gbuffer.geometry import LoadedGeometry
from threedkit.render.gbuffer.plan import Moment
from threedkit.render.gbuffer.surface import material_ids, material_names

__all__ = ["OUTPUTS", "DataPass", "GBuffer", "LoadedGeometry", "Moment", "material_ids", "material_names"]
