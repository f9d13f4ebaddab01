"""What is drawn for one view of one pose: view matrices of all instances in float64, and the range of their depths."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from threedkit.render.gbuffer.geometry import INSTANCE
from threedkit.transforms import matrices

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.render.gbuffer.geometry import LoadedGeometry, Part, User
    from threedkit.render.shot import CameraView
    from threedkit.scene import Pose

    Floats = NDArray[np.float64]

__all__ = ["Deformed", "Draw", "Moment", "Plan", "make_plan"]

_MARGIN = 1e-3
_NOWHERE = np.empty((0, 4, 4))


class Moment(NamedTuple):
    """A camera and a pose: what motion looks ahead to."""

    camera: CameraView
    pose: Pose


class Deformed(NamedTuple):
    """Vertices of one user at one moment, relative to the eye and along the world's axes.

    `after` has those of the moment that motion looks ahead to, relative to the eye of that.
    """

    row: int
    positions: Floats
    normals: Floats | None
    after: Floats | None = None


class Draw(NamedTuple):
    """One call: a part, its instances, and whether they arrive inside out (their clockwise side is the front)."""

    part: Part
    instances: NDArray[np.void]
    mirrored: bool
    deformed: Deformed | None = None
    after: NDArray[np.float32] | None = None


class _Shown(NamedTuple):
    """Every place where a mesh is drawn: the node's row (m,), view_from_mesh (m, 4, 4), and whether that mirrors.

    `after` is view_from_mesh at the moment that motion looks ahead to, if it is asked for.
    """

    rows: NDArray[np.intp]
    view_from_mesh: Floats
    mirrored: NDArray[np.bool_]
    after: Floats | None


class Plan(NamedTuple):
    """Everything about one picture that NumPy can tell."""

    draws: list[Draw]
    world_from_view: Floats
    clip_from_view: Floats
    depth_code: tuple[float, float, float]
    """How depth in metres becomes the depth buffer's 0..1: see the shader."""
    clip_from_view_after: Floats


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


class _Posed(NamedTuple):
    """A moment, worked out."""

    view: _View
    pose: Pose


def make_plan(
    loaded: LoadedGeometry, camera: CameraView, aspect: float, pose: Pose, after: Moment | None = None
) -> Plan:
    """Work out every draw call of a picture.

    Args:
        loaded: the scene on the device.
        camera: where from; a scale in its matrix does not count.
        aspect: width / height of the picture.
        pose: where everything is; of the scene that was loaded.
        after: what motion looks ahead to; None: nobody asks for motion.
    """
    view, ahead = _View(camera), None if after is None else _Posed(_View(after.camera), after.pose)
    places = [pose.instances(node) if pose.visible(node) else _NOWHERE for node in loaded.nodes]
    world = np.concatenate([_NOWHERE, *places])
    rows = np.repeat(np.arange(len(places)), [len(place) for place in places])
    first = np.searchsorted(rows, np.arange(len(places) + 1))
    mirrored = np.linalg.det(world[:, :3, :3]) < 0.0
    later = None
    if ahead is not None:
        moved = [ahead.pose.instances(node) if pose.visible(node) else _NOWHERE for node in loaded.nodes]
        later = ahead.view.view_from_world @ np.concatenate([_NOWHERE, *moved])
    shown = _Shown(rows, view.view_from_world @ world, mirrored, later)
    draws: list[Draw] = []
    still: list[tuple[Part, NDArray[np.intp]]] = []
    for part in loaded.parts:
        resting: list[NDArray[np.intp]] = []
        for user in part.users:
            own = np.arange(first[user.row], first[user.row + 1])
            deforms = user.deforms(part.primitive, pose)
            if deforms or (ahead is not None and user.deforms(part.primitive, ahead.pose)):
                draws += [
                    _deformed_draw(part, user, _Posed(view, pose), ahead, number, mirrored=bool(shown.mirrored[at]))
                    for number, at in enumerate(own.tolist())
                ]
            else:
                resting.append(own)
        if resting:
            still.append((part, resting[0] if len(resting) == 1 else np.concatenate(resting)))
    draws += _still_draws(still, shown, view)
    clip_after = (camera if after is None else after.camera).clip_from_camera(aspect)
    return Plan(draws, view.world_from_view, camera.clip_from_camera(aspect), view.depth_code(), clip_after)


def _still_draws(parts: list[tuple[Part, NDArray[np.intp]]], shown: _Shown, view: _View) -> list[Draw]:
    """For each part one instanced call for the places that are not mirrored, and one for those that are."""
    calls: list[tuple[Part, bool]] = []
    chosen: list[NDArray[np.intp]] = []
    for part, which in parts:
        mirrored = shown.mirrored[which]
        sides = ((False, which[~mirrored]), (True, which[mirrored])) if mirrored.any() else ((False, which),)
        for side, places in sides:
            if places.size:
                calls.append((part, side))
                chosen.append(places)
    if not calls:
        return []
    counts = [len(places) for places in chosen]
    places = np.concatenate(chosen)
    matrix = shown.view_from_mesh[places]
    centers, halves, materials = (
        np.repeat(np.array([getattr(part, name) for part, _ in calls]), counts, axis=0)
        for name in ("center", "half", "material_id")
    )
    middle = np.einsum("ni,ni->n", matrix[:, 2, :3], centers) + matrix[:, 2, 3]
    reach = np.einsum("ni,ni->n", np.abs(matrix[:, 2, :3]), halves)
    view.see(np.concatenate([middle - reach, middle + reach]))
    instances = _instances(matrix, shown.rows[places], materials)
    after = None if shown.after is None else _rows(shown.after[places])
    ends = np.cumsum(counts).tolist()
    return [
        Draw(part, instances[end - count : end], side, after=None if after is None else after[end - count : end])
        for (part, side), count, end in zip(calls, counts, ends, strict=True)
    ]


def _deformed_draw(part: Part, user: User, now: _Posed, ahead: _Posed | None, number: int, *, mirrored: bool) -> Draw:
    """A call for one instance whose vertices move: world positions of the moment, taken relative to the eye."""
    view, pose = now
    positions, turn = _turned(now, user, part, number)
    normals = pose.normals(user.node, part.primitive, number)
    if user.is_skinned(part.primitive):
        # The node's own transform does not count for a skin; its joints decide which side is out.
        mirrored = bool(np.median(np.linalg.det(pose.joint_matrices(user.node)[:, :3, :3])) < 0.0)
    view.see(positions @ turn[2, :3])
    instances = _instances(turn[None], np.array([user.row]), part.material_id)
    if ahead is None:
        return Draw(part, instances, mirrored, Deformed(user.row, positions, normals))
    later, turn_later = _turned(ahead, user, part, number)
    return Draw(part, instances, mirrored, Deformed(user.row, positions, normals, later), _rows(turn_later[None]))


def _turned(posed: _Posed, user: User, part: Part, number: int) -> tuple[Floats, Floats]:
    """World positions (n, 3) relative to the eye, and the rotation that makes view positions of them, (4, 4)."""
    turn = posed.view.view_from_world.copy()
    turn[:3, 3] = 0.0
    return posed.pose.positions(user.node, part.primitive, number) - posed.view.eye, turn


def _rows(view_from_node: Floats) -> NDArray[np.float32]:
    """(k, 3, 4) float32."""
    return np.ascontiguousarray(view_from_node[:, :3], "<f4")


def _instances(view_from_node: Floats, rows: NDArray[np.intp], materials: Any) -> NDArray[np.void]:
    instances = np.empty(len(rows), INSTANCE)
    instances["rows"] = view_from_node[:, :3]
    instances["id"], instances["material"] = rows + 1, materials
    return instances
