"""What of a scene reaches farthest out: the points that frame it, found without a look at most of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from threedkit.scene.frozen import is_frozen
from threedkit.transforms import matrices

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from threedkit.scene import Pose, Primitive, Scene

    Floats = NDArray[np.float64]

__all__ = ["DIRECTIONS", "Outline", "outline_of"]

DIRECTIONS = np.array(
    [
        (x, y, z)
        for x in (-2, -1, 0, 1, 2)
        for y in (-2, -1, 0, 1, 2)
        for z in (-2, -1, 0, 1, 2)
        if max(map(abs, (x, y, z))) == 2
    ],
    np.float64,
)
"""Points all over the surface of a cube: directions in which an outline is sought."""
_AXES = DIRECTIONS[: len(DIRECTIONS) // 2]
"""One of each two opposite ones."""
_CORNERS = np.array([(x, y, z) for x in (0, 1) for y in (0, 1) for z in (0, 1)])
_BLOCK = 1 << 14


class Outline:
    """Points, and bodies of which only the boxes have been looked at: each is looked into where it may matter.

    Attributes:
        points: (n, 3) those known so far, world space, metres; all of them finite.
        corners: (m, 8, 3) of the boxes around the bodies that have not been looked into.

    Example:
        >>> outline = Outline(np.eye(3))
        >>> outline.reach(np.eye(3))
        >>> outline.points.shape
        (3, 3)
    """

    def __init__(self, points: Floats, bodies: Sequence[tuple[Primitive, Floats, Floats]] = ()) -> None:
        """Take what is drawn.

        Args:
            points: (n, 3) of what has been looked at.
            bodies: primitives, each with its box (2, 3) and the matrices (m, 4, 4) of the places where it is drawn.
        """
        self.points = points[np.isfinite(points).all(axis=1)]
        self._primitives = [primitive for primitive, _, _ in bodies]
        self._rows = np.repeat(np.arange(len(bodies)), [len(places) for _, _, places in bodies])
        self._places = np.concatenate([np.empty((0, 4, 4)), *(places for _, _, places in bodies)])
        boxes = np.array([box for _, box, _ in bodies]).reshape(-1, 2, 3)
        own = np.take_along_axis(boxes, _CORNERS[None], axis=1)[self._rows]
        self.corners = own @ self._places[:, :3, :3].swapaxes(-1, -2) + self._places[:, None, :3, 3]
        self.look_into(~np.isfinite(self.corners).all(axis=(1, 2)))

    @property
    def is_empty(self) -> bool:
        """Whether nothing is drawn."""
        return not len(self.points) and not len(self._rows)

    def reach(self, forms: Floats) -> None:
        """Look into what may reach farthest along some directions (k, 3): then `points` do."""
        along = np.einsum("kj,mcj->kmc", forms, self.corners)
        known = np.einsum("kj,nj->kn", forms, self.points).max(axis=1, initial=-np.inf)
        least = np.maximum(known, along.min(axis=2).max(axis=1, initial=-np.inf))  # every box holds a point at least
        self.look_into(np.asarray((along.max(axis=2) >= least[:, None]).any(axis=0)))

    def look_into(self, chosen: NDArray[np.bool_]) -> None:
        """Make points of some of the bodies (m,)."""
        if not chosen.any():
            return
        found = [self.points]
        rows, starts = np.unique(self._rows[chosen], return_index=True)
        for row, places in zip(rows, np.split(self._places[chosen], starts[1:]), strict=True):
            found.append(matrices.transform_points(places, _outermost(self._primitives[row])).reshape(-1, 3))
        points = np.concatenate(found)
        self.points = points[np.isfinite(points).all(axis=1)]
        self._rows, self._places, self.corners = self._rows[~chosen], self._places[~chosen], self.corners[~chosen]


def outline_of(scene: Scene, poses: Iterable[Pose]) -> Outline:
    """The outline of all that a scene draws in some poses; a unit cube's when that is nothing."""
    bent: list[Floats] = [np.empty((0, 3))]
    rigid: dict[int, tuple[Primitive, Floats, list[Floats]]] = {}
    nodes = scene.mesh_nodes
    for pose in poses:
        for node in filter(pose.visible, nodes):
            places = pose.instances(node)
            for primitive in node.mesh.primitives if node.mesh is not None else ():
                if node.skin is not None or primitive.targets:
                    bent += [_extreme(pose.positions(node, primitive, i)) for i in range(len(places))]
                elif primitive.vertex_count:
                    if id(primitive) not in rigid:
                        rigid[id(primitive)] = primitive, pose.box(primitive), []
                    rigid[id(primitive)][2].append(places)
    bodies = [(primitive, box, np.concatenate(places)) for primitive, box, places in rigid.values()]
    outline = Outline(np.concatenate(bent), bodies)
    return Outline(DIRECTIONS * 0.5) if outline.is_empty else outline


def _outermost(primitive: Primitive) -> Floats:
    """The outermost points of a primitive in its own frame; kept with it while nobody can change its positions."""
    positions = primitive.positions
    known: tuple[object, Floats] | None = primitive.__dict__.get("_outline")
    if known is not None and known[0] is positions:
        return known[1]
    points = _extreme(np.asarray(positions, np.float64))
    if is_frozen(positions):
        primitive.__dict__["_outline"] = (positions, points)
    return points


def _extreme(points: Floats) -> Floats:
    """Of many points (n, 3), those farthest out in some directions: enough to frame them all."""
    if len(points) <= len(DIRECTIONS):
        return points
    found: NDArray[np.intp] = np.empty(0, np.intp)
    for start in range(0, len(points), _BLOCK):
        block = points[start : start + _BLOCK]
        along = _AXES @ block.T  # a row for each pair of opposite directions: that is how memory is walked fastest
        found = np.concatenate([found, along.argmax(axis=1) + start, along.argmin(axis=1) + start])
    if len(points) > _BLOCK:
        along = _AXES @ points[found].T
        found = found[np.concatenate([along.argmax(axis=1), along.argmin(axis=1)])]
    chosen = np.zeros(len(points), np.bool_)
    chosen[found] = True
    return np.asarray(points[chosen])
