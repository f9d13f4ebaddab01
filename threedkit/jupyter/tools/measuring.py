"""Distances that were measured in a view."""

from __future__ import annotations

import math
from typing import Any, Final, NamedTuple

from threedkit.errors import FieldError
from threedkit.jupyter.tools.clipping import Vector, vector

__all__ = ["UNITS", "Measurement", "measurements"]

UNITS: Final = {"mm": 0.001, "cm": 0.01, "m": 1.0, "km": 1000.0, "in": 0.0254, "ft": 0.3048}
"""Metres of one unit."""


class Measurement(NamedTuple):
    """The way between two points.

    Attributes:
        a: (3,) world point, metres.
        b: (3,) world point, metres.

    Example:
        >>> way = Measurement((0, 0, 0), (0.3, 0.4, 0))
        >>> way.distance, way.in_unit("cm")
        (0.5, 50.0)
    """

    a: Vector
    b: Vector

    @property
    def distance(self) -> float:
        """Metres."""
        return math.dist(self.a, self.b)

    def in_unit(self, unit: str) -> float:
        """The distance in another unit.

        Args:
            unit: mm, cm, m, km, in or ft.

        Raises:
            FieldError: no such unit.
        """
        if unit not in UNITS:
            raise FieldError(f"measurement: unit must be one of {', '.join(UNITS)}, not {unit!r}")
        return self.distance / UNITS[unit]


def measurements(values: Any) -> tuple[Measurement, ...]:
    """Measurements from pairs of points, or of things that have a `point` (`view.picked`).

    Raises:
        FieldError: something is no such pair.
    """
    try:
        pairs = [(pair["a"], pair["b"]) if isinstance(pair, dict) else tuple(pair) for pair in values]
    except (TypeError, KeyError):
        raise FieldError(f"view: measurements must be pairs of points, not {values!r}") from None
    if any(len(pair) != 2 for pair in pairs):
        raise FieldError(f"view: measurements must be pairs of points, not {values!r}")
    return tuple(Measurement(_point(a), _point(b)) for a, b in pairs)


def _point(value: Any) -> Vector:
    return vector("measurement: a point", getattr(value, "point", value))
