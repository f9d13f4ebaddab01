"""Primitives as Draco bitstreams (KHR_draco_mesh_compression).

Draco carries triangles. A primitive of another mode, or without positions or area, is written as it is, with a warning.
Where something depends on the order of the vertices that a bitstream cannot hold (morph targets, signed integers,
matrices), the sequential encoding keeps that order and the rest stays in accessors of its own.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from threedkit.errors import FieldError
from threedkit.io.gltf import schema
from threedkit.io.gltf.codecs import draco
from threedkit.io.gltf.layout import COMPONENT_TYPES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from threedkit.io.gltf.codecs.draco import DracoOptions, Encoded
    from threedkit.io.gltf.write.packer import Packer
    from threedkit.scene import Primitive

__all__ = ["DracoWriter", "Unfolded"]

_KINDS = {1: "SCALAR", 2: "VEC2", 3: "VEC3", 4: "VEC4"}
_NORMALIZED = ("TEXCOORD", "COLOR", "WEIGHTS")


class Unfolded(NamedTuple):
    """What stands in a primitive that has been encoded.

    Attributes:
        attributes: accessors of what is in the bitstream, by glTF name.
        indices: the accessor of the triangles.
        extension: the extension's JSON.
        rest: names of the attributes that are not in the bitstream.
    """

    attributes: dict[str, int]
    indices: int
    extension: dict[str, Any]
    rest: frozenset[str]


class DracoWriter:
    """Encodes primitives into the views of one document; those that share their arrays share a bitstream."""

    def __init__(self, packer: Packer, options: DracoOptions) -> None:
        """Write through `packer`."""
        self._packer, self._options = packer, options
        self._known: dict[tuple[Any, ...], Unfolded | None] = {}
        self._alive: list[Any] = []

    def primitive(self, primitive: Primitive, label: str) -> Unfolded | None:
        """Encode a primitive; None, and a warning that begins with `label`, if Draco cannot carry it."""
        arrays = {vertices.semantic: vertices.array for vertices in primitive.attributes()}
        keep_order = bool(primitive.targets) or not all(map(draco.can_hold, map(_columns, arrays.values())))
        key = (primitive.mode, keep_order, _place(primitive.indices), *((n, _place(a)) for n, a in arrays.items()))
        if key not in self._known:
            self._alive.append((primitive.indices, arrays))
            why = _obstacle(primitive)
            if not why:
                try:
                    self._known[key] = self._encode(primitive, arrays, keep_order=keep_order)
                except FieldError as error:
                    why = str(error)
            if why:
                self._known[key] = None
                warnings.warn(f"{label} is saved without Draco: {why}", stacklevel=2)
        return self._known[key]

    def _encode(self, primitive: Primitive, arrays: Mapping[str, NDArray[Any]], *, keep_order: bool) -> Unfolded:
        held = {name: _columns(array) for name, array in arrays.items() if draco.can_hold(_columns(array))}
        encoded = draco.encode(primitive.triangles, held, self._options, keep_order=keep_order)
        attributes = {name: self._attribute(encoded, name) for name in held}
        flat = encoded.mesh.faces.reshape(-1)
        kind = COMPONENT_TYPES[_index_dtype(primitive, flat)]
        indices = self._accessor(schema.Accessor(component_type=kind, count=len(flat), type="SCALAR"))  # type: ignore[arg-type]
        extension = {"bufferView": self._packer.view(encoded.data), "attributes": encoded.ids}
        return Unfolded(attributes, indices, extension, frozenset(arrays.keys() - held.keys()))

    def _attribute(self, encoded: Encoded, name: str) -> int:
        array = encoded.mesh.attributes[encoded.ids[name]]
        width = array.shape[1] if array.ndim > 1 else 1
        accessor = schema.Accessor(component_type=COMPONENT_TYPES[array.dtype], count=len(array), type=_KINDS[width])  # type: ignore[arg-type]
        if array.dtype.kind != "f" and name.startswith(_NORMALIZED):
            accessor.normalized = True
        if name == "POSITION":
            accessor.min, accessor.max = array.min(axis=0).tolist(), array.max(axis=0).tolist()
        return self._accessor(accessor)

    def _accessor(self, accessor: schema.Accessor) -> int:
        self._packer.accessors.append(accessor)
        return len(self._packer.accessors) - 1


def _obstacle(primitive: Primitive) -> str:
    """Why Draco cannot carry a primitive; empty if it may."""
    if primitive.mode != "TRIANGLES":
        return f"it carries TRIANGLES, not {primitive.mode}"
    corners = primitive.vertex_count if primitive.indices is None else len(primitive.indices)
    if primitive.positions is None or not corners or corners % 3:
        return f"{corners} corners on {primitive.vertex_count} positions do not make whole triangles"
    return ""


def _columns(array: NDArray[Any]) -> NDArray[Any]:
    return array.reshape(-1, 1) if array.ndim == 1 else array


def _place(array: NDArray[Any] | None) -> Any:
    if array is None:
        return None
    return array.__array_interface__["data"][0], array.shape, array.strides, array.dtype.str


def _index_dtype(primitive: Primitive, flat: NDArray[Any]) -> np.dtype[Any]:
    """The dtype that the indices have, or one that holds them."""
    highest = int(flat.max(initial=0))
    if primitive.indices is not None and highest <= np.iinfo(primitive.indices.dtype).max:
        return np.dtype(str(primitive.indices.dtype))
    return np.dtype(np.uint16) if highest < 0xFFFF else np.dtype(np.uint32)
