"""Many meshes by one call: their vertices in one buffer, and draw commands that the device reads by itself.

A call for each mesh takes some 30 microseconds of Python, which is most of the time where a thousand different meshes
are drawn on a GPU. What is the same for all of a call is only the side that shows; the rest goes along with instances.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from threedkit.render.gbuffer.geometry import INSTANCE_ATTRIBUTES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from threedkit.render.gbuffer.geometry import Part
    from threedkit.render.gbuffer.plan import Draw

__all__ = ["Batch"]

_VERSION: Final = 430
"""Of OpenGL that has multi-draw by commands in a buffer (and, since 4.2, instances that begin anywhere)."""
_COMMAND: Final = 5
"""Numbers of a command: indices, instances, first index, base vertex, first instance."""
_FEW: Final = 4
"""Meshes up to which single calls are as fast."""


class Batch:
    """The static triangles of a scene's parts in one pair of buffers."""

    def __init__(self, gl: Any, parts: Iterable[Part]) -> None:
        """Upload; parts of points and lines are left to calls of their own.

        Args:
            gl: the moderngl context, of OpenGL 4.3 or later.
            parts: of one scene.
        """
        vertices, indices = [], []
        self._places: dict[int, tuple[int, int, int]] = {}
        first = base = 0
        for part in parts:
            shape = part.solid_shape()
            if shape is not None:
                positions, normals, triangles = shape
                vertices.append(np.concatenate([positions, normals], axis=1, dtype="<f4"))
                indices.append(np.ascontiguousarray(triangles, "<u4").reshape(-1))
                self._places[id(part)] = (indices[-1].size, first, base)
                first, base = first + indices[-1].size, base + len(positions)
        self._gl = gl
        self._vertices = gl.buffer(np.concatenate(vertices).tobytes())
        self._indices = gl.buffer(np.concatenate(indices).tobytes())
        self._instances: Any = None
        self._commands: Any = None
        self._arrays: dict[int, Any] = {}

    @staticmethod
    def serves(gl: Any, draws: Iterable[Draw]) -> bool:
        """Whether the device has such calls, and there is enough for one to pay."""
        return gl.version_code >= _VERSION and sum(draw.deformed is None for draw in draws) > _FEW

    def draw(self, program: Any, draws: Iterable[Draw]) -> list[Draw]:
        """Draw what is in the buffers and return the rest.

        Args:
            program: with the view's uniforms set; it reads nothing of a vertex but its position and normal.
            draws: in any order.
        """
        chosen: dict[tuple[bool, bool], list[Draw]] = {}
        rest = []
        for draw in draws:
            if draw.deformed is None and id(draw.part) in self._places:
                chosen.setdefault((draw.part.surface.double_sided, draw.mirrored), []).append(draw)
            else:
                rest.append(draw)
        if chosen:
            ordered = [draw for group in chosen.values() for draw in group]
            self._write(ordered)
            array = self._array(program)
            start = 0
            for (double_sided, mirrored), group in chosen.items():
                gl = self._gl
                gl.enable_only(gl.DEPTH_TEST if double_sided else gl.DEPTH_TEST | gl.CULL_FACE)
                gl.front_face = "cw" if mirrored else "ccw"
                array.render_indirect(self._commands, gl.TRIANGLES, len(group), first=start)
                start += len(group)
        return rest

    def _write(self, draws: list[Draw]) -> None:
        """Commands and instances of this picture."""
        counts = np.array([len(draw.instances) for draw in draws], "<u4")
        commands = np.empty((len(draws), _COMMAND), "<u4")
        commands[:, [0, 2, 3]] = [self._places[id(draw.part)] for draw in draws]
        commands[:, 1], commands[:, 4] = counts, np.cumsum(counts) - counts
        instances = np.concatenate([draw.instances for draw in draws])
        self._commands = self._filled(self._commands, commands.tobytes())
        known = self._instances
        self._instances = self._filled(known, instances.tobytes())
        if self._instances is not known:
            self._drop_arrays()

    def _filled(self, buffer: Any, data: bytes) -> Any:
        """The buffer with other bytes, or a larger one."""
        if buffer is not None and buffer.size >= len(data):
            buffer.orphan()
            buffer.write(data)
            return buffer
        if buffer is not None:
            buffer.release()
        return self._gl.buffer(data, dynamic=True)

    def _array(self, program: Any) -> Any:
        if program.glo not in self._arrays:
            content = [(self._vertices, "3f 3f", "in_position", "in_normal"), (self._instances, *INSTANCE_ATTRIBUTES)]
            made = self._gl.vertex_array(program, content, index_buffer=self._indices, skip_errors=True)
            self._arrays[program.glo] = made
        return self._arrays[program.glo]

    def _drop_arrays(self) -> None:
        for array in self._arrays.values():
            array.release()
        self._arrays.clear()

    def release(self) -> None:
        """Free everything on the device."""
        self._drop_arrays()
        for buffer in (self._vertices, self._indices, self._instances, self._commands):
            if buffer is not None:
                buffer.release()
