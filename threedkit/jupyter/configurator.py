"""The configurator: choose a model, its surface and its light, look at it, and have the picture drawn."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ipywidgets

from threedkit.errors import ThreedkitError
from threedkit.io import load
from threedkit.jobs import stills, submit
from threedkit.jupyter.controls import EnvironmentControls, ExposureControl, LightControls, MaterialControls
from threedkit.jupyter.monitor.widget import JobMonitor
from threedkit.jupyter.showing import view
from threedkit.jupyter.style import DANGER
from threedkit.runs import find_asset
from threedkit.scene import DirectionalLight, Material

if TYPE_CHECKING:
    from collections.abc import Mapping

    from threedkit.jobs import Job
    from threedkit.scene import Node, Scene

__all__ = ["Configurator"]

_SIZES = {"640 x 400": (640, 400), "1280 x 800": (1280, 800), "1920 x 1200": (1920, 1200)}
_SAMPLES = 16
_SUN = "configurator sun"


def _sun(scene: Scene) -> Node:
    """The scene's first light; a directional one is added, switched low, to a scene without."""
    if scene.light_nodes:
        return scene.light_nodes[0]
    node = scene.add(DirectionalLight(intensity=0.5, name=_SUN), name=_SUN)
    node.look_at((1.0, 1.5, 1.0), (0.0, 0.0, 0.0))
    return node


class Configurator(ipywidgets.VBox):
    """A small application on the parts of this package; `notebooks/configurator.ipynb` is nothing more than this.

    Attributes:
        scene: the model shown.
        view: the live view of it.
        job: the last picture ordered, or None.

    Example:
        >>> Configurator({"Suzanne": "suzanne"})  # doctest: +SKIP
    """

    def __init__(self, assets: Mapping[str, str | Path] | None = None, height: int = 460) -> None:
        """Show the first of the models.

        Args:
            assets: paths, or names of samples, by what they are called in the list of models.
            height: of the view, pixels.
        """
        self._height = height
        self.job: Job | None = None
        self.model = ipywidgets.Dropdown(options=list((assets or {"Suzanne": "suzanne"}).items()), description="model")
        self.surface = ipywidgets.Dropdown(description="surface")
        self.size = ipywidgets.Dropdown(options=list(_SIZES.items()), description="picture")
        self.order = ipywidgets.Button(description="Render", button_style="primary", icon="")
        self.message = ipywidgets.HTML()
        self._stage, self._panel = ipywidgets.VBox(), ipywidgets.VBox(layout=ipywidgets.Layout(width="24em"))
        self._outcome = ipywidgets.VBox()
        self._open: list[Any] = []
        self._material: MaterialControls | None = None
        top = ipywidgets.HBox([self.model, self.surface, self.size, self.order])
        super().__init__([top, ipywidgets.HBox([self._stage, self._panel]), self.message, self._outcome])
        self.model.observe(lambda _: self._load(), names="value")
        self.surface.observe(lambda _: self._choose_surface(), names="value")
        self.order.on_click(lambda _: self.render())
        self._load()

    def _load(self) -> None:
        try:
            scene = load(find_asset(self.model.value))
        except ThreedkitError as error:
            self._say(str(error))
            return
        for widget in self._open:
            widget.close()
        self.scene = scene
        light = LightControls(_sun(scene))
        self.view: Any = view(scene, height=self._height)
        surroundings = EnvironmentControls(scene.environment)
        exposure = ExposureControl(self.view)
        self._open = [self.view, light, surroundings, exposure]
        self._stage.children = (self.view,)
        materials = list(scene.materials) or [Material()]
        self.surface.options = [
            (material.name or f"surface {number}", number) for number, material in enumerate(materials)
        ]
        self.surface.index = 0
        self._choose_surface()
        self._say("")

    def _choose_surface(self) -> None:
        materials = list(self.scene.materials)
        old, self._material = self._material, None
        if materials and self.surface.value is not None:
            self._material = MaterialControls(materials[self.surface.value])
        light, surroundings, exposure = self._open[1:]
        parts = [("Surface", self._material), ("Light", light), ("Surroundings", surroundings), ("Picture", exposure)]
        rows = [widget for title, part in parts if part is not None for widget in (_title(title), part)]
        self._panel.children = tuple(rows)
        if old is not None:
            old.close()

    def _say(self, text: str) -> None:
        self.message.value = f'<span style="color:{DANGER}">{escape(text)}</span>' if text else ""

    def render(self) -> None:
        """Send what the view shows to the cluster; its progress, then the picture, appear below."""
        try:
            shots = stills(self.scene, [self.view.camera], self.view.time)
            job = submit(self.scene, shots, size=self.size.value, samples=_SAMPLES, exposure=self.view.exposure)
        except ThreedkitError as error:
            self._say(str(error))
            return
        self.job = job
        self.order.disabled = True
        for widget in self._outcome.children:
            widget.close()
        self._outcome.children = (JobMonitor(job, on_end=self._show),)
        self._say("")

    def _show(self, monitor: JobMonitor) -> None:
        """Put the finished picture under its monitor (the monitor's thread)."""
        frames = monitor.job.frames
        self.order.disabled = False
        if frames and self._outcome.children[:1] == (monitor,):
            layout = ipywidgets.Layout(max_width="100%", align_self="flex-start")  # not stretched
            picture = ipywidgets.Image(value=Path(frames[0]).read_bytes(), format="png", layout=layout)
            picture.add_class("threedkit-result")
            self._outcome.children = (monitor, picture)


def _title(text: str) -> Any:
    return ipywidgets.HTML(f"<b>{text}</b>")
