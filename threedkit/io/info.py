"""`describe`: what is in a scene, as plain numbers and names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from threedkit.io.loading import load
from threedkit.io.report.statistics import statistics_of
from threedkit.scene import Scene

if TYPE_CHECKING:
    from pathlib import Path

    from threedkit.io.files import Bytes

__all__ = ["describe"]


def describe(source: Scene | str | Path | Bytes) -> dict[str, Any]:
    """Counts, sizes and names of what is in a scene: JSON values only.

    Args:
        source: a scene, or what `load` takes.

    Returns:
        The fields of `Statistics`, with the scene's name, asset and environment, and the names of the nodes with
        cameras and of the materials.

    Raises:
        AssetError: the source cannot be read.
    """
    scene = source if isinstance(source, Scene) else load(source)
    return {
        "name": scene.name,
        "asset": scene.asset,
        **statistics_of(scene).to_dict(),
        "environment": None if scene.environment is None else (scene.environment.name or "studio"),
        "camera_names": [node.name for node in scene.camera_nodes],
        "material_names": [material.name for material in scene.materials],
    }
