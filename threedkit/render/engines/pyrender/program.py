"""Uniforms by name: pyrender's own `set_uniform` looks each one up every time, and swallows every error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.render.engines.pyrender.api import GL

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Program"]

_VECTORS = {
    (): GL.glUniform1fv,
    (2,): GL.glUniform2fv,
    (3,): GL.glUniform3fv,
    (4,): GL.glUniform4fv,
}
_MATRICES = {(3, 3): GL.glUniformMatrix3fv, (4, 4): GL.glUniformMatrix4fv}


class Program:
    """One of pyrender's shader programs, with the places of its uniforms."""

    def __init__(self, program: Any) -> None:
        """Compile it, in the current context, if it is not yet."""
        if not program._in_context():  # noqa: SLF001 - what pyrender's renderer does
            program._add_to_context()  # noqa: SLF001 - the same
        self._program = program
        self._places: dict[str, int] = {}

    def bind(self) -> None:
        """Make it the one that draws."""
        self._program._bind()  # noqa: SLF001 - what pyrender's renderer does

    def set(self, values: Mapping[str, Any]) -> None:
        """Set uniforms of the bound program; those that the compiler has dropped are passed over.

        Args:
            values: by name: a bool or int, a float, a vector (2 to 4,), a matrix (3, 3) or (4, 4) for column vectors.
                A list holds the items of an array of such.
        """
        for name, value in values.items():
            place = self._place(name)
            if place >= 0:
                _set(place, value)

    def _place(self, name: str) -> int:
        if name not in self._places:
            self._places[name] = int(GL.glGetUniformLocation(self._program._program_id, name))  # noqa: SLF001
        return self._places[name]


def _set(place: int, value: Any) -> None:
    if isinstance(value, (bool, int)):
        GL.glUniform1i(place, int(value))
        return
    if isinstance(value, list) and value and isinstance(value[0], int):
        GL.glUniform1iv(place, len(value), np.array(value, np.int32))
        return
    array = np.asarray(value, np.float32)
    shape, count = (array.shape[1:], len(array)) if isinstance(value, list) else (array.shape, 1)
    if shape in _MATRICES:
        _MATRICES[shape](place, count, GL.GL_TRUE, array.ravel())
    else:
        _VECTORS[shape](place, count, array.ravel())
