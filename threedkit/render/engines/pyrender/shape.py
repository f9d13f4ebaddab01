"""Vertices on the device: one of pyrender's primitives, with the places where it is drawn."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.render.engines.pyrender.api import GL, Primitive
from threedkit.scene.primitive import MODES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.scene import Primitive as Source

__all__ = ["Shape"]

_SOLID = ("TRIANGLES", "TRIANGLE_STRIP", "TRIANGLE_FAN")
_VERTICES, _PLACES = 0, 1
"""Which of the buffers of pyrender's primitives holds what."""


class Shape:
    """A primitive in pyrender's layout: interleaved vertices, one matrix for each place where it is drawn.

    Attributes:
        is_thin: it is made of points or lines.
        defines: where the attributes are, for the shaders.
        is_mirrored: some of the places turn it inside out.
        is_inside_out: its vertices are.
    """

    def __init__(self, source: Source, sets: tuple[int, ...]) -> None:
        """Upload; `sets` are the texture coordinates that the material reads, two at most."""
        self.is_thin = source.mode not in _SOLID
        self.is_mirrored = self.is_inside_out = False
        self._made = Primitive(
            positions=np.asarray(source.positions, np.float32),
            normals=source.normals,
            tangents=source.tangents,
            **{f"texcoord_{i}": source.as_float("texcoords", number) for i, number in enumerate(sets)},
            color_0=_colors(source),
            mode=MODES.index(source.mode) if self.is_thin else GL.GL_TRIANGLES,
            poses=np.eye(4)[None],
        )
        indices = source.indices if self.is_thin else source.triangles
        # Past pyrender's setter, which turns indices into float32: those above 16,777,216 would be others.
        self._made._indices = None if indices is None else np.ascontiguousarray(indices, np.uint32).reshape(-1)  # noqa: SLF001
        self._made._add_to_context()  # noqa: SLF001 - what pyrender's renderer does
        self._count = 0
        self.defines = self._locations()

    def _locations(self) -> dict[str, int]:
        made = self._made
        present = {
            "NORMAL_LOC": made.normals,
            "TANGENT_LOC": made.tangents,
            "TEXCOORD_0_LOC": made.texcoord_0,
            "TEXCOORD_1_LOC": made.texcoord_1,
            "COLOR_0_LOC": made.color_0,
        }
        names = [name for name, array in present.items() if array is not None]
        locations = {name: number for number, name in enumerate((*names, "INST_M_LOC"), 1)}
        return locations | ({"IS_THIN": 1} if self.is_thin else {})

    def place(self, world_from_mesh: NDArray[np.float64]) -> None:
        """Draw it at these places, (k, 4, 4), from now on."""
        self._count = len(world_from_mesh)
        self.is_mirrored = bool((np.linalg.det(world_from_mesh[:, :3, :3]) < 0).any())
        self._write(_PLACES, np.ascontiguousarray(world_from_mesh.transpose(0, 2, 1), np.float32))

    def deform(
        self, positions: NDArray[np.float64], normals: NDArray[np.float64] | None, tangents: NDArray[np.float64] | None
    ) -> None:
        """Move the vertices: (n, 3) positions, (n, 3) normals and (n, 4) tangents, each where the primitive has it."""
        made = self._made
        kept = (made.texcoord_0, made.texcoord_1, made.color_0)
        arrays = [array for array in (positions, normals, tangents, *kept) if array is not None]
        self._write(_VERTICES, np.hstack(arrays, dtype=np.float32, casting="same_kind"))

    def _write(self, which: int, data: NDArray[np.float32]) -> None:
        GL.glBindBuffer(GL.GL_ARRAY_BUFFER, self._made._buffers[which])  # noqa: SLF001 - pyrender never writes again
        GL.glBufferData(GL.GL_ARRAY_BUFFER, data.nbytes, data, GL.GL_DYNAMIC_DRAW)
        GL.glBindBuffer(GL.GL_ARRAY_BUFFER, 0)

    def draw(self) -> None:
        """Draw it at all of its places by the program that is bound."""
        if not self._count:
            return
        made = self._made
        made._bind()  # noqa: SLF001 - what pyrender's renderer does
        if made.indices is None:
            GL.glDrawArraysInstanced(made.mode, 0, len(made.positions), self._count)
        else:
            first = ctypes.c_void_p(0)
            GL.glDrawElementsInstanced(made.mode, made.indices.size, GL.GL_UNSIGNED_INT, first, self._count)
        made._unbind()  # noqa: SLF001 - the same

    def release(self) -> None:
        """Free it, in the current context."""
        self._made.delete()


def _colors(source: Source) -> Any:
    """COLOR_0 (n, 4), opaque if it has no alpha."""
    if not source.colors:
        return None
    given = source.as_float("colors", 0)
    color = np.ones((len(given), 4), np.float32)
    color[:, : given.shape[1]] = given
    return color
