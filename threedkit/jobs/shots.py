"""Sequences of camera views in time: what a job draws, frame by frame, as small frozen data."""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from threedkit.errors import FieldError
from threedkit.jobs.checks import check_number, check_whole
from threedkit.render import CameraView
from threedkit.render.camera import middle
from threedkit.render.shutter import between
from threedkit.transforms import matrices

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

__all__ = ["DEFAULT_ASPECT", "MAX_FRAMES", "Orbit", "Shots", "View", "Views"]

MAX_FRAMES = 1_000_000
"""Most frames that one job may have."""

DEFAULT_ASPECT = 4 / 3
"""Width / height that `Shots.__getitem__` frames for; a job frames for its own picture size."""

_AROUND = np.linspace(0.0, math.pi, 33)
"""Angles about the axis at which a ring is looked at: the other half mirrors these."""

Animation = str | int | tuple[str | int, ...] | None


class View(msgspec.Struct, frozen=True):
    """One frame of a sequence: a camera and a moment.

    Attributes:
        camera: where from.
        time: seconds on the animation's clock, or None for the rest pose.
    """

    camera: CameraView
    time: float | None


class Shots(msgspec.Struct, frozen=True, kw_only=True):
    """A sequence of views. `turntable`, `animate` and `stills` make them.

    Attributes:
        fps: frames a second that the film of these shots plays at.
        animation: name or index of the animation (or several) that plays; None takes the scene's first one.
    """

    fps: float = 24.0
    animation: Animation = None

    def view(self, index: int, aspect: float) -> View:
        """Return frame `index` for a picture of this aspect (width / height)."""
        raise NotImplementedError

    def shut(self, index: int, seconds: float, aspect: float) -> CameraView | None:
        """Return the camera so many seconds after frame `index`; None: where it is then."""
        raise NotImplementedError

    def __len__(self) -> int:
        """How many frames there are."""
        raise NotImplementedError

    def __getitem__(self, index: int) -> View:
        """Return one frame, framed for a 4:3 picture."""
        count = len(self)
        if not -count <= index < count:
            raise IndexError(f"frame {index} is not there; the shots have frames 0 to {count - 1}")
        return self.view(index % count, DEFAULT_ASPECT)

    def __iter__(self) -> Iterator[View]:
        """Iterate over the frames, framed for a 4:3 picture."""
        return (self.view(index, DEFAULT_ASPECT) for index in range(len(self)))


class Views(Shots, frozen=True, kw_only=True, tag="views"):
    """Explicit cameras and times, one pair a frame.

    Attributes:
        cameras: one for each frame, or a single one for all.
        times: one for each frame.

    Example:
        >>> view = CameraView(world_from_camera=tuple(np.eye(4).ravel()))
        >>> len(Views(cameras=(view,), times=(0.0, 0.5)))
        2
    """

    cameras: tuple[CameraView, ...]
    times: tuple[float | None, ...]

    def __post_init__(self) -> None:
        """Refuse sequences that do not pair up."""
        _check_fps(self.fps)
        _check_count(len(self.times))
        if len(self.cameras) not in {1, len(self.times)}:
            raise FieldError(
                f"Views.cameras must be one camera or one for each of the {len(self.times)} times, "
                f"not {len(self.cameras)}"
            )

    def __len__(self) -> int:
        """How many frames there are."""
        return len(self.times)

    def view(self, index: int, aspect: float) -> View:  # noqa: ARG002 - explicit cameras do not depend on the aspect
        """Return frame `index`; the aspect does not matter."""
        camera = self.cameras[index if len(self.cameras) > 1 else 0]
        return View(camera, self.times[index])

    def shut(self, index: int, seconds: float, aspect: float) -> CameraView | None:  # noqa: ARG002 - as above
        """Return the camera on its way to the next frame's; it stands still where time does, and after the last."""
        now, then = self.times[index], self.times[index + 1] if index + 1 < len(self.times) else None
        if now is None or then is None or then <= now or len(self.cameras) == 1:
            return None
        one, other = self.cameras[index : index + 2]
        return between(one, other, seconds / (then - now)) if one.kind == other.kind else None


class Orbit(Shots, frozen=True, kw_only=True, tag="orbit"):
    """A camera that circles about the vertical axis through a point, while the scene's animation plays.

    The framing is that of the solid that the subject sweeps over all angles and moments, so it stays constant over
    the whole turn. Frame i of n stands at ``azimuth + 2 pi turns i / n``: the frame after the last one
    would be the first, so the film loops without a jump.

    Attributes:
        frames: number of frames.
        turns: full turns over all frames; negative ones go clockwise seen from above; 0 stands still.
        azimuth: angle of the first frame in radians; 0 looks along -Z, growing towards +X.
        elevation: angle of the camera above the horizon in radians.
        pivot: (3,) the point circled and looked at, world metres.
        profile: corners (distance from the axis, height above the pivot) in metres, of the outline that turns about
            the axis: what has to stay in view.
        yfov: full vertical field of view in radians.
        margin: distance as a multiple of the closest one at which the whole subject is in view.
        camera: view of the first frame, which replaces the fitted one: it is turned about the axis as it is.
        start: animation time of the first frame in seconds; None draws the rest pose.
        duration: the animation repeats after so many seconds; 0 plays no animation.
    """

    frames: int
    turns: float = 1.0
    azimuth: float = 0.0
    elevation: float = 0.3
    pivot: tuple[float, float, float] = (0.0, 0.0, 0.0)
    profile: tuple[tuple[float, float], ...] = ((1.0, -1.0), (1.0, 1.0))
    yfov: float = 0.7
    margin: float = 1.1
    camera: CameraView | None = None
    start: float | None = 0.0
    duration: float = 0.0

    def __post_init__(self) -> None:
        """Refuse what cannot be drawn."""
        _check_fps(self.fps)
        _check_count(self.frames)
        check_number("turns", self.turns, -1e6, 1e6, "a number of turns")
        check_number("azimuth", self.azimuth, -1e6, 1e6, "an angle in radians")
        limit = math.pi / 2
        check_number("elevation", self.elevation, -limit, limit, "an angle from -pi/2 to pi/2 (radians)")
        check_number("yfov", self.yfov, 1e-3, math.pi - 1e-3, "an angle above 0 and below pi (radians)")
        check_number("margin", self.margin, 0.1, 100.0, "a factor from 0.1 to 100")
        check_number("duration", self.duration, 0.0, 1e9, "a number of seconds of at least 0")
        if not self.profile:
            raise FieldError("profile must hold at least one corner (distance from the axis, height)")
        for radius, height in self.profile:
            check_number("profile", radius, 0.0, 1e15, "a distance in metres of at least 0")
            check_number("profile", height, -1e15, 1e15, "a height in metres")

    def __len__(self) -> int:
        """How many frames there are."""
        return self.frames

    def time(self, index: float) -> float | None:
        """Return the animation time of a frame in seconds: it advances by 1 / fps and wraps at `duration`."""
        if self.start is None or self.duration <= 0:
            return self.start
        return self.start + (index / self.fps) % self.duration

    def angle(self, index: float) -> float:
        """Return how far the camera has turned since the first frame, radians."""
        return 2 * math.pi * self.turns * (index / self.frames)

    def shut(self, index: int, seconds: float, aspect: float) -> CameraView | None:
        """Return the camera so many seconds further around."""
        return self.view(index + seconds * self.fps, aspect).camera if self.turns else None

    def view(self, index: float, aspect: float) -> View:
        """Return frame `index` for a picture of this aspect (width / height); 1.5 is between frames 1 and 2."""
        if self.camera is not None:
            turned = _about_axis(self.angle(index), self.pivot) @ self.camera.matrix
            world_from_camera = tuple(float(value) for value in turned.ravel())
            return View(msgspec.structs.replace(self.camera, world_from_camera=world_from_camera), self.time(index))
        return View(self._fitted(self.azimuth + self.angle(index), aspect), self.time(index))

    def stand(self, aspect: float) -> tuple[float, float]:
        """Return where the fitted camera stands, for a picture of this aspect.

        Returns:
            Distance from the pivot and shift along the picture's up direction, metres: the outline reaches as near to
            the upper edge as to the lower one.
        """
        return _stand(self.profile, self.elevation, self.yfov, self.margin, aspect)

    def _fitted(self, azimuth: float, aspect: float) -> CameraView:
        distance, shift = self.stand(aspect)
        back = np.array(
            [
                math.sin(azimuth) * math.cos(self.elevation),
                math.sin(self.elevation),
                math.cos(azimuth) * math.cos(self.elevation),
            ]
        )
        up = np.array([-math.sin(azimuth) * back[1], math.cos(self.elevation), -math.cos(azimuth) * back[1]])
        target = np.array(self.pivot) + shift * up
        reach = max(math.hypot(*corner) for corner in self.profile) + abs(shift)
        return CameraView.from_matrix(
            matrices.look_at(target + distance * back, target, up),
            yfov=self.yfov,
            znear=max(0.5 * (distance - reach), 1e-3 * distance),
            zfar=2.0 * (distance + reach),
        )


@functools.lru_cache(maxsize=64)
def _stand(
    profile: tuple[tuple[float, float], ...], elevation: float, yfov: float, margin: float, aspect: float
) -> tuple[float, float]:
    """Distance and upward shift of a camera that keeps level rings about the axis in view; see `Orbit.stand`.

    With the camera at azimuth 0, back = (0, sin e, cos e), right = (1, 0, 0) and up = (0, cos e, -sin e), a point p
    lies inside when its distance along the axis, d - p.back, is at least abs(p.right) / tx and abs(p.up - s) / ty with
    a shift s. So d is the maximum of p.(back +- right / tx), and half the sum of the maxima of p.(back + up / ty) and
    p.(back - up / ty): linear functions, whose maximum over a ring is radius * (horizontal length) + height *
    (vertical part).
    """
    ty = math.tan(yfov / 2)
    tx = ty * aspect
    sin, cos = math.sin(elevation), math.cos(elevation)
    radius, height = np.array(profile, np.float64).T
    across = (radius * math.hypot(1 / tx, cos) + height * sin).max()
    above, below = (
        (radius * abs(cos - side * sin / ty) + height * (sin + side * cos / ty)).max() for side in (1.0, -1.0)
    )
    distance = max(margin * float(max(across, 0.5 * (above + below))), 1e-6)
    depth = radius[:, None] * np.cos(_AROUND)  # along the horizontal part of back
    depths = distance - (depth * cos + height[:, None] * sin)
    if depths.min() <= 0:
        return distance, 0.5 * ty * float(above - below)
    return distance, middle((height[:, None] * cos - depth * sin).ravel(), depths.ravel())


def _about_axis(angle: float, pivot: tuple[float, float, float]) -> NDArray[np.float64]:
    """(4, 4) rotation about the vertical line through `pivot`."""
    sin, cos = math.sin(angle), math.cos(angle)
    turn = np.array([[cos, 0.0, sin], [0.0, 1.0, 0.0], [-sin, 0.0, cos]])
    result = np.eye(4)
    result[:3, :3] = turn
    result[:3, 3] = np.array(pivot) - turn @ np.array(pivot)
    return result


def _check_fps(fps: float) -> None:
    check_number("fps", fps, 0.01, 1000.0, "a number of frames a second from 0.01 to 1000")


def _check_count(count: int) -> None:
    check_whole("frames", count, 1, MAX_FRAMES)
