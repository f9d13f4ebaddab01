"""pythreejs classes whose colours are floats, and a renderer that sorts.

pythreejs sends colours as CSS text, eight bits a channel, which are coarse steps in the dark of a linear scale and end
at 1. Its JavaScript hands the value to `new THREE.Color(value)`, which also copies an object that says `isColor`.
"""

from __future__ import annotations

from typing import Any

import pythreejs as three
from ipywidgets import widget_serialization
from traitlets import Bool, Dict, Instance

__all__ = [
    "DirectionalLight",
    "LineBasicMaterial",
    "MeshBasicMaterial",
    "MeshPhysicalMaterial",
    "MeshStandardMaterial",
    "PointLight",
    "PointsMaterial",
    "Renderer",
    "SpotLight",
    "linear",
]


def linear(color: tuple[float, ...], factor: float = 1.0) -> dict[str, Any]:
    """A linear colour times a factor, as three.js copies it."""
    red, green, blue = color[:3]
    return {"isColor": True, "r": red * factor, "g": green * factor, "b": blue * factor}


_WHITE = linear((1.0, 1.0, 1.0))


def _color() -> Dict[str, Any]:
    return Dict(default_value=_WHITE).tag(sync=True)


class MeshStandardMaterial(three.MeshStandardMaterial):
    """Metallic-roughness; the environment may be any texture, not only a cube."""

    color = _color()
    emissive = _color()
    envMap = Instance(three.Texture, allow_none=True).tag(sync=True, **widget_serialization)  # noqa: N815 - three.js


class MeshPhysicalMaterial(three.MeshPhysicalMaterial):
    """The same with a clear coat and any reflectivity."""

    color = _color()
    emissive = _color()
    envMap = Instance(three.Texture, allow_none=True).tag(sync=True, **widget_serialization)  # noqa: N815 - three.js


class MeshBasicMaterial(three.MeshBasicMaterial):
    """Unlit surfaces (KHR_materials_unlit)."""

    color = _color()


class PointsMaterial(three.PointsMaterial):
    """Points, unlit."""

    color = _color()


class LineBasicMaterial(three.LineBasicMaterial):
    """Lines, unlit."""

    color = _color()


class DirectionalLight(three.DirectionalLight):
    """Light from infinitely far."""

    color = _color()


class PointLight(three.PointLight):
    """Light from a point."""

    color = _color()


class SpotLight(three.SpotLight):
    """Light in a cone."""

    color = _color()


class Renderer(three.Renderer):
    """Draws what is behind first: pythreejs misspells the trait, and so switches three.js' sorting off."""

    sortObjects = Bool(True).tag(sync=True)  # noqa: N815 - three.js
