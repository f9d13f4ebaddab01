"""KHR_lights_punctual: directional, point and spot lights."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from msgspec import Meta

from threedkit.io.gltf.schema import OF_TYPE, Fraction, Index, Items, NotNegative, Positive, Property

__all__ = ["LIGHTS", "LightData", "LightList", "NodeLight", "SpotData"]

LIGHTS: Final = "KHR_lights_punctual"

_RIGHT_ANGLE: Final = 1.5707963267948966
InnerAngle = Annotated[float, Meta(ge=0.0, lt=_RIGHT_ANGLE)]
OuterAngle = Annotated[float, Meta(gt=0.0, le=_RIGHT_ANGLE)]


class SpotData(Property, rename="camel", omit_defaults=True, kw_only=True):
    """The cone of a spot light."""

    inner_cone_angle: InnerAngle = 0.0
    outer_cone_angle: OuterAngle = 0.7853981633974483


class LightData(Property, rename="camel", omit_defaults=True, kw_only=True):
    """A light."""

    type: Literal["directional", "point", "spot"]
    name: str = ""
    color: tuple[Fraction, Fraction, Fraction] = (1.0, 1.0, 1.0)
    intensity: NotNegative = 1.0
    range: Positive | None = None
    spot: Annotated[SpotData | None, OF_TYPE] = None


class LightList(Property, rename="camel", omit_defaults=True, kw_only=True):
    """The extension at the root."""

    lights: Items[LightData]


class NodeLight(Property, rename="camel", omit_defaults=True, kw_only=True):
    """The extension at a node."""

    light: Index
