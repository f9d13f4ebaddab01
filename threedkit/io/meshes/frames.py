"""Units and directions of mesh formats: what takes a file's coordinates to metres with +Y up."""

from __future__ import annotations

import io
import math
import re
from typing import TYPE_CHECKING, Any, Final

from threedkit.errors import require

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["frame_of"]

_METRES: Final = {
    "meter": 1.0,
    "meters": 1.0,
    "millimeter": 1e-3,
    "millimeters": 1e-3,
    "centimeter": 1e-2,
    "centimeters": 1e-2,
    "micron": 1e-6,
    "microns": 1e-6,
    "inch": 0.0254,
    "inches": 0.0254,
    "foot": 0.3048,
    "feet": 0.3048,
}
_MULTIPLE = re.compile(r"([0-9.eE+-]+) \* meters")
_HALF = math.sqrt(0.5)
_TURNS: Final[Mapping[str, tuple[float, float, float, float]]] = {
    "X_UP": (0.0, 0.0, _HALF, _HALF),  # +X to +Y: a quarter turn about +Z
    "Z_UP": (-_HALF, 0.0, 0.0, _HALF),  # +Z to +Y: a quarter turn about -X
}


def frame_of(suffix: str, data: memoryview, units: str | None) -> dict[str, Any]:
    """Fields of the node that stands between the world and what a file holds; empty if none is needed.

    3MF is in its own unit with +Z up (3MF core specification, 3.3). COLLADA names both (`unit`, `up_axis`). Other
    formats say neither: they are taken as they are.

    Args:
        suffix: the format.
        data: the whole file.
        units: trimesh's name of the unit, if it found one.

    Raises:
        ValueError: the file names a unit that is none.
    """
    values: dict[str, Any] = {}
    scale = _metres(units)
    if scale != 1.0:
        values["scale"] = (scale, scale, scale)
    up = "Z_UP" if suffix == ".3mf" else _up_axis(data) if suffix == ".dae" else "Y_UP"
    if up in _TURNS:
        values["rotation"] = _TURNS[up]
    return values


def _metres(units: str | None) -> float:
    text = (units or "meters").lower()
    multiple = _MULTIPLE.fullmatch(text)
    try:
        scale = float(multiple[1]) if multiple else _METRES[text]
    except (KeyError, ValueError):
        scale = math.nan
    if not (math.isfinite(scale) and scale > 0.0):
        message = f"its unit is {text[:40]!r}; a length such as 'millimeter' is one"
        raise ValueError(message)
    return scale


def _up_axis(data: memoryview) -> str:
    """COLLADA's `asset/up_axis`, Y_UP if there is none."""
    etree = require("lxml.etree", extra="io")
    for _, element in etree.iterparse(io.BytesIO(data), tag="{*}up_axis", resolve_entities=False, no_network=True):
        return (element.text or "").strip()
    return "Y_UP"
