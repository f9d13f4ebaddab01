"""The plane that cuts a scene open."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from threedkit.errors import FieldError

if TYPE_CHECKING:
    from threedkit.scene import Scene

__all__ = ["Clipping"]

Vector = tuple[float, float, float]


class Clipping(NamedTuple):
    """A plane in the world: what lies at ``dot(normal, point) <= offset`` is kept, the rest is not drawn or picked.

    Attributes:
        normal: (3,) unit vector, towards what is cut away.
        offset: metres from the origin along the normal.

    Example:
        >>> Clipping.through((0.0, 0.5, 0.0), (0, 2, 0))
        Clipping(normal=(0.0, 1.0, 0.0), offset=0.5)
    """

    normal: Vector
    offset: float

    @classmethod
    def through(cls, point: Any, normal: Any) -> Self:
        """The plane through a point.

        Args:
            point: (3,) metres.
            normal: (3,) towards what is cut away; of any length but 0.

        Raises:
            FieldError: these are not 3 finite numbers each, or the normal is 0.
        """
        at, direction = vector("clipping: point", point), vector("clipping: normal", normal)
        size = math.hypot(*direction)
        if size == 0:
            raise FieldError(f"clipping: normal must point somewhere, not {normal!r}")
        unit = (direction[0] / size, direction[1] / size, direction[2] / size)
        return cls(unit, sum(a * b for a, b in zip(unit, at, strict=True)))

    @classmethod
    def of(cls, value: Any) -> Self:
        """The plane of a pair (normal, offset); a normal of another length than 1 is made a unit vector.

        Raises:
            FieldError: it is no such pair.
        """
        try:
            normal, offset = value
            distance = float(offset)
        except (TypeError, ValueError):
            raise FieldError(f"view: clipping must be None or (normal, offset), not {value!r}") from None
        if not math.isfinite(distance):
            raise FieldError(f"view: clipping: offset must be a finite number of metres, not {offset!r}")
        return cls(cls.through((0.0, 0.0, 0.0), normal).normal, distance)

    def cut(self, scene: Scene, time: float | None = None, animation: Any = None) -> Scene:
        """A copy of a scene without what the plane takes away, for engines, which do not cut; see `tk.ops.cut`.

        Args:
            scene: stays as it is.
            time: seconds on the clock of an animation at which it is cut; None: at rest.
            animation: which one, as a Shot has it.
        """
        from threedkit.ops import cut

        return cut(scene.copy(), normal=self.normal, offset=self.offset, time=time, animation=animation)


def vector(name: str, value: Any) -> Vector:
    """Three finite numbers, checked.

    Raises:
        FieldError: they are not.
    """
    try:
        x, y, z = (float(part) for part in value)
    except (TypeError, ValueError):
        raise FieldError(f"{name} must be 3 numbers, not {value!r}") from None
    if not (math.isfinite(x) and math.isfinite(y) and math.isfinite(z)):
        raise FieldError(f"{name} must be 3 finite numbers, not {value!r}")
    return (x, y, z)
