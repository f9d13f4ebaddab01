"""Panels of controls for parts of a scene: change one side and the other follows."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import ipywidgets
import numpy as np

from threedkit.jupyter.closing import close_tree
from threedkit.jupyter.linking import Link, clamp_log, color_picker, log_slider, slider
from threedkit.transforms import matrices

if TYPE_CHECKING:
    from threedkit.jupyter.base import SceneView
    from threedkit.scene import Environment, Material, Node

__all__ = ["EnvironmentControls", "ExposureControl", "LightControls", "MaterialControls"]

_BRIGHT = (-2, 5)
_GLOW = (-2, 2)


class _Panel(ipywidgets.VBox):
    """Widgets that are linked to a scene until the panel is closed."""

    _links: list[Link] = []  # noqa: RUF012 - replaced, never changed; here for a panel that was not fully made

    def __init__(self, rows: list[Any], links: list[Link]) -> None:
        self._links = links
        super().__init__(rows)

    def close(self) -> None:
        """End the links and free the widgets."""
        links, self._links = self._links, []
        for link in links:
            link.close()
        close_tree(*self.children)
        self.layout.close()
        super().close()


class MaterialControls(_Panel):
    """Colour, metallic and roughness of a material, its glow, and the strength of its normal map if it has one.

    Example:
        >>> MaterialControls(scene.materials[0])  # doctest: +SKIP
    """

    def __init__(self, material: Material) -> None:
        """Make controls for a material."""
        self.material = material
        color, color_link = color_picker("colour", material, "base_color")
        metallic, roughness = slider("metallic", 0, 1), slider("roughness", 0, 1)
        emissive, emissive_link = color_picker("glow", material, "emissive")
        rows = [color, metallic, roughness, emissive]
        links = [
            color_link,
            Link(metallic, material, "metallic"),
            Link(roughness, material, "roughness"),
            emissive_link,
        ]
        if material.normal_texture is not None:
            relief = slider("relief", 0, 2)
            rows.append(relief)
            links.append(Link(relief, material, "normal_scale", lambda value: min(max(value, 0.0), 2.0)))
        super().__init__(rows, links)


class LightControls(_Panel):
    """Colour and intensity of the light of a node, and for a light with a direction where it comes from.

    Example:
        >>> LightControls(scene.light_nodes[0])  # doctest: +SKIP
    """

    def __init__(self, node: Node) -> None:
        """Make controls for a node that holds a light; it should hang under no turned parent."""
        self.node = node
        light = node.light
        color, color_link = color_picker("colour", light, "color")
        intensity = log_slider("intensity", *_BRIGHT)
        self.azimuth, self.elevation = slider("from side", -180, 180, 1), slider("from above", -90, 90, 1)
        links = [color_link, Link(intensity, light, "intensity", lambda value: clamp_log(value, *_BRIGHT))]
        self._turning = False
        self._read()
        node.observe(self._read, names=["rotation"])
        for control in (self.azimuth, self.elevation):
            control.observe(self._turn, names="value")
        super().__init__([color, intensity, self.azimuth, self.elevation], links)

    def _read(self, _: Any = None) -> None:
        if self._turning:
            return
        self._turning = True
        x, y, z = self.node.world_from_node[:3, 2]
        self.azimuth.value = math.degrees(math.atan2(x, z))
        self.elevation.value = math.degrees(math.atan2(y, math.hypot(x, z)))
        self._turning = False

    def _turn(self, _: Any) -> None:
        if self._turning:
            return
        self._turning = True
        azimuth, elevation = math.radians(self.azimuth.value), math.radians(min(max(self.elevation.value, -89), 89))
        level = math.cos(elevation)
        source = np.array([math.sin(azimuth) * level, math.sin(elevation), math.cos(azimuth) * level])
        _, rotation, _ = matrices.decompose(matrices.look_at(source, np.zeros(3)))
        self.node.rotation = tuple(rotation.tolist())
        self._turning = False

    def close(self) -> None:
        """End the links and free the widgets."""
        if self._links:
            self.node.unobserve(self._read, names=["rotation"])
        super().close()


class EnvironmentControls(_Panel):
    """Strength and rotation of the light from around, and what is seen in the background."""

    def __init__(self, environment: Environment) -> None:
        """Make controls for an environment."""
        self.environment = environment
        intensity, rotation = slider("surround", 0, 4), slider("turned", -180, 180, 1)
        background = ipywidgets.ToggleButtons(options=["color", "environment"], style={"button_width": "8em"})
        color, color_link = color_picker("background", environment, "background_color")
        links = [
            Link(intensity, environment, "intensity", lambda value: min(value, 4.0)),
            Link(rotation, environment, "rotation", _degrees, math.radians),
            Link(background, environment, "background"),
            color_link,
        ]
        super().__init__([intensity, rotation, background, color], links)


def _degrees(radians: float) -> float:
    return (math.degrees(radians) + 180) % 360 - 180


class ExposureControl(_Panel):
    """How bright the picture of a view is."""

    def __init__(self, view: SceneView) -> None:
        """Make a control for a view; `view.snapshot()` takes the same exposure."""
        control = log_slider("exposure", *_GLOW)
        control.value = clamp_log(view.exposure, *_GLOW)
        super().__init__([control], [_ViewLink(control, view)])


class _ViewLink(Link):
    """A link to a view, which is a widget itself."""

    def __init__(self, widget: Any, view: Any) -> None:
        super().__init__(widget, view, "exposure", lambda value: clamp_log(value, *_GLOW))
