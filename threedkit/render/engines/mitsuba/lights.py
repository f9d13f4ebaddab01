"""Punctual lights and the environment to Mitsuba's emitters; units need no conversion (lux, candela, cd/m2)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from threedkit.render.studio import studio_radiance
from threedkit.scene import DirectionalLight, PointLight, SpotLight

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.scene import Environment, Light

__all__ = ["make_environment", "make_light"]

_WIDEST_PATTERN: Final = math.radians(80.0)
"""Up to this half angle the cone's falloff is an image on a plane before the lamp; wider, the plane grows too large."""

_PATTERN_SIZE: Final = 1024


def make_light(mi: Any, light: Light, world_from_node: NDArray[np.float64]) -> dict[str, Any] | None:
    """Describe a punctual light, or return None when it is dark.

    `range` has no effect: light falls off by the inverse square, as it does.
    """
    color = np.asarray(light.color[:3], np.float64) * light.intensity
    if not np.any(color > 0):
        return None
    power = {"type": "rgb", "value": color.tolist()}
    position, axis = world_from_node[:3, 3], -world_from_node[:3, 2]
    axis = axis / max(float(np.linalg.norm(axis)), 1e-30)
    if isinstance(light, DirectionalLight):
        return {"type": "directional", "direction": axis.tolist(), "irradiance": power}
    if isinstance(light, SpotLight):
        return _spot(mi, light, power, position, axis)
    if isinstance(light, PointLight):
        return {"type": "point", "position": position.tolist(), "intensity": power}
    return None


def make_environment(mi: Any, environment: Environment | None) -> dict[str, Any] | None:
    """Describe the environment, or return None when it is dark.

    The `envmap` plugin has u = 0.5 at +Z when its frame is the world's; threedkit's images have -Z there.
    """
    if environment is None or environment.intensity == 0:
        return None
    radiance = environment.radiance if environment.radiance is not None else studio_radiance()
    if not np.any(radiance > 0):
        return None
    turn = 180.0 + math.degrees(environment.rotation)
    return {
        "type": "envmap",
        "bitmap": mi.Bitmap(np.array(radiance, np.float32, order="C")),
        "scale": float(environment.intensity),
        "to_world": mi.ScalarTransform4f().rotate([0, 1, 0], turn),
    }


def _spot(
    mi: Any, light: SpotLight, power: dict[str, Any], position: NDArray[np.float64], axis: NDArray[np.float64]
) -> dict[str, Any]:
    outer = min(light.outer_cone_angle, math.radians(89.5))
    inner = min(light.inner_cone_angle, outer)
    up = [0.0, 1.0, 0.0] if abs(axis[1]) < 0.9 else [1.0, 0.0, 0.0]
    spot: dict[str, Any] = {
        "type": "spot",
        "to_world": mi.ScalarTransform4f().look_at(position.tolist(), (position + axis).tolist(), up),
        "intensity": power,
    }
    if outer > _WIDEST_PATTERN:
        spot["cutoff_angle"] = math.degrees(outer)
        spot["beam_width"] = math.degrees(min(inner, outer * 0.999))
        return spot
    # The plugin's own ramp (linear in the angle) is pushed outside the cone, where the pattern is black already.
    cutoff = outer * 1.02
    spot["cutoff_angle"] = math.degrees(cutoff)
    spot["beam_width"] = math.degrees(outer * 1.01)
    spot["texture"] = {
        "type": "bitmap",
        "bitmap": mi.Bitmap(_cone_pattern(inner, outer, cutoff)),
        "raw": True,
        "wrap_mode": "clamp",
    }
    return spot


def _cone_pattern(inner: float, outer: float, cutoff: float) -> NDArray[np.float32]:
    """Falloff of KHR_lights_punctual on the plane that the plugin projects: (n, n, 3).

    ``clamp((cos(angle) - cos(outer)) / max(0.001, cos(inner) - cos(outer)), 0, 1) ** 2``
    """
    at = (2.0 * (np.arange(_PATTERN_SIZE) + 0.5) / _PATTERN_SIZE - 1.0) * math.tan(cutoff)
    cosine = 1.0 / np.sqrt(1.0 + at[None, :] ** 2 + at[:, None] ** 2)
    ramp = (cosine - math.cos(outer)) / max(1e-3, math.cos(inner) - math.cos(outer))
    falloff = np.clip(ramp, 0.0, 1.0) ** 2
    return np.repeat(falloff[..., None], 3, axis=2).astype(np.float32)
