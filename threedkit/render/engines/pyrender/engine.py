"""PyrenderEngine: one context, one renderer of pyrender's, many loaded scenes."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from threedkit.errors import EngineUnavailableError, RenderError
from threedkit.render.engine import Capabilities, require_capabilities
from threedkit.render.engines.pyrender.package import load_pyrender, probe_pyrender
from threedkit.render.frame import Frame
from threedkit.render.gbuffer import DataPass
from threedkit.render.gbuffer.context import Context
from threedkit.render.registry import DRIVER_COMMAND
from threedkit.render.shot import OUTPUTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from threedkit.render.engine import Loaded
    from threedkit.render.engines.pyrender.stage import Stage
    from threedkit.render.engines.pyrender.targets import Targets
    from threedkit.render.shot import Shot
    from threedkit.scene import Scene

__all__ = ["PyrenderEngine"]

_OPENGL: Final = 420
_LIGHT: Final = ("color", "radiance", "alpha")
"""Outputs that are drawn by pyrender; the others are those of the G-buffer."""

_FEATURES: Final = frozenset(
    {
        "alpha_blend", "alpha_mask", "animation", "antialiasing", "environment", "lights", "morph", "orthographic",
        "shadows", "skin", "textures", "transparent", "vertex_colors",
        "KHR_lights_punctual", "KHR_materials_emissive_strength", "KHR_materials_ior", "KHR_materials_unlit",
        "KHR_texture_transform",
    }
)  # fmt: skip

_NOTES: Final = (
    "of the material extensions only emissive_strength, ior and unlit are drawn (a warning names the others)",
    "light bounces and reflections come from the environment only, not from other objects",
    "the environment and point lights cast no shadows, nor do spot lights wider than 75 degrees off the axis",
    "a shadow map holds the whole scene in 2048x2048 pixels, and about ten lights can have one",
    "BLEND surfaces cast no shadows and are sorted by the middles of their meshes",
    "textures use two sets of texture coordinates a material",
    "points and lines are one pixel wide",
)


class PyrenderEngine:
    """Draws with pyrender, for those who have it: its meshes, textures, programs and shadow maps, our shaders.

    pyrender's own shaders square emission, read metalness from the wrong channels, draw cut-outs whole, know no
    environment and drop the fifth light; `shaders/` has glTF's rules instead, in linear light. The context is made by
    the G-buffer's rules: it never ends a display that others draw on, and leaves the thread's current context alone.

    Raises:
        MissingPackageError: pyrender is not installed.
        EngineUnavailableError: there is no EGL driver, or PyOpenGL is bound to something else.

    Example:
        >>> PyrenderEngine.probe() is None or "run:" in PyrenderEngine.probe()
        True
    """

    name: Final = "pyrender"

    def __init__(self) -> None:
        """Open the driver; the object belongs to this thread."""
        load_pyrender()
        from threedkit.render.engines.pyrender.painter import Painter
        from threedkit.render.engines.pyrender.sky import Skies
        from threedkit.render.engines.pyrender.targets import Developer

        self._context = Context("engine 'pyrender'")
        with self._context.current() as gl:
            if gl.version_code < _OPENGL:
                raise EngineUnavailableError(
                    f"engine 'pyrender' needs OpenGL 4.2, {self._context.device} has {gl.version_code / 100:.1f}; "
                    f"run: {DRIVER_COMMAND}"
                )
            self._painter = Painter(gl)
            self._developer = Developer(gl)
        self._skies = Skies()
        self._targets: Targets | None = None
        self._data = DataPass()
        self._loaded: set[Stage] = set()
        self.capabilities = Capabilities(
            outputs=frozenset(OUTPUTS), features=_FEATURES, device=self._context.device, notes=_NOTES
        )

    @classmethod
    def probe(cls) -> str | None:
        """Return why pyrender cannot run here, with the command that mends it, or None."""
        return probe_pyrender()

    def load(self, scene: Scene) -> Stage:
        """Upload a scene; later edits of it are not seen.

        Raises:
            RenderError: wrong thread, the engine is closed, or the device has no room.
        """
        from threedkit.render.engines.pyrender.stage import Stage

        with self._drawing(f"scene {scene.name!r}") as gl:
            stage = Stage(gl, scene, self._painter, self._skies, self._free)
        self._loaded.add(stage)
        return stage

    def draw(self, loaded: Loaded, shot: Shot) -> Frame:
        """Draw one picture; the camera, the time and the exposure may change freely between calls.

        Raises:
            CapabilityError: an output or feature that the engine does not have was asked for.
            RenderError: wrong thread, a closed engine, a scene of another engine, or no room for the picture.
        """
        require_capabilities(self, shot)
        width, height = shot.size
        with self._drawing(f"a picture of {width}x{height}") as gl:
            if loaded not in self._loaded:
                raise RenderError(
                    "this scene is not loaded in this engine (or was closed): call engine.load(scene) first"
                )
            stage: Any = loaded
            pose = stage.pose_at(shot)
            images = self._draw_light(gl, stage, shot)
        data = tuple(name for name in shot.outputs if name not in _LIGHT)
        if data:
            images |= self._data.draw(stage, shot, pose, data)
        return Frame(
            **images,
            names=stage.names if "object_id" in data else None,
            material_names=stage.material_names if "material_id" in data else None,
            meta={"engine": self.name, "device": self.capabilities.device, "notes": stage.notes},
        )

    def close(self) -> None:
        """Free the context and everything loaded into it; a second call does nothing."""
        if self._context.is_closed:
            return
        from threedkit.render.engines.pyrender.api import forget_context

        for stage in tuple(self._loaded):
            stage.close()
        self._data.close()
        with self._context.current():
            self._painter.delete()
            forget_context()
        self._context.close()

    @contextmanager
    def _drawing(self, what: str) -> Iterator[Any]:
        """Hold the context; what the driver refuses is one line that names what was asked for."""
        from threedkit.render.engines.pyrender.api import GLError

        try:
            with self._context.current() as gl:
                yield gl
        except GLError as error:
            reason = " ".join(str(getattr(error, "description", None) or error).split())
            raise RenderError(f"engine 'pyrender' failed on {what}: {reason}") from error

    def _draw_light(self, gl: Any, stage: Stage, shot: Shot) -> dict[str, Any]:
        names = [name for name in _LIGHT if name in shot.outputs]
        if not names:
            return {}
        targets = self._targets_of(gl, shot)
        targets.begin()
        stage.paint(shot)
        targets.end()
        behind = stage.background(shot)
        return {name: self._developer.read(name, targets, stage.sky, behind) for name in names}

    def _targets_of(self, gl: Any, shot: Shot) -> Targets:
        """Targets of the last picture, or new ones where its size has changed."""
        from threedkit.render.engines.pyrender.targets import Targets

        fine = shot.samples > 1
        if self._targets is None or (self._targets.size, self._targets.fine) != (shot.size, fine):
            if self._targets is not None:
                self._targets.release()
                self._targets = None
            self._targets = Targets(gl, shot.size, fine=fine)
        return self._targets

    def _free(self, stage: Stage) -> None:
        self._loaded.discard(stage)
        if not self._context.is_closed:
            with self._context.current():
                stage.release()
