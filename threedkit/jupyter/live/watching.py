"""Which part of a scene has changed, and what of the browser's document that concerns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from threedkit.jupyter.sync import Sync
from threedkit.scene import Camera, Environment, Light, Material, Node, Primitive, Scene, TextureInfo
from threedkit.scene.copying import parts_of
from threedkit.scene.materials import Layer

if TYPE_CHECKING:
    from collections.abc import Callable

    from threedkit.scene import Element

__all__ = ["STRUCTURE", "Watcher"]

STRUCTURE: Final = "structure"
"""The field that stands for a change of more than values."""

_UNSEEN: Final = {"extras", "extensions", "nested", "formats", "custom", "variant", "plain_material"}
_NODE: Final = {
    "position": "matrix", "rotation": "matrix", "scale": "matrix", "matrix": "matrix", "visible": "visible",
    "weights": "weights",
}  # fmt: skip
_SCENE: Final = {"roots", "environment", "animations"}


class Watcher:
    """Observes every part of a scene, and says which element's values, or that the structure has changed.

    Example:
        >>> watcher = Watcher(scene, print)  # doctest: +SKIP
        >>> material.roughness = 0.5  # doctest: +SKIP
        <Material 'paint'> value roughness
    """

    def __init__(self, scene: Scene, tell: Callable[[Element, str, str], None]) -> None:
        """Begin to watch.

        Args:
            scene: what to watch.
            tell: called with an element and "matrix", "visible", "weights" of a node, "material" of a primitive,
                "value" of a material, light, camera or environment, or STRUCTURE, and the name of the trait.
        """
        self._scene, self._tell = scene, tell
        self._sync = Sync()
        self._watched: dict[int, Element] = {}
        self._owners: dict[int, list[Material]] = {}  # of layers and uses of textures
        self.renew()

    def renew(self) -> None:
        """Watch what is in the scene now, and no more what has left it."""
        parts = {id(part): part for part in parts_of(self._scene)}
        for key in [key for key in self._watched if key not in parts]:
            self._sync.release(self._watched.pop(key))
        for key, part in parts.items():
            if key not in self._watched:
                self._watch(part)
        self._owners.clear()
        for part in parts.values():
            if isinstance(part, Material):
                self._own(part)

    def _watch(self, part: Element) -> None:
        self._watched[id(part)] = part
        self._sync.watch(part, self._changed)

    def _own(self, material: Material) -> None:
        for part in (*material.layers().values(), *material.slots().values()):
            owners = self._owners.setdefault(id(part), [])
            if not any(owner is material for owner in owners):
                owners.append(material)
            if id(part) not in self._watched:
                self._watch(part)

    def _changed(self, change: Any) -> None:
        part, name = change.owner, change.name
        if name in _UNSEEN or name.startswith("_"):
            return
        if isinstance(part, Scene):
            self._of_scene(part, name)
        elif isinstance(part, Node):
            if name != "levels":
                self._tell(part, _NODE.get(name, STRUCTURE), name)
        elif isinstance(part, (Layer, TextureInfo, Material)):
            for material in [part] if isinstance(part, Material) else self._owners.get(id(part), ()):
                self._own(material)
                self._tell(material, "value", name)
        elif isinstance(part, Primitive) and name == "material":
            self._tell(part, "material", name)
        elif not isinstance(part, (Light, Camera, Environment)):
            self._tell(part, STRUCTURE, name)
        elif not isinstance(part, Environment) or part is self._scene.environment:
            self._tell(part, "value", name)

    def _of_scene(self, scene: Scene, name: str) -> None:
        if name not in _SCENE:
            return
        if name == "environment":
            if scene.environment is not None and id(scene.environment) not in self._watched:
                self._watch(scene.environment)
            self._tell(scene, "environment", name)
        else:
            self._tell(scene, STRUCTURE, name)

    def close(self) -> None:
        """End, and let go of who was told."""
        self._tell = lambda *_: None
        self._sync.close()
        self._watched.clear()
        self._owners.clear()
