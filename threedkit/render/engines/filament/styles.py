"""Materials whose look changes after loading: with the exposure, because they shine, are animated or were edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from threedkit.errors import require
from threedkit.scene import Material

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from threedkit.scene import Pose, Primitive, Scene

__all__ = ["Styles"]

_DRAWN: Final = frozenset({"base_color", "metallic", "roughness", "emissive", "emissive_strength"})


class Styles:
    """Sets what Filament does not expose or animate by itself.

    Attributes:
        losses: one line for each kind of property whose animation is not drawn.
    """

    EDITABLE: Final = _DRAWN

    def __init__(self, model: Any, scene: Scene) -> None:
        """Find the materials that need it; in the model a material's name is its place in the scene.

        Args:
            model: filly's; None: there is nothing to draw.
            scene: what the model was made of.
        """
        moved: dict[int, set[str]] = {}
        for animation in scene.animations:
            for channel in animation.channels:
                if isinstance(channel.element, Material):
                    name = channel.pointer if channel.meaning is None else channel.meaning.field
                    moved.setdefault(id(channel.element), set()).add(name)
        lost = sorted({name for names in moved.values() for name in names - _DRAWN})
        self.losses = (f"animated {', '.join(lost)} of materials stand still",) if lost else ()
        self._model, self._scene = model, scene
        self._materials = scene.materials if model is not None else ()
        self._animated = {row for row, one in enumerate(self._materials) if moved.get(id(one), set()) & _DRAWN}
        self._edited: set[int] = set()
        self._handles: dict[int, list[Any]] = {}
        self._shown: tuple[Pose | None, float] = (None, 1.0)

    def edit(self, rows: Iterable[int]) -> None:
        """Show some materials of the scene from now on as they are now."""
        self._edited.update(rows)
        self._shown = (None, 0.0)

    def apply(self, pose: Pose, exposure: float) -> None:
        """Show the materials as they are in a pose, at an exposure."""
        if self._shown == (pose, exposure):
            return
        brighter = exposure != self._shown[1]
        self._shown = (pose, exposure)
        for row, material in enumerate(self._materials):
            changes = row in self._animated or row in self._edited
            if changes or (brighter and (material.unlit or any(material.emissive))):
                posed = pose.posed(material) if row in self._animated else material
                for handle in self._handles_of(row):
                    _set(handle, posed, exposure, everything=changes)

    def _handles_of(self, row: int) -> list[Any]:
        """Filament's material, or one for each slot that has it, where it has made several of it."""
        if row not in self._handles:
            asset_error = require("filly", extra="render").AssetError
            try:
                self._handles[row] = [self._model.material(str(row))]
            except asset_error:  # there are several of it, or none: nothing that is drawn has it
                self._handles[row] = list(self._slots(row))
        return self._handles[row]

    def _slots(self, row: int) -> Iterable[Any]:
        places = {id(node): place for place, node in enumerate(self._scene.nodes)}
        for node in self._scene.mesh_nodes:
            drawn = filter(_is_written, node.mesh.primitives if node.mesh is not None else ())
            for slot, primitive in enumerate(drawn):
                if primitive.material is self._materials[row]:
                    yield self._model.node(places[id(node)]).material(slot)


def _is_written(primitive: Primitive) -> bool:
    return bool(primitive.vertex_count) and (primitive.indices is None or bool(primitive.indices.size))


def _set(handle: Any, material: Material, exposure: float, *, everything: bool) -> None:
    if material.unlit:
        rgb = np.array(material.base_color[:3], np.float32)
        rgb = rgb if exposure == 1 else np.minimum(rgb * np.float32(exposure), 1.0)
        handle.base_color = (*rgb.tolist(), material.base_color[3])
        return
    if everything:
        handle.base_color, handle.metallic = material.base_color, material.metallic
        handle.roughness = material.roughness
    handle.emissive = (_emission(material) * np.float32(exposure)).tolist()


def _emission(material: Material) -> NDArray[np.float32]:
    """(3,) in single precision, as Filament's loader has it."""
    return np.array(material.emissive, np.float32) * np.float32(material.emissive_strength)
