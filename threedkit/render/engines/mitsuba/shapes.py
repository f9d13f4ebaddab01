"""From the nodes of a scene to its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from threedkit.render.engines.mitsuba.part import Part, User, instance_count
from threedkit.render.engines.mitsuba.strokes import make_strokes
from threedkit.render.engines.mitsuba.triangles import by_handedness
from threedkit.scene import Material

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from threedkit.render.engines.mitsuba.surfaces import Surfaces
    from threedkit.scene import Node, Pose, Primitive

__all__ = ["make_parts", "shared_primitives"]

_DEFAULT: Final = Material()
_SOLID: Final = frozenset({"TRIANGLES", "TRIANGLE_STRIP", "TRIANGLE_FAN"})
_MOST_TOGETHER: Final = 1 << 23
"""Vertices up to which the copies of a primitive that several nodes show become one mesh."""


def make_parts(surfaces: Surfaces, users: tuple[User, ...], primitive: Primitive) -> Iterator[Part]:
    """Yield the parts of a primitive that these nodes show."""
    triangles = primitive.triangles
    users = tuple(user for user in users if instance_count(user.node, primitive))
    if primitive.mode not in _SOLID:
        for user in users:
            yield from make_strokes(surfaces, user, primitive)
    if not len(triangles) or not users:
        return
    material = primitive.material or _DEFAULT
    for chosen, mirrored in by_handedness(primitive, material, triangles):
        surface = surfaces.of(primitive, material, mirrored=mirrored)
        if surface is not None:
            closed = surfaces.volume(primitive, chosen) > 0.0  # what is inside out shows its far side
            yield Part(users, primitive, surface, chosen, closed=closed, mirrored=mirrored)


def shared_primitives(nodes: Sequence[Node], pose: Pose | None) -> Iterator[tuple[tuple[User, ...], Primitive]]:
    """Yield each primitive with the nodes that are to show it together, in the order of the nodes.

    Args:
        nodes: ``scene.mesh_nodes``.
        pose: the one pose of a scene in which nothing moves; None: each node stays by itself, for it may move.
    """
    groups: dict[Any, tuple[list[User], Primitive]] = {}
    for index, node in enumerate(nodes):
        for place, primitive in enumerate(node.mesh.primitives if node.mesh is not None else ()):
            alone = pose is None or node.skin is not None or bool(primitive.targets)
            key = (index, place) if alone or pose is None else (id(primitive), pose.visible(node))
            groups.setdefault(key, ([], primitive))[0].append(User(node, 1 + index))
    for users, primitive in groups.values():
        most = max(1, _MOST_TOGETHER // max(primitive.vertex_count, 1))
        for first in range(0, len(users), most):
            yield tuple(users[first : first + most]), primitive
