"""The live view: a scene that one can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import ipywidgets
import pythreejs as three
import traitlets

from threedkit.errors import FieldError
from threedkit.jupyter.pythreejs.convert import camera as cameras
from threedkit.jupyter.pythreejs.convert.live import LiveScene
from threedkit.jupyter.pythreejs.convert.widgets import Renderer
from threedkit.jupyter.pythreejs.player import Player
from threedkit.render import CameraView, fit_camera, render, resolve_camera
from threedkit.transforms import bounds

if TYPE_CHECKING:
    from threedkit.render import Frame
    from threedkit.scene import Camera, Node, Scene

__all__ = ["Picked", "View", "view"]

_MAX_SIDE = 4096
_GAMMA = 2.2


class Picked(NamedTuple):
    """What was clicked.

    Attributes:
        node: whose mesh it is.
        primitive: which primitive of the mesh.
        triangle: index of the triangle, or of the point or line segment; None where three.js knows none.
        point: world position, metres.
        distance: metres from the camera.
    """

    node: Node
    primitive: int
    triangle: int | None
    point: tuple[float, float, float]
    distance: float


class View(ipywidgets.VBox):
    """A scene in the browser: it follows the scene, and tells which way it is looked at.

    Attributes:
        camera: the CameraView that the user sees through; assign one, a node or a name to move there.
        picked: what was last double-clicked, or None.
        exposure: linear radiance is multiplied by it.
        player: plays the animations; None if there are none.
        notes: what is shown otherwise than it is.

    Example:
        >>> import threedkit as tk
        >>> view = tk.view(tk.Scene())  # doctest: +SKIP
        >>> tk.render(view.scene, camera=view.camera)  # doctest: +SKIP
    """

    camera = traitlets.Any()
    picked = traitlets.Any(allow_none=True, default_value=None)
    exposure = traitlets.Float(1.0)

    _live: LiveScene | None = None
    player: Player | None = None

    def __init__(
        self,
        scene: Scene,
        height: int = 480,
        width: int | None = None,
        camera: Node | Camera | CameraView | str | None = None,
        *,
        exposure: float = 1.0,
        controls: bool = True,
    ) -> None:
        """Show a scene.

        Args:
            scene: what to show and follow.
            height: pixels.
            width: pixels; None: 1.6 times the height.
            camera: where to look from first; None: the whole scene is fitted into the view.
            exposure: linear radiance is multiplied by it.
            controls: show the player under the picture where the scene has animations.

        Raises:
            FieldError: a size is not from 1 to 4096 pixels.
        """
        self.scene = scene
        self.size = (_side("width", width if width is not None else round(height * 1.6)), _side("height", height))
        live = LiveScene(scene)
        start = resolve_camera(scene, camera, self.size, time=0.0)
        self._box = scene.bounds(0.0)
        self._origin = cameras.orbit_target(start, self._box)
        live.center(self._origin, cameras.FAR * self._distance(start))
        self._three_camera, self._orbit = self._make_camera(start)
        self._picker = three.Picker(controlling=live.content, event="dblclick")
        self.renderer = self._make_renderer(live.three)
        self.player = Player(live) if scene.animations else None
        shown = [self.renderer, *([self.player] if self.player is not None and controls else [])]
        super().__init__(shown, camera=start, exposure=exposure)
        self._live = live
        self.layout.width = f"{self.size[0]}px"
        self._follow()

    # -- building -----------------------------------------------------------------------------------------------

    def _make_camera(self, start: CameraView) -> tuple[Any, Any]:
        """A camera and its controls; a new OrbitControls turns its camera to the origin, so the target is put there."""
        local = cameras.moved(start, -self._origin)
        camera = cameras.three_camera(local, self.size[0] / self.size[1], self._distance(start))
        return camera, three.OrbitControls(controlling=camera)

    def _distance(self, view: CameraView) -> float:
        """About how far the scene reaches from the camera, metres."""
        if bounds.is_empty(self._box):
            return 10.0
        return float(((bounds.center(self._box) - view.position) ** 2).sum() ** 0.5 + bounds.radius(self._box))

    def _make_renderer(self, three_scene: Any) -> Any:
        width, height = self.size
        return Renderer(
            scene=three_scene,
            camera=self._three_camera,
            controls=[self._orbit, self._picker],
            width=width,
            height=height,
            antialias=True,
            gammaOutput=True,
            gammaFactor=_GAMMA,
            physicallyCorrectLights=True,
        )

    def _follow(self) -> None:
        self._three_camera.observe(self._orbited, names=["position", "quaternion", "zoom"])
        self._picker.observe(self._pick, names=["point", "object"])
        self.observe(self._move_camera, names="camera")
        traitlets.link((self, "exposure"), (self.renderer, "toneMappingExposure"))

    # -- following ----------------------------------------------------------------------------------------------

    @traitlets.validate("camera")
    def _resolve(self, proposal: Any) -> CameraView:
        return resolve_camera(self.scene, proposal.value, self.size, time=self.time)

    def _orbited(self, _: Any) -> None:
        seen = cameras.moved(cameras.camera_view(self._three_camera), self._origin)
        self.unobserve(self._move_camera, names="camera")
        self.camera = seen
        self.observe(self._move_camera, names="camera")

    def _move_camera(self, change: Any) -> None:
        wanted: CameraView = change.new
        self._origin = cameras.orbit_target(wanted, self._box)
        if self._live is not None:
            self._live.center(self._origin, cameras.FAR * self._distance(wanted))
        self._three_camera.unobserve(self._orbited, names=["position", "quaternion", "zoom"])
        if (wanted.kind == "orthographic") != isinstance(self._three_camera, three.OrthographicCamera):
            self._swap_camera(wanted)
        else:
            cameras.place(self._three_camera, cameras.moved(wanted, -self._origin), self._distance(wanted))
            self._orbit.target = (0.0, 0.0, 0.0)
        self._three_camera.observe(self._orbited, names=["position", "quaternion", "zoom"])

    def _swap_camera(self, wanted: CameraView) -> None:
        old = (self._three_camera, self._orbit)
        self._three_camera, self._orbit = self._make_camera(wanted)
        with self.renderer.hold_sync():
            self.renderer.camera = self._three_camera
            self.renderer.controls = [self._orbit, self._picker]
        for widget in old:
            widget.close()

    def _pick(self, _: Any) -> None:
        picker = self._picker
        found = None if self._live is None or picker.object is None else self._live.origin(picker.object)
        if found is None:
            self.picked = None
            return
        triangle = picker.faceIndex if picker.faceIndex is not None else picker.index
        node, primitive = found
        self.picked = Picked(node, primitive, triangle, tuple((picker.point + self._origin).tolist()), picker.distance)

    # -- what it gives ------------------------------------------------------------------------------------------

    @property
    def time(self) -> float:
        """Seconds on the clock of the chosen animation; 0 without animations."""
        return self.player.time if self.player is not None else 0.0

    @property
    def notes(self) -> tuple[str, ...]:
        """One line for everything that is shown otherwise than it is."""
        return tuple(dict.fromkeys(self._live.notes)) if self._live is not None else ()

    def fit(self) -> None:
        """Look at the whole scene."""
        self._box = self.scene.bounds(self.time)
        self.camera = fit_camera(self.scene, self.size)

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
            options.setdefault("animation", self.player.clip.value)
        return render(
            self.scene, size=self.size if size is None else size, camera=self.camera, time=self.time, **options
        )

    def close(self) -> None:
        """End following the scene and free what the view holds here and in the browser."""
        live, self._live = self._live, None
        if live is not None:
            live.close()
            if self.player is not None:
                self.player.close()
            renderer = self.renderer
            parts = (self._picker, self._orbit, self._three_camera, renderer.shadowMap, renderer.layout, renderer)
            for widget in parts:
                widget.close()
            self.layout.close()
        super().close()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None, **_: Any) -> dict[str, Any]:
        """The widget, and a still for where no widget can be shown."""
        from threedkit.jupyter.bundle import bundle

        return bundle(self, super()._repr_mimebundle_(), include, exclude)


def _side(name: str, pixels: Any) -> int:
    if isinstance(pixels, bool) or not isinstance(pixels, int) or not 1 <= pixels <= _MAX_SIDE:
        raise FieldError(f"view: {name} must be a whole number of pixels from 1 to {_MAX_SIDE}, not {pixels!r}")
    return pixels


def view(
    scene: Scene,
    height: int = 480,
    width: int | None = None,
    camera: Node | Camera | CameraView | str | None = None,
    **options: Any,
) -> View:
    """Show a scene in the notebook; see `View`.

    Example:
        >>> import threedkit as tk
        >>> view = tk.view(tk.Scene(), height=320)  # doctest: +SKIP
    """
    return View(scene, height, width, camera, **options)
