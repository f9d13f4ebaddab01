"""What the store knows of a model: counts and the bounding box."""

from __future__ import annotations

from typing import TYPE_CHECKING

from threedkit.io.formats import format_named
from threedkit.io.gltf.load import load_gltf
from threedkit.io.loading import GLTF_SUFFIXES
from threedkit.io.meshes import load_meshes
from threedkit.io.report.statistics import statistics_of
from threedkit.store.records import Bounds, Model

if TYPE_CHECKING:
    from pathlib import Path

    from threedkit.scene import Scene

__all__ = ["load_model", "model_of"]


def load_model(data: memoryview, file_format: str, folder: Path | None = None, name: str = "model") -> Scene:
    """Return the scene of a model's bytes.

    Args:
        data: the whole file.
        file_format: its format, e.g. "stl".
        folder: where files beside it are; None: nowhere.
        name: for messages.

    Raises:
        AssetError: it cannot be read, or is no model.
    """
    suffix = f".{format_named(file_format).name}"
    if suffix in GLTF_SUFFIXES:
        return load_gltf(data, folder, name, suffix=suffix)
    return load_meshes(data, suffix, folder, name)


def model_of(scene: Scene, glb: str = "") -> Model:
    """Return what is known of a scene.

    Args:
        scene: a model.
        glb: name of the blob with its canonical GLB.

    Example:
        >>> import threedkit as tk
        >>> scene = tk.Scene()
        >>> _ = scene.add(tk.Mesh(tk.box()))
        >>> model_of(scene).bounds
        Bounds(lower=(-0.5, -0.5, -0.5), upper=(0.5, 0.5, 0.5))
    """
    counted = statistics_of(scene)
    box = counted.bounds
    return Model(
        glb=glb,
        nodes=counted.nodes,
        meshes=counted.meshes,
        primitives=counted.primitives,
        vertices=counted.vertices,
        triangles=counted.triangles,
        materials=counted.materials,
        textures=counted.textures,
        images=counted.images,
        animations=len(counted.animations),
        skins=counted.skins,
        cameras=counted.cameras,
        lights=counted.lights,
        bounds=None if box is None else Bounds(box.min, box.max),
    )
