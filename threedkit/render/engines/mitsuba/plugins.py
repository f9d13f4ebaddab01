"""Textures of our own for Mitsuba: weights that depend on the view, products, and other sets of coordinates.

Mitsuba traces them once into its kernels; its scalar variant calls them for every ray, which is slow, so that they
stand only where a material needs one.
"""

from __future__ import annotations

from typing import Any

from threedkit.render.engines.mitsuba.thinfilm import film_reflectance

__all__ = ["register"]

_registered: set[str] = set()


def register(mi: Any) -> None:
    """Make the textures known to the current variant; a second call does nothing.

    ``tk_coordinates``
        `nested`, read at the coordinates in the mesh attribute `attribute`.
    ``tk_product``
        ``first * second ** power``.
    ``tk_fresnel``
        The share of light that an interface reflects (Schlick), times `factor`: as a number the largest channel, as
        a colour the channels relative to that. `f0` is the reflectance at normal incidence, `roughness` lowers
        the one at grazing incidence (S. Lagarde's form). From behind it is 0 unless `both`.
    ``tk_film``
        The same under a thin film: `share` of it has one, of index `ior` and `thickness` in nanometres. With `whole`,
        the colour is the reflectance itself.
    ``tk_sheen``
        The same for a sheen of `color` and `roughness`; the texture `albedo` has the share of a white one, by the
        cosine of the view (u) and the roughness (v).
    """
    if mi.variant() not in _registered:
        _registered.add(mi.variant())
        for name, made in _classes(mi).items():
            mi.register_texture(name, made)


def _classes(mi: Any) -> dict[str, Any]:
    texture = _base(mi)
    return {
        "tk_coordinates": _coordinates(mi, texture),
        "tk_product": _product(texture),
        "tk_fresnel": _fresnel(mi, texture),
        "tk_film": _film(mi, texture),
        "tk_sheen": _sheen(mi, texture),
    }


def _base(mi: Any) -> Any:
    class Base(mi.Texture):  # type: ignore[misc]  # Mitsuba's classes are known at run time only
        def eval_3(self, si: Any, active: Any = True) -> Any:
            return mi.Color3f(self.eval(si, active))

        def is_spatially_varying(self) -> bool:
            # An emitter would ask for a way to draw samples of it.
            return False

        def mean(self) -> Any:
            return mi.Float(0.5)

        def traverse(self, callback: Any) -> None:
            pass

        def to_string(self) -> str:
            return type(self).__name__

    return Base


def _coordinates(mi: Any, base: Any) -> Any:
    class Coordinates(base):  # type: ignore[misc]
        def __init__(self, props: Any) -> None:
            super().__init__(props)
            self.nested, self.attribute = props["nested"], props["attribute"]

        def moved(self, si: Any, active: Any) -> Any:
            other = mi.SurfaceInteraction3f(si)
            at = si.shape.eval_attribute_3(self.attribute, si, active)
            other.uv = mi.Point2f(at[0], at[1])
            return other

        def eval(self, si: Any, active: Any = True) -> Any:
            # The sampling of emitters knows no shape: no place to read.
            return mi.Color3f(0.0) if si.shape is None else self.nested.eval(self.moved(si, active), active)

        def eval_1(self, si: Any, active: Any = True) -> Any:
            return mi.Float(0.0) if si.shape is None else self.nested.eval_1(self.moved(si, active), active)

        def eval_3(self, si: Any, active: Any = True) -> Any:
            return mi.Color3f(0.0) if si.shape is None else self.nested.eval_3(self.moved(si, active), active)

        def mean(self) -> Any:
            return self.nested.mean()

    return Coordinates


def _product(base: Any) -> Any:
    import drjit

    class Product(base):  # type: ignore[misc]
        def __init__(self, props: Any) -> None:
            super().__init__(props)
            self.first, self.second, self.power = props["first"], props["second"], props.get("power", 1.0)

        def eval(self, si: Any, active: Any = True) -> Any:
            return self.first.eval(si, active) * drjit.power(self.second.eval(si, active), self.power)

        def eval_1(self, si: Any, active: Any = True) -> Any:
            return self.first.eval_1(si, active) * drjit.power(self.second.eval_1(si, active), self.power)

    return Product


def _fresnel(mi: Any, base: Any) -> Any:
    import drjit

    class Fresnel(base):  # type: ignore[misc]
        def __init__(self, props: Any) -> None:
            super().__init__(props)
            self.factor, self.f0, self.roughness = props["factor"], props["f0"], props["roughness"]
            self.both = props.get("both", False)

        def channels(self, si: Any, active: Any) -> Any:
            grazing = 1.0 - drjit.clip(drjit.abs(si.wi.z), 0.0, 1.0)
            f0 = mi.Color3f(self.f0.eval(si, active))
            f90 = drjit.maximum(f0, mi.Color3f(1.0 - self.roughness.eval_1(si, active)))
            return f0 + (f90 - f0) * grazing * grazing * grazing * grazing * grazing

        def eval(self, si: Any, active: Any = True) -> Any:
            channels = self.channels(si, active)
            return channels / drjit.maximum(drjit.max(channels), 1e-6)

        def eval_1(self, si: Any, active: Any = True) -> Any:
            share = self.factor.eval_1(si, active) * drjit.max(self.channels(si, active))
            return share if self.both else drjit.select(si.wi.z > 0.0, share, 0.0)

    return Fresnel


def _film(mi: Any, base: Any) -> Any:
    import drjit

    class Film(_fresnel(mi, base)):  # type: ignore[misc]
        def __init__(self, props: Any) -> None:
            super().__init__(props)
            self.share, self.thickness, self.ior = props["share"], props["thickness"], props["ior"]
            self.whole = props.get("whole", False)

        def channels(self, si: Any, active: Any) -> Any:
            bare = super().channels(si, active)
            cosine = drjit.clip(drjit.abs(si.wi.z), 0.0, 1.0)
            f0, thickness = mi.Color3f(self.f0.eval(si, active)), self.thickness.eval_1(si, active)
            film = film_reflectance(mi, cosine, self.ior, thickness, f0)
            return bare + (film - bare) * self.share.eval_1(si, active)

        def eval(self, si: Any, active: Any = True) -> Any:
            return self.channels(si, active) if self.whole else super().eval(si, active)

    return Film


def _sheen(mi: Any, base: Any) -> Any:
    import drjit

    class Sheen(base):  # type: ignore[misc]
        def __init__(self, props: Any) -> None:
            super().__init__(props)
            self.color, self.roughness, self.table = props["color"], props["roughness"], props["albedo"]
            self.both = props.get("both", False)

        def albedo(self, si: Any, active: Any) -> Any:
            at = mi.SurfaceInteraction3f(si)
            at.uv = mi.Point2f(drjit.clip(drjit.abs(si.wi.z), 0.0, 1.0), self.roughness.eval_1(si, active))
            return self.table.eval_1(at, active)

        def eval(self, si: Any, active: Any = True) -> Any:
            color = mi.Color3f(self.color.eval(si, active))
            return color / drjit.maximum(drjit.max(color), 1e-6)

        def eval_1(self, si: Any, active: Any = True) -> Any:
            share = drjit.max(mi.Color3f(self.color.eval(si, active))) * self.albedo(si, active)
            return share if self.both else drjit.select(si.wi.z > 0.0, share, 0.0)

    return Sheen
