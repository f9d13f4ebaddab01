"""`save`: a scene into a file whose suffix tells the format."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from threedkit.errors import OutputError
from threedkit.io.gltf.save import save_glb, save_gltf

if TYPE_CHECKING:
    from threedkit.scene import Scene

__all__ = ["save"]


def save(scene: Scene, path: str | Path) -> Path:
    """Write a scene, whole or not at all.

    Args:
        scene: what to write.
        path: .glb, or .gltf (with its .bin and images beside it).

    Returns:
        The path.

    Raises:
        OutputError: the place cannot be written, or the suffix is unknown.
        FieldError: something in the scene has no form in the format.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix == ".glb":
        save_glb(scene, path)
    elif suffix == ".gltf":
        save_gltf(scene, path)
    else:
        raise OutputError(f"{path}: the suffix must be .glb or .gltf")
    return path
