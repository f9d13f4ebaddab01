"""Punctual lights in Filament: glTF's units, shadows, and what Filament does differently put right."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from threedkit.scene import DirectionalLight, PointLight
from threedkit.transforms import bounds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.scene import Light, Node, Pose, Scene

__all__ = ["LightRig"]

_FAR: Final = 120.0
"""Radii of the scene from which a second directional light shines as a spot."""
_PENUMBRA: Final = 1.1 / 1024
"""Filament fades a cone over at least 1 / 1024 of the cosine; inside the inner cone it then shines in full."""
_UNLIMITED: Final = 1e3
"""Times the size of everything: the range of a light that has none."""
_SHADOW_MAP: Final = 2048
_SHADOWED_POINTS: Final = 8
"""Point lights that cast shadows: six maps each, and a view has 64."""


class LightRig:
    """The lights of one loaded scene.

    Filament (1.6x) draws one directional light a view, so further ones become spot lights far away. Its glTF loader
    guesses a range from the intensity where the file gives none; glTF means no limit (KHR_lights_punctual).
    """

    def __init__(self, view: Any, model: Any, scene: Scene) -> None:
        """Set up all lights of a scene that is at rest."""
        self._view = view
        self.center, self.radius = _extent(scene)
        nodes = scene.light_nodes
        row = {id(node): number for number, node in enumerate(scene.nodes)} if nodes else {}
        handles = [(node, model.light(row[id(node)])) for node in nodes]
        suns = [(node, handle) for node, handle in handles if isinstance(node.light, DirectionalLight)]
        suns.sort(key=lambda sun: -_strength(sun[0].light))
        self._spots = [(node, self._far_spot(node.light)) for node, _ in suns[1:]]
        for _, handle in suns[1:]:
            handle.close()
        local = [(node, handle) for node, handle in handles if isinstance(node.light, PointLight)]
        self._limit_ranges(local)
        view.shadows = bool(handles)
        self._cast_shadows([handle for _, handle in suns[:1]], local)

    def follow(self, pose: Pose) -> None:
        """Turn the lights that Filament's own hierarchy does not move."""
        for node, spot in self._spots:
            world = pose.world_from_node(node)
            direction = -world[:3, 2] / np.linalg.norm(world[:3, 2])
            spot.position = (self.center - direction * self._distance).tolist()
            spot.direction = direction.tolist()

    @property
    def _distance(self) -> float:
        return _FAR * self.radius

    def _far_spot(self, light: Light) -> Any:
        """Illuminance E at distance d takes an intensity of E d^2 candela."""
        distance = self._distance
        inner = math.asin(1.05 / _FAR)
        outer = math.acos(math.cos(inner) - _PENUMBRA)
        return self._view.add_spot_light(
            position=(self.center + np.array([0.0, distance, 0.0])).tolist(),
            direction=(0.0, -1.0, 0.0),
            intensity=light.intensity * distance**2,
            color=light.color,
            range=_UNLIMITED * distance,
            cone_deg=(math.degrees(inner), math.degrees(outer)),
        )

    def _limit_ranges(self, lights: list[tuple[Node, Any]]) -> None:
        for node, handle in lights:
            light: Any = node.light
            away = float(np.linalg.norm(node.world_from_node[:3, 3] - self.center))
            handle.range = light.range if light.range is not None else _UNLIMITED * (away + self.radius)

    def _cast_shadows(self, suns: list[Any], local: list[tuple[Node, Any]]) -> None:
        spots = [handle for node, handle in local if handle.type == "spot"] + [spot for _, spot in self._spots]
        points = [handle for node, handle in local if handle.type == "point"]
        for handle in (*suns, *spots, *points[:_SHADOWED_POINTS]):
            handle.shadow_map_size = _SHADOW_MAP
            handle.shadow_constant_bias = 1e-3 * self.radius
            handle.casts_shadows = True


def _strength(light: Light | None) -> float:
    return 0.0 if light is None else light.intensity * max(light.color)


def _extent(scene: Scene) -> tuple[NDArray[np.float64], float]:
    box = scene.bounds()
    if bounds.is_empty(box) or not np.isfinite(box).all():
        return np.zeros(3), 1.0
    radius = bounds.radius(box)
    return bounds.center(box), radius if radius > 0 and math.isfinite(radius) else 1.0
