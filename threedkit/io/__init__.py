"""Files in and out: glTF natively, other mesh formats through trimesh."""

from __future__ import annotations

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
