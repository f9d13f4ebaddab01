"""Materials as Mitsuba takes them, each translated once for each way in which a mesh uses it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from threedkit.render.engines.mitsuba.materials import Surface, Use, make_surface
from threedkit.render.engines.mitsuba.plugins import register
from threedkit.render.engines.mitsuba.triangles import enclosed, vertex_colors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from threedkit.scene import Material, Primitive

__all__ = ["Surfaces"]


class Surfaces:
    """Translated materials, each made once for each way in which a mesh uses it."""

    def __init__(self, mi: Any) -> None:
        """Begin with none."""
        self._mi = mi
        register(mi)
        self._made: dict[tuple[int, Use], Surface | None] = {}
        self._volumes: dict[tuple[int, bytes, int], float] = {}
        self._kept: list[Material | Primitive] = []  # ids are unique only among the living

    def get(self, material: Material, use: Use) -> Surface | None:
        """Return the surface; see `make_surface`."""
        key = (id(material), use)
        if key not in self._made:
            self._made[key] = make_surface(self._mi, material, use)
            self._kept.append(material)
        return self._made[key]

    def volume(self, primitive: Primitive, triangles: NDArray[np.uint32]) -> float:
        """Return what these triangles of a primitive enclose before anything moves its vertices; see `enclosed`."""
        key = (id(primitive), triangles[:1].tobytes(), len(triangles))
        if key not in self._volumes:
            self._volumes[key] = enclosed(primitive.positions, triangles)
            self._kept.append(primitive)
        return self._volumes[key]

    def of(self, primitive: Primitive, material: Material, *, mirrored: bool) -> Surface | None:
        """Return the surface of a primitive in a material; None when nothing of it is to be seen."""
        colors = vertex_colors(primitive)
        alphas = colors is not None and colors.shape[1] == 4
        volume = material.volume
        thick = volume is not None and volume.thickness > 0
        closed = thick and self.volume(primitive, primitive.triangles) != 0.0
        sets = len(primitive.texcoords)
        use = Use(colors=colors is not None, alphas=alphas, mirrored=mirrored, sets=sets, closed=closed)
        return self.get(material, use)
