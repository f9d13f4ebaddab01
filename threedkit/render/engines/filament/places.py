"""Nodes in Filament that are moved or hidden after loading, as if they had been loaded so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from threedkit.scene import Node

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from threedkit.scene import Animation, Edit, Pose

__all__ = ["Places", "local_matrix"]

_TRANSFORM: Final = frozenset({"position", "rotation", "scale", "matrix"})


class Places:
    """The nodes of one loaded scene.

    A node that is hidden later shrinks to a point in the middle of the scene: Filament hides nodes only while it
    loads, and there it changes neither the picture nor what shadow maps are fitted to.
    """

    def __init__(self, model: Any, nodes: Sequence[Node], animations: Iterable[Animation]) -> None:
        """Remember what was loaded: later, the nodes are edited."""
        self._model, self._nodes = model, nodes
        self._never_shown = {row for row, node in enumerate(self._nodes) if not node.visible}
        self._shrunk: set[int] = set()
        self._fixed: frozenset[int] | None = None
        targets = (channel.element for clip in animations for channel in clip.channels)
        self._animated = {id(element) for element in targets if isinstance(element, Node)}

    def follows(self, edits: Iterable[Edit]) -> bool:
        """Whether these edits of nodes can be shown.

        Not what moves a skin, whose box was measured in its rest pose, and not what Filament has never made.
        """
        return all(self._follows(edit) for edit in edits)

    def _follows(self, edit: Edit) -> bool:
        node = self._nodes[edit.row]
        if edit.field == "visible":
            return edit.row not in self._never_shown and id(node) not in self._animated
        if edit.field in _TRANSFORM:
            return id(node) not in self._of_skins()
        return edit.field == "name"

    def _of_skins(self) -> frozenset[int]:
        """Identities of the nodes that hold a skin or are a joint, and of all above those."""
        if self._fixed is None:
            skinned = [node for node in self._nodes if node.skin is not None]
            found: set[int] = set()
            for start in (*skinned, *(joint for node in skinned for joint in node.skin.joints)):
                node: Node | None = start
                while node is not None and id(node) not in found:
                    found.add(id(node))
                    node = node.parent
            self._fixed = frozenset(found)
        return self._fixed

    def edit(self, edits: Iterable[Edit], pose: Pose, center: NDArray[np.float64]) -> None:
        """Show edits that the scene has taken over.

        Args:
            edits: of nodes.
            pose: the scene at rest, edits included.
            center: (3,) its middle, metres.
        """
        rows = {edit.row for edit in edits if edit.field in _TRANSFORM or edit.field == "visible"}
        hidden = {row for row in rows if not self._nodes[row].visible and row not in self._never_shown}
        self._shrunk = (self._shrunk - rows) | hidden
        for row in rows - self._shrunk:
            if id(self._nodes[row]) not in self._animated:  # else the pose sets it
                self._model.node(row).transform = local_matrix(self._nodes[row])
        for row in self._shrunk:
            parent = self._nodes[row].parent
            world = np.eye(4) if parent is None else pose.world_from_node(parent)
            point = np.zeros((4, 4), np.float32)
            point[:3, 3] = np.linalg.pinv(world)[:3] @ (*center, 1.0)
            point[3, 3] = 1.0
            self._model.node(row).transform = point


def local_matrix(node: Node) -> NDArray[np.float32]:
    """Return parent_from_node (4, 4) as Filament's loader computes it from glTF, in single precision, bit by bit."""
    if node.matrix is not None:
        return np.asarray(node.matrix, np.float32)
    x, y, z, w = np.array(node.rotation, np.float32)
    scale = np.array(node.scale, np.float32)
    one, two = np.float32(1), np.float32(2)
    local = np.eye(4, dtype=np.float32)
    local[0, :3] = one - two * y * y - two * z * z, two * x * y - two * z * w, two * x * z + two * y * w
    local[1, :3] = two * x * y + two * z * w, one - two * x * x - two * z * z, two * y * z - two * x * w
    local[2, :3] = two * x * z - two * y * w, two * y * z + two * x * w, one - two * x * x - two * y * y
    local[:3, :3] *= scale
    local[:3, 3] = node.position
    return local
