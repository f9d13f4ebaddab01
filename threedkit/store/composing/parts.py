"""The parts of a scene as the store has them. Whoever may see a scene sees what it is made of."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from threedkit.errors import AssetError, Problem
from threedkit.io import load_environment
from threedkit.io.formats import format_named
from threedkit.store.composing.materials import read_material
from threedkit.store.elements import environment_of
from threedkit.store.models import load_model

if TYPE_CHECKING:
    from threedkit.scene import Environment, Material, Scene
    from threedkit.store.facade import Store
    from threedkit.store.records import AnimationRecord, EnvironmentSpec

__all__ = ["StoredParts"]


class StoredParts:
    """Parts from a store; see `Parts`. Each blob is read once.

    Args:
        store: in the name of somebody who sees everything.
    """

    def __init__(self, store: Store) -> None:
        """Begin with nothing read."""
        self._store = store
        self._models: dict[str, tuple[str, Scene]] = {}
        self._materials: dict[str, Material] = {}

    def model(self, asset_id: str) -> tuple[str, Scene]:
        """Return the name of an asset, and a scene of it: the caller's own."""
        if asset_id not in self._models:
            asset = self._store.assets.get(asset_id)
            if asset.model is not None and asset.model.glb:
                scene = load_model(memoryview(self._store.blobs.get(asset.model.glb)), "glb", None, asset.name)
            else:
                scene = self._store.load(asset_id)
            self._models[asset_id] = (asset.name, scene)
        name, scene = self._models[asset_id]
        return name, scene.copy()

    def material(self, material_id: str) -> Material:
        """Return a material; the same one for all that use it."""
        if material_id not in self._materials:
            record = self._store.materials.get(material_id)
            material = read_material(record.definition, self._store.read)
            material.name = material.name or record.name
            self._materials[material_id] = material
        return self._materials[material_id]

    def animation(self, animation_id: str) -> AnimationRecord:
        """Return an animation as it was written down."""
        return self._store.animations.get(animation_id)

    def environment(self, spec: EnvironmentSpec) -> Environment:
        """Return an environment with its picture."""
        asset = self._store.assets.get(spec.asset_id)
        if asset.asset_type != "environment":
            problem = Problem("error", "UNSUPPORTED_FORMAT", "", f"it is no environment but a {asset.asset_type}")
            raise AssetError(f"asset {asset.name}", [problem])
        with tempfile.TemporaryDirectory(prefix="threedkit-") as folder:  # OpenEXR reads files only
            path = Path(folder) / f"environment.{format_named(asset.file_format).name}"
            path.write_bytes(self._store.read(asset.asset_id))
            made = load_environment(path, name=asset.name, uri="")
        plain = environment_of(spec)
        made.intensity, made.rotation = plain.intensity, plain.rotation
        made.background, made.background_color = plain.background, plain.background_color
        return made
