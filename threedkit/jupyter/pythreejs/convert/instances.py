"""Instances of a mesh as objects that share its geometry: r97 has no InstancedMesh."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from threedkit.jupyter.pythreejs.convert.skin import matrix_elements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from threedkit.jupyter.pythreejs.convert.parts import MeshMaker
    from threedkit.scene import Node, Primitive

__all__ = ["InstanceMaker"]

_MOST = 1000
"""Objects made for instances in a scene: each is a widget, and a browser takes seconds for a thousand."""


class InstanceMaker:
    """Makes the objects of a node's primitives, one for each instance, as long as there are few enough in all."""

    def __init__(self, maker: MeshMaker, notes: list[str], most: int = _MOST) -> None:
        """Start with none; what is left out gets a line in `notes`."""
        self._maker, self._notes, self._left = maker, notes, most

    def make(self, node: Node, primitive: Primitive, name: str) -> Iterator[Any]:
        """The objects for one primitive of a node that has no skin."""
        if node.instances is None:
            mesh = self._maker.make(primitive, name)
            if mesh is not None:
                yield mesh
            return
        matrices = node.instances.matrices
        shown = matrices[: self._left]
        self._left -= len(shown)
        if len(shown) < len(matrices):
            self._notes.append(f"node {node.name!r}: {len(shown)} of {len(matrices)} instances are shown")
        for number, matrix in enumerate(shown):
            mesh = self._maker.make(primitive, f"{name}i{number}")
            if mesh is None:
                return
            mesh.matrixAutoUpdate = False
            mesh.matrix = matrix_elements(matrix)
            yield mesh

    def forget(self, meshes: list[Any]) -> None:
        """Count objects that are gone as room for others."""
        self._left += sum("i" in mesh.name for mesh in meshes)
