"""While the shutter is open: moments to draw at, and where the camera is then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np

from threedkit.transforms import quaternions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from threedkit.render.shot import CameraView, Shot

__all__ = ["between", "instants"]

_BLENDED = ("yfov", "xmag", "ymag", "znear", "zfar", "aperture", "focus_distance")


def between(one: CameraView, other: CameraView, part: float) -> CameraView:
    """Return the view on the straight way from one to another: places and values linear, rotations on the short arc.

    Args:
        one: where it begins.
        other: where it ends, of the same kind.
        part: 0 to 1; numbers beyond go on in the same direction.

    Example:
        >>> from threedkit.render.shot import CameraView
        >>> near, far = np.eye(4), np.eye(4)
        >>> far[2, 3] = 2.0
        >>> between(CameraView.from_matrix(near), CameraView.from_matrix(far), 0.25).position.tolist()
        [0.0, 0.0, 0.5]
    """
    if part == 0.0 or one == other:
        return one
    turns = [quaternions.from_matrix(view.matrix[:3, :3]) for view in (one, other)]
    matrix = np.eye(4)
    matrix[:3, :3] = quaternions.to_matrix(quaternions.slerp(turns[0], turns[1], part))
    matrix[:3, 3] = one.position + (other.position - one.position) * part
    pairs = {name: (getattr(one, name), getattr(other, name)) for name in _BLENDED}
    blended = {name: None if a is None or b is None else a + (b - a) * part for name, (a, b) in pairs.items()}
    if blended["focus_distance"] is None:  # a pinhole has none: everything is in its focus
        blended["focus_distance"] = one.focus_distance or other.focus_distance
    return msgspec.structs.replace(one, world_from_camera=tuple(matrix.ravel().tolist()), **blended)


def instants(shot: Shot, count: int) -> Iterator[Shot]:
    """Yield the shot at moments in equal parts of the time in which the shutter is open, one at random in each part.

    The same seed gives the same moments; the mean over many seeds is the integral over time.

    Args:
        shot: with a shutter.
        count: how many moments; the samples are shared out among them, at least one each.

    Example:
        >>> from threedkit.render.shot import CameraView, Shot
        >>> shot = Shot(camera=CameraView.from_matrix(np.eye(4)), time=1.0, shutter=0.5, samples=5)
        >>> [(1.0 <= one.time < 1.25, one.samples) for one in instants(shot, 2)]
        [(True, 3), (False, 2)]
    """
    chance = np.random.default_rng(shot.seed).random(count)
    for index in range(count):
        part = (index + float(chance[index])) / count
        time = None if shot.time is None else shot.time + shot.shutter * part
        camera = shot.camera if shot.camera_shut is None else between(shot.camera, shot.camera_shut, part)
        samples = max(1, shot.samples // count + (index < shot.samples % count))
        yield msgspec.structs.replace(shot, time=time, camera=camera, samples=samples, shutter=0.0, camera_shut=None)
