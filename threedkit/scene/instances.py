"""Instances: where a node draws its mesh, when that is at many places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.errors import FieldError
from threedkit.scene.element import Element
from threedkit.scene.formats import Formats
from threedkit.scene.primitive import Custom, Vertices
from threedkit.scene.references import Array
from threedkit.transforms import matrices

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

__all__ = ["Instances"]

_ATTRIBUTES = (("TRANSLATION", "translation"), ("ROTATION", "rotation"), ("SCALE", "scale"))


class Instances(Element):
    """Transforms in a node's frame, one for each time that its mesh is drawn (EXT_mesh_gpu_instancing).

    What is None is the same for all: no translation, no rotation, a scale of 1. A node with instances does not draw
    its mesh at its own place. A skin says where its mesh is, so instances mean nothing to a skinned mesh.

    Example:
        >>> Instances(translation=[(0, 0, 0), (2, 0, 0)]).matrices[1, :3, 3].tolist()
        [2.0, 0.0, 0.0]
    """

    translation = Array((None, 3), doc="(n, 3) float32, metres, in the node's frame")
    rotation = Array((None, 4), doc="(n, 4) float32, quaternions xyzw")
    scale = Array((None, 3), doc="(n, 3) float32")
    custom = Custom(prefix="", doc="arrays (n, ...) of the application's own by glTF name, such as _ID")
    formats = Formats(doc="how attributes are stored, by glTF name, where that is not float32")

    def __init__(self, **values: Any) -> None:
        """Build from arrays and check that they belong together."""
        super().__init__(**values)
        self.check()

    def check(self) -> None:
        """Hold the arrays against one another.

        Raises:
            FieldError: lengths differ.
        """
        counts = {name: len(array) for name, array in self.attributes()}
        if len(set(counts.values())) > 1:
            told = ", ".join(f"{name} {count}" for name, count in counts.items())
            message = f"Instances: all attributes must be of one length, not {told}"
            raise FieldError(message)

    def attributes(self) -> Iterator[Vertices]:
        """The attributes there are, by glTF name, in canonical order."""
        for semantic, field in _ATTRIBUTES:
            array = getattr(self, field)
            if array is not None:
                yield Vertices(semantic, array)
        for semantic in sorted(self.custom):
            yield Vertices(semantic, self.custom[semantic])

    @property
    def count(self) -> int:
        """How many there are."""
        return next((len(array) for _, array in self.attributes()), 0)

    @property
    def matrices(self) -> NDArray[np.float64]:
        """(n, 4, 4) node_from_instance."""
        count = self.count
        position = np.zeros((count, 3)) if self.translation is None else self.translation
        rotation = np.tile((0.0, 0.0, 0.0, 1.0), (count, 1)) if self.rotation is None else self.rotation
        scale = np.ones((count, 3)) if self.scale is None else self.scale
        return matrices.compose(position, rotation, scale)
