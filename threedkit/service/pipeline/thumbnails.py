"""Thumbnails of models, drawn by an engine in a process of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from threedkit.jobs.engine_host import EngineHost, HostSettings
from threedkit.render import CameraView, Shot, runnable_engine
from threedkit.render.files import encode_frame

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["Thumbnails"]

_SAMPLES: Final = 16


class Thumbnails:
    """Draws small pictures of models; the engine starts with the first one, and stays.

    Args:
        engine: its name; ``auto`` takes the best one that runs here.
        side: width and height in pixels.
        seconds: that one picture may take.
    """

    def __init__(self, engine: str, side: int, seconds: float) -> None:
        self._engine = engine
        self._side = side
        self._seconds = seconds
        self._host: EngineHost | None = None

    def draw(self, scene: str, source: Callable[[], Path | bytes], view: dict[str, Any]) -> bytes:
        """Return a PNG of a model, its background clear.

        Args:
            scene: SHA-256 of its canonical GLB.
            source: gives the GLB.
            view: camera that shows all of it, as JSON values.

        Raises:
            RenderError: it cannot be drawn, or no engine runs here.
        """
        if self._host is None:
            self._host = EngineHost(HostSettings(scenes=1))
        shot = Shot(
            camera=msgspec.convert(view, CameraView),
            size=(self._side, self._side),
            samples=_SAMPLES,
            transparent=True,
        )
        name = runnable_engine(None if self._engine == "auto" else self._engine)
        with self._host.draw(name, scene, source, shot, timeout=self._seconds).result() as drawn:
            return encode_frame(drawn.frame, "png")

    def close(self) -> None:
        """End the engine's process."""
        if self._host is not None:
            self._host.close()
            self._host = None
