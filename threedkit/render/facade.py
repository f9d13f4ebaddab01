"""`tk.render`: one call from a scene to a picture, from any thread."""

from __future__ import annotations

import atexit
import operator
import os
import threading
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np

from threedkit.errors import RenderError
from threedkit.render.camera import resolve_camera
from threedkit.render.engine_thread import EngineThread
from threedkit.render.provenance import about_shot
from threedkit.render.registry import runnable_engine
from threedkit.render.shot import OUTPUTS, CameraView, Shot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from threedkit.render.frame import Frame
    from threedkit.scene import Camera, Node, Scene

__all__ = ["DEFAULT_OUTPUTS", "release", "render"]

DEFAULT_OUTPUTS: Final = ("color", "depth", "normal", "object_id")

_NO_CAMERA_YET: Final = CameraView.from_matrix(np.eye(4))

_threads: dict[str, EngineThread] = {}
_lock = threading.Lock()
_forked: list[int] = []


def render(
    scene: Scene,
    size: tuple[int, int] = (1280, 720),
    camera: Node | Camera | CameraView | str | None = None,
    time: float | None = 0.0,
    engine: str | None = None,
    samples: int = 64,
    *,
    transparent: bool = False,
    outputs: Sequence[str] = DEFAULT_OUTPUTS,
    animation: str | int | Sequence[str | int] | None = None,
    seed: int = 0,
    exposure: float = 1.0,
    motion_step: float = 1 / 24,
    aperture: float | None = None,
    focus_distance: float | None = None,
    shutter: float = 0.0,
    denoise: bool = False,
) -> Frame:
    """Draw a scene.

    It may be called from any thread: each engine has one thread of its own in the process, which owns its context and
    keeps the scenes drawn last, so that drawing an unchanged scene again costs only the drawing.

    Args:
        scene: what to draw; an empty one gives the background.
        size: (width, height) in pixels, each 1 to 16384.
        camera: a node that holds a camera, its name, a CameraView, or None: one is fitted to the scene, and
            ``frame.meta["camera"]`` says so.
        time: seconds on the animation's clock; None: the rest pose.
        engine: ``"filament"`` (fast), ``"mitsuba"`` (path tracer), another installed one, or None: the best that
            runs here.
        samples: samples a pixel; a rasteriser anti-aliases when it is above 1.
        transparent: leave the background out; the colour then has straight alpha.
        outputs: of ``color radiance alpha depth normal position object_id material_id albedo motion uv``: `Frame` says
            what each holds. An engine makes those in its ``capabilities.outputs``; ``"all"``: all of them.
        animation: name, position or several of them; None: the first.
        seed: of a path tracer's sampler.
        exposure: multiplies the light before encoding.
        motion_step: seconds that the output ``motion`` looks ahead, along the animation and an animated camera; a
            negative one looks back.
        aperture: radius of a thin lens in metres, with `focus_distance`; None: that of the view, or a pinhole. A path
            tracer blurs what is out of focus.
        focus_distance: metres along the view axis to the plane in focus.
        shutter: seconds from `time` on during which light falls in: a path tracer blurs what moves, the camera
            included. Data images show the moment at which it opens, through a pinhole.
        denoise: take the noise out of a path tracer's picture (``pip install 'threedkit[denoise]'``).

    Returns:
        The picture with its data images.

    Raises:
        RenderError: a value is out of range, there is no such camera, or the engine failed.
        UnknownEngineError: no engine of that name.
        EngineUnavailableError: its driver cannot be used here; the message names the command that mends it.
        CapabilityError: the engine cannot draw what was asked for.
        MissingPackageError: a package is missing; the message holds the command.

    Example:
        >>> import threedkit as tk
        >>> frame = tk.render(tk.load("fox.glb"), size=(640, 480), time=0.5)  # doctest: +SKIP
        >>> frame.save("fox.png")  # doctest: +SKIP
    """
    name = runnable_engine(engine)
    keys = animation if isinstance(animation, (str, int)) or animation is None else tuple(animation)
    # All values are checked before anything is computed; the camera is filled in after that.
    shot = Shot(
        camera=_NO_CAMERA_YET,
        size=_whole(size),
        time=time,
        animation=keys,
        samples=samples,
        seed=seed,
        transparent=transparent,
        exposure=exposure,
        outputs=_outputs(outputs, name),
        motion_step=motion_step,
        shutter=shutter,
        denoise=denoise,
    )

    def seen(moment: float | None) -> CameraView:
        view = resolve_camera(scene, camera, shot.size, time=moment, animation=keys)
        return _with_lens(view, aperture, focus_distance)

    view = seen(None if camera is None else time)
    moves = camera is not None
    after = seen(shot.time_after) if moves and "motion" in shot.outputs else None
    shut = seen(shot.time_shut) if moves and shutter > 0 else None
    shot = msgspec.structs.replace(shot, camera=view, camera_after=after, camera_shut=None if shut == view else shut)
    frame, content = _thread_of(name).draw(scene, shot)
    frame.meta |= about_shot(shot)
    frame.meta["camera"] = "fitted to the scene" if camera is None else "given"
    frame.promise(scene=content)
    return frame


def release() -> None:
    """Close every engine that `render` has opened and end its thread; the next call opens it anew."""
    with _lock:
        threads = list(_threads.values())
        _threads.clear()
    for thread in threads:
        thread.close()


def _outputs(outputs: Sequence[str], engine: str) -> tuple[str, ...]:
    """A single name may stand alone; "all" is what the engine makes."""
    if outputs in ("all", ("all",)):
        can = _thread_of(engine).capabilities().outputs
        return tuple(name for name in OUTPUTS if name in can)
    return (outputs,) if isinstance(outputs, str) else tuple(outputs)


def _whole(size: tuple[int, int]) -> tuple[int, int]:
    """Take NumPy integers too; anything else is left for Shot to refuse."""
    try:
        width, height = (operator.index(side) for side in size)
    except (TypeError, ValueError) as error:
        message = f"size must be (width, height) in whole pixels, not {size!r}"
        raise RenderError(message) from error
    return width, height


def _with_lens(view: CameraView, aperture: float | None, focus_distance: float | None) -> CameraView:
    """Put a lens before the camera; None leaves its own."""
    given = {"aperture": aperture, "focus_distance": focus_distance}
    changes = {name: value for name, value in given.items() if value is not None}
    return msgspec.structs.replace(view, **changes) if changes else view


def _thread_of(name: str) -> EngineThread:
    if _forked:
        message = "this process was forked after an engine had started; start it with multiprocessing's spawn method"
        raise RenderError(message)
    with _lock:
        thread = _threads.get(name)
        if thread is None:
            thread = _threads[name] = EngineThread(name)
        return thread


def _mark_fork() -> None:
    """In a forked child the engine threads are gone, and drivers hang when they are used after a fork."""
    if _threads:
        _threads.clear()
        _forked.append(os.getpid())


atexit.register(release)
os.register_at_fork(after_in_child=_mark_fork)
