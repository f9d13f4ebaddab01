"""MitsubaEngine: glTF scenes through the path tracer Mitsuba 3."""

from __future__ import annotations

import time
import weakref
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from threedkit.errors import EngineUnavailableError, MissingPackageError, RenderError
from threedkit.render.engine import Capabilities, ThreadOwner, require_capabilities
from threedkit.render.engines.mitsuba.gbuffer import trace_outputs
from threedkit.render.engines.mitsuba.loaded import LoadedScene
from threedkit.render.engines.mitsuba.sensor import make_sensor, sheet_range
from threedkit.render.engines.mitsuba.variants import choose_variant, limit_threads, load_mitsuba, using
from threedkit.render.frame import Frame
from threedkit.render.shot import OUTPUTS
from threedkit.transforms.colors import linear_to_srgb

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.render.engine import Loaded
    from threedkit.render.shot import Shot
    from threedkit.scene import Scene

__all__ = ["MitsubaEngine"]

_MAX_DEPTH: Final = 8
"""Segments of a path: light reaches the camera over up to 7 surfaces."""

_LIGHT: Final = frozenset({"color", "radiance"})
"""Outputs that are traced paths of light."""

_CLEAR_DEPTH: Final = 16
"""The same where light passes through glass."""

_PASS_SAMPLES: Final = 1 << 22
"""Samples that a vectorised variant traces in one go; it holds about 100 bytes for each."""

_FEATURES: Final = frozenset(
    {
        "alpha",
        "animation",
        "area_lights",
        "environment",
        "global_illumination",
        "morph",
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
        "KHR_materials_emissive_strength",
        "KHR_materials_ior",
        "KHR_materials_sheen",
        "KHR_materials_specular",
        "KHR_materials_transmission",
        "KHR_materials_unlit",
        "KHR_materials_volume",
        "KHR_texture_transform",
    }
)
_NOTES: Final = (
    "points and lines are not drawn (a warning names the mesh)",
    "occlusion textures have no effect: occlusion is traced",
    "the range of a light has no effect: it falls off by the inverse square",
    "spot lights wider than 80 degrees off the axis fall off linearly in the angle, others as KHR_lights_punctual asks",
    "emission lights its surroundings and leaves the front of a surface only",
    "back faces of open single-sided meshes are left out of the whole picture, shadows and reflections included",
    "in scenes with emission, MASK and BLEND surfaces cast the shadows of solid ones in the light of lamps",
    "KHR_materials_iridescence and KHR_materials_dispersion are not drawn (a warning names the mesh)",
    "normal maps lean along one set of texture coordinates, the base normal map's; other maps may read other sets",
    "the emission of a BLEND surface fades by the square of its alpha where the environment is not to be seen",
    "an unlit surface lights its surroundings, and is dark from the side that the camera does not see",
    "glass casts the shadow of a solid in the light of lamps; that of the environment and of surfaces passes",
    "a volume is drawn in meshes that are closed by themselves; others are thin, and as dark as their thickness asks",
    "absorption in volumes is left out where a surface glows and the environment is not to be seen",
    "sheen is as bright for each view as glTF's, but spreads light evenly",
    "the direction in an anisotropy texture is one for the whole texture, its mean",
    "what a dielectric with a specular layer or transmission reflects depends on the view, not on the half vector",
    "a texture clamped along one axis only is so for coordinates from -1 to 2",
    "a normal map's reflections that would go below the true surface are black",
    "tangents come from texture coordinates; those in the file are not read",
)


class MitsubaEngine:
    """Path tracing by Mitsuba 3, on CUDA, LLVM or plain C++, whichever is there.

    What is behind the scene does not belong to the picture when the background is a colour or transparent, though it
    lights the scene. Mitsuba can hide it from the camera, but hides glowing surfaces along with it. Such scenes get an
    invisible sheet before the camera: what is seen through it counts as seen indirectly, and stays.

    Example:
        >>> from threedkit.scene import Scene
        >>> engine = MitsubaEngine()                                            # doctest: +SKIP
        >>> frame = engine.draw(engine.load(Scene()), shot)                     # doctest: +SKIP
    """

    name = "mitsuba"

    def __init__(self) -> None:
        """Choose the variant.

        Raises:
            MissingPackageError: Mitsuba is not installed.
            EngineUnavailableError: the variant that THREEDKIT_MITSUBA_VARIANT names cannot run.
        """
        self.variant = choose_variant()
        limit_threads()
        self._owner = ThreadOwner("engine 'mitsuba'")
        self._closed = False
        self._loaded: weakref.WeakSet[LoadedScene] = weakref.WeakSet()
        self.capabilities = Capabilities(
            outputs=frozenset(OUTPUTS),
            features=_FEATURES,
            device=f"mitsuba {load_mitsuba().__version__} {self.variant}",
            notes=_NOTES,
        )

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
        began = time.perf_counter()
        images: dict[str, Any] = {}
        with using(self.variant) as mi:
            shot = loaded.localize(shot)
            hides = _hides_environment(loaded, shot)
            sheet = hides and loaded.glows
            loaded.prepare(mi, shot, sheet=sheet)
            wanted = set(shot.outputs)
            traced = _trace_color(mi, loaded, shot, hides=hides, sheet=sheet) if wanted & _LIGHT else None
            if traced is not None:
                images |= _developed(traced, loaded, shot)
            if wanted - _LIGHT - {"alpha"}:
                images |= loaded.globalize(trace_outputs(mi, loaded, shot, sheet=sheet))
            if "alpha" in wanted:
                bare = hides or not loaded.has_environment
                images["alpha"] = _cover(traced if bare and traced is not None else _trace_bare(mi, loaded, shot))
        seconds = time.perf_counter() - began
        meta = {"engine": self.name, "device": self.capabilities.device, "samples": shot.samples, "seconds": seconds}
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


def _hides_environment(loaded: LoadedScene, shot: Shot) -> bool:
    environment = loaded.environment
    if environment is None or not loaded.has_environment:
        return False
    return shot.transparent or environment.background != "environment"


def _trace_color(mi: Any, loaded: LoadedScene, shot: Shot, *, hides: bool, sheet: bool) -> NDArray[np.float64]:
    """(h, w, 4) linear radiance, multiplied by alpha, and alpha."""
    # volpath lets the light of lamps through cut-outs, path keeps glowing surfaces behind the sheet.
    # volpathmis measures each colour's way through a volume.
    kind = "path" if sheet else "volpathmis" if loaded.has_media else "volpath" if loaded.is_masked else "path"
    described = {"type": kind, "hide_emitters": hides}
    depth = _CLEAR_DEPTH if loaded.is_clear else _MAX_DEPTH
    integrator = mi.load_dict(described | {"max_depth": depth + sheet})
    near = sheet_range(shot.camera).start if sheet else None
    width, height = shot.size
    limit = shot.samples if mi.variant().startswith("scalar") else max(1, _PASS_SAMPLES // (width * height))
    total, done = np.zeros((height, width, 4)), 0
    while done < shot.samples:
        count = min(limit, shot.samples - done)
        seed = (shot.seed * 0x9E3779B1 + done) & 0xFFFFFFFF
        sensor = make_sensor(mi, shot.camera, shot.size, samples=count, near=near)
        image = np.array(mi.render(loaded.scene, sensor=sensor, integrator=integrator, spp=count, seed=seed))
        total += count * np.asarray(image, np.float64)[..., :4]
        done += count
    return total / shot.samples


def _trace_bare(mi: Any, loaded: LoadedScene, shot: Shot) -> NDArray[np.float64]:
    """The same without what is behind the scene."""
    sheet = loaded.has_environment and loaded.glows
    loaded.prepare(mi, shot, sheet=sheet)
    return _trace_color(mi, loaded, shot, hides=loaded.has_environment, sheet=sheet)


def _cover(traced: NDArray[np.float64]) -> NDArray[np.float32]:
    return np.asarray(np.clip(traced[..., 3], 0.0, 1.0), np.float32)


def _developed(traced: NDArray[np.float64], loaded: LoadedScene, shot: Shot) -> dict[str, NDArray[Any]]:
    """Composite over the background: linear light (h, w, 3), and (h, w, 4) uint8 sRGB with straight alpha."""
    alpha = np.clip(traced[..., 3:], 0.0, 1.0)
    color = traced[..., :3] * shot.exposure
    if shot.transparent:
        color = np.divide(color, alpha, out=np.zeros_like(color), where=alpha > 0)
    else:
        environment = loaded.environment
        shows_color = environment is not None and environment.background == "color"
        behind = environment.background_color[:3] if environment is not None and shows_color else (0.0, 0.0, 0.0)
        color, alpha = color + (1.0 - alpha) * np.asarray(behind) * shot.exposure, np.ones_like(alpha)
    images: dict[str, NDArray[Any]] = {}
    if "radiance" in shot.outputs:
        images["radiance"] = np.asarray(color, np.float32)
    if "color" in shot.outputs:
        encoded = np.concatenate([linear_to_srgb(np.clip(color, 0.0, 1.0)), alpha], axis=2)
        images["color"] = np.asarray(np.rint(encoded * 255.0), np.uint8)
    return images
