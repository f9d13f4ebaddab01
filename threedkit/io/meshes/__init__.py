"""Mesh formats other than glTF, through trimesh."""

from __future__ import annotations

from threedkit.io.meshes.reading import READ_SUFFIXES, load_meshes
from threedkit.io.meshes.writing import WRITE_SUFFIXES, save_meshes

__all__ = ["READ_SUFFIXES", "WRITE_SUFFIXES", "load_meshes", "save_meshes"]
