"""Render targets of one size, and reading them back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.errors import RenderError, require
from threedkit.render.gbuffer.shaders import LAYOUT

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Targets"]

_COMPONENT = 4
"""Bytes of one component of a target, and of a pixel of the depth buffer."""


class Targets:
    """Textures for a set of outputs, drawn to at once, with a depth buffer."""

    def __init__(self, gl: Any, size: tuple[int, int], outputs: tuple[str, ...]) -> None:
        """Allocate.

        Raises:
            RenderError: the device has no targets of that size, or not the memory for them.
        """
        self.size, self.outputs = size, outputs
        largest = min(int(gl.info["GL_MAX_TEXTURE_SIZE"]), int(gl.info["GL_MAX_RENDERBUFFER_SIZE"]))
        if max(size) > largest:
            raise RenderError(f"data images are at most {largest} pixels wide and high on this device, not {size}")
        self._textures: dict[str, Any] = {}
        self._depth: Any = None
        self.framebuffer: Any = None
        _ = gl.error  # what was there before is none of ours
        try:
            for name in outputs:
                self._textures[name] = gl.texture(size, LAYOUT[name][0], dtype=LAYOUT[name][1])
                self._refuse_errors(gl)
            self._depth = gl.depth_renderbuffer(size)
            self._refuse_errors(gl)
            self.framebuffer = gl.framebuffer(list(self._textures.values()), self._depth)
        except moderngl_error() as error:
            self.release()
            raise self._too_large(str(error)) from error
        except RenderError:
            self.release()
            raise

    def _refuse_errors(self, gl: Any) -> None:
        error = gl.error
        if error != "GL_NO_ERROR":
            raise self._too_large(error)

    def _too_large(self, why: str) -> RenderError:
        width, height = self.size
        asked = sum(LAYOUT[name][0] * _COMPONENT for name in self.outputs) + _COMPONENT
        return RenderError(
            f"the device has no memory for data images of {width}x{height} pixels ({', '.join(self.outputs)}: "
            f"{asked * width * height / 1e9:.1f} GB; {why}): ask for a smaller size or fewer outputs"
        )

    def read(self, name: str) -> NDArray[Any]:
        """One output as an array, row 0 on top: (h, w) or (h, w, 3)."""
        components, dtype, _ = LAYOUT[name]
        width, height = self.size
        raw = np.frombuffer(self._textures[name].read(alignment=1), np.dtype(f"<{dtype}"))
        image = raw.reshape(height, width, components)[::-1]
        return np.ascontiguousarray(image[..., 0] if components == 1 else image[..., :3])

    def release(self) -> None:
        """Free the textures."""
        for thing in (self.framebuffer, self._depth, *self._textures.values()):
            if thing is not None:
                thing.release()
        self._textures = {}


def moderngl_error() -> type[Exception]:
    """What moderngl raises."""
    error: type[Exception] = require("moderngl", extra="render").Error
    return error
