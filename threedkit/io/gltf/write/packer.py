"""Packing arrays and bytes into one buffer, each once, aligned to 4 bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from threedkit.errors import FieldError
from threedkit.io.gltf import schema
from threedkit.io.gltf.layout import COMPONENT_TYPES, layout_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from threedkit.io.files import Bytes

__all__ = ["ARRAY_BUFFER", "ELEMENT_ARRAY_BUFFER", "Packer", "storable"]

ARRAY_BUFFER = 34962
ELEMENT_ARRAY_BUFFER = 34963

_KINDS = {(): "SCALAR", (2,): "VEC2", (3,): "VEC3", (4,): "VEC4", (2, 2): "MAT2", (3, 3): "MAT3", (4, 4): "MAT4"}
_EXACT = 1 << 24


class Packer:
    """Grows the accessors, buffer views and the buffer of a document.

    An array is written once, however often it is used in the same role; what makes two arrays the same is their
    memory, not their values.

    Attributes:
        accessors: of the document.
        views: buffer views of the document.
        parts: the buffer's bytes in order, padding included.
        size: their number.
    """

    def __init__(self) -> None:
        """Begin an empty buffer."""
        self.accessors: list[schema.Accessor] = []
        self.views: list[schema.BufferView] = []
        self.parts: list[Bytes] = []
        self.size = 0
        self._known: dict[tuple[Any, ...], int] = {}
        self._alive: list[Any] = []

    def accessor(
        self,
        array: NDArray[Any],
        *,
        normalized: bool = False,
        target: int | None = None,
        bounds: bool = False,
        blank: bool = False,
    ) -> int:
        """Index of the accessor for an array (n, ...), n at least 1, of a dtype that glTF stores.

        Args:
            array: shape and dtype give the accessor's type; matrices in math order (rows first).
            normalized: integers stand for fractions.
            target: ARRAY_BUFFER for vertex attributes, ELEMENT_ARRAY_BUFFER for indices.
            bounds: write min and max.
            blank: numbers that may not all be 0 where they are stored, such as normals: if they are, no bytes are
                written, which says the same without breaking that rule.
        """
        place = array.__array_interface__["data"][0]
        key = (place, array.shape, array.strides, array.dtype.str, normalized, target, bounds)
        if key not in self._known:
            self._alive.append(array)
            absent = blank and not array[0].any() and not array.any()
            self._known[key] = (
                self._add_blank(array, normalized=normalized)
                if absent
                else self._add(array, normalized=normalized, target=target, bounds=bounds)
            )
        return self._known[key]

    def view(self, data: Bytes) -> int:
        """Index of a buffer view for bytes (an image)."""
        flat = np.frombuffer(data, np.uint8)
        key = (flat.__array_interface__["data"][0], flat.size, "view")
        if key not in self._known:
            self._alive.append(flat)
            self._known[key] = self._add_view(flat.data, flat.size, stride=0, target=None)
        return self._known[key]

    def _add(self, array: NDArray[Any], *, normalized: bool, target: int | None, bounds: bool) -> int:
        kind, component_type = _KINDS[array.shape[1:]], COMPONENT_TYPES[array.dtype]
        layout = layout_of(kind, component_type)
        stride = -(-layout.size // 4) * 4 if target == ARRAY_BUFFER else layout.size
        if array.ndim == 3 or stride != layout.size:
            data = np.zeros(len(array) * stride, np.uint8)
            shape, strides = (len(array), *layout.shape), (stride, *layout.strides)
            spread: NDArray[Any] = np.ndarray(shape, array.dtype, data, 0, strides)
            spread[...] = array.swapaxes(1, 2) if array.ndim == 3 else array
        else:
            data = np.ascontiguousarray(array).reshape(-1).view(np.uint8)
        # Without a stride, Khronos' validator takes matrices of small integers to end with their last component.
        told = stride != layout.size or (target == ARRAY_BUFFER and array.ndim == 3 and array.dtype.itemsize < 4)
        view = self._add_view(data.data, data.nbytes, stride=stride if told else 0, target=target)
        accessor = schema.Accessor(component_type=component_type, count=len(array), type=kind, buffer_view=view)  # type: ignore[arg-type]
        if normalized:
            accessor.normalized = True
        if bounds:
            accessor.min, accessor.max = _bounds(array)
        self.accessors.append(accessor)
        return len(self.accessors) - 1

    def _add_blank(self, array: NDArray[Any], *, normalized: bool) -> int:
        """An accessor without a buffer view: all zeros (glTF 2.0, 5.1.1)."""
        kind, component_type = _KINDS[array.shape[1:]], COMPONENT_TYPES[array.dtype]
        accessor = schema.Accessor(component_type=component_type, count=len(array), type=kind)  # type: ignore[arg-type]
        if normalized:
            accessor.normalized = True
        self.accessors.append(accessor)
        return len(self.accessors) - 1

    def _add_view(self, data: Bytes, size: int, *, stride: int, target: int | None) -> int:
        view = schema.BufferView(buffer=0, byte_length=size)
        if self.size:
            view.byte_offset = self.size
        if stride:
            view.byte_stride = stride
        view.target = target  # type: ignore[assignment]
        self.views.append(view)
        self.parts.append(data)
        padding = -size % 4
        if padding:
            self.parts.append(bytes(padding))
        self.size += size + padding
        return len(self.views) - 1


def _bounds(array: NDArray[Any]) -> tuple[list[float], list[float]]:
    """Minimum and maximum of each component; a column at a time is faster than axis=0."""
    columns = [array[:, i] for i in range(array.shape[1])] if array.ndim > 1 else [array]
    return [float(column.min()) for column in columns], [float(column.max()) for column in columns]


def storable(array: NDArray[Any], label: str) -> NDArray[Any]:
    """An array whose dtype a vertex attribute may have; converted if no value changes.

    Raises:
        FieldError: glTF has no type for such values or such a shape.
    """
    if array.shape[1:] not in _KINDS:
        raise FieldError(
            f"{label} must have the shape (n,), (n, 2 to 4) or (n, m, m) to be saved as glTF, not {array.shape}"
        )
    if array.dtype in COMPONENT_TYPES and array.dtype != np.uint32:
        return array
    if array.dtype.kind == "f":
        return array.astype(np.float32)
    if array.dtype.kind == "b":
        return array.astype(np.uint8)
    if array.dtype.kind in "iu":
        low, high = int(array.min(initial=0)), int(array.max(initial=0))
        for dtype in (np.uint8, np.int8, np.uint16, np.int16):
            if np.iinfo(dtype).min <= low and high <= np.iinfo(dtype).max:
                return array.astype(dtype)
        if low >= -_EXACT and high <= _EXACT:
            return array.astype(np.float32)
    raise FieldError(
        f"{label} must hold numbers that float32 or 16-bit integers can hold to be saved as glTF, not {array.dtype}"
    )
