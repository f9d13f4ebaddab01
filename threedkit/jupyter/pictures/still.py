"""A still picture drawn in a process apart: no scene, however heavy, takes the kernel down with it."""

from __future__ import annotations

import uuid
from concurrent.futures import TimeoutError as LateError
from typing import TYPE_CHECKING, Final, TypeVar

from threedkit.errors import ThreedkitError

if TYPE_CHECKING:
    from collections.abc import Callable

    from threedkit.render import Frame, Shot
    from threedkit.scene import Scene

__all__ = ["STILL_SECONDS", "drawn_apart", "small"]

T = TypeVar("T")

STILL_SECONDS: Final = 30.0
"""How long a notebook that runs without a reader waits for the picture of a view."""
_HEIGHT: Final = 480


def drawn_apart(
    scene: Scene, shot: Shot, work: Callable[[Frame], T], seconds: float = STILL_SECONDS
) -> tuple[T | None, str]:
    """Draw a shot by the default engine in the engine process of this kernel's views.

    Args:
        scene: what is drawn.
        shot: the picture.
        work: what is made of the frame, whose memory is lent.
        seconds: that it may take, the start of the engine process included.

    Returns:
        What `work` gave; or None and the reason why there is no picture.
    """
    from threedkit.jupyter.remote.hosting import Lease
    from threedkit.jupyter.remote.states import SceneStates
    from threedkit.render import default_engine

    ticket = f"still-{uuid.uuid4().hex}"
    lease: Lease | None = None
    try:
        engine, lease, state = default_engine(), Lease(), SceneStates(scene).now()
        order = lease.host.draw(engine, state.name, state.glb, shot, ticket=ticket)
        try:
            with order.result(seconds) as drawn:
                return work(drawn.frame), ""
        except LateError:
            lease.host.kill("it is too late", ticket)
            return None, f"drawing it took longer than {seconds:g} s"
    except ThreedkitError as error:
        return None, str(error)
    finally:
        if lease is not None:
            lease.close()


def small(size: tuple[int, int]) -> tuple[int, int]:
    """A size of the same shape, at most 480 pixels high.

    Example:
        >>> small((1920, 960))
        (960, 480)
    """
    width, height = size
    return (max(round(width * _HEIGHT / height), 1), _HEIGHT) if height > _HEIGHT else size
