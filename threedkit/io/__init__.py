"""Files in and out: glTF natively, other mesh formats through trimesh."""

from __future__ import annotations

from threedkit.io.gltf.save import content_hash, to_glb
from threedkit.io.loading import load
from threedkit.io.saving import save

__all__ = ["content_hash", "load", "save", "to_glb"]
