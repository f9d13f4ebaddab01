"""Records into scenes: a stored scene is composed of assets, materials, lights, cameras and animations."""

from threedkit.store.composing.materials import read_material
from threedkit.store.composing.parts import StoredParts
from threedkit.store.composing.scenes import Parts, compose

__all__ = ["Parts", "StoredParts", "compose", "read_material"]
