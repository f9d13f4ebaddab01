"""What is drawn for one view of one pose: view matrices of all instances in float64, and the range of their depths."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from threedkit.render.gbuffer.geometry import INSTANCE
from threedkit.transforms import matrices

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from threedkit.render.gbuffer.geometry import LoadedGeometry, Part, User
    from threedkit.render.shot import CameraView
    from threedkit.scene import Pose

    Floats = NDArray[np.float64]

__all__ = ["Deformed", "Draw", "Plan", "make_plan"]

_MARGIN = 1e-3
_NOWHERE = np.empty((0, 4, 4))


class Deformed(NamedTuple):
    """Vertices of one user at one moment, relative to the eye and along the world's axes."""

    row: int
    positions: Floats
    normals: Floats | None


class Draw(NamedTuple):
    """One call: a part, its instances, and whether they arrive inside out (their clockwise side is the front)."""

    part: Part
    instances: NDArray[np.void]
    mirrored: bool
    deformed: Deformed | None = None


class _Shown(NamedTuple):
    """Every place where a mesh is drawn: the node's row (m,), view_from_mesh (m, 4, 4), and whether that mirrors."""

    rows: NDArray[np.intp]
    view_from_mesh: Floats
    mirrored: NDArray[np.bool_]


class Plan(NamedTuple):
    """Everything about one picture that NumPy can tell."""

    draws: list[Draw]
    world_from_view: Floats
    clip_from_view: Floats
    depth_code: tuple[float, float, float]
    """How depth in metres becomes the depth buffer's 0..1: see the shader."""


class _View:
    """A camera without its scale, and the depths seen so far."""

    def __init__(self, camera: CameraView) -> None:
        place, rotation, _ = matrices.decompose(camera.matrix)
        self.world_from_view = matrices.compose(place, rotation, (1.0, 1.0, 1.0))
        self.view_from_world = matrices.inverse(self.world_from_view)
        self.eye = place
        self._nearest, self._farthest = np.inf, -np.inf
        self._camera = camera

    def see(self, z: Floats) -> None:
        """Note view-space z of things drawn."""
        if z.size:
            self._nearest, self._farthest = min(self._nearest, -z.max()), max(self._farthest, -z.min())

    def depth_code(self) -> tuple[float, float, float]:
        """Spread the depth buffer over what is there: evenly in the logarithm, or evenly in metres if orthographic.

        24 bits then tell apart depths that differ by some 1e-6 of the distance, at any near plane.
        """
        camera = self._camera
        far = np.inf if camera.zfar is None else camera.zfar
        if camera.kind == "perspective":
            low = float(max(camera.znear, self._nearest * (1.0 - _MARGIN)))
            high = float(max(min(far, self._farthest * (1.0 + _MARGIN)), low * (1.0 + _MARGIN)))
            return (1.0, 1.0 / low, 1.0 / float(np.log2(high / low)))
        low, high = max(camera.znear, self._nearest), min(far, self._farthest)
        margin = _MARGIN * max(high - low, 1e-6 * abs(low), 1e-30)
        return (0.0, float(low - margin), float(1.0 / max(high - low + 2 * margin, margin)))


def make_plan(loaded: LoadedGeometry, camera: CameraView, aspect: float, pose: Pose) -> Plan:
    """Work out every draw call of a picture.

    Args:
        loaded: the scene on the device.
        camera: where from; a scale in its matrix does not count.
        aspect: width / height of the picture.
        pose: where everything is; of the scene that was loaded.
    """
    view = _View(camera)
    places = [pose.instances(node) if pose.visible(node) else _NOWHERE for node in loaded.nodes]
    world = np.concatenate([_NOWHERE, *places])
    rows = np.repeat(np.arange(len(places)), [len(place) for place in places])
    first = np.searchsorted(rows, np.arange(len(places) + 1))
    shown = _Shown(rows, view.view_from_world @ world, np.linalg.det(world[:, :3, :3]) < 0.0)
    draws: list[Draw] = []
    for part in loaded.parts:
        still: list[NDArray[np.intp]] = []
        for user in part.users:
            own = np.arange(first[user.row], first[user.row + 1])
            if user.deforms(part.primitive, pose):
                draws += [
                    _deformed_draw(part, user, pose, view, number, mirrored=bool(shown.mirrored[at]))
                    for number, at in enumerate(own.tolist())
                ]
            else:
                still.append(own)
        if still:
            draws += _still_draws(part, np.concatenate(still), shown, view)
    return Plan(draws, view.world_from_view, camera.clip_from_camera(aspect), view.depth_code())


def _still_draws(part: Part, which: NDArray[np.intp], shown: _Shown, view: _View) -> Iterable[Draw]:
    """One instanced call for the places that are not mirrored, and one for those that are."""
    for side in (False, True):
        chosen = which[shown.mirrored[which] == side]
        if not chosen.size:
            continue
        matrix = shown.view_from_mesh[chosen]
        middle = matrix[:, 2, :3] @ part.center + matrix[:, 2, 3]
        reach = np.abs(matrix[:, 2, :3]) @ part.half
        view.see(np.concatenate([middle - reach, middle + reach]))
        yield Draw(part, _instances(matrix, shown.rows[chosen]), side)


def _deformed_draw(part: Part, user: User, pose: Pose, view: _View, number: int, *, mirrored: bool) -> Draw:
    """A call for one instance whose vertices move: world positions of the moment, taken relative to the eye."""
    positions = pose.positions(user.node, part.primitive, number) - view.eye
    normals = pose.normals(user.node, part.primitive, number)
    if user.is_skinned(part.primitive):
        # The node's own transform does not count for a skin; its joints decide which side is out.
        mirrored = bool(np.median(np.linalg.det(pose.joint_matrices(user.node)[:, :3, :3])) < 0.0)
    turn = view.view_from_world.copy()
    turn[:3, 3] = 0.0
    view.see(positions @ turn[2, :3])
    instances = _instances(turn[None], np.array([user.row]))
    return Draw(part, instances, mirrored, Deformed(user.row, positions, normals))


def _instances(view_from_node: Floats, rows: NDArray[np.intp]) -> NDArray[np.void]:
    instances = np.empty(len(rows), INSTANCE)
    instances["rows"] = view_from_node[:, :3]
    instances["id"] = rows + 1
    return instances
