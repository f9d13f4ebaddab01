"""`describe`: what is in a scene, as plain numbers and names."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.errors import AssetError
from threedkit.io.loading import load
from threedkit.scene import Scene

if TYPE_CHECKING:
    from pathlib import Path

    from threedkit.io.files import Bytes
    from threedkit.scene import Animation, Image, Inventory

__all__ = ["describe", "statistics"]


def describe(source: Scene | str | Path | Bytes) -> dict[str, Any]:
    """Counts, sizes and names of what is in a scene: JSON values only.

    Args:
        source: a scene, or what `load` takes.

    Returns:
        `statistics` of the scene, with its name, asset, and the names of nodes with cameras, materials and animations.

    Raises:
        AssetError: the source cannot be read.
    """
    scene = source if isinstance(source, Scene) else load(source)
    parts = scene.inventory
    return {
        "name": scene.name,
        "asset": scene.asset,
        **statistics(scene),
        "environment": None if scene.environment is None else (scene.environment.name or "studio"),
        "camera_names": [node.name for node in scene.camera_nodes],
        "material_names": [material.name for material in parts.materials],
        "animation_list": [_animation(animation) for animation in parts.animations],
        "image_list": [_image(image) for image in parts.images],
    }


def statistics(scene: Scene) -> dict[str, Any]:
    """Numbers about a scene.

    `triangles`, `vertices` and `draw_calls` count what one picture of the scene draws (a mesh that two nodes hold
    counts twice); the lists count what the document holds.
    """
    parts = scene.inventory
    drawn = [primitive for node in scene.mesh_nodes for primitive in node.mesh.primitives]
    return {
        "triangles": sum(primitive.triangle_count for primitive in drawn),
        "vertices": sum(primitive.vertex_count for primitive in drawn),
        "draw_calls": len(drawn),
        "modes": dict(sorted(Counter(primitive.mode for primitive in drawn).items())),
        **_counts(parts),
        "morph_targets": sum(mesh.target_count for mesh in parts.meshes),
        "texture_bytes": _texture_bytes(parts),
        "duration": max((animation.duration for animation in parts.animations), default=0.0),
        "bounds": _bounds(scene),
        "extensions_used": list(scene.extensions_used),
        "extensions_required": list(scene.extensions_required),
    }


def _counts(parts: Inventory) -> dict[str, int]:
    names = ("nodes", "meshes", "materials", "textures", "images", "cameras", "lights", "skins", "animations")
    return {name: len(getattr(parts, name)) for name in names}


def _bounds(scene: Scene) -> list[list[float]] | None:
    with np.errstate(all="ignore"):  # what is too far away for float64 has no bounds
        box = scene.bounds()
    return box.tolist() if bool(np.isfinite(box).all()) else None


def _animation(animation: Animation) -> dict[str, Any]:
    return {"name": animation.name, "duration": animation.duration, "channels": len(animation.channels)}


def _image(image: Image) -> dict[str, Any]:
    return {
        "name": image.name or image.uri,
        "mime_type": image.media_type,
        "size": _size(image),
        "bytes": 0 if image.data is None else len(image.data),
    }


def _size(image: Image) -> list[int] | None:
    """(width, height), or None for an image that Pillow does not read (KTX2) or that is broken."""
    try:
        return list(image.size)
    except AssetError:
        return None


def _texture_bytes(parts: Inventory) -> int:
    """Memory of all images as RGBA with mipmaps: 4/3 of 4 bytes a pixel."""
    sizes = [_size(image) for image in parts.images]
    return sum(width * height * 16 // 3 for width, height in (size for size in sizes if size))
