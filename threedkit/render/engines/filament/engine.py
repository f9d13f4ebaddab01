"""The Filament engine: one renderer, one thread, many loaded scenes."""

from __future__ import annotations

import importlib.util
import math
from typing import TYPE_CHECKING, Any, Final

import msgspec
import numpy as np

from threedkit import io
from threedkit.errors import CapabilityError, EngineUnavailableError, RenderError, require
from threedkit.render.drivers import probe_driver
from threedkit.render.engine import Capabilities, ThreadOwner, require_capabilities
from threedkit.render.engines.filament.loaded import FilamentScene
from threedkit.render.engines.filament.memory import require_memory
from threedkit.render.engines.filament.pixels import halved, straight_alpha
from threedkit.render.engines.filament.sky import Skies
from threedkit.render.frame import Frame
from threedkit.render.gbuffer import DataPass
from threedkit.render.shot import OUTPUTS
from threedkit.scene import LAYERS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.render.engine import Loaded
    from threedkit.render.shot import CameraView, Shot
    from threedkit.scene import Scene

__all__ = ["FilamentEngine"]

_LARGEST: Final = 8192
_MSAA: Final = 4
_SUPERSAMPLED: Final = 256
"""Samples a pixel from which a picture is drawn at twice the size and averaged, beside the multisampling."""
_EXPOSURES: Final = (2.0**-20, 2.0**9)
_DEEPEST: Final = 2e6
"""Largest ratio of far to near plane: above 1e7 Filament's culling, in single precision, drops everything."""

_FEATURES: Final = frozenset(
    {
        "animation", "alpha_blend", "alpha_mask", "antialiasing", "environment", "lights", "morph", "orthographic",
        "shadows", "skin", "textures", "transparent", "vertex_colors",
        *(f"KHR_materials_{name}" for name in (*LAYERS, "dispersion", "emissive_strength", "ior", "unlit")),
    }
)  # fmt: skip

_OUTPUTS: Final = frozenset(OUTPUTS) - {"radiance"}

_NOTES: Final = (
    "colour is read back in 8 bits: there is no output radiance (engine 'mitsuba' makes it)",
    "light bounces and reflections come from the environment only, not from other objects",
    "the environment casts no shadows",
    "occlusion maps are lighter than glTF's plain product on bright surfaces: light that bounces in a hollow is added",
    "transmission shows what is drawn behind a surface: the background colour, or black where it is left out",
    "one directional light is exact; further ones are spot lights from afar (mostly within 5 %)",
    "a light's authored range fades as the square of glTF's recommended window",
    "a spot's cone fades over 2.6 degrees or more about its axis",
    "objects are cut by zfar as a whole, not along the plane",
    "of more than four joints a vertex the strongest four count",
    "while an animation moves morph weights, normals stay those of the mesh at rest",
    "textures use the texture coordinates 0 and 1 only, eight of them a material",
    "light from all around shines through KHR_materials_diffuse_transmission with 1 / pi of its strength",
    "KTX 2 images other than ETC1S and UASTC are handed over as PNG",
    "unlit materials do not get brighter with exposure above 1",
    f"pictures are at most {_LARGEST} pixels wide and high",
)


class FilamentEngine:
    """Draws scenes with Google Filament: fast, physically based, rasterised.

    Radiance in, radiance out: the camera's photographic exposure is set so that a radiance of 1 at exposure 1 reads
    255. Filament's default exposure would read radiance / 38,400.

    Raises:
        MissingPackageError: filly is not installed.
        EngineUnavailableError: there is no EGL driver; the message names the command that installs one.

    Example:
        >>> FilamentEngine.probe() is None or "run:" in FilamentEngine.probe()
        True
    """

    name: Final = "filament"
    capabilities = Capabilities(outputs=_OUTPUTS, features=_FEATURES, device="", notes=_NOTES)

    def __init__(self) -> None:
        """Open the driver; the object belongs to this thread."""
        self._filly = require("filly", extra="render")
        driver = probe_driver()
        if driver.reason is not None:
            message = f"engine 'filament': {driver.reason}"
            raise EngineUnavailableError(message)
        self._owner = ThreadOwner("engine 'filament'")
        self._filly.set_log_level("error")
        try:
            self._renderer = self._filly.Renderer()
        except self._filly.FillyError as error:
            message = f"engine 'filament' cannot start: {_one_line(error)}"
            raise EngineUnavailableError(message) from error
        self._camera = self._renderer.create_camera()
        self._skies = Skies(self._renderer)
        self._target: Any = None
        self._data = DataPass()
        self._loaded: set[FilamentScene] = set()
        self._closed = False
        self._driver = driver.version
        self.capabilities = msgspec.structs.replace(self.capabilities, device=driver.device)

    @classmethod
    def probe(cls) -> str | None:
        """Return why Filament cannot run here, with the command that mends it, or None."""
        if importlib.util.find_spec("filly") is None:
            return "filly is not installed; run: pip install 'threedkit[render]'"
        return probe_driver().reason

    def load(self, scene: Scene) -> FilamentScene:
        """Upload a scene; later edits of it are not seen.

        Raises:
            CapabilityError: Filament refuses an asset of the scene.
            RenderError: wrong thread, or the engine is closed.
        """
        self._check()
        try:
            loaded = FilamentScene(self._renderer, self._skies, scene, self._loaded.discard)
        except self._filly.AssetError as error:
            message = f"engine 'filament' cannot load scene {scene.name!r}: {_one_line(error)}{_why(scene)}"
            raise CapabilityError(message) from error
        self._loaded.add(loaded)
        return loaded

    def draw(self, loaded: Loaded, shot: Shot) -> Frame:
        """Draw one picture; the camera, the time and the exposure may change freely between calls.

        Raises:
            CapabilityError: an output, size or exposure that Filament does not have.
            RenderError: wrong thread, a closed engine or a scene of another engine.
        """
        self._check()
        require_capabilities(self, shot)
        if not isinstance(loaded, FilamentScene) or loaded not in self._loaded:
            message = "this scene is not loaded in this engine (or was closed): call engine.load(scene) first"
            raise RenderError(message)
        _check_limits(shot)
        pose = loaded.pose_at(shot)
        images: dict[str, Any] = {}
        if "color" in shot.outputs:
            images["color"] = self._draw_color(loaded, shot)
        if "alpha" in shot.outputs:
            bare = msgspec.structs.replace(shot, transparent=True)
            color = images["color"] if "color" in images and shot.transparent else self._draw_color(loaded, bare)
            images["alpha"] = color[..., 3] / np.float32(255)
        data = tuple(name for name in shot.outputs if name not in {"color", "alpha"})
        if data:
            images |= self._data.draw(loaded, shot, pose, data)
        return Frame(
            **images,
            names=loaded.names if "object_id" in data else None,
            material_names=loaded.material_names if "material_id" in data else None,
            meta={
                "engine": self.name,
                "device": self.capabilities.device,
                "driver": self._driver,
                "notes": loaded.notes,
            },
        )

    def close(self) -> None:
        """Free the context and everything loaded into it."""
        if self._closed:
            return
        self._owner.check()
        for loaded in tuple(self._loaded):
            loaded.close()
        self._data.close()
        self._renderer.close()
        self._closed = True

    def _check(self) -> None:
        self._owner.check()
        if self._closed:
            message = "engine 'filament' is closed; get_engine('filament') makes a new one"
            raise RenderError(message)

    def _draw_color(self, loaded: FilamentScene, shot: Shot) -> NDArray[np.uint8]:
        view = loaded.view
        view.msaa = _MSAA if shot.samples > 1 else 1
        loaded.expose(shot.exposure)
        loaded.show_background(transparent=shot.transparent, exposure=shot.exposure)
        self._aim(loaded, shot.camera, shot.aspect, shot.exposure)
        finer = 2 if shot.samples >= _SUPERSAMPLED and 2 * max(shot.size) <= _LARGEST else 1
        size = (finer * shot.size[0], finer * shot.size[1])
        if self._target is None or (self._target.width, self._target.height) != size:
            require_memory(self.capabilities.device, size, view.msaa)
        try:
            target = self._target_of(size)
            self._renderer.render(view, target, camera=self._camera)
            image: NDArray[np.uint8] = target.read()
        except self._filly.FillyError as error:
            message = f"engine 'filament' failed on a picture of {shot.size[0]}x{shot.size[1]}: {_one_line(error)}"
            raise RenderError(message) from error
        if finer > 1:
            image = halved(image)
        return straight_alpha(image) if shot.transparent else image

    def _aim(self, loaded: FilamentScene, view: CameraView, aspect: float, exposure: float) -> None:
        camera, unit = self._camera, loaded.unit
        world = view.matrix
        world[:3, 3] *= unit
        near, far = _planes(view, unit, loaded.reach(world[:3, 3]))
        if view.kind == "perspective":
            camera.set_perspective(fov_y_deg=math.degrees(view.yfov), aspect=aspect, near=near, far=far)
        else:
            x, y = view.xmag * unit, view.ymag * unit
            camera.set_orthographic(left=-x, right=x, bottom=-y, top=y, near=near, far=far)
        camera.transform = world
        # Filament multiplies radiance by 1 / (1.2 * 2^EV100) (its documentation, "Exposure").
        camera.exposure = -math.log2(1.2 * exposure)

    def _target_of(self, size: tuple[int, int]) -> Any:
        if self._target is None or (self._target.width, self._target.height) != size:
            if self._target is not None:
                self._target.close()
            self._target = self._renderer.create_render_target(width=size[0], height=size[1])
        return self._target


def _planes(view: CameraView, unit: float, reach: float) -> tuple[float, float]:
    """Near and far plane in Filament's unit: the camera's own, drawn together where its precision asks for it.

    Filament's depth buffer has no far plane, only its culling has: behind the farthest object it need not be.
    """
    near = view.znear * unit
    far = max(2 * near, 10 * reach)
    if view.zfar is not None:
        far = min(far, view.zfar * unit)
    return max(near, far / _DEEPEST), far


def _check_limits(shot: Shot) -> None:
    if max(shot.size) > _LARGEST:
        message = f"engine 'filament' draws at most {_LARGEST}x{_LARGEST} pixels, not {shot.size[0]}x{shot.size[1]}"
        raise CapabilityError(message)
    low, high = _EXPOSURES
    if not low <= shot.exposure <= high:
        message = f"engine 'filament' takes an exposure from {low:.3g} to {high:g}, not {shot.exposure:g}"
        raise CapabilityError(message)


def _why(scene: Scene) -> str:
    """What our own check of the scene finds wrong, for the end of a message."""
    problems = io.validate(io.to_glb(scene)).problems
    wrong = [problem for problem in problems if problem.severity == "error"]
    return f" ({wrong[0].pointer}: {wrong[0].message})" if wrong else ""


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
