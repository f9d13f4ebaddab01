"""Points and lines: flat strokes, a pixel wide wherever they are, which face the camera.

A point is a square of one pixel, a line a ribbon that is one pixel high where it runs rather across the picture and one
pixel wide where it runs rather up: what OpenGL draws of them, so that all engines agree to the pixel.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.render.engines.mitsuba.part import Part
from threedkit.render.engines.mitsuba.sensor import camera_axes
from threedkit.render.engines.mitsuba.triangles import area_vectors
from threedkit.scene import Material, MorphTarget, Primitive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from threedkit.render.engines.mitsuba.materials import Surface
    from threedkit.render.engines.mitsuba.part import User
    from threedkit.render.engines.mitsuba.surfaces import Surfaces
    from threedkit.render.shot import Shot

    Floats = NDArray[np.float64]

__all__ = ["Strokes", "make_strokes"]

_CORNERS = {True: np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]), False: np.array([1, -1])}
"""Sides to which the ends of strokes are moved, half a pixel: of points (right and up), of lines (across)."""


def make_strokes(surfaces: Surfaces, user: User, primitive: Primitive) -> Iterator[Part]:
    """Yield the part of a primitive that consists of points or lines, if there are any."""
    ends = _ends(primitive)
    if not len(ends):
        return
    solid = _as_triangles(primitive, ends)
    surface = surfaces.of(solid, _unlit(primitive.material), mirrored=False)
    if surface is not None:
        yield Strokes(user, solid, surface, points=ends.ndim == 1)


class Strokes(Part):
    """Points or lines of one primitive of one node. They are drawn unlit, as glTF has it for those without normals."""

    def __init__(self, user: User, primitive: Primitive, surface: Surface, *, points: bool) -> None:
        """Take what `_as_triangles` has made of points or else of lines."""
        super().__init__((user,), primitive, surface, primitive.triangles, closed=False)
        self.is_single_sided = False
        self._are_points = points
        self._rest, self._is_wide = np.empty((0, 3), np.float32), False

    def dress(self, surfaces: Surfaces, material: Material) -> None:
        """Take on another material."""
        super().dress(surfaces, _unlit(material))

    @property
    def rest(self) -> NDArray[np.float32]:
        """(n, 3) where the corners would be if the strokes had no width."""
        return self._rest

    @property
    def is_visible(self) -> bool:
        """Whether any of them has a width: those behind the camera have none."""
        return super().is_visible and self._is_wide

    def _hand_over(self, mi: Any) -> None:  # noqa: ARG002 - for later
        """Wait for `swell`, which gives the ends a width."""
        self._rest, self._is_wide = self.positions, False

    def swell(self, mi: Any, shot: Shot) -> bool:
        """Make the strokes a pixel wide for a camera and a size of picture; whether anything moved."""
        eye, axes = camera_axes(shot.camera)
        sides = _CORNERS[self._are_points]
        local = ((self._rest.astype(np.float64) - eye) @ axes).reshape(self._count, len(sides), -1, 3)
        for copy in local:
            ends = copy[0].copy() if self._are_points else _clipped(copy[0], shot.camera.znear)
            half = 0.5 * _pixel(shot, ends)[:, None]
            across = 1.0 if self._are_points else _across(ends, perspective=shot.camera.kind == "perspective")
            for corner, side in zip(copy, sides, strict=True):
                corner[:] = ends
                corner[:, :2] += half * across * side
        positions = (local.reshape(-1, 3) @ axes.T + eye).astype(np.float32)
        if self._is_wide and np.array_equal(positions, self.positions):
            return False
        toward = eye - positions[self.triangles[:, 0]] if shot.camera.kind == "perspective" else axes[:, 2]
        self.positions, self._areas, self._shown = positions, area_vectors(positions, self.triangles), None
        away = np.sum(self._areas * toward, axis=1)[:, None] < 0
        self.triangles = np.where(away, self.triangles[:, ::-1], self.triangles)
        self._areas = np.where(away, -self._areas, self._areas)
        self._is_wide = bool(np.any(self._areas))
        if self.primitive.normals is None:
            self.normals = np.tile(axes[:, 2].astype(np.float32), (len(positions), 1))
        if self._is_wide:
            super()._hand_over(mi)
        return True


def _pixel(shot: Shot, points: Floats) -> Floats:
    """(n,) metres that are a pixel wide where points (n, 3) on the camera's axes are."""
    camera, height = shot.camera, shot.size[1]
    if camera.kind == "orthographic":
        return np.full(len(points), 2.0 * abs(camera.ymag) / height)
    return 2.0 * math.tan(camera.yfov / 2) / height * np.maximum(-points[:, 2], 0.0)


def _ends(primitive: Primitive) -> NDArray[np.uint32]:
    """Vertices that are points (n,), or the ends of lines (n, 2)."""
    count = np.arange(primitive.vertex_count, dtype=np.uint32)
    order = count if primitive.indices is None else primitive.indices.astype(np.uint32)
    if primitive.mode == "POINTS":
        return order
    if primitive.mode == "LINES":
        return order[: len(order) // 2 * 2].reshape(-1, 2)
    if primitive.mode == "LINE_LOOP" and len(order) > 1:
        order = np.append(order, order[:1])
    return np.stack([order[:-1], order[1:]], axis=1)


def _as_triangles(primitive: Primitive, ends: NDArray[np.uint32]) -> Primitive:
    """Two triangles for each stroke, without any area: the ends are repeated, block by block, for each side."""
    source, count = ends.ravel(), np.uint32(ends.size)
    if ends.ndim == 1:
        first = np.arange(count, dtype=np.uint32)
        quads = np.stack([first, first + count, first + 2 * count, first + 3 * count], axis=1)
    else:
        first = np.arange(0, count, 2, dtype=np.uint32)
        quads = np.stack([first, first + 1, first + 1 + count, first + count], axis=1)
    blocks = len(_CORNERS[ends.ndim == 1])

    def spread(array: NDArray[Any]) -> NDArray[Any]:
        return np.tile(array[source], (blocks, 1))

    made = Primitive(positions=spread(primitive.positions), indices=quads[:, [0, 1, 2, 0, 2, 3]].ravel())
    for name in ("colors", "texcoords", "joints", "weights"):
        setattr(made, name, tuple(spread(array) for array in getattr(primitive, name)))
    displacements = [target.positions for target in primitive.targets]
    made.targets = tuple(
        MorphTarget() if moved is None else MorphTarget(positions=spread(moved)) for moved in displacements
    )
    if primitive.normals is not None:
        made.normals = spread(primitive.normals)
    made.material = primitive.material
    return made


def _unlit(material: Material | None) -> Material:
    """The base colour of a material, shown as it is."""
    if material is None:
        return Material(unlit=True)
    return Material(
        name=material.name,
        base_color=material.base_color,
        base_color_texture=material.base_color_texture,
        alpha_mode=material.alpha_mode,
        alpha_cutoff=material.alpha_cutoff,
        double_sided=True,
        unlit=True,
    )


def _clipped(ends: Floats, near: float) -> Floats:
    """Pull ends (2 m, 3) that lie behind the near plane up to it, along their lines."""
    pairs = ends.reshape(-1, 2, 3)
    found = pairs.copy()
    for one, other in ((0, 1), (1, 0)):
        behind = (pairs[:, one, 2] > -near) & (pairs[:, other, 2] < -near)
        a, b = pairs[behind, one], pairs[behind, other]
        part = (-near - a[:, 2:]) / (b[:, 2:] - a[:, 2:])
        found[behind, one] = a + (b - a) * part
    return found.reshape(-1, 3)


def _across(ends: Floats, *, perspective: bool) -> Floats:
    """(2 m, 2) to which side each end of a line is moved: up where it runs rather across the picture, else right."""
    depth = np.maximum(-ends[:, 2:], 1e-30) if perspective else 1.0
    seen = (ends[:, :2] / depth).reshape(-1, 2, 2)
    runs = np.abs(seen[:, 1] - seen[:, 0])
    level = runs[:, 0] >= runs[:, 1]
    side = np.where(level[:, None], (0.0, 1.0), (1.0, 0.0))
    return np.repeat(side, 2, axis=0)
