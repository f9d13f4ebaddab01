"""The environment of a scene in the browser: light from all around, and the background."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pythreejs as three

from threedkit.jupyter.pythreejs import environment as surroundings
from threedkit.jupyter.pythreejs.environment.sky import close_sky, sky
from threedkit.transforms import colors

if TYPE_CHECKING:
    from threedkit.jupyter.pythreejs.convert.material import MaterialBank
    from threedkit.jupyter.sync import Sync
    from threedkit.scene import Environment, Scene

__all__ = ["Surroundings"]

_LIGHT = ("radiance", "rotation", "intensity")
_BACKGROUND = ("background", "background_color")


def _light_map(uri: str) -> Any:
    return three.ImageTexture(
        imageUri=uri,
        mapping="CubeUVReflectionMapping",
        encoding="RGBM16Encoding",
        flipY=False,
        minFilter="LinearFilter",
        generateMipmaps=False,
    )


class Surroundings:
    """Follows `scene.environment`: lights the materials and fills the background of a three.js Scene."""

    def __init__(self, scene: Scene, three_scene: Any, materials: MaterialBank, sync: Sync) -> None:
        """Light the materials and begin to follow."""
        self._scene, self._three, self._materials, self._sync = scene, three_scene, materials, sync
        self._map: Any = None
        self._scale = 0.0
        self._sky: Any = None
        self._reach = 1.0
        sync.watch(scene, self._replaced, ("environment",))
        self._take(scene.environment)

    def _replaced(self, change: Any) -> None:
        if change.old is not None:
            self._sync.release(change.old)
        self._take(change.new)

    def _take(self, environment: Environment | None) -> None:
        if environment is not None:
            self._sync.watch(environment, self._light_changed, _LIGHT)
            self._sync.watch(environment, lambda _: self._show_background(), _BACKGROUND)
        self._make_light()
        self._show_background()

    def _make_light(self) -> None:
        environment, old = self._scene.environment, self._map
        self._map, self._scale = None, 0.0
        if environment is not None:
            encoded = surroundings.light(environment)
            self._map, self._scale = _light_map(encoded.uri), encoded.scale * environment.intensity
        self._materials.light(self._map, self._scale)
        if old is not None:
            old.close()

    def _light_changed(self, change: Any) -> None:
        environment: Environment = change.owner
        if change.name == "intensity" and self._map is not None and change.old:
            self._scale *= change.new / change.old
            self._materials.light(self._map, self._scale)
        else:
            self._make_light()
        if environment.background == "environment":
            self._show_background()

    def _show_background(self) -> None:
        environment, old = self._scene.environment, self._sky
        seen = environment is not None and environment.background == "environment"
        self._sky = sky(environment, self._reach) if seen and environment is not None else None
        others = tuple(child for child in self._three.children if child is not old)
        self._three.children = others if self._sky is None else (*others, self._sky)
        color = (0.0, 0.0, 0.0) if environment is None else environment.background_color
        self._three.background = colors.format_hex(color)
        if old is not None:
            close_sky(old)

    def reach(self, radius: float) -> None:
        """Put the background so far away, metres."""
        self._reach = radius
        if self._sky is not None:
            self._sky.scale = (radius, radius, radius)

    def close(self) -> None:
        """Free the widgets."""
        if self._map is not None:
            self._map.close()
        if self._sky is not None:
            close_sky(self._sky)
