"""Punctual lights: three.js r97 with `physicallyCorrectLights` takes lux and candela, as glTF does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pythreejs as three

from threedkit.jupyter.pythreejs.convert import widgets
from threedkit.scene import DirectionalLight, PointLight, SpotLight

if TYPE_CHECKING:
    from threedkit.scene import Light

__all__ = ["close_lights", "light_traits", "light_widgets"]


def light_traits(light: Light) -> dict[str, Any]:
    """The traits of the three.js light. `decay` 2 with a distance is KHR_lights_punctual's recommended falloff."""
    traits: dict[str, Any] = {"color": widgets.linear(light.color), "intensity": light.intensity}
    if isinstance(light, PointLight):
        traits |= {"distance": light.range or 0.0, "decay": 2.0}
    if isinstance(light, SpotLight):
        inner = min(light.inner_cone_angle, light.outer_cone_angle)
        traits |= {"angle": light.outer_cone_angle, "penumbra": 1.0 - inner / light.outer_cone_angle}
    return traits


def light_widgets(light: Light) -> list[Any]:
    """The light and its target, to hang under the node: it shines from there down -Z.

    Each light gets a shadow with a camera, although no shadow is drawn: pythreejs' own default fails in the browser.
    """
    traits = light_traits(light)
    if isinstance(light, SpotLight):
        target = three.Object3D(position=(0, 0, -1))
        return [widgets.SpotLight(target=target, shadow=_shadow(), **traits), target]
    if isinstance(light, DirectionalLight):
        target = three.Object3D(position=(0, 0, -1))
        shadow = three.DirectionalLightShadow(camera=three.OrthographicCamera(-1, 1, 1, -1))
        return [widgets.DirectionalLight(target=target, shadow=shadow, **traits), target]
    return [widgets.PointLight(shadow=_shadow(), **traits)]


def _shadow() -> Any:
    return three.LightShadow(camera=three.PerspectiveCamera())


def close_lights(lamps: list[Any]) -> None:
    """Free what `light_widgets` made."""
    for lamp in lamps:
        shadow = getattr(lamp, "shadow", None)
        if isinstance(shadow, three.LightShadow):
            shadow.camera.close()
            shadow.close()
        lamp.close()
