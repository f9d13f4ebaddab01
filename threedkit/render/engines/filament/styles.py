"""Materials whose look changes after loading: with the exposure, because they shine, or because they are animated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from threedkit.scene import Material

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.scene import Pose, Scene

__all__ = ["Styles"]

_DRAWN: Final = frozenset({"base_color", "metallic", "roughness", "emissive", "emissive_strength"})


class Styles:
    """Sets what Filament does not expose or animate by itself.

    Attributes:
        losses: one line for each kind of property whose animation is not drawn.
    """

    def __init__(self, model: Any, scene: Scene) -> None:
        """Find the materials that need it on the meshes of a scene."""
        moved: dict[int, set[str]] = {}
        for animation in scene.animations:
            for channel in animation.channels:
                if isinstance(channel.element, Material):
                    name = channel.pointer if channel.meaning is None else channel.meaning.field
                    moved.setdefault(id(channel.element), set()).add(name)
        lost = sorted({name for names in moved.values() for name in names - _DRAWN})
        self.losses = (f"animated {', '.join(lost)} of materials stand still",) if lost else ()
        self._exposure, self._pose = 1.0, scene.pose(None)
        self._found: list[tuple[Any, Material, bool]] = []
        rows = {id(node): row for row, node in enumerate(scene.nodes)}
        for node in scene.mesh_nodes if model is not None else ():
            for slot, primitive in enumerate(node.mesh.primitives if node.mesh is not None else ()):
                material = primitive.material
                if material is None:
                    continue
                animated = bool(moved.get(id(material), set()) & _DRAWN)
                if animated or material.unlit or _emission(material).any():
                    self._found.append((model.node(rows[id(node)]).material(slot), material, animated))

    def apply(self, pose: Pose, exposure: float) -> None:
        """Show the materials as they are in a pose, at an exposure."""
        if exposure == self._exposure and pose is self._pose:
            return
        only_animated, self._exposure, self._pose = exposure == self._exposure, exposure, pose
        for handle, material, animated in self._found:
            if animated:
                posed = pose.posed(material)
                handle.base_color, handle.metallic, handle.roughness = posed.base_color, posed.metallic, posed.roughness
            elif only_animated:
                continue
            else:
                posed = material
            if posed.unlit:
                rgb = np.minimum(np.array(posed.base_color[:3]) * exposure, 1.0)
                handle.base_color = (*rgb, posed.base_color[3])
            else:
                handle.emissive = _emission(posed) * exposure


def _emission(material: Material) -> NDArray[np.float64]:
    return np.array(material.emissive, np.float64) * material.emissive_strength
