"""How accessor elements lie in memory (glTF 2.0, 3.6.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from threedkit.io.cores import in_parts
from threedkit.scene.formats import to_float

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "COMPONENT_NAMES",
    "COMPONENT_TYPES",
    "DTYPES",
    "WIDTHS",
    "Layout",
    "all_finite",
    "highest",
    "layout_of",
    "to_float",
]

DTYPES: Final[dict[int, np.dtype[Any]]] = {
    5120: np.dtype("int8"),
    5121: np.dtype("uint8"),
    5122: np.dtype("<i2"),
    5123: np.dtype("<u2"),
    5125: np.dtype("<u4"),
    5126: np.dtype("<f4"),
}
"""Component types by their OpenGL numbers."""

COMPONENT_TYPES: Final[dict[np.dtype[Any], int]] = {dtype: number for number, dtype in DTYPES.items()}
"""The other way round."""

COMPONENT_NAMES: Final = {
    5120: "BYTE",
    5121: "UNSIGNED_BYTE",
    5122: "SHORT",
    5123: "UNSIGNED_SHORT",
    5125: "UNSIGNED_INT",
    5126: "FLOAT",
}

WIDTHS: Final = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT2": 4, "MAT3": 9, "MAT4": 16}
"""Components of an element."""

_SIDES: Final = {"MAT2": 2, "MAT3": 3, "MAT4": 4}
_BLOCK = 1 << 18
_LONG = 1 << 20


class Layout(NamedTuple):
    """One element.

    Attributes:
        shape: of its components.
        strides: bytes from one part to the next.
        size: bytes from one element to the next, where no stride says otherwise.
        extent: bytes from its first to the end of its last component (less than the size where columns are padded).
    """

    shape: tuple[int, ...]
    strides: tuple[int, ...]
    size: int
    extent: int


def _make_layout(kind: str, itemsize: int) -> Layout:
    side = _SIDES.get(kind)
    if side is not None:
        column = -(-side * itemsize // 4) * 4  # columns begin at multiples of 4 bytes
        return Layout((side, side), (column, itemsize), side * column, (side - 1) * column + side * itemsize)
    width = WIDTHS[kind]
    return Layout(() if width == 1 else (width,), () if width == 1 else (itemsize,), width * itemsize, width * itemsize)


_LAYOUTS: Final = {
    (kind, number): _make_layout(kind, dtype.itemsize) for kind in WIDTHS for number, dtype in DTYPES.items()
}


def layout_of(kind: str, component_type: int) -> Layout:
    """The layout of one element.

    Example:
        >>> layout_of("MAT3", 5121)
        Layout(shape=(3, 3), strides=(4, 1), size=12, extent=11)
    """
    return _LAYOUTS[kind, component_type]


def all_finite(array: NDArray[np.float32]) -> bool:
    """Whether no component is NaN or infinite; looks at a block at a time, so that it needs no memory."""
    if array.flags.c_contiguous:
        array = array.reshape(-1)
    width = max(1, array[:1].size)
    rows = max(1, _BLOCK // width)

    def look(start: int, stop: int) -> bool:
        return all(bool(np.isfinite(array[i : min(i + rows, stop)]).all()) for i in range(start, stop, rows))

    return all(in_parts(look, len(array), least=max(1, _LONG // width)))


def highest(array: NDArray[np.unsignedinteger[Any]]) -> int:
    """The greatest component of an array of at least one."""
    flat = array.reshape(-1)
    return max(in_parts(lambda start, stop: int(flat[start:stop].max()), flat.size, least=_LONG))
