"""Make the shots of a job from a scene: a turntable, the scene's animation, single pictures."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from threedkit.errors import FieldError
from threedkit.jobs.framing import swept_outline
from threedkit.jobs.shots import MAX_FRAMES, Orbit, Views
from threedkit.render import CameraView, resolve_camera

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    from threedkit.jobs.shots import Animation
    from threedkit.scene import Camera, Node, Scene

    CameraLike: TypeAlias = Node | Camera | CameraView | str

__all__ = ["animate", "stills", "turntable"]

_SIZE = (1280, 720)


def turntable(
    scene: Scene,
    frames: int = 120,
    *,
    fps: float = 24.0,
    turns: float = 1.0,
    azimuth: float = 0.0,
    elevation: float = 0.3,
    yfov: float = 0.7,
    margin: float = 1.1,
    animate: bool = True,
    animation: Animation = None,
    camera: CameraLike | None = None,
) -> Orbit:
    """Circle the scene once while its animation plays; the film loops without a jump.

    Args:
        scene: what is shown. Its bounds over the whole turn and the whole animation are framed, so nothing is cut
            and the framing is constant.
        frames: number of frames.
        fps: frames a second; the animation plays in real time and repeats.
        turns: full turns over all frames; negative ones go clockwise seen from above.
        azimuth: angle of the first frame in radians; 0 sees the front (+Z) of the scene.
        elevation: angle of the camera above the horizon in radians.
        yfov: full vertical field of view in radians.
        margin: 1 touches the picture's edges; 1.1 leaves a tenth more distance.
        animate: False holds the rest pose.
        animation: name or index of the animation (or several); None takes the first one.
        camera: start from this view instead of the fitted one and turn it about the scene's vertical axis.

    Raises:
        FieldError: a value is out of its range, or the scene is empty.

    Example:
        >>> shots = turntable(scene, frames=48, elevation=0.4)  # doctest: +SKIP
        >>> job = tk.submit(scene, shots, size=(640, 480))  # doctest: +SKIP
    """
    duration = _duration(scene, animation) if animate else 0.0
    start = 0.0 if animate else None
    outline = swept_outline(scene, animation, start, duration)
    view = None if camera is None else _view(scene, camera, start, animation)
    return Orbit(
        frames=frames,
        fps=fps,
        turns=turns,
        azimuth=azimuth,
        elevation=elevation,
        pivot=outline.center,
        profile=outline.profile,
        yfov=yfov,
        margin=margin,
        camera=view,
        animation=animation,
        start=start,
        duration=duration,
    )


def animate(
    scene: Scene,
    camera: CameraLike | None = None,
    *,
    frames: int | None = None,
    fps: float = 24.0,
    animation: Animation = None,
    start: float = 0.0,
    size: tuple[int, int] = _SIZE,
) -> Orbit | Views:
    """Play the scene's animation in front of a camera that stands still, or moves as the animation moves it.

    Args:
        scene: what is shown.
        camera: a camera node (followed when it is animated), its name, a camera or a view; None fits the whole
            animation into the picture.
        frames: number of frames; None takes as many as one pass of the animation has.
        fps: frames a second.
        animation: name or index of the animation (or several); None takes the first one.
        start: time of the first frame in seconds.
        size: (width, height) that a given camera without an aspect of its own is fitted to.

    Raises:
        FieldError: a value is out of its range, or the scene has no animation and `frames` is not given.
    """
    duration = _duration(scene, animation)
    if frames is None:
        if duration <= 0:
            raise FieldError(f"scene {scene.name!r} has no animation to play; give frames=, or use stills()")
        frames = max(1, min(MAX_FRAMES, round(duration * fps)))
    outline = swept_outline(scene, animation, start, duration)
    moment = Orbit(
        frames=frames,
        fps=fps,
        turns=0.0,
        azimuth=math.pi / 6,
        pivot=outline.center,
        profile=outline.profile,
        animation=animation,
        start=start,
        duration=duration,
    )
    if camera is None:
        return moment
    times = tuple(moment.time(index) for index in range(frames))
    views = tuple(_view(scene, camera, time, animation, size) for time in times)
    return Views(cameras=views, times=times, fps=fps, animation=animation)


def stills(
    scene: Scene,
    cameras: Sequence[CameraLike | None] = (None,),
    times: float | Sequence[float | None] | None = 0.0,
    *,
    animation: Animation = None,
    size: tuple[int, int] = _SIZE,
) -> Views:
    """Single pictures: one for each camera, each at its time.

    Args:
        scene: what is shown.
        cameras: camera nodes, names, cameras or views; None is a view fitted to the scene.
        times: seconds, one for all or one for each camera; None draws the rest pose.
        animation: name or index of the animation (or several); None takes the first one.
        size: (width, height) that fitted cameras are fitted to: the one that is given to `submit`.

    Raises:
        FieldError: cameras and times do not pair up.
    """
    moments = (times,) * len(cameras) if times is None or isinstance(times, (int, float)) else tuple(times)
    if len(moments) != len(cameras):
        raise FieldError(f"times must be one time or one for each of the {len(cameras)} cameras, not {len(moments)}")
    views = tuple(_view(scene, camera, time, animation, size) for camera, time in zip(cameras, moments, strict=True))
    return Views(cameras=views, times=moments, animation=animation)


def _view(
    scene: Scene,
    camera: CameraLike | None,
    time: float | None,
    animation: Animation,
    size: tuple[int, int] = _SIZE,
) -> CameraView:
    if isinstance(camera, CameraView):
        return camera
    return resolve_camera(scene, camera, size=size, time=time, animation=animation)


def _names(animation: Animation) -> tuple[str | int, ...]:
    return animation if isinstance(animation, tuple) else (0 if animation is None else animation,)


def _duration(scene: Scene, animation: Animation) -> float:
    """Length of the animation in seconds, 0 when the scene has none."""
    if animation is None and not scene.animations:
        return 0.0
    try:
        found = [scene.animations[name] for name in _names(animation)]
    except (KeyError, IndexError) as error:
        names = ", ".join(repr(one.name) for one in scene.animations) or "none"
        raise FieldError(f"the scene has no animation {animation!r}; it has {names}") from error
    return max((float(one.duration) for one in found), default=0.0)
