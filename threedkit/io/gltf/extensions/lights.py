"""KHR_lights_punctual: directional, point and spot lights."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from msgspec import Meta

from threedkit.io.gltf.schema import Fraction, Index, NotNegative, Positive, Property

__all__ = ["LIGHTS", "LightData", "LightList", "NodeLight", "SpotData"]

LIGHTS: Final = "KHR_lights_punctual"

HalfTurn = Annotated[float, Meta(ge=0.0, le=1.5707963705062866)]  # pi / 2 rounded up to float32


class SpotData(Property, rename="camel", omit_defaults=True, kw_only=True):
    """The cone of a spot light."""

    inner_cone_angle: HalfTurn = 0.0
    outer_cone_angle: HalfTurn = 0.7853981633974483


class LightData(Property, rename="camel", omit_defaults=True, kw_only=True):
    """A light."""

    type: Literal["directional", "point", "spot"]
    name: str = ""
    color: tuple[Fraction, Fraction, Fraction] = (1.0, 1.0, 1.0)
    intensity: NotNegative = 1.0
    range: Positive | None = None
    spot: SpotData | None = None


class LightList(Property, rename="camel", omit_defaults=True, kw_only=True):
    """The extension at the root."""

    lights: list[LightData]


class NodeLight(Property, rename="camel", omit_defaults=True, kw_only=True):
    """The extension at a node."""

    light: Index
