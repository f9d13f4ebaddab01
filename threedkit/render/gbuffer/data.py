"""The G-buffer as engines use it that draw colour only: made with the first picture that asks for data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from threedkit.render.gbuffer.buffer import GBuffer
from threedkit.render.gbuffer.plan import Moment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from threedkit.render.gbuffer.geometry import LoadedGeometry
    from threedkit.render.shot import Shot
    from threedkit.scene import Pose, Scene

__all__ = ["DataPass", "HasGeometry"]


class HasGeometry(Protocol):
    """A scene in an engine that also has a place in the G-buffer.

    Attributes:
        geometry: what the G-buffer holds of it; None before the first data image. The scene closes it.
    """

    geometry: LoadedGeometry | None

    @property
    def snapshot(self) -> Scene:
        """The engine's own copy of the scene."""
        ...


class DataPass:
    """Draws the data images of an engine's scenes.

    Example:
        >>> DataPass().close()
    """

    def __init__(self) -> None:
        """Nothing is opened yet."""
        self._gbuffer: GBuffer | None = None

    def draw(self, loaded: HasGeometry, shot: Shot, pose: Pose, names: Sequence[str]) -> dict[str, Any]:
        """Draw the images of those names of a shot, all in one pass.

        Args:
            loaded: the scene.
            shot: camera, size, and what motion looks ahead to.
            pose: of the snapshot, at the shot's time.
            names: out of `threedkit.render.gbuffer.OUTPUTS`.

        Raises:
            EngineUnavailableError: there is no EGL driver.
            RenderError: the device has no targets of that size.
        """
        if self._gbuffer is None:
            self._gbuffer = GBuffer()
        if loaded.geometry is None:
            loaded.geometry = self._gbuffer.load(loaded.snapshot)
        after = None
        if "motion" in names:
            later = loaded.snapshot.pose(shot.time_after, shot.animation)
            after = Moment(shot.camera_after or shot.camera, later)
        return self._gbuffer.draw(loaded.geometry, shot.camera, shot.size, pose, names, after=after)

    def close(self) -> None:
        """Free the G-buffer and everything loaded into it; a second call does nothing."""
        if self._gbuffer is not None:
            self._gbuffer.close()
            self._gbuffer = None
