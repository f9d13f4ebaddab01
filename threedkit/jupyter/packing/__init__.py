"""A scene as the browser gets it: glTF JSON, and blobs named by their SHA-256. No widget is involved."""

from __future__ import annotations

from threedkit.jupyter.packing.blobs import Blob
from threedkit.jupyter.packing.limits import LARGEST_TRIANGLES, Limits
from threedkit.jupyter.packing.scene import Packed, pack

__all__ = ["LARGEST_TRIANGLES", "Blob", "Limits", "Packed", "pack"]
