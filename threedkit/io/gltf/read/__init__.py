"""From a checked document to a Scene: one module for each kind of object."""

from __future__ import annotations

from threedkit.io.gltf.read.lost import warn_of_lost_data
from threedkit.io.gltf.read.scene import read_scene

__all__ = ["read_scene", "warn_of_lost_data"]
