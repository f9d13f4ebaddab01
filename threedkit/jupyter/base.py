"""What every live view is, whichever library draws it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import traitlets

from threedkit.errors import FieldError
from threedkit.jupyter.framing import fit_node
from threedkit.render import CameraView, Shot, fit_camera, render, resolve_camera

if TYPE_CHECKING:
    from pathlib import Path

    from threedkit.render import Frame
    from threedkit.scene import Animation, Node, Scene

__all__ = ["Picked", "Plays", "SceneView", "side"]

_MAX_SIDE = 4096


class Picked(NamedTuple):
    """What was clicked.

    Attributes:
        node: whose mesh it is.
        primitive: which primitive of the mesh.
        triangle: index of the triangle, or of the point or line segment; None where it is not known.
        point: world position, metres.
        distance: metres from the camera.
        normal: of the surface there, world space, unit; None where it is not known.
        uv: texture coordinates there (set 0); None where there are none.
        instance: which instance of the node's mesh; None without instances.
    """

    node: Node
    primitive: int
    triangle: int | None
    point: tuple[float, float, float]
    distance: float
    normal: tuple[float, float, float] | None = None
    uv: tuple[float, float] | None = None
    instance: int | None = None


class Plays(Protocol):
    """What a view's player has in every backend."""

    time: float

    @property
    def number(self) -> int | None:
        """Which of the scene's animations is chosen; None: the rest pose."""
        ...

    @property
    def animation(self) -> Animation | None:
        """The chosen animation; None at the rest pose."""
        ...


class SceneView(traitlets.HasTraits):
    """A scene in the browser: it follows the scene, and tells which way it is looked at.

    Attributes:
        camera: the CameraView that the user sees through; assign one, a node or a name to move there.
        picked: what was last clicked, or None.
        exposure: linear radiance is multiplied by it.
        scene: what is shown.
        player: plays the animations; None if there are none.
    """

    camera = traitlets.Any()
    picked = traitlets.Any(allow_none=True, default_value=None)
    exposure = traitlets.Float(1.0)

    scene: Scene
    player: Plays | None = None
    _size: tuple[int, int] = (1, 1)

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) of the picture, CSS pixels."""
        return self._size

    @traitlets.validate("camera")
    def _resolve(self, proposal: Any) -> CameraView:
        return resolve_camera(self.scene, proposal.value, self.size, time=self._moment(), animation=self._animation())

    @traitlets.validate("exposure")
    def _positive(self, proposal: Any) -> float:
        if not 0 <= proposal.value < float("inf"):
            raise FieldError(f"view: exposure must be a finite number of at least 0, not {proposal.value!r}")
        return float(proposal.value)

    @property
    def fitted(self) -> float | None:
        """Width / height of the picture that the camera was fitted into; None: somebody has chosen it."""
        return None

    def _animation(self) -> int | None:
        return None if self.player is None else self.player.number

    def _moment(self) -> float | None:
        """The time that is shown, as a Shot has it; None: the rest pose."""
        return None if self.player is not None and self.player.number is None else self.time

    @property
    def time(self) -> float:
        """Seconds on the clock of the chosen animation; 0 without animations. Assign to scrub."""
        return self.player.time if self.player is not None else 0.0

    @time.setter
    def time(self, seconds: float) -> None:
        if self.player is None:
            raise FieldError("view: time cannot be set: the scene has no animations")
        self.player.time = seconds

    @property
    def notes(self) -> tuple[str, ...]:
        """One line for everything that is shown otherwise than it is."""
        return ()

    def fit(self, node: Node | None = None) -> None:
        """Look at the whole scene, or at a node and what is below it."""
        self.camera = (
            fit_camera(self.scene, self.size)
            if node is None
            else fit_node(self.scene, node, self.size, self.camera, time=self._moment(), animation=self._animation())
        )

    def shot(self, size: tuple[int, int] | None = None, **options: Any) -> Shot:
        """What is seen, as an engine is asked to draw it.

        Args:
            size: (width, height) in pixels; None: the view's own.
            options: fields of the Shot: samples, outputs, transparent ...
        """
        options.setdefault("exposure", self.exposure)
        if self.player is not None:
            options.setdefault("animation", self.player.number)
        return Shot(camera=self.camera, size=self.size if size is None else size, time=self._moment(), **options)

    def snapshot(self, size: tuple[int, int] | None = None, **options: Any) -> Frame:
        """Render what is seen.

        Args:
            size: (width, height) in pixels; None: the view's own.
            options: as for `tk.render`: engine, samples, transparent, outputs ...

        Returns:
            The Frame: `.color`, `.save("picture.png")`.
        """
        options.setdefault("exposure", self.exposure)
        if self.player is not None:
            options.setdefault("animation", self.player.number)
        size = self.size if size is None else size
        return render(self.seen(), size=size, camera=self.camera, time=self._moment(), **options)

    def seen(self) -> Scene:
        """The scene as engines draw it: without what the view cuts away."""
        return self.scene

    def to_html(self, path: str | Path, *, still: bool = True, **options: Any) -> Path:
        """Write what is seen as one file that shows it live by itself, offline and from disk, tools included.

        Args:
            path: ends in .html.
            still: put a picture in as well, for browsers without WebGL.
            options: `title` (None: the scene's name), `height` in pixels (None: it fills the window), `limit` (bytes
                that the file may have at most; 64 MB), `texture` (pixels along the longer side of an image, at most).

        Returns:
            The path.

        Raises:
            OutputError: it would be larger than `limit`, or the place cannot be written.
        """
        from threedkit.jupyter.pictures.saving import save_view

        return save_view(self, path, still=still, **options)

    def _ipython_display_(self) -> None:
        """Show it as the output of a cell (called by Jupyter)."""
        from threedkit.jupyter.pictures.display import publish

        publish(self)

    def close(self) -> None:
        """End following the scene and free what the view holds here and in the browser."""
        super().close()  # type: ignore[misc] # of the widget that a backend's class is as well


def side(name: str, pixels: Any) -> int:
    """A width or height, checked.

    Raises:
        FieldError: it is not a whole number from 1 to 4096 pixels.
    """
    if isinstance(pixels, bool) or not isinstance(pixels, int) or not 1 <= pixels <= _MAX_SIDE:
        raise FieldError(f"view: {name} must be a whole number of pixels from 1 to {_MAX_SIDE}, not {pixels!r}")
    return pixels
