"""Punctual lights for the shaders, in glTF's units, and the shadow maps that pyrender draws for them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from threedkit.render.engines.pyrender.api import DirectionalLight as PyrenderSun
from threedkit.render.engines.pyrender.api import SpotLight as PyrenderSpot
from threedkit.scene import DirectionalLight, SpotLight
from threedkit.transforms import matrices

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from threedkit.scene import Light, Node, Pose

    Floats = NDArray[np.float64]

__all__ = ["FIRST_MAP_UNIT", "MAP_SIZE", "Lamp", "defines_of", "lit", "ordered", "uniforms_of"]

MAP_SIZE: Final = 2048
"""Pixels of a shadow map, a side: pyrender's."""

FIRST_MAP_UNIT: Final = 7
"""Texture unit of the first shadow map: suns' first, then spots'."""

_WIDEST: Final = math.radians(75)
"""Widest cone that fits into one shadow map with room for pyrender's margin."""


class Lamp(NamedTuple):
    """A light at a moment.

    Attributes:
        kind: ``"sun"``, ``"bulb"`` or ``"spot"``.
        light: linear RGB times intensity: lux, or candela.
        matrix: world_from_light (4, 4) without scale, about the scene's middle; it shines along -Z.
        cone: for a spot, factor and offset that make of the cosine off the axis the root of its strength.
        range: metres; 0: no end.
        caster: pyrender's light, which holds the shadow map; None: it casts no shadow.
    """

    kind: str
    light: Floats
    matrix: Floats
    cone: tuple[float, float]
    range: float
    caster: Any

    def release(self) -> None:
        """Free the shadow map, in the current context."""
        if self.caster is not None and self.caster.shadow_texture is not None:
            self.caster.shadow_texture.delete()

    @property
    def way(self) -> Floats:
        """The direction (3,) it shines in."""
        return -self.matrix[:3, 2]


def lit(nodes: Iterable[Node], pose: Pose, origin: Floats, maps: int) -> list[Lamp]:
    """The lamps that shine in a pose, the strongest of each kind first; so many of them may cast shadows."""
    found = [
        _lamp(pose.posed(node.light), pose.world_from_node(node), origin)
        for node in nodes
        if node.light is not None and pose.visible(node)
    ]
    found.sort(key=lambda lamp: -float(lamp.light.max(initial=0.0)))
    casting = sorted((lamp for lamp in found if lamp.caster is not None), key=lambda lamp: lamp.kind == "spot")
    dark = {id(lamp) for lamp in casting[maps:]}
    return [Lamp(*lamp[:-1], None) if id(lamp) in dark else lamp for lamp in found if lamp.light.any()]


def _lamp(light: Light, world: Floats, origin: Floats) -> Lamp:
    place, rotation, _ = matrices.decompose(world)
    matrix = matrices.compose(place - origin, rotation, (1.0, 1.0, 1.0))
    strength = np.multiply(light.color, light.intensity)
    reach = float(getattr(light, "range", None) or 0.0)
    if isinstance(light, DirectionalLight):
        return Lamp("sun", strength, matrix, (0.0, 1.0), 0.0, PyrenderSun())
    if not isinstance(light, SpotLight):
        return Lamp("bulb", strength, matrix, (0.0, 1.0), reach, None)
    outer = light.outer_cone_angle
    inner = min(light.inner_cone_angle, outer)
    factor = 1.0 / max(1e-3, math.cos(inner) - math.cos(outer))
    caster = PyrenderSpot(innerConeAngle=0.0, outerConeAngle=outer) if outer <= _WIDEST else None
    return Lamp("spot", strength, matrix, (factor, -factor * math.cos(outer)), reach, caster)


def ordered(lamps: list[Lamp], kind: str) -> list[Lamp]:
    """The lamps of a kind, those with shadow maps first."""
    return sorted((lamp for lamp in lamps if lamp.kind == kind), key=lambda lamp: lamp.caster is None)


def defines_of(lamps: list[Lamp]) -> dict[str, int]:
    """How many there are of each kind, for the shaders."""
    counts = {
        "N_SUNS": len(ordered(lamps, "sun")),
        "N_BULBS": len(ordered(lamps, "bulb")),
        "N_SPOTS": len(ordered(lamps, "spot")),
        "N_SUN_MAPS": sum(lamp.caster is not None for lamp in ordered(lamps, "sun")),
        "N_SPOT_MAPS": sum(lamp.caster is not None for lamp in ordered(lamps, "spot")),
    }
    found = {name: count for name, count in counts.items() if count}
    return found | ({"SPOT_MAP_UNIT": FIRST_MAP_UNIT + counts["N_SUN_MAPS"]} if counts["N_SPOT_MAPS"] else {})


def uniforms_of(lamps: list[Lamp]) -> dict[str, Any]:
    """Uniforms of the lamps; of shadow maps, `Painter` knows."""
    values: dict[str, Any] = {}
    for kind in ("sun", "bulb", "spot"):
        own = ordered(lamps, kind)
        if own:
            values |= {
                f"{kind}_light": [lamp.light for lamp in own],
                f"{kind}_place": [lamp.matrix[:3, 3] for lamp in own],
                f"{kind}_way": [lamp.way for lamp in own],
                f"{kind}_cone": [np.array(lamp.cone) for lamp in own],
                f"{kind}_range": [np.float64(lamp.range) for lamp in own],
            }
    return values
