"""The live view on pythreejs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets
import pythreejs as three
import traitlets

from threedkit.jupyter.base import Picked, SceneView, side
from threedkit.jupyter.live.cameras import orbit_target
from threedkit.jupyter.pythreejs.convert import camera as cameras
from threedkit.jupyter.pythreejs.convert.live import LiveScene
from threedkit.jupyter.pythreejs.convert.widgets import Renderer
from threedkit.jupyter.pythreejs.player import Player
from threedkit.render import CameraView, resolve_camera
from threedkit.transforms import bounds

if TYPE_CHECKING:
    from threedkit.scene import Camera, Node, Scene

__all__ = ["PythreejsView"]

_GAMMA = 2.2


class PythreejsView(SceneView, ipywidgets.VBox):
    """A scene drawn by three.js r97; a double click picks.

    Example:
        >>> import threedkit as tk
        >>> view = tk.view(tk.Scene(), backend="pythreejs")  # doctest: +SKIP
    """

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
        self._size = (side("width", width if width is not None else round(height * 1.6)), side("height", height))
        live = LiveScene(scene)
        start = resolve_camera(scene, camera, self.size, time=0.0)
        self._box = scene.bounds(0.0)
        self._origin = orbit_target(start, self._box)
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

    def _orbited(self, _: Any) -> None:
        seen = cameras.moved(cameras.camera_view(self._three_camera), self._origin)
        self.unobserve(self._move_camera, names="camera")
        self.camera = seen
        self.observe(self._move_camera, names="camera")

    def _move_camera(self, change: Any) -> None:
        wanted: CameraView = change.new
        self._origin = orbit_target(wanted, self._box)
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
    def notes(self) -> tuple[str, ...]:
        """One line for everything that is shown otherwise than it is."""
        return tuple(dict.fromkeys(self._live.notes)) if self._live is not None else ()

    def fit(self, node: Node | None = None) -> None:
        """Look at the whole scene, or at a node and what is below it."""
        self._box = self.scene.bounds(self.time)
        super().fit(node)

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
