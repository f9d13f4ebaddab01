"""Punctual lights in Filament: glTF's units, shadows, and what Filament does differently put right."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from threedkit.scene import DirectionalLight, Light, PointLight
from threedkit.transforms import bounds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from threedkit.scene import Edit, Node, Pose, Scene

__all__ = ["LightRig"]

_FAR: Final = 16.0
"""Radii of the scene from which a second directional light shines as a spot: from farther, its shadow map is too
coarse in depth (at 20 radii it begins to fail)."""
_LIT: Final = 0.35
"""Radii in front of the middle where such a spot has exactly the sun's illuminance: lit surfaces face the light."""
_PENUMBRA: Final = 1.1 / 1024
"""Filament fades a cone over at least 1 / 1024 of the cosine; inside the inner cone it then shines in full."""
_UNLIMITED: Final = 20.0
"""Times the size of everything: the range of a light that has none. Its window then takes 1e-5 of the light; more
would cost the depth of shadow maps, which reach as far as the range."""
_SHADOW_MAP: Final = 2048
_COMFORTABLE: Final = (0.1, 10.0)
_SHADOWED_POINTS: Final = 8
"""Point lights that cast shadows: six maps each, and a view has 64."""


class LightRig:
    """The lights of one loaded scene.

    Filament (1.6x) draws one directional light a view, so further ones become spot lights far away. Its glTF loader
    guesses a range from the intensity where the file gives none; glTF means no limit (KHR_lights_punctual).
    """

    EDITABLE: Final = frozenset({"color", "intensity", "range"})

    def __init__(self, view: Any, model: Any, scene: Scene) -> None:
        """Set up all lights of a scene that is at rest."""
        self._view, self._model, self._scene = view, model, scene
        nodes = scene.light_nodes
        row = {id(node): number for number, node in enumerate(scene.nodes)} if nodes else {}
        handles = {id(node): model.light(row[id(node)]) for node in nodes}
        self._suns = _suns(scene)
        self._sun = [(node, handles[id(node)]) for node in self._suns[:1]]
        self._spots = [(node, self._far_spot()) for node in self._suns[1:]]
        for node in self._suns[1:]:
            handles[id(node)].close()
        self._local = [(node, handles[id(node)]) for node in nodes if isinstance(node.light, PointLight)]
        self._shadowed = self._casting()
        self.unit = 1.0
        self._settle()
        view.shadows = bool(nodes)

    def follows(self, edits: Sequence[Edit]) -> bool:
        """Whether these edits of lights can be shown: which sun is Filament's own must not change."""
        edited = [self._scene.lights[edit.row] for edit in edits]
        return len(self._suns) < 2 or not any(isinstance(light, DirectionalLight) for light in edited)

    def edit(self) -> None:
        """Show edits of nodes and lights that the scene has taken over."""
        self._settle()
        for node, handle, factor in self._lamps:
            handle.intensity, handle.color = node.light.intensity * factor, node.light.color

    def _settle(self) -> None:
        """Set what depends on where everything is and how bright the lights are."""
        center, radius = _extent(self._scene)
        unit = 1.0 if self._model is None else _unit(self._scene, radius)
        if unit != self.unit:
            self._model.transform = np.diag([unit] * 3 + [1.0])
        self.unit, self.center, self.radius = unit, center * unit, radius * unit
        self._changes = _changes(self._scene)
        far = (_FAR * self.radius - _LIT * self.radius) ** 2
        self._lamps = [(node, handle, 1.0) for node, handle in self._sun]
        self._lamps += [(node, handle, far) for node, handle in self._spots]
        self._lamps += [(node, handle, unit**2) for node, handle in self._local]
        for node, spot in self._spots:
            spot.intensity, spot.color, spot.range = (
                node.light.intensity * far,
                node.light.color,
                _UNLIMITED * self._distance,
            )
        for node, handle in self._local:
            self._limit_range(node, handle)
        for handle in self._shadowed:
            handle.shadow_constant_bias = 1e-3 * self.radius

    def follow(self, pose: Pose) -> None:
        """Turn the lights that Filament's own hierarchy does not move, and dim those that are hidden or animated."""
        for node, spot in self._spots:
            world = pose.world_from_node(node)
            direction = -world[:3, 2] / np.linalg.norm(world[:3, 2])
            spot.position = (self.center - direction * self._distance).tolist()
            spot.direction = direction.tolist()
        for node, handle, factor in self._lamps if self._changes else ():
            light = pose.posed(node.light)
            handle.intensity = light.intensity * factor if pose.visible(node) else 0.0
            handle.color = light.color

    @property
    def _distance(self) -> float:
        return _FAR * self.radius

    def _far_spot(self) -> Any:
        """A spot that shines like a sun; where from, how far and how bright is set later."""
        inner = math.asin(1.05 / _FAR)
        outer = math.acos(math.cos(inner) - _PENUMBRA)
        cone = (math.degrees(inner), math.degrees(outer))
        return self._view.add_spot_light(position=(0.0, 1.0, 0.0), direction=(0.0, -1.0, 0.0), cone_deg=cone)

    def _limit_range(self, node: Node, handle: Any) -> None:
        light: Any = node.light
        away = float(np.linalg.norm(node.world_from_node[:3, 3] * self.unit - self.center))
        limited = light.range is not None
        handle.range = light.range * self.unit if limited else _UNLIMITED * (away + self.radius)
        handle.intensity = light.intensity * self.unit**2

    def _casting(self) -> list[Any]:
        """Let lights cast shadows, as many as a view has room for."""
        spots = [handle for _, handle in self._local if handle.type == "spot"] + [spot for _, spot in self._spots]
        points = [handle for _, handle in self._local if handle.type == "point"]
        chosen = [*(handle for _, handle in self._sun), *spots, *points[:_SHADOWED_POINTS]]
        for handle in chosen:
            handle.shadow_map_size = _SHADOW_MAP
            handle.shadow_normal_bias = 0.0  # it would push the backs of double-sided surfaces into their own shadow
            handle.casts_shadows = True
        return chosen


def _suns(scene: Scene) -> list[Node]:
    """Nodes with a directional light, the brightest first."""
    found = [node for node in scene.light_nodes if isinstance(node.light, DirectionalLight)]
    return sorted(found, key=lambda node: -_strength(node.light))


def _changes(scene: Scene) -> bool:
    """Whether a light may be hidden, or is animated itself."""
    moved = (channel for clip in scene.animations for channel in clip.channels if channel.meaning is not None)
    told = any(isinstance(channel.target, Light) or channel.meaning.field == "visible" for channel in moved)
    return told or not all(node.visible for node in scene.nodes)


def _strength(light: Light | None) -> float:
    return 0.0 if light is None else light.intensity * max(light.color)


def _unit(scene: Scene, radius: float) -> float:
    """Factor on all lengths: 1, or what brings a very small or large scene with lamps to a radius of 1 metre.

    Filament's shadow maps of point and spot lights begin at a fixed distance, and within 1 cm its lamps get no
    brighter. The thickness of glass is measured in the scene's own unit, so a scene with such glass is left alone.
    """
    kinds = [isinstance(node.light, DirectionalLight) for node in scene.light_nodes]
    lamps = kinds.count(False) > 0 or kinds.count(True) > 1
    low, high = _COMFORTABLE
    if not lamps or low <= radius <= high or any(material.volume is not None for material in scene.materials):
        return 1.0
    return 1.0 / radius


def _extent(scene: Scene) -> tuple[NDArray[np.float64], float]:
    box = scene.bounds()
    if bounds.is_empty(box) or not np.isfinite(box).all():
        return np.zeros(3), 1.0
    radius = bounds.radius(box)
    return bounds.center(box), radius if radius > 0 and math.isfinite(radius) else 1.0
