"""`save`: a scene into a file whose suffix tells the format."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from threedkit.errors import OutputError
from threedkit.io.gltf.save import save_glb, save_gltf
from threedkit.io.meshes import WRITE_SUFFIXES, save_meshes

if TYPE_CHECKING:
    from threedkit.scene import Scene

__all__ = ["SUFFIXES", "save"]

_GLTF = {".glb": save_glb, ".gltf": save_gltf}

SUFFIXES = (*_GLTF, *WRITE_SUFFIXES)
"""The suffixes of the formats that can be written."""


def save(scene: Scene, path: str | Path, *, compression: str | None = None) -> Path:
    """Write a scene, whole or not at all.

    Args:
        scene: what to write.
        path: .glb, .gltf (with its .bin and images beside it), or .obj, .stl and .ply (triangles at rest).
        compression: of the meshes in .glb and .gltf: "meshopt" (without loss), "draco" (quantised) or "" for none;
            None: what `Scene.compression` says. `ops.compress` makes the most of either.

    Returns:
        The path.

    Raises:
        OutputError: the place cannot be written, or the suffix is unknown.
        FieldError: something in the scene has no form in the format, or there is no such compression.
        MissingPackageError: the compression's package is not installed.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix in _GLTF:
        _GLTF[suffix](scene, path, compression)
    elif suffix not in WRITE_SUFFIXES:
        raise OutputError(f"{path}: the suffix must be one of {', '.join(SUFFIXES)}")
    elif compression:
        raise OutputError(f"{path}: compression={compression!r} is for {' and '.join(_GLTF)}")
    else:
        save_meshes(scene, path)
    return path
