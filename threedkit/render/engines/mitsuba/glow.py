"""Emission of see-through surfaces that Mitsuba's integrator drops where nothing solid is behind them.

With a hidden environment, the light of a path that met see-through places only and then left the scene is put to 0,
what these places emit included. A path leaves so with the probability that all surfaces on its way let it pass, so what
is missing of each ray is that probability times the sum of the emissions on its way: it needs no lots to be drawn.
"""

from __future__ import annotations

from typing import Any, Final

__all__ = ["register_glow"]

_LAYERS: Final = 8
"""See-through surfaces, one behind the other, that are followed."""

_registered: set[str] = set()


def register_glow(mi: Any) -> None:
    """Make the integrator ``tk_glow`` known to the current variant; a second call does nothing."""
    if mi.variant() not in _registered:
        _registered.add(mi.variant())
        mi.register_integrator("tk_glow", _glow(mi))


def _glow(mi: Any) -> Any:
    import drjit as dr

    class Glow(mi.SamplingIntegrator):  # type: ignore[misc]  # Mitsuba's classes are known at run time only
        def sample(self, scene: Any, _sampler: Any, ray: Any, _medium: Any = None, active: Any = True) -> Any:
            glow, passing = mi.Color3f(0.0), mi.Color3f(1.0)
            left, active = mi.Bool(False), mi.Bool(active)
            for _ in range(_LAYERS):
                si = scene.ray_intersect(ray, active)
                left |= active & ~si.is_valid()
                active &= si.is_valid()
                if not dr.is_jit_v(mi.Float) and not active:
                    break
                emitter = si.emitter(scene, active)
                if dr.is_jit_v(mi.Float) or emitter is not None:
                    glow += dr.select(active, emitter.eval(si, active), 0.0)
                through = si.bsdf().eval_null_transmission(si, active)
                passing *= dr.select(active, through, 1.0)
                active &= dr.any(through > 0.0)
                ray = si.spawn_ray(ray.d)
            return dr.select(left, passing * glow, 0.0), mi.Bool(True), []

    return Glow
