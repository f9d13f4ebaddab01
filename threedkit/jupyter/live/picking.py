"""What the browser hit, as parts of the scene."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.jupyter.base import Picked
from threedkit.jupyter.packing.shapes import drawn_triangle

if TYPE_CHECKING:
    from collections.abc import Mapping

    from threedkit.jupyter.packing.index import Index
    from threedkit.jupyter.packing.shapes import Shape
    from threedkit.scene import Node, Primitive

__all__ = ["picked"]


def picked(hit: Mapping[str, Any] | None, index: Index) -> Picked | None:
    """A hit in the browser's document.

    Args:
        hit: what the message says; None for nothing.
        index: of the epoch that the hit is from.

    Returns:
        The triangle is that of the primitive itself, though the browser draws them in another order; None for it
        where the browser draws a coarser form.
    """
    if hit is None:
        return None
    node = index.element("node", hit.get("node"))
    found = None if node is None else _own(hit, node) if hit.get("own") else _drawn(hit, node, index)
    point, normal, uv = (_numbers(hit.get(name), size) for name, size in (("point", 3), ("normal", 3), ("uv", 2)))
    if found is None or point is None:
        return None
    number, triangle = found
    instance = hit.get("instance")
    return Picked(
        node, number, triangle, point, float(hit.get("distance") or 0.0), normal, uv,
        instance if isinstance(instance, int) and node.instances is not None else None,
    )  # fmt: skip


def _own(hit: Mapping[str, Any], node: Node) -> tuple[int, int | None] | None:
    """Primitive and triangle that the kernel has found by itself."""
    number, triangle = hit.get("primitive"), hit.get("triangle")
    count = 0 if node.mesh is None else len(node.mesh.primitives)
    if not isinstance(number, int) or not 0 <= number < count:
        return None
    return number, triangle if isinstance(triangle, int) else None


def _drawn(hit: Mapping[str, Any], node: Node, index: Index) -> tuple[int, int | None] | None:
    """Primitive and triangle by what the browser calls them."""
    found = index.primitive(node, hit.get("primitive"))
    if found is None:
        return None
    number, primitive, shape = found
    drawn = hit.get("triangle")
    return number, _triangle(drawn, primitive, shape) if isinstance(drawn, int) else None


def _numbers(values: Any, size: int) -> Any:
    if not isinstance(values, (list, tuple)) or len(values) != size:
        return None
    numbers = tuple(float(value) for value in values)
    return numbers if np.isfinite(numbers).all() else None


def _triangle(drawn: int, primitive: Primitive, shape: Shape) -> int | None:
    """The primitive's own number for a drawn triangle, line or point."""
    if shape.coarse:
        return None
    if not primitive.mode.startswith("TRIANGLE"):
        return drawn // 2 if primitive.mode == "LINES" else drawn  # a segment's first corner
    corners = drawn_triangle(shape, drawn)
    if corners is None:
        return None
    triangles, positions = primitive.triangles, primitive.positions
    if max(corners) >= len(positions):
        return None
    wanted = positions[list(corners)]
    if drawn < len(triangles) and _is_same(positions[triangles[drawn]], wanted):
        return drawn
    same = np.ones(len(triangles), bool)
    for corner in wanted:  # not by its number: one drawn vertex may stand for several
        there = (positions == corner).all(axis=1)
        same &= there[triangles].any(axis=1)
    rows = np.flatnonzero(same)
    best = [row for row in rows.tolist() if _is_same(positions[triangles[row]], wanted)]
    return next(iter([*best, *rows.tolist()]), None)


def _is_same(one: Any, other: Any) -> bool:
    """Whether (3, 3) corners are those of a triangle that faces the same side."""
    return any(np.array_equal(np.roll(one, turn, axis=0), other) for turn in range(3))
