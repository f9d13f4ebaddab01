"""`load`: a scene from a file or bytes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from threedkit.io import files
from threedkit.io.gltf.load import load_gltf

if TYPE_CHECKING:
    from threedkit.io.files import Bytes
    from threedkit.scene import Scene

__all__ = ["load"]


def load(source: str | Path | Bytes, *, allow_network: bool = False) -> Scene:  # noqa: ARG001 - follows
    """Read a scene.

    Args:
        source: a path, or the bytes of a .glb or of a .gltf with its data embedded.
        allow_network: let an http(s) URL be fetched.

    Raises:
        AssetError: it cannot be read; `.problems` lists everything that was found.
    """
    if isinstance(source, (str, Path)):
        path = Path(source)
        return load_gltf(files.read(path), path.parent, str(path))
    data = memoryview(source)
    return load_gltf(data if data.readonly else memoryview(bytes(data)), None, "bytes")
