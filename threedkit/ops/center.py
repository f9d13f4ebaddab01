"""Center: the scene moved so that a point of its box is the origin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from threedkit.ops._indices import hold_indices
from threedkit.ops._options import choice, vector
from threedkit.scene import Node
from threedkit.transforms import bounds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.scene import Channel, Scene

__all__ = ["center"]

_HEIGHTS = {"center": 0.5, "above": 1.0, "below": 0.0}
_ROUNDING = 1e-12


def center(
    scene: Scene, *, pivot: Literal["center", "above", "below"] | tuple[float, float, float] = "center"
) -> Scene:
    """Move the scene so that a point of its box becomes the origin.

    Every root node moves; one whose translation is animated is hung under a new node, which moves in its place.

    Args:
        scene: changed in place. Its box is that of the meshes at rest; without meshes nothing moves.
        pivot: the point: the middle of the box, of its upper or of its lower face, or a world point in metres.

    Returns:
        The same scene.

    Raises:
        ParameterError: the pivot is neither one of the names nor 3 finite numbers.

    Example:
        >>> import threedkit as tk
        >>> scene = tk.Scene()
        >>> ball = scene.add(tk.Mesh(tk.sphere(radius=1)), position=(3, 0, 0))
        >>> center(scene, pivot="below").bounds().round(3).tolist()
        [[-1.0, 0.0, -1.0], [1.0, 2.0, 1.0]]
    """
    point = _point(scene, pivot)
    if point is None:
        return scene
    animated = {id(channel.element) for one in scene.animations for channel in one.channels if _moves(channel)}
    if any(id(root) in animated for root in scene.roots):
        hold_indices(scene)
    for root in scene.roots:
        if id(root) in animated:
            _hang(scene, root, -point)
        else:
            _move(root, -point)
    return scene


def _moves(channel: Channel) -> bool:
    """Whether a channel says where its node is: what the node itself says then counts for nothing."""
    if not isinstance(channel.element, Node):
        return False
    field = channel.meaning.field if channel.meaning is not None else channel.path
    return field in {"translation", "position"} or (
        channel.element.matrix is not None and field not in {"weights", "visible"}
    )


def _point(scene: Scene, pivot: str | tuple[float, float, float]) -> NDArray[np.float64] | None:
    """The world point that becomes the origin; None if it is there already, or there is no box."""
    if not isinstance(pivot, str):
        point = np.array(vector("center", "pivot", pivot, 3))
        return point if point.any() else None
    height = _HEIGHTS[choice("center", "pivot", pivot, tuple(_HEIGHTS))]
    box = scene.bounds()
    if bounds.is_empty(box) or not np.isfinite(box).all():
        return None
    point = bounds.center(box)
    point[1] = box[0, 1] + height * (box[1, 1] - box[0, 1])
    places = [root.position if root.matrix is None else tuple(root.matrix[:3, 3]) for root in scene.roots]
    reach = max(float(np.abs(box).max()), float(np.abs(places).max()))
    return None if float(np.abs(point).max()) <= _ROUNDING * reach else point


def _move(node: Node, offset: NDArray[np.float64]) -> None:
    if node.matrix is not None:
        matrix = np.array(node.matrix)
        matrix[:3, 3] += offset
        node.matrix = matrix
    else:
        node.position = tuple(np.add(node.position, offset).tolist())


def _hang(scene: Scene, root: Node, offset: NDArray[np.float64]) -> None:
    """Put a new node in a root's place and the root under it."""
    pivot = Node(name=f"{root.name} pivot" if root.name else "pivot", position=offset)
    scene.roots = tuple(pivot if node is root else node for node in scene.roots)
    pivot.add(root)
