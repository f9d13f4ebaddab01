"""From a checked document to a Scene: one module for each kind of object."""

from __future__ import annotations

from threedkit.io.gltf.read.scene import read_scene

__all__ = ["read_scene"]
