"""Records into scenes: a stored scene is composed of assets, materials, lights, cameras and animations."""

from threedkit.store.composing.materials import read_material

__all__ = ["read_material"]
