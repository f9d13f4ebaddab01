"""A primitive of the scene: where its nodes draw it in a pose, and its vertices where a pose moves them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from threedkit.render.engines.pyrender.dress import dress, texture_sets
from threedkit.render.engines.pyrender.painter import Drawn
from threedkit.render.engines.pyrender.shape import Shape
from threedkit.transforms import bounds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.render.engines.pyrender.textures import Textures
    from threedkit.render.gbuffer.geometry import User
    from threedkit.scene import Pose, Primitive

    Floats = NDArray[np.float64]

__all__ = ["Part"]

_HERE = np.eye(4)[None]


class Part:
    """A primitive with the nodes that show it.

    Attributes:
        drawn: what is to be drawn of it in the last pose, for opaque materials: all nodes in one call.
        blended: the same for blending ones: a call for each place, with the middle of what it draws.
        box: (2, 3) around it, about the scene's middle.
    """

    def __init__(self, primitive: Primitive, users: tuple[User, ...], textures: Textures) -> None:
        """Take in a primitive; vertices go up with the first pose that shows them."""
        self._primitive, self._users, self._textures = primitive, users, textures
        self._sets = texture_sets(primitive)
        self._dress = dress(primitive, primitive.material, textures)
        self._still: Shape | None = None
        self._own: dict[tuple[int, int], Shape] = {}
        self.drawn: list[Drawn] = []
        self.blended: list[tuple[Floats, Drawn]] = []
        self.box = bounds.empty()

    def pose(self, pose: Pose, origin: Floats) -> None:
        """Put everything where it is in a pose, seen from the scene's middle."""
        self.drawn, self.blended = [], []
        material = self._primitive.material
        if material is not None and pose.animated(material):
            self._dress = dress(self._primitive, pose.posed(material), self._textures)
        shown = [user for user in self._users if pose.visible(user.node)]
        moved = [user for user in shown if user.deforms(self._primitive, pose)]
        boxes = [self._deformed(pose, user, origin) for user in moved]
        places = [pose.instances(user.node) for user in shown if user not in moved]
        if places:
            boxes.append(self._placed(np.concatenate(places), origin))
        self.box = bounds.union(*boxes)

    def _placed(self, places: Floats, origin: Floats) -> Floats:
        """Draw the vertices as they are at (k, 4, 4); returns the box around them."""
        if self._still is None:
            self._still = Shape(self._primitive, self._sets)
        places = places.copy()
        places[:, :3, 3] -= origin
        box = self._primitive.bounds
        if self._dress.blends:
            middle = np.append(bounds.center(box), 1.0)
            self.blended += [(place[:3] @ middle, Drawn(self._still, self._dress, place)) for place in places]
        else:
            self._still.place(places)
            self.drawn.append(Drawn(self._still, self._dress))
        return bounds.transform_many(places, box)

    def _deformed(self, pose: Pose, user: User, origin: Floats) -> Floats:
        """Draw the vertices where joints and morph targets have them; returns the box around them."""
        boxes = []
        for number in range(len(pose.instances(user.node))):
            shape = self._own.get((user.row, number))
            if shape is None:
                shape = self._own[user.row, number] = Shape(self._primitive, self._sets)
            positions = pose.positions(user.node, self._primitive, number) - origin
            normals = pose.normals(user.node, self._primitive, number)
            shape.deform(positions, normals, pose.tangents(user.node, self._primitive, number))
            shape.place(_HERE)
            shape.is_inside_out = _mirrors(pose, user, self._primitive, number)
            boxes.append(bounds.of_points(positions))
            if self._dress.blends:
                self.blended.append((bounds.center(boxes[-1]), Drawn(shape, self._dress, _HERE[0])))
            else:
                self.drawn.append(Drawn(shape, self._dress))
        return bounds.union(*boxes)

    def release(self) -> None:
        """Free it, in the current context."""
        for shape in (self._still, *self._own.values()):
            if shape is not None:
                shape.release()
        self._still, self.drawn, self.blended = None, [], []
        self._own.clear()


def _mirrors(pose: Pose, user: User, primitive: Primitive, number: int) -> bool:
    """Whether a pose turns vertices inside out: a skin's joints decide, else the node."""
    if user.is_skinned(primitive):
        return bool(np.median(np.linalg.det(pose.joint_matrices(user.node)[:, :3, :3])) < 0.0)
    return bool(np.linalg.det(pose.instances(user.node)[number, :3, :3]) < 0.0)
