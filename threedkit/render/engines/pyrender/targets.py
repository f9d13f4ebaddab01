"""What is drawn into: linear light in half floats, several samples a pixel; and what is made of it for reading."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from threedkit.errors import RenderError
from threedkit.render.gbuffer.targets import moderngl_error

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.render.engines.pyrender.sky import Sky

    Floats = NDArray[np.float64]

__all__ = ["Developer", "Targets"]

_SAMPLES: Final = 4
_PIXEL, _DEPTH = 8, 4
"""Bytes of a sample's colour and of its depth."""

_VERTEX = """
#version 330 core
out vec2 at;
void main() {
    at = vec2(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0);
    gl_Position = vec4(at, 0.0, 1.0);
}
"""

_FRAGMENT = """
#version 330 core
in vec2 at;  // -1 to 1; read from the top, so y is down
uniform sampler2D light;  // linear, multiplied by alpha
uniform sampler2D picture;  // of the environment
uniform float exposure;
uniform vec3 color;
uniform int background;  // 0: transparent, 1: a colour, 2: the environment
uniform float intensity;
uniform mat3 way;  // from (x, y, 1) on the picture to the environment's own axes
out vec4 pixel;

void main() {{
    ivec2 size = textureSize(light, 0);
    vec4 found = texelFetch(light, ivec2(gl_FragCoord.x, float(size.y) - gl_FragCoord.y), 0);
    vec3 rgb = found.rgb;
    float alpha = clamp(found.a, 0.0, 1.0);
    if (background == 0) {{
        rgb = alpha > 0.0 ? rgb / alpha : vec3(0.0);
    }} else {{
        vec3 behind = color;
        if (background == 2) {{
            vec3 d = normalize(way * vec3(at.x, -at.y, 1.0));
            vec2 turn = vec2(0.5 * atan(d.x, -d.z), -asin(clamp(d.y, -1.0, 1.0))) / 3.141592653589793;
            behind = textureLod(picture, turn + 0.5, 0.0).rgb * intensity;
        }}
        rgb += (1.0 - alpha) * behind;
    }}
    rgb *= exposure;
    {write}
}}
"""

_WRITES: Final = {
    "color": """
    vec3 c = clamp(rgb, 0.0, 1.0);
    c = mix(12.92 * c, 1.055 * pow(c, vec3(1.0 / 2.4)) - 0.055, step(0.0031308, c));
    pixel = vec4(c, background == 0 ? alpha : 1.0);""",
    "radiance": "pixel = vec4(rgb, 1.0);",
    "alpha": "pixel = vec4(alpha);",
}

_FORMATS: Final = {"color": (4, "f1", np.uint8), "radiance": (3, "f4", np.float32), "alpha": (1, "f4", np.float32)}


class Targets:
    """Targets of one size: `begin` before drawing, `end` after it; then `light` holds the picture."""

    def __init__(self, gl: Any, size: tuple[int, int], *, fine: bool) -> None:
        """Allocate; `fine` is with several samples a pixel.

        Raises:
            RenderError: the device has no targets of that size, or not the memory for them.
        """
        largest = min(int(gl.info["GL_MAX_TEXTURE_SIZE"]), int(gl.info["GL_MAX_RENDERBUFFER_SIZE"]))
        if max(size) > largest:
            message = f"engine 'pyrender' draws at most {largest}x{largest} pixels here, not {size[0]}x{size[1]}"
            raise RenderError(message)
        self.size, self.fine = size, fine
        self._gl = gl
        self._held: list[Any] = []
        _ = gl.error  # what was there before is none of ours
        try:
            self._allocate(min(_SAMPLES, int(gl.info["GL_MAX_SAMPLES"])) if fine else 0)
        except moderngl_error() as error:
            raise self._too_large(str(error)) from error

    def _allocate(self, samples: int) -> None:
        gl = self._gl
        self.light = self._keep(gl.texture(self.size, 4, dtype="f2"))
        self.light.filter = gl.NEAREST, gl.NEAREST
        depth = self._keep(gl.depth_renderbuffer(self.size, samples=samples))
        color = self.light
        if samples:
            color = self._keep(gl.renderbuffer(self.size, 4, samples=samples, dtype="f2"))
        self._drawn = self._keep(gl.framebuffer([color], depth))
        self._flat = self._keep(gl.framebuffer([self.light])) if samples else self._drawn

    def _keep(self, made: Any) -> Any:
        self._held.append(made)
        error = self._gl.error
        if error != "GL_NO_ERROR":
            raise self._too_large(error)
        return made

    def _too_large(self, why: str) -> RenderError:
        self.release()
        width, height = self.size
        samples = _SAMPLES if self.fine else 0
        asked = width * height * (_PIXEL + max(samples, 1) * _DEPTH + samples * _PIXEL)
        return RenderError(
            f"engine 'pyrender' has no memory for a picture of {width}x{height} pixels ({asked / 1e9:.1f} GB; {why}): "
            "ask for a smaller size or for samples=1"
        )

    def begin(self) -> None:
        """Draw into it from now on."""
        self._drawn.use()
        self._gl.viewport = (0, 0, *self.size)

    def end(self) -> None:
        """Average the samples of each pixel."""
        if self.fine:
            self._gl.copy_framebuffer(self._flat, self._drawn)

    def release(self) -> None:
        """Free it, in the current context."""
        for thing in self._held:
            thing.release()
        self._held = []


class Developer:
    """Puts light over a background, exposes and encodes it, on the device."""

    def __init__(self, gl: Any) -> None:
        """Programs and targets come with first use."""
        self._gl = gl
        self._passes: dict[str, Any] = {}
        self._outputs: dict[str, tuple[tuple[int, int], Any, Any]] = {}

    def read(self, name: str, targets: Targets, sky: Sky | None, values: dict[str, Any]) -> NDArray[Any]:
        """Make one output of what the targets hold.

        Args:
            name: ``"color"``, ``"radiance"`` or ``"alpha"``.
            targets: that were drawn into.
            sky: what is behind, if `values` say so.
            values: uniforms ``exposure``, ``color``, ``background``, ``intensity``, ``way``.

        Returns:
            The image with row 0 on top, as `Frame` has it.
        """
        gl, size = self._gl, targets.size
        if name not in self._passes:
            program = gl.program(vertex_shader=_VERTEX, fragment_shader=_FRAGMENT.format(write=_WRITES[name]))
            self._passes[name] = gl.vertex_array(program, [])
        array = self._passes[name]
        for key, value in {"light": 0, "picture": 1, **values}.items():
            uniform = array.program.get(key, None)
            if uniform is not None:
                uniform.value = value
        targets.light.use(0)
        if sky is not None:
            sky.picture.use(1)
        framebuffer = self._framebuffer(name, size)
        framebuffer.use()
        gl.viewport = (0, 0, *size)
        gl.enable_only(gl.NOTHING)
        array.render(gl.TRIANGLES, vertices=3)
        components, _, dtype = _FORMATS[name]
        image = np.empty((size[1], size[0], components), dtype)
        framebuffer.read_into(image, components=components, alignment=1, dtype=_FORMATS[name][1])
        return image[..., 0] if components == 1 else image

    def _framebuffer(self, name: str, size: tuple[int, int]) -> Any:
        if name in self._outputs and self._outputs[name][0] != size:
            for thing in self._outputs.pop(name)[1:]:
                thing.release()
        if name not in self._outputs:
            components, dtype, _ = _FORMATS[name]
            # Three float components are no format that every driver draws into.
            texture = self._gl.texture(size, 4 if components == 3 else components, dtype=dtype)
            self._outputs[name] = (size, self._gl.framebuffer([texture]), texture)
        return self._outputs[name][1]
