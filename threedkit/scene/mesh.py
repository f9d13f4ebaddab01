"""Mesh: named primitives that are drawn together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from threedkit.scene.element import Element
from threedkit.scene.fields import Field, Vector
from threedkit.scene.primitive import Primitive
from threedkit.scene.references import References
from threedkit.transforms import bounds

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from threedkit.scene.material import Material

__all__ = ["Mesh"]


class _Names(Field[tuple[str, ...], Any]):
    expected = "names, one a morph target"

    def accept(self, value: Any) -> tuple[str, ...]:
        names = tuple(value)
        if isinstance(value, (str, bytes)) or not all(isinstance(name, str) for name in names):
            message = "not names"
            raise TypeError(message)
        return names


class Mesh(Element):
    """Primitives with their morph weights.

    Example:
        >>> import threedkit as tk
        >>> mesh = tk.Mesh(tk.sphere(radius=1), tk.Material(base_color="#ef6631"), name="ball")
        >>> mesh.triangle_count > 0
        True
    """

    primitives = References(lambda: (Primitive,), "a Primitive or several")
    weights = Vector((), doc="default weights of the morph targets")
    target_names = _Names((), doc="names of the morph targets (glTF extras.targetNames)")

    def __init__(self, primitives: Any = (), material: Material | None = None, **values: Any) -> None:
        """Build from one Primitive or several; `material` is set on those that have none."""
        super().__init__(primitives=primitives, **values)
        if material is not None:
            for primitive in self.primitives:
                if primitive.material is None:
                    primitive.material = material

    @property
    def bounds(self) -> NDArray[np.float64]:
        """(2, 3) corners of the axis-aligned box around all positions, metres, in the mesh's frame."""
        return bounds.union(*(primitive.bounds for primitive in self.primitives))

    @property
    def vertex_count(self) -> int:
        """Vertices of all primitives."""
        return sum(primitive.vertex_count for primitive in self.primitives)

    @property
    def triangle_count(self) -> int:
        """Triangles of all primitives."""
        return sum(primitive.triangle_count for primitive in self.primitives)

    @property
    def target_count(self) -> int:
        """Morph targets: the most that any primitive has."""
        return max((len(primitive.targets) for primitive in self.primitives), default=0)
