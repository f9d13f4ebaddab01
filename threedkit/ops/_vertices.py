"""Primitives get other vertices: every attribute, morph target and application array goes along."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.scene import MorphTarget
from threedkit.scene.primitive import Vertices

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from numpy.typing import NDArray

    from threedkit.scene import Primitive, Scene

__all__ = ["Rows", "arrays", "drawn", "editable", "indices_of"]

# Extensions of a primitive that do not count its vertices: what refers to attributes does so by name.
_BY_NAME = frozenset({"EXT_structural_metadata", "KHR_xmp", "KHR_xmp_json_ld"})
_FIELDS = ("positions", "normals", "tangents", "texcoords", "colors", "joints", "weights", "custom")
_SHIFTS = ("positions", "normals", "tangents", "texcoords", "colors")


def drawn(scene: Scene) -> Iterator[tuple[Primitive, str]]:
    """Each primitive of a scene once, with a name for messages: ``mesh 'body', primitive 0``."""
    seen: set[int] = set()
    for number, mesh in enumerate(scene.meshes):
        for place, primitive in enumerate(mesh.primitives):
            if id(primitive) not in seen:
                seen.add(id(primitive))
                yield primitive, f"mesh {mesh.name or number!r}, primitive {place}"


def editable(operation: str, primitive: Primitive, label: str) -> bool:
    """Whether the vertices of a primitive may be exchanged; says so if an extension that counts them forbids it."""
    if primitive.positions is None or not len(primitive.positions):
        return False
    primitive.check()
    unknown = sorted(name for name, value in primitive.extensions.items() if not _follows(name, value))
    if unknown:
        text = f"{operation}: {label} stays as it is: its extension {unknown[0]} may count its vertices"
        warnings.warn(text, stacklevel=4)
    return not unknown


def _follows(name: str, value: Any) -> bool:
    """Whether an extension of a primitive stays right when its vertices change."""
    if name == "EXT_mesh_features":  # a feature without attribute or texture is numbered by vertex
        features = value.get("featureIds", ()) if isinstance(value, dict) else ()
        return all(isinstance(one, dict) and ("attribute" in one or "texture" in one) for one in features)
    return name in _BY_NAME


def arrays(primitive: Primitive) -> Iterator[Vertices]:
    """All arrays that have a row for each vertex, by glTF name: attributes and morph targets."""
    yield from primitive.attributes()
    for number, target in enumerate(primitive.targets):
        for semantic, array in target.arrays():
            yield Vertices(f"targets/{number}/{semantic}", array)


def indices_of(primitive: Primitive) -> NDArray[np.integer[Any]]:
    """The indices, or all vertices in order."""
    if primitive.indices is not None:
        indices: NDArray[np.integer[Any]] = primitive.indices
        return indices
    return np.arange(primitive.vertex_count, dtype=np.uint32)


def memory(array: NDArray[Any] | None) -> Hashable:
    """What makes two arrays the same memory."""
    if array is None:
        return None
    return array.__array_interface__["data"][0], array.shape, array.strides, array.dtype.str


class Rows:
    """Gives primitives some rows of their arrays; what was one array for several of them stays one."""

    def __init__(self) -> None:
        """Begin with nothing taken."""
        self._taken: dict[Hashable, NDArray[Any]] = {}
        self._alive: list[Any] = []

    def key(self, primitive: Primitive) -> Hashable:
        """What makes two primitives draw the same arrays in the same way."""
        places = tuple((name, memory(array)) for name, array in arrays(primitive))
        return primitive.mode, memory(primitive.indices), places

    def assign(self, primitive: Primitive, rows: NDArray[np.int64], indices: NDArray[Any] | None, **more: Any) -> None:
        """Let a primitive hold only some vertices.

        Args:
            primitive: changed in place, at once for its observers.
            rows: (m,) which of its vertices, in the new order; the same array object for primitives that share theirs.
            indices: (k,) into the new vertices.
            more: other fields to assign at the same time.
        """
        values = {field: self._of(getattr(primitive, field), rows) for field in _FIELDS}
        targets = tuple(self.target(target, rows) for target in primitive.targets)
        with primitive.hold_trait_notifications():
            for field, value in {**values, "targets": targets, "indices": indices, **more}.items():
                if value is not getattr(primitive, field):
                    setattr(primitive, field, value)

    def target(self, target: MorphTarget, rows: NDArray[np.int64], **more: Any) -> MorphTarget:
        """Some rows of a morph target, with other fields assigned."""
        moved = {field: self._of(getattr(target, field), rows) for field in _SHIFTS}
        return MorphTarget(name=target.name, extras=target.extras, extensions=target.extensions, **{**moved, **more})

    def _of(self, value: Any, rows: NDArray[np.int64]) -> Any:
        if isinstance(value, tuple):
            return tuple(self._of(item, rows) for item in value) or value
        if isinstance(value, dict):
            return {name: self._of(item, rows) for name, item in value.items()} or value
        if value is None:
            return None
        key = (memory(value), id(rows))
        if key not in self._taken:
            self._taken[key] = np.take(value, rows, axis=0)
            self._alive += (value, rows)
        return self._taken[key]
