"""THREEDKIT_environment: threedkit's Environment. Without it, a scene has the default one."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from msgspec import Meta

from threedkit.io.gltf.schema import ABSENT, Fraction, Index, NotNegative, Property

__all__ = ["ENVIRONMENT", "EnvironmentData"]

ENVIRONMENT: Final = "THREEDKIT_environment"


class EnvironmentData(Property, rename="camel", omit_defaults=True, kw_only=True):
    """The extension at the root."""

    none: bool = False
    name: str = ""
    intensity: NotNegative = 1.0
    rotation: float = 0.0
    background: Literal["color", "environment"] = "color"
    background_color: tuple[Fraction, Fraction, Fraction] | None = None
    uri: str = ""
    radiance: Index = ABSENT
    width: Annotated[int, Meta(ge=0, le=1 << 16)] = 0
    height: Annotated[int, Meta(ge=0, le=1 << 16)] = 0
