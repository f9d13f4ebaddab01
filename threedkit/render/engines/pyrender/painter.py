"""pyrender's renderer with passes of our own: linear light, any number of lamps, shadows with cut-outs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from threedkit.render.engines.pyrender.api import GL, Renderer, ShaderProgramCache
from threedkit.render.engines.pyrender.lamps import FIRST_MAP_UNIT, MAP_SIZE, Lamp, ordered
from threedkit.render.engines.pyrender.program import Program
from threedkit.render.prefilter import split_sum

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from threedkit.render.engines.pyrender.dress import Dress
    from threedkit.render.engines.pyrender.shape import Shape

    Floats = NDArray[np.float64]

__all__ = ["Drawn", "Painter", "ShadowBox"]

_SHADERS: Final = Path(__file__).with_name("shaders")
_UNITS: Final = {
    "base_color_map": 1,
    "metallic_roughness_map": 2,
    "normal_map": 3,
    "occlusion_map": 4,
    "emissive_map": 5,
}
"""Texture units as the shaders have them; 0 is the sky's, and shadow maps begin at `FIRST_MAP_UNIT`."""
_SPLIT_SUM_UNIT: Final = 6
_SHADOW_PASS: Final = {"SHADOW_PASS": 1}


class Drawn(NamedTuple):
    """One call: vertices, what they wear and, for a blending surface, the only place where this call draws them."""

    shape: Shape
    dress: Dress
    place: Floats | None = None


class ShadowBox(NamedTuple):
    """What shadow maps have to hold: a ball about the middle of everything.

    It stands in the place of pyrender's scene where that asks for the view of a light.
    """

    centroid: Floats
    scale: float

    def get_pose(self, node: _Holder) -> Floats:
        """The place of a light, (4, 4)."""
        return node.matrix


class _Holder(NamedTuple):
    light: Any
    matrix: Floats


class Painter(Renderer):  # type: ignore[misc]
    """Draws shapes into whatever framebuffer is bound, in the current context."""

    def __init__(self, gl: Any) -> None:
        """Take our shaders in the place of pyrender's; `gl` is moderngl's context."""
        super().__init__(1, 1)
        self._program_cache = ShaderProgramCache(shader_dir=str(_SHADERS))
        self._programs: dict[frozenset[tuple[str, int]], Program] = {}
        table = split_sum()
        self._split_sum = gl.texture(table.shape[:2], 2, table.tobytes(), dtype="f4")
        self._split_sum.repeat_x = self._split_sum.repeat_y = False

    def __del__(self) -> None:
        """Do nothing: pyrender's would delete by number in whatever context is current."""

    @property
    def most_maps(self) -> int:
        """How many shadow maps a draw call can read beside everything else."""
        return int(GL.glGetIntegerv(GL.GL_MAX_TEXTURE_IMAGE_UNITS)) - FIRST_MAP_UNIT

    def cast(self, lamps: list[Lamp], drawn: Iterable[Drawn], box: ShadowBox) -> dict[str, Any]:
        """Draw the shadow maps of a pose; returns uniforms for `paint`."""
        values: dict[str, Any] = {}
        solid = [one for one in drawn if not one.dress.blends]
        for kind in ("sun", "spot"):
            casting = [lamp for lamp in ordered(lamps, kind) if lamp.caster is not None]
            clips = [self._cast(lamp, solid, box) for lamp in casting]
            if casting:
                values |= {f"{kind}_clip": clips, f"{kind}_texel": [_texel(lamp, box) for lamp in casting]}
        return values

    def _cast(self, lamp: Lamp, drawn: list[Drawn], box: ShadowBox) -> Floats:
        caster = lamp.caster
        if not _has_map(caster):
            caster._generate_shadow_texture(MAP_SIZE)  # noqa: SLF001 - what pyrender's renderer does
            caster.shadow_texture._add_to_context()  # noqa: SLF001 - the same
        GL.glDepthMask(GL.GL_TRUE)  # pyrender clears before it says so itself
        self._configure_shadow_mapping_viewport(caster, 0)
        view, projection = self._get_light_cam_matrices(box, _Holder(caster, lamp.matrix), 0)
        clip: Floats = projection @ view
        for one in drawn:
            program = self._program(one.shape.defines | _masked(one.dress) | _SHADOW_PASS)
            program.bind()
            program.set({"clip_from_world": clip} | one.dress.uniforms | _sides(one))
            self._wear(one.dress)
            one.shape.draw()
        return clip

    def paint(
        self,
        solid: list[Drawn],
        blended: list[Drawn],
        lamps: list[Lamp],
        values: Mapping[str, Any],
        defines: dict[str, int],
    ) -> None:
        """Draw a picture.

        Args:
            solid: opaque parts.
            blended: mixed with what is behind them; the farthest first.
            lamps: with their shadow maps drawn.
            values: uniforms of the view, the lamps and the sky.
            defines: what the lamps and the sky need of the shaders.
        """
        GL.glEnable(GL.GL_TEXTURE_CUBE_MAP_SEAMLESS)
        GL.glEnable(GL.GL_DEPTH_TEST)
        GL.glDepthFunc(GL.GL_LESS)
        GL.glDepthMask(GL.GL_TRUE)
        GL.glDisable(GL.GL_BLEND)
        GL.glClearColor(0.0, 0.0, 0.0, 0.0)
        GL.glClear(GL.GL_COLOR_BUFFER_BIT | GL.GL_DEPTH_BUFFER_BIT)
        self._bind_maps(lamps)
        self._split_sum.use(_SPLIT_SUM_UNIT)
        prepared: set[int] = set()
        for one in solid:
            self._draw(one, values, defines, prepared)
        if blended:
            GL.glEnable(GL.GL_BLEND)
            GL.glBlendFunc(GL.GL_ONE, GL.GL_ONE_MINUS_SRC_ALPHA)
            GL.glDepthMask(GL.GL_FALSE)
            for one in blended:
                self._draw(one, values, defines, prepared)
            GL.glDepthMask(GL.GL_TRUE)
            GL.glDisable(GL.GL_BLEND)
        GL.glUseProgram(0)
        GL.glActiveTexture(GL.GL_TEXTURE0)

    def _draw(self, one: Drawn, values: Mapping[str, Any], defines: dict[str, int], prepared: set[int]) -> None:
        program = self._program(one.shape.defines | one.dress.defines | defines)
        program.bind()
        if id(program) not in prepared:
            prepared.add(id(program))
            program.set(values)
        if one.place is not None:
            one.shape.place(one.place[None])
        program.set(one.dress.uniforms | _sides(one))
        self._wear(one.dress)
        if one.dress.blends and one.dress.double_sided and not one.shape.is_thin:
            for side in (GL.GL_FRONT, GL.GL_BACK):  # what is behind first
                GL.glEnable(GL.GL_CULL_FACE)
                GL.glCullFace(side)
                one.shape.draw()
        else:
            one.shape.draw()

    def _wear(self, dress: Dress) -> None:
        """Bind the material's textures."""
        for name, texture in dress.textures.items():
            GL.glActiveTexture(GL.GL_TEXTURE0 + _UNITS[name])
            texture._bind()  # noqa: SLF001 - what pyrender's renderer does

    def _bind_maps(self, lamps: list[Lamp]) -> None:
        casting = [lamp.caster for kind in ("sun", "spot") for lamp in ordered(lamps, kind) if lamp.caster is not None]
        for unit, caster in enumerate(casting, FIRST_MAP_UNIT):
            GL.glActiveTexture(GL.GL_TEXTURE0 + unit)
            caster.shadow_texture._bind()  # noqa: SLF001 - what pyrender's renderer does

    def _program(self, defines: dict[str, int]) -> Program:
        key = frozenset(defines.items())
        if key not in self._programs:
            made = self._program_cache.get_program("mesh.vert", "mesh.frag", defines=defines)
            self._programs[key] = Program(made)
        return self._programs[key]


def _masked(dress: Dress) -> dict[str, int]:
    """What the shadow of a cut-out needs."""
    return {name: value for name, value in dress.defines.items() if name == "HAS_BASE_COLOR_TEX"}


def _sides(one: Drawn) -> dict[str, Any]:
    """Let OpenGL leave out back faces where that is right, and the shader where instances mirror."""
    shape = one.shape
    culls = not one.dress.double_sided and not shape.is_thin
    mirrors = shape.is_mirrored or shape.is_inside_out
    if culls and not mirrors:
        GL.glEnable(GL.GL_CULL_FACE)
        GL.glCullFace(GL.GL_BACK)
    else:
        GL.glDisable(GL.GL_CULL_FACE)
    return {"culls": culls and mirrors, "side": np.float64(-1.0 if shape.is_inside_out else 1.0)}


def _texel(lamp: Lamp, box: ShadowBox) -> Any:
    """Width of a shadow map's texel: metres for a sun, metres for each metre away for a spot."""
    camera = lamp.caster._get_shadow_camera(box.scale)  # noqa: SLF001 - what pyrender's renderer does
    return np.float64(2 * (camera.xmag if lamp.kind == "sun" else np.tan(camera.yfov / 2)) / MAP_SIZE)


def _has_map(caster: Any) -> bool:
    return caster.shadow_texture is not None
