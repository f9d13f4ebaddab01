"""GBuffer: the object that engines use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from threedkit.errors import RenderError
from threedkit.render.gbuffer.batch import Batch
from threedkit.render.gbuffer.context import Context
from threedkit.render.gbuffer.geometry import LoadedGeometry
from threedkit.render.gbuffer.plan import Moment, make_plan
from threedkit.render.gbuffer.shaders import LAYOUT, background, geometry
from threedkit.render.gbuffer.targets import Targets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from threedkit.render.gbuffer.plan import Draw, Plan
    from threedkit.render.shot import CameraView
    from threedkit.scene import Pose, Scene

__all__ = ["OUTPUTS", "GBuffer"]

OUTPUTS = tuple(LAYOUT)
"""Names that `GBuffer.draw` knows."""

_BATCHED: Final = frozenset({"depth", "normal", "position", "object_id", "material_id"})
"""Outputs that ask nothing of a mesh but its positions and normals."""


class GBuffer:
    """Draws the data images of a scene, all in one pass, one sample in the middle of each pixel.

    It sees a scene as glTF says: single-sided back faces are not there, a node that mirrors turns its faces over, an
    alpha MASK cuts its surface out, a BLEND surface is there however clear it is. Normals are those of the vertices
    (normal maps do not count), turned over on the back of double-sided surfaces; triangles without normals get flat
    ones, points and lines without normals face the camera.

    It has a context of its own, and leaves the thread's current one as it was: it may be used between the calls of
    another renderer. It belongs to the thread that made it.

    Raises:
        EngineUnavailableError: there is no EGL driver; the message says how to install one.
        MissingPackageError: moderngl is not installed.

    Example:
        >>> from threedkit.render import fit_camera
        >>> from threedkit.scene import Scene
        >>> scene, buffer = Scene(), GBuffer()
        >>> loaded = buffer.load(scene)
        >>> images = buffer.draw(loaded, fit_camera(scene), (4, 2), scene.pose(None), ("depth",))
        >>> images["depth"].shape, float(images["depth"][0, 0])
        ((2, 4), inf)
        >>> buffer.close()
    """

    def __init__(self) -> None:
        """Create the context; programs and targets come with first use."""
        self._context = Context()
        self._programs: dict[tuple[str, ...], Any] = {}
        self._targets: Targets | None = None

    @property
    def device(self) -> str:
        """Name of what draws, such as ``"llvmpipe (LLVM 15.0.6, 256 bits)"``."""
        return self._context.device

    def load(self, scene: Scene) -> LoadedGeometry:
        """Upload a scene's primitives, once each. Later edits of meshes and materials are not seen.

        Raises:
            RenderError: the buffer is closed or belongs to another thread.
        """
        return LoadedGeometry(self._context, scene)

    def draw(
        self,
        loaded: LoadedGeometry,
        camera: CameraView,
        size: tuple[int, int],
        pose: Pose,
        outputs: Sequence[str] = OUTPUTS,
        *,
        after: Moment | None = None,
    ) -> dict[str, NDArray[Any]]:
        """Draw one view.

        Args:
            loaded: what `load` gave.
            camera: where from.
            size: (width, height) in pixels.
            pose: of the scene that was loaded.
            outputs: names out of `OUTPUTS`.
            after: what ``motion`` looks ahead to: another pose of the same scene, another camera; None: nothing moves.

        Returns:
            The images by name, row 0 on top, as `Frame` describes them. ``object_id`` is 1 + the node's place in
            `Scene.mesh_nodes`, ``material_id`` 1 + the material's place in `Scene.materials`.

        Raises:
            RenderError: an output has an unknown name, the device has no targets of that size, or the buffer is
                closed or belongs to another thread.
        """
        unknown = [name for name in outputs if name not in LAYOUT]
        if unknown:
            raise RenderError(f"unknown data image {unknown[0]!r}; known are {', '.join(OUTPUTS)}")
        names = tuple(name for name in OUTPUTS if name in outputs)
        if not names:
            return {}
        loaded.check(self._context)
        with self._context.current() as gl:
            ahead = (after or Moment(camera, pose)) if "motion" in names else None
            plan = make_plan(loaded, camera, size[0] / size[1], pose, ahead)
            targets = self._targets_of(gl, size, names)
            targets.framebuffer.use()
            gl.viewport = (0, 0, *size)
            self._clear(gl, names)
            for masked in (False, True):
                draws = [draw for draw in plan.draws if (draw.part.surface.mask is not None) is masked]
                if draws:
                    program = self._program(gl, names, plan, size, masked=masked)
                    if not masked and _BATCHED.issuperset(names) and Batch.serves(gl, draws):
                        if loaded.batch is None:
                            loaded.batch = Batch(gl, loaded.parts)
                        draws = loaded.batch.draw(program, draws)
                    self._draw_all(gl, draws, program, loaded, pose)
            return {name: targets.read(name) for name in names}

    def close(self) -> None:
        """Free the context and everything loaded into it; a second call does nothing."""
        self._programs.clear()
        self._targets = None
        self._context.close()

    def _targets_of(self, gl: Any, size: tuple[int, int], names: tuple[str, ...]) -> Targets:
        """Targets of the last picture, or new ones where size or outputs have changed."""
        if self._targets is None or (self._targets.size, self._targets.outputs) != (size, names):
            if self._targets is not None:
                self._targets.release()
                self._targets = None
            self._targets = Targets(gl, size, names)
        return self._targets

    def _clear(self, gl: Any, names: tuple[str, ...]) -> None:
        """Fill the targets by a triangle: clearing float and integer targets together is not defined."""
        key = ("background", *names)
        if key not in self._programs:
            vertex, fragment = background(names)
            program = gl.program(vertex_shader=vertex, fragment_shader=fragment)
            _set(program, {"infinity": np.inf, "not_a_number": np.nan})
            self._programs[key] = gl.vertex_array(program, [])
        gl.enable_only(gl.DEPTH_TEST)
        gl.depth_func = "1"  # always
        self._programs[key].render(gl.TRIANGLES, vertices=3)
        gl.depth_func = "<"

    def _program(self, gl: Any, names: tuple[str, ...], plan: Plan, size: tuple[int, int], *, masked: bool) -> Any:
        """The program for these outputs with the view's uniforms set."""
        key = ("mask" if masked else "plain", *names)
        if key not in self._programs:
            vertex, fragment = geometry(names, masked=masked)
            self._programs[key] = gl.program(vertex_shader=vertex, fragment_shader=fragment)
        program = self._programs[key]
        values = {
            "clip_from_view": plan.clip_from_view.T.astype("<f4").tobytes(),
            "world_from_view": np.ascontiguousarray(plan.world_from_view[:3, :3].T, "<f4").tobytes(),
            "eye": plan.world_from_view[:3, 3].astype("<f4").tobytes(),
            "depth_code": plan.depth_code,
            "clip_from_view_after": plan.clip_from_view_after.T.astype("<f4").tobytes(),
            "half_size": (0.5 * size[0], -0.5 * size[1]),
            "not_a_number": np.nan,
        }
        _set(program, values)
        return program

    def _draw_all(self, gl: Any, draws: list[Draw], program: Any, loaded: LoadedGeometry, pose: Pose) -> None:
        reads_colors = program.get("base_texture", None) is not None
        for draw in draws:
            surface = draw.part.surface_at(pose) if reads_colors else draw.part.surface
            gl.enable_only(gl.DEPTH_TEST if surface.double_sided else gl.DEPTH_TEST | gl.CULL_FACE)
            gl.front_face = "cw" if draw.mirrored else "ccw"
            if reads_colors:
                loaded.textures.get(surface.texture).use(0)
                _set(program, surface.uniforms() | {"has_color": draw.part.has_color})
            _set(program, {"has_uv": draw.part.has_uv})
            if draw.deformed is None:
                draw.part.draw(program, draw.instances, None, draw.after)
                continue
            row, positions, normals, after = draw.deformed
            draw.part.shape(row, positions, normals, after=after, mirrored=draw.mirrored)
            draw.part.draw(program, draw.instances, row, draw.after)


def _set(program: Any, values: dict[str, Any]) -> None:
    """Set uniforms that the compiler has kept: bytes as they are, numbers and tuples by value."""
    for name, value in values.items():
        uniform = program.get(name, None)
        if uniform is None:
            continue
        if isinstance(value, bytes):
            uniform.write(value)
        else:
            uniform.value = value
