"""Render targets of one size, and reading them back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.errors import RenderError
from threedkit.render.gbuffer.shaders import LAYOUT

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Targets"]


class Targets:
    """Textures for a set of outputs, drawn to at once, with a depth buffer."""

    def __init__(self, gl: Any, size: tuple[int, int], outputs: tuple[str, ...]) -> None:
        """Allocate.

        Raises:
            RenderError: the device has no targets of that size.
        """
        self.size, self.outputs = size, outputs
        largest = int(gl.info["GL_MAX_TEXTURE_SIZE"])
        if max(size) > largest:
            raise RenderError(f"data images are at most {largest} pixels wide and high on this device, not {size}")
        self._textures = {name: gl.texture(size, LAYOUT[name][0], dtype=LAYOUT[name][1]) for name in outputs}
        self._depth = gl.depth_renderbuffer(size)
        self.framebuffer = gl.framebuffer(list(self._textures.values()), self._depth)

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
            thing.release()
