"""pygltflib documents in and out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from threedkit.errors import AssetError, Problem, require
from threedkit.io.gltf import container, save
from threedkit.io.gltf.load import load_gltf

if TYPE_CHECKING:
    from threedkit.scene import Scene

__all__ = ["from_pygltflib", "to_pygltflib"]


def to_pygltflib(scene: Scene) -> Any:
    """The scene as a `pygltflib.GLTF2`, its buffer as the binary blob.

    Raises:
        MissingPackageError: pygltflib is not installed.

    Example:
        >>> import threedkit as tk
        >>> document = tk.Scene().to_pygltflib()
        >>> document.asset.version
        '2.0'
    """
    pygltflib = require("pygltflib", extra="io")
    return pygltflib.GLTF2.load_from_bytes(save.to_glb(scene))


def from_pygltflib(document: Any) -> Scene:
    """A scene from a `pygltflib.GLTF2`. Files that it refers to are looked for where it was loaded from.

    Raises:
        AssetError: the document is not valid; `.problems` lists everything that was found.
    """
    try:
        text = document.gltf_to_json(separators=(",", ":"), indent=None).encode()
        binary = document.binary_blob() or b""
    except (AttributeError, TypeError, ValueError) as error:
        problem = Problem("error", "TYPE_MISMATCH", "", f"not a pygltflib.GLTF2 document: {error}")
        raise AssetError("pygltflib document", [problem]) from error
    text += b" " * (-len(text) % 4)
    binary = bytes(binary) + bytes(-len(binary) % 4)
    front, between = container.header(len(text), len(binary))
    place = getattr(document, "_path", None)  # the folder of a .gltf, the path of a .glb
    folder = None if not place else Path(place) if Path(place).is_dir() else Path(place).parent
    return load_gltf(memoryview(b"".join((front, text, between, binary))), folder, "pygltflib document")
