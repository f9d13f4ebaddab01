"""The still picture of a view, drawn in a process apart: no scene, however heavy, takes the kernel down with it."""

from __future__ import annotations

from concurrent.futures import TimeoutError as LateError
from typing import TYPE_CHECKING, Final

from threedkit.errors import ThreedkitError

if TYPE_CHECKING:
    from threedkit.jupyter.base import SceneView

__all__ = ["STILL_SECONDS", "still"]

STILL_SECONDS: Final = 30.0
"""How long a notebook that runs without a reader waits for the picture of a view."""
_HEIGHT: Final = 480
_SAMPLES: Final = 4


def still(view: SceneView, seconds: float = STILL_SECONDS) -> tuple[bytes | None, str]:
    """Return a PNG of what a view shows, or None and the reason why there is none.

    Args:
        view: what is drawn, at most 480 pixels high.
        seconds: that it may take, the start of the engine process included.
    """
    from threedkit.jupyter.remote.hosting import Lease
    from threedkit.jupyter.remote.states import SceneStates
    from threedkit.render import default_engine

    ticket = f"still-{id(view)}"
    lease: Lease | None = None
    try:
        engine, lease, state = default_engine(), Lease(), SceneStates(view.scene).now()
        order = lease.host.draw(
            engine, state.name, state.glb, view.shot(_size(view.size), samples=_SAMPLES), ticket=ticket
        )
        try:
            with order.result(seconds) as drawn:
                return drawn.frame.encode("png"), ""
        except LateError:
            lease.host.kill("it is too late", ticket)
            return None, f"drawing it took longer than {seconds:g} s"
    except ThreedkitError as error:
        return None, str(error)
    finally:
        if lease is not None:
            lease.close()


def _size(size: tuple[int, int]) -> tuple[int, int]:
    width, height = size
    return (max(round(width * _HEIGHT / height), 1), _HEIGHT) if height > _HEIGHT else size
