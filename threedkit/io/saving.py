"""`save`: a scene into a file whose suffix tells the format."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from threedkit.errors import OutputError
from threedkit.io.gltf.save import save_glb, save_gltf
from threedkit.io.meshes import WRITE_SUFFIXES, save_meshes

if TYPE_CHECKING:
    from threedkit.scene import Scene

__all__ = ["save"]

_WRITERS = {".glb": save_glb, ".gltf": save_gltf, **dict.fromkeys(WRITE_SUFFIXES, save_meshes)}


def save(scene: Scene, path: str | Path) -> Path:
    """Write a scene, whole or not at all.

    Args:
        scene: what to write.
        path: .glb, .gltf (with its .bin and images beside it), or .obj, .stl and .ply (triangles at rest).

    Returns:
        The path.

    Raises:
        OutputError: the place cannot be written, or the suffix is unknown.
        FieldError: something in the scene has no form in the format.
    """
    path = Path(path)
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        raise OutputError(f"{path}: the suffix must be one of {', '.join(_WRITERS)}")
    writer(scene, path)
    return path
