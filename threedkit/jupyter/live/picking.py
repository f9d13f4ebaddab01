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
    from threedkit.scene import Primitive

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
    found = None if node is None else index.primitive(node, hit.get("primitive"))
    point, normal, uv = (_numbers(hit.get(name), size) for name, size in (("point", 3), ("normal", 3), ("uv", 2)))
    if found is None or point is None:
        return None
    number, primitive, shape = found
    drawn = hit.get("triangle")
    triangle = _triangle(drawn, primitive, shape) if isinstance(drawn, int) else None
    instance = hit.get("instance")
    return Picked(
        node, number, triangle, point, float(hit.get("distance") or 0.0), normal, uv,
        instance if isinstance(instance, int) and node.instances is not None else None,
    )  # fmt: skip


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
        return drawn
    corners = drawn_triangle(shape, drawn)
    if corners is None:
        return None
    triangles = primitive.triangles
    if drawn < len(triangles) and sorted(triangles[drawn].tolist()) == sorted(corners):
        return drawn
    same = np.ones(len(triangles), bool)
    for corner in corners:
        same &= (triangles == corner).any(axis=1)
    rows = np.flatnonzero(same)
    return int(rows[0]) if len(rows) else None
