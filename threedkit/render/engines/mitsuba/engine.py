"""MitsubaEngine: glTF scenes through the path tracer Mitsuba 3."""

from __future__ import annotations

import time
import weakref
from typing import TYPE_CHECKING, Any, Final

import msgspec
import numpy as np

from threedkit.errors import EngineUnavailableError, MissingPackageError, RenderError
from threedkit.render.denoise import check_denoiser, denoise
from threedkit.render.develop import encode, over, straight
from threedkit.render.engine import Capabilities, ThreadOwner, require_capabilities
from threedkit.render.engines.mitsuba.film import develop_on_device
from threedkit.render.engines.mitsuba.gbuffer import trace_outputs
from threedkit.render.engines.mitsuba.loaded import LoadedScene
from threedkit.render.engines.mitsuba.trace import Traced, hides_environment, trace_light
from threedkit.render.engines.mitsuba.variants import choose_variant, driver_of, limit_threads, load_mitsuba, using
from threedkit.render.frame import Frame
from threedkit.render.shot import OUTPUTS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.render.engine import Loaded
    from threedkit.render.shot import Shot
    from threedkit.scene import Scene

__all__ = ["MitsubaEngine"]

_LIGHT: Final = frozenset({"color", "radiance"})
"""Outputs that are traced paths of light."""

_FEATURES: Final = frozenset(
    {
        "alpha",
        "animation",
        "area_lights",
        "denoise",
        "depth_of_field",
        "environment",
        "global_illumination",
        "morph",
        "motion_blur",
        "normal_maps",
        "orthographic",
        "punctual_lights",
        "shadows",
        "skin",
        "texture_transform",
        "transparent",
        "vertex_colors",
        "KHR_lights_punctual",
        "KHR_materials_anisotropy",
        "KHR_materials_clearcoat",
        "KHR_materials_diffuse_transmission",
        "KHR_materials_dispersion",
        "KHR_materials_emissive_strength",
        "KHR_materials_ior",
        "KHR_materials_iridescence",
        "KHR_materials_sheen",
        "KHR_materials_specular",
        "KHR_materials_transmission",
        "KHR_materials_unlit",
        "KHR_materials_volume",
        "KHR_texture_transform",
    }
)
_NOTES: Final = (
    "points and lines are strokes of one pixel, unlit whether they have normals or not, and light their surroundings",
    "occlusion textures have no effect: occlusion is traced",
    "the range of a light has no effect: it falls off by the inverse square",
    "spot lights wider than 80 degrees off the axis fall off linearly in the angle, others as KHR_lights_punctual asks",
    "emission lights its surroundings and leaves the front of a surface only",
    "back faces of open single-sided meshes are left out of the whole picture, shadows and reflections included",
    "in scenes with emission, MASK and BLEND surfaces cast the shadows of solid ones in the light of lamps",
    "KHR_materials_iridescence is not drawn on solid glass (a warning names the mesh)",
    "KHR_materials_dispersion is drawn in solid glass (a warning names others), by three indices in thrice the time",
    "normal maps lean along one set of texture coordinates, the base normal map's; other maps may read other sets",
    "an unlit surface lights its surroundings, and is dark from the side that the camera does not see",
    "glass casts the shadow of a solid in the light of lamps; that of the environment and of surfaces passes",
    "a volume is drawn in meshes that are closed by themselves; others are thin, and as dark as their thickness asks",
    "absorption in volumes is left out where a surface glows and the environment is not to be seen",
    "sheen is as bright for each view as glTF's, but spreads light evenly",
    "the direction in an anisotropy texture is one for the whole texture, its mean",
    "rough metals reflect glTF's share on the mean over views: less of it head-on, more aslant",
    "what a dielectric with a specular layer or transmission reflects depends on the view, not on the half vector",
    "a texture clamped along one axis only is so for coordinates from -1 to 2",
    "a normal map's reflections that would go below the true surface are black",
    "tangents come from texture coordinates; those in the file are not read",
)


class MitsubaEngine:
    """Path tracing by Mitsuba 3, on CUDA, LLVM or plain C++, whichever is there.

    Example:
        >>> from threedkit.scene import Scene
        >>> engine = MitsubaEngine()                                            # doctest: +SKIP
        >>> frame = engine.draw(engine.load(Scene()), shot)                     # doctest: +SKIP
    """

    name = "mitsuba"
    capabilities = Capabilities(outputs=frozenset(OUTPUTS), features=_FEATURES, device="", notes=_NOTES)

    def __init__(self) -> None:
        """Choose the variant.

        Raises:
            MissingPackageError: Mitsuba is not installed.
            EngineUnavailableError: the variant that THREEDKIT_MITSUBA_VARIANT names cannot run.
        """
        self.variant = choose_variant()
        limit_threads()
        self._driver = driver_of(self.variant)
        self._owner = ThreadOwner("engine 'mitsuba'")
        self._closed = False
        self._loaded: weakref.WeakSet[LoadedScene] = weakref.WeakSet()
        device = f"mitsuba {load_mitsuba().__version__} {self.variant}"
        self.capabilities = msgspec.structs.replace(self.capabilities, device=device)

    @classmethod
    def probe(cls) -> str | None:
        """Return why the engine cannot run here, with the command that mends it, or None when it can."""
        try:
            choose_variant()
        except (MissingPackageError, EngineUnavailableError) as error:
            return str(error)
        return None

    def load(self, scene: Scene) -> LoadedScene:
        """Take a scene in; later edits of it are not seen.

        Raises:
            RenderError: the engine is closed or belongs to another thread.
            AssetError: a texture cannot be decoded.
        """
        self._check()
        with using(self.variant) as mi:
            loaded = LoadedScene(mi, scene, self)
        self._loaded.add(loaded)
        return loaded

    def draw(self, loaded: Loaded, shot: Shot) -> Frame:
        """Draw one picture. The same scene, shot and variant give the same bytes.

        Raises:
            CapabilityError: an output that the engine does not have was asked for.
            RenderError: the scene was loaded by another engine or closed, or the engine belongs to another thread.
        """
        self._check()
        require_capabilities(self, shot)
        if not isinstance(loaded, LoadedScene) or loaded.owner is not self or loaded.is_closed:
            raise RenderError(
                "this scene was closed or not loaded by this engine; use what engine.load(scene) returned"
            )
        if shot.denoise:
            check_denoiser()
        began = time.perf_counter()
        images: dict[str, Any] = {}
        with using(self.variant) as mi:
            shot = loaded.localize(shot)
            wanted = set(shot.outputs)
            traced = None
            if wanted & _LIGHT:
                traced = trace_light(mi, loaded, shot, guided=shot.denoise)
                images |= _pictures(mi, traced, loaded, shot)
            if "alpha" in wanted:
                bare = hides_environment(loaded, shot) or not loaded.has_environment
                seen = traced if bare and traced is not None else trace_light(mi, loaded, shot, bare=True)
                images["alpha"] = np.clip(seen.light[..., 3], 0.0, 1.0)
            if wanted - _LIGHT - {"alpha"}:
                sheet = loaded.hangs_sheet
                loaded.prepare(mi, shot, sheet=sheet)
                images |= loaded.globalize(trace_outputs(mi, loaded, shot, sheet=sheet))
        seconds = time.perf_counter() - began
        device = {
            "engine": self.name,
            "device": self.capabilities.device,
            "variant": self.variant,
            "driver": self._driver,
        }
        meta = device | {"samples": shot.samples, "seed": shot.seed, "seconds": seconds}
        return Frame(**images, names=loaded.names, material_names=loaded.material_names, meta=meta)

    def close(self) -> None:
        """Free every loaded scene; a second call does nothing."""
        if not self._closed:
            self._owner.check()
            for loaded in tuple(self._loaded):
                loaded.close()
            self._loaded.clear()
            self._closed = True

    def _check(self) -> None:
        self._owner.check()
        if self._closed:
            raise RenderError("engine 'mitsuba' is closed; make a new one")


def _pictures(mi: Any, traced: Traced, loaded: LoadedScene, shot: Shot) -> dict[str, NDArray[Any]]:
    """Over the background, exposed: (h, w, 3) linear light, and (h, w, 4) uint8 sRGB."""
    if traced.is_on_device and not shot.denoise and "radiance" not in shot.outputs:
        return {"color": develop_on_device(mi, traced.image, loaded, shot)}
    if shot.denoise and shot.transparent:
        traced.denoise()
    light = traced.light
    color = straight(light) if shot.transparent else over(light, loaded.backdrop)
    if shot.denoise and not shot.transparent:
        color = denoise(color, albedo=traced.albedo, normal=traced.normal)
    color = color * np.float32(shot.exposure) if shot.exposure != 1.0 else color
    images: dict[str, NDArray[Any]] = {}
    if "radiance" in shot.outputs:
        images["radiance"] = np.array(color, np.float32)
    if "color" in shot.outputs:
        images["color"] = encode(color, light[..., 3] if shot.transparent else None)
    return images
